"""Which entries match best: what each word counts in them, and how close together they stand."""

from __future__ import annotations

from collections.abc import Sequence, Set
from heapq import nlargest
from itertools import repeat
from math import inf

from reader.search.closeness import closeness
from reader.search.leaf_matching import LeafMatch
from reader.search.snapshot import Snapshot, first_place, place_of, version_of
from reader.search.term_postings import VERSION_SHIFT

# What a word above an entry counts, of what it does in one.
_HEADING_SHARE = 0.6
_TITLE_SHARE = 0.3
# What a person asks for is far below; of more, the rarest words decide.
_MOST_SCORING = 16
# What words side by side add to what they count by themselves, and how many are looked at.
_CLOSENESS_SHARE = 0.5
_MOST_CLOSE = 6
# A beginning stands for more words than these, any of them far from the one that was meant.
_MOST_FORMS = 12

Scored = tuple[int, float]
"""An entry and its score."""


def summed(entries: Set[int], leaves: Sequence[LeafMatch]) -> tuple[list[int], list[float]]:
    """Entries, and for each what the words of the query count in it, those above it included."""
    order = list(entries)
    scores = [0.0] * len(order)
    # What is added to few entries is added at the end, at once.
    few: dict[int, float] = {}
    for leaf in sorted(leaves, key=lambda leaf: -leaf.rarity)[:_MOST_SCORING]:
        rarity = leaf.rarity
        if len(leaf.own) * 4 < len(order):
            for entry, value in leaf.own.items():
                few[entry] = few.get(entry, 0.0) + rarity * value
        else:
            values = map(leaf.own.get, order, repeat(0.0))
            scores = [score + rarity * value for score, value in zip(scores, values)]
        if leaf.above:
            more = rarity * _HEADING_SHARE
            if len(leaf.above) * 4 < len(order):
                for entry in leaf.above:
                    few[entry] = few.get(entry, 0.0) + more
            else:
                there = map(leaf.above.__contains__, order)
                scores = [score + more if has else score for score, has in zip(scores, there)]
        if leaf.titles:
            titles, more = leaf.titles, rarity * _TITLE_SHARE
            scores = [
                score + more if entry >> VERSION_SHIFT in titles else score
                for score, entry in zip(scores, order)
            ]
    if few:
        values = map(few.get, order, repeat(0.0))
        scores = [score + value for score, value in zip(scores, values)]
    return order, scores


def best_of(order: Sequence[int], scores: Sequence[float], limit: int) -> list[Scored]:
    """The `limit` best entries, of equal ones those that come first in the index."""
    least = nlargest(limit, scores)[-1] if len(order) > limit else -inf
    chosen = [(entry, score) for entry, score in zip(order, scores) if score >= least]
    return sorted(chosen, key=lambda each: (-each[1], each[0]))[:limit]


def close_first(
    snapshot: Snapshot, best: list[Scored], leaves: Sequence[LeafMatch]
) -> list[Scored]:
    """The best entries again, those first in which the words stand close together.

    Two passages hold the same words: the one that holds them in one sentence is meant.
    """
    words = [leaf for leaf in leaves if 0 < len(leaf.terms) <= _MOST_FORMS][:_MOST_CLOSE]
    if len(words) < 2:
        return best
    worth = _CLOSENESS_SHARE * sum(leaf.rarity for leaf in words)
    terms = [leaf.terms for leaf in words]
    closer = []
    for entry, score in best:
        number, place = version_of(entry), place_of(entry)
        starts = snapshot.layout(number).starts
        first = first_place(number)
        near = closeness(terms, first + starts[place], first + starts[place + 1])
        closer.append((entry, score + worth * near))
    closer.sort(key=lambda each: (-each[1], each[0]))
    return closer
