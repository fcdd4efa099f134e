"""Words of a phrase, or of words near one another, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.search.snapshot import version_of
from reader.search.term_postings import PLACE_SHIFT, TermPostings


@dataclass(frozen=True, slots=True)
class Slot:
    """What one word of several stands for: postings, and the versions to look for them in.

    None is all versions that they occur in.
    """

    terms: Sequence[tuple[TermPostings, frozenset[int] | None]]

    def postings(self) -> list[TermPostings]:
        """Those of all that it stands for."""
        return [postings for postings, _ in self.terms]

    def places(self) -> Iterator[int]:
        """The numbers of all its places."""
        for postings, inside in self.terms:
            if inside is None:
                yield from postings.places
            else:
                for place in postings.places:
                    if place >> PLACE_SHIFT in inside:
                        yield place

    def stands_at(self, place: int) -> bool:
        """Whether it stands at the place with this number."""
        return any(
            postings.has_place(place)
            for postings, inside in self.terms
            if inside is None or place >> PLACE_SHIFT in inside
        )

    def entries(self) -> set[int]:
        """The numbers of all its entries."""
        found: set[int] = set()
        for postings, inside in self.terms:
            if inside is None:
                found.update(postings.entries)
            else:
                for _, first, last in postings.inside(inside):
                    found.update(postings.entries[first:last])
        return found

    def those_of(self, entries: set[int]) -> set[int]:
        """The entries that it occurs in, of some."""
        found: set[int] = set()
        for postings, inside in self.terms:
            here = entries.intersection(postings.entries)
            if inside is not None:
                here = {entry for entry in here if version_of(entry) in inside}
            found |= here
        return found


def phrase_starts(slots: Sequence[Slot]) -> list[int]:
    """Where words stand one after the other, each in its slot: the numbers of the first places."""
    sizes = [sum(len(postings.places) for postings, _ in slot.terms) for slot in slots]
    order = sorted(range(len(slots)), key=lambda at: sizes[at])
    first = order[0]
    starts = [place - first for place in slots[first].places()]
    for at in order[1:]:
        if not starts:
            break
        if len(starts) * 8 < sizes[at]:
            starts = [start for start in starts if slots[at].stands_at(start + at)]
        else:
            places = set(slots[at].places())
            starts = [start for start in starts if start + at in places]
    return starts
