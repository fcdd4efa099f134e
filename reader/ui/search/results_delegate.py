"""How a row of the results is painted: a document's line, or a hit's place and marked snippet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.library.search_results import Hit, HitGroup
from reader.ui.rows import paint_ground, row_width
from reader.ui.search.results_model import ResultRole, hit_place
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
        self._mark = hit_mark(theme)
        self.forget()

    def forget(self) -> None:
        """Drop what was set for rows that are gone."""
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

    def _title_of(self, index: AnyIndex, row_width: int) -> WrappedText:
        group: HitGroup = index.data(ResultRole.GROUP)
        width = max(row_width - 2 * _MARGIN - _COUNT, 40)
        key = (group.document.metadata.title, (), width)
        found = self._set.get(key)
        if found is None:
            found = self._set[key] = WrappedText(key[0], self._title, width, LINES)
        return found

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's."""
        hit: Hit | None = index.data(ResultRole.HIT)
        width = row_width(option)
        if hit is None:
            above = _ABOVE_GROUP if index.row() else 0
            title = self._title_of(index, width).height
            return QSize(60, above + max(round(self._theme.size("row")), title + 6))
        height = 2 * _PAD + line_height(self._text) * self._lines(hit, width)
        if hit.passage.heading_path:
            height += line_height(self._small) + 1
        return QSize(60, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one row."""
        painter.save()
        hit: Hit | None = index.data(ResultRole.HIT)
        rect: QRect = option.rect
        if hit is None:
            self._paint_group(painter, rect, index)
        else:
            self._paint_hit(painter, rect, option, hit)
        painter.restore()

    # The two kinds of rows

    def _paint_group(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        painter.fillRect(rect, self._theme.colour("surface"))
        title = self._title_of(index, rect.width())
        above = _ABOVE_GROUP if index.row() else 0
        top = rect.top() + above + (rect.height() - above - title.height) // 2
        painter.setPen(self._theme.colour("text"))
        title.layout.draw(painter, QPointF(rect.left() + _MARGIN, top))
        last = title.layout.lineAt(title.layout.lineCount() - 1)
        # The count stands behind the title's last word.
        painter.setFont(self._text)
        painter.setPen(self._theme.colour("muted"))
        left = rect.left() + _MARGIN + last.naturalTextWidth() + 6
        painter.drawText(QPointF(left, top + last.y() + last.ascent()), _count(index))

    def _paint_hit(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, hit: Hit
    ) -> None:
        paint_ground(painter, option, rect, self._theme)
        top = rect.top() + _PAD
        place = hit_place(hit)
        if place:
            line = QRect(
                rect.left() + _INDENT,
                top,
                rect.width() - _INDENT - _MARGIN,
                line_height(self._small),
            )
            # The innermost heading says most, so the outer ones are cut.
            shown = shortened_path(hit.passage.heading_path, self._small, line.width())
            self._draw(painter, line, shown, self._small, "muted")
            top += line_height(self._small) + 1
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._theme.colour("text" if selected else "muted"))
        self.snippet(hit, rect.width()).layout.draw(painter, QPointF(rect.left() + _INDENT, top))

    def _lines(self, hit: Hit, row_width: int) -> int:
        """Lines of a snippet, told from its length: setting all rows would delay the first one."""
        width = max(row_width - _INDENT - _MARGIN, 40)
        return 1 if QFontMetrics(self._text).horizontalAdvance(hit.snippet.text) <= width else LINES

    def _draw(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colour(token)))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, text)


def _count(index: AnyIndex) -> str:
    group: HitGroup = index.data(ResultRole.GROUP)
    return f"{len(group.hits):,}"
