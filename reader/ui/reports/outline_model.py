"""The outline of a report: its items in order, edited in place and moved."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from reader.domain.citation import clip_citation
from reader.domain.report import Clip, Report, ReportClip, ReportHeading, ReportItem, ReportText

AnyIndex = QModelIndex | QPersistentModelIndex


class OutlineRole(enum.IntEnum):
    """Values for the delegate: the row's item, and its clip (None for headings and text)."""

    ITEM = int(Qt.ItemDataRole.UserRole) + 1
    CLIP = int(Qt.ItemDataRole.UserRole) + 2


class OutlineModel(QAbstractListModel):
    """Items in the author's order.

    `edited` carries a changed item, `ordered` the identifiers of all items after a move. Both are
    shown at once and told; `show_report` brings what was stored.
    """

    edited = Signal(object)
    ordered = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[ReportItem] = []
        self._clips: Mapping[str, Clip] = {}

    def show_report(self, report: Report | None, clips: Mapping[str, Clip]) -> None:
        """Show a report; `clips` holds the clip of every bookmark in it."""
        items = list(report.items) if report else []
        same = [item.id for item in items] == [item.id for item in self._items]
        if same:
            self._items, self._clips = items, clips
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items, self._clips = items, clips
        self.endResetModel()

    def find(self, item: int) -> QModelIndex:
        """Where an item stands by its identifier; invalid where it is not there."""
        for row, each in enumerate(self._items):
            if each.id == item:
                return self.index(row)
        return QModelIndex()

    def order(self) -> list[int]:
        """The identifiers of all items, in order."""
        return [item.id for item in self._items]

    def move(self, row: int, by: int) -> bool:
        """Move an item one place down (`by` 1) or up (-1); False at the ends."""
        if not 0 <= row + by < len(self._items):
            return False
        return self.moveRow(QModelIndex(), row, QModelIndex(), row + by + (by > 0))

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: one row each."""
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: rows are dragged between rows; a clip's words are its source's and not edited."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )
        if isinstance(self._items[index.row()], ReportClip):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        clip = self._clips.get(item.bookmark) if isinstance(item, ReportClip) else None
        if role == OutlineRole.ITEM:
            return item
        if role == OutlineRole.CLIP:
            return clip
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return item_text(item, clip)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(item, clip)
        if role == Qt.ItemDataRole.ToolTipRole and clip is not None:
            return clip_citation(clip)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt: new words for a heading or a text; empty ones change nothing."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        item, text = self._items[index.row()], str(value).strip()
        match item:
            case ReportHeading() if text:
                return self.change(dataclasses.replace(item, text=" ".join(text.split())))
            case ReportText() if text:
                return self.change(dataclasses.replace(item, markdown=text))
            case _:
                return False

    def change(self, item: ReportItem) -> bool:
        """Put an item in the place of the one with its identifier, and tell if it differs."""
        index = self.find(item.id)
        if not index.isValid() or self._items[index.row()] == item:
            return False
        self._items[index.row()] = item
        self.dataChanged.emit(index, index)
        self.edited.emit(item)
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Qt: items are moved, never copied."""
        return Qt.DropAction.MoveAction

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Qt: refuses; the list moves its own rows by `moveRows`, and Qt would overwrite words."""
        return False

    def moveRows(
        self,
        source_parent: AnyIndex,
        source_row: int,
        count: int,
        destination_parent: AnyIndex,
        destination_child: int,
    ) -> bool:
        """Qt: items from `source_row` on come to stand before `destination_child`."""
        last = source_row + count
        inside = source_row <= destination_child <= last
        sound = source_row >= 0 and count > 0 and last <= len(self._items)
        if inside or not sound or not 0 <= destination_child <= len(self._items):
            return False
        if source_parent.isValid() or destination_parent.isValid():
            return False
        self.beginMoveRows(QModelIndex(), source_row, last - 1, QModelIndex(), destination_child)
        moved = self._items[source_row:last]
        del self._items[source_row:last]
        at = destination_child - (count if destination_child > source_row else 0)
        self._items[at:at] = moved
        self.endMoveRows()
        self.ordered.emit(self.order())
        return True


def item_text(item: ReportItem, clip: Clip | None) -> str:
    """The words of an item."""
    match item:
        case ReportHeading(text=text):
            return text
        case ReportText(markdown=markdown):
            return markdown
        case ReportClip():
            return clip.quotation if clip else ""


def _spoken(item: ReportItem, clip: Clip | None) -> str:
    match item:
        case ReportHeading():
            return f"Heading: {item.text}"
        case ReportText():
            return f"Text: {item.markdown}"
        case ReportClip():
            return f"Quotation: {clip.quotation}, {clip_citation(clip)}" if clip else "Quotation"
