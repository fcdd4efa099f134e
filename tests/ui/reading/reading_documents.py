"""Documents to read in tests: every kind of passage, with characters beyond one UTF-16 unit."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.document import (
    Block,
    CellPosition,
    Document,
    InlineSpan,
    Passage,
    PassageKind,
    SourceMetadata,
    SpanStyle,
    Version,
    place_blocks,
)

Shown = tuple[Document, tuple[Passage, ...]]


def document_of(blocks: Sequence[Block], title: str = "Gold and rivers") -> Shown:
    passages = place_blocks(blocks)
    version = Version(1, "d", 1, "", "2024-01-01T00:00:00Z", "d.md", "markdown", len(passages))
    return Document("d", SourceMetadata(title, publisher="A press"), version), passages


def paragraphs(*texts: str) -> list[Block]:
    return [Block(PassageKind.PARAGRAPH, text) for text in texts]


def cell(text: str, row: int, column: int, table: int = 0) -> Block:
    position = CellPosition(table, row, column, header=row == 0)
    return Block(PassageKind.TABLE_CELL, text, cell=position)


EVERY_KIND = [
    Block(PassageKind.HEADING, "Gold and rivers", level=1),
    Block(PassageKind.HEADING, "Mining", level=2),
    Block(
        PassageKind.PARAGRAPH,
        "🏞 Illegal gold mining 👩‍👩‍👧 poisons rivers in Túpac’s land, see the report.",
        spans=(
            InlineSpan(2, 9, SpanStyle.STRONG),
            InlineSpan(10, 21, SpanStyle.EMPHASIS),
            InlineSpan(68, 74, SpanStyle.LINK, "https://example.org/report"),
        ),
    ),
    Block(PassageKind.LIST_ITEM, "mercury", level=1),
    Block(PassageKind.LIST_ITEM, "dredges", level=2),
    Block(PassageKind.LIST_ITEM, "third", level=1, ordered=3),
    Block(PassageKind.QUOTE, "“They took the hill.”"),
    Block(PassageKind.CODE, "gold = 1"),
    cell("Year", 0, 0),
    cell("Tons 🪙", 0, 1),
    cell("2013", 1, 0),
    cell("325", 1, 1),
    Block(PassageKind.CAPTION, "Table 1. Output."),
    Block(PassageKind.HEADING, "Rivers", level=2),
    *paragraphs(
        *((f"Paragraph {number} on gold 🪙 and water. " * 6).strip() for number in range(40))
    ),
]
