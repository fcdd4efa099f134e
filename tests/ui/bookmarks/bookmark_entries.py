"""Bookmarks to show: one that stands, one that moved, one that is gone."""

from __future__ import annotations

import dataclasses

from reader.domain.bookmark import AnchorState, Bookmark, BookmarkColour
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.ui.bookmarks.entries import BookmarkEntry


def entry(
    identifier: str,
    quote: str,
    *,
    note: str = "",
    title: str = "River gold",
    place: str = "para. 3",
) -> BookmarkEntry:
    position = TextPositionSelector(0, len(quote))
    bookmark = Bookmark(
        id=identifier,
        document="d",
        version=1,
        quote=TextQuoteSelector(quote),
        position=position,
        note=note,
        tags=("rivers",),
        colour=BookmarkColour.YELLOW,
        created="2024-01-01T00:00:00+00:00",
        anchor=AnchorState.EXACT,
        anchored=position,
    )
    return BookmarkEntry(bookmark, title, place)


def with_anchor(given: BookmarkEntry, state: AnchorState, reason: str) -> BookmarkEntry:
    bookmark = dataclasses.replace(given.bookmark, anchor=state, anchor_reason=reason)
    return dataclasses.replace(given, bookmark=bookmark)


def with_note(given: BookmarkEntry, note: str) -> BookmarkEntry:
    return dataclasses.replace(given, bookmark=dataclasses.replace(given.bookmark, note=note))


GOLD = entry(
    "gold", "Illegal gold mining pays better than any other work. 😀", note="Ask for figures"
)
FUEL = with_anchor(
    entry("fuel", "Fuel comes by night.", title="A digest"),
    AnchorState.MOVED,
    "the text around the quotation changed",
)
PRISON = with_anchor(
    entry("prison", "Prison population stands at 233 percent of capacity."),
    AnchorState.ORPHANED,
    "the quotation is no longer in the text",
)
ALL = [GOLD, FUEL, PRISON]
