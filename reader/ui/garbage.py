"""Cyclic garbage, collected on the UI thread only, and while nobody types.

Python collects in whichever thread happens to allocate; a Qt object in a cycle that is destroyed
from a worker's thread takes the program down with it (its timers and events live in this one).
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_MS = 500
# A collection of what a few searches left takes 15 ms, of all 50: a key is not to wait for it.
_REST_SECONDS = 0.7
# Objects that are made while one never rests, in the end: they are memory.
_MOST_WAITING = 300_000
_BUSY = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.Wheel,
)


class GarbageCollection(QObject):
    """Looks from time to time whether there is enough to collect, by Python's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._used = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())

    def start(self) -> None:
        """Collect what the start left over, and look from now on.

        What the program consists of is not looked through again at every collection.
        """
        gc.collect()
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, and all younger ones, once one rests."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        rests = time.monotonic() - self._used >= _REST_SECONDS
        if not rests and counts[0] <= _MOST_WAITING:
            return
        for generation in (2, 1, 0) if rests else (0,):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a key or button in the window in front, which hears of it before its widgets do."""
        if event.type() in _BUSY:
            self._used = time.monotonic()
        return False

    def _watch(self, window: QWindow | None) -> None:
        """Hear of what is done in the window in front: a filter of all would hear every event."""
        if window is not None:
            # Once for each window, however often: Qt drops the filter from the list it was in.
            window.installEventFilter(self)
