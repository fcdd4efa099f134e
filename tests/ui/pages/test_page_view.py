"""F4: a PDF as its pages are printed, at the same place and with the same marks as its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from pytestqt.qtbot import QtBot

from reader.domain.bookmark import BookmarkColour
from reader.domain.changes import LibraryChanges
from reader.ui.main_window import MainWindow
from reader.ui.pages.page_view import PageView
from reader.ui.reading.highlights import HighlightKind
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.reading_tabs import Place
from reader.ui.theme import Theme

AtRest = Callable[[QtBot, MainWindow], None]


@pytest.fixture
def documents(window: MainWindow) -> dict[str, str]:
    """The documents in the window's library, by their titles."""
    return {each.metadata.title: each.id for each in window._library.documents.all()}


@pytest.fixture
def show(
    window: MainWindow, qtbot: QtBot, at_rest: AtRest, documents: dict[str, str]
) -> Callable[[str], ReadingPane]:
    def run(title: str) -> ReadingPane:
        window.tabs.open(Place(documents[title]))
        at_rest(qtbot, window)
        assert window.tabs.pane is not None
        return window.tabs.pane

    return run


@pytest.fixture
def pane(show: Callable[[str], ReadingPane]) -> ReadingPane:
    return show("River report")


@pytest.fixture
def pages(window: MainWindow, pane: ReadingPane, qtbot: QtBot, at_rest: AtRest) -> PageView:
    window.actions_by_name["pages"].trigger()
    at_rest(qtbot, window)
    assert pane.pages is not None
    return pane.pages


def of_page(pane: ReadingPane, number: int, words: str) -> tuple[int, int]:
    """Where the words stand in the text, in the passage that begins on a page."""
    passage = next(
        each for each in pane.view.passages if each.page == number and words in each.text
    )
    start = passage.start + passage.text.index(words)
    return start, start + len(words)


def picture(pages: PageView) -> QImage:
    return pages.viewport().grab().toImage()


def colours(image: QImage, left: float, top: float, right: float, bottom: float) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(round(left), round(right))
        for y in range(round(top), round(bottom))
    }


def test_f4_shows_the_pages_and_the_text_again(
    window: MainWindow, pane: ReadingPane, pages: PageView
) -> None:
    assert pages.isVisible()
    assert not pane.view.isVisible()
    assert pages.page_count == 12
    assert pages.number.text() == "Page 1 of 12"

    window.actions_by_name["pages"].trigger()

    assert pane.pages is None
    assert pane.view.isVisible()


def test_the_page_is_drawn_on_white_in_the_dark_too(
    window: MainWindow, pages: PageView, dark: Theme
) -> None:
    window.set_theme(dark)
    image = picture(pages)
    box = pages.page_rectangle(1)

    assert QColor(image.pixel(4, 60)).name() == dark.colour("page").name()
    here = colours(image, box.left() + 20, box.top() + 90, box.center().x(), box.top() + 140)
    assert "#ffffff" in here
    assert any(QColor(each).lightness() < 60 for each in here)


def test_a_document_without_pages_says_so(
    window: MainWindow, show: Callable[[str], ReadingPane]
) -> None:
    pane = show("A note")

    window.actions_by_name["pages"].trigger()

    assert pane.pages is None
    assert "has no pages" in window.said


def test_a_scan_opens_as_pages_by_itself(
    window: MainWindow, show: Callable[[str], ReadingPane]
) -> None:
    pane = show("Old scan")

    assert pane.pages is not None
    window.actions_by_name["pages"].trigger()
    assert pane.pages is None


def test_the_pages_begin_where_the_text_was_read(
    window: MainWindow, pane: ReadingPane, qtbot: QtBot, at_rest: AtRest
) -> None:
    pane.go_to(*of_page(pane, 9, "rained"))
    place = pane.view.position()
    assert place is not None

    window.actions_by_name["pages"].trigger()
    at_rest(qtbot, window)

    assert pane.pages is not None
    top = pane.view.passages[place.ordinal]
    assert pane.pages.page == top.page
    assert 0 <= pane.pages.lines_of(top.start, top.end)[0].top() < 40


def test_the_text_is_where_the_pages_were_read(
    window: MainWindow, pane: ReadingPane, pages: PageView, qtbot: QtBot, at_rest: AtRest
) -> None:
    pages.verticalScrollBar().setValue(
        pages.verticalScrollBar().value() + round(pages.page_rectangle(7).top()) - 4
    )
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: pages.loader.text(7) is not None)

    window.actions_by_name["pages"].trigger()

    place = pane.view.position()
    assert place is not None
    assert pane.view.passages[place.ordinal].page == 7


def test_a_jump_shows_its_words_on_the_page(
    window: MainWindow, pane: ReadingPane, pages: PageView, qtbot: QtBot, at_rest: AtRest
) -> None:
    start, end = of_page(pane, 11, "paid in gold")

    pane.go_to(start, end)
    at_rest(qtbot, window)

    (line,) = pages.lines_of(start, end)
    assert pages.page == 11
    assert pages.viewport().rect().contains(line.toRect())


