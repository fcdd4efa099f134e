"""Pages as they are printed: drawn in a process of their own, with the text's places on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pdf_files import LETTER, Page, pdf

from reader.domain.citation import locator_words
from reader.domain.document import Document, Passage
from reader.domain.errors import ReaderError
from reader.domain.page import Box, PageSize
from reader.library.library import Library
from reader.library.page_process import PageProcess
from reader.library.pages import Pages

FIRST = [
    "Fuel is carried up the river at night, and nobody on the landing asks whose it is or",
    "where it goes. The men who unload it are paid in gold, by weight, before the mor-",
    "ning comes.",
]
OVER = ["A second road runs along the ridge. Lorries take it in the dry months, when the ford"]
REST = ["below the mill can be crossed without a guide."]


def report() -> bytes:
    one = Page().text(72, 750, "River papers", size=8).lines(72, 700, FIRST)
    one.text(72, 640, "1. salt;").text(72, 628, "2. gold.").lines(72, 100, OVER)
    two = Page().text(72, 750, "River papers", size=8).lines(72, 700, REST)
    for row, cells in enumerate([("Year", "Tonnes"), ("2019", "1.5"), ("2020", "1.5")]):
        for column, cell in enumerate(cells):
            two.text(72 + 150 * column, 600 - 14 * row, cell)
    three = Page().text(72, 750, "River papers", size=8).lines(72, 600, FIRST[:1])
    return pdf(one, two, three, Page(rotate=90), info={"Title": "River papers in full"})


@pytest.fixture
def river(empty_library: Library, tmp_path: Path) -> Document:
    (tmp_path / "river.pdf").write_bytes(report())
    empty_library.importing.run([tmp_path / "river.pdf"])
    return empty_library.documents.all()[0]


@pytest.fixture
def pages(empty_library: Library) -> Pages:
    return empty_library.pages


@pytest.fixture
def passages(empty_library: Library, river: Document) -> tuple[Passage, ...]:
    return empty_library.documents.passages(river)


def quoted(passages: tuple[Passage, ...], words: str) -> tuple[int, int]:
    passage = next(each for each in passages if words in each.text)
    start = passage.start + passage.text.index(words)
    return start, start + len(words)


def on_page(
    pages: Pages, river: Document, passages: tuple[Passage, ...], page: int, words: str
) -> list[Box]:
    return pages.text(river.version, passages, page).rectangles(*quoted(passages, words))


def test_pages_have_the_size_they_are_shown_in(pages: Pages, river: Document) -> None:
    width, height = LETTER

    assert pages.has_pages(river)
    assert pages.sizes(river.version) == (
        PageSize(width, height),
        PageSize(width, height),
        PageSize(width, height),
        PageSize(height, width),
    )


def test_a_page_is_drawn_at_the_scale_asked_for(pages: Pages, river: Document) -> None:
    picture = pages.picture(river.version, 1, 2.0)

    assert (picture.width, picture.height) == (1224, 1584)
    assert len(picture.data) == picture.stride * picture.height
    # Words are dark on paper: where the first line stands, and not beside it.
    rows = [picture.data[at * picture.stride :][: 4 * picture.width] for at in range(166, 188)]
    assert min(min(row[4 * 144 : 4 * 300]) for row in rows) < 100
    assert min(min(row[: 4 * 140 : 4]) for row in rows) == 255


def test_words_have_a_box_where_they_stand(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    (box,) = on_page(pages, river, passages, 1, "paid in gold")

    left, top, right, bottom = box
    assert 72 < left < right < 540
    # The second line's baseline lies at 688 from below.
    assert top < 792 - 688 < bottom
    assert bottom - top < 14


def test_a_range_over_lines_has_a_box_for_each(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    boxes = on_page(pages, river, passages, 1, "before the morning comes.")

    assert [round(box[1]) for box in boxes] == sorted({round(box[1]) for box in boxes})
    assert len(boxes) == 2


def test_a_paragraph_over_a_page_break_stands_on_both_pages(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    words = f"{OVER[0]} {REST[0]}"

    assert len(on_page(pages, river, passages, 1, words)) == 1
    assert len(on_page(pages, river, passages, 2, words)) == 1


def test_a_quotation_is_cited_with_the_page_that_it_stands_on(
    empty_library: Library, river: Document, passages: tuple[Passage, ...]
) -> None:
    def cited(words: str) -> str:
        start, end = quoted(passages, words)
        bookmark, _ = empty_library.bookmarks.add(river.id, start, end)
        clip = empty_library.reports.clip(bookmark)
        return locator_words(clip.locator, clip.heading_path)

    assert cited("Lorries take it") == "p. 1"
    assert cited("without a guide") == "p. 2"
    assert cited("when the ford below the mill") == "pp. 1–2"


def test_list_items_and_cells_of_the_same_words_have_their_own_boxes(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    assert len(on_page(pages, river, passages, 1, "gold.")) == 1
    text = pages.text(river.version, passages, 2)
    cells = [each for each in passages if each.text == "1.5"]

    tops = [text.rectangles(each.start, each.end)[0][1] for each in cells]

    assert len(tops) == 2
    assert tops[1] - tops[0] == pytest.approx(14, abs=1)


def test_a_running_header_carries_no_text(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    text = pages.text(river.version, passages, 1)

    assert all(line.bounds[1] > 60 for line in text.lines)


def test_words_that_stand_twice_on_a_page_are_told_apart(
    empty_library: Library, tmp_path: Path
) -> None:
    page = Page().text(72, 760, "The river at night", size=8)
    page.text(72, 720, "The river at night", size=20)
    page.lines(72, 690, FIRST[:2]).lines(72, 640, FIRST[:2])
    rest = [Page().text(72, 760, "The river at night", size=8).lines(72, 690, REST)] * 3
    (tmp_path / "twice.pdf").write_bytes(pdf(page, *rest))
    empty_library.importing.run([tmp_path / "twice.pdf"])
    twice = empty_library.documents.all()[0]
    found = empty_library.documents.passages(twice)

    text = empty_library.pages.text(twice.version, found, 1)

    tops = [text.rectangles(each.start, each.start + 3)[0][1] for each in found[:3]]
    assert tops == pytest.approx([56, 92, 142], abs=6)


def test_a_point_on_a_page_is_a_place_in_the_text(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    text = pages.text(river.version, passages, 1)
    start, _ = quoted(passages, "paid in gold")
    (box,) = text.rectangles(start, start + 1)
    middle = (box[1] + box[3]) / 2

    assert text.position_at(box[0] + 0.5, middle) == start
    assert text.position_at(box[2] - 0.1, middle) == start + 1
    assert text.first_below(0) == passages[0].start
    assert text.first_below(780) is None


def test_every_letter_of_every_passage_has_its_place(
    pages: Pages, river: Document, passages: tuple[Passage, ...]
) -> None:
    placed = {
        position
        for page in (1, 2, 3)
        for line in pages.text(river.version, passages, page).lines
        for position in line.positions
        if position is not None
    }

    wanted = {
        each.start + at
        for each in passages
        for at, letter in enumerate(each.text)
        if letter.isalnum()
    }
    assert wanted <= placed


@pytest.fixture
def process() -> Iterator[PageProcess]:
    process = PageProcess(seconds=30)
    yield process
    process.close()


def test_a_crash_costs_one_page_and_the_next_is_drawn(
    process: PageProcess, river: Document, empty_library: Library
) -> None:
    request = {
        "do": "draw",
        "page": 1,
        "scale": 1.0,
        "path": str(empty_library.folder / "originals" / river.version.sha256[:2])
        + f"/{river.version.sha256}",
        "name": "river.pdf",
    }
    process.ask(request)
    assert process._process is not None
    process._process.kill()
    process._process.wait()

    said, data = process.ask(request)

    assert len(data) == said["stride"] * said["height"]


def test_a_page_that_takes_too_long_is_given_up(river: Document, empty_library: Library) -> None:
    impatient = PageProcess(seconds=0.001)
    try:
        with pytest.raises(ReaderError, match=r"page 1: the page took too long to draw"):
            Pages(empty_library.pages._originals, impatient).picture(river.version, 1, 1.0)
        assert not impatient.running
    finally:
        impatient.close()


def test_a_page_that_does_not_exist_and_a_file_that_is_lost_are_named(
    pages: Pages, river: Document, empty_library: Library
) -> None:
    with pytest.raises(ReaderError, match=r"river.pdf, page 9: the page cannot be read"):
        pages.picture(river.version, 9, 1.0)

    fresh = Pages(empty_library.pages._originals, PageProcess())
    path = empty_library.pages._originals.path(river.version.sha256)
    path.unlink()
    try:
        with pytest.raises(ReaderError, match=r"river.pdf: the original is missing"):
            fresh.sizes(river.version)
    finally:
        fresh.close()


def test_a_page_as_large_as_a_country_is_drawn_small(
    empty_library: Library, tmp_path: Path
) -> None:
    (tmp_path / "wall.pdf").write_bytes(pdf(Page(size=(14000, 14000)).lines(72, 700, FIRST)))
    empty_library.importing.run([tmp_path / "wall.pdf"])
    wall = empty_library.documents.all()[0]

    picture = empty_library.pages.picture(wall.version, 1, 4.0)

    assert picture.width * picture.height < 25_000_000
