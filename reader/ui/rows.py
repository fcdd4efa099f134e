"""What lists of painted rows share: how they scroll and select, their measures and their ground."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
)

from reader.ui.theme import Theme

_ACCENT = 3
_RULE_INSET = 14


class RowDelegate(Protocol):
    """A delegate that keeps what it measured of its rows."""

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""

    def forget(self) -> None:
        """Drop what was measured."""


def set_up_rows(view: QAbstractItemView, delegate: QAbstractItemDelegate) -> None:
    """Rows of any height, one chosen at a time, painted by `delegate`, under the mouse too."""
    view.setItemDelegate(delegate)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def recolour_rows(view: QAbstractItemView, delegate: RowDelegate, theme: Theme) -> None:
    """Paint, and measure, the rows in another look."""
    delegate.set_theme(theme)
    view.scheduleDelayedItemsLayout()
    view.viewport().update()


def measure_for_width(view: QAbstractItemView, delegate: RowDelegate, event: QResizeEvent) -> None:
    """Other widths, other heights: to be called before the view's own `resizeEvent`."""
    if event.oldSize().width() != event.size().width():
        delegate.forget()
        view.scheduleDelayedItemsLayout()


def show_current(view: QAbstractItemView, event: QFocusEvent) -> None:
    """A list come to by keyboard has a chosen row, and it shows: after its own `focusInEvent`."""
    if event.reason() != Qt.FocusReason.MouseFocusReason and view.currentIndex().isValid():
        view.setCurrentIndex(view.currentIndex())


def row_width(option: QStyleOptionViewItem) -> int:
    """The width that a row has to fill: its view's, whatever the row's own rectangle says yet."""
    view = option.widget
    if isinstance(view, QAbstractItemView):
        return view.viewport().width()
    rect: QRect = option.rect
    return rect.width()


def paint_ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    rect: QRect,
    theme: Theme,
    *,
    ruled: bool = False,
) -> None:
    """What lies under a row: chosen with an accent bar, framed with the focus, under the mouse.

    A `ruled` row has a line below it.
    """
    state: QStyle.StateFlag = option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    ground = "selected" if selected else "page" if hovered else "surface"
    painter.fillRect(rect, theme.colour(ground))
    if ruled:
        width = rect.width() - 2 * _RULE_INSET
        line = QRect(rect.left() + _RULE_INSET, rect.bottom(), width, 1)
        painter.fillRect(line, theme.colour("line"))
    if not selected:
        return
    accent = theme.colour("accent")
    painter.fillRect(QRect(rect.left(), rect.top(), _ACCENT, rect.height()), accent)
    view = option.widget
    if isinstance(view, QAbstractItemView) and view.hasFocus():
        painter.setPen(accent)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
