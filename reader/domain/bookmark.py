"""Bookmarks: passages that the reader marked, with a note."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from reader.domain.selector import TextPositionSelector, TextQuoteSelector


class AnchorState(enum.StrEnum):
    """How a bookmark stands in the newest version of its document."""

    EXACT = "exact"
    MOVED = "moved"
    ORPHANED = "orphaned"


class BookmarkColour(enum.StrEnum):
    """The marker colours; their values live in the palette."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    PURPLE = "purple"


@dataclass(frozen=True, slots=True)
class MarkReport:
    """What became of a document's marks in a new version: how many of each anchor state."""

    exact: int
    moved: int
    orphaned: int

    @property
    def words(self) -> str:
        """The report in words: "3 marks in place, 1 moved (check it), 2 no longer in the text"."""
        parts = []
        if self.exact:
            parts.append("1 mark in place" if self.exact == 1 else f"{self.exact} marks in place")
        if self.moved:
            parts.append(f"{self.moved} moved (check {'it' if self.moved == 1 else 'them'})")
        if self.orphaned:
            parts.append(f"{self.orphaned} no longer in the text")
        words = ", ".join(parts)
        if parts and not self.exact:
            words = f"marks: {words}"
        return words


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A mark in a document: what was marked (`quote`, `position` in version `version`) and how.

    `anchored` is its range in the newest version, code points of that version's text, None when
    orphaned; `anchor_reason` says why it is not exact. `created` is an ISO 8601 instant in UTC,
    and so is `removed`, at which it was removed together with its document.
    """

    id: str
    document: str
    version: int
    quote: TextQuoteSelector
    position: TextPositionSelector
    note: str
    tags: tuple[str, ...]
    colour: BookmarkColour
    created: str
    anchor: AnchorState
    anchored: TextPositionSelector | None
    anchor_reason: str | None = None
    removed: str | None = None
