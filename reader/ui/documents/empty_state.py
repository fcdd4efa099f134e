"""What stands in a list's place while it is empty: why, what to do next, and a button for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reader.ui.documents.control_style import panel_palette
from reader.ui.theme import Theme


class EmptyState(QWidget):
    """A bold line, an explaining one, and at most one button (`pressed`)."""

    pressed = Signal()

    def __init__(self, theme: Theme, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._words = QLabel(self)
        self._button = QPushButton(action, self)
        self._button.setVisible(bool(action))
        self._has_action = bool(action)
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 28, 18, 18)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.set_theme(theme)

    def say(self, title: str, words: str = "", *, action: bool = True) -> None:
        """Show these lines; `action` False hides the button where it would not help."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._button.setVisible(action and self._has_action)
        self.setAccessibleName(f"{title} {words}".strip())

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._title.setFont(theme.font("tool", bold=True))
        self._title.setPalette(panel_palette(theme))
        self._words.setFont(theme.font("tool"))
        self._words.setPalette(panel_palette(theme, muted=True))
        self._button.setFont(theme.font("tool"))

    @property
    def text(self) -> str:
        """Both lines as one."""
        return f"{self._title.text()} {self._words.text()}".strip()

    @property
    def button(self) -> QPushButton:
        """The button."""
        return self._button
