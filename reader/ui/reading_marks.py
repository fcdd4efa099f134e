"""What is to be highlighted in a document: hits, evidence and bookmarks, as ranges of its text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from reader.domain.bookmark import AnchorState, Bookmark
from reader.domain.document import Document, Passage
from reader.domain.evidence import EvidenceLink
from reader.domain.query import Query
from reader.domain.scoring import Score, ScoredIndex
from reader.library.library import Library
from reader.library.profile_values import score_text
from reader.ui.reading.highlights import Highlight, HighlightKind

_KEY = "\t"


@dataclass(frozen=True, slots=True)
class Marks:
    """The highlights of a document that no query changes, by kind."""

    evidence: tuple[Highlight, ...]
    bookmarks: tuple[Highlight, ...]


def evidence_key(indicator: str, passage: int) -> str:
    """The key of an evidence highlight."""
    return f"{indicator}{_KEY}{passage}"


def split_evidence_key(key: str) -> tuple[str, int]:
    """The indicator and the passage's ordinal of an evidence highlight's key."""
    indicator, _, passage = key.partition(_KEY)
    return indicator, int(passage)


def marks_of(
    library: Library,
    document: Document,
    passages: Sequence[Passage],
    scores: dict[str, Score],
    chosen: tuple[str, int, int] | None,
) -> Marks:
    """Gather a document's evidence and bookmarks; reads the catalogue: call it off the UI thread.

    `scores` are those of the country shown, by indicator; `chosen` is the evidence being read as
    indicator, version and passage.
    """
    return Marks(
        evidence=tuple(
            _evidence(
                library.index, library.evidence.of_document(document), passages, scores, chosen
            )
        ),
        bookmarks=tuple(_bookmarks(library.bookmarks.of_document(document.id))),
    )


def hits_of(
    library: Library,
    document: Document,
    passages: Sequence[Passage],
    query: Query,
    seconds: float,
) -> tuple[int, list[Highlight]]:
    """Mark a query in passages for about so long; how many were looked at, and their matches.

    Takes long for a long document, so call it off the UI thread, portion by portion.
    """
    language = document.metadata.language
    until = time.perf_counter() + seconds
    found: list[Highlight] = []
    for number, passage in enumerate(passages, 1):
        found.extend(
            Highlight(HighlightKind.HIT, passage.start + start, passage.start + end)
            for start, end in library.searching.spans(passage.text, query, language)
        )
        if time.perf_counter() > until:
            return number, found
    return len(passages), found


def _evidence(
    index: ScoredIndex,
    links: Sequence[EvidenceLink],
    passages: Sequence[Passage],
    scores: dict[str, Score],
    chosen: tuple[str, int, int] | None,
) -> list[Highlight]:
    """The chosen indicator's passages; of every other passage, the link that is strongest."""
    by_passage: dict[int, list[EvidenceLink]] = {}
    for link in links:
        if 0 <= link.passage < len(passages):
            by_passage.setdefault(link.passage, []).append(link)
    found = []
    for ordinal, all_links in by_passage.items():
        passage = passages[ordinal]
        wanted = chosen[0] if chosen else None
        shown = next((link for link in all_links if link.indicator == wanted), all_links[0])
        names = [_named(index, link, scores) for link in all_links]
        found.append(
            Highlight(
                HighlightKind.EVIDENCE,
                passage.start,
                passage.end,
                colour=index.indicator(shown.indicator).pillar,
                key=evidence_key(shown.indicator, ordinal),
                tooltip="Suggested evidence for\n" + "\n".join(names),
                chosen=chosen == (shown.indicator, shown.version, ordinal),
            )
        )
    return found


def _named(index: ScoredIndex, link: EvidenceLink, scores: dict[str, Score]) -> str:
    indicator = index.indicator(link.indicator)
    score = scores.get(link.indicator)
    figure = f" {score_text(score.value)}" if score else ""
    return f"{indicator.name}{figure} ({', '.join(link.matched)})"


def _bookmarks(bookmarks: Sequence[Bookmark]) -> list[Highlight]:
    return [
        Highlight(
            HighlightKind.BOOKMARK,
            bookmark.anchored.start,
            bookmark.anchored.end,
            colour=bookmark.colour.value,
            key=bookmark.id,
            tooltip=_words(bookmark),
        )
        for bookmark in bookmarks
        if bookmark.anchored is not None
    ]


def _words(bookmark: Bookmark) -> str:
    words = bookmark.note or "Bookmark without a note"
    if bookmark.anchor is AnchorState.MOVED:
        words += f"\nCheck it: {bookmark.anchor_reason}"
    return words
