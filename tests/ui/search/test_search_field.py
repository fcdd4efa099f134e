"""The search field, typed in as a person does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.search.search_field import SearchField
from reader.ui.theme import Theme


@pytest.fixture
def field(qtbot: QtBot, host: QWidget, light: Theme) -> SearchField:
    field = SearchField(light, host)
    field.setGeometry(10, 10, 470, 34)
    host.resize(500, 60)
    host.show()
    qtbot.waitExposed(host)
    return field


def test_every_keystroke_is_told(qtbot: QtBot, field: SearchField) -> None:
    told: list[str] = []
    field.textTyped.connect(told.append)
    qtbot.keyClicks(field.line, "gold")
    assert told == ["g", "go", "gol", "gold"]
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert told[-1] == "gol"


def test_a_query_put_in_by_the_window_is_not_told_back(field: SearchField, qtbot: QtBot) -> None:
    told: list[str] = []
    field.textTyped.connect(told.append)
    field.set_text("mining")
    assert field.text() == "mining"
    assert told == []
    qtbot.mouseClick(field.clear_button, Qt.MouseButton.LeftButton)
    assert told == [""]


@pytest.mark.parametrize(
    "key, signal",
    [
        (Qt.Key.Key_Down, "movedDown"),
        (Qt.Key.Key_Up, "movedUp"),
        (Qt.Key.Key_Return, "entered"),
        (Qt.Key.Key_Enter, "entered"),
        (Qt.Key.Key_Escape, "escaped"),
    ],
)
def test_keys_of_the_list_leave_the_field_as_signals(
    qtbot: QtBot, field: SearchField, key: Qt.Key, signal: str
) -> None:
    field.set_text("gold")
    with qtbot.waitSignal(getattr(field, signal), timeout=1000):
        qtbot.keyClick(field.line, key)
    assert field.text() == "gold"


def test_the_clear_button_is_there_only_while_there_is_something_to_clear(
    field: SearchField, qtbot: QtBot
) -> None:
    assert field.clear_button.isHidden()
    qtbot.keyClicks(field.line, "a")
    assert not field.clear_button.isHidden()


def test_the_shortcut_is_shown_until_one_is_in_the_field(field: SearchField, qtbot: QtBot) -> None:
    field.line.clearFocus()
    assert not field._hint.isHidden()
    field.focus_field()
    qtbot.waitUntil(field.line.hasFocus)
    assert field._hint.isHidden()
    field.line.clearFocus()
    assert not field._hint.isHidden()


def test_going_to_the_field_selects_what_is_in_it(field: SearchField, qtbot: QtBot) -> None:
    field.set_text("gold")
    field.focus_field()
    assert field.line.selectedText() == "gold"


def test_another_look_changes_the_picture(field: SearchField, dark: Theme) -> None:
    before = field.grab().toImage()
    field.set_theme(dark)
    assert field.grab().toImage() != before
    assert field.line.accessibleName() == "Search the library"


def test_a_pasted_page_is_one_line_of_whole_characters(qtbot: QtBot, field: SearchField) -> None:
    told: list[str] = []
    field.textTyped.connect(told.append)
    field.line.setFocus()
    field.line.insert("gold\nand\r\nsilver\tin\u2028Per\u00fa \U0001fa99")
    assert field.text() == "gold and  silver in Per\u00fa \U0001fa99"
    assert told == [field.text()]
    assert field.caret == len(field.text())


def test_a_query_is_put_with_the_cursor_where_it_is_meant(field: SearchField) -> None:
    told: list[str] = []
    field.textTyped.connect(told.append)
    field.put("\U0001fa99 gold country:peru e\u0301", 7)
    assert field.caret == 7
    assert field.line.cursorPosition() == 8
    assert told == []


def test_ten_thousand_characters_are_taken_and_given_back(field: SearchField, qtbot: QtBot) -> None:
    text = "gold mining \U0001fa99 e\u0301 " * 560
    field.line.insert(text)
    assert field.text() == text
    qtbot.keyClicks(field.line, "x")
    assert field.text() == f"{text}x"


def test_coming_to_the_field_is_told_apart_from_passing_through(
    field: SearchField, qtbot: QtBot
) -> None:
    came: list[bool] = []
    field.attended.connect(lambda: came.append(True))
    field.line.setFocus(Qt.FocusReason.TabFocusReason)
    assert came == []
    field.focus_field()
    assert len(came) == 1, "also from within"
    qtbot.mouseClick(field.line, Qt.MouseButton.LeftButton)
    assert len(came) == 2
    field.line.clearFocus()
    field.focus_field()
    assert len(came) == 3


@pytest.mark.parametrize(
    "key, modifier",
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_ways_to_go_on_are_asked_for(
    field: SearchField, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    field.set_text("gold")
    with qtbot.waitSignal(field.completionsWanted, timeout=1000):
        qtbot.keyClick(field.line, key, modifier)
    assert field.text() == "gold"
