"""The bookmarks: walked, filtered, noted, coloured and removed as a person does."""

from __future__ import annotations

import dataclasses

import pytest
from bookmark_entries import ALL, FUEL, GOLD, PRISON, entry, with_note
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from reader.domain.bookmark import BookmarkColour
from reader.ui.bookmarks.bookmarks_model import BookmarksModel
from reader.ui.bookmarks.bookmarks_panel import BookmarksPanel
from reader.ui.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> BookmarksPanel:
    panel = BookmarksPanel(light, host)
    panel.setGeometry(0, 0, 320, 640)
    panel.show_bookmarks(ALL)
    host.show()
    qtbot.waitExposed(host)
    return panel


def ids(panel: BookmarksPanel) -> list[str]:
    model = panel.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def middle(panel: BookmarksPanel, row: int) -> QPoint:
    return panel.view.visualRect(panel.view.model().index(row, 0)).center()


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = BookmarksModel()
    model.set_entries(ALL)
    qtmodeltester.check(model)
    model.set_filter("gold")
    qtmodeltester.check(model)
    model.set_entries([])
    qtmodeltester.check(model)


def test_a_click_and_enter_open_the_passage(qtbot: QtBot, panel: BookmarksPanel) -> None:
    with qtbot.waitSignal(panel.bookmarkActivated) as opened:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=middle(panel, 1))
    assert opened.args == ["fuel"]
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.bookmarkActivated) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == ["prison"]


def test_a_mark_that_does_not_stand_says_so_in_words(panel: BookmarksPanel) -> None:
    spoken = [
        panel.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(3)
    ]
    assert "moved" not in spoken[0]
    assert "moved — check: the text around the quotation changed" in spoken[1]
    assert "no longer in the source" in spoken[2]
    panel.select_bookmark("fuel")
    assert panel.editor.state == "Moved — check: the text around the quotation changed."
    panel.select_bookmark("gold")
    assert panel.editor.state == ""


@pytest.mark.parametrize(
    "words, kept", [("night", "Fuel"), ("FIGURES", "Illegal"), ("digest", "Fuel")]
)
def test_the_filter_looks_at_quotation_note_and_title(
    qtbot: QtBot, panel: BookmarksPanel, words: str, kept: str
) -> None:
    qtbot.keyClicks(panel.filter_field, words)
    assert len(ids(panel)) == 1
    assert ids(panel)[0].startswith(kept)


def test_a_filter_without_a_match_says_so_and_is_emptied_by_escape(
    qtbot: QtBot, panel: BookmarksPanel
) -> None:
    qtbot.keyClicks(panel.filter_field, "zebra")
    assert panel.message.startswith("No bookmark matches “zebra”.")
    qtbot.keyClick(panel.filter_field, Qt.Key.Key_Escape)
    assert panel.message == ""
    assert len(ids(panel)) == 3


def test_choosing_a_hidden_bookmark_takes_the_filter_away(
    qtbot: QtBot, panel: BookmarksPanel
) -> None:
    qtbot.keyClicks(panel.filter_field, "night")
    assert panel.select_bookmark("gold")
    assert panel.filter_field.text() == ""
    assert panel.current_bookmark() == "gold"
    assert not panel.select_bookmark("not there")


