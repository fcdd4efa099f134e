"""The completion list: shown, walked, taken and left as a person does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from reader.library.search_help import Completion, CompletionKind
from reader.ui.search.completion_keys import CompletionKeys
from reader.ui.search.completion_list import CompletionList
from reader.ui.search.completion_model import CompletionModel, spoken
from reader.ui.search.search_field import SearchField
from reader.ui.search.typed_part import typed_part
from reader.ui.theme import Theme

Kind, Key = CompletionKind, Qt.Key
TYPED = (
    Completion(Kind.WORD, "trafficking", "trafficking ", 12, "1,204 times"),
    Completion(Kind.WORD, "traffic", "traffic ", 8, "120 times"),
    Completion(Kind.COUNTRY, "Trinidad and Tobago", "tr", 2, "2 documents", country="TT"),
)
RECENT = (
    Completion(Kind.SAVED, "Gold in the Andes", "gold country:peru,co", 20, "3 new"),
    Completion(Kind.HISTORY, "illegal gold", "illegal gold", 12),
    Completion(Kind.HISTORY, "prisons", "prisons", 7),
)


class Desk(QWidget):
    """A field with its list, and what was told."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.resize(900, 500)
        self.other = QWidget(self)
        self.other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.field = SearchField(theme, self)
        self.field.setGeometry(80, 8, 420, 34)
        self.rows = CompletionList(theme, self.field, self)
        self.walkable = False
        self.keys = CompletionKeys(self.field.line, self.rows, lambda: self.walkable)
        self.taken: list[Completion] = []
        self.said: list[str] = []
        self.left: list[str] = []
        self.keys.taken.connect(self.taken.append)
        self.rows.taken.connect(self.taken.append)
        self.rows.announced.connect(self.said.append)
        for name in ("entered", "movedDown", "movedUp", "escaped"):
            getattr(self.field, name).connect(lambda name=name: self.left.append(name))

    def offer(self, typed: str, completions: Sequence[Completion]) -> None:
        self.field.set_text(typed)
        self.field.line.end(False)
        self.rows.show_completions(typed, completions)


@pytest.fixture
def desk(qtbot: QtBot, light: Theme) -> Desk:
    desk = Desk(light)
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitExposed(desk)
    desk.activateWindow()
    desk.field.focus_field()
    qtbot.waitUntil(desk.field.line.hasFocus)
    return desk


def row_middle(desk: Desk, row: int) -> QPoint:
    view = desk.rows._rows
    return view.visualRect(view.model().index(row, 0)).center()


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = CompletionModel()
    qtmodeltester.check(model)
    model.set_completions("tr", TYPED)
    qtmodeltester.check(model)
    words = model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Trinidad and Tobago, country profile, 2 documents"
    assert spoken(RECENT[1]) == "illegal gold, recent search"


def test_it_hangs_below_the_field_and_leaves_the_keyboard_there(desk: Desk) -> None:
    desk.offer("tr", TYPED)
    assert desk.rows.isVisible()
    assert not desk.rows.isWindow()
    assert desk.rows.geometry().top() > desk.field.geometry().bottom()
    assert desk.rows.geometry().left() == desk.field.geometry().left()
    assert desk.field.line.hasFocus()
    assert desk.rows.chosen is None
    desk.rows.show_completions("trx", ())
    assert not desk.rows.isVisible()


def test_results_stay_uncovered_where_there_is_room_beside_them(desk: Desk) -> None:
    results = QWidget(desk)
    results.setGeometry(0, 60, 260, 400)
    results.show()
    desk.rows.keep_clear_of(results)
    desk.offer("tr", TYPED)
    assert not desk.rows.geometry().intersects(results.geometry())
    results.resize(700, 400)
    desk.offer("tra", TYPED)
    assert desk.rows.geometry().left() == desk.field.geometry().left()


