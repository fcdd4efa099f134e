"""The keys of the search field while its completion list is open.

Typing goes on in the field. Up and Down walk the results where there are some, and the list once
one is in it (Ctrl+Space, Alt+Down) or where there is nothing else to walk. Tab takes the chosen row
or the first, and so does Right at the end of the line. Enter takes a chosen row, and else searches
as typed. Delete forgets a chosen recent search. Escape closes the list, the next one leaves.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from reader.library.search_help import Completion, CompletionKind
from reader.ui.search.completion_list import ROWS, CompletionList
from reader.ui.search.search_line import SearchLine
from reader.ui.text_offsets import to_utf16

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}


class CompletionKeys(QObject):
    """Has the first look at the field's keys.

    `walkable` says whether there are results that Up and Down may walk. `taken` carries a
    completion, `forgotten` a recent search that was deleted.
    """

    taken = Signal(object)
    forgotten = Signal(object)

    def __init__(
        self, line: SearchLine, rows: CompletionList, walkable: Callable[[], bool]
    ) -> None:
        super().__init__(rows)
        self._line = line
        self._list = rows
        self._walkable = walkable
        line.installEventFilter(self)

    def enter_list(self) -> None:
        """Choose the first row."""
        if not self._list.isHidden() and self._list.chosen is None:
            self._list.step(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: what happens to the line before it knows."""
        if self._list.isHidden():
            return False
        if event.type() is QEvent.Type.FocusOut:
            self._list.hide()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle(event)
        return False

    def _handle(self, event: QKeyEvent) -> bool:
        """Whether the key was the list's."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        chosen = self._list.chosen
        if key in _STEPS:
            return self._step(_STEPS[key])
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Right):
            return self._go_on(key)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.hide()
            if chosen is not None:
                self.taken.emit(chosen)
            return chosen is not None
        if key == Qt.Key.Key_Escape:
            self._list.hide()
            return True
        if key == Qt.Key.Key_Delete and chosen is not None:
            return self._forget(chosen)
        return False

    def _step(self, by: int) -> bool:
        if self._list.chosen is None and (by < 0 or self._walkable()):
            # What is previewed is not to be covered.
            self._list.hide()
            return False
        self._list.step(by)
        return True

    def _go_on(self, key: Qt.Key) -> bool:
        chosen = self._list.chosen
        if chosen is None:
            first = self._list.completions[0]
            text = self._line.text()
            at_end = self._line.cursorPosition() == to_utf16(text, len(text))
            # Tab goes on through the window from an empty field, and Right stays in the line.
            fits = at_end and not self._line.hasSelectedText() and first.country is None
            if not text.strip() or (key == Qt.Key.Key_Right and not fits):
                return False
            chosen = first
        elif key == Qt.Key.Key_Right:
            return False
        self._list.hide()
        self.taken.emit(chosen)
        return True

    def _forget(self, chosen: Completion) -> bool:
        if chosen.kind is not CompletionKind.HISTORY:
            return False
        self._list.remove_chosen()
        self.forgotten.emit(chosen)
        return True
