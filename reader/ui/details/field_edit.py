"""One field that is edited in place: its value reads as text until one goes into it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from reader.ui.details.details_words import HINTS, LABELS

NOT_SAVED = "not saved"
HOW_TO_SAVE = "Enter saves, Esc cancels."


class LineInPlace(QLineEdit):
    """A line that says when Esc and Ctrl+Z mean more than its own text."""

    cancelled = Signal()
    undoWanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hints = ("", "")

    def set_hints(self, at_rest: str, editing: str) -> None:
        """What stands in the empty line at rest, and while one is in it."""
        self._hints = (at_rest, editing)
        self.setPlaceholderText(at_rest)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: say how to write a value."""
        super().focusInEvent(event)
        if not self.isReadOnly():
            self.setPlaceholderText(self._hints[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc cancels what was typed; Ctrl+Z, with nothing typed, undoes the last edit."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.cancelled.emit()
            return
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isModified():
            self.undoWanted.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: a long value shows its beginning again."""
        super().focusOutEvent(event)
        self.setPlaceholderText(self._hints[0])
        if not self.isModified():
            self.setCursorPosition(0)


class FieldHead(QWidget):
    """A field's name, where its value comes from, and the way back to what the source says."""

    resetWanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = QLabel(LABELS[name], self)
        label.setObjectName("fieldLabel")
        self.origin = QLabel(self)
        self.origin.setObjectName("fieldOrigin")
        self.reset = QToolButton(self)
        self.reset.setText("Reset")
        self.reset.setToolTip("Back to what the source itself says")
        self.reset.setAccessibleName(f"Reset {LABELS[name].lower()} to what the source says")
        self.reset.clicked.connect(self.resetWanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.reset)
        row.addWidget(self.origin)
        size = self.reset.sizePolicy()
        # The row is as high with the button as without.
        size.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(size)


class FieldEdit(QWidget):
    """A field of text. `saved` carries what was typed, `resetWanted` and `undoWanted` nothing."""

    saved = Signal(str)
    resetWanted = Signal()
    undoWanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._value = ""
        self._origin = ""
        self.head = FieldHead(name, self)
        self.head.resetWanted.connect(self.resetWanted)
        self.line = LineInPlace(self)
        self.line.setAccessibleName(LABELS[name])
        self.line.set_hints("–", HINTS.get(name, "–"))
        self.line.returnPressed.connect(self._save)
        self.line.cancelled.connect(self.cancel)
        self.line.undoWanted.connect(self.undoWanted)
        self.line.textEdited.connect(self._typed)
        self.error = QLabel(self)
        self.error.setObjectName("fieldError")
        self.error.setWordWrap(True)
        self.error.hide()
        self.note = QLabel(HOW_TO_SAVE, self)
        self.note.setObjectName("fieldNote")
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for widget in (self.head, self.line, self.note, self.error):
            column.addWidget(widget)

    @property
    def pending(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.line.isModified() and self.line.text() != self._value

    def show_value(
        self, text: str, origin: str, *, resettable: bool, editable: bool, anew: bool
    ) -> None:
        """Show a value; what is typed and not saved stays, unless the document is `anew`."""
        self._value, self._origin = text, origin
        self.head.reset.setVisible(resettable and editable)
        self.line.setReadOnly(not editable)
        self.line.setToolTip(text)
        if anew or not self.pending:
            self.cancel()

    def show_error(self, words: str) -> None:
        """Say below the field why it was not saved."""
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.note.setVisible(self.pending and not words)
        self.line.setAccessibleDescription(words)

    def cancel(self) -> None:
        """Show the value as it is held."""
        self.line.setText(self._value)
        self.line.setCursorPosition(0)
        self.line.setModified(False)
        self._typed()

    def _typed(self) -> None:
        self.show_error("")
        self.head.origin.setText(NOT_SAVED if self.pending else self._origin)
        self.note.setVisible(self.pending)

    def _save(self) -> None:
        if self.pending:
            self.saved.emit(self.line.text())
