"""Cyclic garbage, collected on the UI thread only.

Python collects in whichever thread happens to allocate; a Qt object in a cycle that is destroyed
from a worker's thread takes the program down with it (its timers and events live in this one).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500


class GarbageCollection(QObject):
    """Looks from time to time whether there is enough to collect, by Python's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Collect what the start left over, and look from now on.

        What the program consists of is not looked through again at every collection.
        """
        gc.collect()
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, and all younger ones."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
