"""The find bar: plain words in the document that is shown, with count, next and previous."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reader.ui.reading.find_portions import FindPortions
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.viewport_map import ReadingPlace
from reader.ui.theme import Theme

# A pause in typing, in milliseconds, before a long document is looked through.
_PAUSE = 60
# Seconds of looking at a time, while the window goes on drawing and answering keys.
_SLICE = 0.004
_KIND = HighlightKind.FIND
# In a wide window the count stays near what is typed.
_WIDEST = 360


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
        self._place: ReadingPlace | None = None
        self._selected = (0, 0)
        self._left: FindPortions | None = None
        self._due = 0
        self._arrived = False
        self._looking = QTimer(self, interval=0)
        self._looking.timeout.connect(self._look)
        self.field = QLineEdit(placeholderText="Find in document")
        self.field.setAccessibleName("Find in document")
        self.field.setMinimumWidth(120)
        self.field.setMaximumWidth(_WIDEST)
        self.field.setTextMargins(4, 0, 4, 0)
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
        row.addWidget(self.field, 5)
        row.addWidget(self.count)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.case)
        row.addWidget(self.whole_words)
        row.addStretch(1)
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
        selected = self._view.selected_range() or (self._view.caret,) * 2
        if self.isHidden():
            self._place, self._selected = self._view.position(), selected
        self._origin = selected[0]
        self.show()
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its matches; the text has the keyboard again."""
        self._pause.stop()
        self._stop_looking()
        self._view.set_highlights(_KIND, ())
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def leave(self) -> None:
        """Close the bar; what one only typed for is left again, what one stepped to is not."""
        place, self._place = self._place, None
        if place is not None:
            self._view.select_range(*self._selected)
            self._view.restore_position(place)
        self.close_bar()

    def settle(self) -> None:
        """Stay where one is when the bar is left."""
        self._place = None

    @property
    def looking(self) -> bool:
        """Whether a part of the document is still to be looked through."""
        return self._pause.isActive() or self._left is not None

    def search_again(self) -> None:
        """Look again, because the document changed."""
        self._origin, self._place = 0, None
        if not self.isHidden():
            self._search()

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) match."""
        self.settle()
        if self._pause.isActive():
            self._pause.stop()
            self._search()
            return
        self._wrapped = False
        if self._left is not None and self._view.highlight_ahead(_KIND, step) is None:
            # What comes next is not known before all is looked through.
            self._due = step
            return
        self._view.next_highlight(_KIND, step)
        self._say()

    def _cleared(self, text: str) -> None:
        if not text:
            self._pause.stop()
            self._search()

    def _search(self) -> None:
        self._stop_looking()
        self._wrapped = False
        self._view.set_highlights(_KIND, ())
        self._left = FindPortions(
            self._view.passages,
            self.field.text(),
            self._origin,
            case=self.case.isChecked(),
            whole_words=self.whole_words.isChecked(),
        )
        self._looking.start()
        self._look()

    def _stop_looking(self) -> None:
        self._looking.stop()
        self._left, self._due, self._arrived = None, 0, False

    def _look(self) -> None:
        """Look through one more portion; the first match from where one was is gone to at once."""
        if self._left is None:
            return
        for stretch in self._left.look_for(_SLICE):
            self._view.add_highlights(_KIND, [Highlight(_KIND, *each) for each in stretch])
            if not self._arrived and any(start >= self._origin for start, _ in stretch):
                self._arrive()
        if not self._left.done:
            self._say()
            return
        due = self._due
        matches = len(self._view.highlights(_KIND))
        arrived = self._arrived
        self._stop_looking()
        if matches and not arrived:
            self._arrive()
            self._wrapped = False
        if due:
            self.step(due)
        self._say()
        self.found.emit(matches)

    def _arrive(self) -> None:
        # From where the search began, so that one more letter does not move on.
        self._arrived = True
        self._view.next_highlight_from(_KIND, self._origin)

    def _note_wrap(self, kind: HighlightKind, step: int) -> None:
        if kind is _KIND:
            self._wrapped = True

    def _say(self) -> None:
        number = len(self._view.highlights(_KIND))
        current = self._view.current_highlight
        if current is not None and current.kind is _KIND:
            place = self._view.place_of(current)
        else:
            place = None
        if not self.field.text():
            said = ""
        elif self._left is not None:
            said = f"{number:,} so far…"
        elif not number:
            said = "No match"
        elif place is not None:
            said = f"{place + 1:,} of {number:,}"
        else:
            said = f"{number:,} matches"
        if self._wrapped and number:
            said += " · continued from the other end"
        self.count.setText(said)
        for each in (self.previous, self.next):
            each.setEnabled(bool(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter step, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
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
