"""Results in the real window: narrowed, ordered, kept, taken out, and without an index."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.domain.query_editing import filters_of
from reader.domain.query_filters import filter_values
from reader.library.search_results import Order, SearchResults
from reader.ui.left_panel import LeftTab
from reader.ui.main_window import MainWindow

KEY = Qt.Key
AtRest = Callable[[QtBot, MainWindow], None]


@pytest.fixture
def searched(qtbot: QtBot, window: MainWindow, at_rest: AtRest) -> MainWindow:
    window.top_bar.search_field.focus_field()
    qtbot.keyClicks(window.top_bar.search_field.line, "gold")
    at_rest(qtbot, window)
    return window


def answer_of(window: MainWindow) -> SearchResults:
    assert window.search.results is not None
    return window.search.results


def index_folder(window: MainWindow) -> Path:
    return window._library.cache_folder / "index"


def index_files(window: MainWindow) -> list[Path]:
    return [path for path in index_folder(window).rglob("*") if path.is_file()]


def test_a_facet_narrows_and_stands_in_the_field(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    panel, field = searched.left.results, searched.top_bar.search_field
    before = answer_of(searched)
    facet = next(each for each in before.facets if each.field == "tag")
    first, second = facet.values[:2]
    panel.facets.open_facet("tag")
    assert panel.facets.popup is not None
    qtbot.keyClick(panel.facets.popup.view, KEY.Key_Space)
    at_rest(qtbot, searched)
    after = answer_of(searched)
    assert field.text().startswith("gold tag:")
    assert after.total == first.count < before.total
    assert list(panel.facets.chips) == [("tag", first.value)]
    # A second value is another way to fit, and the popup is still there to choose it.
    qtbot.keyClick(panel.facets.popup.view, KEY.Key_Down)
    qtbot.keyClick(panel.facets.popup.view, KEY.Key_Space)
    at_rest(qtbot, searched)
    chosen = filters_of(field.text())
    assert [filter_values(each.value) for each in chosen] == [(first.value, second.value)]
    assert first.count <= answer_of(searched).total <= first.count + second.count
    assert list(panel.facets.chips) == [("tag", first.value), ("tag", second.value)]
    qtbot.mouseClick(panel.facets.clear_all, Qt.MouseButton.LeftButton)
    at_rest(qtbot, searched)
    assert field.text() == "gold"
    assert answer_of(searched).total == before.total


def test_a_facet_of_a_mended_query_takes_the_mended_one_over(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    window.search.search_for("counterfiet")
    at_rest(qtbot, window)
    mended = answer_of(window).suggestion
    assert mended is not None
    value = next(each for each in answer_of(window).facets if each.field == "year").values[0]
    window.left.results.facetToggled.emit("year", value.value)
    at_rest(qtbot, window)
    assert window.top_bar.search_field.text() == f"{mended} year:{value.value}"
    assert answer_of(window).total == value.count


def test_the_order_is_chosen_and_remembered(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    panel = searched.left.results
    actions = {action.text(): action for action in panel.head.order_menu().actions()}
    actions["Oldest first"].trigger()
    at_rest(qtbot, searched)
    assert answer_of(searched).order is Order.OLDEST
    years = [
        hit.document.metadata.published.year
        for hit in answer_of(searched).hits
        if hit.document.metadata.published is not None
    ]
    assert years == sorted(years)
    assert searched._session.result_order == "oldest"
    assert panel.head.order.words == "Oldest first"


def test_all_hits_of_a_document_are_shown_in_its_place(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = searched._library.searching.run
    monkeypatch.setattr(
        searched._library.searching, "run", lambda text, **more: run(text, **more | {"limit": 2})
    )
    searched.search.again()
    at_rest(qtbot, searched)
    group = answer_of(searched).groups[0]
    assert group.total > len(group.hits)
    searched.left.results.moreWanted.emit(group.document.id)
    at_rest(qtbot, searched)
    whole = answer_of(searched).groups[0]
    assert len(whole.hits) == whole.total == group.total
    model = searched.left.results.view.model()
    shown = [model.index(at, 0).data() for at in range(model.rowCount())]
    assert whole.hits[-1].snippet.text in shown


def test_a_search_is_saved_opened_renamed_and_removed(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    panel, saved = searched.left.results, searched._library.saved_searches
    searched.actions_by_name["save_search"].trigger()
    searched.question.field.setText("All the gold")
    qtbot.keyClick(searched.question.field, KEY.Key_Return)
    at_rest(qtbot, searched)
    kept = saved.all()
    assert [(each.name, each.query) for each in kept] == [("All the gold", "gold")]
    assert "remove" in panel.head.star.accessibleName()
    searched.actions_by_name["save_search"].trigger()
    assert searched.said == "This search is saved already, as “All the gold”."
    assert saved.all() == kept
    searched.top_bar.search_field.line.clear()
    at_rest(qtbot, searched)
    assert panel.saved.isVisible()
    spoken = panel.saved.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    total = searched._library.searching.run("gold").total
    assert spoken == f"Saved search All the gold, {total} passages"
    # By keyboard from the field: down to it, and Enter.
    qtbot.keyClick(searched.top_bar.search_field.line, KEY.Key_Escape)
    panel.select_next()
    panel.open_current()
    at_rest(qtbot, searched)
    assert searched.top_bar.search_field.text() == "gold"
    assert answer_of(searched).total == total
    panel.head.star.click()
    at_rest(qtbot, searched)
    assert saved.all() == [], "the star says that it removes"
    searched.notice.action.click()
    at_rest(qtbot, searched)
    panel.saved.renamed.emit(kept[0].id, "Gold again")
    at_rest(qtbot, searched)
    assert [each.name for each in saved.all()] == ["Gold again"]
    panel.saved.removeWanted.emit(saved.all()[0])
    at_rest(qtbot, searched)
    assert saved.all() == []
    searched.notice.action.click()
    at_rest(qtbot, searched)
    assert [each.name for each in saved.all()] == ["Gold again"]


def test_recent_searches_are_offered_before_a_query(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    panel = searched.left.results
    searched.completion.remember()
    searched.search.search_for("")
    at_rest(qtbot, searched)
    assert panel.saved.model().index(1, 0).data() == "gold"
    panel.select_next()
    panel.open_current()
    at_rest(qtbot, searched)
    assert answer_of(searched).query.text == "gold"
    searched.search.search_for("")
    at_rest(qtbot, searched)
    panel.saved.forgetWanted.emit("gold")
    assert panel.saved.model().rowCount() == 0
    assert searched._session.searches == ()


def test_what_came_in_since_is_counted_as_new(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest, tmp_path: Path
) -> None:
    library = searched._library
    library.saved_searches.add("All the gold", "gold")
    file = tmp_path / "new.md"
    file.write_text("# New\n\nGold came down the river.\n\nMore gold by night.\n", "utf-8")
    changes = library.importing.run([file]).changes | library.deriving.run().changes
    searched.libraryChanged.emit(changes)
    at_rest(qtbot, searched)
    searched.top_bar.search_field.line.clear()
    at_rest(qtbot, searched)
    model = searched.left.results.saved.model()
    assert "2 new" in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    searched.left.results.select_next()
    searched.left.results.open_current()
    at_rest(qtbot, searched)
    searched.top_bar.search_field.line.clear()
    at_rest(qtbot, searched)
    assert "new" not in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_passages_are_copied_with_their_citation(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    panel = searched.left.results
    searched.actions_by_name["copy_hits"].trigger()
    assert searched.said == "Choose a passage in the results first."
    hits = answer_of(searched).hits[:2]
    panel.choose(hits[0])
    panel.view.setFocus()
    qtbot.keyClick(panel.view, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.view, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, searched)
    text = QGuiApplication.clipboard().text()
    export = searched._library.hit_export
    chosen = panel.view.chosen_hits()
    assert len(chosen) == 2
    assert text == "\n\n".join(export.hit_text(hit) for hit in chosen)
    assert searched.said == "2 passages copied, with their source."


def test_a_country_an_indicator_and_a_note_lead_to_where_they_are(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    library, panel = window._library, window.left.results
    document = library.documents.all()[0]
    passage = next(each for each in library.documents.passages(document) if len(each.text) > 40)
    _, changes = library.bookmarks.add(
        document.id, passage.start, passage.end, note="Ask about the zeppelins"
    )
    window.libraryChanged.emit(changes)
    window.top_bar.search_field.focus_field()
    qtbot.keyClicks(window.top_bar.search_field.line, "peru")
    at_rest(qtbot, window)
    spoken = panel.view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Country: Peru — profile")
    # Walked from the field, and opened by Enter.
    window.country.show_country("CO")
    panel.select_next()
    qtbot.keyClick(panel.view, KEY.Key_Return)
    at_rest(qtbot, window)
    assert window.country.profile is not None
    assert window.country.profile.country.iso2 == "PE"

    window.search.search_for("heroin trade")
    at_rest(qtbot, window)
    panel.select_next()
    panel.open_current()
    at_rest(qtbot, window)
    assert window.indicators.current_indicator() == "heroin_trade"

    window.search.search_for("zeppelins")
    at_rest(qtbot, window)
    assert answer_of(window).total == 0
    # Enter in the field opens the only thing that was found.
    qtbot.keyClick(window.top_bar.search_field.line, KEY.Key_Return)
    at_rest(qtbot, window)
    assert window.tabs.document == document
    assert window.tabs.pane is not None
    assert passage in window.tabs.pane.view.visible_passages()


def test_another_question_begins_at_the_top(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    panel = searched.left.results
    hit = answer_of(searched).hits[-1]
    panel.choose(hit)
    searched.search.search("gold m")
    at_rest(qtbot, searched)
    searched.search.search("gold")
    at_rest(qtbot, searched)
    panel.choose(answer_of(searched).hits[-1])
    searched.search.search_for("peru")
    at_rest(qtbot, searched)
    assert panel.current_hit() is None
    assert panel.view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("name", ["gold.csv", "gold.md", "gold"])
def test_all_results_are_exported_listed_or_not(
    qtbot: QtBot,
    searched: MainWindow,
    at_rest: AtRest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    results = answer_of(searched)
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        staticmethod(lambda *_: (str(tmp_path / name), "Table (*.csv)")),
    )
    searched.actions_by_name["export_results"].trigger()
    at_rest(qtbot, searched)
    file = tmp_path / (name if "." in name else f"{name}.csv")
    assert str(file) in searched.said
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix == ".md":
        assert text.startswith("# Search: gold")
    else:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(rows) == results.total


@pytest.mark.parametrize("harm", ["removed", "truncated", "foreign"])
def test_a_broken_index_is_built_anew_while_one_reads(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest, harm: str
) -> None:
    total = answer_of(searched).total
    document = answer_of(searched).hits[0].document
    if harm == "removed":
        shutil.rmtree(index_folder(searched))
    for file in index_files(searched):
        file.write_bytes(b"" if harm == "truncated" else b"not an index at all" * 9)
    seen: list[str] = []
    panel = searched.left.results
    searched.tasks.progressed.connect(lambda *_: seen.append(panel.message))
    searched.search.search_for("gold ")
    # Reading goes on.
    searched.left.library.documentActivated.emit(document.id)
    qtbot.waitUntil(
        lambda: searched.search.results is not None and searched.tasks.idle, timeout=60_000
    )
    at_rest(qtbot, searched)
    assert answer_of(searched).total == total
    assert searched.tabs.document == document
    assert panel.message == ""
    assert searched._library.deriving.is_current()
    assert any(message.startswith("The search index is being built.") for message in seen)


def test_an_index_that_cannot_be_built_is_not_asked_for_again_and_again(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.domain.errors import IndexUnavailable
    from reader.library.searching import Searching

    asked: list[str] = []

    def missing(*_args: object, **_named: object) -> SearchResults:
        raise IndexUnavailable("there is no index")

    with monkeypatch.context() as broken:
        broken.setattr(Searching, "run", missing)
        searched.search.search_for("gold mining")
        for _ in range(3):
            at_rest(qtbot, searched)
            asked.append(searched.left.results.message)
            searched.search.search("gold min")
        at_rest(qtbot, searched)
    assert asked[-1].startswith("The search index could not be built.")
    qtbot.keyClick(searched.top_bar.search_field.line, KEY.Key_Return)
    at_rest(qtbot, searched)
    assert answer_of(searched).total
    assert searched.left.current_tab() is LeftTab.RESULTS


def test_documents_that_match_as_a_whole_are_not_called_no_results(
    qtbot: QtBot, searched: MainWindow, at_rest: AtRest
) -> None:
    tabs = searched.left.tabs
    searched.search.search_for("heroin miners")
    at_rest(qtbot, searched)
    assert answer_of(searched).total == 0
    assert [group.whole for group in answer_of(searched).groups] == [True]
    assert tabs.words(LeftTab.RESULTS) == "Results"
    searched.search.search_for("zymurgy")
    at_rest(qtbot, searched)
    assert tabs.words(LeftTab.RESULTS) == "Results 0"
