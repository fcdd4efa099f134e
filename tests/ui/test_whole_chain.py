"""The product in one sitting: search, hit, profile, score, passage, bookmark, cited report."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import markdown
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.ui.left_panel import LeftTab
from reader.ui.main_window import MainWindow
from reader.ui.reading.highlights import HighlightKind
from reader.ui.reading.reading_pane import ReadingPane

KEY = Qt.Key
AtRest = Callable[[QtBot, MainWindow], None]


def pane_of(window: MainWindow) -> ReadingPane:
    assert window.tabs.pane is not None
    return window.tabs.pane


def test_from_a_typed_word_to_a_cited_report(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_rest: AtRest,
) -> None:
    # The reader sees the country's profile and its scored table.
    assert window.country.profile is not None
    assert window.country.profile.country.name == "Peru"
    assert "6.40" in window.profile.text
    assert "4.38" in window.profile.text

    # Types a query: results come as one types, with the words marked.
    window.top_bar.search_field.focus_field()
    qtbot.keyClicks(window.top_bar.search_field.line, "counterfeit dollars")
    at_rest(qtbot, window)
    results = window.search.results
    assert results is not None
    first = results.hits[0]
    assert first.document.metadata.title == "Peru: news digest, 2015"
    assert [first.passage.text[start:end] for start, end in first.matches][:2] == [
        "Counterfeit",
        "dollars",
    ]
    assert window.left.current_tab() is LeftTab.RESULTS

    # Narrows by a facet with the mouse; the field says what is asked for now.
    facets = window.left.results.facets
    qtbot.mouseClick(facets.facets["tag"], Qt.MouseButton.LeftButton)
    assert facets.popup is not None
    row = facets.popup.view.visualRect(facets.popup.view.currentIndex())
    qtbot.mouseClick(facets.popup.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    at_rest(qtbot, window)
    assert window.top_bar.search_field.text() == "counterfeit dollars tag:VRAEM"
    narrowed = window.search.results
    assert narrowed is not None
    assert narrowed.hits[0].passage == first.passage

    # Takes all hits out as a table, each with its citation.
    table_file = tmp_path / "hits.csv"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_args: (str(table_file), ""))
    )
    window.actions_by_name["export_results"].trigger()
    at_rest(qtbot, window)
    assert str(table_file) in window.said
    with table_file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == narrowed.total
    assert rows[0]["quotation"] == first.passage.text
    assert "Peru: news digest, 2015" in rows[0]["citation"]
    window.top_bar.search_field.focus_field()

    # Opens the hit at its highlighted words.
    qtbot.keyClick(window.top_bar.search_field.line, KEY.Key_Return)
    at_rest(qtbot, window)
    pane = pane_of(window)
    assert pane.document == first.document
    hits = pane.view.highlights(HighlightKind.HIT)
    place = first.passage.start + first.matches[0][0]
    assert place in [highlight.start for highlight in hits]
    assert first.passage in pane.view.visible_passages()

    # Clicks a score and lands on the highlighted passage that supports it.
    table = window.indicators
    assert table.select_indicator("non_renewable_resource_crimes")
    row = table.view.visualRect(table.view.currentIndex())
    qtbot.mouseClick(
        table.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center() - QPoint(60, 0)
    )
    at_rest(qtbot, window)
    chosen = window.country.chosen
    assert chosen is not None
    assert chosen[0] == "non_renewable_resource_crimes"
    pane = pane_of(window)
    passage = pane.view.passages[chosen[2]]
    assert "gold" in passage.text.lower()
    assert passage in pane.view.visible_passages()
    evidence = [each for each in pane.view.highlights(HighlightKind.EVIDENCE) if each.chosen]
    assert [(each.start, each.end) for each in evidence] == [(passage.start, passage.end)]
    assert "1 of " in window.evidence_bar.text

    # Walks to the next passage with the keyboard and back.
    window.actions_by_name["next_evidence"].trigger()
    at_rest(qtbot, window)
    assert "2 of " in window.evidence_bar.text
    window.actions_by_name["previous_evidence"].trigger()
    at_rest(qtbot, window)
    pane = pane_of(window)

    # Marks a part of the passage with a note, without a mouse.
    wanted = passage.text[: passage.text.index(".") + 1]
    pane.view.setFocus()
    pane.view.select_range(passage.start, passage.start)
    for _ in wanted:
        pane.view.moveCursor(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    assert pane.view.selected_text == wanted
    qtbot.keyClick(pane.view, KEY.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.note_popup.isVisible)
    qtbot.keyClicks(window.note_popup.note_field, "Ask the ministry *twice*")
    qtbot.keyClick(window.note_popup.note_field, KEY.Key_Return)
    at_rest(qtbot, window)
    bookmark = window._library.bookmarks.all()[0]
    assert bookmark.quote.exact == wanted
    assert bookmark.note == "Ask the ministry *twice*"
    marks = pane.view.highlights(HighlightKind.BOOKMARK)
    assert [(each.start, each.end, each.key) for each in marks] == [
        (passage.start, passage.start + len(wanted), bookmark.id)
    ]

    # Gathers it in a report and saves that as Markdown.
    window.actions_by_name["show_bookmarks"].trigger()
    assert window.left.current_tab() is LeftTab.BOOKMARKS
    window.left.bookmarks.select_bookmark(bookmark.id)
    window.left.bookmarks.addToReportRequested.emit(bookmark.id)
    at_rest(qtbot, window)
    assert window.marks.report is not None
    file = tmp_path / "report.md"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_args, **_named: (str(file), ""))
    )
    window.actions_by_name["export_report"].trigger()
    at_rest(qtbot, window)
    assert str(file) in window.said
    report = file.read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]+>", "", markdown(report, extensions=["footnotes"]))
    assert wanted.replace('"', "&quot;") in shown or wanted in shown
    assert "Ask the ministry *twice*" in shown
    assert "Dossier starter library, summary after" in shown
    assert (
        bookmark.quote.exact
        in window._library.documents.passages(window._library.documents.get(bookmark.document))[
            passage.ordinal
        ].text
    )


def test_the_next_start_goes_on_where_this_one_stopped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, at_rest: AtRest
) -> None:
    from reader.library.library import Library
    from reader.ui.app import make_window
    from reader.ui.session import Session

    document = window._library.documents.all()[0]
    window.left.library.documentActivated.emit(document.id)
    at_rest(qtbot, window)
    window.actions_by_name["theme"].trigger()
    assert window.theme.name == "dark"
    folder = window._library.folder
    window.close()
    library = Library.open(folder, writing=True, program="the tests")
    again = make_window(library, session=Session(tmp_path / "window.ini", library.identifier))
    again.show()
    again.start()
    at_rest(qtbot, again)
    assert again.theme.name == "dark"
    assert again.tabs.document == document
    again.close()


def test_a_passage_shown_is_the_passage_itself_in_every_seed(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    for document in window._library.documents.all():
        window.left.library.documentActivated.emit(document.id)
        at_rest(qtbot, window)
        view = pane_of(window).view
        view.finish()
        block, shown = view.document().begin(), {}
        while block.isValid():
            if block.userState() >= 0:
                shown[block.userState()] = block.text()
            block = block.next()
        passages = window._library.documents.passages(document)
        assert shown == {passage.ordinal: passage.text for passage in passages}
