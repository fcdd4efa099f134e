"""How a bookmark is painted: its colour, quotation, note, source and the state of its anchor."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.domain.bookmark import AnchorState, Bookmark
from reader.ui.bookmarks.bookmarks_model import AnyIndex, BookmarkRole
from reader.ui.bookmarks.entries import BookmarkEntry, anchor_words
from reader.ui.rows import paint_ground, row_width
from reader.ui.search.wrapped_text import WrappedText, line_height
from reader.ui.theme import Theme

QUOTE_LINES = 3
_LEFT = 27
_RIGHT = 14
_PAD = 8
_BAR = 5
_SIGN = 11
_GAP = 2


@dataclass(frozen=True)
class _Parts:
    quote: WrappedText
    note: WrappedText | None


class BookmarksDelegate(QStyledItemDelegate):
    """Paints bookmarks; texts are set once and kept until width or look change."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set: dict[tuple[str, str, int], _Parts] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._text = theme.font("tool")
        self._small = theme.font("small")
        self._italic = theme.font("small")
        self._italic.setItalic(True)
        self.forget()

    def forget(self) -> None:
        """Drop what was set for another width or rows that are gone."""
        self._set.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's."""
        entry: BookmarkEntry = index.data(BookmarkRole.ENTRY)
        parts = self._parts(entry, row_width(option))
        height = 2 * _PAD + parts.quote.height + _GAP + line_height(self._small)
        if parts.note is not None:
            height += parts.note.height + _GAP
        if entry.bookmark.anchor is not AnchorState.EXACT:
            height += line_height(self._small) + _GAP
        return QSize(60, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one bookmark."""
        painter.save()
        entry: BookmarkEntry = index.data(BookmarkRole.ENTRY)
        rect: QRect = option.rect
        paint_ground(painter, option, rect, self._theme, ruled=True)
        self._paint_bar(painter, rect, entry.bookmark)
        parts = self._parts(entry, rect.width())
        left, top = rect.left() + _LEFT, rect.top() + _PAD
        painter.setPen(self._theme.colour("text"))
        parts.quote.layout.draw(painter, QPointF(left, top))
        top += parts.quote.height + _GAP
        width = rect.width() - _LEFT - _RIGHT
        if parts.note is not None:
            self._paint_note_sign(painter, QRectF(left, top + 3, 9, 9))
            painter.setPen(self._theme.colour("muted"))
            parts.note.layout.draw(painter, QPointF(left + 14, top))
            top += parts.note.height + _GAP
        line = QRect(left, top, width, line_height(self._small))
        self._paint_source(painter, line, entry)
        if entry.bookmark.anchor is not AnchorState.EXACT:
            line.translate(0, line.height() + _GAP)
            self._paint_anchor(painter, line, entry.bookmark)
        painter.restore()

    # The parts

    def _paint_bar(self, painter: QPainter, rect: QRect, bookmark: Bookmark) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The marker colours are pale: the frame makes them stand on any ground.
        painter.setPen(QPen(self._theme.colour("muted"), 1))
        painter.setBrush(self._theme.mark(bookmark.colour))
        bar = QRectF(
            rect.left() + 14.5, rect.top() + _PAD + 1.5, _BAR, rect.height() - 2 * _PAD - 3
        )
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_note_sign(self, painter: QPainter, square: QRectF) -> None:
        painter.setPen(QPen(self._theme.colour("muted"), 1))
        painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)
        for at in (3.0, 5.5):
            top = square.top() + at
            painter.drawLine(QPointF(square.left() + 2.5, top), QPointF(square.right() - 2.5, top))

    def _paint_source(self, painter: QPainter, line: QRect, entry: BookmarkEntry) -> None:
        metrics = QFontMetrics(self._small)
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("muted"))
        between = " · " if entry.locator_words else ""
        room = line.width() - metrics.horizontalAdvance(between)
        # The place keeps at most half of the line; the title takes what is left.
        where = metrics.elidedText(
            entry.locator_words,
            Qt.TextElideMode.ElideLeft,
            max(room // 2, room - metrics.horizontalAdvance(entry.title)),
        )
        room -= metrics.horizontalAdvance(where)
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, flags | Qt.TextFlag.TextSingleLine, title + between + where)

    def _paint_anchor(self, painter: QPainter, line: QRect, bookmark: Bookmark) -> None:
        orphaned = bookmark.anchor is AnchorState.ORPHANED
        colour = self._theme.colour("error" if orphaned else "actors")
        square = QRectF(line.left(), line.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if orphaned:
            inner = square.adjusted(2, 2, -2, -2)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        else:
            tip = QPointF(square.center().x(), square.top() + 1)
            painter.drawPolygon(QPolygonF([tip, square.bottomRight(), square.bottomLeft()]))
            middle = square.center().x()
            painter.drawLine(
                QPointF(middle, square.top() + 4.5), QPointF(middle, square.top() + 6.5)
            )
        painter.setFont(self._small)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        text = QFontMetrics(self._small).elidedText(
            anchor_words(bookmark), Qt.TextElideMode.ElideRight, line.width() - _SIGN - 5
        )
        painter.drawText(line.adjusted(_SIGN + 5, 0, 0, 0), flags, text)

    def _parts(self, entry: BookmarkEntry, row_width: int) -> _Parts:
        width = max(row_width - _LEFT - _RIGHT, 40)
        quote, note = entry.bookmark.quote.exact, entry.bookmark.note
        key = (quote, note, width)
        found = self._set.get(key)
        if found is None:
            line = " ".join(quote.split())
            found = _Parts(
                WrappedText(line, self._text, width, QUOTE_LINES),
                WrappedText(" ".join(note.split()), self._italic, width - 14, 2) if note else None,
            )
            self._set[key] = found
        return found
