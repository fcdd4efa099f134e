"""The note of a new bookmark."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.domain.bookmark import BookmarkColour
from reader.ui.bookmarks.note_popup import NotePopup
from reader.ui.theme import Theme


@pytest.fixture
def popup(qtbot: QtBot, host: QWidget, light: Theme) -> NotePopup:
    popup = NotePopup(light, host)
    host.resize(420, 300)
    host.show()
    qtbot.waitExposed(host)
    popup.open_for("Illegal gold mining pays better. " * 12)
    qtbot.waitUntil(popup.note_field.hasFocus)
    return popup


def test_it_is_hidden_until_asked_for(qtbot: QtBot, host: QWidget, light: Theme) -> None:
    assert NotePopup(light, host).isHidden()


def test_enter_saves_note_and_colour(qtbot: QtBot, popup: NotePopup) -> None:
    qtbot.keyClicks(popup.note_field, "Ask")
    qtbot.keyClick(popup.note_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(popup.note_field, "twice")
    qtbot.mouseClick(popup.dots.dot(BookmarkColour.BLUE), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(popup.saved) as saved:
        qtbot.keyClick(popup.note_field, Qt.Key.Key_Return)
    assert saved.args == ["Ask\ntwice", BookmarkColour.BLUE]
    assert popup.isHidden()


def test_escape_saves_nothing_wherever_the_focus_is(qtbot: QtBot, popup: NotePopup) -> None:
    with qtbot.waitSignal(popup.cancelled), qtbot.assertNotEmitted(popup.saved):
        qtbot.keyClick(popup.note_field, Qt.Key.Key_Escape)
    popup.open_for("Again")
    assert popup.note_field.toPlainText() == ""
    with qtbot.waitSignal(popup.cancelled):
        qtbot.keyClick(popup.dots.dot(BookmarkColour.YELLOW), Qt.Key.Key_Escape)
    assert popup.isHidden()


def test_the_buttons_do_the_same(qtbot: QtBot, popup: NotePopup) -> None:
    with qtbot.waitSignal(popup.saved) as saved:
        qtbot.mouseClick(popup.save_button, Qt.MouseButton.LeftButton)
    assert saved.args == ["", BookmarkColour.YELLOW]
    popup.open_for("Again")
    with qtbot.waitSignal(popup.cancelled):
        qtbot.mouseClick(popup.cancel_button, Qt.MouseButton.LeftButton)


def test_a_long_quotation_is_cut(popup: NotePopup) -> None:
    assert popup.quotation.startswith("“Illegal gold")
    assert popup.quotation.endswith("…")


def test_tab_leaves_the_note_for_the_colours(qtbot: QtBot, popup: NotePopup) -> None:
    qtbot.keyClick(popup.note_field, Qt.Key.Key_Tab)
    assert popup.dots.dot(BookmarkColour.YELLOW).hasFocus()
    qtbot.keyClick(popup.dots.dot(BookmarkColour.YELLOW), Qt.Key.Key_Left)
    assert popup.dots.colour is BookmarkColour.PURPLE


def test_another_look_changes_the_picture(popup: NotePopup, dark: Theme) -> None:
    before = popup.grab().toImage()
    popup.set_theme(dark)
    after = popup.grab().toImage()
    assert after != before
    assert after.pixelColor(popup.width() // 2, 5) == dark.colour("raised")
