"""The room that pictures have above their passages' text, in a document that is being built."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextTableCell

from reader.domain.document import Passage
from reader.ui.reading.formats import ReadingFormats

PictureHeight = Callable[[Passage, float], float]
"""How tall a passage's picture is in a share of the column, in pixels; 0 for none."""


def no_picture(_passage: Passage, _share: float) -> float:
    """Where pictures are not shown."""
    return 0.0


class PictureRoom:
    """Remembers what each built picture takes, so that it can be given more or less later."""

    def __init__(self, picture_height: PictureHeight) -> None:
        self._picture_height = picture_height
        self._passages: dict[int, Passage] = {}
        self._shares: dict[int, float] = {}
        self._heights: dict[int, float] = {}

    def share(self, ordinal: int) -> float:
        """The share of the column (0 to 1) that there is for a passage's picture."""
        return self._shares.get(ordinal, 1.0)

    def height(self, ordinal: int) -> float:
        """The pixels that a passage's picture takes; 0 for none."""
        return self._heights.get(ordinal, 0.0)

    def block(
        self,
        formats: ReadingFormats,
        passage: Passage,
        *,
        after_list_item: bool = False,
        share: float = 1.0,
    ) -> QTextBlockFormat:
        """A passage's block format, with room for its picture."""
        block = formats.block(passage, after_list_item=after_list_item)
        height = self._take(passage, share)
        return formats.below_picture(block, height, passage.text) if height else block

    def begin_cell(
        self,
        formats: ReadingFormats,
        passage: Passage,
        cell: QTextTableCell,
        cursor: QTextCursor,
        share: float,
    ) -> None:
        """Format a cell's first block, which has no margin: its picture stands in the padding."""
        block = formats.block(passage)
        if height := self._take(passage, share):
            cell.setFormat(formats.cell_below_picture(height))
            block = formats.below_picture(block, 0.0, passage.text)
            block.setTopMargin(0.0)
        cursor.setBlockFormat(block)

    def _take(self, passage: Passage, share: float) -> float:
        if passage.picture is None:
            return 0.0
        height = self._picture_height(passage, share)
        self._passages[passage.ordinal] = passage
        self._shares[passage.ordinal] = share
        self._heights[passage.ordinal] = height
        return height

    def refit(self, block_of: Callable[[int], QTextBlock], cursor: QTextCursor) -> None:
        """Give the pictures the room that they take now; `cursor` is any in the document."""
        changed = []
        for ordinal, passage in self._passages.items():
            height = self._picture_height(passage, self._shares[ordinal])
            more = height - self._heights[ordinal]
            if abs(more) >= 1:
                changed.append((ordinal, more))
                self._heights[ordinal] = height
        if changed:
            # One edit block: the document is laid out once.
            cursor.beginEditBlock()
            for ordinal, more in changed:
                _give(block_of(ordinal), more)
            cursor.endEditBlock()


def _give(block: QTextBlock, more: float) -> None:
    cursor = QTextCursor(block)
    table = cursor.currentTable()
    cell = table.cellAt(cursor) if table is not None else None
    if cell is not None and cell.firstCursorPosition().block() == block:
        padding = cell.format().toTableCellFormat()
        padding.setTopPadding(padding.topPadding() + more)
        cell.setFormat(padding)
    else:
        form = cursor.blockFormat()
        form.setTopMargin(form.topMargin() + more)
        cursor.setBlockFormat(form)
