"""How a row of the results is painted: a document's line, or a hit's place and marked snippet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.library.searching import Hit, HitGroup
from reader.ui.search.results_model import ResultRole, hit_place
from reader.ui.search.wrapped_text import WrappedText
from reader.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
LINES = 2
"""Lines of a snippet at most."""
_MARGIN = 14
_INDENT = 27
_ACCENT = 3
_PAD = 6
_ABOVE_GROUP = 8


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

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's."""
        hit: Hit | None = index.data(ResultRole.HIT)
        width = _row_width(option)
        if hit is None:
            above = _ABOVE_GROUP if index.row() else 0
            return QSize(60, above + max(round(self._theme.size("row")), _line(self._title) + 6))
        height = 2 * _PAD + _line(self._text) * self._lines(hit, width)
        if hit.passage.heading_path:
            height += _line(self._small) + 1
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
        group: HitGroup = index.data(ResultRole.GROUP)
        painter.fillRect(rect, self._theme.colour("surface"))
        inner = rect.adjusted(_MARGIN, _ABOVE_GROUP if index.row() else 0, -_MARGIN, 0)
        count = f" {len(group.hits)}"
        taken = QFontMetrics(self._text).horizontalAdvance(count) + 3
        metrics = QFontMetrics(self._title)
        title = metrics.elidedText(
            group.document.metadata.title, Qt.TextElideMode.ElideRight, inner.width() - taken
        )
        self._draw(painter, inner, title, self._title, "text")
        after = inner.adjusted(metrics.horizontalAdvance(title) + 3, 0, 0, 0)
        self._draw(painter, after, count, self._text, "muted")

    def _paint_hit(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, hit: Hit
    ) -> None:
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "selected" if selected else "page" if hovered else "surface"
        painter.fillRect(rect, self._theme.colour(ground))
        if selected:
            bar = QRect(rect.left(), rect.top(), _ACCENT, rect.height())
            painter.fillRect(bar, self._theme.colour("accent"))
        if selected and _focused(option):
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        top = rect.top() + _PAD
        place = hit_place(hit)
        if place:
            line = QRect(
                rect.left() + _INDENT, top, rect.width() - _INDENT - _MARGIN, _line(self._small)
            )
            # The innermost heading says most, so the outer ones are cut.
            shown = QFontMetrics(self._small).elidedText(
                place, Qt.TextElideMode.ElideLeft, line.width()
            )
            self._draw(painter, line, shown, self._small, "muted")
            top += _line(self._small) + 1
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


def _line(font: QFont) -> int:
    return QFontMetrics(font).lineSpacing()


def _row_width(option: QStyleOptionViewItem) -> int:
    view = option.widget
    if isinstance(view, QAbstractItemView):
        return view.viewport().width()
    rect: QRect = option.rect
    return rect.width()


def _focused(option: QStyleOptionViewItem) -> bool:
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.hasFocus()
