"""Tables of a PDF page: rows whose fragments stand below each other in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.ingest.pdf_layout import Row
from reader.ingest.pdf_text import Fragment

_LEAST_ROWS = 3
_COLUMNS_AT_MOST = 24
# What fills most of a page's width in several columns is text, not cells.
_LONGEST_CELL = 90


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows `first` to `last` (inclusive) of a region as cells: by row and column, from 0."""

    first: int
    last: int
    cells: tuple[tuple[int, int, tuple[Fragment, ...]], ...]


def find_tables(rows: Sequence[Row]) -> list[TableRows]:
    """The tables among the rows of a region, from above to below.

    A row with one fragment that stands below a cell, but not in the first column, continues it.
    """
    found: list[TableRows] = []
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            at += 1
            continue
        end = _end(rows, at)
        table = _table(rows, at, end) if end - at >= _LEAST_ROWS else None
        if table is not None:
            found.append(table)
        at = max(end, at + 1)
    return found


def _end(rows: Sequence[Row], first: int) -> int:
    """The row after the last one that belongs to the run that begins at `first`."""
    end = first
    while end < len(rows):
        row = rows[end]
        near = end == first or row[0].top - rows[end - 1][0].bottom < 1.6 * row[0].height
        if not near or not (len(row) >= 2 or _continues(rows, first, end)):
            break
        end += 1
    return end


def _continues(rows: Sequence[Row], first: int, at: int) -> bool:
    (only,) = rows[at]
    previous = rows[at - 1]
    below = [each for each in previous if _overlap(each, only) > 0]
    starts = min(row[0].left for row in rows[first:at])
    return (
        at > first
        and len(below) == 1
        and abs(below[0].left - only.left) < only.size
        and only.left > starts + only.size
    )


def _table(rows: Sequence[Row], first: int, end: int) -> TableRows | None:
    here = rows[first:end]
    full = [row for row in here if len(row) >= 2]
    columns = _columns(full)
    if not 2 <= len(columns) <= _COLUMNS_AT_MOST or len(full) < _LEAST_ROWS:
        return None
    if any(len(each.text) > _LONGEST_CELL for row in here for each in row):
        return None
    cells: dict[tuple[int, int], list[Fragment]] = {}
    number = -1
    for row in here:
        number += len(row) >= 2
        for fragment in row:
            cell = cells.setdefault((number, _column(columns, fragment)), [])
            if cell and len(row) >= 2:
                # Two cells in one place: the columns were seen wrongly.
                return None
            cell.append(fragment)
    placed = tuple((row, column, tuple(found)) for (row, column), found in sorted(cells.items()))
    return TableRows(first, end - 1, placed)


def _column(columns: Sequence[tuple[float, float]], fragment: Fragment) -> int:
    return next(
        place
        for place, (left, right) in enumerate(columns)
        if fragment.left < right and fragment.right > left
    )


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The stretches of x that the fragments take together, from left to right."""
    spans = sorted((each.left, each.right) for row in rows for each in row)
    merged: list[tuple[float, float]] = []
    for left, right in spans:
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _overlap(one: Fragment, other: Fragment) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
