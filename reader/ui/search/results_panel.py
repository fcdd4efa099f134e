"""The answer to a query: what is said of it, what to narrow by, and the marked hits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from reader.library.progress import Progress
from reader.library.search_help import Elsewhere, SavedSearch
from reader.library.search_results import Hit, SearchResults
from reader.ui.documents.control_style import panel_palette
from reader.ui.search.facet_bar import FacetBar
from reader.ui.search.no_results import NoResults
from reader.ui.search.result_words import BUILDING, BUILDING_HINT, START, START_HINT, empty_words
from reader.ui.search.results_head import ResultsHead
from reader.ui.search.results_list import ResultsList
from reader.ui.search.results_menu import ResultsMenu
from reader.ui.search.results_model import ResultRole, ResultsModel, hit_key
from reader.ui.search.saved_list import SavedList
from reader.ui.theme import Theme


class ResultsPanel(QWidget):
    """The results of a search.

    `hitPreviewed` carries a hit that was walked to, `hitOpened` one to open (Enter, click),
    `foundOpened` a country, indicator or note to go to, `moreWanted` the document all of whose
    hits are wanted; `queryChosen` a query to search for instead, `facetToggled` a filter's field
    and value. `copyWanted` carries hits, the other wishes nothing.
    """

    hitPreviewed = Signal(object)
    hitOpened = Signal(object)
    foundOpened = Signal(object)
    moreWanted = Signal(str)
    queryChosen = Signal(str)
    facetToggled = Signal(str, str)
    facetsCleared = Signal()
    orderChosen = Signal(object)
    saveWanted = Signal()
    starPressed = Signal()
    copyWanted = Signal(object)
    exportWanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: SearchResults | None = None
        self._waiting: Elsewhere | None = None
        self._model = ResultsModel(self)
        self.head = ResultsHead(theme, self)
        self._list = ResultsList(self._model, theme, self)
        self._empty = NoResults(theme, self)
        self.saved = SavedList(theme, self)
        self._hint = QLabel(START_HINT, self)
        self._arrange()
        self._connect()
        self.set_theme(theme)
        self.clear()

    # What the window calls

    def show_results(self, results: SearchResults, *, anew: bool = False) -> None:
        """Show an answer. What one looks at stays where it is, while the new answer has it.

        The answer to another question (`anew`) begins at its top, with nothing chosen.
        """
        if anew:
            self._list.let_go()

        def change() -> None:
            self._results = results
            waiting, self._waiting = self._waiting, None
            self._model.set_results(results, waiting)
            self._say(results, anew=anew)
            self._settle()

        self._list.change(change)

    def show_elsewhere(self, elsewhere: Elsewhere, *, early: bool = False) -> None:
        """Show what else matches, above the hits.

        While the pointer aims at a row, nothing may move under it: then it waits until the pointer
        is gone, or the next answer comes. What is `early` comes with the hits of its query, so that
        the rows change once.
        """
        if elsewhere == self._model.elsewhere:
            self._waiting = None
        elif self._list.aiming or early:
            self._waiting = elsewhere
        else:
            self._put_elsewhere(elsewhere)

    def show_message(self, message: str, words: str = "") -> None:
        """Show a line in place of results, such as why there can be none now."""
        self._show_nothing()
        self._empty.say(message, words)
        self._settle()

    def show_building(self, progress: Progress | None = None) -> None:
        """Show that the index is being built, and how far it is."""
        if self._empty.isHidden() or BUILDING not in self._empty.text:
            self.show_message(BUILDING, BUILDING_HINT)
        self._empty.advance(progress)

    def clear(self) -> None:
        """Show how to search, and the searches that were kept."""
        self._show_nothing()
        self._empty.say(START, START_HINT)
        self._settle()

    def show_saved(
        self, saved: Sequence[SavedSearch], recent: Sequence[str], *, changeable: bool
    ) -> None:
        """Offer saved searches and recent queries while nothing is searched for."""
        if self.saved.show_searches(saved, recent, changeable=changeable):
            self._settle()

    def select_next(self) -> None:
        """Walk to the next row; to the first, where none is chosen."""
        self._walked.step(1)

    def select_previous(self) -> None:
        """Walk to the row before."""
        self._walked.step(-1)

    def open_current(self) -> None:
        """Open the chosen row, or the first where none is chosen."""
        self._walked.open_current()

    def focus_list(self) -> None:
        """Go to the list."""
        self._walked.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_facets(self) -> None:
        """Go to what one can narrow by, unfolded."""
        self.head.set_facets_open(opened=True)
        self.head.facets.focus_first()

    def choose(self, hit: Hit) -> None:
        """Choose a hit that the reader went to by itself, without a signal."""
        found = self._model.find(hit_key(hit))
        if found.isValid():
            self._list.quiet = True
            self._list.setCurrentIndex(found)
            self._list.scrollTo(found)
            self._list.quiet = False

    def current_hit(self) -> Hit | None:
        """The chosen hit."""
        hit: Hit | None = self._list.currentIndex().data(ResultRole.HIT)
        return hit

    def has_current(self) -> bool:
        """Whether any row is chosen."""
        return self._walked.currentIndex().isValid()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setPalette(panel_palette(theme))
        self._hint.setFont(theme.font("small"))
        self._hint.setPalette(panel_palette(theme, muted=True))
        for part in (self.head, self._list, self._empty, self.saved):
            part.set_theme(theme)

    @property
    def view(self) -> ResultsList:
        """The list of results."""
        return self._list

    @property
    def empty(self) -> NoResults:
        """What stands in its place."""
        return self._empty

    @property
    def facets(self) -> FacetBar:
        """What one can narrow by."""
        return self.head.facets

    @property
    def message(self) -> str:
        """What stands in place of results; empty while there are some."""
        return "" if self._results is not None and self._results.groups else self._empty.text

    @property
    def summary(self) -> str:
        """How much was found."""
        return self.head.summary.text()

    @property
    def notes(self) -> str:
        """How the query was read where it was no sound one."""
        return self.head.notes.text()

    # Own

    @property
    def _walked(self) -> ResultsList | SavedList:
        return self._list if self.saved.isHidden() else self.saved

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(200)
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setContentsMargins(14, 6, 14, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._empty, 2)
        layout.addWidget(self.saved, 1)
        layout.addWidget(self._hint)

    def _connect(self) -> None:
        rows, head = self._list, self.head
        rows.walked.connect(self.hitPreviewed)
        rows.opened.connect(self.hitOpened)
        rows.foundOpened.connect(self.foundOpened)
        rows.moreWanted.connect(self.moreWanted)
        rows.copyWanted.connect(self.copy)
        rows.menuWanted.connect(self._open_menu)
        rows.calm.connect(self._put_waiting)
        head.suggestionChosen.connect(self.queryChosen)
        head.orderChosen.connect(self.orderChosen)
        head.starPressed.connect(self.starPressed)
        head.facetsShown.connect(lambda _: self._list.change(self._settle))
        head.menuWanted.connect(
            lambda: self._open_menu(head.more.mapToGlobal(head.more.rect().bottomLeft()))
        )
        head.facets.toggled.connect(self.facetToggled)
        head.facets.clearWanted.connect(self.facetsCleared)
        self._empty.alternativeChosen.connect(self.queryChosen)

    def copy(self) -> None:
        """Wish for the chosen hits, with their citations, on the clipboard."""
        self.copyWanted.emit(self._list.chosen_hits())

    def menu(self) -> QMenu:
        """What can be done with the results."""
        menu = ResultsMenu(self._list, len(self._list.chosen_hits()), self)
        menu.openWanted.connect(self._list.open_current)
        menu.copyWanted.connect(self.copy)
        menu.foldAllWanted.connect(lambda: self._list.change(self._model.fold_all))
        menu.unfoldAllWanted.connect(lambda: self._list.change(self._model.unfold_all))
        menu.saveWanted.connect(self.saveWanted)
        menu.exportWanted.connect(self.exportWanted)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        self.menu().popup(place)

    def _put_elsewhere(self, elsewhere: Elsewhere) -> None:
        def change() -> None:
            self._model.set_results(self._results, elsewhere)
            self._settle()

        self._list.change(change)

    def _put_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._put_elsewhere(waiting)

    def _say(self, results: SearchResults, *, anew: bool) -> None:
        self.head.show_results(results, anew=anew)
        self._empty.say(*("", "") if results.groups else empty_words(results))
        self._empty.offer(results.query, results.alternatives)

    def _settle(self) -> None:
        """Show the parts that have something to say, each as high as it may be."""
        found = self._results is not None and bool(self._results.groups)
        searched = self._results is not None
        rows = self._model.rowCount() > 0
        kept = not searched and not rows and self.saved.model().rowCount() > 0
        asks = self._empty.text.startswith(START)
        self._list.setVisible(found or rows)
        self.saved.setVisible(kept and asks)
        self._hint.setVisible(kept and asks)
        self._empty.setVisible(not found and not (kept and asks))
        # Above the words on why nothing was found, the list takes what its rows take.
        height = 16_777_215 if found else self._list.rows_height()
        self._list.setMaximumHeight(height)
        # From the inside out, so that heights are known before the rows are put back in place.
        for part in (self.head.facets, self.head.details, self.head, self):
            if (layout := part.layout()) is not None:
                layout.activate()

    def _show_nothing(self) -> None:
        self._results = None
        self._waiting = None
        self._model.set_results(None, Elsewhere())
        self.head.show_results(None)
