"""The results of a search, walked and opened as a person does."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from search_answers import OVERVIEW, PROFILE, answer

from reader.domain.query_parsing import parse
from reader.library.library import Library
from reader.library.progress import Progress
from reader.library.search_results import Hit, Order
from reader.ui.search.pill import Pill
from reader.ui.search.result_words import searched_words
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


def test_only_the_best_are_said_to_be_the_best(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", PROFILE, total=1431))
    assert panel.summary == "Best 2 of 1,431 passages"


def test_a_mended_query_says_so_and_can_be_taken_over(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(answer("minning", PROFILE, suggestion="mining"))
    said = panel.head.suggestion
    assert ">“mining”</a>." in said.text()
    assert said.text().startswith("Nothing matches “minning”. Showing ")
    with qtbot.waitSignal(panel.queryChosen) as taken:
        said.linkActivated.emit("take")
    assert taken.args == ["mining"]


def test_a_mended_query_with_markup_in_it_is_shown_as_typed(panel: ResultsPanel) -> None:
    panel.show_results(answer("<b>minning", PROFILE, suggestion="<b>mining"))
    assert "&lt;b&gt;mining" in panel.head.suggestion.text()


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
    assert panel.summary == "No passages"


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


def test_a_short_name_on_a_pill_is_never_cut(host: QWidget, light: Theme) -> None:
    for first in "APTVWY":
        for number in range(4):
            pill = Pill(light, f"{first}{number}", host, tail=f"{number * 7}", opens=True)
            pill.resize(pill.sizeHint())
            assert pill.shown == pill.words
            pill.set_chosen(chosen=True)
            pill.resize(pill.sizeHint())
            assert pill.shown == pill.words


def test_a_pill_that_says_something_else_takes_other_room(
    host: QWidget, light: Theme, dark: Theme
) -> None:
    pill = Pill(light, "P3", host, opens=True)
    narrow = pill.sizeHint()
    pill.say("P3", "1,431")
    counted = pill.sizeHint()
    assert counted.width() > narrow.width()
    pill.set_chosen(chosen=True)
    assert pill.sizeHint().width() > counted.width()
    pill.set_chosen(chosen=False)
    large = dataclasses.replace(dark, sizes={**dark.sizes, "small": light.sizes["small"] * 2})
    pill.set_theme(large)
    assert pill.sizeHint().width() > counted.width()


def test_the_star_tells_whether_the_search_is_saved(shown: ResultsPanel, dark: Theme) -> None:
    def drawn() -> QImage:
        return shown.head.star.icon().pixmap(16, 16).toImage()

    empty = drawn()
    shown.head.set_saved(saved=True)
    assert drawn() != empty
    shown.head.set_saved(saved=False)
    assert drawn() == empty
    shown.set_theme(dark)
    assert drawn() != empty


def test_where_nothing_is_found_nearer_queries_are_offered(
    panel: ResultsPanel, qtbot: QtBot
) -> None:
    others = [("gold mining", 12), ("gold OR mercury", 30)]
    panel.show_results(
        answer("gold mining mercury", alternatives=others, notes=("“mercury” does not occur",))
    )
    links = panel.empty.alternatives
    assert [link.words for link in links] == [
        "Without “mercury”: 12 passages",
        "“gold OR mercury”: 30 passages",
    ]
    assert panel.notes == ""
    assert "“mercury” does not occur. These find something:" in panel.message
    with qtbot.waitSignal(panel.queryChosen) as chosen:
        qtbot.keyClick(links[0], Qt.Key.Key_Return)
    assert chosen.args == ["gold mining"]
    panel.show_results(answer("gold", PROFILE))
    assert panel.empty.alternatives == []
    assert panel.empty.isHidden()


def test_the_status_line_tells_documents_that_match_only_as_a_whole_from_none() -> None:
    assert searched_words(answer("gold", PROFILE)) == "2 passages in 1 document, 1 ms"
    together = searched_words(answer("gold", whole=[OVERVIEW], total=0))
    assert together == "No passage, 1 document as a whole, 1 ms"
    assert searched_words(answer("gold")) == "Nothing found, 1 ms"


def test_a_word_that_was_going_on_is_left_out_by_name(panel: ResultsPanel) -> None:
    found = answer("fentanyl merc", alternatives=[("merc", 3)])
    panel.show_results(dataclasses.replace(found, query=parse("fentanyl merc", typing=True)))
    assert [link.words for link in panel.empty.alternatives] == ["Without “fentanyl”: 3 passages"]


def test_the_first_letter_of_a_word_is_no_mistake(panel: ResultsPanel) -> None:
    panel.show_results(answer("g", notes=("“g” does not occur",)))
    assert panel.message.startswith("No passage has the word “g”. Go on typing")
    assert "spelling" not in panel.message
    assert panel.notes == ""


def test_how_a_query_was_read_unfolds(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(answer("gold mining", PROFILE, details=("gold: gold, golden", "mining")))
    details = panel.head.details
    assert details.line.text() == "as: gold AND mining"
    assert not details.findChildren(QLabel)[0].isVisible()
    qtbot.keyClick(details.line, Qt.Key.Key_Return)
    assert details.findChildren(QLabel)[0].isVisible()
    assert details.text == "gold: gold, golden\nmining"
    assert "golden" in details.line.toolTip()
    panel.show_results(answer("gold", PROFILE))
    assert details.text == "gold"


def test_documents_that_match_as_a_whole_stand_apart(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(answer("gold mining", PROFILE, whole=[OVERVIEW]))
    rows = [panel.view.model().index(at, 0).data() for at in range(6)]
    assert rows[3:5] == ["Together in one document", "Overview"]
    assert panel.summary == "2 passages in 1 document"
    opened: list[Hit] = []
    panel.hitOpened.connect(opened.append)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(panel, 5))
    assert [hit.document.id for hit in opened] == ["Overview"]
    panel.show_results(answer("gold mining", whole=[OVERVIEW]))
    assert panel.summary == "No passage holds all words"
    assert panel.message == ""


def test_a_click_on_a_document_folds_its_hits(shown: ResultsPanel, qtbot: QtBot) -> None:
    model, view = shown.view.model(), shown.view
    top = view.visualRect(model.index(0, 0)).top()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row_middle(shown, 0))
    assert model.rowCount() == 3
    assert view.visualRect(model.index(0, 0)).top() == top
    assert "folded" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    # By keyboard it can be reached and unfolded again; a hit folds its document.
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert model.rowCount() == 5
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert model.rowCount() == 3
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert model.rowCount() == 5
    shown.show_results(answer("mining", PROFILE, OVERVIEW))
    assert model.rowCount() == 5


def test_a_document_with_more_hits_says_so_and_shows_them(
    panel: ResultsPanel, qtbot: QtBot
) -> None:
    panel.show_results(answer("gold", PROFILE, OVERVIEW, totals={"Index profile": 17}, total=18))
    model = panel.view.model()
    assert "2 of 17 hits" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(3, 0).data() == "Show all 17 hits"
    for _ in range(3):
        panel.select_next()
    with qtbot.waitSignal(panel.moreWanted) as wanted:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert wanted.args == ["Index profile"]


def test_several_hits_are_copied_in_their_order(shown: ResultsPanel, qtbot: QtBot) -> None:
    copied: list[list[Hit]] = []
    shown.copyWanted.connect(copied.append)
    shown.select_next()
    opened: list[Hit] = []
    shown.hitOpened.connect(opened.append)
    qtbot.keyClick(shown.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(
        shown.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        row_middle(shown, 4),
    )
    qtbot.keyClick(shown.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    places = [(hit.document.id, hit.passage.ordinal) for hit in copied[0]]
    assert places == [("Index profile", 0), ("Index profile", 1), ("Overview", 0)]
    assert opened == []


def test_the_menu_offers_what_can_be_done(shown: ResultsPanel, qtbot: QtBot) -> None:
    able = {action.text(): action.isEnabled() for action in shown.menu().actions()}
    assert not able["Copy passage with citation\tCtrl+C"]
    shown.select_next()
    actions = {action.text(): action for action in shown.menu().actions()}
    assert actions["Copy passage with citation\tCtrl+C"].isEnabled()
    with qtbot.waitSignal(shown.exportWanted):
        actions["Export results…"].trigger()
    actions["Fold all documents"].trigger()
    assert shown.view.model().rowCount() == 2
    actions["Unfold all documents"].trigger()
    assert shown.view.model().rowCount() == 5


def test_an_order_is_chosen(shown: ResultsPanel, qtbot: QtBot) -> None:
    actions = {action.text(): action for action in shown.head.order_menu().actions()}
    assert [text for text, action in actions.items() if action.isChecked()] == ["Best first"]
    with qtbot.waitSignal(shown.orderChosen) as chosen:
        actions["Newest first"].trigger()
    assert chosen.args == [Order.NEWEST]
    shown.head.set_order(Order.NEWEST)
    assert shown.head.order.words == "Newest first"


def test_while_the_index_is_built_the_panel_says_how_far_it_is(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", PROFILE))
    panel.show_building()
    assert panel.message.startswith("The search index is being built.")
    panel.show_building(Progress("index", 3, 10))
    assert (panel.empty.bar.value(), panel.empty.bar.maximum()) == (3, 10)
    assert panel.empty.bar.isVisible()
    panel.show_results(answer("gold", PROFILE))
    assert not panel.empty.isVisible()
    panel.clear()
    assert not panel.empty.bar.isVisible()
