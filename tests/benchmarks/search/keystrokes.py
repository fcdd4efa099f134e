"""From key press to what is drawn, in a real window, and how long a search holds its thread.

`python -m tests.benchmarks.search.keystrokes [--passages 40000] [--queries 30] [--seed N]
[--platforms offscreen xcb]`. Queries are typed key by key at the pace of a writer (60 to 150 ms)
and as fast as a repeated key (30 ms), off screen and on a virtual display where Xvfb is there. For
every key: milliseconds until the list with the answer to just that text is drawn, and until the
completions of it are. A beat is asked for every millisecond: what comes late held the thread that
draws and answers keys, beside the same window at rest.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QWidget

from reader.ui.app import make_application, make_window
from reader.ui.garbage import GarbageCollection
from reader.ui.main_window import MainWindow
from reader.ui.search.completion_list import CompletionList
from reader.ui.search.completion_model import CompletionRole
from reader.ui.session import Session
from tests.benchmarks.search.corpus import corpus
from tests.benchmarks.search.made_library import made_library
from tests.benchmarks.search.queries import queries

HELD_MS = 16
_PACES = {"typed (60 to 150 ms)": (60, 150), "fast (30 ms)": (30, 30)}
_REST_SECONDS = 8.0
_AFTER_LAST_MS = 400
_STACKS = 6


@dataclass
class Beats:
    """Milliseconds between beats of the window's thread, and what of it that thread worked."""

    gaps: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    """Milliseconds of the processor that the thread worked from each key to the next."""

    def told(self, name: str) -> str:
        """The longest, and how often one was too long."""
        over = sum(gap > HELD_MS for gap in self.gaps)
        busy = sum(worked > HELD_MS for worked in self.worked)
        ordered = sorted(self.gaps)
        return (
            f"    {name:<24} {len(self.gaps):6} beats, p99"
            f" {ordered[int(len(ordered) * 0.99)]:5.1f} ms, longest {ordered[-1]:6.1f} ms"
            f" ({max(self.worked):.1f} of the processor); over {HELD_MS} ms: {over} ({busy})"
        )


class Heart(QObject):
    """Beats in the window's thread as often as it can, at most every millisecond."""

    def __init__(self) -> None:
        super().__init__()
        self.beats = Beats()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._last = (time.perf_counter(), time.thread_time())

    def start(self) -> None:
        """Begin to count anew."""
        self.beats = Beats()
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start()

    def stop(self) -> Beats:
        """What was counted."""
        self._timer.stop()
        return self.beats

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.beats.gaps.append((now[0] - self._last[0]) * 1000)
        self.beats.worked.append((now[1] - self._last[1]) * 1000)
        self._last = now


class Drawn(QObject):
    """Sees what is painted: when the list, and the completions, of the newest text are."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._completions = window.findChild(CompletionList)
        self._rows = self._completions.findChild(QListView) if self._completions else None
        self._pressed = 0.0
        self._text = ""
        self._waiting: set[str] = set()
        self.times: dict[str, list[float]] = {"results": [], "completions": []}
        self.overtaken = {"results": 0, "completions": 0}
        # A filter of the whole application would hold the thread for every event.
        for part in (window.left.results, self._completions):
            for widget in part.findChildren(QWidget) if part else ():
                widget.installEventFilter(self)

    def press(self, key: str) -> None:
        """Press a key in the search field."""
        line = self._window.top_bar.search_field.line
        for kind in self._waiting:
            self.overtaken[kind] += 1
        self._waiting = {"results", "completions"}
        self._text = line.text() + key
        self._pressed = time.perf_counter()
        QTest.keyClick(self._window.windowHandle(), key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._waiting and event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            for kind in tuple(self._waiting):
                if self._shows(kind, watched):
                    self._waiting.discard(kind)
                    # All that is due is painted before the loop comes back to timers.
                    QTimer.singleShot(0, self._noter(kind, self._pressed))
        return False

    def _noter(self, kind: str, pressed: float) -> Callable[[], None]:
        return lambda: self.times[kind].append((time.perf_counter() - pressed) * 1000)

    def _shows(self, kind: str, watched: QWidget) -> bool:
        if kind == "results":
            shown = self._window.search.results
            inside = self._window.left.results.isAncestorOf(watched)
            return inside and shown is not None and shown.query.text == self._text
        if self._completions is None or not self._completions.isAncestorOf(watched):
            return False
        first = self._rows.model().index(0, 0) if self._rows else None
        return first is not None and first.data(CompletionRole.TYPED) == self._text


def wait(milliseconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(milliseconds), loop.quit)
    loop.exec()


def until_idle(window: MainWindow) -> None:
    """Wait until the window has nothing left to do."""
    window.finish_start()
    wait(300)
    while not window.tasks.idle:
        wait(50)


def texts(passages: int, count: int, seed: int) -> list[str]:
    """What is typed: words alone and together, a phrase, a beginning, a filter, rare words."""
    for _ in corpus(passages, seed):
        pass
    classes = queries(passages, seed).classes
    chance = random.Random(seed)
    drawn = {
        "two words": "{0} {1}",
        "three common words, all": "{0} {1} {2}",
        "phrase": '"{0} {1}"',
        "rare word": "{0}",
        "common word": "{0} country:pe",
        "prefix, 3 letters": "{0}*",
    }
    made = []
    for number in range(count):
        name = list(drawn)[number % len(drawn)]
        words = chance.choice(classes[name]).words
        text = drawn[name].format(*words)
        made.append("".join(each for each in text if each.isascii()))
    return made


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` of all are not over."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("nan")


def typed(
    window: MainWindow, written: Sequence[str], pace: tuple[int, int], seed: int
) -> tuple[Drawn, Beats]:
    """Type all texts, each into an empty field."""
    chance, heart = random.Random(seed), Heart()
    drawn = Drawn(window)
    line = window.top_bar.search_field.line
    heart.start()
    for text in written:
        for key in text:
            before = time.thread_time()
            drawn.press(key)
            wait(chance.randint(*pace))
            heart.beats.keys.append((time.thread_time() - before) * 1000)
        wait(_AFTER_LAST_MS)
        line.clear()
        wait(100)
    beats = heart.stop()
    drawn.deleteLater()
    return drawn, beats


@contextlib.contextmanager
def watched_stacks(enabled: bool) -> Iterator[None]:
    """Print what held the window's thread, by a thread that looks at it: this holds it too."""
    if not enabled:
        yield
        return
    import threading

    main, seen = threading.main_thread().ident, [0.0, 0]
    beat = QTimer()
    beat.timeout.connect(lambda: seen.__setitem__(0, time.perf_counter()))
    beat.start(1)
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.004):
            late = time.perf_counter() - seen[0]
            if seen[0] and late > HELD_MS / 1000 and seen[1] < _STACKS and main is not None:
                seen[1] += 1
                print(f"held for {late * 1000:.0f} ms by")
                traceback.print_stack(sys._current_frames()[main], limit=8, file=sys.stdout)
                ended.wait(0.1)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join()


