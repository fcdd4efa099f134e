"""The window as a person uses it: keys, tabs, imports, errors, two windows at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.domain.bookmark import BookmarkColour
from reader.domain.errors import ReaderError
from reader.library.library import Library
from reader.ui.app import make_window, open_library
from reader.ui.left_panel import LeftTab
from reader.ui.main_window import MainWindow
from reader.ui.reading.highlights import HighlightKind
from reader.ui.reading_tabs import Place
from reader.ui.session import Session

KEY = Qt.Key
AtRest = Callable[[QtBot, MainWindow], None]
CONTROL = Qt.KeyboardModifier.ControlModifier


def type_query(qtbot: QtBot, window: MainWindow, text: str, at_rest: AtRest) -> None:
    line = window.top_bar.search_field.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    at_rest(qtbot, window)


def test_every_action_has_words_and_no_key_is_used_twice(
    window: MainWindow, at_rest: AtRest
) -> None:
    keys = [shortcut.toString() for action in window.actions() for shortcut in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert all(action.text() for action in window.actions())
    assert len(window.actions()) > 25


@pytest.mark.parametrize(
    ("keys", "tab"),
    [
        ("show_bookmarks", LeftTab.BOOKMARKS),
        ("show_report", LeftTab.REPORT),
        ("show_library", LeftTab.LIBRARY),
        ("show_results", LeftTab.RESULTS),
    ],
)
def test_panels_are_a_key_away(
    window: MainWindow, keys: str, tab: LeftTab, at_rest: AtRest
) -> None:
    window.top_bar.search_field.focus_field()
    window.actions_by_name[keys].trigger()
    assert window.left.current_tab() is tab
    assert window.left.isAncestorOf(window.focusWidget()), "the keys go there, too"


def test_previews_share_a_tab_and_opened_documents_keep_theirs(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    type_query(qtbot, window, "cocaine", at_rest)
    line = window.top_bar.search_field.line
    seen = set()
    for _ in range(12):
        qtbot.keyClick(line, KEY.Key_Down)
        at_rest(qtbot, window)
        if window.left.results.current_hit() is None:
            # What else was found stands above the passages, and has no document.
            assert not seen
            continue
        assert window.tabs.document is not None
        seen.add(window.tabs.document.id)
        assert len(window.tabs.panes) == 1
        assert line.hasFocus()
    assert len(seen) > 1
    qtbot.keyClick(line, KEY.Key_Return)
    at_rest(qtbot, window)
    other = next(
        each.id for each in window._library.documents.all() if each.id != window.tabs.document.id
    )
    window.tabs.open(Place(other), preview=True)
    at_rest(qtbot, window)
    assert len(window.tabs.panes) == 2


def test_f3_walks_through_the_hits_and_on_into_the_next_document(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    type_query(qtbot, window, "gold", at_rest)
    qtbot.keyClick(window.top_bar.search_field.line, KEY.Key_Return)
    at_rest(qtbot, window)
    documents = []
    for _ in range(40):
        window.actions_by_name["next_hit"].trigger()
        at_rest(qtbot, window)
        assert window.tabs.document is not None
        documents.append(window.tabs.document.id)
        chosen = window.left.results.current_hit()
        assert chosen is not None
        assert chosen.document.id == documents[-1], "the list follows"
    assert len(set(documents)) == 4
    window.actions_by_name["previous_hit"].trigger()
    at_rest(qtbot, window)


def test_back_and_forward_return_to_what_was_read(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    one, two, *_ = [each.id for each in window._library.documents.all()]
    back, forward = window.actions_by_name["back"], window.actions_by_name["forward"]
    assert not back.isEnabled()
    for document in (one, two):
        window.tabs.open(Place(document))
        at_rest(qtbot, window)
    back.trigger()
    at_rest(qtbot, window)
    assert window.tabs.document.id == one
    assert forward.isEnabled()
    forward.trigger()
    at_rest(qtbot, window)
    assert window.tabs.document.id == two


def test_tabs_are_closed_reopened_and_walked_through(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    one, two, *_ = [each.id for each in window._library.documents.all()]
    for document in (one, two):
        window.tabs.open(Place(document))
        at_rest(qtbot, window)
    window.actions_by_name["next_tab"].trigger()
    assert window.tabs.document.id == one
    window.actions_by_name["close_tab"].trigger()
    assert [pane.document.id for pane in window.tabs.panes] == [two]
    window.actions_by_name["reopen_tab"].trigger()
    at_rest(qtbot, window)
    assert window.tabs.document.id == one
    window.actions_by_name["close_tab"].trigger()
    window.actions_by_name["close_tab"].trigger()
    assert window.tabs.pane is None
    window.actions_by_name["next_tab"].trigger()
    window.actions_by_name["zoom_in"].trigger()
    window.actions_by_name["find"].trigger()


def test_a_mistyped_word_is_answered_with_the_nearest(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    type_query(qtbot, window, "counterfiet ", at_rest)
    results = window.search.results
    assert results is not None
    assert results.suggestion == "counterfeit "
    assert results.total > 0


def test_a_query_that_finds_nothing_says_so_and_an_empty_one_clears(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    type_query(qtbot, window, "xyzzyqq ", at_rest)
    assert window.search.results.total == 0
    assert window.left.results.message
    window.top_bar.search_field.line.clear()
    qtbot.keyClicks(window.top_bar.search_field.line, " ")
    at_rest(qtbot, window)
    assert window.search.results is None


def test_an_evidence_mark_in_the_text_selects_its_row(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    document = next(
        each for each in window._library.documents.all() if "Index" in each.metadata.title
    )
    window.tabs.open(Place(document.id))
    at_rest(qtbot, window)
    view = window.tabs.pane.view
    mark = view.highlights(HighlightKind.EVIDENCE)[0]
    view.highlightActivated.emit(mark.kind, mark.key)
    at_rest(qtbot, window)
    assert window.indicators.current_indicator() == mark.key.split("\t")[0]
    assert window.evidence_bar.isVisible()
    assert window.country.chosen[2] == int(mark.key.split("\t")[1])
    window.evidence_bar.closeRequested.emit()
    at_rest(qtbot, window)
    assert not window.evidence_bar.isVisible()


def test_nothing_selected_is_not_bookmarked(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    window.actions_by_name["bookmark"].trigger()
    assert "Select the words" in window.said
    assert not window.note_popup.isVisible()


def test_bookmarks_are_edited_and_removed(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    document = window._library.documents.all()[0]
    passage = window._library.documents.passages(document)[2]
    bookmark, changes = window._library.bookmarks.add(document.id, passage.start, passage.end)
    window.libraryChanged.emit(changes)
    at_rest(qtbot, window)
    panel = window.left.bookmarks
    panel.noteChanged.emit(bookmark.id, "A thought")
    panel.colourChanged.emit(bookmark.id, BookmarkColour.BLUE)
    at_rest(qtbot, window)
    changed = window._library.bookmarks.get(bookmark.id)
    assert (changed.note, changed.colour) == ("A thought", BookmarkColour.BLUE)
    panel.bookmarkActivated.emit(bookmark.id)
    at_rest(qtbot, window)
    assert window.tabs.document == document
    mark = window.tabs.pane.view.highlights(HighlightKind.BOOKMARK)[0]
    window.tabs.pane.view.highlightActivated.emit(mark.kind, mark.key)
    assert window.left.current_tab() is LeftTab.BOOKMARKS
    panel.removeRequested.emit(bookmark.id)
    at_rest(qtbot, window)
    assert window._library.bookmarks.all() == []
    assert window.tabs.pane.view.highlights(HighlightKind.BOOKMARK) == []


def test_a_report_is_named_filled_ordered_and_previewed(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    panel = window.left.report
    panel.newRequested.emit("Andean gold")
    at_rest(qtbot, window)
    panel.headingAdded.emit("Findings")
    panel.textAdded.emit("My own words.")
    at_rest(qtbot, window)
    report = window.marks.report
    assert [type(item).__name__ for item in report.items] == ["ReportHeading", "ReportText"]
    panel.orderChanged.emit([item.id for item in reversed(report.items)])
    at_rest(qtbot, window)
    assert window.marks.report.items == tuple(reversed(report.items))
    panel.renameRequested.emit("Gold")
    at_rest(qtbot, window)
    panel.previewRequested.emit()
    at_rest(qtbot, window)
    assert window.marks.report.name == "Gold"
    assert panel.preview.toPlainText().startswith("# Gold")
    panel.itemRemoved.emit(report.items[0].id)
    at_rest(qtbot, window)
    assert len(window.marks.report.items) == 1
    panel.newRequested.emit("Gold")
    at_rest(qtbot, window)
    assert "report of that name" in window.said


def test_files_are_imported_by_the_worker_and_shown(
    qtbot: QtBot,
    window: MainWindow,
    sources: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_rest: AtRest,
) -> None:
    (sources / "broken.csv").write_text("country,index\nPE")
    monkeypatch.setattr(
        QFileDialog,
        "getOpenFileNames",
        staticmethod(lambda *_args, **_named: ([str(each) for each in sources.iterdir()], "")),
    )
    window.actions_by_name["import"].trigger()
    at_rest(qtbot, window)
    assert "2 added" in window.said or "3 added" in window.said
    assert "broken.csv" in window.importing.sheet.remarks
    titles = {each.metadata.title for each in window._library.documents.all()}
    assert {"River gold", "A digest in short"} <= titles
    type_query(qtbot, window, "dig at night", at_rest)
    assert window.search.results.hits[0].document.metadata.title == "River gold"
    again = [sources / "river.md"]
    window.left.library.filesDropped.emit(again)
    at_rest(qtbot, window)
    assert "1 unchanged" in window.said


def test_a_lost_index_is_built_again_while_one_reads(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    import shutil

    window._library.searching.close()
    shutil.rmtree(window._library.cache_folder / "index")
    type_query(qtbot, window, "gold", at_rest)
    qtbot.waitUntil(lambda: window.search.results is not None, timeout=20_000)
    at_rest(qtbot, window)
    assert window.search.results.total > 0


def test_a_second_window_reads_and_says_who_writes(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, at_rest: AtRest
) -> None:
    library, notice = open_library(window._library.folder, starter=False)
    assert "the tests (process" in notice
    second = make_window(
        library,
        notice=notice,
        theme="dark",
        session=Session(tmp_path / "second.ini", library.identifier),
    )
    second.show()
    second.start()
    at_rest(qtbot, second)
    assert "reading only" in second.said
    type_query(qtbot, second, "gold", at_rest)
    assert second.search.results.total > 0
    second.importing.run([tmp_path])
    assert "reading only" in second.said
    document = library.documents.all()[0]
    second.tabs.open(Place(document.id))
    at_rest(qtbot, second)
    second.tabs.pane.view.select_range(0, 5)
    second.actions_by_name["bookmark"].trigger()
    assert "nothing can be bookmarked" in second.said
    second.close()


def test_a_new_library_fills_itself_from_the_starter_documents(
    qtbot: QtBot, tmp_path: Path, at_rest: AtRest
) -> None:
    library, notice = open_library(tmp_path / "fresh", starter=True)
    assert notice == ""
    fresh = make_window(
        library, theme="light", session=Session(tmp_path / "fresh.ini", library.identifier)
    )
    fresh.show()
    fresh.start()
    assert "Filling the starter library" in fresh.left.library.message
    at_rest(qtbot, fresh)
    assert len(library.documents.all()) == 5
    assert not library.starter_pending
    assert fresh.country.profile.country.iso2 == "PE"
    assert library.deriving.is_current()
    fresh.close()


def test_an_empty_library_says_what_to_do(qtbot: QtBot, tmp_path: Path, at_rest: AtRest) -> None:
    library = Library.create(tmp_path / "empty", program="the tests")
    empty = make_window(
        library, theme="light", session=Session(tmp_path / "empty.ini", library.identifier)
    )
    empty.show()
    empty.start()
    at_rest(qtbot, empty)
    assert empty.left.library.message
    assert empty.country.profile is None
    type_query(qtbot, empty, "gold", at_rest)
    assert empty.search.results is None or empty.search.results.total == 0
    empty.actions_by_name["export_report"].trigger()
    assert "no report yet" in empty.said
    empty.explain_text("nothing.pdf: it cannot be read.")
    assert empty.notice.isVisible()
    qtbot.keyClick(empty, KEY.Key_Escape)
    assert not empty.notice.isVisible()
    empty.close()


def test_the_indicator_table_is_exported_as_it_was_imported(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_rest: AtRest,
) -> None:
    file = tmp_path / "peru.csv"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_args, **_named: (str(file), ""))
    )
    window.actions_by_name["export_indicators"].trigger()
    at_rest(qtbot, window)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 35
    assert lines[1].startswith(
        "PE,global_organized_crime_index,2023,human_trafficking,7.00,0.00,yes"
    )


def test_themes_go_round_and_zoom_stays_within_reason(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    names = []
    for _ in range(3):
        window.actions_by_name["theme"].trigger()
        names.append(window.theme.name)
    assert names == ["dark", "sepia", "light"]
    window.tabs.open(Place(window._library.documents.all()[0].id))
    at_rest(qtbot, window)
    for _ in range(30):
        window.actions_by_name["zoom_in"].trigger()
    assert window.tabs.pane.view.zoom <= 4.0
    window.actions_by_name["zoom_reset"].trigger()
    assert window.tabs.pane.view.zoom == 1.0


def test_all_keys_are_shown_in_columns_and_nothing_lies_over_them(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    type_query(qtbot, window, "gol", at_rest)
    rows = window.completion.rows
    assert rows is not None
    assert rows.isVisible()
    window.actions_by_name["keys"].trigger()
    assert not rows.isVisible()
    assert window.notice.text.startswith("<table>")
    assert "Bookmark the selection Ctrl+D" in window.notice.accessibleName()
    for keys in ("Ctrl+D", "Ctrl+Shift+N", "Ctrl+Space"):
        assert f"<td>{keys}</td>" in window.notice.text
    assert window.notice.height() < window.height() / 2
    qtbot.keyClick(window.notice, KEY.Key_Escape)
    assert not window.notice.isVisible()
    window.notice.say("a <b>plain</b> line")
    assert window.notice._words.textFormat() is Qt.TextFormat.PlainText


def test_a_change_of_look_reaches_the_text_and_the_open_find_bar(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest
) -> None:
    window.tabs.open(Place(window._library.documents.all()[0].id))
    at_rest(qtbot, window)
    window.actions_by_name["find"].trigger()
    pane = window.tabs.pane
    assert pane is not None
    for _ in range(4):
        window.actions_by_name["theme"].trigger()
        page = pane.view.viewport().grab().toImage().pixelColor(2, 2)
        assert page == window.theme.colour("raised"), window.theme.name
        bar = pane.find_bar.grab().toImage().pixelColor(3, 3)
        assert bar == window.theme.colour("surface"), window.theme.name


def test_panels_made_late_stand_on_the_same_ground_as_the_others(window: MainWindow) -> None:
    left = window.left
    for panel in (left.library, left.results, left.bookmarks, left.report):
        ground = panel.palette().window().color()
        assert ground == window.theme.colour("surface"), type(panel).__name__


def test_tab_goes_through_the_window_from_left_to_right(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest
) -> None:
    window.tabs.open(Place(window._library.documents.all()[0].id))
    window.left.go_to_tab(LeftTab.BOOKMARKS)
    at_rest(qtbot, window)
    window.top_bar.search_field.focus_field()
    regions = [window.top_bar, window.left, window.tabs, window.profile, window.indicators]
    seen: list[int] = []
    stops = set()
    for _ in range(60):
        stop = window.focusWidget()
        stops.add(stop)
        seen += [at for at, region in enumerate(regions) if region.isAncestorOf(stop)]
        qtbot.keyClick(stop, KEY.Key_Tab)
        if window.focusWidget() is window.top_bar.search_field.line:
            break
    assert window.focusWidget() is window.top_bar.search_field.line, "and round"
    once = seen[: len(seen) - seen[::-1].index(4)]
    assert once == sorted(once)
    assert window.tabs.pane is not None
    assert window.tabs.pane.view in stops
    assert window.indicators.view in stops


def test_a_note_that_is_half_written_is_there_after_closing(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest
) -> None:
    library = window._library
    window.tabs.open(Place(library.documents.all()[0].id))
    at_rest(qtbot, window)
    assert window.tabs.pane is not None
    window.tabs.pane.view.select_range(0, 12)
    window.actions_by_name["bookmark"].trigger()
    qtbot.keyClicks(window.note_popup.note_field, "Half a")
    window.left.report.newRequested.emit("Kept")
    at_rest(qtbot, window)
    window.left.go_to_tab(LeftTab.REPORT)
    foot = window.left.report.foot
    foot.button("+ Text").click()
    foot.text_field.setPlainText("One sentence.")
    foot.button("+ Text").click()
    at_rest(qtbot, window)
    foot.text_field.setPlainText("Another")
    window.close()
    with Library.open(library.folder, writing=False, program="the tests") as again:
        assert [each.note for each in again.bookmarks.all()] == ["Half a"]
        items = again.reports.all()[0].items
        assert [getattr(item, "markdown", "") for item in items] == ["One sentence.", "Another"]


def test_what_was_imported_before_the_worker_died_is_shown_and_found(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_rest: AtRest
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.md").write_text(f"# Tin {number}\n\nA word of tin.\n")
    window.importing.run([folder])
    library = window._library
    qtbot.waitUntil(lambda: len(library.documents.all()) > 6, timeout=20_000)
    process = window.worker._process
    assert process is not None
    process.kill()
    at_rest(qtbot, window)
    held = len(library.documents.all())
    assert f"{held} documents" in window._status["holdings"].text()
    assert "ended unexpectedly" in window.notice.text
    type_query(qtbot, window, "tin", at_rest)
    assert window.search.results is not None
    assert window.search.results.total > 0
    window.importing.run([folder])
    at_rest(qtbot, window)
    assert len(library.documents.all()) == 65


def test_what_was_told_before_does_not_cover_what_is_found(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest
) -> None:
    window.say("Saved.")
    type_query(qtbot, window, "gold", at_rest)
    assert window.statusBar().currentMessage() == ""


def test_a_search_that_fails_leaves_nothing_of_the_one_before(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_query(qtbot, window, "gold", at_rest)
    assert window.left.results.head.details.isVisible()

    def gone(*_: object, **__: object) -> None:
        raise ReaderError("the library's folder is gone")

    monkeypatch.setattr(window._library.searching, "run", gone)
    type_query(qtbot, window, "police", at_rest)
    assert not window.left.results.head.details.isVisible()
    assert window.left.tabs.words(LeftTab.RESULTS) == "Results"
    assert "folder is gone" in window.left.results.message
