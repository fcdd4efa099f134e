"""The tree view of the library: its keys, and what a click on a row means."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QTreeView, QWidget

from reader.ui.documents.library_delegate import CHEVRON, LibraryDelegate
from reader.ui.documents.library_model import LibraryModel, LibraryRole
from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows, show_current
from reader.ui.theme import Theme


class LibraryView(QTreeView):
    """Rows that open: `document` and `country` carry what was opened by click or Enter."""

    document = Signal(str)
    country = Signal(str)

    def __init__(self, model: LibraryModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._press = QPoint()
        self._delegate = LibraryDelegate(theme, self)
        self.setModel(model)
        set_up_rows(self, self._delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName("Library")
        self.setAccessibleDescription(
            "Enter opens a document or a country's profile, Left and Right close and open a country"
        )
        self.clicked.connect(self._clicked)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens; arrows and typing are the tree's own."""
        bare = not (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bare:
            self._open(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: where it was pressed tells a country's chevron from its name."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: a list come to by keyboard has a chosen row, and it shows."""
        super().focusInEvent(event)
        show_current(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        measure_for_width(self, self._delegate, event)
        super().resizeEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(LibraryRole.DOCUMENT) is None and self._press.x() < CHEVRON:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        document = index.data(LibraryRole.DOCUMENT)
        code = index.data(LibraryRole.COUNTRY).code
        if document is not None:
            self.document.emit(document.id)
        elif code is not None:
            self.country.emit(code)
        else:
            self.setExpanded(index, not self.isExpanded(index))
