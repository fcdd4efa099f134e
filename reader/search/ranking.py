"""Which entries match best: what each word counts in them, and how close together they stand."""

from __future__ import annotations

from collections.abc import Sequence, Set
from heapq import nlargest
from operator import itemgetter

from reader.search.closeness import closeness
from reader.search.leaf_matching import LeafMatch
from reader.search.snapshot import Snapshot, first_place, place_of, version_of
from reader.search.term_postings import VERSION_SHIFT

# What a word above an entry counts, of what it does in one.
_HEADING_SHARE = 0.6
_TITLE_SHARE = 0.3
# What a person asks for is far below; of more, the rarest words decide.
_MOST_SCORING = 24
# What words side by side add to what they count by themselves, and how many are looked at.
_CLOSENESS_SHARE = 0.5
_MOST_CLOSE = 6
# A beginning stands for more words than these, any of them far from the one that was meant.
_MOST_FORMS = 12

Scored = tuple[int, float]
"""An entry and its score."""
_SCORE = itemgetter(1)


def summed(entries: Set[int], leaves: Sequence[LeafMatch]) -> list[Scored]:
    """Each entry with what the words of the query count in it, those above it included."""
    scores = dict.fromkeys(entries, 0.0)
    for leaf in sorted(leaves, key=lambda leaf: -leaf.rarity)[:_MOST_SCORING]:
        rarity = leaf.rarity
        if len(leaf.own) < 2 * len(scores):
            for entry, value in leaf.own.items():
                if entry in scores:
                    scores[entry] += rarity * value
        else:
            get = leaf.own.get
            for entry in scores:
                scores[entry] += rarity * get(entry, 0.0)
        if leaf.above:
            more = rarity * _HEADING_SHARE
            for entry in leaf.above & scores.keys():
                scores[entry] += more
        if leaf.titles:
            titles, more = leaf.titles, rarity * _TITLE_SHARE
            for entry in scores:
                if entry >> VERSION_SHIFT in titles:
                    scores[entry] += more
    return list(scores.items())


def best_of(scored: Sequence[Scored], limit: int) -> list[Scored]:
    """The `limit` best entries, of equal ones those that come first in the index."""
    if len(scored) > limit:
        least = nlargest(limit, map(_SCORE, scored))[-1]
        scored = [each for each in scored if each[1] >= least]
    return sorted(scored, key=lambda each: (-each[1], each[0]))[:limit]


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
