"""The values of one facet as rows with a tick and a count, and how they are painted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.library.search_results import FacetValue
from reader.ui.search.result_words import counted
from reader.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
VALUE = Qt.ItemDataRole.UserRole + 1
_BOX = 13
_SIDE = 9


class FacetValues(QAbstractListModel):
    """Values that can be ticked; those that `narrowed` leaves over, `most` of them at most."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[FacetValue] = []
        self._rows: list[FacetValue] = []
        self._words = ""
        self._most: int | None = None

    def show(self, values: Sequence[FacetValue], most: int | None) -> None:
        """Show these, the first `most` of them at first; None for all."""
        self._all, self._most, self._words = list(values), most, ""
        self._refill()

    def renew(self, values: Sequence[FacetValue]) -> None:
        """Take over new counts and ticks; no row moves while one looks at them."""
        fresh = {each.value: each for each in values}
        self._all = [
            fresh.pop(each.value, dataclasses.replace(each, count=0, chosen=False))
            for each in self._all
        ] + list(fresh.values())
        shown = {each.value for each in self._rows}
        kept = {each.value: each for each in self._all}
        rows = [kept[each.value] for each in self._rows]
        unmoved = self._most is not None or {each.value for each in self._matching()} == shown
        if rows and unmoved:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self._refill()

    def narrow(self, words: str) -> None:
        """Show the values whose name holds these words."""
        self._words, self._most = words.strip().casefold(), None
        self._refill()

    def tick(self, row: int) -> FacetValue:
        """Tick a value or take its tick away, before the search has answered."""
        value = dataclasses.replace(self._rows[row], chosen=not self._rows[row].chosen)
        self._all[[each.value for each in self._all].index(value.value)] = value
        self._rows[row] = value
        self.dataChanged.emit(self.index(row), self.index(row))
        return value

    @property
    def hidden(self) -> int:
        """How many values are not shown."""
        return len(self._all) - len(self._rows)

    def _matching(self) -> list[FacetValue]:
        return [each for each in self._all if self._words in each.label.casefold()][: self._most]

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = self._matching()
        self.endResetModel()

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: the values shown."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: values can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        value = self._rows[index.row()]
        if role == VALUE:
            return value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return value.label
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if value.chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = ", chosen" if value.chosen else ""
            return f"{value.label}, {counted(value.count, 'passage')}{chosen}"
        return None


class FacetDelegate(QStyledItemDelegate):
    """Paints a box with or without a tick, the name, and the count at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = theme.font("tool")

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row of the tool's height."""
        return QSize(120, round(self._theme.size("row")))

    def width_for(self, value: FacetValue) -> int:
        """Pixels that a row needs to show all of a value."""
        metrics = QFontMetrics(self._font)
        words = metrics.horizontalAdvance(value.label)
        return words + metrics.horizontalAdvance(f"{value.count:,}") + _BOX + 4 * _SIDE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one row."""
        theme, value = self._theme, index.data(VALUE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.fillRect(
            rect, theme.colour("selected" if current else "page" if hovered else "surface")
        )
        if current and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        self._paint_box(painter, rect, chosen=value.chosen)
        metrics = QFontMetrics(self._font)
        count = f"{value.count:,}"
        room = rect.adjusted(_SIDE + _BOX + 7, 0, -_SIDE, 0)
        painter.setFont(self._font)
        painter.setPen(theme.colour("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, count)
        room.setRight(room.right() - metrics.horizontalAdvance(count) - _SIDE)
        painter.setPen(theme.colour("text" if value.count or value.chosen else "muted"))
        shown = metrics.elidedText(value.label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, shown)
        painter.restore()

    def _paint_box(self, painter: QPainter, rect: QRect, *, chosen: bool) -> None:
        theme = self._theme
        top = rect.center().y() - _BOX / 2 + 0.5
        box = QRectF(rect.left() + _SIDE, top, _BOX, _BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if chosen else "muted"), 1))
        painter.setBrush(theme.colour("accent" if chosen else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if chosen:
            painter.setPen(QPen(theme.colour("surface"), 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            points = [(3, 6.8), (5.6, 9.4), (10.2, 3.8)]
            tick = [QPointF(box.left() + x, box.top() + y) for x, y in points]
            painter.drawPolyline(QPolygonF(tick))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
