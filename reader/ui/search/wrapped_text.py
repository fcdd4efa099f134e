"""A few lines of text in a painted row: wrapped, cut with an ellipsis, some words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from reader.ui.text_offsets import from_utf16, range_to_utf16

Span = tuple[int, int]
_ELLIPSIS = "…"
_PATH = " › "
_AIR = 2
# Words kept before the first match when a text is cut at its beginning, in code points.
_LEAD = 24


def line_height(font: QFont) -> int:
    """Pixels from one line to the next in a list: the font's own and a little air."""
    return QFontMetrics(font).lineSpacing() + _AIR


def shortened_path(parts: Sequence[str], font: QFont, width: float, after: str = "") -> str:
    """Headings from the outermost in, as many of the inner ones as `width` pixels hold.

    `after` stands behind the innermost and is never cut.
    """
    metrics = QFontMetrics(font)
    width -= metrics.horizontalAdvance(after)
    for first in range(len(parts)):
        text = _PATH.join((_ELLIPSIS, *parts[first:]) if first else parts)
        if metrics.horizontalAdvance(text) <= width or first == len(parts) - 1:
            return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width)) + after
    return after


def format_ranges(
    text: str, matches: Sequence[Span], mark: QTextCharFormat
) -> list[QTextLayout.FormatRange]:
    """Qt's format ranges (UTF-16) for `matches` in code points of `text`."""
    ranges = []
    for start, end in matches:
        first, last = range_to_utf16(text, start, end)
        if first < last:
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = first, last - first, mark
            ranges.append(found)
    return ranges


@dataclass(frozen=True)
class WrappedText:
    """Text set in at most `lines` lines of `width` pixels; what does not fit is cut.

    `matches` are ranges in code points of `text`; where the first of them would be cut off, the
    beginning is cut instead, so that a marked word always shows.
    """

    text: str
    font: QFont
    width: float
    lines: int
    matches: tuple[Span, ...] = ()
    mark: QTextCharFormat | None = None

    @cached_property
    def layout(self) -> QTextLayout:
        """The finished layout; `draw` it at the rows' place."""
        text, matches = self.text, self.matches
        layout = self._set(text, matches)
        end = self._end_of_last(layout, text)
        if end < len(text) and matches and matches[0][1] > end:
            text, matches, layout = self._cut_at_the_beginning()
            end = self._end_of_last(layout, text)
        if end < len(text):
            text = self._elided(layout, text)
            matches = tuple((a, min(b, len(text))) for a, b in matches if a < len(text) - 1)
            layout = self._set(text, matches, spare=0)
        return layout

    @property
    def height(self) -> int:
        """Pixels that the lines take."""
        return min(self.layout.lineCount(), self.lines) * self.line_spacing

    @property
    def line_spacing(self) -> int:
        """Pixels from one line to the next."""
        return line_height(self.font)

    @property
    def shown(self) -> str:
        """The text with its cuts, as it is drawn."""
        return self.layout.text()

    def _cut_at_the_beginning(self) -> tuple[str, tuple[Span, ...], QTextLayout]:
        """As little before the first match as fills the lines."""
        text, matches = _cut_before(self.text, self.matches, _LEAD)
        layout = self._set(text, matches)
        for lead in range(2 * _LEAD, self.matches[0][0], _LEAD):
            if layout.lineCount() >= self.lines:
                break
            longer, moved = _cut_before(self.text, self.matches, lead)
            other = self._set(longer, moved)
            if moved[0][1] > self._end_of_last(other, longer):
                break
            text, matches, layout = longer, moved, other
        return text, matches, layout

    def _set(self, text: str, matches: Sequence[Span], spare: int = 1) -> QTextLayout:
        layout = QTextLayout(text, self.font)
        # Else the letters are shaped anew each time that the row is drawn.
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if self.mark is not None:
            layout.setFormats(format_ranges(text, matches, self.mark))
        layout.beginLayout()
        # A spare line tells whether something has to be cut.
        for number in range(self.lines + spare):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(self.width, 1.0))
            line.setPosition(QPointF(0, number * self.line_spacing))
        layout.endLayout()
        return layout

    def _end_of_last(self, layout: QTextLayout, text: str) -> int:
        if layout.lineCount() <= self.lines:
            return len(text)
        last = layout.lineAt(self.lines - 1)
        return from_utf16(text, last.textStart() + last.textLength())

    def _elided(self, layout: QTextLayout, text: str) -> str:
        start = from_utf16(text, layout.lineAt(self.lines - 1).textStart())
        metrics = QFontMetricsF(self.font)
        room = max(self.width - metrics.horizontalAdvance(_ELLIPSIS), 1.0)
        last = self._end_of_last(layout, text)
        kept = text[start:last].rstrip()
        while kept and metrics.horizontalAdvance(kept) > room:
            shorter = kept.rsplit(" ", 1)[0] if " " in kept else kept[:-1]
            kept = shorter.rstrip()
        return text[:start] + kept.rstrip(" ,;:.") + _ELLIPSIS


def _cut_before(text: str, matches: tuple[Span, ...], lead: int) -> tuple[str, tuple[Span, ...]]:
    start = max(matches[0][0] - lead, 0)
    gap = text.find(" ", start, matches[0][0])
    start = gap + 1 if gap >= 0 else start
    shift = len(_ELLIPSIS) - start
    return _ELLIPSIS + text[start:], tuple((a + shift, b + shift) for a, b in matches)
