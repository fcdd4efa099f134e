"""Paints highlights under the text of a passage document, in the forms of `highlight_forms`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from reader.domain.document import Passage
from reader.ui.reading.formats import GUTTER
from reader.ui.reading.highlight_forms import BAR_WIDTH, BARS_AT_MOST, HighlightForms
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.reading.text_geometry import block_rectangle, passage_rectangles
from reader.ui.theme import Theme

_TINT_REACH = 13.0  # how far a tint stands out on either side of the column
_BAR_GAP = 5.0


class HighlightPainter:
    """Paints in document coordinates; `width` is that of the whole column with its gutters."""

    def __init__(self, painter: QPainter, theme: Theme, document: PassageDocument, width: float):
        self._forms = HighlightForms(painter, theme)
        self._document = document
        self._width = width

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
                lines = self._lines(passage, each)
                if each.kind is HighlightKind.BOOKMARK:
                    self._forms.bookmark(lines, each, ends=each.end <= passage.end)
                elif each.kind is not HighlightKind.EVIDENCE:
                    self._forms.found(lines, each, current=each == current or each.chosen)

    def flash(self, passages: Sequence[Passage], start: int, end: int, strength: float) -> None:
        """A frame around a range that was jumped to; `strength` 0 to 1 fades it."""
        for passage in passages:
            lines = list(passage_rectangles(self._document, passage, start, end))
            self._forms.flash(lines, strength)

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
        for place, each in enumerate(ordered[:BARS_AT_MOST]):
            lines = self._lines(passage, each)
            if not lines:
                continue
            top, bottom = lines[0].top() - 5, lines[-1].bottom() + 5
            if place == 0 and each.chosen:
                left = block.left() - 4 if inner else GUTTER - _TINT_REACH
                right = block.right() + 4 if inner else self._width - GUTTER + _TINT_REACH
                self._forms.evidence_tint(each, QRectF(left, top, right - left, bottom - top))
            x = GUTTER - _TINT_REACH - _BAR_GAP - BAR_WIDTH - place * (BAR_WIDTH + 2)
            self._forms.evidence_bar(each, x, top, bottom)
