"""The list of results: its keys, what a click on a row means, and rows that stay where they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from reader.library.search_results import Hit
from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows
from reader.ui.search.result_rows import ResultRow, RowKey, RowKind
from reader.ui.search.results_delegate import ResultsDelegate
from reader.ui.search.results_model import AnyIndex, ResultRole, ResultsModel
from reader.ui.theme import Theme

_SELECTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class ResultsList(QListView):
    """The rows of an answer.

    `walked` carries a hit that one moved to, `opened` one to open (Enter or a click); `foundOpened`
    what was found besides passages, `moreWanted` the document all of whose hits are wanted.
    `menuWanted` carries where, in global pixels. `calm` is emitted when the pointer left the rows.
    """

    walked = Signal(object)
    opened = Signal(object)
    foundOpened = Signal(object)
    moreWanted = Signal(str)
    copyWanted = Signal()
    menuWanted = Signal(QPoint)
    calm = Signal()

    def __init__(self, model: ResultsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quiet = False
        self._model = model
        self._pointed = QPoint()
        self._aiming = False
        self._delegate = ResultsDelegate(theme, self)
        self.setModel(model)
        set_up_rows(self, self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("Search results")
        self.setAccessibleDescription(
            "Up and Down show a hit in the reader, Enter opens it, Left folds its document,"
            " Ctrl+C copies it with its citation"
        )
        self.clicked.connect(self._click)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    @property
    def row(self) -> ResultRow | None:
        """The chosen row."""
        return self._model.row(self.currentIndex())

    @property
    def aiming(self) -> bool:
        """Whether the pointer moved over the rows since they were last changed, and is there."""
        return self._aiming

    def rows_height(self) -> int:
        """Pixels that all rows take."""
        last = self.visualRect(self._model.index(self._model.rowCount() - 1))
        return max(last.bottom() + self.verticalOffset() + 1, 0)

    def chosen_hits(self) -> list[Hit]:
        """The selected hits from the top; the current one where none is selected."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        hits = [self._model.index(row).data(ResultRole.HIT) for row in rows]
        current: Hit | None = self.currentIndex().data(ResultRole.HIT)
        return [hit for hit in hits if hit is not None] or ([current] if current else [])

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row to stop at; without one, to the first."""
        current = self.currentIndex()
        to = self._model.step(
            current.row() if current.isValid() else -1, by if current.isValid() else 1
        )
        if to.isValid():
            self.setCurrentIndex(to)
            self._show_whole(to)

    def open_current(self) -> None:
        """Open the current row, or the first where none is."""
        if self.row is None or not self.row.walked:
            self.step(1)
        self._open(self.currentIndex())

    def let_go(self) -> None:
        """Choose nothing, and begin at the top with what comes next."""
        self.quiet = True
        self.setCurrentIndex(QModelIndex())
        self._aiming = False
        self.quiet = False

    def change(self, change: Callable[[], None]) -> None:
        """Change the rows without a row moving that one looks at.

        That is the row under the pointer while it moves about the list, else the chosen row, else
        the top row if it is the same answer. What is above may come and go; where none of these
        is left, the list begins at its top.
        """
        self.quiet = True
        chosen = [row.key for row in self._rows(self.selectedIndexes())]
        current = self.row.key if self.row is not None else None
        anchors = [(key, self._top(key)) for key in self._anchors(current)]
        bar = self.verticalScrollBar()
        self._delegate.trim()
        change()
        self._choose(current, chosen)
        for key, top in anchors:
            found = self._model.find(key)
            if found.isValid():
                bar.setValue(bar.value() + self._top(key) - top)
                break
        else:
            self.scrollToTop()
        self._aiming = False
        self.quiet = False

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Up, Down, Enter, folding and copying; the rest is the list's own."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copyWanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if key == Qt.Key.Key_Down else -1
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._extend(by)
            else:
                self.step(by)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_current(folded=key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Space and self.row is not None and self.row.folded:
            self._fold_current(folded=False)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        measure_for_width(self, self._delegate, event)
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: somebody aims at a row."""
        place = event.globalPosition().toPoint()
        # A list that moves under a resting pointer has such events too.
        self._aiming = self._aiming or place != self._pointed
        self._pointed = place
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: the pointer came or went."""
        if event.type() == QEvent.Type.Enter:
            self._pointed = QCursor.pos()
        elif event.type() == QEvent.Type.Leave and self._aiming:
            self._aiming = False
            self.calm.emit()
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: by mouse at the row under it, by key at the chosen row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            middle = self.visualRect(self.currentIndex()).center()
            self.menuWanted.emit(self.viewport().mapToGlobal(middle))
        else:
            self.menuWanted.emit(event.globalPos())

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Qt: the reader walked to another hit."""
        super().currentChanged(current, previous)
        hit = current.data(ResultRole.HIT)
        if hit is not None and not self.quiet:
            self.walked.emit(hit)

    # Own

    def fold(self, document: str, *, folded: bool) -> None:
        """Hide a document's hits, or show them; its line stays where it is."""
        key = ("group", document, 0)
        top = self._top(key)
        self.quiet = True
        self._model.fold(document, folded=folded)
        found = self._model.find(key)
        if folded:
            self.setCurrentIndex(found)
        else:
            self.setCurrentIndex(self._model.step(found.row(), 1))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._top(key) - top)
        self.quiet = False

    def _fold_current(self, *, folded: bool) -> None:
        row = self.row
        if row is not None and row.group is not None and row.folded != folded:
            self.fold(row.group.document.id, folded=folded)

    def _click(self, index: QModelIndex) -> None:
        if QApplication.keyboardModifiers() & _SELECTING:
            return
        row = self._model.row(index)
        if row is not None and row.kind is RowKind.GROUP and row.group is not None:
            self.fold(row.group.document.id, folded=not row.folded)
        else:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is None:
            return
        if row.hit is not None:
            self.opened.emit(row.hit)
        elif row.found is not None:
            self.foundOpened.emit(row.found)
        elif row.group is not None and row.kind is RowKind.MORE:
            self.moreWanted.emit(row.group.document.id)
        elif row.group is not None and row.folded:
            self.fold(row.group.document.id, folded=False)

    def _extend(self, by: int) -> None:
        to = self._model.step(self.currentIndex().row(), by)
        if to.isValid():
            flags = self.selectionModel().SelectionFlag
            self.selectionModel().setCurrentIndex(to, flags.Select)
            self._show_whole(to)

    def _rows(self, indexes: list[QModelIndex]) -> list[ResultRow]:
        return [row for index in indexes if (row := self._model.row(index)) is not None]

    def _anchors(self, current: RowKey | None) -> list[RowKey]:
        anchors: list[RowKey] = []
        viewport = self.viewport()
        if self._aiming and viewport.underMouse():
            row = self._model.row(self.indexAt(viewport.mapFromGlobal(QCursor.pos())))
            anchors += [row.key] if row is not None else []
        return anchors + ([current] if current is not None else [])

    def _top(self, key: RowKey) -> int:
        """Where a row's upper edge is, in pixels of the window."""
        top = self.visualRect(self._model.find(key)).top()
        return self.viewport().mapTo(self.window(), QPoint(0, top)).y()

    def _choose(self, current: RowKey | None, chosen: list[RowKey]) -> None:
        found = self._model.find(current) if current is not None else QModelIndex()
        if not found.isValid():
            return
        self.setCurrentIndex(found)
        flags = self.selectionModel().SelectionFlag
        for key in chosen:
            index = self._model.find(key)
            if index.isValid():
                self.selectionModel().select(index, flags.Select)

    def _show_whole(self, index: QModelIndex) -> None:
        # The document's line comes into view with its first hit.
        before = self._model.row(self._model.index(index.row() - 1))
        if before is not None and before.kind is RowKind.GROUP:
            self.scrollTo(self._model.index(index.row() - 1))
        self.scrollTo(index)
