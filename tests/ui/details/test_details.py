"""The details of the document in front: read, edited in place, undone and reset."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from reader.domain.document import Document, Origin
from reader.library.library import Library
from reader.places import resources
from reader.ui.app import make_window
from reader.ui.details.chip_field import ChipField
from reader.ui.details.details_sheet import DetailsSheet
from reader.ui.details.field_edit import FieldEdit
from reader.ui.main_window import MainWindow
from reader.ui.reading_tabs import Place
from reader.ui.session import Session
from reader.ui.theme import load_theme

AtRest = Callable[[QtBot, MainWindow], None]
KEY = Qt.Key


@pytest.fixture
def news(window: MainWindow) -> Document:
    return next(each for each in window._library.documents.all() if "digest" in each.metadata.title)


@pytest.fixture
def sheet(window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest) -> DetailsSheet:
    """The sheet, open on the news digest."""
    window.tabs.open(Place(news.id))
    at_rest(qtbot, window)
    window.actions_by_name["details"].trigger()
    at_rest(qtbot, window)
    return window.details.sheet


def _line(sheet: DetailsSheet, name: str) -> FieldEdit:
    field = sheet.fields[name]
    assert isinstance(field, FieldEdit)
    return field


def _chips(sheet: DetailsSheet, name: str) -> ChipField:
    field = sheet.fields[name]
    assert isinstance(field, ChipField)
    return field


def _write(field: FieldEdit, text: str, qtbot: QtBot) -> None:
    field.line.setFocus()
    field.line.selectAll()
    qtbot.keyClicks(field.line, text)


def test_every_field_is_shown_with_its_origin(sheet: DetailsSheet, news: Document) -> None:
    assert sheet.isVisible()
    assert sheet.geometry() == sheet.parentWidget().rect()
    title = _line(sheet, "title")
    assert title.line.text() == news.metadata.title
    assert title.line.hasFocus()
    assert title.head.origin.text() == "stated"
    assert _line(sheet, "authors").head.origin.text() == "unknown"
    assert _chips(sheet, "countries").names == ["Peru"]
    words = [each.text() for each in _chips(sheet, "countries").findChildren(type(title.error))]
    assert "stated" in words
    assert not title.head.reset.isVisible()


def test_without_a_document_the_action_says_what_to_do(window: MainWindow) -> None:
    window.actions_by_name["details"].trigger()
    assert "Open a document first" in window.said
    assert not window.details.is_open


def test_enter_saves_and_the_window_follows(
    sheet: DetailsSheet, window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    title = _line(sheet, "title")
    _write(title, "News & more", qtbot)
    assert title.head.origin.text() == "not saved"
    qtbot.keyClick(title.line, KEY.Key_Return)
    at_rest(qtbot, window)
    held = window._library.documents.get(news.id).metadata
    assert (held.title, held.origins["title"]) == ("News & more", Origin.BY_HAND)
    assert title.head.origin.text() == "by hand"
    assert title.head.reset.isVisible()
    assert window.tabs.document is not None
    assert window.tabs.document.metadata.title == "News & more"
    assert window._library.deriving.is_current()
    title.head.reset.click()
    at_rest(qtbot, window)
    assert title.line.text() == news.metadata.title
    assert not title.head.reset.isVisible()


def test_an_error_stands_at_its_field_and_esc_cancels_then_closes(
    sheet: DetailsSheet, window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    published = _line(sheet, "published")
    before = published.line.text()
    _write(published, "last May", qtbot)
    qtbot.keyClick(published.line, KEY.Key_Return)
    at_rest(qtbot, window)
    assert "“last May” is not a date" in published.error.text()
    assert published.error.isVisible()
    assert published.line.text() == "last May"
    assert window._library.documents.get(news.id) == news
    qtbot.keyClick(published.line, KEY.Key_Escape)
    assert published.line.text() == before
    assert not published.error.isVisible()
    assert sheet.isVisible()
    qtbot.keyClick(published.line, KEY.Key_Escape)
    assert not sheet.isVisible()


def test_ctrl_z_takes_back_typing_first_then_edits_and_no_removal(
    sheet: DetailsSheet, window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    kind = _line(sheet, "kind")
    for text in ("report", "note"):
        _write(kind, text, qtbot)
        qtbot.keyClick(kind.line, KEY.Key_Return)
        at_rest(qtbot, window)
    for expected in ("report", news.metadata.kind or ""):
        qtbot.keyClick(kind.line, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        at_rest(qtbot, window)
        assert kind.line.text() == expected
    qtbot.keyClick(kind.line, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    assert "nothing to undo" in window.said
    assert window._library.documents.get(news.id) == news


def test_countries_are_chips_added_and_removed(
    sheet: DetailsSheet, window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    countries = _chips(sheet, "countries")
    for text, shown in (("Atlantis", ["Peru"]), ("Côte d’Ivoire", ["Peru", "Côte d'Ivoire"])):
        countries.line.setFocus()
        countries.line.selectAll()
        countries.line.insert(text)
        qtbot.keyClick(countries.line, KEY.Key_Return)
        at_rest(qtbot, window)
        assert countries.names == shown
    assert countries.line.text() == ""
    completer = countries.line.completer()
    completer.setCompletionPrefix("guin")
    offered = {completer.completionModel().index(at, 0).data() for at in range(4)}
    assert {"Guinea", "Papua New Guinea"} <= offered
    countries.chips.buttons[0].click()
    at_rest(qtbot, window)
    assert countries.names == ["Côte d'Ivoire"]
    assert window._library.documents.get(news.id).metadata.countries == ("CI",)
    assert countries.head.origin.text() == "by hand"


def test_what_is_typed_and_not_saved_survives_other_changes(
    sheet: DetailsSheet, window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    _write(_line(sheet, "publisher"), "Half a na", qtbot)
    window.libraryChanged.emit(window._library.metadata.edit(news.id, kind="note"))
    at_rest(qtbot, window)
    assert _line(sheet, "kind").line.text() == "note"
    assert _line(sheet, "publisher").line.text() == "Half a na"


def test_the_sheet_follows_the_document_in_front(
    sheet: DetailsSheet, window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    other = next(each for each in window._library.documents.all() if each.id != news.id)
    window.tabs.open(Place(other.id))
    at_rest(qtbot, window)
    assert _line(sheet, "title").line.text() == other.metadata.title
    window.tabs.close_current()
    window.tabs.close_current()
    at_rest(qtbot, window)
    assert not sheet.isVisible()


def test_tab_walks_through_the_sheet_and_not_behind_it(
    sheet: DetailsSheet, window: MainWindow, qtbot: QtBot
) -> None:
    seen = set()
    for _ in range(80):
        qtbot.keyClick(window.focusWidget(), KEY.Key_Tab)
        seen.add(window.focusWidget())
    assert _line(sheet, "url").line in seen
    assert sheet.close_button in seen
    assert not any(window.indicators.isAncestorOf(each) for each in seen)
    assert all(each.accessibleName() for each in seen if sheet.isAncestorOf(each))


def test_a_click_on_the_byline_opens_the_details(
    window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    window.tabs.open(Place(news.id))
    at_rest(qtbot, window)
    pane = window.tabs.pane
    assert pane is not None
    view = pane.view
    block = next(
        block
        for number in range(3)
        if (block := view.document().findBlockByNumber(number)).text()
        == view.accessibleDescription()
    )
    point = view.cursorRect(QTextCursor(block)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert window.details.is_open
    window.details.close()
    title = view.cursorRect(QTextCursor(view.document().firstBlock())).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=title)
    assert not window.details.is_open


def test_a_library_open_for_reading_shows_and_does_not_edit(
    window: MainWindow, news: Document, qtbot: QtBot, at_rest: AtRest
) -> None:
    library = Library.open(window._library.folder, writing=False, program="x")
    session = Session(library.folder.parent / "other.ini", library.identifier)
    other = make_window(library, theme="dark", session=session)
    other.show()
    other.tabs.open(Place(news.id))
    at_rest(qtbot, other)
    other.details.open()
    sheet = other.details.sheet
    assert _line(sheet, "title").line.isReadOnly()
    assert _chips(sheet, "countries").chips.buttons == []
    assert not _chips(sheet, "countries").line.isVisible()
    other.close()


def test_the_look_changes_with_the_window(
    sheet: DetailsSheet, window: MainWindow, news: Document
) -> None:
    window.set_theme(load_theme(resources(), "dark"))
    assert sheet.font().families() == window.theme.font("tool").families()
    assert sheet.warnings == "\n".join(news.version.warnings)
