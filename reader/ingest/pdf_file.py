"""PDF files: reflowed text with page numbers, through pdfium."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reader.domain.document import (
    Block,
    CellPosition,
    InlineSpan,
    Origin,
    PassageKind,
    SourceMetadata,
    SpanStyle,
)
from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.metadata import (
    detect_language,
    infer_countries,
    title_from_name,
    with_heading_paths,
)
from reader.ingest.pdf_furniture import Furniture, find_furniture
from reader.ingest.pdf_headings import body_size, mark_headings, title_lines
from reader.ingest.pdf_layout import gutters_of, regions
from reader.ingest.pdf_lines import Line, Words, join_lines, line_of, plain_line
from reader.ingest.pdf_metadata import FileWords, read_outline, read_words
from reader.ingest.pdf_paragraphs import (
    BULLET,
    CAPTION,
    NUMBERED,
    Paragraph,
    Piece,
    Table,
    paragraphs,
)
from reader.ingest.pdf_tables import find_tables
from reader.ingest.pdf_text import PageText, read_page
from reader.ingest.pdf_warnings import warnings_of
from reader.text.plain import plain_text

FORMAT = "pdf"
PAGES_AT_MOST = 5_000
SECONDS_AT_MOST = 300.0
CHARACTERS_AT_MOST = 20_000_000
_LONGEST_CAPTION = 600

Placed = list[Line | Table]


def import_pdf(source: Source, knowledge: Knowledge) -> Imported:
    """Read a PDF: paragraphs with the page on which each begins, headings, lists, tables.

    A scanned file without text is a document of no passages, with a warning that says so: it can
    still be looked at. Raises ImportFailed for a file that needs a password, is damaged, or has
    more pages or text than a person reads.
    """
    document = open_document(source.data, source.name)
    try:
        pages = _read(document, source.name)
        outline = read_outline(document)
        words = read_words(document, source.data)
    except pdfium.PdfiumError as error:
        raise _damaged(source.name, str(error)) from error
    finally:
        document.close()
    furniture = find_furniture(pages)
    placed = _place(pages, furniture)
    lines = [item for region in placed for item in region if isinstance(item, Line)]
    body = body_size(lines)
    mark_headings(lines, outline, body)
    pieces = paragraphs(placed, body)
    known = Words(each.text for each in lines)
    blocks = _blocks(pieces, known)
    title, origin = _title(words, lines, body, known, source.name)
    metadata = _metadata(words, title, origin, blocks, knowledge, furniture)
    return Imported(
        format=FORMAT,
        metadata=metadata,
        blocks=with_heading_paths(blocks, title),
        warnings=tuple(warnings_of(pages, furniture)),
    )


def open_document(data: bytes, name: str) -> pdfium.PdfDocument:
    """Open a PDF. Raises ImportFailed when it needs a password or is damaged."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise ImportFailed(
                "the file is locked with a password",
                item=name,
                remedy="Open it in a PDF program and save a copy without the password",
            ) from error
        if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise ImportFailed(
                "the file is encrypted in a way that Dossier does not know",
                item=name,
                remedy="Open it in a PDF program and print it to a new PDF",
            ) from error
        raise _damaged(name, str(error)) from error
    if len(document) > PAGES_AT_MOST:
        count = len(document)
        document.close()
        raise ImportFailed(
            f"the file has {count:,} pages, more than the {PAGES_AT_MOST:,} that are read",
            item=name,
            remedy="Split it",
        )
    return document


def _damaged(name: str, what: str) -> ImportFailed:
    return ImportFailed(
        f"the PDF is damaged ({what.rstrip('.')})",
        item=name,
        remedy="Download or copy it again, or print it to a new PDF",
    )


def _read(document: pdfium.PdfDocument, name: str) -> list[PageText]:
    """The text of every page; a page that cannot be loaded has none."""
    pages: list[PageText] = []
    began, characters = time.monotonic(), 0
    for at in range(len(document)):
        try:
            page = document[at]
        except pdfium.PdfiumError:
            pages.append(PageText(at + 1, 0.0, 0.0, (), broken=True))
            continue
        try:
            pages.append(read_page(page, at + 1))
        finally:
            page.close()
        characters += sum(len(each.text) for each in pages[-1].fragments)
        if characters > CHARACTERS_AT_MOST or time.monotonic() - began > SECONDS_AT_MOST:
            raise ImportFailed(
                f"the file has more text than can be read (stopped on page {at + 1})",
                item=name,
                remedy="Split it",
            )
    return pages


