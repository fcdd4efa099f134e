"""Passages to a text document, block by block: each passage is exactly one text block.

No HTML and no added characters: bullets, numbers and rules are painted by the document's layout.
Blocks that hold no passage (the header's and those that tables bring along) have the user state -1.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from reader.domain.document import Block, CellPosition, Passage, PassageKind, SourceMetadata
from reader.text.plain import plain_text
from reader.ui.reading.formats import ReadingFormats
from reader.ui.reading.picture_room import PictureHeight, PictureRoom, no_picture
from reader.ui.theme import Theme

NO_PASSAGE = -1
# Longer tables are built in pieces of so many rows, so that no single step is long.
_ROWS_AT_ONCE = 20
# The widths of a table's columns are weighed in characters of its own, smaller type: so many stand
# in a line of a narrow reading column, so many wide is the air in a cell, and so long may a text be
# before it is broken over lines, or a word before it is broken at all.
_MEASURE = 60
_CELL_PADDING = 4
_LONGEST_LINE = 48
_LONGEST_WORD = 18
# En spaces around the dot: plain text has no two spaces in a row.
_BETWEEN = "\u2002·\u2002"
# Passages between two looks at the clock.
_STEP = 8


def meta_line(metadata: SourceMetadata, passages: int) -> str:
    """What the line below the title says: publisher, origin, date and length."""
    parts = []
    if metadata.publisher:
        parts.append(metadata.publisher)
    if metadata.authors:
        parts.append(", ".join(metadata.authors))
    if metadata.summarises is not None:
        work = metadata.summarises
        parts.append(f"summary after {work.title}")
    # A summary speaks of its original's time, whenever it was itself written.
    published = (metadata.summarises and metadata.summarises.published) or metadata.published
    if published and str(published) not in (
        metadata.summarises.title if metadata.summarises else ""
    ):
        parts.append(str(published))
    parts.append("1 passage" if passages == 1 else f"{passages:,} passages")
    return _BETWEEN.join(parts)


def begins_with_title(passages: Sequence[Block], title: str) -> bool:
    """Whether the first passage is the document's title as a first-level heading."""
    if not passages:
        return False
    first = passages[0]
    return (
        first.kind is PassageKind.HEADING
        and first.level == 1
        and first.text.casefold().split() == title.casefold().split()
    )


