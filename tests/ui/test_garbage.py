"""Where garbage is collected: never in a worker's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reader.ui.garbage import GarbageCollection


class Ring(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[GarbageCollection]:
    yield GarbageCollection()
    gc.unfreeze()
    gc.enable()


def test_a_worker_thread_collects_nothing(garbage: GarbageCollection) -> None:
    gone = weakref.ref(Ring())

    def allocate() -> None:
        kept = [[number] for number in range(200_000)]
        assert kept

    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_the_ui_thread_collects_when_there_is_enough(
    garbage: GarbageCollection, qtbot: QtBot
) -> None:
    garbage.start()
    gone = weakref.ref(Ring())
    held: list[list[int]] = []

    def collected() -> bool:
        # What other tests left to be deleted goes meanwhile, and counts against what is made.
        held.extend([number] for number in range(1_000))
        return gone() is None

    qtbot.waitUntil(collected, timeout=20_000)


def test_no_key_waits_for_a_collection(garbage: GarbageCollection, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is line.windowHandle())
    gc.collect()
    gone = weakref.ref(Ring())
    held = [[number] for number in range(2_000)]
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    garbage.look()
    assert gone() is not None

    def collected() -> bool:
        garbage.look()
        return gone() is None

    qtbot.waitUntil(collected)
    assert len(held) == 2_000


def test_one_who_never_rests_does_not_fill_the_memory(
    garbage: GarbageCollection, qtbot: QtBot
) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is line.windowHandle())
    gc.collect()
    gone = weakref.ref(Ring())
    held = [[number] for number in range(350_000)]
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    garbage.look()
    assert gone() is None
    assert len(held) == 350_000
