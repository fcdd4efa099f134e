"""Which of many ways to go on are shown: every kind some, and none twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reader.library.search_help import Completion
from reader.text.folding import fold

# How many rows of each kind there are at least and at most, if there are so many, in the order in
# which they get their room; what is left over is for words.
_ROOM = {
    "country": (2, 4),
    "filter": (1, 2),
    "word": (2, 5),
    "history": (1, 3),
    "saved": (1, 2),
    "title": (1, 3),
    "indicator": (1, 2),
    "tag": (1, 2),
    "publisher": (1, 2),
    "other country": (0, 2),
}


def shared_out(
    found: Mapping[str, Sequence[Completion]], order: Iterable[str], limit: int
) -> tuple[Completion, ...]:
    """As many of each kind as there is room for: the least of all, then the most, then words."""
    kinds = [kind for kind in order if found.get(kind)]
    kind_of = {_key(each): kind for kind in reversed(kinds) for each in found[kind]}
    once = {
        kind: [each for each in distinct(found[kind]) if kind_of[_key(each)] == kind]
        for kind in kinds
    }
    taken = dict.fromkeys(kinds, 0)
    for step in range(3):
        for kind, room in _ROOM.items():
            if kind in once:
                most = min(len(once[kind]), (*room, limit if kind == "word" else 0)[step])
                left = limit - sum(taken.values())
                taken[kind] += min(max(most - taken[kind], 0), left)
    return tuple(each for kind in kinds for each in once[kind][: taken[kind]])


def distinct(completions: Iterable[Completion]) -> tuple[Completion, ...]:
    """Each way to go on once, the first of those that lead to the same."""
    found: dict[tuple[str, str | None], Completion] = {}
    for each in completions:
        found.setdefault(_key(each), each)
    return tuple(found.values())


def _key(completion: Completion) -> tuple[str, str | None]:
    """What a way to go on leads to: a query is the same whatever its capitals and accents."""
    return fold(completion.query), completion.country
