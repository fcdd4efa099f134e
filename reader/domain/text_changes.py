"""What two sequences have in common, in order, and how certain each pair of it is."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# Cells of a table of common subsequences that is still filled at once.
_TABLE = 300_000
# Code points from which a window of units that occurs once in both tells its place.
TELLING = 24
TELLING_MOVED = 32
# Units in a window, by which places are found in what is too large for one table.
_WIDTHS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Pair:
    """Unit `old` of one sequence is unit `new` of the other.

    `certain`: every longest common subsequence has this pair; where a unit could as well be paired
    with its equal neighbour, it is not.
    """

    old: int
    new: int
    certain: bool


@dataclass(frozen=True, slots=True)
class _Region:
    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def cells(self) -> int:
        return (self.old_end - self.old_start) * (self.new_end - self.new_start)


def unique_pairs(
    old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[int]
) -> tuple[list[Pair], list[Pair]]:
    """The units that occur once in both: those that kept their order, and those that moved.

    `weights` are the sizes of the old units; one below `TELLING` tells nothing by itself, one that
    moved has to be of `TELLING_MOVED`.
    """
    whole = _Region(0, len(old), 0, len(new))
    pairs = _window_pairs(old, new, weights, whole, 1)
    kept = _increasing(pairs)
    stays = {first for first, _ in kept}
    return (
        [Pair(first, second, certain=True) for first, second in kept],
        [
            Pair(first, second, certain=True)
            for first, second in pairs
            if first not in stays and weights[first] >= TELLING_MOVED
        ],
    )


def common_pairs(
    old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[int]
) -> list[Pair]:
    """A heaviest common subsequence of two sequences, in order.

    `weights` are the sizes of the old units. What is too large for one table is first divided at
    windows of units that occur once on either side; where there are none, it has nothing in
    common that could be told from chance.
    """
    found: list[Pair] = []
    waiting = [_Region(0, len(old), 0, len(new))]
    while waiting:
        region = waiting.pop()
        if not region.cells:
            continue
        ours = old[region.old_start : region.old_end]
        theirs = new[region.new_start : region.new_end]
        if ours == theirs:
            found += [
                Pair(region.old_start + at, region.new_start + at, certain=True)
                for at in range(len(ours))
            ]
        elif region.cells <= _TABLE:
            sizes = weights[region.old_start : region.old_end]
            found += [
                Pair(region.old_start + pair.old, region.new_start + pair.new, pair.certain)
                for pair in _from_table(ours, theirs, sizes)
            ]
        else:
            for width in _WIDTHS:
                kept = _increasing(_window_pairs(old, new, weights, region, width))
                if kept:
                    found += [Pair(first, second, certain=True) for first, second in kept]
                    waiting += _between(region, kept)
                    break
    return sorted(found, key=lambda pair: pair.old)


def in_order(
    pairs: Iterable[Pair], old: int, new: int
) -> Iterator[tuple[tuple[int, int, int, int], Pair | None]]:
    """Pairs in order, each after what lies before it; last what lies behind all, with None.

    What lies between is old start and end, new start and end; `old` and `new` are the lengths.
    """
    old_at, new_at = 0, 0
    for pair in pairs:
        yield (old_at, pair.old, new_at, pair.new), pair
        old_at, new_at = pair.old + 1, pair.new + 1
    yield (old_at, old, new_at, new), None


def common_length(one: str, other: str) -> int:
    """How many code points two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def shared_letters(old: Iterable[str], new: Iterable[str]) -> float:
    """The share of the smaller text's code points in passages that both have, 0 to 1."""
    ours, theirs = Counter(old), Counter(new)
    both = sum(len(passage) * count for passage, count in (ours & theirs).items())
    smaller = min(
        sum(len(passage) * count for passage, count in each.items()) for each in (ours, theirs)
    )
    return both / smaller if smaller else 0.0


def _between(region: _Region, pairs: Sequence[tuple[int, int]]) -> list[_Region]:
    regions = []
    old_start, new_start = region.old_start, region.new_start
    for first, second in (*pairs, (region.old_end, region.new_end)):
        if first > old_start or second > new_start:
            regions.append(_Region(old_start, first, new_start, second))
        old_start, new_start = first + 1, second + 1
    return regions


def _window_pairs(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    weights: Sequence[int],
    region: _Region,
    width: int,
) -> list[tuple[int, int]]:
    """The units in windows that occur once in both parts, without those claimed in two ways."""
    ours = _windows(old, region.old_start, region.old_end, width)
    theirs = _windows(new, region.new_start, region.new_end, width)
    pairs: set[tuple[int, int]] = set()
    for window, first in ours.items():
        second = theirs.get(window, -1)
        if first >= 0 and second >= 0 and sum(weights[first : first + width]) >= TELLING:
            pairs.update((first + at, second + at) for at in range(width))
    claims_old = Counter(first for first, _ in pairs)
    claims_new = Counter(second for _, second in pairs)
    return sorted(
        (first, second)
        for first, second in pairs
        if claims_old[first] == 1 and claims_new[second] == 1
    )


def _windows(units: Sequence[Hashable], start: int, end: int, width: int) -> dict[Hashable, int]:
    """Where each window of units begins; -1 for one that occurs twice."""
    places: dict[Hashable, int] = {}
    for at in range(start, end - width + 1):
        window = units[at] if width == 1 else tuple(units[at : at + width])
        places[window] = -1 if window in places else at
    return places


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest part of pairs, sorted by their first, in which the second increases too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect.bisect_left(tails, second)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(second)
            ends.append(at)
        else:
            tails[length] = second
            ends[length] = at
    kept = []
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.append(pairs[at])
        at = before[at]
    return kept[::-1]


def _from_table(
    old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[int]
) -> list[Pair]:
    """The pairs of one heaviest common subsequence; certain are those that all of them share.

    The paths through the table that are the best form a lattice: what the outermost two share is
    in every one between them.
    """
    width = len(new)
    table: list[list[int]] = [[0] * (width + 1)]
    for unit, weight in zip(reversed(old), reversed(weights)):
        below = table[-1]
        row = [0] * (width + 1)
        best = 0
        for at in range(width - 1, -1, -1):
            if below[at] > best:
                best = below[at]
            if unit == new[at] and below[at + 1] + weight > best:
                best = below[at + 1] + weight
            row[at] = best
        table.append(row)
    table.reverse()
    early = _path(old, new, weights, table, down_first=True)
    late = set(_path(old, new, weights, table, down_first=False))
    return [Pair(*pair, certain=pair in late) for pair in early]


def _path(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    weights: Sequence[int],
    table: list[list[int]],
    *,
    down_first: bool,
) -> list[tuple[int, int]]:
    pairs = []
    first, second = 0, 0
    while first < len(old) and second < len(new):
        best = table[first][second]
        down, right = table[first + 1][second] == best, table[first][second + 1] == best
        if down if down_first else right:
            first, second = (first + 1, second) if down_first else (first, second + 1)
        elif old[first] == new[second] and table[first + 1][second + 1] + weights[first] == best:
            pairs.append((first, second))
            first, second = first + 1, second + 1
        elif down:
            first += 1
        else:
            second += 1
    return pairs
