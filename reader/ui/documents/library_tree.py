"""The library in the left column: documents in groups, a filter, and where files are dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.domain.document import Document
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.documents.empty_state import EmptyState
from reader.ui.documents.filter_field import FilterField
from reader.ui.documents.library_groups import DocumentGroup, Grouping, Item, Shelf, Shelves
from reader.ui.documents.library_menu import Chosen, MenuCalls, library_menu
from reader.ui.documents.library_model import DRAGGED, LibraryModel, LibraryRole
from reader.ui.documents.library_view import LibraryView
from reader.ui.theme import Theme

EMPTY = (
    "The library is empty",
    "Import documents about countries: Markdown, saved pages or score sheets. "
    "You can also drop files or folders here.",
)

# More documents than this are shown in rows of one height.
MANY = 500
_FRAME = 2
_GROUPINGS = {
    Grouping.COUNTRY: "By country",
    Grouping.COLLECTION: "By collection",
    Grouping.TAG: "By tag",
    Grouping.KIND: "By kind of source",
}
# Groups that are closed until one opens them.
_CLOSED_SHELVES = (Shelf.SCORES, Shelf.REMOVED)


class LibraryTree(QWidget):
    """The documents of the library.

    `documentActivated` carries a document's identifier, `countryActivated` a country's alpha-2
    code; `importRequested` asks for the choice of files, `filesDropped` brings a list of paths.
    `groupingChanged` carries a `Grouping`, `putRequested` identifiers and the name of the
    collection that they were dropped on, `removeRequested` identifiers.
    """

    documentActivated = Signal(str)
    countryActivated = Signal(str)
    importRequested = Signal()
    filesDropped = Signal(list)
    groupingChanged = Signal(object)
    putRequested = Signal(list, str)
    removeRequested = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LibraryModel(self)
        self._pages = QStackedWidget(self)
        self._view = LibraryView(self._model, theme, self._pages)
        self._filter = FilterField("Filter documents", self)
        self._import = QPushButton("Import…", self)
        self._empty = EmptyState(theme, "Import…", self._pages)
        self._head = QWidget(self)
        self._grouped_by = QToolButton(self)
        self._shelves = Shelves()
        self._calls: MenuCalls | None = None
        # What one opened or closed against the way that a group is shown first.
        self._turned: set[str] = set()
        self._dropping = False
        self._arrange()
        self.set_theme(theme)
        self.show_documents([], {})

    # What the window calls

    def show_documents(
        self,
        documents: Sequence[Document],
        names: Mapping[str, str],
        shelves: Shelves | None = None,
    ) -> None:
        """Show the library; `names` gives a country's name by its alpha-2 code.

        Closed groups stay closed, the chosen document stays chosen.
        """
        before = self._current()
        self._shelves = shelves or Shelves()
        self._view.set_compact(compact=len(documents) > MANY)
        self._model.set_documents(documents, names, self._shelves)
        self._restore(before)

    def set_grouping(self, grouping: Grouping) -> None:
        """Group the documents by something else."""
        before = self._current()
        self._model.set_grouping(grouping)
        self._grouped_by.setText(f"{_GROUPINGS[grouping]} ▾")
        self._groupings[grouping].setChecked(True)
        self._restore(before)

    def set_menu_calls(self, calls: MenuCalls) -> None:
        """What the menu of the chosen rows calls; without, there is no menu."""
        self._calls = calls

    def make_menu(self) -> QMenu:
        """The menu for the chosen rows; empty where nothing can be done."""
        if self._calls is None:
            return QMenu(self)
        return library_menu(self, self.chosen(), self._shelves.collections, self._calls)

    def chosen(self) -> Chosen:
        """The chosen documents and files, in the order of the rows, each once."""
        indexes = sorted(
            self._view.selectedIndexes(), key=lambda each: (each.parent().row(), each.row())
        )
        current = self._view.currentIndex()
        group: DocumentGroup | None = current.data(LibraryRole.GROUP)
        found: dict[str, Item] = {}
        for index in indexes:
            item: Item | None = index.data(LibraryRole.ITEM)
            of: DocumentGroup = index.data(LibraryRole.GROUP)
            # What is removed and what is not cannot be treated as one.
            alike = group is None or (of.shelf is Shelf.REMOVED) == (group.shelf is Shelf.REMOVED)
            if item is not None and alike:
                found[item.id] = item
        return Chosen(tuple(found.values()), group)

    def show_filling(self) -> None:
        """Say that the starter documents are on their way, until documents are shown."""
        self._empty.say(
            "Filling the starter library", "Five summaries on Peru and its scores.", action=False
        )

    def current_document(self) -> str | None:
        """The identifier of the chosen document, None on a country or nowhere."""
        document: Document | None = self._view.currentIndex().data(LibraryRole.DOCUMENT)
        return document.id if document else None

    def _current(self) -> str | None:
        item: Item | None = self._view.currentIndex().data(LibraryRole.ITEM)
        return item.id if item else None

    def select_document(self, document: str) -> bool:
        """Choose a document's row without a signal; False where it is not shown."""
        found = self._model.find(document)
        if found.isValid():
            self._view.expand(found.parent())
            self._view.setCurrentIndex(found)
            self._view.scrollTo(found)
        return found.isValid()

    def focus_list(self) -> None:
        """Go to the list, to its first row where none is chosen."""
        if not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(self._model.index(0, 0))
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setStyleSheet(control_style(theme))
        self.setPalette(panel_palette(theme))
        self._filter.setFont(theme.font("small"))
        self._import.setFont(theme.font("small"))
        self._grouped_by.setFont(theme.font("small"))
        self._view.set_theme(theme)
        self._empty.set_theme(theme)

    @property
    def view(self) -> LibraryView:
        """The tree."""
        return self._view

    @property
    def group_button(self) -> QToolButton:
        """Tells what the documents are grouped by, and its menu changes it."""
        return self._grouped_by

    @property
    def filter_field(self) -> FilterField:
        """The filter."""
        return self._filter

    @property
    def empty_state(self) -> EmptyState:
        """What stands in place of documents."""
        return self._empty

    @property
    def message(self) -> str:
        """What stands in place of documents; empty while there are some."""
        return self._empty.text if self._pages.currentWidget() is self._empty else ""

    # Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: files may be dropped, and documents on a collection; other things not."""
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()
        elif _files(event.mimeData()):
            event.acceptProposedAction()
            self._set_dropping(dropping=True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: documents are dropped on a collection's group only."""
        if not event.mimeData().hasFormat(DRAGGED):
            event.accept()
            return
        group = self._group_at(event.position())
        self._view.mark_target(self._index_at(event.position()) if group else QModelIndex())
        if group is not None and group.collection is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: the frame goes."""
        self._view.mark_target(QModelIndex())
        self._set_dropping(dropping=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: the files go to the window, documents into their collection."""
        self._set_dropping(dropping=False)
        self._view.mark_target(QModelIndex())
        if event.mimeData().hasFormat(DRAGGED):
            group = self._group_at(event.position())
            if group is not None and group.collection is not None:
                event.acceptProposedAction()
                dragged = bytes(event.mimeData().data(DRAGGED).data()).decode()
                self.putRequested.emit(dragged.split("\n"), group.collection)
            return
        files = _files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.filesDropped.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a frame while files hover above."""
        super().paintEvent(event)
        if self._dropping:
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.colour("accent"), _FRAME))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()

    # Own

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(200)
        self.setAcceptDrops(True)
        self._view.setAcceptDrops(False)
        self._import.setToolTip("Import files into the library (Ctrl+O)")
        self._import.clicked.connect(self.importRequested)
        self._empty.pressed.connect(self.importRequested)
        self._filter.textChanged.connect(self._apply_filter)
        self._filter.left.connect(self.focus_list)
        self._view.document.connect(self.documentActivated)
        self._view.country.connect(self.countryActivated)
        self._view.collapsed.connect(self._remember)
        self._view.expanded.connect(self._remember)
        self._view.menuWanted.connect(self._show_menu)
        self._view.removeWanted.connect(self._remove_chosen)
        self._arrange_groupings()
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._filter, 1)
        line.addWidget(self._import)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(14, 10, 14, 4)
        head.setSpacing(4)
        head.addLayout(line)
        head.addWidget(self._grouped_by, 0, Qt.AlignmentFlag.AlignLeft)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._pages, 1)

    def _set_dropping(self, *, dropping: bool) -> None:
        self._dropping = dropping
        # The frame needs room beside the list while it shows.
        room = _FRAME if dropping else 0
        self.setContentsMargins(room, room, room, room)
        self.update()

    def _apply_filter(self, text: str) -> None:
        before = self._current()
        self._model.set_filter(text)
        self._restore(before)

    def _arrange_groupings(self) -> None:
        button = self._grouped_by
        button.setObjectName("groupBy")
        button.setToolTip("What the documents are grouped by")
        button.setAccessibleName("Group documents")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        one_of = QActionGroup(menu)
        self._groupings: dict[Grouping, QAction] = {}
        for grouping, words in _GROUPINGS.items():
            action = QAction(words, menu)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, each=grouping: self._choose_grouping(each))
            one_of.addAction(action)
            menu.addAction(action)
            self._groupings[grouping] = action
        button.setMenu(menu)
        button.setText(f"{_GROUPINGS[self._model.grouping]} ▾")
        self._groupings[self._model.grouping].setChecked(True)

    def _choose_grouping(self, grouping: Grouping) -> None:
        self.set_grouping(grouping)
        self.groupingChanged.emit(grouping)

    def _show_menu(self, place: QPoint) -> None:
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        if not menu.isEmpty():
            menu.popup(place)

    def _remove_chosen(self) -> None:
        chosen = self.chosen()
        if chosen.items and not chosen.removed:
            self.removeRequested.emit(chosen.identifiers)

    def _index_at(self, position: QPointF) -> QModelIndex:
        viewport = self._view.viewport()
        return self._view.indexAt(viewport.mapFrom(self, position.toPoint()))

    def _group_at(self, position: QPointF) -> DocumentGroup | None:
        group: DocumentGroup | None = self._index_at(position).data(LibraryRole.GROUP)
        return group

    def _restore(self, item: str | None) -> None:
        turned = set(self._turned)
        filtering = bool(self._filter.text().strip())
        # One layout for all groups, not one for each that opens.
        self._view.setUpdatesEnabled(False)
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            group: DocumentGroup = index.data(LibraryRole.GROUP)
            is_open = self._is_open_first(group) != (group.key in turned)
            self._view.setExpanded(index, filtering or is_open)
        self._view.setUpdatesEnabled(True)
        self._turned = turned
        found = self._model.find(item) if item else None
        if found is not None and found.isValid() and self._view.isExpanded(found.parent()):
            self._view.setCurrentIndex(found)
        self._say()

    def _is_open_first(self, group: DocumentGroup) -> bool:
        """Whether a group is open until one closes it; in a large library one opens what one needs.

        Thousands of rows take long to be laid out.
        """
        return group.shelf not in _CLOSED_SHELVES and not self._view.uniformRowHeights()

    def _remember(self, index: QModelIndex) -> None:
        if self._filter.text().strip():
            return
        group: DocumentGroup = index.data(LibraryRole.GROUP)
        if self._view.isExpanded(index) == self._is_open_first(group):
            self._turned.discard(group.key)
        else:
            self._turned.add(group.key)

    def _say(self) -> None:
        self._head.setVisible(self._model.total > 0)
        if self._model.rowCount():
            self._pages.setCurrentWidget(self._view)
            return
        if self._model.total:
            self._empty.say(
                f"No document matches “{self._filter.text().strip()}”.",
                "The filter looks at titles, publishers, countries and tags. "
                "To look into the texts, use the search field.",
                action=False,
            )
        else:
            self._empty.say(*EMPTY)
        self._pages.setCurrentWidget(self._empty)


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
