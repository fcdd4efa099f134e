"""How a row of the results is painted: a document's line, or a hit's place and marked snippet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QPolygonF,
    QTextCharFormat,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.library.search_results import Hit, HitGroup
from reader.ui.rows import paint_ground, row_width
from reader.ui.search.found_rows import FoundRows
from reader.ui.search.result_rows import ResultRow, RowKind
from reader.ui.search.result_words import WHOLE, hits_words
from reader.ui.search.results_model import ResultRole, hit_place, more_words
from reader.ui.search.wrapped_text import WrappedText, line_height, shortened_path
from reader.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
LINES = 2
"""Lines of a snippet at most."""
_MARGIN = 14
_INDENT = 27
_PAD = 6
_ABOVE_GROUP = 8
_COUNT = 30
# No font of the tool's sets a character of running text in fewer pixels.
_THINNEST = 3
_MOST_WIDTHS = 10_000
_MOST_SET = 400


def hit_mark(theme: Theme) -> QTextCharFormat:
    """How a matched word looks: filled and underlined, so that colour is not all that tells."""
    mark = QTextCharFormat()
    mark.setBackground(theme.colour("hit"))
    mark.setForeground(theme.colour("text"))
    mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    mark.setUnderlineColor(theme.colour("hit_line"))
    return mark


class ResultsDelegate(QStyledItemDelegate):
    """Paints documents and hits; snippets are set once and kept until width or look change."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set: dict[tuple[str, tuple[tuple[int, int], ...], int], WrappedText] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._title = theme.font("tool", bold=True)
        self._text = theme.font("tool")
        self._small = theme.font("small")
        self._line = line_height(self._text)
        self._small_line = line_height(self._small)
        self._mark = hit_mark(theme)
        self._found = FoundRows(theme, self._mark)
        self._widths: dict[str, int] = {}
        self.forget()

    def forget(self) -> None:
        """Drop what was set for another width or look."""
        self._set.clear()

    def trim(self) -> None:
        """Drop what was set for rows that are gone, where there is much of it."""
        if len(self._set) > _MOST_SET:
            self._set.clear()

    def snippet(self, hit: Hit, row_width: int) -> WrappedText:
        """A hit's snippet as set in a row of `row_width` pixels."""
        width = max(row_width - _INDENT - _MARGIN, 40)
        key = (hit.snippet.text, hit.snippet.matches, width)
        found = self._set.get(key)
        if found is None:
            found = WrappedText(
                hit.snippet.text, self._text, width, LINES, hit.snippet.matches, self._mark
            )
            self._set[key] = found
        return found

    def _title_of(self, group: HitGroup, row_width: int) -> WrappedText:
        width = max(row_width - 2 * _MARGIN - self._count_width(group), 40)
        key = (group.document.metadata.title, (), width)
        found = self._set.get(key)
        if found is None:
            found = self._set[key] = WrappedText(key[0], self._title, width, LINES)
        return found

    def _count_width(self, group: HitGroup) -> int:
        listed_all = group.whole or group.total <= len(group.hits)
        return _COUNT if listed_all else 2 * _COUNT + 10

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's."""
        row: ResultRow = index.data(ResultRole.ROW)
        width = row_width(option)
        if row.hit is not None:
            room = width - _INDENT - _MARGIN
            height = 2 * _PAD + self._line * self._lines(row.hit.snippet.text, self._text, room)
            return QSize(60, height + (self._small_line + 1 if row.hit.passage.heading_path else 0))
        above = _ABOVE_GROUP if row.spaced else 0
        if row.found is not None:
            return QSize(60, self._found.height(row.found))
        if row.kind is RowKind.GROUP and row.group is not None:
            room = width - 2 * _MARGIN - self._count_width(row.group)
            title = row.group.document.metadata.title
            lines = self._line * self._title_lines(title, room)
            return QSize(60, above + max(round(self._theme.size("row")), lines + 6))
        return QSize(60, above + self._small_line + _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one row."""
        painter.save()
        row: ResultRow = index.data(ResultRole.ROW)
        rect: QRect = option.rect
        if row.hit is not None:
            self._paint_hit(painter, rect, option, row)
        elif row.found is not None:
            self._found.paint(painter, rect, option, row.found)
        elif row.kind is RowKind.HEADING:
            self._paint_heading(painter, rect, spaced=row.spaced)
        elif row.kind is RowKind.MORE and row.group is not None:
            paint_ground(painter, option, rect, self._theme)
            words = rect.adjusted(_INDENT, 0, -_MARGIN, 0)
            self._draw(painter, words, more_words(row.group), self._small, "accent")
        else:
            self._paint_group(painter, rect, option, row)
        painter.restore()

    # The kinds of rows

    def _paint_group(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: ResultRow
    ) -> None:
        group = row.group
        if group is None:
            return
        above = _ABOVE_GROUP if row.spaced else 0
        painter.fillRect(rect, self._theme.colour("surface"))
        line = rect.adjusted(0, above, 0, 0)
        if row.folded:
            paint_ground(painter, option, line, self._theme)
        title = self._title_of(group, rect.width())
        top = line.top() + (line.height() - title.height) // 2
        state: QStyle.StateFlag = option.state
        if row.folded or state & QStyle.StateFlag.State_MouseOver:
            middle = top + self._line / 2
            self._paint_fold(painter, rect.left() + 5, middle, folded=row.folded)
        painter.setPen(self._theme.colour("text"))
        title.layout.draw(painter, QPointF(rect.left() + _MARGIN, top))
        last = title.layout.lineAt(title.layout.lineCount() - 1)
        if group.whole:
            return
        # The count stands behind the title's last word.
        painter.setFont(self._text)
        painter.setPen(self._theme.colour("muted"))
        left = rect.left() + _MARGIN + last.naturalTextWidth() + 6
        painter.drawText(QPointF(left, top + last.y() + last.ascent()), hits_words(group))

    def _paint_fold(self, painter: QPainter, left: float, middle: float, *, folded: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("muted"))
        shut, opened = [(0, -3.5), (5, 0), (0, 3.5)], [(-1, -2), (6, -2), (2.5, 3)]
        points = [QPointF(left + x, middle + y) for x, y in (shut if folded else opened)]
        painter.drawPolygon(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_heading(self, painter: QPainter, rect: QRect, *, spaced: bool) -> None:
        painter.fillRect(rect, self._theme.colour("surface"))
        line = rect.adjusted(_MARGIN, _ABOVE_GROUP if spaced else 0, -_MARGIN, 0)
        if spaced:
            painter.fillRect(line.left(), line.top(), line.width(), 1, self._theme.colour("line"))
        self._draw(painter, line.adjusted(0, 4, 0, 0), WHOLE, self._small, "muted")

    def _paint_hit(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: ResultRow
    ) -> None:
        hit = row.hit
        if hit is None:
            return
        paint_ground(painter, option, rect, self._theme)
        if row.group is not None and row.group.whole:
            painter.setPen(QPen(self._theme.colour("muted"), 1, Qt.PenStyle.DashLine))
            left = rect.left() + _INDENT - 9
            painter.drawLine(left, rect.top() + _PAD, left, rect.bottom() - _PAD)
        top = rect.top() + _PAD
        if hit_place(hit):
            line = QRect(
                rect.left() + _INDENT, top, rect.width() - _INDENT - _MARGIN, self._small_line
            )
            # The innermost heading says most, so the outer ones are cut.
            shown = shortened_path(hit.passage.heading_path, self._small, line.width())
            self._draw(painter, line, shown, self._small, "muted")
            top += self._small_line + 1
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._theme.colour("text" if selected else "muted"))
        self.snippet(hit, rect.width()).layout.draw(painter, QPointF(rect.left() + _INDENT, top))

    def _lines(self, text: str, font: QFont, room: int) -> int:
        """Lines that a text takes, told from its length: setting all would delay the first row."""
        room = max(room, 40)
        if len(text) * _THINNEST > room:
            return LINES
        return 1 if QFontMetrics(font).horizontalAdvance(text) <= room else LINES

    def _title_lines(self, title: str, room: int) -> int:
        """The same for a title: it comes back with every letter typed, and is measured once."""
        width = self._widths.get(title)
        if width is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[title] = QFontMetrics(self._title).horizontalAdvance(title)
        return 1 if width <= max(room, 40) else LINES

    def _draw(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colour(token)))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, text)
