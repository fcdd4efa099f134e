"""Completions and recent searches in the whole window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.domain.errors import IndexUnavailable
from reader.library.library import Library
from reader.library.search_help import Completion, CompletionKind
from reader.ui.main_window import MainWindow
from reader.ui.search.completion_list import CompletionList

Kind, Key = CompletionKind, Qt.Key
AtRest = Callable[[QtBot, MainWindow], None]


class MadeUp:
    """Completions that are known beforehand; what was asked for is kept."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.broken = False

    def run(
        self, text: str, cursor: int, limit: int, history: Sequence[str]
    ) -> tuple[Completion, ...]:
        self.asked.append((text, cursor))
        if self.broken:
            raise IndexUnavailable("no index")
        if not text.strip():
            return tuple(Completion(Kind.HISTORY, each, each, len(each)) for each in history)
        if text.endswith("country:"):
            return (Completion(Kind.COUNTRY, "Peru", f"{text}pe ", len(text) + 3),)
        return (
            Completion(Kind.WORD, "cocaine", "🪙 OR cocaine x", 12, "40 times"),
            Completion(Kind.COUNTRY, "Peru", text, cursor, country="PE"),
            Completion(Kind.FILTER, "country:", f"{text} country:", len(text) + 9),
        )


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    made_up = MadeUp()
    monkeypatch.setattr(Library, "completing", made_up, raising=False)
    return made_up


def rows(window: MainWindow) -> CompletionList:
    assert window.completion.rows is not None
    return window.completion.rows


def typed(qtbot: QtBot, window: MainWindow, text: str, at_rest: AtRest) -> None:
    window.activateWindow()
    window.top_bar.search_field.focus_field()
    qtbot.waitUntil(window.top_bar.search_field.line.hasFocus)
    qtbot.keyClicks(window.top_bar.search_field.line, text)
    at_rest(qtbot, window)


def press(qtbot: QtBot, window: MainWindow, key: Key, at_rest: AtRest) -> None:
    qtbot.keyClick(window.top_bar.search_field.line, key)
    at_rest(qtbot, window)


def test_a_completion_is_taken_with_its_cursor_and_searched_for(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    typed(qtbot, window, "coc", at_rest)
    assert made_up.asked[-1] == ("coc", 3)
    assert rows(window).isVisible()
    press(qtbot, window, Key.Key_Tab, at_rest)
    field = window.top_bar.search_field
    assert (field.text(), field.caret) == ("🪙 OR cocaine x", 12)
    assert field.line.cursorPosition() == 13
    assert not rows(window).isVisible()
    assert window.search.results is not None
    assert window.search.results.query.text == "🪙 OR cocaine x"


def test_a_country_offered_as_such_opens_its_profile_and_leaves_the_query(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    shown: list[str] = []
    window.country.show_country = shown.append  # type: ignore[method-assign, assignment]
    typed(qtbot, window, "per", at_rest)
    rows(window).taken.emit(rows(window).completions[1])
    at_rest(qtbot, window)
    assert shown == ["PE"]
    assert window.top_bar.search_field.text() == "per"


def test_a_filter_goes_on_with_its_values(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    typed(qtbot, window, "gold", at_rest)
    rows(window).taken.emit(rows(window).completions[2])
    at_rest(qtbot, window)
    assert [each.text for each in rows(window).completions] == ["Peru"]
    assert rows(window).isVisible()


def test_ctrl_space_opens_the_list_for_what_stands_there_already(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    typed(qtbot, window, "gold", at_rest)
    press(qtbot, window, Key.Key_Escape, at_rest)
    line = window.top_bar.search_field.line
    qtbot.keyClick(line, Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    assert rows(window).chosen == rows(window).completions[0]
    press(qtbot, window, Key.Key_Escape, at_rest)
    assert line.hasFocus()
    assert not rows(window).isVisible()


def test_down_walks_the_results_while_the_list_is_open(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    typed(qtbot, window, "gold", at_rest)
    assert rows(window).isVisible()
    press(qtbot, window, Key.Key_Down, at_rest)
    assert window.left.results.has_current()
    assert not rows(window).isVisible()


def test_it_goes_with_the_cursor_the_text_and_the_keyboard(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    field = window.top_bar.search_field
    typed(qtbot, window, "gold", at_rest)
    press(qtbot, window, Key.Key_Home, at_rest)
    assert not rows(window).isVisible(), "it was about another place"
    typed(qtbot, window, "silver", at_rest)
    assert rows(window).isVisible()
    field.set_text("put in by a click elsewhere")
    assert not rows(window).isVisible()
    typed(qtbot, window, "gold", at_rest)
    window.left.results.focus_list()
    assert not rows(window).isVisible()


def test_an_answer_that_comes_late_is_not_shown(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    typed(qtbot, window, "gold", at_rest)
    rows(window).hide()
    qtbot.keyClicks(window.top_bar.search_field.line, " m")
    window.left.results.focus_list()
    at_rest(qtbot, window)
    assert not rows(window).isVisible()


def test_without_an_index_the_list_is_silent(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    made_up.broken = True
    typed(qtbot, window, "gold", at_rest)
    assert not rows(window).isVisible()
    assert window.notice.isHidden()


def test_what_was_searched_for_is_offered_in_an_empty_field_and_can_be_forgotten(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    session = window._session
    for query in ("prison", "gold mining"):
        typed(qtbot, window, query, at_rest)
        press(qtbot, window, Key.Key_Return, at_rest)
    assert session.searches == ("gold mining", "prison")
    window.top_bar.search_field.clear_button.click()
    at_rest(qtbot, window)
    assert [each.text for each in rows(window).completions] == ["gold mining", "prison"]
    press(qtbot, window, Key.Key_Down, at_rest)
    press(qtbot, window, Key.Key_Delete, at_rest)
    assert session.searches == ("prison",)
    press(qtbot, window, Key.Key_Return, at_rest)
    assert window.top_bar.search_field.text() == "prison"
    window.actions_by_name["forget_searches"].trigger()
    assert session.searches == ()
    assert "forgotten" in window.said


def test_a_query_that_rested_beside_its_hits_was_meant(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    window.completion._rest.setInterval(30)
    typed(qtbot, window, "gol", at_rest)
    qtbot.waitUntil(lambda: window._session.searches == ("gol",))
    qtbot.keyClicks(window.top_bar.search_field.line, "d")
    qtbot.waitUntil(lambda: window._session.searches == ("gold",))
    typed(qtbot, window, "nothingatall", at_rest)
    qtbot.waitUntil(lambda: not window.completion._rest.isActive())
    assert window._session.searches == ("gold",), "nothing was found"


def test_an_opened_hit_remembers_its_query_and_a_previewed_one_does_not(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest, made_up: MadeUp
) -> None:
    typed(qtbot, window, "dollars", at_rest)
    press(qtbot, window, Key.Key_Down, at_rest)
    assert window.left.results.current_hit() is not None
    assert window._session.searches == ()
    window.left.results.open_current()
    assert window._session.searches == ("dollars",)