class DocumentBuilder:
    """Builds a document in steps; what is built stays as it is while the rest is appended."""

    def __init__(
        self,
        passages: Sequence[Passage],
        metadata: SourceMetadata,
        formats: ReadingFormats,
        document: QTextDocument,
        picture_height: PictureHeight = no_picture,
    ) -> None:
        self._passages = passages
        self._formats = formats
        self.pictures = PictureRoom(picture_height)
        self._blocks: list[int] = []
        self._muted: list[int] = []  # block numbers
        self._last_item: Passage | None = None
        self._columns: _Columns | None = None
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(formats.font)
        document.setIndentWidth(formats.indent_width)
        document.setDocumentMargin(0)
        document.rootFrame().setFrameFormat(formats.frame())
        self.document = document
        self._cursor = QTextCursor(document)
        self._header_due = meta_line(metadata, len(passages))
        if not begins_with_title(passages, metadata.title):
            self._add_header_block(metadata.title, formats.heading_block(1), formats.heading(1))
            self._add_meta()

    @property
    def built(self) -> int:
        """How many passages, from the first on, have their block."""
        return len(self._blocks)

    @property
    def complete(self) -> bool:
        """Whether every passage has its block."""
        return self.built >= len(self._passages)

    def recolour(self, formats: ReadingFormats) -> None:
        """Take another theme's colours, in formats of the same sizes."""
        self._formats = formats
        form = QTextCharFormat()
        form.setForeground(formats.theme.colour("muted"))
        for number in self._muted:
            cursor = QTextCursor(self.document.findBlockByNumber(number))
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.mergeCharFormat(form)

    def block(self, ordinal: int) -> QTextBlock:
        """The block of a passage that is built."""
        return self.document.findBlockByNumber(self._blocks[ordinal])

    def build_to(self, ordinal: int) -> None:
        """Build up to and including a passage, in one go."""
        self._build(ordinal, float("inf"))

    def build_for(self, seconds: float) -> None:
        """Build for about so long."""
        self._build(len(self._passages) - 1, seconds)

    def _build(self, last: int, seconds: float) -> None:
        last = min(last, len(self._passages) - 1)
        if self.built > last:
            return
        deadline = time.perf_counter() + seconds
        while self.built <= last:
            # One edit block is laid out once, at its end; the clock has to see that too.
            self._cursor.beginEditBlock()
            target = min(last, self.built + _STEP)
            while self.built <= target:
                self._add_next()
            self._cursor.endEditBlock()
            if time.perf_counter() > deadline:
                break

    def _add_next(self) -> None:
        passage = self._passages[self.built]
        if passage.kind is PassageKind.TABLE_CELL and passage.cell is not None:
            self._add_table()
            self._last_item = None
            return
        self._columns = None
        item = passage.kind is PassageKind.LIST_ITEM
        self._format_tail(
            self.pictures.block(
                self._formats, passage, after_list_item=self._last_item is not None
            ),
            self._formats.characters(passage),
        )
        self._fill(self._cursor, passage)
        if item:
            self._add_to_list(passage)
        self._last_item = passage if item else None
        self._open_tail()
        if self._header_due:
            self._add_meta()

    # The document always ends with an empty block, the tail, in which the next passage is
    # written: nothing is ever inserted at a place where the reader's caret may be.

    def _format_tail(self, block: QTextBlockFormat, characters: QTextCharFormat) -> None:
        self._cursor.setBlockFormat(block)
        self._cursor.setBlockCharFormat(characters)

    def _open_tail(self) -> None:
        self._cursor.insertBlock(*self._formats.spacer())

    def _add_header_block(
        self, text: str, block: QTextBlockFormat, characters: QTextCharFormat
    ) -> None:
        self._format_tail(block, characters)
        self._cursor.insertText(plain_text(text), characters)
        self._cursor.block().setUserState(NO_PASSAGE)
        if block.headingLevel() == 0:
            self._muted.append(self._cursor.block().blockNumber())
        self._open_tail()

    def _add_meta(self) -> None:
        formats = self._formats
        self._add_header_block(self._header_due, formats.meta_block(), formats.meta())
        self._header_due = ""

    def _fill(self, cursor: QTextCursor, passage: Passage) -> None:
        """Write a passage's text into the empty block at `cursor` and note whose it is."""
        base = self._formats.characters(passage)
        cuts = {0, len(passage.text)}
        for span in passage.spans:
            cuts.update((span.start, span.end))
        edges = sorted(cut for cut in cuts if 0 <= cut <= len(passage.text))
        for start, end in itertools.pairwise(edges):
            over = [span for span in passage.spans if span.start <= start and end <= span.end]
            form = self._formats.styled(base, over) if over else base
            cursor.insertText(passage.text[start:end], form)
        block = cursor.block()
        block.setUserState(passage.ordinal)
        self._blocks.append(block.blockNumber())
        if passage.kind is PassageKind.CAPTION:
            self._muted.append(block.blockNumber())

    def _add_to_list(self, passage: Passage) -> None:
        before, block = self._last_item, self._cursor.block()
        follows = before is not None and before.level == passage.level
        if follows and before is not None and passage.ordered is not None:
            follows = before.ordered is not None and passage.ordered == before.ordered + 1
        elif follows and before is not None:
            follows = before.ordered is None
        previous = self.block(self.built - 2).textList() if follows else None
        if previous is not None:
            previous.add(block)
        else:
            self._cursor.createList(self._formats.list_format(passage))

    def _add_table(self) -> None:
        """One table of the next cells, as far as they follow each other by rows."""
        cells = self._next_cells()
        number = cells[0].position.table
        after = self._table_of(self.built + len(cells))
        form = {"begins": self._table_of(self.built - 1) != number, "ends": after != number}
        if self._columns is None or self._columns.table != number:
            self._columns = _Columns.of_table(self._passages, self.built)
        columns = self._columns
        rows = len({cell.position.row for cell in cells})
        table = self._cursor.insertTable(
            rows, len(columns.places), self._formats.table(columns.shares, **form)
        )
        row = -1
        previous: CellPosition | None = None
        for passage, position in cells:
            if previous is None or position.row != previous.row:
                row += 1
            place = table.cellAt(row, columns.places[position.column])
            inner = place.lastCursorPosition()
            share = columns.shares[columns.places[position.column]] / 100
            room = share - 2 * self._formats.cell_padding / max(self._formats.measure, 1)
            if previous and (previous.row, previous.column) == (position.row, position.column):
                block = self.pictures.block(self._formats, passage, share=room)
                inner.insertBlock(block, self._formats.characters(passage))
            else:
                self.pictures.begin_cell(self._formats, passage, place, inner, room)
            previous = position
            self._fill(inner, passage)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._format_tail(*self._formats.spacer())

    def _table_of(self, ordinal: int) -> int | None:
        cell = self._passages[ordinal].cell if 0 <= ordinal < len(self._passages) else None
        return cell.table if cell is not None else None

    def _next_cells(self) -> list[_Cell]:
        cells: list[_Cell] = []
        rows = 0
        for at in range(self.built, len(self._passages)):
            passage = self._passages[at]
            position = passage.cell
            if passage.kind is not PassageKind.TABLE_CELL or position is None:
                break
            last = cells[-1].position if cells else None
            if last is not None and (
                position.table != last.table
                or (position.row, position.column) < (last.row, last.column)
            ):
                break
            if last is None or position.row != last.row:
                rows += 1
                if rows > _ROWS_AT_ONCE:
                    break
            cells.append(_Cell(passage, position))
        return cells


