"""The outline: a document's headings as a list, and the popup that goes to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from reader.domain.document import Passage, PassageKind
from reader.ui.reading.tooltips import plain_tooltip

LEVEL_ROLE = Qt.ItemDataRole.UserRole + 1
ORDINAL_ROLE = Qt.ItemDataRole.UserRole + 2
_INDENT = "    "
_WIDTH = 360
_ROWS_AT_MOST = 18

_Index = QModelIndex | QPersistentModelIndex


class OutlineModel(QAbstractListModel):
    """The headings of a version in order; the display text is indented by level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings: list[Passage] = []

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Take the headings of these passages."""
        self.beginResetModel()
        self._headings = [each for each in passages if each.kind is PassageKind.HEADING]
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """The number of headings; none has children."""
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading as displayed, its level or its passage's ordinal."""
        if not index.isValid() or not 0 <= index.row() < len(self._headings):
            return None
        heading = self._headings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _INDENT * max(heading.level - 1, 0) + heading.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return heading.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(heading.text)
        if role == LEVEL_ROLE:
            return heading.level
        if role == ORDINAL_ROLE:
            return heading.ordinal
        return None

    def row_at(self, ordinal: int) -> int:
        """The row of the heading that a passage stands under, -1 above the first."""
        return sum(each.ordinal <= ordinal for each in self._headings) - 1


class OutlinePopup(QFrame):
    """The headings in a popup; Enter or a click goes to one, Esc closes."""

    chosen = Signal(int)  # ordinal

    def __init__(self, model: OutlineModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Outline")
        self._model = model
        self._over = parent
        self.list = QListView(self)
        self.list.setModel(model)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListView::item { padding: 3px 6px; }")
        self.list.setAccessibleName("Headings")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        self.list.clicked.connect(self._choose)

    def open_at(self, ordinal: int) -> None:
        """Show the popup at its parent's top right with the heading of a passage selected."""
        parent = self._over
        row = self._model.row_at(ordinal)
        self.list.setCurrentIndex(self._model.index(max(row, 0), 0))
        rows = min(max(self._model.rowCount(), 1), _ROWS_AT_MOST)
        height = rows * max(self.list.sizeHintForRow(0), 20) + 14
        width = min(_WIDTH, parent.width() - 16)
        self.resize(width, min(height, max(parent.height() - 16, 60)))
        self.move(parent.mapToGlobal(parent.rect().topRight()) - self.rect().topRight())
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the current heading."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        ordinal = index.data(ORDINAL_ROLE)
        self.hide()
        if ordinal is not None:
            self.chosen.emit(ordinal)