def test_hits_and_bookmarks_have_their_colours_on_the_page(
    window: MainWindow, pane: ReadingPane, pages: PageView, qtbot: QtBot, at_rest: AtRest
) -> None:
    library, document = window._library, pane.document
    assert document is not None
    start, end = of_page(pane, 1, "before the morning")
    library.bookmarks.add(document.id, start, end, colour=BookmarkColour.GREEN)
    window.libraryChanged.emit(LibraryChanges(bookmarks=frozenset({"any"})))
    window.search.search("unload")
    at_rest(qtbot, window)

    image = picture(pages)
    hit = pane.view.highlights(HighlightKind.HIT)[0]
    (hit_line,) = pages.lines_of(hit.start, hit.end)
    (marked,) = pages.lines_of(start, end)

    light = pages._paper
    assert light.colour("hit").name() in colours(image, *hit_line.getCoords())
    assert light.mark(BookmarkColour.GREEN).name() in colours(image, *marked.getCoords())


def test_a_click_on_a_mark_selects_it_as_in_the_text(
    window: MainWindow, pane: ReadingPane, pages: PageView, qtbot: QtBot, at_rest: AtRest
) -> None:
    library, document = window._library, pane.document
    assert document is not None
    start, end = of_page(pane, 1, "paid in gold")
    bookmark, changes = library.bookmarks.add(document.id, start, end)
    window.libraryChanged.emit(changes)
    at_rest(qtbot, window)
    (line,) = pages.lines_of(start, end)

    with qtbot.waitSignal(pane.view.highlightActivated) as activated:
        qtbot.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=line.center().toPoint())

    assert activated.args == [HighlightKind.BOOKMARK, bookmark.id]


def test_words_selected_on_the_page_are_selected_in_the_text(
    pane: ReadingPane, pages: PageView, qtbot: QtBot
) -> None:
    start, end = of_page(pane, 1, "paid in gold")
    (line,) = pages.lines_of(start, end)
    begin = QPoint(round(line.left() + 1), round(line.center().y()))
    stop = QPoint(round(line.right() - 1), round(line.center().y()))

    qtbot.mousePress(pages.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(pages.viewport(), stop)
    pages.mouseMoveEvent(_move(pages, stop))
    qtbot.mouseRelease(pages.viewport(), Qt.MouseButton.LeftButton, pos=stop)

    assert pane.view.selected_text == "paid in gold"


def _move(pages: PageView, to: QPoint) -> QMouseEvent:
    """The off-screen platform moves no mouse with a button held."""
    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(pages.viewport().mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_zoom_keeps_the_page(
    window: MainWindow, pane: ReadingPane, pages: PageView, qtbot: QtBot, at_rest: AtRest
) -> None:
    pane.go_to(*of_page(pane, 5, "rained"))
    at_rest(qtbot, window)
    width = pages.page_rectangle(5).width()

    window.actions_by_name["zoom_in"].trigger()
    at_rest(qtbot, window)

    assert pages.page_rectangle(5).width() > width
    assert pages.page in (4, 5)


def test_keys_scroll_and_end_is_the_last_page(pages: PageView, qtbot: QtBot) -> None:
    qtbot.keyClick(pages, Qt.Key.Key_End)
    assert pages.page == 12

    qtbot.keyClick(pages, Qt.Key.Key_Home)
    assert pages.page == 1

    qtbot.keyClick(pages, Qt.Key.Key_PageDown)
    assert pages.verticalScrollBar().value() > 0


def test_only_pages_near_the_view_are_drawn(
    window: MainWindow, pages: PageView, qtbot: QtBot, at_rest: AtRest
) -> None:
    at_rest(qtbot, window)

    assert pages.loader.picture(1) is not None
    assert pages.loader.picture(12) is None


def test_a_lost_original_is_explained_and_the_text_stays(
    window: MainWindow, pane: ReadingPane, qtbot: QtBot, at_rest: AtRest
) -> None:
    assert pane.document is not None
    originals = window._library.folder / "originals"
    (found,) = originals.rglob(pane.document.version.sha256)
    found.unlink()

    window.actions_by_name["pages"].trigger()
    at_rest(qtbot, window)

    assert pane.pages is None
    assert pane.view.isVisible()
    assert "the original is missing" in window.said


def test_another_document_in_the_same_tab_leaves_its_pages_behind(
    window: MainWindow, documents: dict[str, str], qtbot: QtBot, at_rest: AtRest
) -> None:
    window.tabs.open(Place(documents["River report"]), preview=True)
    at_rest(qtbot, window)
    window.actions_by_name["pages"].trigger()
    at_rest(qtbot, window)

    window.tabs.open(Place(documents["A note"]), preview=True)
    at_rest(qtbot, window)

    assert window.tabs.pane is not None
    assert window.tabs.pane.pages is None
    assert window.tabs.pane.view.isVisible()
