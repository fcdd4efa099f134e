"""How a row of two versions is painted: old at the left, new at the right, what changed marked.

Never by colour alone: words that went are struck out, words that came are underlined, and a sign
stands beside each passage that is not the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.domain.comparison import Change
from reader.ui.rows import paint_ground, row_width
from reader.ui.text_offsets import range_to_utf16
from reader.ui.theme import Theme
from reader.ui.versions.compared_rows import AnyIndex, ComparedRole, ShownRow, Side

_GUTTER = 26
_PAD = 7
_MIDDLE = 9
_OLD_SIGNS = {Change.CHANGED: "~", Change.REMOVED: "−", Change.MOVED: "↕"}
_NEW_SIGNS = {Change.CHANGED: "~", Change.ADDED: "+", Change.MOVED: "↕"}


class ComparedDelegate(QStyledItemDelegate):
    """Paints `ShownRow`s; keeps what it set until the width or the look changes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._set: dict[tuple[Side, bool, int], QTextLayout] = {}

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.forget()

    def forget(self) -> None:
        """Drop what was set."""
        self._set.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: the higher of the two sides."""
        row: ShownRow = index.data(ComparedRole.ROW)
        width = row_width(option)
        if row.folded:
            return QSize(width, option.fontMetrics.height() + 4 * _PAD)
        column = _column(width)
        height = max(
            (
                self._layout(side, row.change, old=old, width=column).boundingRect().height()
                for side, old in ((row.old, True), (row.new, False))
                if side is not None
            ),
            default=0.0,
        )
        return QSize(width, round(height) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: paint a row."""
        row: ShownRow = index.data(ComparedRole.ROW)
        painter.save()
        rect: QRect = option.rect
        paint_ground(painter, option, rect, self._theme)
        if row.folded:
            self._paint_fold(painter, option, rect, len(row.folded))
        else:
            column = _column(rect.width())
            right = rect.left() + _GUTTER + column + _MIDDLE
            self._paint_side(painter, rect, rect.left(), row, old=True)
            self._paint_side(painter, rect, right, row, old=False)
            painter.fillRect(
                QRect(right - _MIDDLE // 2, rect.top(), 1, rect.height()),
                self._theme.colour("line"),
            )
        painter.restore()

    def _paint_fold(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, count: int
    ) -> None:
        line = QRect(rect.left(), rect.center().y(), rect.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))
        words = f"{count} passages the same — Enter shows them"
        room = option.fontMetrics.horizontalAdvance(words) + 28
        box = QRect(0, 0, room, option.fontMetrics.height() + 8)
        box.moveCenter(rect.center())
        painter.fillRect(box, self._theme.colour("surface"))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_side(
        self, painter: QPainter, rect: QRect, left: int, row: ShownRow, *, old: bool
    ) -> None:
        side = row.old if old else row.new
        column = _column(rect.width())
        if side is None:
            ground = QRect(left, rect.top(), _GUTTER + column, rect.height())
            painter.fillRect(ground, QColor(self._theme.colour("page")))
            return
        sign = (_OLD_SIGNS if old else _NEW_SIGNS).get(row.change)
        if sign is not None:
            painter.setPen(self._theme.colour("markets" if old else "resilience"))
            painter.setFont(self._theme.font("tool", bold=True))
            gutter = QRect(left, rect.top() + _PAD, _GUTTER, rect.height() - _PAD)
            painter.drawText(
                gutter, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, sign
            )
        painter.setPen(self._theme.colour("muted" if row.change is Change.SAME else "text"))
        layout = self._layout(side, row.change, old=old, width=column)
        layout.draw(painter, QPointF(left + _GUTTER, rect.top() + _PAD))

    def _layout(self, side: Side, change: Change, *, old: bool, width: int) -> QTextLayout:
        key = (side, old, width)
        if key not in self._set:
            layout = QTextLayout(side.text, self._theme.font("tool", role="reading"))
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.setFormats(list(self._formats(side, change, old=old)))
            layout.beginLayout()
            height = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                line.setPosition(QPointF(0, height))
                height += line.height() + 1
            layout.endLayout()
            self._set[key] = layout
        return self._set[key]

    def _formats(
        self, side: Side, change: Change, *, old: bool
    ) -> Iterable[QTextLayout.FormatRange]:
        for start, end, colour in side.marks:
            mark = QTextCharFormat()
            mark.setBackground(self._theme.mark(colour))
            yield _range(side.text, start, end, mark)
        words = QTextCharFormat()
        token = "markets" if old else "resilience"
        words.setBackground(self._theme.tint(token, 0.24))
        words.setFontStrikeOut(old)
        words.setFontUnderline(not old)
        whole = change in (Change.ADDED, Change.REMOVED)
        for start, end in [(0, len(side.text))] if whole else side.changed:
            yield _range(side.text, start, end, words)


def _column(width: int) -> int:
    """Pixels of one side's text."""
    return max((width - 2 * _GUTTER - _MIDDLE - _PAD) // 2, 40)


def _range(text: str, start: int, end: int, words: QTextCharFormat) -> QTextLayout.FormatRange:
    first, last = range_to_utf16(text, start, end)
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = first, last - first, words
    return found
