"""The outline's list: its keys, its menu, and moving by mouse and by keyboard."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from reader.domain.report import ReportClip, ReportHeading, ReportItem
from reader.ui.reports.outline_delegate import OutlineDelegate
from reader.ui.reports.outline_model import OutlineModel, OutlineRole
from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows, show_current
from reader.ui.theme import Theme

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class OutlineView(QListView):
    """Items to walk, open, edit, move and remove.

    `opened` carries a clip's bookmark (Enter, double-click), `removed` an item's identifier
    (Delete). F2, Enter or a double-click edits a heading or a text.
    """

    opened = Signal(str)
    removed = Signal(int)
    walked = Signal()

    def __init__(self, model: OutlineModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = OutlineDelegate(theme, self)
        self.setModel(model)
        set_up_rows(self, self._delegate)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAccessibleName("Outline of the report")
        self.setAccessibleDescription(
            "Enter edits a text or opens a quotation, Alt+Up and Alt+Down move, Delete removes"
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._pop_up)
        self.doubleClicked.connect(self._open_clip)
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    def current_item(self) -> ReportItem | None:
        """The chosen item."""
        item: ReportItem | None = self.currentIndex().data(OutlineRole.ITEM)
        return item

    def open_current(self) -> None:
        """Edit the chosen heading or text, or open the chosen clip's passage."""
        index = self.currentIndex()
        if isinstance(index.data(OutlineRole.ITEM), ReportClip):
            self._open_clip(index)
        elif index.isValid():
            self.edit(index)

    def move_current(self, by: int) -> None:
        """Move the chosen item one place down (1) or up (-1)."""
        index = self.currentIndex()
        if index.isValid() and self._model.move(index.row(), by):
            self.scrollTo(self.currentIndex())
            self.walked.emit()

    def remove_current(self) -> None:
        """Ask for the chosen item to be removed."""
        item = self.current_item()
        if item is not None:
            self.removed.emit(item.id)

    def menu(self) -> QMenu:
        """The menu of the chosen item."""
        item = self.current_item()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clip = isinstance(item, ReportClip)
        menu.addAction("Open passage\tEnter" if clip else "Edit\tF2", self.open_current)
        if isinstance(item, ReportHeading):
            levels = menu.addMenu("Level")
            for level in (1, 2, 3):
                action = levels.addAction(str(level))
                action.setCheckable(True)
                action.setChecked(level == item.level)
                changed = dataclasses.replace(item, level=level)
                action.triggered.connect(lambda _=False, to=changed: self._model.change(to))
        menu.addSeparator()
        menu.addAction("Move up\tAlt+Up", lambda: self.move_current(-1))
        menu.addAction("Move down\tAlt+Down", lambda: self.move_current(1))
        menu.addSeparator()
        menu.addAction("Remove from report\tDel", self.remove_current)
        return menu

    # Qt's events

    def event(self, event: QEvent) -> bool:
        """Qt: moving by keyboard is ours while the list has the focus."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and event.key() in _MOVES
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter, Delete, Alt+Up and Alt+Down; the rest is the list's own."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.state() is QAbstractItemView.State.EditingState:
            # What an editor has no use for, such as the Enter that ends it, is not ours.
            super().keyPressEvent(event)
            return
        if alt and event.key() in _MOVES:
            self.move_current(_MOVES[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_current()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: a list come to by keyboard has a chosen row, and it shows."""
        super().focusInEvent(event)
        show_current(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        measure_for_width(self, self._delegate, event)
        super().resizeEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Qt: another item is chosen."""
        super().currentChanged(current, previous)
        self.walked.emit()

    # Own

    def _open_clip(self, index: QModelIndex) -> None:
        item = index.data(OutlineRole.ITEM)
        if isinstance(item, ReportClip):
            self.opened.emit(item.bookmark)

    def _pop_up(self, place: QPoint) -> None:
        if self.current_item() is not None:
            self.menu().popup(self.viewport().mapToGlobal(place))
