"""What the panel shows before a query: saved searches with their counts, and recent queries."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.library.search_help import SavedSearch
from reader.ui.rows import paint_ground, recolour_rows, set_up_rows
from reader.ui.search.saved_model import AnyIndex, SavedModel, SavedRole, SavedRow
from reader.ui.search.wrapped_text import line_height
from reader.ui.theme import Theme

_MARGIN = 14
_PAD = 5


class SavedDelegate(QStyledItemDelegate):
    """Paints a name with its counts at the right, and its query below where that is another."""

    renamed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._text = theme.font("tool")
        self._strong = theme.font("tool", bold=True)
        self._small = theme.font("small")

    def forget(self) -> None:
        """Nothing is kept."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: a row's height."""
        row: SavedRow = index.data(SavedRole.ROW)
        if row.heading:
            return QSize(60, line_height(self._strong) + 12)
        below = line_height(self._small) if _query_of(row) else 0
        return QSize(60, 2 * _PAD + line_height(self._text) + below)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one row."""
        row: SavedRow = index.data(SavedRole.ROW)
        rect: QRect = option.rect
        painter.save()
        if row.heading:
            painter.fillRect(rect, self._theme.colour("surface"))
            words = rect.adjusted(_MARGIN, 8, -_MARGIN, 0)
            self._draw(painter, words, row.heading, self._strong, "text")
        else:
            paint_ground(painter, option, rect, self._theme)
            self._paint_entry(painter, rect.adjusted(_MARGIN, _PAD, -_MARGIN, -_PAD), row)
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRect, row: SavedRow) -> None:
        line = QRect(rect.left(), rect.top(), rect.width(), line_height(self._text))
        left = self._paint_counts(painter, line, row.saved) if row.saved else line.right()
        name = row.saved.name if row.saved else row.query
        self._draw(painter, line.adjusted(0, 0, left - line.right(), 0), name, self._text, "text")
        below = line.adjusted(0, line.height(), 0, 0)
        below.setHeight(line_height(self._small))
        if query := _query_of(row):
            self._draw(painter, below, query, self._small, "muted")

    def _paint_counts(self, painter: QPainter, line: QRect, saved: SavedSearch) -> int:
        """Total at the right, and before it what is new; the pixel where they begin."""
        metrics = QFontMetrics(self._small)
        right = line.right()
        if saved.total is not None:
            words = f"{saved.total:,}"
            left = right - metrics.horizontalAdvance(words)
            self._draw(painter, QRect(left, line.top(), 200, line.height()), words, self._small,
                       "muted")  # fmt: skip
            right = left - 7
        if saved.fresh:
            words = f"{saved.fresh:,} new"
            wide = metrics.horizontalAdvance(words) + 14
            box = QRectF(right - wide, line.top() + 1, wide, line.height() - 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            self._draw(painter, box.toRect().adjusted(7, 0, 7, 0), words, self._small, "surface")
            right = round(box.left()) - 7
        return right

    def _draw(self, painter: QPainter, rect: QRect, words: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, shown)

    # The name can be edited in place

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """Qt: a line with the name."""
        line = QLineEdit(parent)
        line.setFont(self._text)
        line.setAccessibleName("Name of the saved search")
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Qt: over the name."""
        rect: QRect = option.rect
        height = editor.sizeHint().height()
        editor.setGeometry(rect.left() + _MARGIN - 6, rect.top() + 1, rect.width() - 16, height)

    def setModelData(self, editor: QWidget, model: object, index: AnyIndex) -> None:
        """Qt: the name was written."""
        row: SavedRow = index.data(SavedRole.ROW)
        if isinstance(editor, QLineEdit) and row.saved is not None:
            name = editor.text().strip()
            if name and name != row.saved.name:
                self.renamed.emit(row.saved.id, name)


class SavedList(QListView):
    """`savedOpened` and `removeWanted` carry a `SavedSearch`.

    `queryChosen` and `forgetWanted` carry a recent query, `renamed` a saved search's identifier
    and its new name.
    """

    savedOpened = Signal(object)
    queryChosen = Signal(str)
    renamed = Signal(str, str)
    removeWanted = Signal(object)
    forgetWanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = SavedModel(self)
        self._delegate = SavedDelegate(theme, self)
        self._delegate.renamed.connect(self.renamed)
        self.setModel(self._rows)
        set_up_rows(self, self._delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAccessibleName("Saved and recent searches")
        self.setAccessibleDescription(
            "Enter searches, F2 renames a saved search, Delete removes or forgets"
        )
        self.clicked.connect(self._open)

    def show_searches(
        self, saved: Sequence[SavedSearch], recent: Sequence[str], *, changeable: bool = True
    ) -> bool:
        """Show these; those in a library that is only read cannot be changed.

        Returns whether they are others than before.
        """
        before = self._rows.row(self.currentIndex())
        self._rows.changeable = changeable
        changed = self._rows.show(saved, recent)
        if before is not None and before.saved is not None:
            self._choose(before.saved.id)
        return changed

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) entry."""
        to = self._rows.step(self.currentIndex().row(), by)
        if to.isValid():
            self.setCurrentIndex(to)
            self.scrollTo(to)

    def open_current(self) -> None:
        """Search for the chosen entry."""
        self._open(self.currentIndex())

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    def menu(self, row: SavedRow) -> QMenu:
        """What can be done with an entry."""
        menu = QMenu(self)
        menu.addAction("Search\tEnter", self.open_current)
        saved = row.saved
        if saved is not None and self._rows.changeable:
            menu.addAction("Rename…\tF2", lambda: self.edit(self.currentIndex()))
            menu.addAction("Remove\tDel", lambda: self.removeWanted.emit(saved))
        elif saved is None:
            menu.addAction("Forget\tDel", lambda: self.forgetWanted.emit(row.query))
        return menu

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Up and Down skip headings; Enter searches, Delete removes."""
        key, row = event.key(), self._rows.row(self.currentIndex())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Delete and row is not None:
            self._take_out(row)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the entry under the pointer, or of the chosen one."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        row = self._rows.row(index)
        if row is not None and not row.heading:
            self.setCurrentIndex(index)
            place = self.visualRect(index).center() if keyboard else event.pos()
            self.menu(row).popup(self.viewport().mapToGlobal(place))

    def event(self, event: QEvent) -> bool:
        """Qt: Enter and the like are this list's, whatever shortcut has them too."""
        own = (Qt.Key.Key_Delete, Qt.Key.Key_F2)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in own
        ):
            event.accept()
            return True
        return super().event(event)

    def _take_out(self, row: SavedRow) -> None:
        if row.saved is not None and self._rows.changeable:
            self.removeWanted.emit(row.saved)
        elif row.query:
            self.forgetWanted.emit(row.query)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row(index)
        if row is not None and row.saved is not None:
            self.savedOpened.emit(row.saved)
        elif row is not None and row.query:
            self.queryChosen.emit(row.query)

    def _choose(self, identifier: str) -> None:
        for at in range(self._rows.rowCount()):
            row = self._rows.row(self._rows.index(at))
            if row is not None and row.saved is not None and row.saved.id == identifier:
                self.setCurrentIndex(self._rows.index(at))


def _query_of(row: SavedRow) -> str:
    return row.saved.query if row.saved and row.saved.query != row.saved.name else ""
