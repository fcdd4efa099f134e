"""How close together the words of a query stand in an entry."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Sequence

from reader.search.postings import Occurrences

# A word that stands so often in one entry is looked at so often only.
_MOST_PLACES = 50


def places_between(several: Sequence[Occurrences], first: int, last: int) -> list[int]:
    """The places of any of some words from `first` to before `last`, in order."""
    found: array[int] = array("I")
    for each in several:
        found += each.places[bisect_left(each.places, first) : bisect_left(each.places, last)]
    return sorted(found)


def smallest_span(slots: Sequence[Sequence[int]], enough: int = 0) -> int:
    """The least distance in words between the outermost of one place from every slot.

    The search ends at a span of at most `enough`.
    """
    at = [0] * len(slots)
    best = -1
    while True:
        current = [slot[index] for slot, index in zip(slots, at)]
        lowest = min(current)
        span = max(current) - lowest
        if best < 0 or span < best:
            best = span
        if best <= enough:
            return best
        behind = current.index(lowest)
        at[behind] += 1
        if at[behind] == len(slots[behind]):
            return best


def closeness(words: Sequence[Sequence[Occurrences]], first: int, last: int) -> float:
    """1 where all words of an entry stand side by side, falling slowly to 0 as they part.

    `first` and `last` are where the entry begins and where the next one does; 0 for fewer words
    than two.
    """
    slots = [
        places[:_MOST_PLACES] for each in words if (places := places_between(each, first, last))
    ]
    if len(slots) < 2:
        return 0.0
    nearest = len(slots) - 1
    span = max(smallest_span(slots, nearest), nearest)
    return (len(slots) - 1) / (len(words) - 1) / (1 + math.log(span / nearest))
