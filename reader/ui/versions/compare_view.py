"""Two versions side by side: one list, so that both sides scroll together."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows, show_current
from reader.ui.theme import Theme
from reader.ui.versions.compared_delegate import ComparedDelegate
from reader.ui.versions.compared_rows import ComparedRows, ShownRow

_ROWS_AT_ONCE = 40


class CompareView(QListView):
    """Passages aligned: the older version at the left. `left` by Escape.

    N and P, or F3 and Shift+F3, go to the next and previous change; Enter unfolds what is the same.
    """

    left = Signal()

    def __init__(
        self, rows: Sequence[ShownRow], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._delegate = ComparedDelegate(theme, self)
        self._rows = ComparedRows(rows, self)
        self.setModel(self._rows)
        set_up_rows(self, self._delegate)
        # Setting long passages takes time: a few rows at once, and keys in between.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_ROWS_AT_ONCE)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("Two versions side by side")
        self.setAccessibleDescription("N and P go to the next and previous change")
        self.clicked.connect(self._unfold)
        self.set_theme(theme)
        changes = self._rows.changes()
        if changes:
            self.setCurrentIndex(self._rows.index(changes[0]))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.colour("surface"))
        self.setPalette(palette)
        self.setFont(theme.font("tool"))
        recolour_rows(self, self._delegate, theme)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) change, round the ends."""
        changes = self._rows.changes()
        if not changes:
            return
        here = self.currentIndex().row()
        at = (
            bisect.bisect_right(changes, here)
            if step > 0
            else bisect.bisect_left(changes, here) - 1
        )
        index = self._rows.index(changes[at % len(changes)])
        self.setCurrentIndex(index)
        self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: N, P and F3 step, Enter unfolds, Escape leaves."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_N or (event.key() == Qt.Key.Key_F3 and not back):
            self.step(1)
        elif event.key() in (Qt.Key.Key_P, Qt.Key.Key_F3):
            self.step(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._unfold(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: a list come to by keyboard has a chosen row, and it shows."""
        super().focusInEvent(event)
        show_current(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        measure_for_width(self, self._delegate, event)
        super().resizeEvent(event)

    def _unfold(self, index: QModelIndex) -> None:
        if index.isValid() and self._rows.unfold(index.row()):
            self.setCurrentIndex(self._rows.index(index.row()))
