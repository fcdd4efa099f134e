"""The tree view of indicators: its keys, and what a click on a row means."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeView, QWidget

from reader.ui.indicators.cells import Column, as_tsv
from reader.ui.indicators.indicator_delegate import IndicatorDelegate
from reader.ui.indicators.indicator_header import IndicatorHeader
from reader.ui.indicators.indicator_model import AnyIndex, IndicatorModel, IndicatorRole
from reader.ui.theme import Theme


class IndicatorView(QTreeView):
    """Rows that open their best passage: `chosen` by click or Enter, `selected` as one walks."""

    chosen = Signal(str)
    selected = Signal(str)

    def __init__(self, model: IndicatorModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._plain_click = False
        self._delegate = IndicatorDelegate(theme, self)
        self._header = IndicatorHeader(theme, self)
        self.setModel(model)
        model.modelReset.connect(self._share_width)
        self.setItemDelegate(self._delegate)
        self.setHeader(self._header)
        self.setSortingEnabled(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Indicators")
        self.setAccessibleDescription("Enter opens the best passage of an indicator")
        for column in Column:
            self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._header.setStretchLastSection(False)
        self.clicked.connect(self._clicked)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._delegate.set_theme(theme)
        self._header.set_theme(theme)
        self._share_width()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def current_indicator(self) -> str | None:
        """The identifier of the indicator of the current row; None on a pillar or nowhere."""
        row = self.currentIndex().data(IndicatorRole.ROW)
        return None if row is None else str(row.indicator.id)

    def show_indicator(self, indicator: str) -> bool:
        """Make a row current without a signal, opening its pillar; False where it is not shown."""
        index = self._indicators().find(indicator)
        if not index.isValid():
            return False
        self._quiet = True
        self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self._quiet = False
        return True

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard as TSV, in the order they are shown."""
        chosen = [index for index in self.selectionModel().selectedRows() if index.isValid()]
        chosen.sort(key=lambda index: self.visualRect(index).top())
        rows = [(each.data(IndicatorRole.GROUP), each.data(IndicatorRole.ROW)) for each in chosen]
        if rows:
            QGuiApplication.clipboard().setText(as_tsv(rows))

    def copy_all(self) -> None:
        """Put every shown indicator on the clipboard as TSV."""
        QGuiApplication.clipboard().setText(as_tsv(list(self._indicators().shown())))

    # Qt's events

    def event(self, event: QEvent) -> bool:
        """Qt: copying is ours while the table has the focus, whatever the window binds."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens, Ctrl+C copies; arrows and typing are the tree's own."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click with Ctrl or Shift only selects."""
        self._plain_click = event.modifiers() == Qt.KeyboardModifier.NoModifier
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: names take the width that the figures leave."""
        super().resizeEvent(event)
        self._share_width()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Qt: the reader walked to another row."""
        super().currentChanged(current, previous)
        self.viewport().update()
        row = current.data(IndicatorRole.ROW)
        if row is not None and not self._quiet:
            self.selected.emit(row.indicator.id)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt: whole rows change their ground."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    # Own

    def _clicked(self, index: QModelIndex) -> None:
        if self._plain_click:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = index.data(IndicatorRole.ROW)
        if row is not None:
            self.chosen.emit(row.indicator.id)
        else:
            pillar = index.siblingAtColumn(Column.NAME)
            self.setExpanded(pillar, not self.isExpanded(pillar))

    def _share_width(self) -> None:
        bars = any(row.score is not None for _, row in self._indicators().shown())
        widths = self._delegate.column_widths(self.viewport().width(), bars=bars)
        for column, width in widths.items():
            self._header.resizeSection(column, width)

    def _indicators(self) -> IndicatorModel:
        model = self.model()
        assert isinstance(model, IndicatorModel)  # noqa: S101 - set in the constructor
        return model
