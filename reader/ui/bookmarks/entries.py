"""What a row of the bookmarks list knows, and what it says of the mark's place."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.bookmark import AnchorState, Bookmark


@dataclass(frozen=True, slots=True)
class BookmarkEntry:
    """A bookmark with its document's `title` and where in it, in words (`para. 12`, `p. 3`)."""

    bookmark: Bookmark
    title: str
    locator_words: str


def anchor_words(bookmark: Bookmark) -> str:
    """What to say of a mark that no longer stands exactly; empty where it does."""
    match bookmark.anchor:
        case AnchorState.EXACT:
            return ""
        case AnchorState.MOVED:
            return "moved — check"
        case AnchorState.ORPHANED:
            return "no longer in the source"


def anchor_reason(bookmark: Bookmark) -> str:
    """As `anchor_words`, with the reason where one is known."""
    words = anchor_words(bookmark)
    return f"{words}: {bookmark.anchor_reason}" if words and bookmark.anchor_reason else words
