"""What belongs to passages and is not text: boxes behind code, rules of quotations and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from reader.domain.document import Passage, PassageKind, SpanStyle
from reader.ui.reading.formats import GUTTER, ReadingFormats
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.reading.text_geometry import block_rectangle, passage_rectangles
from reader.ui.theme import Theme


def paint_ornaments(
    painter: QPainter,
    formats: ReadingFormats,
    document: PassageDocument,
    passages: Sequence[Passage],
    width: float,
) -> None:
    """Paint the ornaments of these built passages in document coordinates.

    `width` is that of the column with its gutters.
    """
    theme = formats.theme
    painter.setPen(Qt.PenStyle.NoPen)
    column = width - 2 * GUTTER
    rows: dict[tuple[int, int], tuple[float, bool]] = {}
    for passage in passages:
        if passage.kind is PassageKind.CODE:
            box = block_rectangle(document.block(passage.ordinal))
            box = QRectF(GUTTER, box.top() - 5, column, box.height() + 10)
            _rounded(painter, box, theme.colour("track"), 4)
        elif passage.kind is PassageKind.QUOTE:
            box = block_rectangle(document.block(passage.ordinal))
            rule = QRectF(GUTTER + 6, box.top(), 2, box.height())
            _rounded(painter, rule, theme.colour("line"), 1)
        elif passage.cell is not None:
            bottom = block_rectangle(document.block(passage.ordinal)).bottom()
            row = (passage.cell.table, passage.cell.row)
            lowest, header = rows.get(row, (0.0, False))
            rows[row] = (max(lowest, bottom), header or passage.cell.header)
        for line in _span_lines(document, passage, SpanStyle.CODE):
            _rounded(painter, line.adjusted(-2, 0, 2, 1), theme.colour("track"), 3)
    for bottom, header in rows.values():
        y = round(bottom + formats.cell_padding)
        rule = QRectF(GUTTER, y, column, 2 if header else 1)
        painter.fillRect(rule, theme.colour("muted" if header else "line"))


def underline_links(
    painter: QPainter, theme: Theme, document: PassageDocument, passages: Sequence[Passage]
) -> None:
    """Paint the lines below links: above the highlights' fills, so that a marked link is one."""
    for passage in passages:
        for line in _span_lines(document, passage, SpanStyle.LINK):
            under = QRectF(line.left(), line.bottom() - 1, line.width(), 1.4)
            painter.fillRect(under, theme.colour("accent"))


def _span_lines(document: PassageDocument, passage: Passage, style: SpanStyle) -> Iterator[QRectF]:
    for span in passage.spans:
        if span.style is style and (span.target or style is not SpanStyle.LINK):
            start, end = passage.start + span.start, passage.start + span.end
            yield from passage_rectangles(document, passage, start, end)


def _rounded(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    painter.setBrush(colour)
    painter.drawRoundedRect(box, radius, radius)
