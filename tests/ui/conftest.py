"""Windows for the tests, over real libraries and closed at the end; looks and hosts for panels."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.places import resources, seeds
from reader.ui.app import make_application, make_window
from reader.ui.main_window import MainWindow
from reader.ui.session import Session
from reader.ui.theme import Theme, load_theme


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The window's own application, for pytest-qt."""
    return make_application()


@pytest.fixture(scope="session")
def starter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A starter library and its cache, made once; tests work on copies."""
    home = tmp_path_factory.mktemp("starter")
    with Library.create(home / "library", program="the tests", cache=home / "cache") as library:
        library.importing.run([seeds()])
        library.deriving.run()
    return home


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the window has nothing left to do."""
    window.finish_start()

    qtbot.waitUntil(lambda: window.tasks.idle, timeout=20_000)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.tasks.idle, timeout=20_000)


@pytest.fixture(name="at_rest")
def _at_rest() -> Callable[[QtBot, MainWindow], None]:
    """Waits until a window has nothing left to do."""
    return at_rest


@pytest.fixture
def window(qtbot: QtBot, starter_folder: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window over a copy of the starter library, started and at rest."""
    shutil.copytree(starter_folder / "library", tmp_path / "library")
    library = Library.open(tmp_path / "library", writing=True, program="the tests")
    library.deriving.run()
    session = Session(tmp_path / "window.ini", library.identifier)
    window = make_window(library, theme="light", session=session)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.start()
    at_rest(qtbot, window)
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def light(qtbot: QtBot) -> Theme:
    """The light look."""
    return load_theme(resources(), "light")


@pytest.fixture
def dark(qtbot: QtBot) -> Theme:
    """The dark look."""
    return load_theme(resources(), "dark")


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window without a layout: the off-screen platform complains of those with size hints."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(320, 640)
    return host