def measure(passages: int, count: int, seed: int, *, stacks: bool) -> None:
    """Print the figures of the window on this platform."""
    application = make_application()
    written = texts(passages, count, seed)
    with made_library(passages, seed, writing=True) as library, tempfile.TemporaryDirectory() as at:
        library.deriving.run()
        session = Session(Path(at) / "window.ini", library.identifier)
        window = make_window(library, theme="light", session=session)
        window.resize(1440, 900)
        window.show()
        window.start()
        until_idle(window)
        # As the program does: else Python collects in whichever thread allocates.
        garbage = GarbageCollection(application)
        garbage.start()
        line = window.top_bar.search_field.line
        window.activateWindow()
        line.setFocus()
        keys = sum(len(text) for text in written)
        print(
            f"  {application.platformName()}, {library.documents.passage_total:,} passages,"
            f" {len(written)} queries of {keys} keys, load {os.getloadavg()[0]:.1f}"
        )
        # The first words typed load what is loaded late.
        typed(window, ["gold mining"], (100, 100), seed)
        heart = Heart()
        heart.start()
        wait(_REST_SECONDS * 1000)
        print(heart.stop().told("at rest"), flush=True)
        for name, pace in _PACES.items():
            with watched_stacks(stacks):
                drawn, beats = typed(window, written, pace, seed)
            print(f"  {name}")
            for kind, times in drawn.times.items():
                floor = "   (floors: 30, 60)" if kind == "results" else ""
                print(
                    f"    key to drawn {kind:<11} median {percentile(times, 0.5):5.1f} ms,"
                    f" p95 {percentile(times, 0.95):5.1f} ms, longest {max(times, default=0):5.1f}"
                    f" ms; {len(times)} drawn, {drawn.overtaken[kind]} overtaken by the next key"
                    f"{floor}"
                )
            print(
                f"    processor for each key: median {percentile(beats.keys, 0.5):5.1f} ms, p95"
                f" {percentile(beats.keys, 0.95):5.1f} ms of the window's thread"
            )
            print(beats.told("window's thread"), flush=True)
        until_idle(window)
        window.close()
        application.processEvents()


def platforms(wanted: Sequence[str]) -> Iterator[tuple[list[str], dict[str, str]]]:
    """For each platform that there is, how a command begins and its environment."""
    for platform in wanted:
        environment = {**os.environ, "QT_QPA_PLATFORM": platform}
        if platform != "xcb" or os.environ.get("DISPLAY"):
            yield [], environment
            continue
        try:
            subprocess.run(["xvfb-run", "--help"], capture_output=True, check=False)
        except FileNotFoundError:
            print("  xcb is left out: there is no display and no xvfb-run")
            continue
        yield ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"], environment


def main() -> None:
    """Print what the command line asks for."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.search.keystrokes")
    options.add_argument("--passages", type=int, default=40_000)
    options.add_argument("--queries", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--platforms", nargs="+", default=["offscreen", "xcb"])
    options.add_argument("--stacks", action="store_true", help="print what held the thread")
    options.add_argument("--here", action="store_true", help="measure in this process")
    chosen = options.parse_args()
    if chosen.here:
        measure(chosen.passages, chosen.queries, chosen.seed, stacks=chosen.stacks)
        return
    arguments = [each for each in sys.argv[1:] if each not in ("offscreen", "xcb", "--platforms")]
    for before, environment in platforms(chosen.platforms):
        command = [*before, sys.executable, "-m", "tests.benchmarks.search.keystrokes", "--here"]
        subprocess.run([*command, *arguments], env=environment, check=True)


if __name__ == "__main__":
    main()
