"""A question in a line of the window: answered by a button or a few words, left with Esc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

CANCEL = "Cancel"
_MOST_ANSWERS = 2


@dataclass(frozen=True)
class Answer:
    """A button's words, and what is called with what stands in the field (empty without one)."""

    words: str
    call: Callable[[str], object]


class QuestionBar(QFrame):
    """Hidden until something is asked; a new question takes the place of an unanswered one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionBar")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._field = QLineEdit(self)
        self._field.setMinimumWidth(220)
        self._field.returnPressed.connect(self._answer_first)
        self._field.textChanged.connect(self._allow)
        # Made once: a question shows as many of them as it has answers, then the way out.
        self._buttons = [QPushButton(self) for _ in range(_MOST_ANSWERS)]
        self._cancel = QPushButton(CANCEL, self)
        self._asked: Sequence[Answer] = ()
        self._before: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 10, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._field)
        for at, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked=False, at=at: self._answer(at))
        self._cancel.clicked.connect(lambda: self.leave())
        for button in (*self._buttons, self._cancel):
            button.setAutoDefault(True)
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def text(self) -> str:
        """What is asked."""
        return self._words.text()

    @property
    def field(self) -> QLineEdit:
        """Where the words are written."""
        return self._field

    @property
    def buttons(self) -> list[QPushButton]:
        """The answers, the last of which leaves all as it is."""
        return [*self._buttons[: len(self._asked)], self._cancel]

    def ask(
        self, words: str, answers: Sequence[Answer], *, field: str = "", written: str = ""
    ) -> None:
        """Show a question; with `field`, a line to write in that says so, holding `written`."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._words.setText(words)
        self.setAccessibleName(words)
        self._field.setVisible(bool(field))
        self._field.setPlaceholderText(field)
        self._field.setAccessibleName(field)
        self._field.setText(written)
        self._field.selectAll()
        self._asked = tuple(answers[:_MOST_ANSWERS])
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(self._asked))
            if at < len(self._asked):
                button.setText(self._asked[at].words)
        self._allow()
        self.show()
        target: QWidget = self._field if field else self._cancel
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close it unanswered."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc leaves all as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _answer(self, at: int) -> None:
        written = self._field.text().strip()
        self.leave()
        self._asked[at].call(written)

    def _answer_first(self) -> None:
        if self._asked and self._buttons[0].isEnabled():
            self._answer(0)

    def _allow(self) -> None:
        """Nothing can be answered with an empty field."""
        needed = self._field.isVisibleTo(self)
        for button in self._buttons:
            button.setEnabled(not needed or bool(self._field.text().strip()))
