"""A line in the window for what happened: a result, or an error with its remedy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

_LONGEST = 1200


class NoticeBar(QFrame):
    """Hidden until there is something to say; Esc or its button closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._close = QToolButton(self)
        self._close.setText("Close")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, words: str, *, error: bool = False) -> None:
        """Show a line, or several; a very long text is cut."""
        shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        self._words.setText(shown)
        self.setAccessibleName(shown)
        self.setProperty("tone", "error" if error else "plain")
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
