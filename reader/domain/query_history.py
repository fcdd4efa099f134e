"""Recent queries: what was searched for last, to be offered again."""

from __future__ import annotations

from collections.abc import Sequence

MOST_REMEMBERED = 100
# A page that was pasted into the field is no query anybody wants to choose from a list.
LONGEST_REMEMBERED = 500


def remembered(history: Sequence[str], query: str, *, in_one_go: bool = True) -> tuple[str, ...]:
    """The history with a query as its newest entry: each query once, at most a hundred.

    `history` is the newest first. A newest entry that is only the beginning of `query` is replaced
    by it, if both were typed `in_one_go`: "gold m" was on the way to "gold mining". Space around
    and between words does not tell queries apart; capitals do, since OR is not "or". An empty or
    endless query changes nothing.
    """
    clean = " ".join(query.split())
    earlier = list(history)
    if not clean or len(clean) > LONGEST_REMEMBERED:
        return tuple(earlier[:MOST_REMEMBERED])
    if in_one_go and earlier and clean.startswith(earlier[0]):
        del earlier[0]
    kept = dict.fromkeys([clean, *earlier])
    return tuple(kept)[:MOST_REMEMBERED]
