"""Pictures stand above their passages' text, which stays exactly the passage's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reading_documents import cell, document_of, paragraphs

from reader.domain.document import Block, CellPosition, PassageKind
from reader.domain.errors import NotFound
from reader.ui.reading import pictures as pictures_room
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.pictures import Pictures
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.reading.text_geometry import block_rectangle
from reader.ui.reading.viewport_map import ReadingPlace
from reader.ui.tasks import Tasks
from reader.ui.theme import Theme

RED, BLUE = QColor(200, 20, 20), QColor(20, 20, 200)


def file_of(width: int, height: int, colour: QColor, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


FILES = {
    "wide": file_of(1600, 800, RED),
    "small": file_of(120, 60, BLUE),
    "photo": file_of(400, 200, RED, "JPG"),
    "damaged": file_of(1600, 800, RED)[:200],
    "nonsense": b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'/>",
}


def read_file(key: str) -> bytes:
    if key not in FILES:
        raise NotFound("the original is missing", item=key)
    return FILES[key]


def caption(text: str, picture: str | None) -> Block:
    return Block(PassageKind.CAPTION, text, picture=picture)


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


@pytest.fixture
def pictures(tasks: Tasks) -> Pictures:
    return Pictures(read_file, tasks)


@pytest.fixture
def show(
    host: QWidget, light: Theme, pictures: Pictures, tasks: Tasks, qtbot: QtBot
) -> Callable[[Sequence[Block]], ReadingPane]:
    def shown(blocks: Sequence[Block]) -> ReadingPane:
        pane = ReadingPane(light, host, pictures)
        pane.resize(900, 600)
        pane.show_document(*document_of(blocks))
        pane.view.finish()
        host.show()
        pane.grab()
        qtbot.waitUntil(lambda: tasks.idle)
        return pane

    return shown


Show = Callable[[Sequence[Block]], ReadingPane]


def box_above(pane: ReadingPane, ordinal: int) -> tuple[float, float, float]:
    """Left, top and bottom of the room above a passage's text, in document coordinates."""
    text = pane.view.text
    block = block_rectangle(text.block(ordinal))
    height = text.picture_height(ordinal)
    return block.left(), block.top() - height, block.top()


def colour_above(pane: ReadingPane, ordinal: int) -> QColor:
    left, top, bottom = box_above(pane, ordinal)
    image = pane.view.viewport().grab().toImage()
    y = round((top + bottom) / 2) - pane.view.verticalScrollBar().value()
    return image.pixelColor(QPoint(round(left) + 20, y))


def test_a_picture_is_drawn_above_its_caption_and_adds_no_character(show: Show) -> None:
    blocks = [*paragraphs("Above."), caption("The quay.", "wide"), *paragraphs("Below.")]
    pane = show(blocks)
    text = pane.view.text
    for passage in text.passages:
        assert text.block(passage.ordinal).text() == passage.text
    assert "\ufffc" not in text.text_document.toPlainText()
    assert colour_above(pane, 1) == RED
    above = block_rectangle(text.block(0)).bottom()
    assert box_above(pane, 1)[1] > above


def test_a_large_picture_is_as_wide_as_the_column_and_a_small_one_as_itself(
    show: Show, pictures: Pictures
) -> None:
    pane = show([caption("", "wide"), caption("", "small")])
    text = pane.view.text
    column = block_rectangle(text.block(0)).width()
    assert text.picture_height(0) == pytest.approx(column / 2, abs=1)
    assert text.picture_height(1) == 60
    assert pictures.size("wide") == QSize(1600, 800)


def test_a_narrower_window_makes_pictures_smaller_and_keeps_the_place(show: Show) -> None:
    pane = show([caption("One.", "wide"), *paragraphs(*["Words. " * 40] * 20)])
    view = pane.view
    before = view.text.picture_height(0)
    view.restore_position(ReadingPlace(10, 0))
    pane.resize(420, 600)
    pane.grab()
    assert view.text.picture_height(0) < before - 50
    place = view.position()
    assert place is not None
    assert place.ordinal == 10
    assert view.text.block(0).text() == "One."


def test_a_larger_text_size_makes_small_pictures_larger(show: Show) -> None:
    pane = show([caption("One.", "small")])
    pane.view.set_zoom(2.0)
    assert pane.view.text.picture_height(0) == 120


@pytest.mark.parametrize("key", ["damaged", "nonsense", "gone"])
def test_a_picture_that_cannot_be_shown_leaves_a_frame_with_words(
    key: str, show: Show, light: Theme
) -> None:
    pane = show([*paragraphs("Above."), caption("The quay.", key)])
    assert pane.view.text.picture_height(1) > 20
    assert colour_above(pane, 1) == light.colour("track")


def test_a_picture_in_a_tables_cell_stands_in_that_cell(show: Show) -> None:
    place = CellPosition(0, 1, 0)
    picture = Block(PassageKind.TABLE_CELL, "", cell=place, picture="small")
    pane = show([*paragraphs("Above."), cell("Flag", 0, 0), picture, cell("of Callao", 1, 1)])
    header = block_rectangle(pane.view.text.block(1)).bottom()
    assert box_above(pane, 2)[1] > header
    assert colour_above(pane, 2) == BLUE


def test_a_picture_is_seen_when_its_words_are_still_below_the_edge(show: Show) -> None:
    pane = show([*paragraphs("Above."), caption("Far below.", "wide"), *paragraphs("x" * 3000)])
    pane.resize(900, 250)
    pane.grab()
    assert [each.ordinal for each in pane.view.visible_passages()] == [0, 1]


def test_a_passage_without_text_does_no_harm(show: Show) -> None:
    pane = show([*paragraphs("Gold one."), caption("", "small"), *paragraphs("Gold two.")])
    view = pane.view
    assert view.text.text(0, view.text.length) == "Gold one.\n\nGold two."
    pane.find_bar.open_with("gold")
    assert len(view.highlights(HighlightKind.FIND)) == 2
    start = view.passages[2].start
    view.select_range(0, start + 4)
    assert view.selected_text == "Gold one.\n\nGold"
    mark = Highlight(HighlightKind.BOOKMARK, 0, start + 4, "b")
    view.set_highlights(HighlightKind.BOOKMARK, [mark])
    view.go_to(view.passages[1].start, view.passages[1].end)
    pane.grab()
    assert view.next_highlight(HighlightKind.BOOKMARK) == mark


def test_pictures_are_decoded_once_and_only_so_many_are_kept(
    pictures: Pictures, tasks: Tasks, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(pictures.arrived):
        assert pictures.image("photo", 100) is None
        assert pictures.image("photo", 100) is None
    first = pictures.image("photo", 100)
    assert first is not None
    assert (first.width(), first.height()) == (100, 50)
    assert pictures.image("photo", 100) is first
    monkeypatch.setattr(pictures_room, "_KEPT_AT_MOST", 30_000)
    with qtbot.waitSignal(pictures.arrived):
        pictures.image("wide", 120)
    qtbot.waitUntil(lambda: tasks.idle)
    assert pictures.image("wide", 120) is not None
    assert pictures.image("photo", 100) is None
    qtbot.waitUntil(lambda: tasks.idle)
