"""The mouse over pages: it selects text, activates highlights and names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.tooltips import plain_tooltip

if TYPE_CHECKING:
    from reader.ui.pages.page_view import PageView


class PagePointer(QObject):
    """Turns what the mouse does on pages into selections and activations of the text view."""

    def __init__(self, pages: PageView, text: ReadingView) -> None:
        super().__init__(pages)
        self._pages = pages
        self._text = text
        self._pressed: QPoint | None = None
        self._anchor: int | None = None
        pages.viewport().setMouseTracking(True)
        pages.viewport().installEventFilter(self)

    def press(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position().toPoint()
        self._anchor = self._pages.position_at(event.position())
        if self._anchor is not None:
            self._text.select_range(self._anchor, self._anchor)

    def move(self, event: QMouseEvent) -> None:
        """Select with the button held; otherwise show what can be clicked."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            over = self._pages.highlight_at(event.position())
            hand = over is not None and bool(over.key)
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
            self._pages.viewport().setCursor(shape)
            return
        position = self._pages.position_at(event.position())
        if self._anchor is not None and position is not None:
            self._text.select_range(self._anchor, position)

    def release(self, event: QMouseEvent) -> None:
        """A click without dragging activates the highlight under it."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        moved = (event.position().toPoint() - pressed).manhattanLength()
        if moved >= QApplication.startDragDistance() or self._text.selected_range() is not None:
            return
        under = self._pages.highlight_at(event.position())
        if under is not None:
            self._text.highlightActivated.emit(under.kind, under.key)

    def open_menu(self, event: QContextMenuEvent) -> None:
        """The text's own menu; a right click first takes the caret along, a selection stays."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        if by_mouse and self._text.selected_range() is None:
            position = self._pages.position_at(QPointF(event.pos()))
            if position is not None:
                self._text.select_range(position, position)
        menu = self._text.build_context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: show the tooltip of the highlight under the mouse when it is asked for."""
        if not isinstance(event, QHelpEvent):
            return False
        under = self._pages.highlight_at(QPointF(event.pos()))
        words = plain_tooltip(under.tooltip) if under else ""
        QToolTip.showText(event.globalPos(), words, self._pages)
        return True
