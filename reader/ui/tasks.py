"""The one way off the UI thread: many readers, one writer, results back on the UI thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from reader.domain.errors import Cancelled, ReaderError
from reader.library.progress import CancelToken, Progress, Report

_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_READERS = 2
_AFTER_THE_KEY = 0.001
CATALOGUE = "catalogue"
WORKER = "worker"


class _Channel(QObject):
    """Carries calls from a pool's thread to the UI thread."""

    posted = Signal(object)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        # A thread that is woken takes the interpreter from the one that woke it, which waits up to
        # 20 ms for it, in the middle of answering a key. Asleep at once, it gives it back.
        time.sleep(_AFTER_THE_KEY)
        self._work()


class Tasks(QObject):
    """Runs work off the UI thread.

    A newer reading of the same `key` makes an older one void: its result is dropped. Writing is
    done one after the other in its lane (a mark does not wait for the worker process's import),
    tells its progress and can be cancelled. What a task raises comes back as a ReaderError; a
    defect of the program is logged and reported as one.
    """

    progressed = Signal(str, object)
    """A writing task's name and its `Progress`."""
    finished = Signal(str)
    """A name, when the last writing task of that name has ended in whatever way."""
    failed = Signal(object)
    """The ReaderError of a task that has no handler of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._channel = _Channel(self)
        self._channel.posted.connect(lambda call: call())
        self._readers = _pool(self, _READERS)
        self._writers = {lane: _pool(self, 1) for lane in (CATALOGUE, WORKER)}
        self._newest: dict[str, int] = {}
        self._cancels: dict[str, list[CancelToken]] = {}
        self._open = True
        self._pending = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is running or waiting."""
        return self._pending == 0

    def read(
        self,
        key: str,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[ReaderError], None] | None = None,
    ) -> None:
        """Run `work` and call `done` with its result, unless a newer one of this key began."""
        number = self._newest.get(key, 0) + 1
        self._newest[key] = number

        def wanted() -> bool:
            return self._open and self._newest[key] == number

        def run() -> None:
            # What became void while it waited is not worth beginning.
            outcome = _attempt(work) if wanted() else None
            self._channel.posted.emit(lambda: self._deliver(outcome, wanted, done, failed))

        self._pending += 1
        self._readers.start(_Job(run))

    def write(
        self,
        name: str,
        work: Callable[[Report, CancelToken], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[ReaderError], None] | None = None,
        *,
        lane: str = CATALOGUE,
    ) -> None:
        """Run `work` after all writing asked for in its lane, and call `done` with its result."""
        cancel = CancelToken()
        self._cancels.setdefault(name, []).append(cancel)

        def report(progress: Progress) -> None:
            self._channel.posted.emit(lambda: self.progressed.emit(name, progress))

        def run() -> None:
            outcome = _attempt(lambda: work(report, cancel))
            self._channel.posted.emit(lambda: finish(outcome))

        def finish(outcome: Any) -> None:
            under_way = self._cancels[name]
            under_way.remove(cancel)
            if not under_way:
                self.finished.emit(name)
            self._deliver(outcome, lambda: self._open, done, failed)

        self._pending += 1
        self._writers[lane].start(_Job(run))

    def void(self, key: str) -> None:
        """Drop the result of a reading that is under way."""
        self._newest[key] = self._newest.get(key, 0) + 1

    def cancel(self, name: str) -> None:
        """Ask all writing tasks of a name to stop, running and waiting ones."""
        for token in self._cancels.get(name, ()):
            token.cancel()

    def close(self) -> None:
        """Stop what can be stopped, wait for the rest, and deliver nothing any more."""
        self._open = False
        for name in self._cancels:
            self.cancel(name)
        self._readers.clear()
        self._readers.waitForDone()
        for writer in self._writers.values():
            writer.waitForDone()

    def _deliver(
        self,
        outcome: Any,
        wanted: Callable[[], bool],
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None] | None,
    ) -> None:
        self._pending -= 1
        if outcome is None or not wanted():
            return
        result, error = outcome
        if error is None:
            done(result)
        elif isinstance(error, Cancelled) and failed is None:
            return
        else:
            (failed or self.failed.emit)(error)


def _pool(parent: QObject, threads: int) -> QThreadPool:
    pool = QThreadPool(parent)
    pool.setMaxThreadCount(threads)
    # Each thread has its own connection to the catalogue, so threads are kept.
    pool.setExpiryTimeout(-1)
    return pool


def _attempt(work: Callable[[], _Result]) -> tuple[_Result | None, ReaderError | None]:
    try:
        return work(), None
    except ReaderError as error:
        return None, error
    except Exception as error:  # the task boundary: a defect must not end the window
        _LOG.exception("a task failed")
        explained = ReaderError(
            f"something went wrong that should not have ({type(error).__name__}: {error})",
            remedy="Nothing was lost; please report it with the text in the terminal",
        )
        return None, explained
