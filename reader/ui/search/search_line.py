"""The line of the search field: its keys, and text that is always one line of whole characters."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

_ASKED_FOR = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason)
# What a pasted text may hold and one line cannot: controls, line and paragraph separators, and
# halves of characters, which no Python text can be encoded with.
_UNSHOWN = {
    **dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029], " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
}


class SearchLine(QLineEdit):
    """A line edit; the keys that belong to the results leave it as signals.

    `attended` tells that one came to it on purpose, by mouse or shortcut, `completionsWanted` is
    Ctrl+Space or Alt+Down.
    """

    entered = Signal()
    movedDown = Signal()
    movedUp = Signal()
    escaped = Signal()
    focused = Signal(bool)
    attended = Signal()
    completionsWanted = Signal()

    def text(self) -> str:
        """What is typed: one line, of whole characters, each as long in UTF-16 as Qt has it."""
        return super().text().translate(_UNSHOWN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter, Up, Down and Escape, and what asks for completions; the rest is typed."""
        signals = {
            Qt.Key.Key_Return: self.entered,
            Qt.Key.Key_Enter: self.entered,
            Qt.Key.Key_Down: self.movedDown,
            Qt.Key.Key_Up: self.movedUp,
            Qt.Key.Key_Escape: self.escaped,
        }
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        signal = signals.get(key)
        if modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            asks = {
                (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier),
                (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
            }
            signal = self.completionsWanted if (key, modifiers) in asks else None
        if signal is None:
            super().keyPressEvent(event)
            return
        signal.emit()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click into the line that one is in already counts as coming to it."""
        here = self.hasFocus()
        super().mousePressEvent(event)
        if here:
            self.attended.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: one came to the line."""
        super().focusInEvent(event)
        self.focused.emit(True)  # noqa: FBT003 - the signal's only argument
        if event.reason() in _ASKED_FOR:
            self.attended.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: one left the line."""
        super().focusOutEvent(event)
        self.focused.emit(False)  # noqa: FBT003 - the signal's only argument
