"""The tree of groups and what stands in them, filtered here."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from reader.domain.country import fold_name
from reader.domain.document import Document
from reader.ui.documents.library_groups import (
    DocumentGroup,
    Grouping,
    Item,
    LibraryRow,
    Shelf,
    Shelves,
    grouped,
    row_of,
)

AnyIndex = QModelIndex | QPersistentModelIndex
DRAGGED = "application/x-dossier-documents"
"""The kind of what is dragged out of the tree: identifiers, one a line."""
_TOP = 0  # internal id of a group; what stands in it carries its group's place + 1


class LibraryRole(enum.IntEnum):
    """Values for the delegate and the view.

    The row's group; its item, None on a group's own line; the item if it is a document; and what
    the row says.
    """

    GROUP = int(Qt.ItemDataRole.UserRole) + 1
    DOCUMENT = int(Qt.ItemDataRole.UserRole) + 2
    ITEM = int(Qt.ItemDataRole.UserRole) + 3
    ROW = int(Qt.ItemDataRole.UserRole) + 4


class LibraryModel(QAbstractItemModel):
    """Groups at the top, what stands in them below, in the order it was given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: Sequence[Document] = ()
        self._names: Mapping[str, str] = {}
        self._shelves = Shelves()
        self._grouping = Grouping.COUNTRY
        self._all: tuple[DocumentGroup, ...] = ()
        self._shown: tuple[DocumentGroup, ...] = ()
        self._rows: dict[str, LibraryRow] = {}
        self._folded: dict[str, str] = {}
        self._filter = ""
        # Asked for each of thousands of rows: made once.
        self._group_flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        self._other_flags = self._group_flags | Qt.ItemFlag.ItemNeverHasChildren
        self._document_flags = self._other_flags | Qt.ItemFlag.ItemIsDragEnabled

    def set_documents(
        self,
        documents: Sequence[Document],
        names: Mapping[str, str],
        shelves: Shelves | None = None,
    ) -> None:
        """Show documents; `names` gives a country's name by its alpha-2 code."""
        self._documents, self._names = documents, names
        self._shelves = shelves or Shelves()
        self._rows.clear()
        self._folded.clear()
        self._regroup()

    @property
    def grouping(self) -> Grouping:
        """What the documents are grouped by."""
        return self._grouping

    def set_grouping(self, grouping: Grouping) -> None:
        """Group the documents by something else."""
        if grouping is not self._grouping:
            self._grouping = grouping
            self._regroup()

    def set_filter(self, text: str) -> None:
        """Keep what has every word of `text` in its title, source or group."""
        if text != self._filter:
            self._filter = text
            self._rebuild()

    def find(self, identifier: str) -> QModelIndex:
        """The first row of a document or file; invalid where it is not shown."""
        for place, group in enumerate(self._shown):
            for row, each in enumerate(group.items):
                if each.id == identifier:
                    return self.createIndex(row, 0, place + 1)
        return QModelIndex()

    @property
    def total(self) -> int:
        """What could be shown without a filter, groups included."""
        return len(self._documents) + sum(len(group.items) for group in self._all) + len(self._all)

    # Qt's model

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt: the index of a row."""
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: AnyIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Qt: the group of a row."""
        place = index.internalId() if index.isValid() else _TOP
        return QModelIndex() if place == _TOP else self.createIndex(place - 1, 0, _TOP)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: groups at the top, what stands in them below."""
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() != _TOP:
            return 0
        return len(self._shown[parent.row()].items)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: one column."""
        return 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: documents in use can be dragged into a collection."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        place = index.internalId()
        if place == _TOP:
            return self._group_flags
        in_use = self._shown[place - 1].shelf is Shelf.DOCUMENTS
        return self._document_flags if in_use else self._other_flags

    def mimeTypes(self) -> list[str]:
        """Qt: the kind of what is dragged."""
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[AnyIndex]) -> QMimeData:
        """Qt: what is dragged."""
        found = [self.data(index, LibraryRole.DOCUMENT) for index in indexes]
        identifiers = dict.fromkeys(each.id for each in found if each is not None)
        data = QMimeData()
        data.setData(DRAGGED, QByteArray("\n".join(identifiers).encode()))
        return data

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        place = index.internalId()
        group = self._shown[index.row() if place == _TOP else place - 1]
        item = None if place == _TOP else group.items[index.row()]
        if role == LibraryRole.GROUP:
            return group
        if role == LibraryRole.ITEM:
            return item
        if role == LibraryRole.DOCUMENT:
            return item if isinstance(item, Document) else None
        if role == LibraryRole.ROW:
            return None if item is None else self._row(item)
        if role == Qt.ItemDataRole.DisplayRole:
            return group.name if item is None else self._row(item).title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(group) if item is None else ", ".join(self._row(item).lines)
        if role == Qt.ItemDataRole.ToolTipRole and item is not None:
            return "\n".join(self._row(item).lines)
        return None

    # Own

    def _row(self, item: Item) -> LibraryRow:
        found = self._rows.get(item.id)
        if found is None:
            found = self._rows[item.id] = row_of(item)
        return found

    def _regroup(self) -> None:
        self._all = grouped(self._documents, self._names, self._grouping, self._shelves)
        self._rebuild()

    def _rebuild(self) -> None:
        self.beginResetModel()
        wanted = fold_name(self._filter).split()
        if wanted:
            kept = []
            for group in self._all:
                name = fold_name(group.name)
                items = tuple(each for each in group.items if self._matches(name, each, wanted))
                if items:
                    kept.append(dataclasses.replace(group, items=items))
            self._shown = tuple(kept)
        else:
            self._shown = self._all
        self.endResetModel()

    def _matches(self, group: str, item: Item, wanted: list[str]) -> bool:
        text = self._folded.get(item.id)
        if text is None:
            more = (
                (*item.metadata.authors, *item.metadata.tags) if isinstance(item, Document) else ()
            )
            text = self._folded[item.id] = fold_name(" ".join((*self._row(item).lines, *more)))
        return all(word in text or word in group for word in wanted)


def _spoken(group: DocumentGroup) -> str:
    count = len(group.items)
    what = "file" if group.shelf is Shelf.SCORES else "document"
    return f"{group.name}, {count} {what if count == 1 else f'{what}s'}"
