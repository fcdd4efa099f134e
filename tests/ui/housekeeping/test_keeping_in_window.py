"""The whole library in the window: backed up, restored, merged, moved; one that is in trouble."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.places import default_library
from reader.ui.app import Windows
from reader.ui.housekeeping.trouble_window import TroubleWindow
from reader.ui.main_window import MainWindow
from reader.ui.session import Session

Rest = Callable[[QtBot, MainWindow], None]


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[Windows]:
    windows = Windows(session=lambda library: Session(tmp_path / "window.ini", library.identifier))
    yield windows
    if windows.window is not None:
        qtbot.waitUntil(lambda: windows.window.tasks.idle, timeout=20_000)
    windows.close()


@pytest.fixture
def folder(starter_folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(starter_folder / "library", tmp_path / "library")
    return tmp_path / "library"


def shown(windows: Windows, folder: Path, qtbot: QtBot, at_rest: Rest) -> MainWindow:
    windows.show(folder, starter=False)
    assert windows.window is not None
    qtbot.waitExposed(windows.window)
    windows.window.start()
    at_rest(qtbot, windows.window)
    return windows.window


def test_a_backup_is_written_and_restored_beside_and_opened(
    qtbot: QtBot, windows: Windows, folder: Path, tmp_path: Path, at_rest: Rest
) -> None:
    window = shown(windows, folder, qtbot, at_rest)
    window.keeping.back_up(tmp_path / "b.zip")
    at_rest(qtbot, window)
    assert window.notice.text.startswith("Backed up: 5 documents")
    assert (tmp_path / "b.zip").is_file()

    window.keeping.restore(tmp_path / "b.zip", tmp_path / "restored")
    at_rest(qtbot, window)
    assert window.notice.text.startswith("Restored 5 documents")
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    other = windows.window
    assert other is not None
    assert other is not window
    assert other._library.folder == tmp_path / "restored"
    at_rest(qtbot, other)
    with Library.open(folder, writing=True, program="x") as left:
        assert len(left.documents.all()) == 5, "the window let go of the library before"

    other.keeping.restore(tmp_path / "none.zip", tmp_path / "nowhere")
    at_rest(qtbot, other)
    assert "cannot be read" in other.notice.text
    assert not (tmp_path / "nowhere").exists()


def test_another_library_is_merged_and_shown(
    qtbot: QtBot, windows: Windows, folder: Path, tmp_path: Path, at_rest: Rest
) -> None:
    (tmp_path / "timber.md").write_text("---\ntitle: Timber\n---\n\n# Timber\n\nZebrawood falls.\n")
    with Library.create(tmp_path / "other", program="x") as other:
        other.importing.run([tmp_path / "timber.md"])
    window = shown(windows, folder, qtbot, at_rest)

    window.keeping.merge(tmp_path / "other")
    at_rest(qtbot, window)
    assert window.notice.text == "From other: 1 new document."
    assert (
        window.left.library.view.model()
        .find(
            next(
                each.id
                for each in window._library.documents.all()
                if each.metadata.title == "Timber"
            )
        )
        .isValid()
    )
    assert window._library.searching.run("zebrawood").total == 1

    window.keeping.merge(tmp_path)
    at_rest(qtbot, window)
    assert "no library" in window.notice.text


def test_a_library_is_moved_and_the_window_goes_on_in_the_new_place(
    qtbot: QtBot, windows: Windows, starter_folder: Path, tmp_path: Path, at_rest: Rest
) -> None:
    folder = default_library()
    shutil.copytree(starter_folder / "library", folder)
    window = shown(windows, folder, qtbot, at_rest)
    window.worker.derive()

    window.keeping.move(tmp_path / "new" / "place")
    qtbot.waitUntil(lambda: windows.window is not window, timeout=20_000)
    moved = windows.window
    assert moved is not None
    at_rest(qtbot, moved)
    qtbot.waitUntil(lambda: not folder.exists())

    assert moved._library.folder == tmp_path / "new" / "place"
    assert "in " in moved.notice.text
    assert len(moved._library.documents.all()) == 5
    moved._library.reports.new("It can be written to")
    assert moved._library.integrity.verify() == []
    assert default_library() == tmp_path / "new" / "place"


def test_a_library_that_is_none_is_not_opened_in_place_of_the_one_on_show(
    qtbot: QtBot, windows: Windows, folder: Path, tmp_path: Path, at_rest: Rest
) -> None:
    window = shown(windows, folder, qtbot, at_rest)
    window.keeping.open(tmp_path)
    assert "there is no library" in window.notice.text
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "catalogue.sqlite3").write_bytes(b"none" * 3000)
    window.keeping.open(tmp_path / "damaged")
    assert "damaged" in window.notice.text
    assert windows.window is window
    assert window.isVisible()


# A library in trouble


def truncate(catalogue: Path) -> None:
    catalogue.write_bytes(catalogue.read_bytes()[:3000])


def overwrite(catalogue: Path) -> None:
    catalogue.write_bytes(b"This is a letter and no catalogue.\n" * 400)


def make_newer(catalogue: Path) -> None:
    connection = sqlite3.connect(catalogue)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(truncate, "damaged"), (overwrite, "damaged"), (make_newer, "newer Dossier")],
)
def test_a_library_in_trouble_is_explained_and_a_backup_takes_its_place(
    qtbot: QtBot,
    windows: Windows,
    folder: Path,
    tmp_path: Path,
    trouble: Callable[[Path], None],
    said: str,
) -> None:
    with Library.open(folder, writing=False, program="x") as library:
        library.keeping.backup(tmp_path / "b.zip")
    for each in folder.glob("catalogue.sqlite3-*"):
        each.unlink()
    trouble(folder / "catalogue.sqlite3")
    before = (folder / "catalogue.sqlite3").read_bytes()

    windows.show(folder, starter=True)

    assert windows.window is None
    explained = windows.trouble
    assert isinstance(explained, TroubleWindow)
    assert said in explained.text
    assert str(folder) in explained.text
    assert (folder / "catalogue.sqlite3").read_bytes() == before
    buttons = explained.findChildren(QPushButton)
    for button in buttons:
        assert QFontMetrics(button.font()).horizontalAdvance(button.text()) < button.width()

    again = next(each for each in buttons if each.text() == "Try again")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert said in explained.text

    explained.restore(tmp_path / "none.zip")
    qtbot.waitUntil(lambda: "cannot be read" in explained.text)
    assert (folder / "catalogue.sqlite3").read_bytes() == before

    explained.restore(tmp_path / "b.zip")
    qtbot.waitUntil(lambda: windows.window is not None, timeout=20_000)
    assert windows.trouble is None
    aside = [each for each in tmp_path.iterdir() if each.name.startswith("library (before")]
    assert [(each / "catalogue.sqlite3").read_bytes() for each in aside] == [before]


def test_a_page_that_is_damaged_in_the_middle_is_told_in_the_window(
    qtbot: QtBot, windows: Windows, folder: Path, at_rest: Rest
) -> None:
    catalogue = folder / "catalogue.sqlite3"
    connection = sqlite3.connect(catalogue)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page: int = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'document'"
    ).fetchone()[0]
    size: int = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    data = bytearray(catalogue.read_bytes())
    data[(page - 1) * size : page * size] = b"\xa5" * size
    catalogue.write_bytes(bytes(data))

    windows.show(folder, starter=False)
    window = windows.window
    assert window is not None
    qtbot.waitUntil(lambda: "damaged" in window.notice.text, timeout=20_000)
    assert "Put back a backup" in window.notice.text


def test_a_library_that_another_program_writes_to_is_opened_for_reading_only(
    qtbot: QtBot, windows: Windows, folder: Path, at_rest: Rest
) -> None:
    with Library.open(folder, writing=True, program="the other program"):
        window = shown(windows, folder, qtbot, at_rest)
        assert not window._library.writable
        assert "Opened for reading only" in window.notice.text
        assert "the other program" in window.notice.text


def test_a_library_that_cannot_be_written_to_is_opened_for_reading_only(
    qtbot: QtBot, windows: Windows, folder: Path, at_rest: Rest
) -> None:
    # A folder in the lock's place keeps everybody from taking it, root too.
    (folder / "writer.lock").unlink(missing_ok=True)
    (folder / "writer.lock").mkdir()
    window = shown(windows, folder, qtbot, at_rest)
    assert not window._library.writable
    assert "Opened for reading only" in window.notice.text
    assert len(window._library.documents.all()) == 5


def test_on_a_small_screen_the_first_window_fills_it_and_is_not_cut(
    qtbot: QtBot, windows: Windows, folder: Path, at_rest: Rest
) -> None:
    """The screen of these tests is 800 pixels wide: less than a window likes to be."""
    assert shown(windows, folder, qtbot, at_rest).isMaximized()
