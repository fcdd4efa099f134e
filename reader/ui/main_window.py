"""The window: what stands where, and who tells whom. No use case is called from here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMainWindow, QSplitter

from reader.domain.changes import LibraryChanges
from reader.domain.document import Document, Passage
from reader.domain.errors import ReaderError
from reader.library.library import Library
from reader.ui.actions import Actions
from reader.ui.columns import column, fill
from reader.ui.documents.library_groups import Grouping, Shelves
from reader.ui.documents.shelves import shelves_of
from reader.ui.housekeeping.question_bar import QuestionBar
from reader.ui.importing.drop_overlay import DropOverlay
from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.notice_bar import NoticeBar
from reader.ui.progress_box import ProgressBox
from reader.ui.reading_tabs import Place, ReadingTabs
from reader.ui.session import Session
from reader.ui.start_page import StartPage
from reader.ui.status_line import WORDS, arrange_status, show_holdings
from reader.ui.stylesheet import window_stylesheet
from reader.ui.tab_order import step_focus
from reader.ui.tasks import Tasks
from reader.ui.theme import THEMES, Theme, load_theme
from reader.ui.top_bar import TopBar
from reader.ui.wiring.action_wiring import handlers
from reader.ui.wiring.context import Context
from reader.ui.wiring.highlight_wiring import HighlightWiring
from reader.ui.wiring.pages_wiring import PagesWiring
from reader.ui.wiring.search_wiring import SearchWiring

if TYPE_CHECKING:
    from reader.library.worker import Worker
    from reader.ui.bookmarks.note_popup import NotePopup
    from reader.ui.indicators.evidence_bar import EvidenceBar
    from reader.ui.indicators.indicator_table import IndicatorTable
    from reader.ui.profile.profile_pane import ProfilePane
    from reader.ui.reading.reading_pane import ReadingPane
    from reader.ui.wiring.country_wiring import CountryWiring
    from reader.ui.wiring.details_wiring import DetailsWiring
    from reader.ui.wiring.documents_wiring import DocumentsWiring
    from reader.ui.wiring.import_wiring import ImportWiring
    from reader.ui.wiring.keeping_wiring import KeepingWiring
    from reader.ui.wiring.mapping_wiring import MappingWiring
    from reader.ui.wiring.marks_wiring import MarksWiring
    from reader.ui.wiring.versions_wiring import VersionsWiring

_WIDTHS = (306, 690, 404)
_NOTICE_MS = 8000
_REST_AFTER_MS = 120
_BETWEEN_STEPS_MS = 150


class MainWindow(QMainWindow):
    """Dossier's window over one library."""

    libraryChanged = Signal(object)
    """The one signal that carries `LibraryChanges` to every view."""

    def __init__(
        self,
        library: Library,
        *,
        resources: Path,
        session: Session,
        cache: Path,
        theme: str,
        notice: str = "",
    ) -> None:
        super().__init__()
        self._library = library
        self._resources = resources
        self._session = session
        self._cache = cache
        self._left_to_start: deque[Callable[[], object]] = deque(
            (
                lambda: self.documents,
                lambda: self.country.refresh(),
                lambda: self.marks.refresh_bookmarks(),
                lambda: self.marks.refresh_reports(),
                self._bring_index_up_to_date,
            )
        )
        self.said = ""
        # Shows another library in place of this window; whoever made the window says how.
        self.switch: Callable[[Path], MainWindow | None] = lambda _: None
        self.theme = load_theme(resources, theme)
        self.tasks = Tasks(self)
        self.actions_by_name = Actions(self, resources)
        self._build()
        self._wire()
        self._dress_frame(self._frame_theme())
        self._restore_shape()
        if notice:
            self.explain_text(notice)

    # What stands where

    def _build(self) -> None:
        theme = self._frame_theme()
        self.top_bar = TopBar(theme, self.actions_by_name, self)
        self.notice = NoticeBar(self)
        self.question = QuestionBar(self)
        self.left = LeftPanel(theme, self)
        self.start_page = StartPage(theme, self)
        self.tabs = ReadingTabs(
            self.theme,
            self.tasks,
            self._load_document,
            self.start_page,
            self._session,
            self,
            read_picture=lambda key: self._library.documents.picture(key),
        )
        self.right = QFrame(self)
        self.right.setObjectName("rightColumn")
        self.progress = ProgressBox(self)
        self._status = {name: QLabel(self) for name in WORDS}
        self._arrange()

    def _arrange(self) -> None:
        self._stage = QSplitter(Qt.Orientation.Vertical, self)
        self._stage.setHandleWidth(1)
        self._stage.setChildrenCollapsible(False)
        self._stage.addWidget(self.tabs)
        self._middle = column(self._stage, stretched=self._stage)
        self.drop = DropOverlay(self._frame_theme(), self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.left, 0), (self._middle, 1), (self.right, 0)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.indexOf(widget), stretch)
        self.left.setMinimumWidth(240)
        self._middle.setMinimumWidth(420)
        self.right.setMinimumWidth(320)
        self.splitter.setSizes(list(_WIDTHS))
        self.setCentralWidget(
            column(self.top_bar, self.notice, self.question, self.splitter, stretched=self.splitter)
        )
        arrange_status(self.statusBar(), self._status, self.progress)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self.setWindowTitle(f"Dossier — {self._library.folder.name}")

    def _restore_shape(self) -> None:
        for name, restore in (
            ("geometry", self.restoreGeometry),
            ("splitter", self.splitter.restoreState),
        ):
            if (shape := self._session.shape(name)) is not None:
                restore(shape)

    # Who tells whom

    def _wire(self) -> None:
        context = self._context = Context(
            self._library,
            self.tasks,
            self.tabs,
            self._session,
            self.libraryChanged.emit,
            self.say,
            self.explain,
        )
        self.highlights = HighlightWiring(
            context,
            query=lambda: self.search.query,
            country=lambda: self.country if "country" in self.__dict__ else None,
            mark_selection=lambda: self.marks.mark_selection(),
            select_bookmark=lambda bookmark: self.marks.select_bookmark(bookmark),
        )
        self.search = SearchWiring(
            context,
            self.top_bar.search_field,
            self.left.results,
            self.left,
            query_changed=self.highlights.refresh,
            index_wanted=lambda: self.importing.index(),
            status=self._status["search"].setText,
        )
        self.pages = PagesWiring(context)
        self.libraryChanged.connect(self._refresh)
        self.tasks.progressed.connect(self.progress.advance)
        self.tasks.finished.connect(self.progress.end)
        self.tasks.failed.connect(self.explain)
        self.left.tabChanged.connect(lambda tab: self._tab_shown(LeftTab(tab)))
        self.progress.cancelRequested.connect(self.tasks.cancel)
        self.tabs.historyChanged.connect(self._show_history)
        self.tabs.failed.connect(self.explain)
        self.tabs.documentShown.connect(lambda _: self.versions.refresh())
        self.tabs.bylineClicked.connect(lambda: self.details.open())
        self.left.library.documentActivated.connect(lambda one: self.tabs.open(Place(one)))
        self.left.library.countryActivated.connect(lambda code: self.country.show_country(code))
        self.left.library.importRequested.connect(lambda: self.importing.ask_for_files())
        self.left.library.filesDropped.connect(lambda paths: self.importing.run(paths))
        self.drop.filesDropped.connect(lambda paths: self.importing.run(paths))
        self.drop.dataDropped.connect(lambda mime: self.importing.take(mime))
        self.start_page.searchRequested.connect(self.top_bar.search_field.focus_field)
        self.start_page.importRequested.connect(lambda: self.importing.ask_for_files())
        self.actions_by_name.connect(handlers(self))
        self._show_history()

    @cached_property
    def profile(self) -> ProfilePane:
        """The profile of the country on show."""
        from reader.ui.profile.profile_pane import ProfilePane

        return ProfilePane(self._frame_theme(), self)

    @cached_property
    def indicators(self) -> IndicatorTable:
        """The scored indicators of the country on show."""
        from reader.ui.indicators.indicator_table import IndicatorTable

        return IndicatorTable(self._frame_theme(), self)

    @cached_property
    def evidence_bar(self) -> EvidenceBar:
        """The way through the evidence of one indicator."""
        from reader.ui.indicators.evidence_bar import EvidenceBar

        return EvidenceBar(self._frame_theme(), self)

    @cached_property
    def country(self) -> CountryWiring:
        """The right column and the evidence bar: made when the window stands, or when needed."""
        from reader.ui.wiring.country_wiring import CountryWiring

        if (layout := self._middle.layout()) is not None:
            layout.addWidget(self.evidence_bar)
        fill(self.right, self.profile, self.indicators, stretched=self.indicators)
        return CountryWiring(
            self._context,
            self.top_bar,
            self.profile,
            self.indicators,
            self.evidence_bar,
            marks_changed=self.highlights.refresh,
        )

    @cached_property
    def importing(self) -> ImportWiring:
        """Bringing files in, and the index up to date."""
        from reader.ui.wiring.import_wiring import ImportWiring

        return ImportWiring(
            self._context,
            self._worker,
            self,
            notice=self.notice,
            stage=self._stage,
            theme=self._frame_theme,
            began=self.progress.begin,
            ended=lambda work: self.libraryChanged.emit(work.changes),
            mend=lambda document: self.details.open_document(document),
            describe=lambda path: self.mapping.open(path),
        )

    @cached_property
    def mapping(self) -> MappingWiring:
        """Describing a foreign table of scores, over the three columns."""
        from reader.ui.wiring.mapping_wiring import MappingWiring

        return MappingWiring(
            self._context,
            self,
            self.splitter,
            self._frame_theme(),
            lambda paths: self.importing.run(paths),
        )

    @cached_property
    def documents(self) -> DocumentsWiring:
        """What is done with documents in the library's tree."""
        from reader.ui.wiring.documents_wiring import DocumentsWiring

        return DocumentsWiring(
            self._context,
            self.left.library,
            self.question,
            self.notice,
            index_wanted=lambda: self.importing.index(),
            show_profile=lambda code: self.country.show_country(code),
            show_details=lambda one: self.details.open_document(one),
        )

    @cached_property
    def keeping(self) -> KeepingWiring:
        """What is done with the whole library."""
        from reader.ui.wiring.keeping_wiring import KeepingWiring

        return KeepingWiring(
            self._context,
            self,
            self.question,
            self.notice,
            began=self.progress.begin,
            index_wanted=lambda: self.importing.index(),
            let_go=lambda: self._worker.stop() if "_worker" in self.__dict__ else None,
            switch=lambda folder: self.switch(folder),
        )

    @cached_property
    def versions(self) -> VersionsWiring:
        """What documents said before."""
        from reader.ui.wiring.versions_wiring import VersionsWiring

        return VersionsWiring(self._context)

    @cached_property
    def details(self) -> DetailsWiring:
        """The details of the document in front, over the right column."""
        from reader.ui.wiring.details_wiring import DetailsWiring

        return DetailsWiring(
            self._context, self.right, self._frame_theme(), lambda: self.importing.index()
        )

    @cached_property
    def _worker(self) -> Worker:
        from reader.library.worker import Worker

        return Worker(self._library.folder, self._cache)

    @cached_property
    def note_popup(self) -> NotePopup:
        """The frame in which a note on a selection is written."""
        from reader.ui.bookmarks.note_popup import NotePopup

        return NotePopup(self._frame_theme(), self.tabs)

    @cached_property
    def marks(self) -> MarksWiring:
        """Bookmarks and reports: made after the window stands, or when first needed."""
        from reader.ui.wiring.marks_wiring import MarksWiring

        self.versions.serve(self.left.bookmarks)
        return MarksWiring(
            self._context,
            self.left.bookmarks,
            self.left.report,
            self.note_popup,
            self.left,
            counted=self.top_bar.show_marks,
        )

    # What happens

    def start(self) -> None:
        """Show what the library holds and the last run's tabs; the rest follows in a moment."""
        if self._session.grouping in list(Grouping):
            self.left.library.set_grouping(Grouping(self._session.grouping))
        if self._library.writable and self._library.starter_pending:
            self.left.library.show_filling()
        else:
            self._refresh_holdings()
        self.tabs.restore_session()
        QTimer.singleShot(_REST_AFTER_MS, self, self._go_on_starting)

    def finish_start(self) -> None:
        """Do at once what is left of the start; nothing when it is done."""
        while self._left_to_start:
            self._left_to_start.popleft()()

    def _go_on_starting(self) -> None:
        """One step of what can wait until one can type, and time for a key before the next."""
        if self._left_to_start:
            self._left_to_start.popleft()()
            QTimer.singleShot(_BETWEEN_STEPS_MS, self, self._go_on_starting)

    def _bring_index_up_to_date(self) -> None:
        if self._library.writable and self._library.starter_pending:
            self.importing.fill()
        else:
            self.importing.look()

    def _load_document(self, identifier: str) -> tuple[Document, tuple[Passage, ...]]:
        document = self._library.documents.get(identifier)
        return document, self._library.documents.passages(document)

    def _refresh(self, changes: LibraryChanges) -> None:
        if changes.documents or changes.countries or changes.collections:
            self._refresh_holdings()
            self.tabs.refresh(changes.documents)
        if changes.documents or changes.countries or changes.evidence:
            self.country.refresh()
        if changes.bookmarks or changes.documents:
            self.marks.refresh_bookmarks()
            self.versions.refresh()
        if changes.reports or changes.bookmarks or changes.documents:
            self.marks.refresh_reports()
        if changes.search_index:
            self.search.again()
        if changes.bookmarks or changes.evidence:
            self.highlights.refresh()

    def _refresh_holdings(self) -> None:
        library = self._library

        def read() -> tuple[list[Document], int, Shelves]:
            return library.documents.all(), library.documents.passage_total, shelves_of(library)

        def show(found: tuple[list[Document], int, Shelves]) -> None:
            all_documents, passages, shelves = found
            codes = {code for each in all_documents for code in each.metadata.countries}
            names = {
                code: known.name
                for code in codes
                if (known := self._library.countries.by_code(code))
            }
            self.left.library.show_documents(all_documents, names, shelves)
            show_holdings(self._status, self._library.folder, len(all_documents), passages)

        self.tasks.read("holdings", read, show)

    def _tab_shown(self, tab: LeftTab) -> None:
        if tab in (LeftTab.BOOKMARKS, LeftTab.REPORT):
            self.finish_start()

    def in_pane(self, action: Callable[[ReadingPane], object]) -> None:
        """Do something with the document in front, where there is one."""
        if self.tabs.pane is not None:
            action(self.tabs.pane)

    def zoom(self, factor: float) -> None:
        """Make the text of all documents larger or smaller by a factor, within reason."""
        self.tabs.set_zoom(min(4.0, max(0.5, self._session.zoom * factor)))

    def _show_history(self) -> None:
        self.actions_by_name["back"].setEnabled(self.tabs.can_go_back)
        self.actions_by_name["forward"].setEnabled(self.tabs.can_go_forward)

    # Looks and words

    def next_theme(self) -> None:
        """Light, dark, sepia, and light again."""
        name = THEMES[(THEMES.index(self.theme.name) + 1) % len(THEMES)]
        self._session.theme = name
        self.set_theme(load_theme(self._resources, name))

    def set_theme(self, theme: Theme) -> None:
        """Take over a theme; sepia is for the reading column, the rest stays light."""
        self.theme = theme
        frame = self._frame_theme()
        self._dress_frame(frame)
        for widget in (self.top_bar, self.left, self.start_page):
            widget.set_theme(frame)
        self.drop.set_theme(frame)
        late = (
            "evidence_bar",
            "profile",
            "indicators",
            "note_popup",
            "importing",
            "details",
            "mapping",
        )
        for name in late:
            if name in self.__dict__:
                getattr(self, name).set_theme(frame)
        self.tabs.set_theme(theme)

    def _frame_theme(self) -> Theme:
        return load_theme(self._resources, "light") if self.theme.name == "sepia" else self.theme

    def _dress_frame(self, frame: Theme) -> None:
        QGuiApplication.setPalette(frame.palette())
        # Menus, tips and what is made late take the application's font, not the window's.
        QApplication.setFont(frame.font("tool"))
        self.setFont(frame.font("tool"))
        self.setStyleSheet(window_stylesheet(self._resources, frame))

    def say(self, words: str) -> None:
        """Tell what happened: in the status line for a while, or in a bar if it is longer."""
        self.said = words
        if "\n" in words:
            self.notice.say(words)
        else:
            self.statusBar().showMessage(words, _NOTICE_MS)

    def explain(self, error: ReaderError) -> None:
        """Tell of an error; it stays until it is closed."""
        self.explain_text(str(error))

    def explain_text(self, words: str) -> None:
        """Tell of an error in words; it stays until it is closed."""
        self.said = words
        self.notice.say(words, error=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves a question, then closes the notice."""
        if event.key() == Qt.Key.Key_Escape and not self.question.isHidden():
            self.question.leave()
            return
        if event.key() == Qt.Key.Key_Escape and not self.notice.isHidden():
            self.notice.hide()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt: Tab goes from left to right, whatever was made late."""
        late = ("evidence_bar", "profile", "indicators")
        made = [self.__dict__[name] for name in late if name in self.__dict__]
        if "details" in self.__dict__ and self.details.is_open:
            made = [*made[:1], self.details.sheet]
        parts = [
            self.left,
            self.tabs,
            *(self.importing.parts if "importing" in self.__dict__ else ()),
            *made,
        ]
        if "mapping" in self.__dict__ and self.mapping.is_open:
            parts = [self.mapping.sheet]
        regions = [self.top_bar, self.notice, self.question, *parts, self.progress]
        return step_focus(regions, forward=forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's shape and the tabs, end all work, close the library."""
        self._session.keep_shape("geometry", self.saveGeometry())
        self._session.keep_shape("splitter", self.splitter.saveState())
        self.tabs.keep_session()
        self._session.save()
        if "marks" in self.__dict__:
            self.marks.keep_writing()
        if "_worker" in self.__dict__:
            self._worker.stop()
        self.pages.close()
        self.tasks.close()
        self._library.close()
        super().closeEvent(event)
