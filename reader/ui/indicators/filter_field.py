"""The field that filters the indicator table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.ui.theme import Theme


class FilterField(QLineEdit):
    """A small field that Escape empties, and that Down or Enter `left` for the rows."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Filter")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(90)
        self.setMaximumWidth(200)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        line, ground, accent = (theme.colour(each).name() for each in ("line", "raised", "accent"))
        radius = round(theme.size("radius"))
        self.setFont(theme.font("small"))
        self.setStyleSheet(
            f"QLineEdit {{ border: 1px solid {line}; border-radius: {radius}px;"
            f" background: {ground}; padding: 2px 6px; }}"
            f" QLineEdit:focus {{ border-color: {accent}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys that are more than text."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
