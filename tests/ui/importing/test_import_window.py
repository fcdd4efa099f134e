"""Importing in the window: dropped, pasted, told of, tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.document import Origin
from reader.library.progress import Progress
from reader.ui.main_window import MainWindow

AtRest = Callable[[QtBot, MainWindow], None]
PAGE = "# River gold\n\nMiners dig at night.\n"


def test_files_dropped_anywhere_are_imported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_rest: AtRest
) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nWords.\n")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / f"{name}.md")) for name in ("one", "two")])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(700, 300), action, mime, button, keys)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    assert window.drop.isVisible()
    assert window.drop.size() == window.size()
    window.drop.dropEvent(QDropEvent(QPointF(9, 9), action, mime, button, keys))
    assert window.drop.isHidden()
    at_rest(qtbot, window)
    titles = {each.metadata.title for each in window._library.documents.all()}
    assert {"one", "two"} <= titles
    assert window.importing.sheet.isVisible()
    assert window.importing.sheet.summary.startswith("2 added")


def test_words_dragged_over_the_window_are_no_import(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("words")
    entered = QDragEnterEvent(
        QPoint(700, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, entered)
    assert window.drop.isHidden()


def test_the_clipboard_is_imported_as_of_today(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest
) -> None:
    QGuiApplication.clipboard().setText("Harbour at night\n\nThe cranes stand still until four.\n")
    window.actions_by_name["paste_import"].trigger()
    at_rest(qtbot, window)
    held = {each.metadata.title: each for each in window._library.documents.all()}
    pasted = held["Harbour at night"]
    assert pasted.metadata.accessed is not None
    assert pasted.metadata.origins["accessed"] is Origin.INFERRED
    assert pasted.version.source_name.startswith("Harbour at night (")
    assert window.tabs.document is not None
    assert window.tabs.document.id == pasted.id, "it is there to be read"


def test_an_empty_clipboard_is_said_to_be_empty(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    window.actions_by_name["paste_import"].trigger()
    assert "no text on the clipboard" in window.said
    mime = QMimeData()
    mime.setUrls([QUrl("https://weekly.example/")])
    mime.setData("text/plain", b"")
    window.importing.take(mime)
    assert "never goes online" in window.said


def test_what_failed_is_tried_again_from_the_sheet(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_rest: AtRest
) -> None:
    file = tmp_path / "late.md"
    window.importing.run([file])
    at_rest(qtbot, window)
    sheet = window.importing.sheet
    assert "1 failed" in sheet.summary
    assert "no such file" in sheet.remarks
    file.write_text(PAGE)
    sheet.retry.click()
    at_rest(qtbot, window)
    assert window.tabs.document is not None
    assert window.tabs.document.metadata.title == "River gold"
    window.actions_by_name["show_import"].trigger()
    assert sheet.isVisible()
    for _ in range(3):
        window.actions_by_name["theme"].trigger()
        sheet.grab()


class Killed(BaseException):
    """Nothing is cleared up after it."""


def test_the_next_start_says_what_was_cut_short_and_offers_to_go_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_rest: AtRest
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nWords.\n")

    def kill(progress: Progress) -> None:
        if progress.done == 1:
            raise Killed

    with pytest.raises(Killed):
        window._library.importing.run([folder], report=kill)
    window.importing._looked = False
    window.importing.look()
    at_rest(qtbot, window)
    assert "cut short at" in window.notice.text
    window.notice.action.click()
    at_rest(qtbot, window)
    assert window.notice.isHidden()
    titles = {each.metadata.title for each in window._library.documents.all()}
    assert {"one", "two", "three"} <= titles
