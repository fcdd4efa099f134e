"""A document with versions: the bar above it, an older one, two side by side, marks to review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.domain.bookmark import AnchorState
from reader.domain.comparison import Change
from reader.domain.document import version_text
from reader.ui.main_window import MainWindow
from reader.ui.reading.highlights import HighlightKind
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading_tabs import Place
from reader.ui.versions.compare_view import CompareView
from reader.ui.versions.compared_rows import ComparedRole, ShownRow
from reader.ui.versions.version_bar import VersionBar

AtRest = Callable[[QtBot, MainWindow], None]

FIRST = """---
title: The pier in winter
publisher: Example Weekly
published: 2021-03
---

# The pier in winter

Fuel came by night in barrels that nobody had counted, and the harbour master looked away.

Boats without lights left before dawn and came back before noon with empty holds.

## The town

The mayor promised patrols to the whole valley, as every mayor before him had done.

Shops stayed open until late, and nobody asked their customers where they came from.

Prices rose with every week of that winter, first for rooms, then for bread.

The ferry stopped running in the second week of March, and was not missed by many.

A new road was begun at the upper end of the valley, and left after half a mile.

The school lost two of its teachers to the new hotel beside the landing place.

Nobody counted the barrels that were left over when the ice on the river broke.

By the end of the year the pier had been sold twice, and nobody knew to whom 😀.
"""
SECOND = (
    FIRST.replace("before noon with empty holds", "by noon with empty holds")
    .replace("The mayor promised patrols to the whole valley, as every mayor before him", "He")
    .replace("## The town", "A first arrest was made in April.\n\n## The town")
    .replace("sold twice", "sold three times")
)


@pytest.fixture
def changed(qtbot: QtBot, window: MainWindow, tmp_path: Path, at_rest: AtRest) -> str:
    """A document of two versions, open, with a mark that moved and one that is gone."""
    library = window._library
    file = tmp_path / "pier.md"
    file.write_text(FIRST, encoding="utf-8")
    (first,) = library.importing.run([file]).sources
    assert first.document is not None
    text = version_text(library.documents.passages(library.documents.get(first.document)))
    for quote in (
        "left before dawn and came back before noon with empty holds",
        "The mayor promised patrols to the whole valley",
        "Shops stayed open until late",
    ):
        start = text.index(quote)
        library.bookmarks.add(first.document, start, start + len(quote))
    file.write_text(SECOND, encoding="utf-8")
    done = library.importing.run([file])
    library.deriving.run()
    window.libraryChanged.emit(done.changes)
    window.tabs.open(Place(first.document))
    at_rest(qtbot, window)
    return first.document


def pane_of(window: MainWindow) -> ReadingPane:
    assert window.tabs.pane is not None
    return window.tabs.pane


def bar_of(window: MainWindow) -> VersionBar:
    bar = pane_of(window).findChild(VersionBar)
    assert isinstance(bar, VersionBar)
    return bar


def rows_of(view: CompareView) -> list[ShownRow]:
    model = view.model()
    return [model.index(at, 0).data(ComparedRole.ROW) for at in range(model.rowCount())]


def test_the_bar_says_which_version_it_is_and_what_marks_need(
    window: MainWindow, changed: str
) -> None:
    bar = bar_of(window)
    assert bar.isVisible()
    assert bar.text.startswith("Version 2 of 2 · 1 mark moved · 1 mark gone · imported ")
    assert [action.text()[:9] for action in bar.menu.actions()] == ["Version 1"]


def test_a_document_of_one_version_has_no_bar(
    qtbot: QtBot, window: MainWindow, at_rest: AtRest
) -> None:
    window.tabs.open(Place(window._library.documents.all()[0].id))
    at_rest(qtbot, window)
    assert pane_of(window).findChild(VersionBar) is None


def test_an_older_version_is_read_with_its_marks_and_left_again(
    qtbot: QtBot, window: MainWindow, changed: str, at_rest: AtRest
) -> None:
    bar, pane = bar_of(window), pane_of(window)
    bar.menu.actions()[0].trigger()
    at_rest(qtbot, window)
    assert isinstance(pane.over, ReadingView)
    assert any("sold twice" in passage.text for passage in pane.over.passages)
    assert len(pane.over.highlights(HighlightKind.BOOKMARK)) == 3
    assert bar.text.startswith("An older version: 1 of 2")
    assert bar.property("older") == "true"
    bar.newest.click()
    at_rest(qtbot, window)
    assert pane.over is None
    assert bar.text.startswith("Version 2 of 2")


def test_opening_a_place_in_the_document_leaves_the_older_version(
    qtbot: QtBot, window: MainWindow, changed: str, at_rest: AtRest
) -> None:
    bar_of(window).menu.actions()[0].trigger()
    at_rest(qtbot, window)
    window.tabs.open(Place(changed, (0, 4)))
    at_rest(qtbot, window)
    assert pane_of(window).over is None


def test_two_versions_stand_side_by_side_and_keys_walk_the_changes(
    qtbot: QtBot, window: MainWindow, changed: str, at_rest: AtRest
) -> None:
    window.actions_by_name["compare_versions"].trigger()
    at_rest(qtbot, window)
    view = pane_of(window).over
    assert isinstance(view, CompareView)
    rows = rows_of(view)
    assert {row.change for row in rows} >= {Change.CHANGED, Change.ADDED, Change.SAME}
    changed_row = next(row for row in rows if row.change is Change.CHANGED)
    assert changed_row.old is not None
    assert changed_row.new is not None
    assert changed_row.old.marks
    assert bar_of(window).text == "Versions 1 and 2, passages: 3 changed, 1 added"
    first = view.currentIndex().row()
    window.actions_by_name["next_hit"].trigger()
    assert view.currentIndex().row() > first
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert view.currentIndex().row() == first
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    at_rest(qtbot, window)
    assert pane_of(window).over is None


def test_what_is_the_same_is_folded_and_unfolds_by_enter(
    qtbot: QtBot, window: MainWindow, changed: str, at_rest: AtRest
) -> None:
    window.actions_by_name["compare_versions"].trigger()
    at_rest(qtbot, window)
    view = pane_of(window).over
    assert isinstance(view, CompareView)
    folded = [at for at, row in enumerate(rows_of(view)) if row.folded]
    passages = len(rows_of(view)[folded[0]].folded)
    before = view.model().rowCount()
    view.setCurrentIndex(view.model().index(folded[0], 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.model().rowCount() == before + passages - 1


def test_a_mark_that_is_gone_is_shown_where_it_was_made(
    qtbot: QtBot, window: MainWindow, changed: str, at_rest: AtRest
) -> None:
    marks = window._library.bookmarks.of_document(changed)
    gone = next(each for each in marks if each.anchor is AnchorState.ORPHANED)
    window.marks.select_bookmark(gone.id)
    editor = window.left.bookmarks.editor
    assert not editor.accept_button.isVisible()
    editor.made_button.click()
    at_rest(qtbot, window)
    view = pane_of(window).over
    assert isinstance(view, ReadingView)
    assert view.caret == gone.position.start


def test_a_moved_mark_is_accepted_from_the_list(
    qtbot: QtBot, window: MainWindow, changed: str, at_rest: AtRest
) -> None:
    marks = window._library.bookmarks.of_document(changed)
    moved = next(each for each in marks if each.anchor is AnchorState.MOVED)
    window.marks.select_bookmark(moved.id)
    window.left.bookmarks.editor.accept_button.click()
    at_rest(qtbot, window)
    now = window._library.bookmarks.get(moved.id)
    assert now.anchor is AnchorState.EXACT
    assert "came back by noon with empty holds" in now.quote.exact
    assert "before noon with empty holds" in now.note
    assert "moved" not in bar_of(window).text
