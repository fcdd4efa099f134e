"""How a row of the library is painted: a group with its count, or a document in two lines."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.ui.documents.library_groups import DocumentGroup, LibraryRow
from reader.ui.documents.library_model import AnyIndex, LibraryRole
from reader.ui.rows import paint_ground, row_width
from reader.ui.search.wrapped_text import WrappedText, line_height
from reader.ui.theme import Theme

CHEVRON = 28
"""The part of a group's row, in pixels from the left, where a click opens or closes it."""
_MARGIN = 14
_INDENT = 28
_PAD = 5
_ABOVE_GROUP = 6
_TITLE_LINES = 2


class LibraryDelegate(QStyledItemDelegate):
    """Paints groups and documents; a summary carries a framed sign that says so."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set: dict[tuple[str, int], WrappedText] = {}
        self.compact = False
        """Every row is two lines high, whatever it says: thousands need not be measured."""
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._strong = theme.font("tool", bold=True)
        self._text = theme.font("tool")
        self._small = theme.font("small")
        self.forget()

    def forget(self) -> None:
        """Drop what was set for another width or documents that are gone."""
        self._set.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's."""
        if self.compact:
            return QSize(60, 2 * _PAD + line_height(self._text) + line_height(self._small))
        says: LibraryRow | None = index.data(LibraryRole.ROW)
        if says is None:
            above = _ABOVE_GROUP if index.row() else 0
            row = max(round(self._theme.size("row")), line_height(self._strong) + 6)
            return QSize(60, above + row)
        below = bool(says.source) + bool(says.after)
        title = self._title_of(says.title, row_width(option)).height
        return QSize(60, 2 * _PAD + title + below * line_height(self._small))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one row."""
        painter.save()
        rect: QRect = option.rect
        paint_ground(painter, option, rect, self._theme)
        says: LibraryRow | None = index.data(LibraryRole.ROW)
        if says is None:
            above = _ABOVE_GROUP if index.row() and not self.compact else 0
            state: QStyle.StateFlag = option.state
            is_open = bool(state & QStyle.StateFlag.State_Open)
            self._paint_group(
                painter, rect.adjusted(0, above, 0, 0), index.data(LibraryRole.GROUP), is_open
            )
        else:
            self._paint_document(painter, rect, says)
        painter.restore()

    def _paint_group(
        self, painter: QPainter, rect: QRect, group: DocumentGroup, is_open: bool
    ) -> None:
        middle = QPointF(rect.left() + _MARGIN + 4, rect.center().y() + 0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(self._theme.colour("muted"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        reach = 3.2
        if is_open:
            ends = (QPointF(-reach, -reach / 2), QPointF(0, reach / 2), QPointF(reach, -reach / 2))
        else:
            ends = (QPointF(-reach / 2, -reach), QPointF(reach / 2, 0), QPointF(-reach / 2, reach))
        painter.drawPolyline([middle + end for end in ends])
        inner = rect.adjusted(_INDENT, 0, -_MARGIN, 0)
        count = f" {len(group.items):,}"
        room = inner.width() - QFontMetrics(self._text).horizontalAdvance(count) - 3
        metrics = QFontMetrics(self._strong)
        name = metrics.elidedText(group.name, Qt.TextElideMode.ElideRight, room)
        self._draw(painter, inner, name, self._strong, "text")
        after = inner.adjusted(metrics.horizontalAdvance(name) + 3, 0, 0, 0)
        self._draw(painter, after, count, self._text, "muted")

    def _paint_document(self, painter: QPainter, rect: QRect, says: LibraryRow) -> None:
        inner = rect.adjusted(_INDENT, _PAD, -_MARGIN, 0)
        if self.compact:
            line = QRect(inner.left(), inner.top(), inner.width(), line_height(self._text))
            self._draw(painter, line, says.title, self._text, "text")
            below = QRect(line.left(), line.bottom() + 1, line.width(), line_height(self._small))
            # That a summary is one matters more than who publishes it.
            self._draw(painter, below, says.after or says.source, self._small, "muted")
            return
        title = self._title_of(says.title, rect.width())
        painter.setPen(self._theme.colour("text"))
        title.layout.draw(painter, QPointF(inner.topLeft()))
        top = inner.top() + title.height
        line = QRect(inner.left(), top, inner.width(), line_height(self._small))
        source, after = says.source, says.after
        if after:
            words = after.removeprefix("summary ")
            taken = self._paint_sign(painter, line, "summary")
            self._draw(painter, line.adjusted(taken, 0, 0, 0), words, self._small, "muted")
            line.translate(0, line.height())
        if source:
            self._draw(painter, line, source, self._small, "muted")

    def _title_of(self, words: str, row_width: int) -> WrappedText:
        width = max(row_width - _INDENT - _MARGIN, 40)
        key = (words, width)
        found = self._set.get(key)
        if found is None:
            found = self._set[key] = WrappedText(key[0], self._text, width, _TITLE_LINES)
        return found

    def _paint_sign(self, painter: QPainter, line: QRect, word: str) -> int:
        metrics = QFontMetrics(self._small)
        frame = QRectF(line.left(), line.top(), metrics.horizontalAdvance(word) + 9, line.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("muted"), 1))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, word)
        return round(frame.width()) + 5

    def _draw(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colour(token)))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, shown)
