"""Highlights on a printed page: painted in the forms that they have in the text, and found again.

Paper is white in every theme, so that the colours are those of the light one; what is printed
shows through them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.domain.page import Box
from reader.library.page_text import PageText
from reader.ui.reading.highlight_forms import BAR_WIDTH, BARS_AT_MOST, HighlightForms
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.theme import Theme

_REACH = 5.0
_BAR_GAP = 8.0


class PageMarks:
    """One page as it stands in the view: its text, its upper left corner, pixels a point."""

    def __init__(self, text: PageText, origin: QPointF, scale: float) -> None:
        self._text = text
        self._origin = origin
        self._scale = scale

    def lines(self, start: int, end: int) -> list[QRectF]:
        """Where a range of the text stands, in the view's pixels."""
        return [self._shown(box) for box in self._text.rectangles(start, end)]

    def paint(
        self,
        painter: QPainter,
        paper: Theme,
        highlights: Sequence[Highlight],
        current: Highlight | None,
    ) -> None:
        """Paint the highlights, lowest first, over a page that is already painted."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        forms = HighlightForms(painter, paper)
        evidence = [each for each in highlights if each.kind is HighlightKind.EVIDENCE]
        self._evidence(forms, sorted(evidence, key=lambda each: not each.chosen))
        for each in highlights:
            if each.kind is HighlightKind.EVIDENCE:
                continue
            lines = self.lines(each.start, each.end)
            if each.kind is HighlightKind.BOOKMARK:
                forms.bookmark(lines, each, ends=True)
            else:
                forms.found(lines, each, current=each == current or each.chosen)
        painter.restore()

    def flash(self, painter: QPainter, paper: Theme, start: int, end: int, strength: float) -> None:
        """A frame around a range that was jumped to; `strength` 0 to 1 fades it."""
        HighlightForms(painter, paper).flash(self.lines(start, end), strength)

    def highlight_at(self, point: QPointF, highlights: Sequence[Highlight]) -> Highlight | None:
        """The topmost of `highlights`, lowest first, at a point of the view."""
        for each in reversed(highlights):
            lines = self.lines(each.start, each.end)
            if each.kind is HighlightKind.EVIDENCE:
                lines = [_with_bar(block) for block in _blocks(lines)]
            if any(line.contains(point) for line in lines):
                return each
        return None

    def _evidence(self, forms: HighlightForms, evidence: Sequence[Highlight]) -> None:
        """Bars beside their lines, those of one passage side by side; a tint for the chosen one."""
        beside: dict[tuple[int, int], int] = {}
        for each in evidence:
            for block in _blocks(self.lines(each.start, each.end)):
                corner = (round(block.left()), round(block.top()))
                place = beside.get(corner, 0)
                beside[corner] = place + 1
                if place >= BARS_AT_MOST:
                    continue
                if each.chosen:
                    forms.evidence_tint(each, block)
                x = block.left() - _BAR_GAP - BAR_WIDTH - place * (BAR_WIDTH + 2)
                forms.evidence_bar(each, x, block.top() + 1, block.bottom() - 1)

    def _shown(self, box: Box) -> QRectF:
        left, top, right, bottom = (each * self._scale for each in box)
        return QRectF(left, top, right - left, bottom - top).translated(self._origin)


def _blocks(lines: Sequence[QRectF]) -> list[QRectF]:
    """Lines below each other as one rectangle; the next column begins another."""
    blocks: list[QRectF] = []
    for line in lines:
        box = line.adjusted(-_REACH, 0, _REACH, 0)
        below = blocks and -line.height() < line.top() - blocks[-1].bottom() < line.height()
        overlaps = blocks and min(box.right(), blocks[-1].right()) > max(
            box.left(), blocks[-1].left()
        )
        if below and overlaps:
            blocks[-1] = blocks[-1].united(box)
        else:
            blocks.append(box)
    return blocks


def _with_bar(block: QRectF) -> QRectF:
    return block.adjusted(-_BAR_GAP - BAR_WIDTH - 2, 0, 0, 0)
