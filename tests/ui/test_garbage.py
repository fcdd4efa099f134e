"""Where garbage is collected: never in a worker's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
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
