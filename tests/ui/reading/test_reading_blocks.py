"""Each passage is exactly one text block with exactly its text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextDocument
from reading_documents import EVERY_KIND, cell, document_of, paragraphs

from reader.domain.dates import PartialDate
from reader.domain.document import (
    Block,
    InlineSpan,
    Passage,
    PassageKind,
    SourceMetadata,
    SpanStyle,
    Work,
    place_blocks,
)
from reader.text.plain import plain_text
from reader.ui.reading.document_builder import build_document, meta_line
from reader.ui.theme import Theme

_TELLING = "\u00a0\u202f\u00ad\u200d\u200f\u0301é\u0627שß🏞👩‍👧🇵🇪\U0001d11e\ufffd "
texts = st.text(st.one_of(st.characters(), st.sampled_from(_TELLING)), max_size=40).map(plain_text)
styles = st.sampled_from(list(SpanStyle))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from([each for each in PassageKind if each != "table_cell"]))
    text = draw(texts)
    level = draw(st.integers(1, 6)) if kind in ("heading", "list_item") else 0
    ordered = draw(st.none() | st.integers(0, 9)) if kind == "list_item" else None
    spans = []
    for _ in range(draw(st.integers(0, 2))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        spans.append(InlineSpan(start, end, draw(styles), draw(st.none() | st.just("x:y"))))
    return Block(kind, text, level, ordered=ordered, spans=tuple(spans))


@st.composite
def tables(draw: st.DrawFn) -> list[Block]:
    table = draw(st.integers(0, 2))
    places = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4)), max_size=12))
    return [cell(draw(texts), row, column, table) for row, column in places]


documents = st.lists(blocks().map(lambda each: [each]) | tables(), max_size=8).map(
    lambda parts: [block for part in parts for block in part]
)


def shown(document: QTextDocument) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    block = document.begin()
    while block.isValid():
        found.setdefault(block.userState(), []).append(block.text())
        block = block.next()
    return found


def assert_one_block_each(passages: tuple[Passage, ...], document: QTextDocument) -> None:
    found = shown(document)
    found.pop(-1, None)
    assert found == {passage.ordinal: [passage.text] for passage in passages}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(documents)
def test_every_block_has_its_passages_text(light: Theme, parts: list[Block]) -> None:
    passages = place_blocks(parts)
    document = build_document(passages, SourceMetadata("A title"), light)
    assert_one_block_each(passages, document)


def test_a_long_table_comes_in_pieces_and_loses_nothing(light: Theme) -> None:
    passages = place_blocks(
        [cell(f"r{row} c{column}", row, column) for row in range(100) for column in range(3)]
        + paragraphs("after")
    )
    document = build_document(passages, SourceMetadata("T"), light)
    assert_one_block_each(passages, document)


def test_blocks_stand_in_the_order_of_passages(light: Theme) -> None:
    _, passages = document_of(EVERY_KIND)
    document = build_document(passages, SourceMetadata("T"), light)
    states = []
    block = document.begin()
    while block.isValid():
        if block.userState() >= 0:
            states.append(block.userState())
        block = block.next()
    assert states == list(range(len(passages)))


@pytest.mark.parametrize(
    ("title", "header"),
    [("Gold and rivers", 1), ("gold  and Rivers", 1), ("Another title", 2)],
)
def test_the_header_repeats_no_title(light: Theme, title: str, header: int) -> None:
    _, passages = document_of(EVERY_KIND)
    extra = shown(build_document(passages, SourceMetadata(title), light))[-1]
    assert len([text for text in extra if text]) == header


def test_headings_are_headings_and_lists_are_lists(light: Theme) -> None:
    passages = place_blocks(EVERY_KIND)
    document = build_document(passages, SourceMetadata("T"), light)
    by_ordinal = {}
    block = document.begin()
    while block.isValid():
        by_ordinal[block.userState()] = block
        block = block.next()
    assert by_ordinal[1].blockFormat().headingLevel() == 2
    assert by_ordinal[1].charFormat().fontWeight() >= QFont.Weight.Bold
    third = by_ordinal[5]
    assert third.textList().itemText(third) == "3."
    assert by_ordinal[4].textList().format().indent() == 2


def test_the_meta_line_says_where_a_summary_comes_from() -> None:
    metadata = SourceMetadata(
        "Peru",
        publisher="Dossier starter library",
        authors=("A. Writer",),
        published=PartialDate(2025),
        summarises=Work("Country pages", published=PartialDate(2023)),
    )
    assert meta_line(metadata, 36).split("\u2002·\u2002") == [
        "Dossier starter library",
        "A. Writer",
        "summary after Country pages",
        "2023",
        "36 passages",
    ]
    assert meta_line(SourceMetadata("T", published=PartialDate(2013, 4)), 1).startswith("2013-04")
    same = SourceMetadata("T", summarises=Work("Index 2023", published=PartialDate(2023)))
    assert meta_line(same, 2) == "summary after Index 2023\u2002·\u20022 passages"


def test_a_figure_in_a_table_stands_in_one_line_beside_long_texts(light: Theme) -> None:
    words = "Crimes that are done for the profit of a group and over a border, by day and by night."
    rows = [("Human trafficking", "6.20", "-0.50", words), ("Arms", "10.00", "n/a", words)]
    table = [cell(each, row, at) for row, line in enumerate(rows) for at, each in enumerate(line)]
    document = build_document(place_blocks(table), SourceMetadata(title="Scores"), light)
    document.setTextWidth(480)
    document.documentLayout().documentSize()
    block = document.begin()
    lines = {}
    while block.isValid():
        lines[block.text()] = block.layout().lineCount()
        block = block.next()
    assert {lines[each] for each in ("6.20", "-0.50", "10.00", "n/a", "Arms")} == {1}
    assert lines[words] > 1
