"""A frame that fades: it shows the eye where a jump went."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

_STEPS = 14
_INTERVAL = 90  # milliseconds
_FULL_STEPS = 8


class JumpFlash(QObject):
    """The range `[start, end)` of a jump, for somewhat over a second."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._range: tuple[int, int] | None = None
        self._left = 0
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self._fade)

    @property
    def range(self) -> tuple[int, int] | None:
        """What flashes, None when nothing does."""
        return self._range

    @property
    def strength(self) -> float:
        """How strong it is still, 1 to 0."""
        return min(self._left / _FULL_STEPS, 1.0)

    def start(self, start: int, end: int) -> None:
        """Flash a range instead of any other."""
        self._range = (start, end)
        self._left = _STEPS
        self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """End it at once."""
        self._range = None
        self._timer.stop()
        self.changed.emit()

    def _fade(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.stop()
        else:
            self.changed.emit()
