"""Two versions of a text side by side: which passages stayed, changed, came, went or moved."""

from __future__ import annotations

import bisect
import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.domain.alignment import Alignment, Run, Stretch
from reader.domain.document import PASSAGE_SEPARATOR

# The share of the smaller passage's letters that stand in the other one too, for the two to be one
# passage that changed, and not one that went and one that came.
_SAME_PASSAGE = 0.4
# Old times new passages of one changed stretch that are still paired with one another.
_MOST_PAIRS = 10_000

Span = tuple[int, int]


class Change(enum.StrEnum):
    """What became of a passage."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the comparison: the ordinal of the passage on each side, None where there is none.

    `removed` and `added` are the spans of a changed passage's old and new text (code points of the
    passage) that the other one has not. A passage that moved has two rows, where it was and where
    it is; `counterpart` is its ordinal on the other side.
    """

    change: Change
    old: int | None
    new: int | None
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()
    counterpart: int | None = None


@dataclass(frozen=True)
class Comparison:
    """The rows of two versions, in the order of both; a moved passage is at both its places."""

    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> dict[Change, int]:
        """Passages by what became of them."""
        counted = Counter(row.change for row in self.rows)
        counted[Change.MOVED] //= 2
        return {change: counted[change] for change in Change}

    @cached_property
    def changes(self) -> tuple[int, ...]:
        """The rows, counted from 0, at which a run of changes begins."""
        return tuple(
            at
            for at, row in enumerate(self.rows)
            if row.change is not Change.SAME
            and (at == 0 or self.rows[at - 1].change is Change.SAME)
        )


def compare(old: Sequence[str], new: Sequence[str]) -> Comparison:
    """Compare the passages of two versions, each without a line break."""
    alignment = Alignment(PASSAGE_SEPARATOR.join(old), PASSAGE_SEPARATOR.join(new))
    rows: list[Row] = []
    moved = [stretch for stretch in alignment.stretches if stretch.moved]
    for stretch in alignment.stretches:
        if stretch.equal and not stretch.moved:
            rows.append(Row(Change.SAME, stretch.old[0], stretch.new[0]))
        elif not stretch.moved:
            rows += _changed(alignment, stretch)
    return Comparison(tuple(_with_moved(rows, moved)))


def _with_moved(rows: Iterable[Row], moved: Sequence[Stretch]) -> Iterator[Row]:
    """The rows, with those of moved passages where they were and where they are."""
    went = sorted((each.old[0], each.new[0]) for each in moved)
    came = sorted((each.new[0], each.old[0]) for each in moved)
    for row in (*rows, None):
        while went and (row is None or (row.old is not None and went[0][0] < row.old)):
            ordinal, other = went.pop(0)
            yield Row(Change.MOVED, ordinal, None, counterpart=other)
        while came and (row is None or (row.new is not None and came[0][0] < row.new)):
            ordinal, other = came.pop(0)
            yield Row(Change.MOVED, None, ordinal, counterpart=other)
        if row is not None:
            yield row


def _changed(alignment: Alignment, stretch: Stretch) -> list[Row]:
    """The rows of passages that changed: those with words in common side by side."""
    runs = [run for run in alignment.runs_of(stretch) if run.verbatim]
    rows = []
    old_at, new_at = 0, 0
    for first, second in [*_partners(alignment, stretch, runs), (-1, -1)]:
        old_end = stretch.old.index(first) if first >= 0 else len(stretch.old)
        new_end = stretch.new.index(second) if second >= 0 else len(stretch.new)
        rows += [Row(Change.REMOVED, each, None) for each in stretch.old[old_at:old_end]]
        rows += [Row(Change.ADDED, None, each) for each in stretch.new[new_at:new_end]]
        if first >= 0:
            rows.append(_changed_row(alignment, first, second, runs))
        old_at, new_at = old_end + 1, new_end + 1
    return rows


def _partners(alignment: Alignment, stretch: Stretch, runs: Sequence[Run]) -> list[tuple[int, int]]:
    """The pairs of old and new passages that have enough words in common, in order."""
    if len(stretch.old) * len(stretch.new) > _MOST_PAIRS:
        return []
    shared: Counter[tuple[int, int]] = Counter()
    olds = [(alignment.old_start(each), each) for each in stretch.old]
    news = [(alignment.new_start(each), each) for each in stretch.new]
    for run in runs:
        pair = (
            olds[bisect.bisect_right(olds, run.old, key=_start) - 1][1],
            news[bisect.bisect_right(news, run.new, key=_start) - 1][1],
        )
        shared[pair] += run.old_end - run.old
    found: list[tuple[int, int]] = []
    for (first, second), letters in shared.most_common():
        smaller = min(
            len("".join(alignment.old_passages[first].split())),
            len("".join(alignment.new_passages[second].split())),
        )
        fits = all((first < one) == (second < other) for one, other in found)
        taken = any(first == one or second == other for one, other in found)
        if fits and not taken and letters >= _SAME_PASSAGE * smaller:
            found.append((first, second))
    return sorted(found)


def _changed_row(alignment: Alignment, first: int, second: int, runs: Sequence[Run]) -> Row:
    old, new = alignment.old_start(first), alignment.new_start(second)
    old_text, new_text = alignment.old_passages[first], alignment.new_passages[second]
    kept = [
        run
        for run in runs
        if old <= run.old < old + len(old_text) and new <= run.new < new + len(new_text)
    ]
    removed = _others(old_text, [(run.old - old, run.old_end - old) for run in kept])
    added = _others(new_text, [(run.new - new, run.new_end - new) for run in kept])
    return Row(Change.CHANGED, first, second, removed, added)


def _others(text: str, kept: Iterable[Span]) -> tuple[Span, ...]:
    """What of a text lies between the spans that were kept, without the spaces around it."""
    spans = []
    at = 0
    for start, end in (*kept, (len(text), len(text))):
        between = text[at:start]
        if between.strip():
            first = at + len(between) - len(between.lstrip())
            spans.append((first, first + len(between.strip())))
        at = max(at, end)
    return tuple(spans)


def _start(placed: tuple[int, int]) -> int:
    return placed[0]
