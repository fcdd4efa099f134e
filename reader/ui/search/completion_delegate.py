"""How a row of the completion list is painted: its kind, its text, what is known of it."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.library.search_help import Completion, CompletionKind
from reader.ui.icons import draw_icon
from reader.ui.search.completion_model import CompletionRole, kind_words
from reader.ui.search.typed_part import typed_part
from reader.ui.search.wrapped_text import WrappedText, line_height
from reader.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_ICONS = {
    CompletionKind.WORD: "search",
    CompletionKind.COUNTRY: "country",
    CompletionKind.TITLE: "report",
    CompletionKind.TAG: "tag",
    CompletionKind.INDICATOR: "indicator",
    CompletionKind.PUBLISHER: "publisher",
    CompletionKind.FILTER: "filter",
    CompletionKind.SAVED: "bookmark",
    CompletionKind.HISTORY: "clock",
}
_MARGIN = 10
_ICON = 14
_GAP = 10
# The text has at least this part of a row.
_TEXT_PART = 0.55


class CompletionDelegate(QStyledItemDelegate):
    """Paints completions; what one has typed of them is bold, and each line is set once."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set: dict[tuple[str, str, int], WrappedText] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._font, self._small = theme.font("tool"), theme.font("small")
        self._bold = theme.font("tool", bold=True)
        self._mark = QTextCharFormat()
        self._mark.setFontWeight(QFont.Weight.Bold)
        self._height = max(round(theme.size("row")) + 1, line_height(self._font) + 6)
        self.forget()

    @property
    def row_height(self) -> int:
        """Pixels of each row."""
        return self._height

    def forget(self) -> None:
        """Drop what was set for rows that are gone."""
        self._set.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's."""
        return QSize(60, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one row."""
        completion: Completion = index.data(CompletionRole.COMPLETION)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, rect, state)
        middle = rect.center().y() + 1
        icon = QRectF(rect.left() + _MARGIN, middle - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, _ICONS[completion.kind], icon, self._theme.colour("muted"))
        left = rect.left() + _MARGIN + _ICON + _GAP
        room = rect.right() - _MARGIN - left
        # A long text leaves the detail its part; a short one leaves it the rest of the row.
        natural = QFontMetrics(self._bold).horizontalAdvance(completion.text)
        part = max(room - natural - _GAP, room * (1 - _TEXT_PART))
        detail = self._fit(_detail(completion), int(part))
        taken = detail.layout.lineAt(0).naturalTextWidth()
        text = self._text(
            completion.text, index.data(CompletionRole.TYPED), int(room - taken) - _GAP
        )
        painter.setPen(self._theme.colour("text"))
        text.layout.draw(painter, QPointF(left, middle - text.line_spacing / 2))
        painter.setPen(self._theme.colour("muted"))
        place = QPointF(rect.right() - _MARGIN - taken, middle - detail.line_spacing / 2)
        detail.layout.draw(painter, place)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        painter.fillRect(rect, self._theme.colour("selected" if chosen else "page"))
        if chosen:
            # The bar tells the chosen row from the one under the pointer without colour.
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, self._theme.colour("accent"))

    def _text(self, text: str, typed: str, width: int) -> WrappedText:
        key = (text, typed, width)
        found = self._set.get(key)
        if found is None:
            part = typed_part(text, typed)
            spans = (part,) if part else ()
            found = WrappedText(text, self._font, width, 1, spans, self._mark)
            self._set[key] = found
        return found

    def _fit(self, text: str, width: int) -> WrappedText:
        key = (text, "\n", width)
        found = self._set.get(key)
        if found is None:
            found = self._set[key] = WrappedText(text, self._small, width, 1)
        return found


def _detail(completion: Completion) -> str:
    """What stands at the right; a word needs no kind beside it."""
    kind = "" if completion.kind is CompletionKind.WORD else kind_words(completion)
    return " · ".join(part for part in (kind, completion.detail) if part)
