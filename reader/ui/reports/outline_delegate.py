"""How an item of the outline is painted, and what it is edited with."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.domain.bookmark import AnchorState
from reader.domain.citation import citation, clip_citation, locator_words
from reader.domain.report import Clip, ReportClip, ReportHeading, ReportItem
from reader.ui.reports.outline_model import AnyIndex, OutlineRole
from reader.ui.rows import paint_ground, row_width
from reader.ui.search.wrapped_text import WrappedText, shortened_path
from reader.ui.theme import Theme

QUOTE_LINES = 4
CITATION_LINES = 3
_LEFT = 27
_RIGHT = 14
_PAD = 6
_GAP = 2
_LEAST_EDITOR = 84
_BEGUN = "begun"
GONE = "This bookmark is not in the library any more."
_ANCHOR = {
    AnchorState.EXACT: "",
    AnchorState.MOVED: "Source changed — check. ",
    AnchorState.ORPHANED: "No longer in the source. ",
}


@dataclass(frozen=True)
class _Piece:
    text: WrappedText
    token: str
    indent: int = 0


class OutlineDelegate(QStyledItemDelegate):
    """Paints headings, own text and clips; texts are set once and kept until something changes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set: dict[tuple[ReportItem, str, int], list[_Piece]] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._text = theme.font("tool")
        self._small = theme.font("small")
        self._italic = theme.font("small")
        self._italic.setItalic(True)
        self._quote = theme.font("tool", role="reading")
        self.forget()

    def forget(self) -> None:
        """Drop what was set for another width or items that are gone."""
        self._set.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height; widths are the view's. A row being edited has room to write."""
        height = self._height(self._pieces(index, row_width(option)))
        view = option.widget
        if isinstance(view, QAbstractItemView):
            editor = view.indexWidget(index)
            if isinstance(editor, QPlainTextEdit):
                height = max(height, _LEAST_EDITOR)
        above = 6 if isinstance(index.data(OutlineRole.ITEM), ReportHeading) else 0
        return QSize(60, height + above)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one item."""
        painter.save()
        rect: QRect = option.rect
        item: ReportItem = index.data(OutlineRole.ITEM)
        paint_ground(painter, option, rect, self._theme)
        top = rect.top() + _PAD + (6 if isinstance(item, ReportHeading) else 0)
        if isinstance(item, ReportClip):
            bar = QRect(rect.left() + 15, top + 2, 3, rect.height() - 2 * _PAD - 4)
            painter.fillRect(bar, self._theme.colour("line"))
        for piece in self._pieces(index, rect.width()):
            painter.setPen(self._theme.colour(piece.token))
            place = QPointF(rect.left() + self._left(item) + piece.indent, top)
            piece.text.layout.draw(painter, place)
            top += piece.text.height + _GAP
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_MouseOver:
            self._paint_grip(painter, rect)
        painter.restore()

    # Editing

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """Qt: a line for a heading, a small page for text."""
        editor: QLineEdit | QPlainTextEdit
        if isinstance(index.data(OutlineRole.ITEM), ReportHeading):
            editor = QLineEdit(parent)
            editor.setAccessibleName("Heading")
        else:
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
            editor.setAccessibleName("Own text, in Markdown")
            editor.setToolTip("Ctrl+Enter or a click elsewhere keeps it, Esc leaves it as it was")
        editor.setFont(self._text)
        editor.setAutoFillBackground(True)
        # The view lays its rows out again when this arrives, after the editor is in place.
        self.sizeHintChanged.emit(index)
        return editor

    def destroyEditor(self, editor: QWidget, index: AnyIndex) -> None:
        """Qt: the row takes its own height again."""
        super().destroyEditor(editor, index)
        self.sizeHintChanged.emit(index)

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Qt: the item's words, once: what is being written is not overwritten by a refresh."""
        if editor.property(_BEGUN):
            return
        editor.setProperty(_BEGUN, 1)
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Qt: the written words."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())
        elif isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Qt: the editor takes the row."""
        rect: QRect = option.rect
        height = max(rect.height(), _LEAST_EDITOR if isinstance(editor, QPlainTextEdit) else 30)
        editor.setGeometry(rect.left() + 8, rect.top(), rect.width() - 16, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Ctrl+Enter ends the writing of text, where Enter is a new line."""
        if (
            isinstance(watched, QPlainTextEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            self.commitData.emit(watched)
            self.closeEditor.emit(watched)
            return True
        return super().eventFilter(watched, event)

    # Own

    def _paint_grip(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self._theme.colour("muted"))
        for column in (0, 4):
            for row in (-4, 0, 4):
                left = rect.right() - 10 + column
                painter.drawEllipse(QRectF(left, rect.center().y() + row, 2, 2))

    def _height(self, pieces: list[_Piece]) -> int:
        return 2 * _PAD + sum(piece.text.height + _GAP for piece in pieces) - _GAP

    def _left(self, item: ReportItem) -> int:
        if isinstance(item, ReportHeading):
            return 14 + 10 * (item.level - 1)
        return _LEFT if isinstance(item, ReportClip) else 14

    def _pieces(self, index: AnyIndex, row_width: int) -> list[_Piece]:
        item: ReportItem = index.data(OutlineRole.ITEM)
        clip: Clip | None = index.data(OutlineRole.CLIP)
        width = max(row_width - self._left(item) - _RIGHT, 40)
        key = (item, _stamp(clip), width)
        found = self._set.get(key)
        if found is None:
            found = self._set[key] = self._made(item, clip, width)
        return found

    def _made(self, item: ReportItem, clip: Clip | None, width: int) -> list[_Piece]:
        if isinstance(item, ReportHeading):
            font = self._theme.font("tool" if item.level > 1 else "reading", bold=item.level < 3)
            if item.level == 1:
                font.setPointSizeF(self._theme.size("tool") + 1.5)
            return [_Piece(WrappedText(item.text, font, width, 3), "text")]
        if not isinstance(item, ReportClip):
            return [_Piece(WrappedText(item.markdown, self._text, width, 12), "text")]
        if clip is None:
            return [_Piece(WrappedText(GONE, self._small, width, 2), "error")]
        quoted = f"“{' '.join(clip.quotation.split())}”"
        pieces = [_Piece(WrappedText(quoted, self._quote, width, QUOTE_LINES), "text")]
        if clip.note:
            note = " ".join(clip.note.split())
            pieces.append(_Piece(WrappedText(note, self._italic, width, 3), "text"))
        cited = citation(clip.metadata)
        pieces.append(_Piece(WrappedText(cited, self._small, width, CITATION_LINES), "muted"))
        # The place is a line of its own, so that a long citation never hides it.
        headings = clip.heading_path
        where = locator_words(clip.locator, ())
        place = shortened_path(headings, self._small, width, f", {where}" if headings else where)
        pieces.append(_Piece(WrappedText(place, self._small, width, 1), "muted"))
        warning = _ANCHOR[clip.anchor].strip()
        if clip.source_removed:
            warning = f"Source removed. {warning}".strip()
        if warning:
            pieces.append(_Piece(WrappedText(f"⚠ {warning}", self._small, width, 1), "error"))
        return pieces


def _stamp(clip: Clip | None) -> str:
    if clip is None:
        return ""
    state = f"{clip.anchor.value} {clip.source_removed}"
    return "\0".join((clip.quotation, clip.note, clip_citation(clip), state))
