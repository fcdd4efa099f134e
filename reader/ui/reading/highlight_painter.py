"""Paints highlights under the text: fills, lines, margin bars, corners.

The kinds differ in shape as well as in colour: a hit is filled and underlined, a find is framed,
evidence is a bar in the margin with a tint over its lines, a bookmark is filled, dotted below and
has a folded corner.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reader.domain.document import Passage
from reader.ui.reading.formats import GUTTER
from reader.ui.reading.highlights import (
    Highlight,
    HighlightKind,
    fill_colour,
    highlight_colour,
    tint_colour,
)
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.reading.text_geometry import block_rectangle, passage_rectangles
from reader.ui.theme import Theme

_TINT_REACH = 13.0  # how far a tint stands out on either side of the column
_BAR_WIDTH = 4.0
_BAR_GAP = 5.0
_BARS_AT_MOST = 3
_OTHER_BAR = 0.6
_FILL_REACH = 1.5
_CORNER = 6.5


class HighlightPainter:
    """Paints in document coordinates; `width` is that of the whole column with its gutters."""

    def __init__(self, painter: QPainter, theme: Theme, document: PassageDocument, width: float):
        self._painter = painter
        self._theme = theme
        self._document = document
        self._width = width
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(
        self,
        passages: Sequence[Passage],
        highlights: Sequence[Highlight],
        current: Highlight | None,
    ) -> None:
        """Paint what lies in `passages`; `highlights` come lowest first."""
        for passage in passages:
            here = [
                each
                for each in highlights
                if each.end > passage.start and each.start < max(passage.end, passage.start + 1)
            ]
            if not here:
                continue
            self._evidence(passage, [e for e in here if e.kind is HighlightKind.EVIDENCE])
            for each in here:
                if each.kind is HighlightKind.BOOKMARK:
                    self._bookmark(passage, each)
                elif each.kind is not HighlightKind.EVIDENCE:
                    self._found(passage, each, current=each == current or each.chosen)

    def flash(self, passages: Sequence[Passage], start: int, end: int, strength: float) -> None:
        """A frame around a range that was jumped to; `strength` 0 to 1 fades it."""
        colour = self._theme.colour("accent")
        colour.setAlphaF(min(max(strength, 0.0), 1.0))
        self._painter.setPen(QPen(colour, 1.6))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for passage in passages:
            for line in passage_rectangles(self._document, passage, start, end):
                self._painter.drawRoundedRect(line.adjusted(-3, -2, 3, 2), 3, 3)

    def _lines(self, passage: Passage, highlight: Highlight) -> list[QRectF]:
        return list(passage_rectangles(self._document, passage, highlight.start, highlight.end))

    def _evidence(self, passage: Passage, here: Sequence[Highlight]) -> None:
        if not here:
            return
        inner = passage.cell is not None
        block = block_rectangle(self._document.block(passage.ordinal))
        # Only the passage being read as evidence is tinted: most pages have many suggestions.
        # Bars of several indicators stand side by side.
        ordered = sorted(here, key=lambda each: not each.chosen)
        for place, each in enumerate(ordered[:_BARS_AT_MOST]):
            lines = self._lines(passage, each)
            if not lines:
                continue
            top, bottom = lines[0].top() - 5, lines[-1].bottom() + 5
            if place == 0 and each.chosen:
                left = block.left() - 4 if inner else GUTTER - _TINT_REACH
                right = block.right() + 4 if inner else self._width - GUTTER + _TINT_REACH
                tint = tint_colour(self._theme, each)
                self._rounded(QRectF(left, top, right - left, bottom - top), tint, 2)
            colour = highlight_colour(self._theme, each)
            if not each.chosen:
                colour.setAlphaF(_OTHER_BAR)
            x = GUTTER - _TINT_REACH - _BAR_GAP - _BAR_WIDTH - place * (_BAR_WIDTH + 2)
            self._rounded(QRectF(x, top, _BAR_WIDTH, bottom - top), colour, 2)

    def _bookmark(self, passage: Passage, highlight: Highlight) -> None:
        fill = fill_colour(self._theme, highlight)
        line_colour = highlight_colour(self._theme, highlight)
        lines = self._lines(passage, highlight)
        for line in lines:
            self._rounded(line.adjusted(-_FILL_REACH, -1, _FILL_REACH, 2), fill, 2)
            pen = QPen(line_colour, 1.5)
            pen.setDashPattern([1.0, 1.4])
            self._painter.setPen(pen)
            y = line.bottom() + 1.5
            self._painter.drawLine(QPointF(line.left(), y), QPointF(line.right(), y))
        if lines and highlight.end <= passage.end:
            self._corner(lines[-1], line_colour)

    def _corner(self, line: QRectF, colour: QColor) -> None:
        right, top = line.right() + _FILL_REACH, line.top() - 2.5
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(right - _CORNER, top),
                    QPointF(right, top),
                    QPointF(right, top + _CORNER),
                ]
            )
        )

    def _found(self, passage: Passage, highlight: Highlight, *, current: bool) -> None:
        colour = highlight_colour(self._theme, highlight)
        framed = highlight.kind is HighlightKind.FIND
        for line in self._lines(passage, highlight):
            box = line.adjusted(-_FILL_REACH, -1, _FILL_REACH, 2)
            self._rounded(box, fill_colour(self._theme, highlight), 2)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            if framed or current:
                self._painter.setPen(QPen(colour, 2.0 if current else 1.0))
                self._painter.drawRoundedRect(box, 2, 2)
            if not framed:
                self._painter.setPen(QPen(colour, 2.0))
                self._painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _rounded(self, box: QRectF, colour: QColor, radius: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(box, radius, radius)
