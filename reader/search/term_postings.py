"""All occurrences of one term, from the packed postings of every version that has it."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

# An entry's number is that of its version (Whoosh's document) and its place among its entries;
# a place's is that of its version and the position in it.
VERSION_SHIFT = 22
PLACE_SHIFT = 32
_COUNT = struct.Struct("=I")


class TermPostings:
    """Where a term occurs, in a few long arrays: nothing is held for each version or entry.

    `versions` are the numbers of its versions in order, `counts` the entries in each; `entries`
    are the numbers of all its entries in order, `impacts` how much it counts in each.
    """

    def __init__(self, values: Iterable[tuple[int, bytes]]) -> None:
        """`values` are version and packed posting. Raises struct.error, ValueError for others."""
        self.versions: array[int] = array("I")
        self.counts: array[int] = array("I")
        self.entries: array[int] = array("Q")
        self._places: list[bytes] = []
        impacts: list[bytes] = []
        extend, unpack = self.entries.extend, _COUNT.unpack_from
        for version, value in values:
            (count,) = unpack(value)
            middle = 4 + 4 * count
            end = middle + 4 * count
            self.versions.append(version)
            self.counts.append(count)
            first = version << VERSION_SHIFT
            extend(map(first.__or__, memoryview(value)[4:middle].cast("I")))
            impacts.append(value[middle:end])
            self._places.append(value[end:])
        self.impacts: array[float] = array("f")
        self.impacts.frombytes(b"".join(impacts))
        if len(self.impacts) != len(self.entries):
            raise ValueError("a posting is cut short")

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def firsts(self) -> list[int]:
        """Where the entries of each version begin, and where the last ones end."""
        return list(accumulate(self.counts, initial=0))

    @cached_property
    def places(self) -> array[int]:
        """The numbers of all its places, in order."""
        found: array[int] = array("Q")
        for version, packed in zip(self.versions, self._places):
            first = version << PLACE_SHIFT
            found.extend(map(first.__or__, memoryview(packed).cast("I")))
        self._places.clear()
        return found

    def places_between(self, first: int, last: int) -> array[int]:
        """The numbers of its places from one number to before another, in order."""
        places = self.places
        return places[bisect_left(places, first) : bisect_left(places, last)]

    def has_place(self, place: int) -> bool:
        """Whether it stands at the place with this number."""
        at = bisect_left(self.places, place)
        return at < len(self.places) and self.places[at] == place

    def impact(self, entry: int) -> float:
        """How much it counts in an entry; 0 where it does not occur."""
        at = bisect_left(self.entries, entry)
        found = at < len(self.entries) and self.entries[at] == entry
        return self.impacts[at] if found else 0.0

    def inside(self, versions: frozenset[int]) -> Iterator[tuple[int, int, int]]:
        """Those of some versions that it occurs in, with the first and last of their entries."""
        firsts = self.firsts
        if len(versions) < len(self.versions) // 8:
            for version in sorted(versions):
                at = bisect_left(self.versions, version)
                if at < len(self.versions) and self.versions[at] == version:
                    yield version, firsts[at], firsts[at + 1]
            return
        for at, version in enumerate(self.versions):
            if version in versions:
                yield version, firsts[at], firsts[at + 1]