def _place(pages: Sequence[PageText], furniture: Furniture) -> list[Placed]:
    """The lines and tables of all pages, by regions in reading order."""
    kept = [
        [each for place, each in enumerate(page.fragments) if place not in dropped]
        for page, dropped in zip(pages, furniture.dropped, strict=True)
    ]
    known = [x for fragments in kept for x in gutters_of(fragments)]
    placed: list[Placed] = []
    for page, fragments in zip(pages, kept, strict=True):
        for region in regions(fragments, known):
            found: Placed = []
            at = 0
            for table in [*find_tables(region.rows), None]:
                end = table.first if table else len(region.rows)
                found += [
                    line_of(row, region, page.number, len(placed)) for row in region.rows[at:end]
                ]
                if table:
                    found.append(Table(page.number, table))
                    at = table.last + 1
            placed.append(found)
    return placed


def _blocks(pieces: Sequence[Piece], words: Words) -> list[Block]:
    blocks: list[Block] = []
    tables = 0
    for piece in pieces:
        if isinstance(piece, Table):
            blocks += _cells(piece, tables)
            tables += 1
        elif (block := _block(piece, words)) is not None:
            blocks.append(block)
    return blocks


def _cells(table: Table, number: int) -> list[Block]:
    return [
        Block(
            PassageKind.TABLE_CELL,
            text,
            page=table.page,
            cell=CellPosition(number, row, column),
        )
        for row, column, fragments in table.rows.cells
        if (text := plain_text(" ".join(plain_line(each.text) for each in fragments)))
    ]


def _block(paragraph: Paragraph, words: Words) -> Block | None:
    text = plain_text(join_lines([each.text for each in paragraph.lines], words))
    first = paragraph.first
    if not text:
        return None
    if first.heading:
        return Block(PassageKind.HEADING, text, level=first.heading, page=first.page)
    marker = BULLET.match(text) or NUMBERED.match(text)
    if marker is not None and marker.end() < len(text):
        text = text[marker.end() :]
        number = int(marker.group(1)) if marker.lastindex else None
        block = Block(PassageKind.LIST_ITEM, text, level=1, page=first.page, ordered=number)
    elif CAPTION.match(text) and len(text) <= _LONGEST_CAPTION:
        block = Block(PassageKind.CAPTION, text, page=first.page)
    else:
        block = Block(PassageKind.PARAGRAPH, text, page=first.page)
    return dataclasses.replace(block, spans=_later_pages(paragraph, text, words))


def _later_pages(paragraph: Paragraph, text: str, words: Words) -> tuple[InlineSpan, ...]:
    """What of a paragraph's text stands on the pages after the one where it begins.

    Counted from its end, where a list item's mark that was taken off its beginning is not.
    """
    lines = paragraph.lines
    starts: list[tuple[int, int]] = []
    for at in range(1, len(lines)):
        if lines[at].page != lines[at - 1].page:
            rest = plain_text(join_lines([each.text for each in lines[at:]], words))
            starts.append((max(len(text) - len(rest), 0), lines[at].page))
    ends = [*(start for start, _ in starts), len(text)][1:]
    return tuple(
        InlineSpan(start, end, SpanStyle.PAGE, str(page))
        for (start, page), end in zip(starts, ends, strict=True)
        if start < end
    )


def _title(
    words: FileWords, lines: Sequence[Line], body: float, known: Words, name: str
) -> tuple[str, Origin]:
    if words.title:
        return words.title, Origin.STATED
    largest = plain_text(join_lines([each.text for each in title_lines(lines, body)], known))
    return largest or title_from_name(name), Origin.INFERRED


def _metadata(
    words: FileWords,
    title: str,
    origin: Origin,
    blocks: Sequence[Block],
    knowledge: Knowledge,
    furniture: Furniture,
) -> SourceMetadata:
    origins = {"title": origin}
    fields: dict[str, Any] = {
        "authors": words.authors,
        "publisher": words.publisher,
        "published": words.published,
        "url": words.url,
    }
    origins |= {name: Origin.STATED for name, value in fields.items() if value}
    text = "\n".join(block.text for block in blocks)
    detected = detect_language(text)
    # What a template says of its language is often wrong; the words themselves decide.
    if language := detected or words.language:
        fields["language"] = language
        stated = language == words.language
        origins["language"] = Origin.STATED if stated else Origin.INFERRED
    if countries := infer_countries(title, text, knowledge.countries):
        fields["countries"], origins["countries"] = countries, Origin.INFERRED
    extra: dict[str, object] = {
        "file_created": str(words.created) if words.created else None,
        "made_with": words.program,
        "running_lines": list(furniture.words),
    }
    return SourceMetadata(
        title=title,
        origins=origins,
        extra={name: value for name, value in extra.items() if value},
        **fields,
    )
