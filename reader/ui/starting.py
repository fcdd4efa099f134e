"""The start of the window: what is shown at once, and what can wait until one can type."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_REST_AFTER_MS = 120
_BETWEEN_STEPS_MS = 150


class LateSteps(QObject):
    """The steps of the start that can wait, done one after the other with time for a key between.

    They are done all at once when something needs them.
    """

    def __init__(self, steps: list[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self._left = deque(steps)

    def begin(self) -> None:
        """Do the first step in a moment."""
        QTimer.singleShot(_REST_AFTER_MS, self, self._go_on)

    def finish(self) -> None:
        """Do at once what is left; nothing when it is done."""
        while self._left:
            self._left.popleft()()

    def _go_on(self) -> None:
        if self._left:
            self._left.popleft()()
            QTimer.singleShot(_BETWEEN_STEPS_MS, self, self._go_on)
