"""The list of bookmarks, filtered here by quotation, note, tag and source."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.country import fold_name
from reader.ui.bookmarks.entries import BookmarkEntry, anchor_reason

AnyIndex = QModelIndex | QPersistentModelIndex


class BookmarkRole(enum.IntEnum):
    """The value for the delegate: the row's entry."""

    ENTRY = int(Qt.ItemDataRole.UserRole) + 1


class BookmarksModel(QAbstractListModel):
    """Bookmarks in the order they were given (the newest first)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[BookmarkEntry, ...] = ()
        self._shown: list[BookmarkEntry] = []
        self._filter = ""

    def set_entries(self, entries: Sequence[BookmarkEntry]) -> None:
        """Show bookmarks, filtered as before."""
        before = [entry.bookmark.id for entry in self._shown]
        self._all = tuple(entries)
        shown = self._kept()
        if before == [entry.bookmark.id for entry in shown]:
            # Only what is said of them changed: selection and place stay.
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Keep bookmarks in whose quotation, note, tags or source every word of `text` stands."""
        if text != self._filter:
            self._filter = text
            self.beginResetModel()
            self._shown = self._kept()
            self.endResetModel()

    def find(self, bookmark: str) -> QModelIndex:
        """Where a bookmark stands; invalid where it is not shown."""
        for row, entry in enumerate(self._shown):
            if entry.bookmark.id == bookmark:
                return self.index(row)
        return QModelIndex()

    @property
    def total(self) -> int:
        """Bookmarks, shown or not."""
        return len(self._all)

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: one row each."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        if role == BookmarkRole.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.bookmark.quote.exact
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return anchor_reason(entry.bookmark) or None
        return None

    def _kept(self) -> list[BookmarkEntry]:
        wanted = fold_name(self._filter).split()
        return [entry for entry in self._all if _matches(entry, wanted)]


def _matches(entry: BookmarkEntry, wanted: list[str]) -> bool:
    bookmark = entry.bookmark
    text = fold_name(" ".join((bookmark.quote.exact, bookmark.note, entry.title, *bookmark.tags)))
    return all(word in text for word in wanted)


def _spoken(entry: BookmarkEntry) -> str:
    bookmark = entry.bookmark
    parts = (
        bookmark.quote.exact,
        f"note: {bookmark.note}" if bookmark.note else "",
        entry.title,
        entry.locator_words,
        anchor_reason(bookmark),
        f"{bookmark.colour.value} mark",
    )
    return ", ".join(part for part in parts if part)
