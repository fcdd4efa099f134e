"""All bookmarks in the left column: filter, list, and the strip that edits the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.ui.bookmarks.bookmark_editor import BookmarkEditor
from reader.ui.bookmarks.bookmarks_delegate import BookmarksDelegate
from reader.ui.bookmarks.bookmarks_model import AnyIndex, BookmarkRole, BookmarksModel
from reader.ui.bookmarks.entries import BookmarkEntry
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.documents.empty_state import EmptyState
from reader.ui.documents.filter_field import FilterField
from reader.ui.rows import measure_for_width, recolour_rows, set_up_rows, show_current
from reader.ui.theme import Theme

EMPTY = (
    "No bookmarks yet",
    "Select text in a document and press Ctrl+D to mark it, with a note if you like.",
)


class BookmarksList(QListView):
    """The bookmarks: `opened` by Enter or a click, `removed` by Delete, `noted` by F2."""

    opened = Signal(str)
    removed = Signal(str)
    noted = Signal()
    walked = Signal()

    def __init__(self, model: BookmarksModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = BookmarksDelegate(theme, self)
        self.setModel(model)
        set_up_rows(self, self._delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("Bookmarks")
        self.setAccessibleDescription(
            "Enter opens the passage, F2 goes to the note, Delete removes"
        )
        self.clicked.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        recolour_rows(self, self._delegate, theme)

    def current_id(self) -> str | None:
        """The chosen bookmark."""
        return _identifier(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens, Delete removes, F2 goes to the note."""
        current = self.current_id()
        if current is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(current)
        elif current is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(current)
        elif current is not None and event.key() == Qt.Key.Key_F2:
            self.noted.emit()
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

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Qt: another bookmark is chosen."""
        super().currentChanged(current, previous)
        self.walked.emit()

    def _open(self, index: QModelIndex) -> None:
        identifier = _identifier(index)
        if identifier is not None:
            self.opened.emit(identifier)


class BookmarksPanel(QWidget):
    """The list of bookmarks.

    All signals carry a bookmark's identifier: `bookmarkActivated` to open its passage,
    `removeRequested`, `addToReportRequested`; of one that moved or is gone `acceptRequested` (its
    new place), `madeRequested` (the version where it was made) and `compareRequested` (that version
    with the newest); `noteChanged` with the new note, `colourChanged` with
    the new `BookmarkColour`. Nothing changes here until `show_bookmarks` brings it.
    """

    bookmarkActivated = Signal(str)
    removeRequested = Signal(str)
    addToReportRequested = Signal(str)
    acceptRequested = Signal(str)
    madeRequested = Signal(str)
    compareRequested = Signal(str)
    noteChanged = Signal(str, str)
    colourChanged = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = BookmarksModel(self)
        self._pages = QStackedWidget(self)
        self._view = BookmarksList(self._model, theme, self._pages)
        self._filter = FilterField("Filter bookmarks", self)
        self._editor = BookmarkEditor(theme, self)
        self._empty = EmptyState(theme, parent=self._pages)
        self._head = QWidget(self)
        self._resetting = False
        self._arrange()
        self.set_theme(theme)
        self.show_bookmarks([])

    # What the window calls

    def show_bookmarks(self, entries: Sequence[BookmarkEntry]) -> None:
        """Show bookmarks in this order; the chosen one stays chosen, or its neighbour is."""
        before = self._view.currentIndex()
        identifier, row = _identifier(before), before.row()
        self._resetting = True
        self._model.set_entries(entries)
        found = self._model.find(identifier) if identifier else QModelIndex()
        if not found.isValid() and identifier and self._model.rowCount():
            found = self._model.index(min(row, self._model.rowCount() - 1))
        if found.isValid():
            self._view.setCurrentIndex(found)
        self._resetting = False
        self._refresh()

    def select_bookmark(self, identifier: str) -> bool:
        """Choose a bookmark without a signal; a filter that hides it is taken away."""
        if not self._model.find(identifier).isValid():
            self._filter.clear()
        found = self._model.find(identifier)
        if found.isValid():
            self._view.setCurrentIndex(found)
            self._view.scrollTo(found)
        return found.isValid()

    def current_bookmark(self) -> str | None:
        """The chosen bookmark's identifier."""
        return self._view.current_id()

    def edit_note(self, identifier: str) -> None:
        """Choose a bookmark and go to its note."""
        if self.select_bookmark(identifier):
            self._editor.focus_note()

    def focus_list(self) -> None:
        """Go to the list, to its first row where none is chosen."""
        if not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(self._model.index(0))
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save_note(self) -> None:
        """Tell a note that is being written; for the window to call before it closes."""
        self._editor.save()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setStyleSheet(control_style(theme))
        self.setPalette(panel_palette(theme))
        self._filter.setFont(theme.font("small"))
        self._view.set_theme(theme)
        self._editor.set_theme(theme)
        self._empty.set_theme(theme)

    @property
    def view(self) -> BookmarksList:
        """The list."""
        return self._view

    @property
    def filter_field(self) -> FilterField:
        """The filter."""
        return self._filter

    @property
    def editor(self) -> BookmarkEditor:
        """The strip below the list."""
        return self._editor

    @property
    def message(self) -> str:
        """What stands in place of bookmarks; empty while there are some."""
        return self._empty.text if self._pages.currentWidget() is self._empty else ""

    # Own

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(200)
        self._filter.textChanged.connect(self._apply_filter)
        self._filter.left.connect(self.focus_list)
        view, editor = self._view, self._editor
        view.opened.connect(self.bookmarkActivated)
        view.removed.connect(self.removeRequested)
        view.noted.connect(editor.focus_note)
        view.walked.connect(self._refresh)
        editor.noteChanged.connect(self.noteChanged)
        editor.colourChanged.connect(self.colourChanged)
        editor.addToReportRequested.connect(self.addToReportRequested)
        editor.removeRequested.connect(self.removeRequested)
        editor.acceptRequested.connect(self.acceptRequested)
        editor.madeRequested.connect(self.madeRequested)
        editor.compareRequested.connect(self.compareRequested)
        editor.closed.connect(self.focus_list)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(14, 10, 14, 6)
        head.addWidget(self._filter)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._editor)

    def _apply_filter(self, text: str) -> None:
        identifier = self._view.current_id()
        self._resetting = True
        self._model.set_filter(text)
        found = self._model.find(identifier) if identifier else QModelIndex()
        if found.isValid():
            self._view.setCurrentIndex(found)
        self._resetting = False
        self._refresh()

    def _refresh(self) -> None:
        if self._resetting:
            return
        self._editor.show_entry(self._view.currentIndex().data(BookmarkRole.ENTRY))
        self._head.setVisible(self._model.total > 0)
        if self._model.rowCount():
            self._pages.setCurrentWidget(self._view)
            return
        if self._model.total:
            filtered = self._filter.text().strip()
            self._empty.say(
                f"No bookmark matches “{filtered}”.",
                "The filter looks at quotations, notes, tags and titles.",
            )
        else:
            self._empty.say(*EMPTY)
        self._pages.setCurrentWidget(self._empty)


def _identifier(index: QModelIndex) -> str | None:
    entry: BookmarkEntry | None = index.data(BookmarkRole.ENTRY)
    return entry.bookmark.id if entry else None
