"""The forms of highlights: fills, lines, margin bars, corners, around given rectangles of lines.

The kinds differ in shape as well as in colour: a hit is filled and underlined, a find is framed,
evidence is a bar in the margin with a tint over its lines, a bookmark is filled, dotted below and
has a folded corner.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reader.ui.reading.highlights import (
    Highlight,
    HighlightKind,
    fill_colour,
    highlight_colour,
    tint_colour,
)
from reader.ui.theme import Theme

BARS_AT_MOST = 3
BAR_WIDTH = 4.0
_OTHER_BAR = 0.6
_FILL_REACH = 1.5
_CORNER = 6.5


class HighlightForms:
    """Paints with `painter` in the colours of `theme`; lines come from above to below."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self._painter = painter
        self._theme = theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def flash(self, lines: Sequence[QRectF], strength: float) -> None:
        """A frame around lines that were jumped to; `strength` 0 to 1 fades it."""
        colour = self._theme.colour("accent")
        colour.setAlphaF(min(max(strength, 0.0), 1.0))
        self._painter.setPen(QPen(colour, 1.6))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in lines:
            self._painter.drawRoundedRect(line.adjusted(-3, -2, 3, 2), 3, 3)

    def evidence_tint(self, highlight: Highlight, box: QRectF) -> None:
        """The tint behind the lines of evidence."""
        self._rounded(box, tint_colour(self._theme, highlight), 2)

    def evidence_bar(self, highlight: Highlight, x: float, top: float, bottom: float) -> None:
        """The bar of evidence, whose left edge is at `x`."""
        colour = highlight_colour(self._theme, highlight)
        if not highlight.chosen:
            colour.setAlphaF(_OTHER_BAR)
        self._rounded(QRectF(x, top, BAR_WIDTH, bottom - top), colour, 2)

    def bookmark(self, lines: Sequence[QRectF], highlight: Highlight, *, ends: bool) -> None:
        """A bookmark's fill and dots; the corner where it `ends`."""
        fill = fill_colour(self._theme, highlight)
        line_colour = highlight_colour(self._theme, highlight)
        for line in lines:
            self._rounded(line.adjusted(-_FILL_REACH, -1, _FILL_REACH, 2), fill, 2)
            pen = QPen(line_colour, 1.5)
            pen.setDashPattern([1.0, 1.4])
            self._painter.setPen(pen)
            y = line.bottom() + 1.5
            self._painter.drawLine(QPointF(line.left(), y), QPointF(line.right(), y))
        if lines and ends:
            self._corner(lines[-1], line_colour)

    def found(self, lines: Sequence[QRectF], highlight: Highlight, *, current: bool) -> None:
        """A search hit or a find; the `current` one is framed strongly."""
        colour = highlight_colour(self._theme, highlight)
        framed = highlight.kind is HighlightKind.FIND
        for line in lines:
            box = line.adjusted(-_FILL_REACH, -1, _FILL_REACH, 2)
            self._rounded(box, fill_colour(self._theme, highlight), 2)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            if framed or current:
                self._painter.setPen(QPen(colour, 2.0 if current else 1.0))
                self._painter.drawRoundedRect(box, 2, 2)
            if not framed:
                self._painter.setPen(QPen(colour, 2.0))
                self._painter.drawLine(box.bottomLeft(), box.bottomRight())

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

    def _rounded(self, box: QRectF, colour: QColor, radius: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(box, radius, radius)
