"""The mouse over highlights: hovering names one, a click without dragging activates it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QTextBrowser, QToolTip

from reader.ui.reading.highlights import Highlight
from reader.ui.reading.tooltips import plain_tooltip


class HighlightPointer(QObject):
    """Watches a view's viewport; `under` is asked what lies at a point of it."""

    hovered = Signal(object)  # Highlight, or None
    activated = Signal(object)  # Highlight

    def __init__(self, view: QTextBrowser) -> None:
        super().__init__(view)
        self._view = view
        self._over: Highlight | None = None
        self._pressed: QPoint | None = None
        view.viewport().setMouseTracking(True)

    def handle(self, event: QEvent, under: Highlight | None) -> None:
        """Take notice of a viewport event that has the highlight `under` it."""
        if isinstance(event, QMouseEvent):
            point = event.position().toPoint()
            if event.type() is QEvent.Type.MouseButtonPress:
                left = event.button() is Qt.MouseButton.LeftButton
                self._pressed = point if left else None
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self._release(point, under)
            elif event.type() is QEvent.Type.MouseMove:
                self._hover(under)
        elif isinstance(event, QHelpEvent):
            text = plain_tooltip(under.tooltip) if under else ""
            QToolTip.showText(event.globalPos(), text, self._view)
        elif event.type() is QEvent.Type.Leave:
            self._hover(None)

    def _hover(self, under: Highlight | None) -> None:
        if under != self._over:
            self._over = under
            self.hovered.emit(under)

    def _release(self, point: QPoint, under: Highlight | None) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or under is None or self._view.textCursor().hasSelection():
            return
        moved = (point - pressed).manhattanLength()
        if moved < QApplication.startDragDistance() and not self._view.anchorAt(point):
            self.activated.emit(under)