def test_it_stays_in_place_while_its_rows_change_and_within_a_small_window(desk: Desk) -> None:
    desk.offer("tr", TYPED)
    before = desk.rows.geometry()
    desk.offer("tra", TYPED[:1])
    assert desk.rows.geometry().topLeft() == before.topLeft()
    assert desk.rows.width() == before.width()
    desk.offer("t", TYPED * 9)
    desk.resize(300, 140)
    desk.rows.window().repaint()
    assert desk.rows.geometry().bottom() <= desk.height()


def test_down_and_up_walk_the_results_where_there_are_some(qtbot: QtBot, desk: Desk) -> None:
    desk.walkable = True
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Down)
    assert desk.left == ["movedDown"]
    assert not desk.rows.isVisible(), "what is previewed is not covered"
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Up)
    assert desk.left == ["movedDown", "movedUp"]


def test_once_in_the_list_the_arrows_are_its_own(qtbot: QtBot, desk: Desk) -> None:
    desk.walkable = True
    desk.offer("tr", TYPED)
    desk.keys.enter_list()
    assert desk.rows.chosen == TYPED[0]
    for _ in range(5):
        qtbot.keyClick(desk.field.line, Key.Key_Down)
    assert desk.rows.chosen == TYPED[2], "the last stays"
    for _ in range(3):
        qtbot.keyClick(desk.field.line, Key.Key_Up)
    assert desk.rows.chosen is None
    assert desk.rows.isVisible()
    assert desk.left == []
    assert desk.said[0] == "trafficking, word, 1,204 times, 1 of 3"
    assert desk.said[-1] == "as typed"


def test_without_results_down_goes_into_the_list(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Down)
    assert desk.rows.chosen == TYPED[0]
    qtbot.keyClick(desk.field.line, Key.Key_PageDown)
    assert desk.rows.chosen == TYPED[2]
    qtbot.keyClick(desk.field.line, Key.Key_PageUp)
    assert desk.rows.chosen is None


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Right])
def test_tab_and_right_at_the_end_take_the_first(qtbot: QtBot, desk: Desk, key: Key) -> None:
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, key)
    assert desk.taken == [TYPED[0]]
    assert not desk.rows.isVisible()
    assert desk.field.line.hasFocus()


def test_right_within_the_line_moves_and_takes_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr🪙", TYPED)
    desk.field.line.setCursorPosition(1)
    qtbot.keyClick(desk.field.line, Key.Key_Right)
    assert desk.taken == []
    assert desk.field.line.cursorPosition() == 2
    desk.rows.show_completions("tr🪙", TYPED)
    desk.field.line.end(False)
    qtbot.keyClick(desk.field.line, Key.Key_Right)
    assert desk.taken == [TYPED[0]], "the end is counted as Qt counts"


def test_right_never_leaves_for_a_profile(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED[::-1])
    qtbot.keyClick(desk.field.line, Key.Key_Right)
    assert desk.taken == []


def test_tab_goes_on_from_an_empty_field_and_back_from_any(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("", RECENT)
    qtbot.keyClick(desk.field.line, Key.Key_Tab)
    qtbot.waitUntil(lambda: not desk.field.line.hasFocus())
    assert desk.taken == []
    assert not desk.rows.isVisible(), "it goes with the keyboard"
    desk.field.focus_field()
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not desk.field.line.hasFocus())
    assert desk.taken == []


