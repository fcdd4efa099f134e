"""Tabs of open documents, and the way back and forward through what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.domain.document import Document, Passage
from reader.domain.errors import ReaderError
from reader.ui.reading.pictures import Pictures
from reader.ui.session import OpenTab, Session
from reader.ui.tasks import Tasks
from reader.ui.theme import Theme

if TYPE_CHECKING:
    # The reading column is a third of the window's code and is not needed to show the window.
    from reader.ui.reading.reading_pane import ReadingPane

_TAB_CHARACTERS = 32
_HISTORY = 200

Loader = Callable[[str], tuple[Document, tuple[Passage, ...]]]


@dataclass(frozen=True, slots=True)
class Place:
    """A document and, where one is meant, a range of its text in code points."""

    document: str
    range: tuple[int, int] | None = None


class ReadingTabs(QWidget):
    """Opens documents in tabs. A previewed document shares one tab with the next preview."""

    documentShown = Signal(object)
    """The pane in front, after its document or the tab in front changed; None for no tab."""
    historyChanged = Signal()
    bylineClicked = Signal()
    """The line below the title of the document in front was clicked."""
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        load: Loader,
        start_page: QWidget,
        session: Session,
        parent: QWidget | None = None,
        *,
        read_picture: Callable[[str], bytes] | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._pictures = Pictures(read_picture, tasks, self) if read_picture else None
        self._load = load
        self._session = session
        self._preview: ReadingPane | None = None
        self._closed: list[str] = []
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._here: Place | None = None
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("readingTabs")
        self._tabs.setDocumentMode(True)
        self._tabs.setMovable(True)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setAccessibleName("Open documents")
        self._tabs.currentChanged.connect(self._front_changed)
        self._tabs.tabBarDoubleClicked.connect(lambda _: self.keep_preview())
        self._stack = QStackedWidget(self)
        self._stack.addWidget(start_page)
        self._stack.addWidget(self._tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    @property
    def pane(self) -> ReadingPane | None:
        """The pane in front."""
        return cast("ReadingPane | None", self._tabs.currentWidget())

    @property
    def panes(self) -> list[ReadingPane]:
        """All panes, from left to right."""
        return [cast("ReadingPane", self._tabs.widget(at)) for at in range(self._tabs.count())]

    @property
    def document(self) -> Document | None:
        """The document in front."""
        return self.pane.document if self.pane else None

    def open(
        self,
        place: Place,
        *,
        preview: bool = False,
        then: Callable[[ReadingPane], object] | None = None,
    ) -> None:
        """Show a document, at a range of its text when one is given; `then` gets its pane."""

        def show(loaded: tuple[Document, tuple[Passage, ...]]) -> None:
            document, passages = loaded
            pane = self._pane_for(document, passages, preview=preview)
            self._went(place)
            if place.range is not None:
                pane.go_to(*place.range)
            if then is not None:
                then(pane)

        known = self._find(place.document)
        if known is not None and known.document is not None:
            self._tasks.void("open")
            show((known.document, known.view.passages))
        else:
            self._tasks.read("open", lambda: self._loaded(place.document), show, self.failed.emit)

    def refresh(self, documents: frozenset[str]) -> None:
        """Show the newest version of open documents that changed; close those that are gone."""
        for pane in self.panes:
            document = pane.document
            if document is None or document.id not in documents:
                continue

            self._tasks.read(
                f"refresh-{document.id}",
                partial(self._loaded, document.id),
                partial(self._refill, pane),
                partial(self._gone, pane),
            )

    def _refill(self, pane: ReadingPane, loaded: tuple[Document, tuple[Passage, ...]]) -> None:
        if pane in self.panes:
            self._keep_position(pane)
            self._fill(pane, *loaded)
            self._name(pane)
            self.documentShown.emit(self.pane)

    def keep_preview(self) -> None:
        """Make the previewed tab one that stays."""
        if self._preview is not None:
            at = self._tabs.indexOf(self._preview)
            self._tabs.setTabText(at, self._tabs.tabText(at).removeprefix("‹ ").removesuffix(" ›"))
            self._preview = None

    def close_tab(self, at: int) -> None:
        """Close a tab; it can be reopened."""
        if not 0 <= at < self._tabs.count():
            return
        pane = self.panes[at]
        self._keep_position(pane)
        if pane.document is not None:
            self._closed.append(pane.document.id)
        if pane is self._preview:
            self._preview = None
        self._tabs.removeTab(at)
        pane.deleteLater()
        self._stack.setCurrentIndex(1 if self._tabs.count() else 0)

    def close_documents(self, documents: frozenset[str]) -> None:
        """Close the tabs of documents that were removed."""
        for pane in self.panes:
            if pane.document is not None and pane.document.id in documents:
                self.close_tab(self._tabs.indexOf(pane))

    def close_current(self) -> None:
        """Close the tab in front."""
        self.close_tab(self._tabs.currentIndex())

    def reopen(self) -> None:
        """Open the tab closed last again."""
        while self._closed:
            document = self._closed.pop()
            if self._find(document) is None:
                self.open(Place(document))
                return

    def step_tab(self, step: int) -> None:
        """Go to the tab after (1) or before (-1) the one in front, round the ends."""
        if self._tabs.count():
            self._tabs.setCurrentIndex((self._tabs.currentIndex() + step) % self._tabs.count())

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place to go forward to."""
        return bool(self._forward)

    def go_back(self) -> None:
        """Show the place before."""
        self._travel(self._back, self._forward)

    def go_forward(self) -> None:
        """Show the place that one went back from."""
        self._travel(self._forward, self._back)

    def set_theme(self, theme: Theme) -> None:
        """Change the look of every tab."""
        self._theme = theme
        for pane in self.panes:
            pane.set_theme(theme)

    def set_zoom(self, factor: float) -> None:
        """Set the text size of every tab, 1.0 for 100 %."""
        for pane in self.panes:
            pane.view.set_zoom(factor)
        self._session.zoom = factor

    def keep_session(self) -> None:
        """Remember the tabs and the reading positions."""
        for pane in self.panes:
            self._keep_position(pane)
        tabs = [OpenTab(pane.document.id) for pane in self.panes if pane.document is not None]
        self._session.keep_tabs(tabs, self._tabs.currentIndex())

    def restore_session(self) -> None:
        """Open the tabs of the last run; documents that are gone are left out."""
        tabs, current = self._session.tabs
        if not tabs:
            return

        def load() -> list[tuple[Document, tuple[Passage, ...]]]:
            loaded = []
            for tab in tabs:
                try:
                    loaded.append(self._loaded(tab.document))
                except ReaderError:
                    continue
            return loaded

        def show(loaded: list[tuple[Document, tuple[Passage, ...]]]) -> None:
            for document, passages in loaded:
                self._pane_for(document, passages, preview=False)
            if loaded and self._here is None:
                self._tabs.setCurrentIndex(min(current, self._tabs.count() - 1))

        self._tasks.read("restore", load, show)

    def _travel(self, source: list[Place], target: list[Place]) -> None:
        if not source:
            return
        place = source.pop()
        if self._here is not None:
            target.append(self._here)
        self._here = None
        self.open(place, then=lambda _: self.historyChanged.emit())

    def _went(self, place: Place) -> None:
        if self._here is not None and self._here != place:
            self._back.append(self._here)
            del self._back[:-_HISTORY]
            self._forward.clear()
        self._here = place
        self.historyChanged.emit()

    def _find(self, document: str) -> ReadingPane | None:
        for pane in self.panes:
            if pane.document is not None and pane.document.id == document:
                return pane
        return None

    def _pane_for(
        self, document: Document, passages: tuple[Passage, ...], *, preview: bool
    ) -> ReadingPane:
        pane = self._find(document.id)
        if pane is None and preview and self._preview is not None:
            pane = self._preview
            self._keep_position(pane)
            self._fill(pane, document, passages)
        elif pane is None:
            from reader.ui.reading.reading_pane import ReadingPane

            pane = ReadingPane(self._theme, self._tabs, self._pictures)
            pane.view.set_zoom(self._session.zoom)
            pane.byline.clicked.connect(self.bylineClicked)
            self._preview = pane if preview else self._preview
            self._fill(pane, document, passages)
            at = self._tabs.addTab(pane, "")
            self._tabs.tabBar().setTabButton(
                at, QTabBar.ButtonPosition.RightSide, self._close_button(pane)
            )
            self._stack.setCurrentIndex(1)
        elif not preview and pane is self._preview:
            self.keep_preview()
        self._name(pane)
        if self._tabs.currentWidget() is pane:
            self.documentShown.emit(pane)
        else:
            self._tabs.setCurrentWidget(pane)
        return pane

    def _loaded(self, identifier: str) -> tuple[Document, tuple[Passage, ...]]:
        """A document with its pictures measured, off the UI thread."""
        document, passages = self._load(identifier)
        if self._pictures is not None:
            self._pictures.measure(passages)
        return document, passages

    def _close_button(self, pane: ReadingPane) -> QToolButton:
        button = QToolButton(self._tabs)
        button.setObjectName("closeTab")
        button.setText("×")
        button.setToolTip("Close tab (Ctrl+W)")
        button.setAccessibleName("Close tab")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.close_tab(self._tabs.indexOf(pane)))
        return button

    def _fill(self, pane: ReadingPane, document: Document, passages: tuple[Passage, ...]) -> None:
        from reader.ui.reading.viewport_map import ReadingPlace

        pane.show_document(document, passages)
        place = self._session.reading_position(document.id)
        if place is not None and place[0] < len(passages):
            pane.view.restore_position(ReadingPlace(place[0], int(place[1])))

    def _name(self, pane: ReadingPane) -> None:
        at = self._tabs.indexOf(pane)
        title = pane.document.metadata.title if pane.document else ""
        short = title if len(title) <= _TAB_CHARACTERS else f"{title[: _TAB_CHARACTERS - 1]}…"
        words = short.replace("&", "&&")
        self._tabs.setTabText(at, f"‹ {words} ›" if pane is self._preview else words)
        self._tabs.setTabToolTip(at, title)

    def _front_changed(self, _: int) -> None:
        pane = self.pane
        self._stack.setCurrentIndex(1 if self._tabs.count() else 0)
        self.documentShown.emit(pane)

    def _keep_position(self, pane: ReadingPane) -> None:
        place = pane.view.position()
        if pane.document is not None and place is not None:
            self._session.keep_reading_position(pane.document.id, (place.ordinal, place.offset))

    def _gone(self, pane: ReadingPane, error: ReaderError) -> None:
        if pane in self.panes:
            self.close_tab(self._tabs.indexOf(pane))
            self.failed.emit(error)
