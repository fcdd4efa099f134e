"""The results of a search, walked and opened as a person does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from search_answers import OVERVIEW, PROFILE, answer

from reader.library.library import Library
from reader.library.search_results import Hit
from reader.ui.search.chips import ChipRow
from reader.ui.search.results_model import ResultRole, ResultsModel, hit_key
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> ResultsPanel:
    panel = ResultsPanel(light, host)
    panel.setGeometry(0, 0, 320, 640)
    host.show()
    qtbot.waitExposed(host)
    return panel


@pytest.fixture
def shown(panel: ResultsPanel) -> ResultsPanel:
    panel.show_results(answer("gold mining", PROFILE, OVERVIEW))
    return panel


def row_middle(panel: ResultsPanel, row: int) -> QPoint:
    return panel.view.visualRect(panel.view.model().index(row, 0)).center()


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = ResultsModel()
    model.set_results(answer("gold mining", PROFILE, OVERVIEW))
    qtmodeltester.check(model)
    assert model.rowCount() == 5
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Index profile, 2 hits"
    assert "Section 0: Illegal gold" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    model.set_results(None)
    qtmodeltester.check(model)


def test_documents_stand_above_their_hits_and_cannot_be_chosen(shown: ResultsPanel) -> None:
    model = shown.view.model()
    flags = [model.index(row, 0).flags() for row in range(5)]
    able = [bool(flag & Qt.ItemFlag.ItemIsSelectable) for flag in flags]
    assert able == [False, True, True, False, True]
    assert shown.summary == "3 passages in 2 documents"


def test_down_and_up_preview_hits_and_skip_documents(qtbot: QtBot, shown: ResultsPanel) -> None:
    previewed: list[Hit] = []
    shown.hitPreviewed.connect(previewed.append)
    for _ in range(5):
        shown.select_next()
    places = [(hit.document.id, hit.passage.ordinal) for hit in previewed]
    assert places == [("Index profile", 0), ("Index profile", 1), ("Overview", 0)]
    qtbot.keyClick(shown.view, Qt.Key.Key_Up)
    assert previewed[-1].document.id == "Index profile"
    assert shown.current_hit() == previewed[-1]


def test_enter_and_a_click_open(qtbot: QtBot, shown: ResultsPanel) -> None:
    opened: list[Hit] = []
    shown.hitOpened.connect(opened.append)
    shown.select_next()
    qtbot.keyClick(shown.view, Qt.Key.Key_Return)
    assert [hit.passage.ordinal for hit in opened] == [0]
    qtbot.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(shown, 4))
    assert opened[-1].document.id == "Overview"
    qtbot.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(shown, 0))
    assert len(opened) == 2


def test_enter_in_the_field_opens_the_best_hit(shown: ResultsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.hitOpened) as opened:
        shown.open_current()
    assert opened.args[0].passage.ordinal == 0


def test_a_newer_answer_keeps_the_chosen_hit_where_it_was(
    panel: ResultsPanel, qtbot: QtBot
) -> None:
    many = [
        (f"Document {number:02}", (f"Gold mining of the kind {number}.",) * 3)
        for number in range(20)
    ]
    panel.show_results(answer("gold", *many))
    for _ in range(30):
        panel.select_next()
    before = panel.current_hit()
    assert before is not None
    top = panel.view.visualRect(panel.view.currentIndex()).top()
    previewed: list[Hit] = []
    panel.hitPreviewed.connect(previewed.append)
    panel.show_results(answer("gold mining", *many[3:]))
    after = panel.current_hit()
    assert after is not None
    assert hit_key(after) == hit_key(before)
    assert panel.view.visualRect(panel.view.currentIndex()).top() == top
    assert previewed == []


def test_a_hit_that_is_gone_is_no_longer_chosen(shown: ResultsPanel) -> None:
    shown.select_next()
    shown.show_results(answer("gold", OVERVIEW))
    assert shown.current_hit() is None
    shown.select_next()
    assert shown.current_hit() is not None


def test_chips_count_and_a_country_narrows(shown: ResultsPanel, qtbot: QtBot) -> None:
    assert [chip.words for chip in shown.chips.chips] == ["Peru 3", "Starter 3"]
    with qtbot.waitSignal(shown.countryChosen) as chosen:
        qtbot.mouseClick(shown.chips.chips[0], Qt.MouseButton.LeftButton)
    assert chosen.args == ["PE"]
    assert not shown.chips.chips[1].isEnabled()


def test_many_chips_wrap_and_the_rest_come_on_demand(panel: ResultsPanel, qtbot: QtBot) -> None:
    facets = {"country": {f"X{n}": 9 - n for n in range(8)}, "publisher": {"A long house": 1}}
    panel.show_results(answer("gold", PROFILE, facets=facets))
    words = [chip.words for chip in panel.chips.chips]
    assert words == ["X0 9", "X1 8", "X2 7", "X3 6", "X4 5", "more…"]
    qtbot.mouseClick(panel.chips.chips[-1], Qt.MouseButton.LeftButton)
    assert len(panel.chips.chips) == 9
    qtbot.wait(1)
    rights = [chip.geometry().right() for chip in panel.chips.chips]
    assert max(rights) <= panel.chips.width()
    assert len({chip.geometry().top() for chip in panel.chips.chips}) > 1
    assert panel.chips.height() >= panel.chips.heightForWidth(panel.chips.width())


def test_only_the_best_are_said_to_be_the_best(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", PROFILE, total=1431))
    assert panel.summary == "Best 2 of 1,431 passages · 1 document"


def test_a_mended_query_says_so_and_can_be_taken_over(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(answer("minning", PROFILE, suggestion="mining"))
    assert panel.suggestion == "Nothing matches “minning”. Showing “mining”."
    with qtbot.waitSignal(panel.suggestionChosen) as taken:
        panel._suggestion.linkActivated.emit("take")
    assert taken.args == ["mining"]


def test_a_mended_query_with_markup_in_it_is_shown_as_typed(panel: ResultsPanel) -> None:
    panel.show_results(answer("<b>minning", PROFILE, suggestion="<b>mining"))
    assert "&lt;b&gt;mining" in panel._suggestion.text()


@pytest.mark.parametrize(
    "query, advice",
    [
        ("golt minng", "put OR between"),
        ('"gold mule"', "quotation marks"),
        ("gold country:peru", "leave the country out"),
        ("gold -silver", "minus"),
        ("traffickking", "traffickki*"),
        ("country:peru", "Add a word"),
    ],
)
def test_an_empty_answer_says_what_to_try(panel: ResultsPanel, query: str, advice: str) -> None:
    panel.show_results(answer(query))
    assert panel.message.startswith(f"Nothing matches “{query}”.")
    assert advice in panel.message
    assert panel.summary == ""


def test_notes_on_the_query_are_sentences(panel: ResultsPanel) -> None:
    panel.show_results(answer('"gold', PROFILE))
    assert panel.notes == "A quotation mark was not closed."


def test_before_any_query_the_panel_says_how_to_search(panel: ResultsPanel) -> None:
    assert panel.message.startswith("Search the library")
    panel.show_message("The index is being built.")
    assert panel.message == "The index is being built."
    panel.show_results(answer("gold", PROFILE))
    assert panel.message == ""
    panel.clear()
    assert panel.current_hit() is None
    assert "country:peru" in panel.message


def test_walking_an_empty_list_does_nothing(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.select_next()
    panel.select_previous()
    panel.open_current()
    assert panel.current_hit() is None


def test_rows_grow_where_text_wraps(shown: ResultsPanel, host: QWidget, qtbot: QtBot) -> None:
    index = shown.view.model().index(4, 0)
    wide = shown.view.visualRect(index).height()
    assert index.data(ResultRole.HIT) is not None
    host.resize(900, 640)
    shown.resize(900, 640)
    qtbot.waitUntil(lambda: shown.view.visualRect(index).height() < wide)


def test_another_look_changes_the_picture(shown: ResultsPanel, dark: Theme) -> None:
    shown.select_next()
    before = shown.grab().toImage()
    shown.set_theme(dark)
    after = shown.grab().toImage()
    assert after != before
    row = shown.view.visualRect(shown.view.currentIndex())
    place = shown.view.viewport().mapTo(shown, row.topLeft() + QPoint(1, 4))
    assert after.pixelColor(place) == dark.colour("accent")


def test_a_real_search_is_shown(panel: ResultsPanel, library: Library) -> None:
    panel.show_results(library.searching.run("fuel by night"))
    panel.select_next()
    hit = panel.current_hit()
    assert hit is not None
    assert "Fuel" in hit.snippet.text
    panel.show_results(library.searching.run("prison"))
    assert "passages in 1 document" in panel.summary


def test_a_short_name_on_a_chip_is_never_cut(host: QWidget, light: Theme, qtbot: QtBot) -> None:
    row = ChipRow(light, host)
    names = [f"{first}{second}" for first in "APTVWY" for second in "0137"]
    row.show_chips([(None, name, count) for name, count in zip(names, range(1, 25), strict=True)])
    row.chips[-1].click()
    row.setGeometry(0, 0, 300, 600)
    assert [chip.shown for chip in row.chips] == [chip.words for chip in row.chips]
