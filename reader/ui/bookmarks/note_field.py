"""A field for a note: several lines, its own keys for done and away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class NoteField(QPlainTextEdit):
    """Plain text; `done` by Ctrl+Enter (by Enter where `enter_ends`), `escaped`, and `left`."""

    done = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, enter_ends: bool = False) -> None:
        super().__init__(parent)
        self._enter_ends = enter_ends
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def set_lines(self, lines: int) -> None:
        """Be as high as so many lines."""
        margins = self.contentsMargins()
        inner = round(2 * self.document().documentMargin()) + margins.top() + margins.bottom()
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + inner + 10)

    def event(self, event: QEvent) -> bool:
        """Qt: Escape and Ctrl+Enter are the field's while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or enter:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys that end the writing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if control or (self._enter_ends and not shift):
                self.done.emit()
                event.accept()
                return
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the writing is over when the focus goes; not for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt: whatever is pasted comes as plain text."""
        if source.hasText():
            self.textCursor().insertText(source.text())
