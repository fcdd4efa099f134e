"""The find bar: plain words in the document that is shown, with count, next and previous."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reader.ui.reading.find_in_passages import find_in_passages
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.reading_view import ReadingView
from reader.ui.theme import Theme

# A pause in typing, in milliseconds, before a long document is looked through.
_PAUSE = 60


class FindBar(QWidget):
    """Finds in a `ReadingView`'s document; hidden until `open_with`."""

    closed = Signal()
    found = Signal(int)  # number of matches

    def __init__(self, view: ReadingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._origin = 0
        self._wrapped = False
        self._line = view.theme.colour("line")
        self._pause = QTimer(self, interval=_PAUSE, singleShot=True)
        self._pause.timeout.connect(self._search)
        self.field = QLineEdit(placeholderText="Find in document")
        self.field.setAccessibleName("Find in document")
        self.field.setMinimumWidth(120)
        self.count = QLabel()
        self.count.setAccessibleName("Matches")
        self.case = _button("Aa", "Match case", checkable=True)
        self.whole_words = _button("Words", "Whole words only", checkable=True)
        self.previous = _button("‹", "Previous match (Shift+Enter)")
        self.next = _button("›", "Next match (Enter)")
        self.close_button = _button("×", "Close the find bar (Esc)")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.case)
        row.addWidget(self.whole_words)
        row.addWidget(self.close_button)
        self.setAccessibleName("Find bar")
        self.setAutoFillBackground(True)
        self.hide()
        self.field.textEdited.connect(lambda _: self._pause.start())
        self.field.textChanged.connect(self._cleared)
        self.case.toggled.connect(lambda _: self._search())
        self.whole_words.toggled.connect(lambda _: self._search())
        self.next.clicked.connect(lambda: self.step(1))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.close_button.clicked.connect(self.close_bar)
        view.wrapped.connect(self._note_wrap)
        view.currentHighlightChanged.connect(lambda _: self._say())
        view.highlightsChanged.connect(self._say)

    def apply_theme(self, theme: Theme) -> None:
        """Stand out from the text by a surface and a line above it."""
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("surface"))
        self.setPalette(palette)
        self._line = theme.colour("line")
        selected, accent = theme.colour("selected").name(), theme.colour("accent").name()
        self.setStyleSheet(
            "QToolButton { padding: 3px 7px; border: 1px solid transparent; border-radius: 4px; }"
            f"QToolButton:hover {{ background: {selected}; }}"
            f"QToolButton:focus {{ border-color: {accent}; }}"
            f"QToolButton:checked {{ background: {selected}; border-color: {accent};"
            f" color: {accent}; }}"
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._line)

    def open_with(self, text: str = "") -> None:
        """Show the bar with the field selected, looking for `text` if it is given."""
        selected = self._view.selected_range()
        self._origin = selected[0] if selected else self._view.caret
        self.show()
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its matches; the text has the keyboard again."""
        self._pause.stop()
        self._view.set_highlights(HighlightKind.FIND, ())
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def search_again(self) -> None:
        """Look again, because the document changed."""
        self._origin = 0
        if not self.isHidden():
            self._search()

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) match."""
        if self._pause.isActive():
            self._pause.stop()
            self._search()
            return
        self._wrapped = False
        self._view.next_highlight(HighlightKind.FIND, step)
        self._say()

    def _cleared(self, text: str) -> None:
        if not text:
            self._pause.stop()
            self._search()

    def _search(self) -> None:
        self._wrapped = False
        matches = find_in_passages(
            self._view.passages,
            self.field.text(),
            case=self.case.isChecked(),
            whole_words=self.whole_words.isChecked(),
        )
        kind = HighlightKind.FIND
        self._view.set_highlights(kind, [Highlight(kind, *each) for each in matches])
        if matches:
            # From where the search began, so that one more letter does not move on.
            self._view.next_highlight_from(kind, self._origin)
        self._wrapped = False
        self._say()
        self.found.emit(len(matches))

    def _note_wrap(self, kind: HighlightKind, step: int) -> None:
        if kind is HighlightKind.FIND:
            self._wrapped = True

    def _say(self) -> None:
        matches = list(self._view.highlights(HighlightKind.FIND))
        current = self._view.current_highlight
        if not self.field.text():
            said = ""
        elif not matches:
            said = "No match"
        elif current is not None and current in matches:
            said = f"{matches.index(current) + 1:,} of {len(matches):,}"
        else:
            said = f"{len(matches):,} matches"
        if self._wrapped and matches:
            said += " · continued from the other end"
        self.count.setText(said)
        for each in (self.previous, self.next):
            each.setEnabled(bool(matches))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter step, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)


def _button(text: str, name: str, *, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setAutoRaise(True)
    button.setCheckable(checkable)
    return button
