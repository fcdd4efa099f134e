"""PDF files: paragraphs, columns, hyphens, headings, lists and tables, with their pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdf_files import EMOJI, LIGATURE, NO_BREAK, SOFT_HYPHEN, Entry, Page, pdf

from reader.domain.document import Block, Origin, PassageKind
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source

ImportPdf = Callable[..., Imported]

FIRST = [
    "Fuel is carried up the river at night, and nobody on the landing asks whose it is or",
    "where it goes. The men who unload it are paid in gold, by weight, before the morning.",
    "By noon the landing is empty.",
]
SECOND = [
    "A second road runs along the ridge. Lorries take it in the dry months, when the ford",
    "below the mill can be crossed without a guide.",
]


@pytest.fixture
def import_pdf(knowledge: Knowledge) -> ImportPdf:
    def run(data: bytes, name: str = "report.pdf") -> Imported:
        return import_file(Source(data, name), knowledge)

    return run


def texts(imported: Imported, kind: PassageKind | None = None) -> list[str]:
    return [each.text for each in imported.blocks if kind is None or each.kind is kind]


def only(imported: Imported) -> Block:
    (block,) = imported.blocks
    return block


def test_lines_become_paragraphs_by_the_gap_between_them(import_pdf: ImportPdf) -> None:
    page = Page().lines(72, 700, FIRST).lines(72, 652, SECOND)

    imported = import_pdf(pdf(page))

    assert texts(imported) == [" ".join(FIRST), " ".join(SECOND)]
    assert [each.page for each in imported.blocks] == [1, 1]
    assert imported.format == "pdf"
    assert imported.warnings == ()


def test_an_indented_first_line_begins_a_paragraph(import_pdf: ImportPdf) -> None:
    page = Page().lines(72, 700, FIRST).text(90, 664, SECOND[0]).text(72, 652, SECOND[1])

    assert texts(import_pdf(pdf(page))) == [" ".join(FIRST), " ".join(SECOND)]


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph(import_pdf: ImportPdf) -> None:
    page = Page().lines(72, 700, [*FIRST, *SECOND])

    assert texts(import_pdf(pdf(page))) == [" ".join(FIRST), " ".join(SECOND)]


def test_a_paragraph_over_a_page_break_is_one_and_has_the_page_where_it_begins(
    import_pdf: ImportPdf,
) -> None:
    one = Page().lines(72, 700, FIRST).lines(72, 100, SECOND[:1])
    two = Page().lines(72, 700, SECOND[1:]).lines(72, 660, FIRST)

    imported = import_pdf(pdf(one, two))

    assert texts(imported) == [" ".join(FIRST), " ".join(SECOND), " ".join(FIRST)]
    assert [each.page for each in imported.blocks] == [1, 1, 2]
    over = imported.blocks[1]
    assert over.page_at(over.text.index("below the mill") - 2) == 1
    assert over.page_at(over.text.index("below the mill")) == 2
    assert over.page_at(len(over.text) - 1) == 2


def test_a_footnote_does_not_cut_the_paragraph_that_goes_on_after_it(
    import_pdf: ImportPdf,
) -> None:
    one = Page().lines(72, 700, FIRST).lines(72, 200, SECOND[:1])
    one.text(72, 120, "1 The ford was measured in the year of the flood.", size=7)
    two = Page().lines(72, 700, [f"lower down, {SECOND[1]}"]).lines(72, 660, FIRST)

    imported = import_pdf(pdf(one, two))

    assert f"{SECOND[0]} lower down, {SECOND[1]}" in texts(imported)
    assert "1 The ford was measured in the year of the flood." in texts(imported)


LEFT = [
    "The river towns were founded by",
    "people who came for rubber and",
    "remained as the price of it dropped,",
    "and they fished, and traded salt",
    "for tools with the boats that came",
    "twice a year from the coast below.",
    "Nobody counted them until a census",
]
RIGHT = [
    "was held after the second war. By",
    "then the upper landing had a school",
    "and two shops, and a post of the",
    "river guard whose boat lay broken",
    "on the bank for most of the decade.",
    "What the boat was for, the elders",
    "say, was never quite made clear.",
]


def test_two_columns_are_read_one_after_the_other(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 740, "On the towns of the upper river and those who live there", size=18)
    page.lines(72, 700, LEFT).lines(320, 700, RIGHT)

    imported = import_pdf(pdf(page))

    assert texts(imported) == [
        "On the towns of the upper river and those who live there",
        f"{' '.join(LEFT)} {' '.join(RIGHT)}",
    ]


def test_columns_are_told_apart_however_the_file_draws_them(import_pdf: ImportPdf) -> None:
    page = Page()
    for at, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        page.text(72, 700 - 12 * at, left).text(320, 700 - 12 * at, right)

    assert texts(import_pdf(pdf(page))) == [f"{' '.join(LEFT)} {' '.join(RIGHT)}"]


def test_a_short_last_page_has_the_columns_of_the_others(import_pdf: ImportPdf) -> None:
    one = Page().lines(72, 700, LEFT).lines(320, 700, RIGHT)
    two = Page()
    for at in range(2):
        two.text(72, 700 - 12 * at, LEFT[at]).text(320, 700 - 12 * at, RIGHT[at])

    last = [each.text for each in import_pdf(pdf(one, two)).blocks if each.page == 2]

    assert " ".join([*LEFT[:2], *RIGHT[:2]]) == " ".join(last)


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        # The whole word stands elsewhere.
        (
            ["Trafficking is denied, and traf-", "ficking goes on."],
            "Trafficking is denied, and trafficking goes on.",
        ),
        # A compound that stands elsewhere keeps its hyphen.
        (
            ["State-owned land, and more state-", "owned land."],
            "State-owned land, and more state-owned land.",
        ),
        # Both parts are words of this text: it may be a compound.
        (
            ["The state knows what is owned by a state-", "owned mill."],
            "The state knows what is owned by a state-owned mill.",
        ),
        # What follows is no word by itself.
        (["They were sell-", "ing fuel."], "They were selling fuel."),
        (["They were smu-", "ggling it."], "They were smuggling it."),
        # In doubt the hyphen stays, and no letter is lost.
        (["It is a lime-", "stone cave."], "It is a lime-stone cave."),
        (["In the Franco-", "Prussian war."], "In the Franco-Prussian war."),
        (["Between 2019-", "2021 it fell."], "Between 2019-2021 it fell."),
        (["It was cold -", "and dark."], "It was cold - and dark."),
    ],
)
def test_a_word_broken_at_a_line_s_end_is_joined_on_evidence_only(
    import_pdf: ImportPdf, lines: list[str], read: str
) -> None:
    assert only(import_pdf(pdf(Page().lines(72, 700, lines)))).text == read


def test_a_soft_hyphen_at_a_line_s_end_never_costs_a_letter(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 700, f"the di{SOFT_HYPHEN}", font="F3").text(72, 688, "vide", font="F3")

    assert only(import_pdf(pdf(page))).text.replace("-", "") == "the divide"


def test_ligatures_are_taken_apart_and_other_characters_stay(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 700, f"of{LIGATURE}nce {EMOJI} 5{NO_BREAK}km", font="F3")
    page.text(72, 660, "In ‘quotes’: año, 50 €")

    assert texts(import_pdf(pdf(page))) == ["offince 😀 5\xa0km", "In ‘quotes’: año, 50 €"]


def running(number: int, total: int) -> Page:
    page = Page().text(72, 760, "Journal of River Studies 12 (2021)", size=8)
    page.lines(72, 700, [f"{FIRST[0]} {number}", *FIRST[1:]])
    return page.text(300, 40, f"Page {number} of {total}", size=8)


def test_headers_footers_and_page_numbers_are_left_out(import_pdf: ImportPdf) -> None:
    imported = import_pdf(pdf(*[running(number, 4) for number in range(1, 5)]))

    assert len(imported.blocks) == 4
    assert not any("Journal" in each or "Page" in each for each in texts(imported))
    assert imported.metadata is not None
    assert imported.metadata.extra["running_lines"] == ["Journal of River Studies 12 (2021)"]


def test_text_that_is_repeated_within_the_page_stays(import_pdf: ImportPdf) -> None:
    pages = [Page().lines(72, 500, FIRST).lines(72, 400, SECOND) for _ in range(4)]

    assert len(import_pdf(pdf(*pages)).blocks) == 8


def test_the_header_of_a_table_on_every_page_stays(import_pdf: ImportPdf) -> None:
    pages = []
    for number in range(3):
        page = Page()
        for row, cells in enumerate(
            [("Country", "Score"), ("Alandia", f"{number}.10"), ("Borduria", f"{number}.20")]
        ):
            page.text(72, 760 - 12 * row, cells[0]).text(300, 760 - 12 * row, cells[1])
        pages.append(page)

    assert texts(import_pdf(pdf(*pages))).count("Country") == 3


def test_a_number_that_does_not_count_with_the_pages_stays(import_pdf: ImportPdf) -> None:
    pages = [Page().lines(72, 700, FIRST).text(72, 60, year) for year in ("1993", "1987", "2004")]

    assert [each for each in texts(import_pdf(pdf(*pages))) if each.isdecimal()] == [
        "1993",
        "1987",
        "2004",
    ]


def test_headings_come_from_the_outline(import_pdf: ImportPdf) -> None:
    one = Page().text(72, 720, "1 The river").lines(72, 700, FIRST)
    one.text(72, 640, "1.1 The ford").lines(72, 620, SECOND)
    two = Page().text(72, 720, "2 The ridge and all that").text(72, 708, "lies beyond it")
    two.lines(72, 680, FIRST)
    outline = [
        Entry("The river", 1, (Entry("1.1 The ford", 1),)),
        Entry("2 The ridge and all that lies beyond it", 2),
    ]

    imported = import_pdf(pdf(one, two, outline=outline))

    headings = [each for each in imported.blocks if each.kind is PassageKind.HEADING]
    assert [(each.level, each.text) for each in headings] == [
        (2, "1 The river"),
        (3, "1.1 The ford"),
        (2, "2 The ridge and all that lies beyond it"),
    ]
    assert imported.blocks[3].heading_path == ("1 The river", "1.1 The ford")


def test_without_an_outline_larger_text_is_a_heading(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 740, "The river at night", size=20)
    page.text(72, 715, "The landing", size=14).lines(72, 695, FIRST)
    page.text(72, 635, "The ridge", size=14).lines(72, 615, SECOND)

    imported = import_pdf(pdf(page))

    assert [(each.kind, each.level) for each in imported.blocks] == [
        (PassageKind.HEADING, 1),
        (PassageKind.HEADING, 2),
        (PassageKind.PARAGRAPH, 0),
        (PassageKind.HEADING, 2),
        (PassageKind.PARAGRAPH, 0),
    ]
    assert imported.blocks[-1].heading_path == ("The ridge",)
    assert imported.metadata is not None
    assert imported.metadata.title == "The river at night"
    assert imported.metadata.origins["title"] is Origin.INFERRED


def test_lists_are_items(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 700, "Three things are carried:")
    page.text(
        84, 688, "• fuel in drums, which the boats from the lower towns bring when the water is"
    )
    page.text(92, 676, "high enough for them;")
    page.text(84, 664, "• salt.")
    page.text(72, 640, "Two are not:").text(84, 628, "1. gold;").text(84, 616, "2. people.")

    items = [each for each in import_pdf(pdf(page)).blocks if each.kind is PassageKind.LIST_ITEM]

    assert [(each.ordered, each.text[:12], each.text[-12:]) for each in items] == [
        (None, "fuel in drum", "gh for them;"),
        (None, "salt.", "salt."),
        (1, "gold;", "gold;"),
        (2, "people.", "people."),
    ]


def test_aligned_rows_are_a_table(import_pdf: ImportPdf) -> None:
    page = Page().text(72, 720, "Table 2. Seizures by year, in tonnes")
    rows = [("Year", "River", "Road"), ("2019", "1.5", "12.0"), ("2020", "2.5", "9.5")]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.text(72 + 120 * column, 700 - 14 * at, cell)
    page.lines(72, 630, FIRST)

    imported = import_pdf(pdf(page))

    cells = {(each.cell.row, each.cell.column): each.text for each in imported.blocks if each.cell}
    assert cells == {(at, n): cell for at, row in enumerate(rows) for n, cell in enumerate(row)}
    assert imported.blocks[0].kind is PassageKind.CAPTION
    assert imported.blocks[-1].text == " ".join(FIRST)


def test_a_rotated_page_is_read_as_it_is_shown(import_pdf: ImportPdf) -> None:
    page = Page(rotate=90)
    for at, line in enumerate(FIRST):
        page.text(100 + 12 * at, 72, line, matrix="0 1 -1 0")

    assert only(import_pdf(pdf(page))).text == " ".join(FIRST)


def test_text_that_stands_on_its_side_is_read_along_its_lines(import_pdf: ImportPdf) -> None:
    page = Page().lines(150, 700, FIRST[2:])
    for at, line in enumerate(SECOND):
        page.text(60 + 12 * at, 200, line, matrix="0 1 -1 0")

    assert texts(import_pdf(pdf(page))) == [FIRST[2], " ".join(SECOND)]


def test_a_font_scaled_by_its_matrix_is_no_heading_and_no_footnote(import_pdf: ImportPdf) -> None:
    page = Page().lines(72, 700, FIRST)
    for at, line in enumerate(SECOND):
        page.text(72, 652 - 12 * at, line, size=1, matrix="10 0 0 10")

    assert {each.kind for each in import_pdf(pdf(page)).blocks} == {PassageKind.PARAGRAPH}
