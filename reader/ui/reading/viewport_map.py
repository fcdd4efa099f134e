"""Between the viewport and the text: what is visible, what is under a point, where to scroll."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit

from reader.domain.document import Passage
from reader.ui.reading.highlights import Highlight, HighlightKind, HighlightLayers
from reader.ui.reading.passage_document import BEYOND, PassageDocument
from reader.ui.reading.text_geometry import block_rectangle, passage_rectangles
from reader.ui.text_offsets import from_utf16, to_utf16

# A line that one returns to stands so many pixels below the upper edge.
_BELOW_EDGE = 6
# A tint stands out so many pixels above and below its lines.
_REACH = 5
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
        bottom = self.scroll + self._view.viewport().height()
        found: list[Passage] = []
        for ordinal in range(self._first_below(self.scroll), self._text.built):
            top = block_rectangle(self._text.block(ordinal)).top()
            if top - self._text.picture_height(ordinal) - _REACH > bottom:
                break
            found.append(self._text.passages[ordinal])
        return found

    def _first_below(self, y: float) -> int:
        """The first built passage that does not end above `y`; the number built if all do.

        A search by halves: asking the layout what lies at a point walks the whole document.
        """
        low, high = 0, self._text.built
        while low < high:
            middle = (low + high) // 2
            if block_rectangle(self._text.block(middle)).bottom() < y:
                low = middle + 1
            else:
                high = middle
        # The cells of a row end at different heights; the search may have stopped among them.
        while low > 0 and block_rectangle(self._text.block(low - 1)).bottom() >= y:
            low -= 1
        return low

    def place(self) -> ReadingPlace | None:
        """Where one reads: the line at the upper edge. None for a document without passages."""
        if not self._text.built:
            return None
        y = self.scroll + _BELOW_EDGE + 2
        ordinal = min(self._first_below(y), self._text.built - 1)
        passage, block = self._text.passages[ordinal], self._text.block(ordinal)
        top, layout = block_rectangle(block).top(), block.layout()
        line = layout.lineAt(0)
        for number in range(layout.lineCount()):
            if top + layout.lineAt(number).y() <= y:
                line = layout.lineAt(number)
        offset = from_utf16(passage.text, line.textStart()) if line.isValid() else 0
        return ReadingPlace(ordinal, offset, self._line_top(passage, offset) - self.scroll)

    def return_to(self, place: ReadingPlace) -> None:
        """Scroll so that the line of `place` stands where it stood.

        The first line stands where a document begins: with the room above it.
        """
        if not self._text.passages:
            return
        if place.ordinal <= 0 and place.offset == 0 and not self._text.picture_height(0):
            self._scroll_to(0)
            return
        ordinal = min(max(place.ordinal, 0), len(self._text.passages) - 1)
        self._text.build_to(ordinal + BEYOND)
        passage = self._text.passages[ordinal]
        self._scroll_to(self._line_top(passage, place.offset) - place.shift)

    def show_range(self, start: int, part: float) -> None:
        """Scroll so that position `start` stands `part` (0 to 1) down the viewport."""
        passage = self._text.passage_at(start)
        if passage is None:
            return
        self._text.build_to(passage.ordinal + BEYOND)
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

    def _line_top(self, passage: Passage, offset: int) -> float:
        block: QTextBlock = self._text.block(passage.ordinal)
        top = block_rectangle(block).top()
        line = block.layout().lineForTextPosition(to_utf16(passage.text, offset))
        return top + (line.y() if line.isValid() else 0.0)

    def highlight_at(self, point: QPoint, layers: HighlightLayers) -> Highlight | None:
        """The topmost highlight at a point of the viewport; evidence takes its lines' width."""
        position = QPointF(point.x(), point.y() + self.scroll)
        passage = self._passage_at(position)
        if passage is None:
            return None
        block = block_rectangle(self._text.block(passage.ordinal))
        for each in reversed(layers.within(passage.start, passage.end)):
            lines = list(passage_rectangles(self._text, passage, each.start, each.end))
            if lines and each.kind is HighlightKind.EVIDENCE:
                left = 0.0 if passage.cell is None else block.left()
                top, bottom = lines[0].top() - _REACH, lines[-1].bottom() + _REACH
                lines = [QRectF(left, top, block.right() - left, bottom - top)]
            if any(line.contains(position) for line in lines):
                return each
        return None

    def _passage_at(self, position: QPointF) -> Passage | None:
        for ordinal in range(self._first_below(position.y() - _REACH), self._text.built):
            box = block_rectangle(self._text.block(ordinal)).adjusted(0, -_REACH, 0, _REACH)
            passage = self._text.passages[ordinal]
            if box.top() > position.y():
                break
            if passage.cell is None or box.left() <= position.x() <= box.right():
                return passage
        return None
