"""How what was found besides passages is painted: a country, an indicator, a note."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from reader.library.search_help import FoundCountry, FoundIndicator
from reader.search.marking import Snippet
from reader.ui.rows import paint_ground
from reader.ui.search.result_words import Found
from reader.ui.search.results_model import found_words
from reader.ui.search.wrapped_text import WrappedText, line_height
from reader.ui.theme import Theme

_LEFT = 34
_MARGIN = 14
_PAD = 5
_SIGN = 14


class FoundRows:
    """Compact rows: a sign for the kind, a line, and for all but countries a quiet one below."""

    def __init__(self, theme: Theme, mark: QTextCharFormat) -> None:
        self._theme = theme
        self._mark = mark
        self._text = theme.font("tool")
        self._strong = theme.font("tool", bold=True)
        self._small = theme.font("small")
        self._lines = line_height(self._text), line_height(self._small)
        self._set: dict[tuple[str, tuple[tuple[int, int], ...], int, bool], WrappedText] = {}

    def height(self, found: Found) -> int:
        """Pixels that a row takes, however wide it is."""
        line, small = self._lines
        below = 0 if isinstance(found, FoundCountry) else small
        return 2 * _PAD + line + below

    def paint(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, found: Found
    ) -> None:
        """One row."""
        paint_ground(painter, option, rect, self._theme)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        line, small = self._lines
        room = QRect(rect.left() + _LEFT, rect.top() + _PAD, rect.width() - _LEFT - _MARGIN, line)
        below = QRect(room.left(), room.bottom() + 1, room.width(), small)
        self._sign(painter, QRectF(rect.left() + _MARGIN, room.top() + 2, _SIGN, line - 4), found)
        words, more = found_words(found)
        if isinstance(found, FoundCountry):
            self._two(painter, room, words, more)
        elif isinstance(found, FoundIndicator):
            self._two(painter, room, words, "")
            self._marked(painter, below, found.snippet, self._small, "muted")
        else:
            self._marked(painter, room, found.snippet, self._text, "text" if selected else "muted")
            shown = self._cut(more, self._small, below.width())
            self._draw(painter, below, shown, self._small, "muted")

    def _two(self, painter: QPainter, rect: QRect, words: str, more: str) -> None:
        shown = self._cut(words, self._strong, rect.width())
        self._draw(painter, rect, shown, self._strong, "text")
        left = QFontMetrics(self._strong).horizontalAdvance(shown) + 7
        rest = rect.adjusted(left, 0, 0, 0)
        # Half a count misleads: it shows whole or not at all.
        if more and QFontMetrics(self._small).horizontalAdvance(more) <= rest.width():
            self._draw(painter, rest, more, self._small, "muted")

    def _marked(
        self, painter: QPainter, rect: QRect, snippet: Snippet, font: QFont, token: str
    ) -> None:
        key = (snippet.text, snippet.matches, rect.width(), font is self._small)
        words = self._set.get(key)
        if words is None:
            words = WrappedText(
                snippet.text, font, max(rect.width(), 40), 1, snippet.matches, self._mark
            )
            self._set[key] = words
        painter.setPen(self._theme.colour(token))
        words.layout.draw(painter, QPointF(rect.left(), rect.top()))

    def _sign(self, painter: QPainter, box: QRectF, found: Found) -> None:
        theme, middle = self._theme, box.center()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(found, FoundIndicator):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.pillar(found.indicator.pillar))
            painter.drawRoundedRect(QRectF(box.left() + 2, middle.y() - 4.5, 9, 9), 2, 2)
        else:
            path = QPainterPath()
            left, top = box.left() + 3, middle.y() - 5.5
            points = (
                [(0, 11.5), (0, 0), (8, 0), (6, 3), (8, 6), (0, 6)]
                if isinstance(found, FoundCountry)
                else [(0, 0), (7, 0), (7, 11), (3.5, 8), (0, 11), (0, 0)]
            )
            path.moveTo(left + points[0][0], top + points[0][1])
            for x, y in points[1:]:
                path.lineTo(left + x, top + y)
            painter.setPen(QPen(theme.colour("accent"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _cut(self, words: str, font: QFont, width: int) -> str:
        return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, width)

    def _draw(self, painter: QPainter, rect: QRect, words: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, words)
