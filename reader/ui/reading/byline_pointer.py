"""The mouse over the line below a document's title: it leads to the document's details."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.ui.reading.document_builder import NO_PASSAGE
from reader.ui.reading.passage_view import PassageView


class BylinePointer(QObject):
    """Watches a view's viewport; `clicked` is a click on the byline without dragging."""

    clicked = Signal()

    def __init__(self, view: PassageView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: QPoint | None = None
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take notice of the mouse; the view gets every event too."""
        if not isinstance(event, QMouseEvent):
            return False
        point = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress:
            left = event.button() is Qt.MouseButton.LeftButton
            self._pressed = point if left and self._is_over(point) else None
        elif event.type() is QEvent.Type.MouseButtonRelease:
            pressed, self._pressed = self._pressed, None
            near = QApplication.startDragDistance()
            if pressed is not None and (point - pressed).manhattanLength() < near:
                self.clicked.emit()
        return False

    def _is_over(self, point: QPoint) -> bool:
        cursor = self._view.cursorForPosition(point)
        block = cursor.block()
        if block.userState() != NO_PASSAGE or not block.text():
            return False
        # The view is described by its byline; the title above it is no passage either.
        line = self._view.cursorRect(cursor)
        return (
            block.text() == self._view.accessibleDescription()
            and line.top() <= point.y() <= line.bottom()
        )
