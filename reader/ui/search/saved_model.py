"""Saved searches and recent queries as rows, below a heading each."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.library.search_help import SavedSearch
from reader.ui.search.result_words import counted

AnyIndex = QModelIndex | QPersistentModelIndex
SAVED, RECENT = "Saved searches", "Recent searches"


class SavedRole(enum.IntEnum):
    """A row for the delegate."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A heading, a saved search, or a query that was typed lately; exactly one of them."""

    heading: str = ""
    saved: SavedSearch | None = None
    query: str = ""


class SavedModel(QAbstractListModel):
    """The rows; a saved search's name can be edited where `changeable`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SavedRow] = []
        self.changeable = True

    def show(self, saved: Sequence[SavedSearch], recent: Sequence[str]) -> bool:
        """Show these in their order; whether they are others than before."""
        rows: list[SavedRow] = []
        if saved:
            rows += [SavedRow(SAVED), *(SavedRow(saved=each) for each in saved)]
        if recent:
            rows += [SavedRow(RECENT), *(SavedRow(query=each) for each in recent)]
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def row(self, index: AnyIndex) -> SavedRow | None:
        """The row at an index; None where it is none."""
        return self._rows[index.row()] if index.isValid() else None

    def step(self, row: int, by: int) -> QModelIndex:
        """The next row that is no heading; invalid past the ends."""
        row += by
        while 0 <= row < len(self._rows):
            if not self._rows[row].heading:
                return self.index(row)
            row += by
        return QModelIndex()

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: headings and entries."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: headings cannot be chosen; saved searches can be renamed in place."""
        row = self.row(index)
        if row is None or row.heading:
            return Qt.ItemFlag.ItemIsEnabled if row else Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = row.saved is not None and self.changeable
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        row = self.row(index)
        if row is None:
            return None
        if role == SavedRole.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.heading or (row.saved.name if row.saved else row.query)
        if role == Qt.ItemDataRole.ToolTipRole and not row.heading:
            return row.saved.query if row.saved else row.query
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None


def _spoken(row: SavedRow) -> str:
    if row.saved is None:
        return row.heading or f"Searched lately: {row.query}"
    words = [f"Saved search {row.saved.name}"]
    if row.saved.total is not None:
        words.append(counted(row.saved.total, "passage"))
    if row.saved.fresh:
        words.append(f"{row.saved.fresh:,} new")
    return ", ".join(words)