def test_enter_searches_as_typed_unless_a_row_is_chosen(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Return)
    assert (desk.left, desk.taken) == (["entered"], [])
    assert not desk.rows.isVisible()
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Down)
    qtbot.keyClick(desk.field.line, Key.Key_Down)
    qtbot.keyClick(desk.field.line, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert (desk.left, desk.taken) == (["entered"], [TYPED[1]])


def test_escape_closes_the_list_and_then_leaves(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Escape)
    assert not desk.rows.isVisible()
    assert desk.left == []
    qtbot.keyClick(desk.field.line, Key.Key_Escape)
    assert desk.left == ["escaped"]


def test_delete_forgets_a_chosen_recent_search_and_nothing_else(qtbot: QtBot, desk: Desk) -> None:
    forgotten: list[Completion] = []
    desk.keys.forgotten.connect(forgotten.append)
    desk.offer("", RECENT)
    qtbot.keyClick(desk.field.line, Key.Key_Delete)
    qtbot.keyClick(desk.field.line, Key.Key_Down)
    qtbot.keyClick(desk.field.line, Key.Key_Delete)
    assert forgotten == [], "a saved search is not deleted by a key in passing"
    qtbot.keyClick(desk.field.line, Key.Key_Down)
    assert desk.said[-1].endswith("Delete forgets it")
    qtbot.keyClick(desk.field.line, Key.Key_Delete)
    assert forgotten == [RECENT[1]]
    assert desk.rows.chosen == RECENT[2]
    qtbot.keyClick(desk.field.line, Key.Key_Delete)
    assert desk.rows.chosen == RECENT[0]
    assert desk.rows.completions == RECENT[:1]


def test_a_click_takes_and_leaves_the_keyboard_in_the_field(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED)
    view = desk.rows._rows.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=row_middle(desk, 1))
    assert desk.taken == []
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=row_middle(desk, 1))
    assert desk.taken == [TYPED[1]]
    assert desk.field.line.hasFocus()


def test_a_click_whose_row_became_another_takes_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED)
    view, place = desk.rows._rows.viewport(), row_middle(desk, 1)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    desk.offer("tra", TYPED[1:])
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place)
    assert desk.taken == []


def test_keys_with_modifiers_and_letters_are_the_fields(qtbot: QtBot, desk: Desk) -> None:
    desk.offer("tr", TYPED)
    qtbot.keyClick(desk.field.line, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert desk.field.line.selectedText() == "r"
    qtbot.keyClicks(desk.field.line, "e")
    assert desk.field.text() == "te"
    assert desk.taken == []


@pytest.mark.parametrize(
    "text, typed, part",
    [
        ("trafficking", "tra", "tra"),
        ("Human trafficking", "gold tra", "tra"),
        ("gold trafficking", "gold tra", "gold tra"),
        ("Túpac Amaru", "tup", "Túp"),
        ("Tu\u0301pac", "tup", "Tu\u0301p"),
        ("🪙 Perú", "country:ec,per", "Per"),
        ("mining", '"illegal min', "min"),
        ("silver", "gold -sil", "sil"),
        ("retraffic", "tra", None),
        ("anything", "", None),
        ("a .*b", ".*", ".*"),
        ("word", "(", None),
    ],
)
def test_what_one_has_typed_of_a_completion(text: str, typed: str, part: str | None) -> None:
    found = typed_part(text, typed)
    assert (text[slice(*found)] if found else None) == part


@pytest.mark.parametrize(
    "text",
    [
        "🪙" * 400,
        "e\u0301" * 300,
        "عربي " * 80,
        "<b>bold</b> &amp; \u202e",
        "a\nb\tc\u2028d",
        "",
        " ",
    ],
)
def test_hostile_texts_are_painted_in_one_row(desk: Desk, text: str) -> None:
    row = Completion(Kind.TITLE, text, text, len(text), text)
    desk.offer("b", (row, *TYPED))
    heights = {
        desk.rows._rows.visualRect(desk.rows._rows.model().index(at, 0)).height() for at in range(4)
    }
    assert len(heights) == 1
    picture = desk.grab().toImage()
    assert not picture.isNull()


def test_another_look_reaches_the_list(desk: Desk, dark: Theme) -> None:
    desk.offer("tr", TYPED)
    desk.rows.step(1)
    before = desk.rows.grab().toImage()
    desk.rows.set_theme(dark)
    after = desk.rows.grab().toImage()
    middle = QPoint(after.width() // 2, 3)
    assert after.pixelColor(middle) == dark.colour("surface")
    assert before.pixelColor(middle) != after.pixelColor(middle)
    chosen = desk.rows._rows.viewport().mapTo(desk.rows, QPoint(1, 6))
    assert after.pixelColor(chosen) == dark.colour("accent")
