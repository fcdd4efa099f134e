"""The tree view of the library: its keys, its menu, and what a click on a row means."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QTreeView, QWidget

from reader.ui.documents.library_delegate import CHEVRON, LibraryDelegate
from reader.ui.documents.library_model import LibraryModel, LibraryRole
from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows, show_current
from reader.ui.theme import Theme


class LibraryView(QTreeView):
    """Rows that open: `document` and `country` carry what was opened by click or Enter.

    `menuWanted` asks for the menu at a place of the screen, `removeWanted` comes from Delete.
    """

    document = Signal(str)
    country = Signal(str)
    menuWanted = Signal(QPoint)
    removeWanted = Signal()

    def __init__(self, model: LibraryModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = QModelIndex()
        self._press = QPoint()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._delegate = LibraryDelegate(theme, self)
        self.setModel(model)
        set_up_rows(self, self._delegate)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QTreeView.DragDropMode.DragOnly)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName("Library")
        self.setAccessibleDescription(
            "Enter opens a document or a country's profile, Left and Right close and open a group,"
            " Delete removes the chosen documents, the menu key shows what else can be done"
        )
        self.clicked.connect(self._clicked)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    def set_compact(self, *, compact: bool) -> None:
        """Show rows of one height: what thousands of documents are scrolled smoothly with."""
        if compact != self._delegate.compact:
            self._delegate.compact = compact
            self.setUniformRowHeights(compact)
            self.scheduleDelayedItemsLayout()

    def mark_target(self, index: QModelIndex) -> None:
        """Frame the collection that a row belongs to, as what would be dropped on; or nothing."""
        group = index.parent() if index.parent().isValid() else index
        wanted = index.isValid() and index.data(LibraryRole.GROUP).collection is not None
        self._target = group if wanted else QModelIndex()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the rows, and a frame around what would be dropped on."""
        super().paintEvent(event)
        if self._target.isValid():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(self.visualRect(self._target).adjusted(1, 1, -1, -1))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens; arrows and typing are the tree's own."""
        bare = not (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bare:
            self._open(self.currentIndex())
            event.accept()
        elif event.key() == Qt.Key.Key_Delete and bare:
            self.removeWanted.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: where it was pressed tells a country's chevron from its name."""
        self._press = event.position().toPoint()
        self._modifiers = event.modifiers()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu, at the mouse or, by its key, below the row that one is at."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(row.bottomLeft() + QPoint(CHEVRON, 0))
        else:
            place = event.globalPos()
        self.menuWanted.emit(place)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: a list come to by keyboard has a chosen row, and it shows."""
        super().focusInEvent(event)
        show_current(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        measure_for_width(self, self._delegate, event)
        super().resizeEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        choosing = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if self._modifiers & choosing:
            # Several are being chosen: none of them is to be opened.
            return
        if index.data(LibraryRole.ITEM) is None and self._press.x() < CHEVRON:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        item, document = index.data(LibraryRole.ITEM), index.data(LibraryRole.DOCUMENT)
        code = index.data(LibraryRole.GROUP).country
        if document is not None:
            self.document.emit(document.id)
        elif item is not None:
            return
        elif code is not None:
            self.country.emit(code)
        else:
            self.setExpanded(index, not self.isExpanded(index))
