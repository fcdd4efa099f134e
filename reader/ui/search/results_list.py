"""The list of hits: its keys, and what a click on one means."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows
from reader.ui.search.results_delegate import ResultsDelegate
from reader.ui.search.results_model import AnyIndex, ResultRole, ResultsModel
from reader.ui.theme import Theme


class ResultsList(QListView):
    """The hits: `walked` as one moves over them, `opened` by Enter or a click."""

    walked = Signal(object)
    opened = Signal(object)

    def __init__(self, model: ResultsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quiet = False
        self._model = model
        self._delegate = ResultsDelegate(theme, self)
        self.setModel(model)
        set_up_rows(self, self._delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("Search results")
        self.setAccessibleDescription("Up and Down show a hit in the reader, Enter opens it")
        self.clicked.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    def forget(self) -> None:
        """Drop what was set for rows that are gone."""
        self._delegate.forget()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit; without one, to the first."""
        current = self.currentIndex()
        to = self._model.step(
            current.row() if current.isValid() else -1, by if current.isValid() else 1
        )
        if to.isValid():
            self.setCurrentIndex(to)
            self._show_whole(to)

    def open_current(self) -> None:
        """Open the current hit, or the first where none is."""
        if self.currentIndex().data(ResultRole.HIT) is None:
            self.step(1)
        self._open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Up, Down and Enter; the rest is the list's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        measure_for_width(self, self._delegate, event)
        super().resizeEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Qt: the reader walked to another hit."""
        super().currentChanged(current, previous)
        hit = current.data(ResultRole.HIT)
        if hit is not None and not self.quiet:
            self.walked.emit(hit)

    def _open(self, index: QModelIndex) -> None:
        hit = index.data(ResultRole.HIT) if index.isValid() else None
        if hit is not None:
            self.opened.emit(hit)

    def _show_whole(self, index: QModelIndex) -> None:
        # The document's line comes into view with its first hit.
        before = self._model.index(index.row() - 1)
        if before.isValid() and before.data(ResultRole.HIT) is None:
            self.scrollTo(before)
        self.scrollTo(index)
