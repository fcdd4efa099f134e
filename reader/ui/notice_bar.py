"""A line in the window for what happened: a result, or an error with its remedy."""

from __future__ import annotations

from collections.abc import Callable

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
        self._action = QToolButton(self)
        self._call: Callable[[], object] = self.hide
        self._action.clicked.connect(lambda: self._call())
        self._close = QToolButton(self)
        self._close.setText("Close")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    @property
    def action(self) -> QToolButton:
        """What can be done about it."""
        return self._action

    def say(
        self,
        words: str,
        *,
        error: bool = False,
        action: tuple[str, Callable[[], object]] | None = None,
        table: str = "",
    ) -> None:
        """Show a line, or several, with a button for what can be done; a long text is cut.

        A `table` shows the same in rich text; the words are then for screen readers.
        """
        self._action.setVisible(action is not None)
        if action is not None:
            self._action.setText(action[0])
            self._call = action[1]
        shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        self._words.setTextFormat(Qt.TextFormat.RichText if table else Qt.TextFormat.PlainText)
        self._words.setText(table or shown)
        self._words.setAccessibleName(words if table else "")
        self.setAccessibleName(shown)
        self.setProperty("tone", "error" if error else "plain")
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
