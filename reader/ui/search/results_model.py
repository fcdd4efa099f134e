"""The rows of a search's answer: a line for each document, its hits below, best first."""

from __future__ import annotations

import enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.library.search_results import Hit, HitGroup, SearchResults

AnyIndex = QModelIndex | QPersistentModelIndex
HitKey = tuple[str, int]
"""What a hit is known by while its query changes: document and the passage's ordinal."""


class ResultRole(enum.IntEnum):
    """Values for the delegate: a row's document group, and its hit (None on its head)."""

    GROUP = int(Qt.ItemDataRole.UserRole) + 1
    HIT = int(Qt.ItemDataRole.UserRole) + 2


def hit_key(hit: Hit) -> HitKey:
    """What a hit is known by, whatever the query."""
    return hit.document.id, hit.passage.ordinal


def hit_place(hit: Hit) -> str:
    """The headings above a hit, outermost first; empty where there are none."""
    return " › ".join(hit.passage.heading_path)


class ResultsModel(QAbstractListModel):
    """Groups and hits as one flat list, so that Up and Down walk through all of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[HitGroup, Hit | None]] = []
        self._places: dict[HitKey, int] = {}

    def set_results(self, results: SearchResults | None) -> None:
        """Show an answer; None shows nothing."""
        self.beginResetModel()
        self._rows = []
        self._places = {}
        for group in results.groups if results else ():
            self._rows.append((group, None))
            for hit in group.hits:
                self._places[hit_key(hit)] = len(self._rows)
                self._rows.append((group, hit))
        self.endResetModel()

    def find(self, key: HitKey) -> QModelIndex:
        """Where a hit stands; invalid where it is not shown."""
        row = self._places.get(key)
        return QModelIndex() if row is None else self.index(row)

    def step(self, row: int, by: int) -> QModelIndex:
        """The nearest hit after (`by` 1) or before (`by` -1) a row; invalid past the ends."""
        row += by
        while 0 <= row < len(self._rows):
            if self._rows[row][1] is not None:
                return self.index(row)
            row += by
        return QModelIndex()

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: groups and hits together."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: hits can be selected, a document's line cannot."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        hit = self._rows[index.row()][1]
        return flags if hit is None else flags | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        group, hit = self._rows[index.row()]
        if role == ResultRole.GROUP:
            return group
        if role == ResultRole.HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return group.document.metadata.title if hit is None else hit.snippet.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(group, hit)
        if role == Qt.ItemDataRole.ToolTipRole and hit is None:
            return group.document.metadata.title
        return None


def _spoken(group: HitGroup, hit: Hit | None) -> str:
    if hit is None:
        count = len(group.hits)
        return f"{group.document.metadata.title}, {count} {'hit' if count == 1 else 'hits'}"
    place = hit_place(hit)
    return f"{place}: {hit.snippet.text}" if place else hit.snippet.text
