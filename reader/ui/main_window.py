"""The window: what stands where, and who tells whom. No use case is called from here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QMainWindow

from reader.domain.document import Document, Passage
from reader.domain.errors import ReaderError
from reader.library.library import Library
from reader.ui import late_parts
from reader.ui.actions import Actions
from reader.ui.columns import column, thin_splitter
from reader.ui.documents.library_groups import Grouping
from reader.ui.housekeeping.question_bar import QuestionBar
from reader.ui.importing.drop_overlay import DropOverlay
from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.notice_bar import NoticeBar
from reader.ui.progress_box import ProgressBox
from reader.ui.reading_tabs import Place, ReadingTabs
from reader.ui.session import Session
from reader.ui.start_page import StartPage
from reader.ui.starting import LateSteps
from reader.ui.status_line import WORDS, arrange_status, show_holdings
from reader.ui.stylesheet import dress
from reader.ui.tab_order import step_focus
from reader.ui.tasks import Tasks
from reader.ui.theme import THEMES, Theme, load_theme
from reader.ui.top_bar import TopBar
from reader.ui.wiring.action_wiring import handlers
from reader.ui.wiring.context import Context
from reader.ui.wiring.highlight_wiring import HighlightWiring
from reader.ui.wiring.pages_wiring import PagesWiring
from reader.ui.wiring.refresh_wiring import RefreshWiring
from reader.ui.wiring.search_wiring import SearchWiring

if TYPE_CHECKING:
    from reader.library.worker import Worker
    from reader.ui.bookmarks.note_popup import NotePopup
    from reader.ui.indicators.evidence_bar import EvidenceBar
    from reader.ui.indicators.indicator_table import IndicatorTable
    from reader.ui.profile.profile_pane import ProfilePane
    from reader.ui.reading.reading_pane import ReadingPane
    from reader.ui.wiring.completion_wiring import CompletionWiring
    from reader.ui.wiring.country_wiring import CountryWiring
    from reader.ui.wiring.details_wiring import DetailsWiring
    from reader.ui.wiring.documents_wiring import DocumentsWiring
    from reader.ui.wiring.import_wiring import ImportWiring
    from reader.ui.wiring.keeping_wiring import KeepingWiring
    from reader.ui.wiring.mapping_wiring import MappingWiring
    from reader.ui.wiring.marks_wiring import MarksWiring
    from reader.ui.wiring.results_wiring import ResultsWiring
    from reader.ui.wiring.versions_wiring import VersionsWiring
    from reader.ui.wiring.watch_wiring import WatchWiring

_DRESSED_LATE = (
    "evidence_bar", "profile", "indicators", "note_popup", "importing", "details", "mapping",
    "watching", "completion",
)  # fmt: skip
_WIDTHS = (306, 690, 404)
_NOTICE_MS = 8000
# What these show is read late in the start.
_LATE_TABS = (LeftTab.BOOKMARKS, LeftTab.REPORT)


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
        self._late = LateSteps(
            [
                lambda: self.documents,
                lambda: self.completion.prepare(),
                lambda: self.country.refresh(),
                lambda: self.marks.refresh_bookmarks(),
                lambda: self.marks.refresh_reports(),
                lambda: self.results.refresh_saved(),
                lambda: self.importing.begin(),
                lambda: self.watching.begin(),
            ],
            self,
        )
        self.said = ""
        # Shows another library in place of this window; whoever made the window says how.
        self.switch: Callable[[Path], MainWindow | None] = lambda _: None
        self.theme = load_theme(resources, theme)
        self.tasks = Tasks(self)
        self.actions_by_name = Actions(self, resources)
        self._build()
        self._wire()
        dress(self, self._resources, self.frame_theme())
        self._session.restore_window(self, self.splitter)
        if notice:
            self.explain_text(notice)

    # What stands where

    def _build(self) -> None:
        theme = self.frame_theme()
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
        self.stage = thin_splitter(Qt.Orientation.Vertical, self)
        self.stage.addWidget(self.tabs)
        self.middle = column(self.stage, stretched=self.stage)
        self.drop = DropOverlay(self.frame_theme(), self)
        self.splitter = thin_splitter(Qt.Orientation.Horizontal, self)
        for at, widget in enumerate((self.left, self.middle, self.right)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(at, int(widget is self.middle))
        self.left.setMinimumWidth(240)
        self.middle.setMinimumWidth(420)
        self.right.setMinimumWidth(320)
        self.splitter.setSizes(list(_WIDTHS))
        self.setCentralWidget(
            column(self.top_bar, self.notice, self.question, self.splitter, stretched=self.splitter)
        )
        arrange_status(self.statusBar(), self._status, self.progress)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self.setWindowTitle(f"Dossier — {self._library.folder.name}")

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
            panel=self.left.results,
            results=lambda: self.search.results,
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
        self.top_bar.search_field.textTyped.connect(lambda text: self.completion.typed(text))
        # What was told before would cover what is found now.
        self.top_bar.search_field.textTyped.connect(lambda _: self.statusBar().clearMessage())
        self.pages = PagesWiring(context)
        self._refreshing = RefreshWiring(context, self)
        self.libraryChanged.connect(self._refreshing.refresh)
        self.tasks.progressed.connect(self.progress.advance)
        self.tasks.finished.connect(self.progress.end)
        self.tasks.failed.connect(self.explain)
        self.left.tabChanged.connect(self._tab_shown)
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
        return late_parts.profile(self)

    @cached_property
    def indicators(self) -> IndicatorTable:
        """The scored indicators of the country on show."""
        return late_parts.indicators(self)

    @cached_property
    def evidence_bar(self) -> EvidenceBar:
        """The way through the evidence of one indicator."""
        return late_parts.evidence_bar(self)

    @cached_property
    def country(self) -> CountryWiring:
        """The right column and the evidence bar: made when the window stands, or when needed."""
        return late_parts.country(self, self._context)

    @cached_property
    def completion(self) -> CompletionWiring:
        """Ways to go on with what is typed in the search field, and recent searches."""
        return late_parts.completion(self, self._context)

    @cached_property
    def importing(self) -> ImportWiring:
        """Bringing files in, and the index up to date."""
        return late_parts.importing(self, self._context)

    @cached_property
    def mapping(self) -> MappingWiring:
        """Describing a foreign table of scores, over the three columns."""
        return late_parts.mapping(self, self._context)

    @cached_property
    def watching(self) -> WatchWiring:
        """Folders that are looked into while the window is open."""
        return late_parts.watching(self, self._context)

    @cached_property
    def documents(self) -> DocumentsWiring:
        """What is done with documents in the library's tree."""
        return late_parts.documents(self, self._context)

    @cached_property
    def keeping(self) -> KeepingWiring:
        """What is done with the whole library."""
        return late_parts.keeping(self, self._context)

    @cached_property
    def versions(self) -> VersionsWiring:
        """What documents said before."""
        return late_parts.versions(self, self._context)

    @cached_property
    def details(self) -> DetailsWiring:
        """The details of the document in front, over the right column."""
        return late_parts.details(self, self._context)

    @cached_property
    def results(self) -> ResultsWiring:
        """What is done with the results of a search."""
        return late_parts.results(self, self._context)

    @cached_property
    def worker(self) -> Worker:
        """The process that imports and indexes; started when first needed."""
        from reader.library.worker import Worker

        return Worker(self._library.folder, self._cache)

    @cached_property
    def note_popup(self) -> NotePopup:
        """The frame in which a note on a selection is written."""
        return late_parts.note_popup(self)

    @cached_property
    def marks(self) -> MarksWiring:
        """Bookmarks and reports: made after the window stands, or when first needed."""
        return late_parts.marks(self, self._context)

    def stop_worker(self) -> None:
        """End the process that imports, where there is one."""
        if "worker" in self.__dict__:
            self.worker.stop()

    # What happens

    def start(self) -> None:
        """Show what the library holds and the last run's tabs; the rest follows in a moment."""
        if self._session.grouping in list(Grouping):
            self.left.library.set_grouping(Grouping(self._session.grouping))
        if self._library.writable and self._library.starter_pending:
            self.left.library.show_filling()
        else:
            self._refreshing.refresh_holdings()
        self.tabs.restore_session()
        self._late.begin()

    def finish_start(self) -> None:
        """Do at once what is left of the start; nothing when it is done."""
        self._late.finish()

    def _load_document(self, identifier: str) -> tuple[Document, tuple[Passage, ...]]:
        document = self._library.documents.get(identifier)
        return document, self._library.documents.passages(document)

    def show_holdings(self, documents: int, passages: int) -> None:
        """Say in the status line how much the library holds."""
        show_holdings(self._status, self._library.folder, documents, passages)

    def _tab_shown(self, tab: int) -> None:
        if tab in _LATE_TABS:
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
        frame = self.frame_theme()
        dress(self, self._resources, frame)
        for widget in (self.top_bar, self.left, self.start_page):
            widget.set_theme(frame)
        self.drop.set_theme(frame)
        for name in _DRESSED_LATE:
            if name in self.__dict__:
                getattr(self, name).set_theme(frame)
        self.tabs.set_theme(theme)

    def frame_theme(self) -> Theme:
        """The look of all but the reading column."""
        return load_theme(self._resources, "light") if self.theme.name == "sepia" else self.theme

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
        regions = late_parts.regions(self)
        return step_focus(regions, forward=forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's shape and the tabs, end all work, close the library."""
        self._session.keep_window(self, self.splitter)
        self.tabs.keep_session()
        self._session.save()
        if "marks" in self.__dict__:
            self.marks.keep_writing()
        if "watching" in self.__dict__:
            self.watching.stop()
        self.stop_worker()
        self.pages.close()
        self.tasks.close()
        self._library.close()
        super().closeEvent(event)
