"""The sheet under the reading column that lists the watched folders, with what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.library.watching import Watched
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.theme import Theme

_HEADS = ("Folder", "Files", "Last look", "Last brought")
_WIDTHS = {1: 56, 2: 104, 3: 232}
_ROW = 26
_WORDS = (
    "Looked into every few seconds while this window is open: what is new or changed is imported."
    " What you remove from a folder stays in the library."
)
_NONE = "No folder is watched. Add the one into which you save pages and reports."
_READ_ONLY = "This library is open for reading only: nothing can be imported into it."


class WatchedSheet(QFrame):
    """Lists folders; it looks into none and changes nothing itself.

    `addRequested` wants a folder to be chosen, `removeRequested` carries the path of one that is
    to be watched no longer, `lookRequested` wants all to be looked into now.
    """

    addRequested = Signal()
    removeRequested = Signal(str)
    lookRequested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("watchedSheet")
        self.setAccessibleName("Watched folders")
        self._title = QLabel("Watched folders", self)
        self._words = QLabel(_WORDS, self)
        self._words.setWordWrap(True)
        self._empty = QLabel(_NONE, self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.view = QTableWidget(0, len(_HEADS), self)
        self.add = self._button("Add a folder…", "Choose a folder to watch")
        self.look = self._button("Look now", "Look into all watched folders now")
        self.remove = self._button("Stop watching", "Watch this folder no longer (Delete)")
        self.close_button = self._button("Close", "Close this sheet (Esc)")
        self._shown: tuple[Watched, ...] = ()
        self._set_up()
        self._arrange()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setPalette(panel_palette(theme))
        self.setAutoFillBackground(True)
        self._theme = theme
        self._title.setFont(theme.font("tool", bold=True))
        for label in (self._words, self._empty):
            label.setFont(theme.font("tool"))
            label.setPalette(panel_palette(theme, muted=True))
        self.view.setFont(theme.font("tool"))
        self.view.horizontalHeader().setFont(theme.font("small"))
        surface, line, selected, text, muted = (
            theme.colour(each).name() for each in ("surface", "line", "selected", "text", "muted")
        )
        self.setStyleSheet(
            control_style(theme)
            + f"#watchedSheet {{ border: 0; border-top: 1px solid {line}; background: {surface}; }}"
            f"QTableView {{ border: 0; background: {surface}; color: {text};"
            f" selection-background-color: {selected}; selection-color: {text}; outline: 0; }}"
            f"QTableView::item {{ border: 0; padding: 0 6px; }}"
            f"QTableView::item:focus {{ border: 1px solid {theme.colour('accent').name()}; }}"
            f"QHeaderView::section {{ border: 0; border-bottom: 1px solid {line};"
            f" background: {surface}; color: {muted}; padding: 3px 6px; }}"
        )
        self._paint_troubles()

    def show_folders(
        self,
        folders: Sequence[Watched],
        looked: str,
        brought: Mapping[Path, str],
        *,
        writable: bool,
    ) -> None:
        """List folders; `looked` says when they were looked into, `brought` what came of them.

        The chosen row stays chosen.
        """
        chosen = self.chosen
        rows = [_cells(each, looked, brought.get(each.folder, "nothing yet")) for each in folders]
        self.view.setRowCount(len(rows))
        self._shown = tuple(folders)
        for row, cells in enumerate(rows):
            # What is wrong needs the room of both.
            span = 2 if folders[row].trouble else 1
            if self.view.columnSpan(row, 2) != span:
                self.view.setSpan(row, 2, 1, span)
            for column, words in enumerate(cells):
                item = self.view.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.view.setItem(row, column, item)
                    if column == 1:
                        item.setTextAlignment(
                            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                        )
                if item.text() != words:
                    item.setText(words)
                    item.setToolTip(words)
        self._paint_troubles()
        held = [each.folder for each in folders]
        at = held.index(chosen) if chosen in held else 0
        if rows and self.view.currentRow() != at:
            self.view.setCurrentCell(at, 0)
        self._empty.setText(_NONE if writable else _READ_ONLY)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._words.setVisible(bool(rows))
        for button in (self.remove, self.look):
            button.setEnabled(bool(rows) and writable)
        self.add.setEnabled(writable)

    @property
    def chosen(self) -> Path | None:
        """The folder of the chosen row."""
        row = self.view.currentRow()
        return self._shown[row].folder if 0 <= row < len(self._shown) else None

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """What the rows say."""
        return [
            tuple(
                item.text() if (item := self.view.item(row, column)) else ""
                for column in range(len(_HEADS))
            )
            for row in range(self.view.rowCount())
        ]

    def focus_first(self) -> None:
        """Go to where something can be done."""
        target = self.view if self._shown else self.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes the sheet, Delete stops watching the chosen folder."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Delete and focused is self.view:
            self._remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused, QPushButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _paint_troubles(self) -> None:
        for row, each in enumerate(self._shown):
            item = self.view.item(row, 2)
            if item is not None:
                item.setForeground(self._theme.colour("error" if each.trouble else "text"))

    def _remove(self) -> None:
        if self.chosen is not None and self.remove.isEnabled():
            self.removeRequested.emit(str(self.chosen))

    def _set_up(self) -> None:
        view = self.view
        view.setAccessibleName("Watched folders")
        view.setHorizontalHeaderLabels(_HEADS)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(_ROW)
        head = view.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        files = view.horizontalHeaderItem(1)
        if files is not None:
            files.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, width in _WIDTHS.items():
            view.setColumnWidth(column, width)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.add.clicked.connect(self.addRequested)
        self.look.clicked.connect(self.lookRequested)
        self.remove.clicked.connect(self._remove)
        self.close_button.clicked.connect(self.closed)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 10, 0)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        for button in (self.add, self.look, self.remove, self.close_button):
            head.addWidget(button)
        self._words.setContentsMargins(14, 2, 10, 4)
        self._empty.setContentsMargins(7, 8, 10, 4)
        rows = QHBoxLayout()
        rows.setContentsMargins(7, 0, 0, 6)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        rows.addLayout(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addLayout(rows, 1)
        self.setMinimumHeight(176)

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        return button


def _cells(watched: Watched, looked: str, brought: str) -> tuple[str, str, str, str]:
    if watched.trouble is not None:
        return str(watched.folder), "", f"✕ {watched.trouble}", ""
    waiting = f" · {watched.waiting:,} coming" if watched.waiting else ""
    return str(watched.folder), f"{watched.files:,}", f"{looked}{waiting}", brought