def test_a_note_is_told_by_ctrl_enter(qtbot: QtBot, panel: BookmarksPanel) -> None:
    panel.select_bookmark("fuel")
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    qtbot.waitUntil(panel.editor.note_field.hasFocus)
    qtbot.keyClicks(panel.editor.note_field, "By whom?")
    with qtbot.waitSignal(panel.noteChanged) as told:
        qtbot.keyClick(
            panel.editor.note_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    assert told.args == ["fuel", "By whom?"]
    with qtbot.assertNotEmitted(panel.noteChanged):
        panel.focus_list()


def test_a_note_is_told_when_one_leaves_it(qtbot: QtBot, panel: BookmarksPanel) -> None:
    panel.edit_note("gold")
    qtbot.waitUntil(panel.editor.note_field.hasFocus)
    qtbot.keyClick(panel.editor.note_field, Qt.Key.Key_End)
    qtbot.keyClicks(panel.editor.note_field, " for 2016")
    with qtbot.waitSignal(panel.noteChanged) as told:
        panel.filter_field.setFocus()
    assert told.args == ["gold", "Ask for figures for 2016"]


def test_a_note_is_told_before_another_bookmark_is_shown(
    qtbot: QtBot, panel: BookmarksPanel
) -> None:
    panel.edit_note("fuel")
    qtbot.keyClicks(panel.editor.note_field, "New")
    with qtbot.waitSignal(panel.noteChanged) as told:
        panel.select_bookmark("gold")
    assert told.args == ["fuel", "New"]
    assert panel.editor.note_field.toPlainText() == "Ask for figures"


def test_escape_leaves_a_note_as_it_was(qtbot: QtBot, panel: BookmarksPanel) -> None:
    panel.edit_note("gold")
    with qtbot.assertNotEmitted(panel.noteChanged):
        qtbot.keyClicks(panel.editor.note_field, "nonsense")
        qtbot.keyClick(panel.editor.note_field, Qt.Key.Key_Escape)
    assert panel.editor.note_field.toPlainText() == "Ask for figures"


def test_what_is_being_written_survives_a_refresh(qtbot: QtBot, panel: BookmarksPanel) -> None:
    panel.edit_note("fuel")
    qtbot.keyClicks(panel.editor.note_field, "Half a th")
    panel.show_bookmarks([entry("new", "A newer mark."), *ALL])
    assert panel.current_bookmark() == "fuel"
    qtbot.keyClicks(panel.editor.note_field, "ought")
    assert panel.editor.note_field.toPlainText() == "Half a thought"


def test_a_note_saved_elsewhere_is_shown(panel: BookmarksPanel) -> None:
    panel.select_bookmark("gold")
    panel.show_bookmarks([with_note(GOLD, "Another note"), FUEL, PRISON])
    assert panel.editor.note_field.toPlainText() == "Another note"


def test_a_colour_is_chosen_by_mouse_and_by_arrow_keys(qtbot: QtBot, panel: BookmarksPanel) -> None:
    panel.select_bookmark("gold")
    told: list[tuple[str, BookmarkColour]] = []
    panel.colourChanged.connect(lambda one, colour: told.append((one, colour)))
    pink = panel.editor.dots.dot(BookmarkColour.PINK)
    assert pink.accessibleName() == "Pink mark"
    qtbot.mouseClick(pink, Qt.MouseButton.LeftButton)
    pink.setFocus()
    qtbot.keyClick(pink, Qt.Key.Key_Right)
    assert told == [("gold", BookmarkColour.PINK), ("gold", BookmarkColour.PURPLE)]
    panel.show_bookmarks(
        [
            dataclasses.replace(
                GOLD, bookmark=dataclasses.replace(GOLD.bookmark, colour=BookmarkColour.GREEN)
            ),
            FUEL,
            PRISON,
        ]
    )
    assert panel.editor.dots.colour is BookmarkColour.GREEN


def test_buttons_and_delete_ask_for_what_they_say(qtbot: QtBot, panel: BookmarksPanel) -> None:
    panel.select_bookmark("gold")
    with qtbot.waitSignal(panel.addToReportRequested) as added:
        qtbot.mouseClick(panel.editor.add_button, Qt.MouseButton.LeftButton)
    assert added.args == ["gold"]
    with qtbot.waitSignal(panel.removeRequested) as removed:
        qtbot.mouseClick(panel.editor.remove_button, Qt.MouseButton.LeftButton)
    assert removed.args == ["gold"]
    with qtbot.waitSignal(panel.removeRequested):
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert len(ids(panel)) == 3, "nothing goes before the window says so"


def test_after_a_removal_the_neighbour_is_chosen(panel: BookmarksPanel) -> None:
    panel.select_bookmark("fuel")
    panel.show_bookmarks([GOLD, PRISON])
    assert panel.current_bookmark() == "prison"
    panel.show_bookmarks([])
    assert panel.current_bookmark() is None
    assert not panel.editor.isVisible()


def test_without_bookmarks_the_panel_says_how_to_make_one(panel: BookmarksPanel) -> None:
    panel.show_bookmarks([])
    assert "Ctrl+D" in panel.message
    assert not panel.filter_field.isVisible()


def test_a_list_come_to_by_keyboard_shows_what_is_chosen(
    qtbot: QtBot, panel: BookmarksPanel
) -> None:
    panel.filter_field.setFocus()
    qtbot.keyClick(panel.filter_field, Qt.Key.Key_Down)
    assert panel.view.selectionModel().hasSelection()
    assert panel.current_bookmark() == "gold"


def test_a_long_quotation_takes_three_lines_at_most(panel: BookmarksPanel, host: QWidget) -> None:
    panel.show_bookmarks([entry("long", "word " * 300), entry("short", "word")])
    view = panel.view
    heights = [view.visualRect(view.model().index(row, 0)).height() for row in range(2)]
    line = view.fontMetrics().lineSpacing()
    assert heights[0] - heights[1] <= 2 * (line + 6)


def test_another_look_changes_the_picture(panel: BookmarksPanel, dark: Theme) -> None:
    panel.select_bookmark("fuel")
    before = panel.grab().toImage()
    panel.set_theme(dark)
    after = panel.grab().toImage()
    assert after != before
    row = panel.view.visualRect(panel.view.currentIndex())
    place = panel.view.viewport().mapTo(panel, row.topLeft() + QPoint(1, 4))
    assert after.pixelColor(place) == dark.colour("accent")
