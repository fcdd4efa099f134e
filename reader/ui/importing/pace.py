"""How fast long work goes, and how much longer it will take."""

from __future__ import annotations

import time
from collections.abc import Callable

# Before that a rate says more about the start than about the work.
_SECONDS = 2.0
_STEPS = 4
# Steps are of very different sizes: what is left is told in rough words only.
_MINUTE = 60


class Pace:
    """Counts steps from its first one on; the clock gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._stage = ""
        self._first = 0

    def words(self, stage: str, done: int, total: int) -> str:
        """The rate and the time left, empty until they mean something."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._first = stage, now, done
        seconds, steps = now - self._began, done - self._first
        if seconds < _SECONDS or steps < _STEPS:
            return ""
        rate = steps / seconds
        shown = f"{rate:.0f} a second" if rate >= 1.5 else f"{rate * _MINUTE:.0f} a minute"
        if total <= done:
            return shown
        return f"{shown}, {_left((total - done) / rate)} left"


def _left(seconds: float) -> str:
    if seconds < 10:
        return "a few seconds"
    if seconds < _MINUTE:
        return f"about {round(seconds / 10) * 10} seconds"
    minutes = round(seconds / _MINUTE)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"
