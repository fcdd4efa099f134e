"""The library in the left column: documents by country, a filter, and where files are dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reader.domain.document import Document
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.documents.empty_state import EmptyState
from reader.ui.documents.filter_field import FilterField
from reader.ui.documents.library_model import LibraryModel, LibraryRole
from reader.ui.documents.library_view import LibraryView
from reader.ui.theme import Theme

EMPTY = (
    "The library is empty",
    "Import documents about countries: Markdown, saved pages or score sheets. "
    "You can also drop files or folders here.",
)

_FRAME = 2


class LibraryTree(QWidget):
    """The documents of the library.

    `documentActivated` carries a document's identifier, `countryActivated` a country's alpha-2
    code; `importRequested` asks for the choice of files, `filesDropped` brings a list of paths.
    """

    documentActivated = Signal(str)
    countryActivated = Signal(str)
    importRequested = Signal()
    filesDropped = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LibraryModel(self)
        self._pages = QStackedWidget(self)
        self._view = LibraryView(self._model, theme, self._pages)
        self._filter = FilterField("Filter documents", self)
        self._import = QPushButton("Import…", self)
        self._empty = EmptyState(theme, "Import…", self._pages)
        self._head = QWidget(self)
        self._closed: set[str | None] = set()
        self._dropping = False
        self._arrange()
        self.set_theme(theme)
        self.show_documents([], {})

    # What the window calls

    def show_documents(self, documents: Sequence[Document], names: Mapping[str, str]) -> None:
        """Show the library; `names` gives a country's name by its alpha-2 code.

        Closed countries stay closed, the chosen document stays chosen.
        """
        before = self.current_document()
        self._model.set_documents(documents, names)
        self._restore(before)

    def show_filling(self) -> None:
        """Say that the starter documents are on their way, until documents are shown."""
        self._empty.say(
            "Filling the starter library", "Five summaries on Peru and its scores.", action=False
        )

    def current_document(self) -> str | None:
        """The identifier of the chosen document, None on a country or nowhere."""
        document: Document | None = self._view.currentIndex().data(LibraryRole.DOCUMENT)
        return document.id if document else None

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
        self._view.set_theme(theme)
        self._empty.set_theme(theme)

    @property
    def view(self) -> LibraryView:
        """The tree."""
        return self._view

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
        """Qt: files may be dropped, other things not."""
        if _files(event.mimeData()):
            event.acceptProposedAction()
            self._set_dropping(dropping=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: the frame goes."""
        self._set_dropping(dropping=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: the files go to the window."""
        self._set_dropping(dropping=False)
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
        self._view.collapsed.connect(self._remember_closed)
        self._view.expanded.connect(self._remember_closed)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(14, 10, 14, 6)
        head.setSpacing(6)
        head.addWidget(self._filter, 1)
        head.addWidget(self._import)
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
        before = self.current_document()
        self._model.set_filter(text)
        self._restore(before)

    def _restore(self, document: str | None) -> None:
        closed = set(self._closed)
        filtering = bool(self._filter.text().strip())
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            code = index.data(LibraryRole.COUNTRY).code
            self._view.setExpanded(index, filtering or code not in closed)
        self._closed = closed
        found = self._model.find(document) if document else None
        if found is not None and found.isValid() and self._view.isExpanded(found.parent()):
            self._view.setCurrentIndex(found)
        self._say()

    def _remember_closed(self) -> None:
        if self._filter.text().strip():
            return
        tops = [self._model.index(row, 0) for row in range(self._model.rowCount())]
        self._closed = {
            each.data(LibraryRole.COUNTRY).code for each in tops if not self._view.isExpanded(each)
        }

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
