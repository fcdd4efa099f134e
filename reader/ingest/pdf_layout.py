"""The order in which the fragments of a PDF page are read: columns, the rows in them, tables.

A gutter is found where text stands on both sides of an upright line over several rows; what
crosses it (a title, a wide figure's caption) parts the columns above from those below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from reader.ingest.pdf_text import Fragment

Row = tuple[Fragment, ...]
"""The fragments of one line, in the order in which they are read."""

_LEAST_ROWS = 5
_LEAST_ROWS_HINTED = 2
_LEAST_CHARACTERS = 14
# A column's fragments fill it: the cells of a table do not.
_LEAST_FILLED = 0.5
_HINT_REACH = 6.0
_COLUMNS_AT_MOST = 4
_SAME_ROW = 0.5
# More fragments than any page of text has: they are read as the file has them.
_FRAGMENTS_AT_MOST = 6_000


@dataclass(frozen=True, slots=True)
class Region:
    """Rows that are read one after the other: a column, or what crosses the columns."""

    rows: tuple[Row, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Gutter:
    x: float
    left: list[Fragment]
    right: list[Fragment]
    across: list[Fragment]


def regions(fragments: Iterable[Fragment], gutters: Sequence[float] = ()) -> list[Region]:
    """The regions of a page in reading order.

    `gutters` are places known from other pages of the document, where few rows are enough. Text
    that is turned follows the upright text; slanted text comes last, each run a region.
    """
    found: list[Region] = []
    everything = list(fragments)
    for turn in range(4):
        here = [each for each in everything if each.turn == turn and not each.slanted]
        if len(here) > _FRAGMENTS_AT_MOST:
            found.append(_region([(each,) for each in here]))
        elif here:
            found += _ordered(here, gutters if turn == 0 else (), _COLUMNS_AT_MOST)
    return found + [_region([(each,)]) for each in everything if each.slanted]


def gutters_of(fragments: Iterable[Fragment]) -> list[float]:
    """Where the main gutter of a page stands: one x, or none."""
    here = [each for each in fragments if each.turn == 0 and not each.slanted]
    gutter = _gutter(here, ()) if len(here) <= _FRAGMENTS_AT_MOST else None
    return [gutter.x] if gutter else []


def _ordered(fragments: list[Fragment], gutters: Sequence[float], columns: int) -> list[Region]:
    if not fragments:
        return []
    gutter = _gutter(fragments, gutters) if columns > 1 else None
    if gutter is None:
        return [_region(_rows(fragments))]
    found: list[Region] = []
    wide: list[Fragment] = []
    left, right = gutter.left, gutter.right
    for across in [*sorted(gutter.across, key=lambda each: each.middle), None]:
        end = across.middle if across else float("inf")
        above_left = [each for each in left if each.middle < end]
        above_right = [each for each in right if each.middle < end]
        left = [each for each in left if each.middle >= end]
        right = [each for each in right if each.middle >= end]
        if _stand_beside(above_left, above_right):
            if wide:
                found.append(_region(_rows(wide)))
                wide = []
            found += _ordered(above_left, gutters, columns - 1)
            found += _ordered(above_right, gutters, columns - 1)
        else:
            # The short last line of a paragraph over the whole width is no column.
            wide += above_left + above_right
        if across:
            wide.append(across)
    if wide:
        found.append(_region(_rows(wide)))
    return found


def _stand_beside(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether both sides have text at the same height, or too much of it to be a last line."""
    if not left or not right:
        return len(left) > 2 or len(right) > 2
    top = max(min(each.top for each in left), min(each.top for each in right))
    bottom = min(max(each.bottom for each in left), max(each.bottom for each in right))
    return bottom > top


def _gutter(fragments: list[Fragment], hints: Sequence[float]) -> _Gutter | None:
    """The upright line with the most text on its poorer side, None where there is none."""
    best: tuple[int, _Gutter] | None = None
    for x in sorted({round(each.left / 2) * 2 - 2.0 for each in fragments}):
        left = [each for each in fragments if each.right <= x + 1]
        right = [each for each in fragments if each.left >= x and each.right > x + 1]
        hinted = any(abs(x - hint) <= _HINT_REACH for hint in hints)
        if not _are_columns(left, right, _LEAST_ROWS_HINTED if hinted else _LEAST_ROWS):
            continue
        sides = {id(each) for each in (*left, *right)}
        across = [each for each in fragments if id(each) not in sides]
        worth = min(_length(left), _length(right)) - _length(across) // 50
        if best is None or worth > best[0]:
            best = (worth, _Gutter(x, left, right, across))
    return best[1] if best else None


def _are_columns(left: Sequence[Fragment], right: Sequence[Fragment], rows: int) -> bool:
    if len(left) < rows or len(right) < rows:
        return False
    for side in (left, right):
        if median(len(each.text) for each in side) < _LEAST_CHARACTERS:
            return False
        width = max(each.right for each in side) - min(each.left for each in side)
        if median(each.right - each.left for each in side) < _LEAST_FILLED * width:
            return False
    top = max(min(each.top for each in left), min(each.top for each in right))
    bottom = min(max(each.bottom for each in left), max(each.bottom for each in right))
    height = median(each.height for each in left)
    return bottom - top >= (rows - 1) * height


def _length(fragments: Iterable[Fragment]) -> int:
    return sum(len(each.text) for each in fragments)


def _rows(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments on one line together, lines from above to below."""
    rows: list[list[Fragment]] = []
    for each in sorted(fragments, key=lambda one: (one.middle, one.left)):
        for row in rows[-3:]:
            first = row[0]
            overlap = min(first.bottom, each.bottom) - max(first.top, each.top)
            beside = all(
                each.left >= other.right - 1 or each.right <= other.left + 1 for other in row
            )
            if beside and overlap >= _SAME_ROW * min(first.height, each.height):
                row.append(each)
                break
        else:
            rows.append([each])
    return [tuple(sorted(row, key=lambda each: each.left)) for row in rows]


def _region(rows: Sequence[Row]) -> Region:
    return Region(
        tuple(rows),
        min(each.left for row in rows for each in row),
        max(each.right for row in rows for each in row),
    )
