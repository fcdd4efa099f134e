"""Off the UI thread and back: results, errors, newer ones first, cancelled ones quietly."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from reader.domain.errors import Cancelled, InvalidInput, ReaderError
from reader.library.progress import CancelToken, Progress, Report
from reader.ui.tasks import WORKER, Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()
    tasks.deleteLater()


def test_work_is_done_elsewhere_and_its_result_comes_back_here(qtbot: QtBot, tasks: Tasks) -> None:
    here = QThread.currentThread()
    seen: list[tuple[bool, bool]] = []
    tasks.read(
        "key",
        lambda: QThread.currentThread() is here,
        lambda same: seen.append((same, QThread.currentThread() is here)),
    )
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == [(False, True)]


def test_a_newer_reading_makes_an_older_one_void(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    seen: list[str] = []
    tasks.read("search", lambda: (gate.wait(5), "old")[1], seen.append)
    tasks.read("search", lambda: "new", seen.append)
    qtbot.waitUntil(lambda: seen == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == ["new"]
    tasks.read("search", lambda: "voided", seen.append)
    tasks.void("search")
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == ["new"]


def test_errors_reach_their_handler_or_the_window(
    qtbot: QtBot, tasks: Tasks, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise InvalidInput("no", item="it")

    def break_down() -> None:
        raise ZeroDivisionError

    handled: list[ReaderError] = []
    told: list[ReaderError] = []
    tasks.failed.connect(told.append)
    tasks.read("a", refuse, lambda _: None, handled.append)
    tasks.read("b", refuse, lambda _: None)
    tasks.read("c", break_down, lambda _: None)
    qtbot.waitUntil(lambda: tasks.idle)
    assert [str(error) for error in handled] == ["it: no."]
    assert {error.what[:9] for error in told} == {"no", "something"}
    assert "ZeroDivisionError" in caplog.text


def test_writing_goes_one_by_one_in_its_lane_and_can_be_stopped(qtbot: QtBot, tasks: Tasks) -> None:
    began, order = threading.Event(), []
    progress: list[tuple[str, Progress]] = []
    ended: list[str] = []
    tasks.progressed.connect(lambda name, at: progress.append((name, at)))
    tasks.finished.connect(ended.append)

    def long(report: Report, cancel: CancelToken) -> str:
        report(Progress("import", 1, 2, "a.md"))
        began.set()
        while not cancel.cancelled:
            cancel.check()
        raise Cancelled

    tasks.write("import", long, lambda _: order.append("never"), lane=WORKER)
    assert began.wait(5)
    tasks.write("mark", lambda *_: "mark", order.append)
    qtbot.waitUntil(lambda: order == ["mark"])
    tasks.cancel("nothing of the kind")
    tasks.cancel("import")
    qtbot.waitUntil(lambda: tasks.idle)
    assert order == ["mark"]
    assert progress == [("import", Progress("import", 1, 2, "a.md"))]
    assert sorted(ended) == ["import", "mark"]


def test_stopping_stops_all_work_of_that_name_and_its_end_is_told_once(
    qtbot: QtBot, tasks: Tasks
) -> None:
    began, ended, done = threading.Event(), [], []
    tasks.finished.connect(ended.append)

    def long(report: Report, cancel: CancelToken) -> str:
        began.set()
        while not cancel.cancelled:
            cancel.check()
        raise Cancelled

    tasks.write("import", long, done.append, lane=WORKER)
    tasks.write("import", long, done.append, lane=WORKER)
    assert began.wait(5)
    tasks.cancel("import")
    qtbot.waitUntil(lambda: tasks.idle)
    assert (ended, done) == (["import"], [])


def test_nothing_is_delivered_after_the_end(qtbot: QtBot) -> None:
    tasks = Tasks()
    seen: list[int] = []
    tasks.write("one", lambda *_: 1, seen.append)
    tasks.close()
    qtbot.wait(20)
    assert seen == []