class _Cell(NamedTuple):
    passage: Passage
    position: CellPosition


class _Columns(NamedTuple):
    """A table's columns: the place of each from the left, and its share of the width."""

    table: int
    places: dict[int, int]
    shares: list[float]

    @classmethod
    def of_table(cls, passages: Sequence[Passage], first: int) -> _Columns:
        """The columns of the table whose first cell is passage `first`."""
        table = -1
        words: dict[int, int] = {}
        texts: dict[int, int] = {}
        for at in range(first, len(passages)):
            cell = passages[at].cell
            if cell is None or (table not in (-1, cell.table)):
                break
            table = cell.table
            text, column = passages[at].text, cell.column
            word = max((len(each) for each in text.split()), default=0)
            words[column] = max(words.get(column, 3), min(word, _LONGEST_WORD))
            longest = max(min(len(text), _LONGEST_LINE), 24 if passages[at].picture else 3)
            texts[column] = max(texts.get(column, 3), longest)
        columns = sorted(texts)
        widths = _widths([words[each] for each in columns], [texts[each] for each in columns])
        return cls(
            table,
            {column: place for place, column in enumerate(columns)},
            [100 * width / sum(widths) for width in widths],
        )


def _widths(words: Sequence[int], texts: Sequence[int]) -> list[float]:
    """How wide columns are to each other: a figure or a word is broken only where all else fails.

    `words` and `texts` are the characters of each column's longest word and longest cell.
    """
    needed = [each + _CELL_PADDING for each in words]
    wanted = [max(each + _CELL_PADDING, need) for each, need in zip(texts, needed, strict=True)]
    left = _MEASURE - sum(needed)
    if sum(wanted) <= _MEASURE:
        return [float(each) for each in wanted]
    if left <= 0:
        return [float(each) for each in needed]
    more = [want - need for want, need in zip(wanted, needed, strict=True)]
    return [need + left * each / sum(more) for need, each in zip(needed, more, strict=True)]


def build_document(
    passages: Sequence[Passage], metadata: SourceMetadata, theme: Theme, zoom: float = 1.0
) -> QTextDocument:
    """The whole document at once; a block's user state is its passage's ordinal, or -1.

    For a document that appears while it is built see `PassageDocument`.
    """
    document = QTextDocument()
    builder = DocumentBuilder(passages, metadata, ReadingFormats(theme, zoom), document)
    builder.build_to(len(passages) - 1)
    return document
