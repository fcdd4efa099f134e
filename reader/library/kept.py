"""What is read of a database for every query and kept until the database changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from reader.catalogue.database import ChangeMark

# Where reading takes longer than this, what other programs write is looked at less often: an
# import commits many times a second, and each query would read everything again.
_QUICK_SECONDS = 0.05
_SHARE_OF_TIME = 10

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A value that `read` makes, made again when `mark` changed. Usable from several threads."""

    def __init__(self, mark: Callable[[], ChangeMark], read: Callable[[], Value]) -> None:
        self._mark = mark
        self._read = read
        self._lock = threading.Lock()
        self._kept: tuple[ChangeMark, Value] | None = None
        self._seconds = 0.0
        self._read_at = 0.0

    def current(self, lacks: Callable[[Value], bool] = lambda value: False) -> Value:
        """The value as it is now.

        A value that takes long to read may be some seconds behind what other programs wrote,
        unless it `lacks` something.
        """
        with self._lock:
            mark = self._mark()
            if self._kept is not None:
                seen, value = self._kept
                if mark == seen or not (self._is_due(mark, seen) or lacks(value)):
                    return value
            started = time.monotonic()
            value = self._read()
            self._read_at = time.monotonic()
            self._seconds = self._read_at - started
            self._kept = (mark, value)
            return value

    def _is_due(self, mark: ChangeMark, seen: ChangeMark) -> bool:
        waited = time.monotonic() - self._read_at
        return (
            mark.own != seen.own
            or self._seconds < _QUICK_SECONDS
            or waited > self._seconds * _SHARE_OF_TIME
        )
