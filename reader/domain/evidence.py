"""Evidence: the links between an indicator's score and the passages that bear on it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from reader.domain.dates import PartialDate


class EvidenceState(enum.StrEnum):
    """Whether a person has said anything about a link yet."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    PINNED = "pinned"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """A passage of a version that bears on an indicator.

    `score` orders links of one indicator, higher is better, and is comparable within one lexicon
    only. `matched` are the words that were found, as they stand in the text, and `spans` their
    ranges `[start, end)` in code points of the passage's text.
    """

    indicator: str
    version: int
    passage: int
    score: float
    matched: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    state: EvidenceState = EvidenceState.SUGGESTED


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well the library supports one score: counts, and the newest source date known."""

    passages: int = 0
    sources: int = 0
    newest: PartialDate | None = None


def coverage(links: Iterable[tuple[str, PartialDate | None]]) -> Coverage:
    """Count links given as pairs of document identifier and the date of its content."""
    pairs = list(links)
    dates = [date for _, date in pairs if date is not None]
    return Coverage(
        passages=len(pairs),
        sources=len({document for document, _ in pairs}),
        newest=max(dates, default=None),
    )
