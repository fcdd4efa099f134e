"""How close together the words of a query stand in an entry."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reader.search.term_postings import TermPostings

# A word that stands so often in one entry is looked at so often only.
_MOST_PLACES = 50


def places_of_any(terms: Sequence[TermPostings], first: int, last: int) -> list[int]:
    """The numbers of the places of any of some words from one number to before another."""
    if len(terms) == 1:
        return terms[0].places_between(first, last).tolist()
    return sorted(place for term in terms for place in term.places_between(first, last))


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


def closeness(words: Sequence[Sequence[TermPostings]], first: int, last: int) -> float:
    """1 where all words of an entry stand side by side, falling slowly to 0 as they part.

    `first` and `last` are the numbers of the places where the entry begins and where the next one
    does; 0 for fewer words than two.
    """
    slots = [
        places[:_MOST_PLACES] for each in words if (places := places_of_any(each, first, last))
    ]
    if len(slots) < 2:
        return 0.0
    nearest = len(slots) - 1
    span = max(smallest_span(slots, nearest), nearest)
    return (len(slots) - 1) / (len(words) - 1) / (1 + math.log(span / nearest))
