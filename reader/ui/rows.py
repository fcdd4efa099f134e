"""What the views of painted rows share: how they scroll and select, and when rows are measured."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame

from reader.ui.theme import Theme


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
