"""Removing, grouping and tagging documents in the window, by mouse and by keyboard."""

from __future__ import annotations

import dataclasses
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.domain.document import Document
from reader.library.library import Library
from reader.ui.documents.library_groups import REMOVED, Grouping
from reader.ui.documents.library_model import DRAGGED, LibraryRole
from reader.ui.left_panel import LeftTab
from reader.ui.main_window import MainWindow
from reader.ui.reading_tabs import Place

Rest = Callable[[QtBot, MainWindow], None]


def library_of(window: MainWindow) -> Library:
    return window._library


def documents(window: MainWindow) -> list[Document]:
    return library_of(window).documents.all()


def groups(window: MainWindow) -> list[str]:
    model = window.left.library.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def marked(window: MainWindow) -> str:
    """A document with a mark that stands in a report."""
    library = library_of(window)
    document = documents(window)[0]
    passages = library.documents.passages(document)
    mark, changes = library.bookmarks.add(document.id, passages[1].start, passages[1].end)
    report, _ = library.reports.new("A report")
    library.reports.add_clip(report.id, mark.id)
    window.libraryChanged.emit(changes)
    return document.id


def press(window: MainWindow, words: str, qtbot: QtBot) -> None:
    button = next(each for each in window.question.buttons if each.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def menu_of(window: MainWindow) -> QMenu:
    """The menu of the chosen rows; off screen it cannot be shown."""
    return window.left.library.make_menu()


def entry(menu: QMenu, words: str) -> Callable[[], None]:
    return next(each for each in menu.actions() if each.text() == words).trigger


def test_delete_removes_a_document_without_marks_at_once_and_the_notice_undoes_it(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    before = documents(window)
    tree = window.left.library
    window.tabs.open(Place(before[0].id))
    at_rest(qtbot, window)
    tree.select_document(before[0].id)
    qtbot.keyClick(tree.view, Qt.Key.Key_Delete)
    at_rest(qtbot, window)

    assert [each.id for each in documents(window)] == [each.id for each in before[1:]]
    assert window.question.isHidden()
    assert "Removed “" in window.notice.text
    assert window.tabs.panes == []
    assert REMOVED in groups(window)
    assert library_of(window).deriving.is_current()

    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    at_rest(qtbot, window)
    assert documents(window) == before
    assert REMOVED not in groups(window)
    assert library_of(window).deriving.is_current()
    assert library_of(window).integrity.verify() == []


def test_what_becomes_of_marks_is_asked_and_esc_leaves_all_as_it_is(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    document = marked(window)
    at_rest(qtbot, window)
    tree = window.left.library
    tree.focus_list()
    tree.select_document(document)
    qtbot.keyClick(tree.view, Qt.Key.Key_Delete)
    at_rest(qtbot, window)

    assert "1 bookmark, 1 of them in the report “A report”" in window.question.text
    assert [each.text() for each in window.question.buttons] == [
        "Keep the marks", "Remove them too", "Cancel",
    ]  # fmt: skip
    assert window.question.buttons[-1].hasFocus(), "nothing is removed by a key pressed twice"
    qtbot.keyClick(window.question.buttons[-1], Qt.Key.Key_Escape)
    assert window.question.isHidden()
    qtbot.waitUntil(tree.view.hasFocus)
    assert len(documents(window)) == 5

    tree.removeRequested.emit([document])
    at_rest(qtbot, window)
    press(window, "Keep the marks", qtbot)
    at_rest(qtbot, window)
    entries = window.left.bookmarks.view.model()
    assert str(entries.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)).count("Source removed")

    window.actions_by_name["undo_removal"].trigger()
    at_rest(qtbot, window)
    assert len(documents(window)) == 5

    tree.removeRequested.emit([document])
    at_rest(qtbot, window)
    press(window, "Remove them too", qtbot)
    at_rest(qtbot, window)
    assert entries.rowCount() == 0
    window.actions_by_name["undo_removal"].trigger()
    at_rest(qtbot, window)
    assert entries.rowCount() == 1
    window.actions_by_name["undo_removal"].trigger()
    assert window.said == "There is no removal to undo."


def test_a_removed_document_is_put_back_or_deleted_for_good_from_its_group(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    first, second = (each.id for each in documents(window)[:2])
    tree = window.left.library
    tree.removeRequested.emit([first, second])
    at_rest(qtbot, window)
    assert "Removed 2 sources" in window.notice.text

    assert tree.select_document(first)
    menu = menu_of(window)
    assert [each.text() for each in menu.actions() if each.text()] == [
        "Put back", "Delete for good…",
    ]  # fmt: skip
    entry(menu, "Put back")()
    at_rest(qtbot, window)
    assert first in {each.id for each in documents(window)}

    tree.select_document(second)
    entry(menu_of(window), "Delete for good…")()
    at_rest(qtbot, window)
    assert "cannot be put back" in window.question.text
    press(window, "Delete for good", qtbot)
    at_rest(qtbot, window)
    assert library_of(window).removal.removed() == []
    assert len(documents(window)) == 4
    assert library_of(window).integrity.verify() == []


def test_a_file_of_scores_is_removed_like_a_document(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    library = library_of(window)
    (file,) = library.removal.score_files()
    tree = window.left.library
    tree.select_document(file.id)
    qtbot.keyClick(tree.view, Qt.Key.Key_Delete)
    at_rest(qtbot, window)
    assert library.profiles.editions("PE") == []
    window.documents.undo()
    at_rest(qtbot, window)
    assert library.profiles.editions("PE") == ["2023"]


def test_documents_are_chosen_together_and_put_into_a_new_collection(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    tree = window.left.library
    first, second, third = (each.id for each in documents(window)[:3])
    tree.select_document(first)
    rect = tree.view.visualRect(tree.view.model().find(second))
    with qtbot.assertNotEmitted(tree.documentActivated):
        qtbot.mouseClick(
            tree.view.viewport(), Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier, rect.center(),
        )  # fmt: skip
    assert set(tree.chosen().identifiers) == {first, second}

    menu = menu_of(window)
    below = next(each.menu() for each in menu.actions() if each.text() == "Add to collection")
    assert isinstance(below, QMenu)
    entry(below, "New collection…")()
    assert window.question.field.hasFocus()
    assert not window.question.buttons[0].isEnabled(), "a collection needs a name"
    qtbot.keyClicks(window.question.field, "Rivers & roads")
    qtbot.keyClick(window.question.field, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    assert library_of(window).collections.all() == {"Rivers & roads": 2}

    tree.set_grouping(Grouping.COLLECTION)
    assert groups(window)[:2] == ["Rivers & roads", "In no collection"]
    data = QMimeData()
    data.setData(DRAGGED, third.encode())
    row = tree.view.model().index(0, 0)
    place = tree.view.viewport().mapTo(tree, tree.view.visualRect(row).center())
    some = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    move = QDragMoveEvent(place, *some, Qt.KeyboardModifier.NoModifier)
    tree.dragMoveEvent(move)
    assert move.isAccepted()
    tree.dropEvent(QDropEvent(QPointF(place), *some, Qt.KeyboardModifier.NoModifier))
    at_rest(qtbot, window)
    assert library_of(window).collections.all() == {"Rivers & roads": 3}

    tree.view.setCurrentIndex(tree.view.model().index(0, 0))
    entry(menu_of(window), "Delete the collection")()
    at_rest(qtbot, window)
    assert library_of(window).collections.all() == {}
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    at_rest(qtbot, window)
    assert library_of(window).collections.all() == {"Rivers & roads": 3}


def test_the_grouping_is_remembered(qtbot: QtBot, window: MainWindow, at_rest: Rest) -> None:
    tree = window.left.library
    menu = tree.group_button.menu()
    next(each for each in menu.actions() if each.text() == "By kind of source").trigger()
    assert window._session.grouping == "kind"
    assert tree.group_button.text() == "By kind of source ▾"
    assert "Peru" not in groups(window)
    tree.set_grouping(Grouping.COUNTRY)
    window.start()
    at_rest(qtbot, window)
    assert tree.view.model().grouping is Grouping.KIND


def test_tags_are_put_on_several_documents(qtbot: QtBot, window: MainWindow, at_rest: Rest) -> None:
    tree = window.left.library
    first = documents(window)[0].id
    tree.select_document(first)
    entry(menu_of(window), "Add a tag…")()
    qtbot.keyClicks(window.question.field, "to read")
    press(window, "Add the tag", qtbot)
    at_rest(qtbot, window)
    assert "to read" in library_of(window).documents.get(first).metadata.tags
    tree.set_grouping(Grouping.TAG)
    assert "to read" in groups(window)


def test_an_original_is_opened_as_a_read_only_copy_of_its_own_name(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    opened: list[Path] = []
    window.documents.launch = lambda path: opened.append(path) is None
    document = documents(window)[0]
    window.left.library.select_document(document.id)
    entry(menu_of(window), "Open the original")()
    at_rest(qtbot, window)

    (copy,) = opened
    assert copy.name == document.version.source_name
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IRUSR
    assert copy.read_bytes() == library_of(window)._originals.read(document.version.sha256)

    window.left.library.select_document(document.id)
    entry(menu_of(window), "Show the original in its folder")()
    at_rest(qtbot, window)
    assert opened[-1] == library_of(window)._originals.path(document.version.sha256).parent
    library_of(window).source_copies.clean()
    assert not copy.parent.exists()


def test_a_web_page_goes_to_the_browser_only_after_a_warning(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    opened: list[Path] = []
    window.documents.launch = lambda path: opened.append(path) is None
    document = documents(window)[0]
    with library_of(window)._database.transaction() as connection:
        connection.execute("UPDATE version SET source_name = 'page.html'")
    window.documents.open_original(document.id)
    at_rest(qtbot, window)
    assert opened == []
    assert "may load pictures and scripts from the network" in window.question.text
    press(window, "Open in the browser", qtbot)
    assert [each.name for each in opened] == ["page.html"]


def test_nothing_is_changed_in_a_library_that_is_read_only(
    qtbot: QtBot, window: MainWindow, at_rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_of(window), "_lock", None)
    document = documents(window)[0].id
    for ask in (window.documents.remove, window.documents.purge):
        ask([document])
        assert "reading only" in window.said
    window.documents.put([document], "Name")
    assert window.question.isHidden()
    at_rest(qtbot, window)
    assert library_of(window).collections.all() == {}


def test_every_row_says_what_it_is(window: MainWindow) -> None:
    model = window.left.library.view.model()
    for top in range(model.rowCount()):
        group = model.index(top, 0)
        assert group.data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount(group)):
            index = model.index(row, 0, group)
            assert index.data(Qt.ItemDataRole.AccessibleTextRole)
            assert index.data(LibraryRole.ITEM) is not None


def test_the_way_through_evidence_counts_anew_when_a_source_is_removed(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    indicator = "cocaine_trade"
    window.country.show_country("PE")
    window.country.open_evidence(indicator)
    at_rest(qtbot, window)
    held = library_of(window).evidence.of_country("PE", indicator)
    at = window.country.chosen
    other = next(each for each in held if each.document.id != held[0].document.id)
    window.documents.remove([other.document.id])
    at_rest(qtbot, window)

    left = library_of(window).evidence.of_country("PE", indicator)
    assert len(left) < len(held)
    assert f"1 of {len(left)}" in window.evidence_bar.text
    assert window.country.chosen == at, "one stays at the passage that one reads"


def test_a_library_that_may_only_be_read_offers_no_change(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    tree = window.left.library
    calls = tree._calls
    assert calls is not None
    tree.set_menu_calls(dataclasses.replace(calls, writable=False))
    tree.select_document(documents(window)[0].id)
    offered = [each.text() for each in menu_of(window).actions() if each.text()]
    assert offered == [
        "Open", "Document details", "Open the original", "Show the original in its folder",
    ]  # fmt: skip


def test_a_change_of_the_library_searches_anew_and_leaves_the_list_that_is_shown(
    qtbot: QtBot, window: MainWindow, at_rest: Rest
) -> None:
    window.search.search("gold mining")
    at_rest(qtbot, window)
    assert window.left.current_tab() is LeftTab.RESULTS
    window.left.show_tab(LeftTab.LIBRARY)
    before = window.search.results
    window.documents.remove([documents(window)[0].id])
    at_rest(qtbot, window)
    assert window.search.results is not before
    assert window.left.current_tab() is LeftTab.LIBRARY
