"""The menu of the indicator table: open, sort, filter, copy, export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader.ui.indicators.cells import Column


class IndicatorMenu(QMenu):
    """One menu for the button in the head and for the right mouse button.

    `sortRequested` carries a column, -1 for the publisher's order, and the order to sort it in.
    """

    openRequested = Signal()
    definitionRequested = Signal()
    sortRequested = Signal(int, Qt.SortOrder)
    withoutEvidenceToggled = Signal(bool)
    copyRowsRequested = Signal()
    copyAllRequested = Signal()
    exportRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = self.addAction("Open best passage\tEnter", self.openRequested.emit)
        self._define = self.addAction("Definition and evidence", self.definitionRequested.emit)
        self.addSeparator()
        self._orders = QActionGroup(self)
        self._add_orders()
        self._only_without = self.addAction("Only without evidence")
        self._only_without.setCheckable(True)
        self._without = False
        self._only_without.toggled.connect(self._turn)
        self.addSeparator()
        self._copy = self.addAction("Copy selected rows\tCtrl+C", self.copyRowsRequested.emit)
        self._copy_all = self.addAction("Copy as TSV", self.copyAllRequested.emit)
        self._export = self.addAction("Export CSV…", self.exportRequested.emit)

    @property
    def only_without_evidence(self) -> QAction:
        """The switch that keeps rows without evidence only."""
        return self._only_without

    @property
    def without_evidence(self) -> bool:
        """Whether rows without evidence only are wanted."""
        return self._without

    def _turn(self, on: bool) -> None:
        self._without = on
        self.withoutEvidenceToggled.emit(on)

    def refresh(self, *, on_row: bool, selected: bool, rows: int, section: int) -> None:
        """Enable what can be done: with the current row, the selection, and `rows` shown.

        `section` is the column that the table is sorted by.
        """
        self._open.setEnabled(on_row)
        self._define.setEnabled(on_row)
        self._copy.setEnabled(selected)
        self._copy_all.setEnabled(rows > 0)
        self._export.setEnabled(rows > 0)
        for action in self._orders.actions():
            action.setChecked(action.data() == section)

    def _add_orders(self) -> None:
        sorting = self.addMenu("Sort by")
        names = [(-1, "Publisher's order"), *((int(each), each.name.title()) for each in Column)]
        for column, name in names:
            action = QAction(name, self._orders)
            action.setCheckable(True)
            action.setData(column)
            sorting.addAction(action)
        self._orders.triggered.connect(self._sort)

    def _sort(self, action: QAction) -> None:
        column = int(action.data())
        rising = column in (-1, Column.NAME)
        order = Qt.SortOrder.AscendingOrder if rising else Qt.SortOrder.DescendingOrder
        self.sortRequested.emit(column, order)
