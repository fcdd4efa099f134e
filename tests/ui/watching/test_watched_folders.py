"""Watched folders in the window: what comes in by itself, and the sheet that lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from reader.ui.main_window import MainWindow
from reader.ui.wiring import watch_wiring

AtRest = Callable[[QtBot, MainWindow], None]


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_wiring, "_LOOK_MS", 20)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watched(window: MainWindow, inbox: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window.watching.add(inbox)
    qtbot.waitUntil(lambda: bool(window._library.watching.folders()), timeout=20_000)
    yield window
    window.watching.stop()


def titles(window: MainWindow) -> set[str]:
    return {each.metadata.title for each in window._library.documents.all()}


def test_what_comes_into_a_watched_folder_is_imported_without_a_word_too_many(
    watched: MainWindow, inbox: Path, qtbot: QtBot
) -> None:
    before = watched.tabs.document
    (inbox / "note.md").write_text("# A note by itself\n\nWords.\n")
    (inbox / "broken.pdf").write_text("no PDF at all")
    qtbot.waitUntil(lambda: "A note by itself" in titles(watched), timeout=20_000)
    qtbot.waitUntil(lambda: "Watched folders:" in watched.said, timeout=20_000)
    assert "1 added" in watched.said
    assert watched.tabs.document == before, "what is being read stays in front"
    assert watched.importing.sheet.isHidden()
    watched.actions_by_name["show_import"].trigger()
    assert watched.importing.sheet.isVisible()
    assert "note.md" in watched.importing.sheet.text


def test_what_comes_later_stands_below_what_is_being_read_in_the_sheet(
    watched: MainWindow, inbox: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    watched.importing.run([tmp_path / "missing one.md", tmp_path / "missing two.md"])
    qtbot.waitUntil(lambda: bool(watched.importing.parts), timeout=20_000)
    qtbot.waitUntil(lambda: watched.importing.sheet.isVisible(), timeout=20_000)
    watched.importing.sheet.choose(1)
    (inbox / "note.md").write_text("# A note by itself\n\nWords.\n")
    qtbot.waitUntil(lambda: "note.md" in watched.importing.sheet.text, timeout=20_000)
    assert "missing one" in watched.importing.sheet.text
    assert "missing two" in watched.importing.sheet.remarks


def test_the_sheet_lists_folders_and_what_they_brought(
    window: MainWindow, inbox: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_by_name["watched_folders"].trigger()
    sheet = window.watching.sheet
    assert sheet.isVisible()
    assert sheet.rows == []
    assert sheet.add.hasFocus()
    assert not sheet.remove.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(inbox))
    qtbot.keyClick(sheet.add, Qt.Key.Key_Return)
    (inbox / "note.md").write_text("# A note by itself\n\nWords.\n")
    qtbot.waitUntil(lambda: bool(sheet.rows) and "1 added" in sheet.rows[0][3], timeout=20_000)
    assert sheet.rows[0][:2] == (str(inbox), "1")
    inbox.rename(inbox.with_name("away"))
    qtbot.waitUntil(lambda: "not there" in sheet.rows[0][2], timeout=20_000)
    assert "not there" in window.said
    inbox.with_name("away").rename(inbox)
    qtbot.waitUntil(lambda: "not there" not in sheet.rows[0][2], timeout=20_000)
    sheet.view.setFocus()
    qtbot.keyClick(sheet.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: sheet.rows == [], timeout=20_000)
    assert window._library.watching.folders() == ()
    assert "A note by itself" in titles(window), "what it brought stays"
    for _ in range(3):
        window.actions_by_name["theme"].trigger()
        sheet.grab()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert all(each.accessibleDescription() for each in sheet.findChildren(QPushButton))
    window.watching.stop()


def test_a_watched_folder_waits_while_other_work_is_under_way(
    watched: MainWindow, inbox: Path, qtbot: QtBot
) -> None:
    watched.progress.begin("Other work")
    (inbox / "note.md").write_text("# A note by itself\n\nWords.\n")
    qtbot.wait(300)
    assert "A note by itself" not in titles(watched)
    watched.progress.end("Other work")
    qtbot.waitUntil(lambda: "A note by itself" in titles(watched), timeout=20_000)
