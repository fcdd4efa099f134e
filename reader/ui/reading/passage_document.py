"""A version as the reading view has it: its text document and the way between their positions."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from reader.domain.document import PASSAGE_SEPARATOR, Passage, SourceMetadata
from reader.ui.reading.document_builder import DocumentBuilder
from reader.ui.reading.formats import ReadingFormats
from reader.ui.reading.picture_room import PictureHeight, no_picture
from reader.ui.text_offsets import from_utf16, to_utf16

BEYOND = 40
"""Passages built beyond a jump's target, so that there is something to scroll on."""


class PassageDocument:
    """Passages and their growing text document.

    Positions are code points of the version's text; `qt` in a name means a position in the text
    document, in UTF-16 units. Asking for something that is not built yet builds up to it.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        metadata: SourceMetadata,
        formats: ReadingFormats,
        parent: QObject | None = None,
        picture_height: PictureHeight = no_picture,
    ) -> None:
        self.passages = tuple(passages)
        self.text_document = QTextDocument(parent)
        self._starts = [passage.start for passage in self.passages]
        self._builder = DocumentBuilder(
            self.passages, metadata, formats, self.text_document, picture_height
        )

    @property
    def built(self) -> int:
        """How many passages, from the first on, are in the text document."""
        return self._builder.built

    @property
    def complete(self) -> bool:
        """Whether all passages are in the text document."""
        return self._builder.complete

    @property
    def length(self) -> int:
        """The length of the version's text in code points."""
        return self.passages[-1].end if self.passages else 0

    def reaches(self, position: int) -> bool:
        """Whether the passage at a position is built, and some after it, to scroll on."""
        passage = self.passage_at(position)
        return passage is None or self.built > min(passage.ordinal + BEYOND, len(self.passages) - 1)

    def build_for(self, seconds: float) -> None:
        """Append passages for about so long."""
        self._builder.build_for(seconds)

    def build_to(self, ordinal: int) -> None:
        """Append passages up to and including `ordinal`."""
        self._builder.build_to(ordinal)

    def recolour(self, formats: ReadingFormats) -> None:
        """Take another theme's colours, in formats of the same sizes."""
        self._builder.recolour(formats)

    def picture_share(self, ordinal: int) -> float:
        """The share of the column (0 to 1) that there is for a built passage's picture."""
        return self._builder.pictures.share(ordinal)

    def picture_height(self, ordinal: int) -> float:
        """The pixels that a built passage's picture takes above its block; 0 for none."""
        return self._builder.pictures.height(ordinal)

    def refit_pictures(self) -> None:
        """Give the pictures the room that they take in a column of another width."""
        builder = self._builder
        builder.pictures.refit(builder.block, QTextCursor(self.text_document))

    def block(self, ordinal: int) -> QTextBlock:
        """The one block of a passage."""
        self._builder.build_to(ordinal)
        return self._builder.block(ordinal)

    def passage_of(self, block: QTextBlock) -> Passage | None:
        """The passage of a block; None for a block of the header or beside a table."""
        ordinal = block.userState()
        return self.passages[ordinal] if 0 <= ordinal < len(self.passages) else None

    def passage_at(self, position: int) -> Passage | None:
        """The passage that holds a position (its separator included); clamped; None if empty."""
        if not self.passages:
            return None
        return self.passages[max(bisect.bisect_right(self._starts, position) - 1, 0)]

    def to_qt(self, position: int) -> int:
        """The position in the text document of a position in the version's text."""
        passage = self.passage_at(position)
        if passage is None:
            return 0
        return self.block(passage.ordinal).position() + to_utf16(
            passage.text, position - passage.start
        )

    def from_qt(self, qt_position: int, *, forwards: bool = True) -> int:
        """The position in the version's text of one in the text document.

        In a block without a passage it is the next passage's start, or, not `forwards`, the end
        of the passage before.
        """
        block = self.text_document.findBlock(qt_position)
        passage = self.passage_of(block)
        if passage is not None:
            return passage.start + from_utf16(passage.text, qt_position - block.position())
        while block.isValid() and passage is None:
            block = block.next() if forwards else block.previous()
            passage = self.passage_of(block)
        if passage is None:
            return self.length if forwards else 0
        return passage.start if forwards else passage.end

    def text(self, start: int, end: int) -> str:
        """The version's text in the range `[start, end)`."""
        first, last = self.passage_at(start), self.passage_at(end)
        if first is None or last is None:
            return ""
        whole = PASSAGE_SEPARATOR.join(
            passage.text for passage in self.passages[first.ordinal : last.ordinal + 1]
        )
        return whole[start - first.start : end - first.start]
