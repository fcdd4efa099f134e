"""Between the viewport and the text: what is visible, what is under a point, where to scroll."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit

from reader.domain.document import Passage
from reader.ui.reading.formats import GUTTER
from reader.ui.reading.highlights import Highlight, HighlightKind, HighlightLayers
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.reading.text_geometry import block_rectangle, passage_rectangles
from reader.ui.text_offsets import from_utf16, to_utf16

# A line that one returns to stands so many pixels below the upper edge.
_BELOW_EDGE = 6
# Passages built beyond a jump's target, so that there is something to scroll on.
_BEYOND = 40
# Longer documents (in code points) are not laid out to the end only to place a marker.
_MEASURED_AT_MOST = 500_000


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """The line at the upper edge: its passage, its first code point there, and pixels above it."""

    ordinal: int
    offset: int
    shift: float = float(_BELOW_EDGE)


class ViewportMap:
    """Measures one view that shows one document."""

    def __init__(self, view: QTextEdit, text: PassageDocument) -> None:
        self._view = view
        self._text = text

    @property
    def scroll(self) -> int:
        """The document's y at the viewport's upper edge."""
        return self._view.verticalScrollBar().value()

    def visible_passages(self) -> list[Passage]:
        """The passages of which some part is visible, in order."""
        top, bottom = self.scroll, self.scroll + self._view.viewport().height()
        block = self._view.cursorForPosition(QPoint(int(GUTTER), 0)).block()
        # A row's other cells and a block's margin may reach into view from before it.
        for _ in range(64):
            before = block.previous()
            if not before.isValid() or block_rectangle(before).bottom() < top:
                break
            block = before
        found: list[Passage] = []
        while block.isValid():
            box = block_rectangle(block)
            if box.top() > bottom:
                break
            passage = self._text.passage_of(block)
            if passage is not None and box.bottom() >= top:
                found.append(passage)
            block = block.next()
        return found

    def place(self) -> ReadingPlace | None:
        """Where one reads: the line at the upper edge. None for a document without passages."""
        if not self._text.built:
            return None
        cursor = self._view.cursorForPosition(QPoint(int(GUTTER), _BELOW_EDGE + 2))
        position = self._text.from_qt(cursor.position())
        passage = self._text.passage_at(position)
        if passage is None:
            return None
        offset = self._line_start(passage, position - passage.start)
        shift = self._line_top(passage, offset) - self.scroll
        return ReadingPlace(passage.ordinal, offset, shift)

    def return_to(self, place: ReadingPlace) -> None:
        """Scroll so that the line of `place` stands where it stood."""
        if not self._text.passages:
            return
        ordinal = min(max(place.ordinal, 0), len(self._text.passages) - 1)
        self._text.build_to(ordinal + _BEYOND)
        passage = self._text.passages[ordinal]
        self._scroll_to(self._line_top(passage, place.offset) - place.shift)

    def show_range(self, start: int, part: float) -> None:
        """Scroll so that position `start` stands `part` (0 to 1) down the viewport."""
        passage = self._text.passage_at(start)
        if passage is None:
            return
        self._text.build_to(passage.ordinal + _BEYOND)
        top = self._line_top(passage, start - passage.start)
        self._scroll_to(top - part * self._view.viewport().height())

    def fraction_of(self, position: int) -> float:
        """How far down the document a position is, 0 to 1; by length while it is being built."""
        passage = self._text.passage_at(position)
        if passage is None:
            return 0.0
        if not self._measurable():
            return min(position / max(self._text.length, 1), 1.0)
        top = self._line_top(passage, position - passage.start)
        return min(top / max(self._height(), 1.0), 1.0)

    def visible_fractions(self) -> tuple[float, float]:
        """The part of the document that is visible, each end 0 to 1."""
        if not self._measurable():
            visible = self.visible_passages()
            if not visible:
                return 0.0, 1.0
            length = max(self._text.length, 1)
            return visible[0].start / length, min(visible[-1].end / length, 1.0)
        height = max(self._height(), 1.0)
        bottom = self.scroll + self._view.viewport().height()
        return self.scroll / height, min(bottom / height, 1.0)

    def scroll_to_fraction(self, part: float) -> None:
        """Bring the place that is `part` (0 to 1) down the document to the viewport's middle."""
        part = min(max(part, 0.0), 1.0)
        if not self._measurable():
            self.show_range(round(part * self._text.length), 0.5)
        else:
            self._scroll_to(part * self._height() - self._view.viewport().height() / 2)

    def _measurable(self) -> bool:
        """Whether the whole document's layout is there, or cheap; otherwise length stands in."""
        return self._text.complete and self._text.length <= _MEASURED_AT_MOST

    def _height(self) -> float:
        return self._view.document().size().height()

    def _scroll_to(self, y: float) -> None:
        bar = self._view.verticalScrollBar()
        value = max(round(y), 0)
        if value > bar.maximum():
            # The view learns of a document's growth late; a jump cannot wait for that.
            bar.setMaximum(max(int(self._height()) - self._view.viewport().height(), 0))
        bar.setValue(value)

    def _line_start(self, passage: Passage, offset: int) -> int:
        layout = self._text.block(passage.ordinal).layout()
        line = layout.lineForTextPosition(to_utf16(passage.text, offset))
        return from_utf16(passage.text, line.textStart()) if line.isValid() else 0

    def _line_top(self, passage: Passage, offset: int) -> float:
        block: QTextBlock = self._text.block(passage.ordinal)
        top = block_rectangle(block).top()
        line = block.layout().lineForTextPosition(to_utf16(passage.text, offset))
        return top + (line.y() if line.isValid() else 0.0)

    def position_at(self, point: QPoint) -> int:
        """The position in the version's text nearest to a point of the viewport."""
        return self._text.from_qt(self._view.cursorForPosition(point).position())

    def highlight_at(self, point: QPoint, layers: HighlightLayers) -> Highlight | None:
        """The topmost highlight at a point of the viewport; evidence takes its lines' width."""
        position = QPointF(point.x(), point.y() + self.scroll)
        nearest = self._text.passage_at(self.position_at(point))
        if nearest is None or not self._text.built:
            return None
        for each in reversed(layers.within(nearest.start, nearest.end)):
            lines = list(passage_rectangles(self._text, nearest, each.start, each.end))
            if not lines:
                continue
            if each.kind is HighlightKind.EVIDENCE:
                block = block_rectangle(self._text.block(nearest.ordinal))
                left = 0.0 if nearest.cell is None else block.left()
                top, bottom = lines[0].top() - 5, lines[-1].bottom() + 5
                lines = [QRectF(left, top, block.right() - left, bottom - top)]
            if any(line.contains(position) for line in lines):
                return each
        return None
