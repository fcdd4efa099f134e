"""Where ranges of text lie in the laid-out document: one rectangle per line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from reader.domain.document import Passage
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.text_offsets import to_utf16

_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI", "AN"})


def block_rectangle(block: QTextBlock) -> QRectF:
    """The block's rectangle in document coordinates; lays out the document up to it."""
    return block.document().documentLayout().blockBoundingRect(block)


def line_rectangles(document: PassageDocument, start: int, end: int) -> Iterator[QRectF]:
    """For each line that the range touches the rectangle of its touched glyphs.

    The range is in code points of the version's text, the rectangles in document coordinates.
    Only what is built counts.
    """
    first = document.passage_at(start)
    if first is None:
        return
    for ordinal in range(first.ordinal, document.built):
        passage = document.passages[ordinal]
        if passage.start >= end:
            return
        yield from passage_rectangles(document, passage, start, end)


def passage_rectangles(
    document: PassageDocument, passage: Passage, start: int, end: int
) -> Iterator[QRectF]:
    """The rectangles of the part of the range that lies in one built passage."""
    block = document.block(passage.ordinal)
    low = to_utf16(passage.text, start - passage.start)
    high = to_utf16(passage.text, end - passage.start)
    origin = block_rectangle(block).topLeft()
    layout = block.layout()
    both_ways = _has_right_to_left(passage.text)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        begin = max(low, line.textStart())
        stop = min(high, line.textStart() + line.textLength())
        if begin >= stop:
            continue
        if both_ways:
            yield from _runs(line, origin, begin, stop)
        else:
            yield _rectangle(line, origin, _x(line, begin), _x(line, stop))


def _rectangle(line: QTextLine, origin: QPointF, left: float, right: float) -> QRectF:
    # A line of proportional height keeps its glyphs at its bottom; fills hug the glyphs.
    glyphs = line.ascent() + line.descent()
    bottom = line.y() + line.height()
    return QRectF(
        origin.x() + min(left, right), origin.y() + bottom - glyphs, abs(right - left), glyphs
    )


def _runs(line: QTextLine, origin: QPointF, begin: int, stop: int) -> Iterator[QRectF]:
    """Mixed directions: a range may be several runs on the line."""
    merged: list[tuple[float, float]] = []
    for at in range(begin, stop):
        low, high = sorted((_x(line, at), _x(line, at + 1)))
        if merged and low <= merged[-1][1] + 0.5 and high >= merged[-1][0] - 0.5:
            merged[-1] = (min(low, merged[-1][0]), max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    for low, high in merged:
        yield _rectangle(line, origin, low, high)


def _x(line: QTextLine, at: int) -> float:
    # The binding gives a pair: the x, and the position, which it may move to a character's start.
    x, _ = cast("tuple[float, int]", line.cursorToX(at))
    return x


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text
    )
