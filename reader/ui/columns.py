"""Widgets one above the other without a gap, or side by side with a line to pull between."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


def column(*widgets: QWidget, stretched: QWidget) -> QWidget:
    """A new column; the stretched one takes what room the others leave."""
    whole = QWidget()
    fill(whole, *widgets, stretched=stretched)
    return whole


def fill(whole: QWidget, *widgets: QWidget, stretched: QWidget) -> None:
    """Put widgets into one that has no layout yet, as `column` does."""
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is stretched else 0)


def thin_splitter(orientation: Qt.Orientation, parent: QWidget) -> QSplitter:
    """A splitter with a line for a handle; nothing in it can be pulled shut."""
    splitter = QSplitter(orientation, parent)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    return splitter
