"""The rows of two versions side by side: what changed, and what stayed folded around it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.bookmark import BookmarkColour
from reader.domain.comparison import Change, Row
from reader.library.versions import ComparedVersions, StandingMark

AnyIndex = QModelIndex | QPersistentModelIndex
Span = tuple[int, int]

# Unchanged passages that stay in sight before and after a change.
_AROUND = 2
_SPOKEN = {
    Change.SAME: "the same",
    Change.CHANGED: "changed",
    Change.ADDED: "added",
    Change.REMOVED: "removed",
    Change.MOVED: "moved",
}


class ComparedRole(enum.IntEnum):
    """The value for the delegate: the row's `ShownRow`."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: its text, what changed in it, and its marks; code points of the text."""

    text: str
    changed: tuple[Span, ...] = ()
    marks: tuple[tuple[int, int, BookmarkColour], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as it is shown: two sides, or so many passages folded that are the same."""

    change: Change
    old: Side | None = None
    new: Side | None = None
    folded: tuple[ShownRow, ...] = ()

    @property
    def spoken(self) -> str:
        """The row in words."""
        if self.folded:
            return f"{len(self.folded)} passages the same"
        sides = (
            f"before: {self.old.text}" if self.old and self.change is not Change.SAME else "",
            f"now: {self.new.text}" if self.new else "",
        )
        return ", ".join(part for part in (_SPOKEN[self.change], *sides) if part)


def shown_rows(
    compared: ComparedVersions,
    old_marks: Sequence[StandingMark],
    new_marks: Sequence[StandingMark],
) -> list[ShownRow]:
    """The rows of a comparison with the marks on either side; may take a while for large ones."""
    rows = [_shown(row, compared, old_marks, new_marks) for row in compared.comparison.rows]
    near: set[int] = set()
    for at, row in enumerate(rows):
        if row.change is not Change.SAME:
            near.update(range(at - _AROUND, at + _AROUND + 1))
    shown: list[ShownRow] = []
    waiting: list[ShownRow] = []
    for at, row in enumerate(rows):
        if at in near:
            shown += _fold(waiting)
            waiting = []
            shown.append(row)
        else:
            waiting.append(row)
    return [*shown, *_fold(waiting)]


def _fold(rows: list[ShownRow]) -> list[ShownRow]:
    return rows if len(rows) < 2 else [ShownRow(Change.SAME, folded=tuple(rows))]


def _shown(
    row: Row,
    compared: ComparedVersions,
    old_marks: Sequence[StandingMark],
    new_marks: Sequence[StandingMark],
) -> ShownRow:
    old = new = None
    if row.old is not None:
        passage = compared.old_passages[row.old]
        marks = _within(passage.start, passage.end, old_marks)
        old = Side(passage.text, row.removed, marks)
    if row.new is not None:
        passage = compared.new_passages[row.new]
        marks = _within(passage.start, passage.end, new_marks)
        new = Side(passage.text, row.added, marks)
    return ShownRow(row.change, old, new)


def _within(
    start: int, end: int, marks: Sequence[StandingMark]
) -> tuple[tuple[int, int, BookmarkColour], ...]:
    return tuple(
        (
            max(mark.place.start, start) - start,
            min(mark.place.end, end) - start,
            mark.bookmark.colour,
        )
        for mark in marks
        if mark.place.start < end and mark.place.end > start
    )


class ComparedRows(QAbstractListModel):
    """The shown rows, from the beginning of both versions."""

    def __init__(self, rows: Sequence[ShownRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = list(rows)

    def changes(self) -> list[int]:
        """The rows at which a run of changes begins."""
        return [
            at
            for at, row in enumerate(self._rows)
            if row.change is not Change.SAME
            and (at == 0 or self._rows[at - 1].change is Change.SAME)
        ]

    def unfold(self, at: int) -> bool:
        """Show the passages of a folded row; False for another row."""
        folded = self._rows[at].folded
        if not folded:
            return False
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rows[at]
        self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), at, at + len(folded) - 1)
        self._rows[at:at] = folded
        self.endInsertRows()
        return True

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: one row each."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ComparedRole.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None
