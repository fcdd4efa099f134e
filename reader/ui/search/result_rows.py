"""The rows that an answer makes: what else was found, documents, their hits, and what is left."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reader.library.search_help import Elsewhere, FoundCountry, FoundIndicator
from reader.library.search_results import Hit, HitGroup, SearchResults
from reader.ui.search.result_words import Found, found

RowKey = tuple[str, str, int]
"""What a row is known by while its query changes."""


class RowKind(enum.Enum):
    """What a row is."""

    FOUND = "found"
    HEADING = "heading"
    GROUP = "group"
    HIT = "hit"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row; which fields it has follows from its kind.

    `folded` says of a document's line that its hits do not show, `spaced` of any row that a space
    stands above it.
    """

    kind: RowKind
    group: HitGroup | None = None
    hit: Hit | None = None
    found: Found | None = None
    folded: bool = False
    spaced: bool = False

    @property
    def key(self) -> RowKey:
        """What the row is known by."""
        if self.hit is not None:
            return ("hit", self.hit.document.id, self.hit.passage.ordinal)
        if self.group is not None:
            return (self.kind.value, self.group.document.id, 0)
        return ("found", found_key(self.found), 0) if self.found else (self.kind.value, "", 0)

    @property
    def walked(self) -> bool:
        """Whether Up and Down stop here."""
        return self.kind in (RowKind.HIT, RowKind.FOUND, RowKind.MORE) or self.folded


def hit_row_key(hit: Hit) -> RowKey:
    """What a hit's row is known by."""
    return ("hit", hit.document.id, hit.passage.ordinal)


def found_key(each: Found) -> str:
    """What a thing that was found elsewhere is known by."""
    if isinstance(each, FoundCountry):
        return f"country {each.country.iso2}"
    if isinstance(each, FoundIndicator):
        return f"indicator {each.indicator.id}"
    return f"note {each.bookmark.id}"


def rows_of(
    results: SearchResults | None, elsewhere: Elsewhere, folded: Collection[str]
) -> Iterator[ResultRow]:
    """All rows from the top; the hits of the documents in `folded` do not show."""
    above = False
    for each in found(elsewhere):
        above = True
        yield ResultRow(RowKind.FOUND, found=each)
    whole = False
    for group in results.groups if results else ():
        if group.whole and not whole:
            whole = True
            yield ResultRow(RowKind.HEADING, spaced=above)
        shut = group.document.id in folded
        yield ResultRow(RowKind.GROUP, group, folded=shut, spaced=above)
        above = True
        if shut:
            continue
        for hit in group.hits:
            yield ResultRow(RowKind.HIT, group, hit)
        if not group.whole and group.total > len(group.hits):
            yield ResultRow(RowKind.MORE, group)
