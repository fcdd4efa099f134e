"""From a key in the search field to marked passages in list and reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reader.domain.errors import Cancelled, IndexUnavailable, ReaderError
from reader.domain.query import Query
from reader.library.narrowing import with_value_toggled, without_values
from reader.library.progress import CancelToken
from reader.library.search_help import Elsewhere
from reader.library.search_results import Hit, HitGroup, Order, SearchResults
from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.reading_tabs import Place
from reader.ui.search.best_match import best_match
from reader.ui.search.result_words import searched_words
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.search.search_field import SearchField
from reader.ui.wiring.context import Context
from reader.ui.wiring.index_wait import IndexWait


class SearchWiring(QObject):
    """Searches as one types; newer searches make older ones void. `searched` is told of each."""

    searched = Signal()

    def __init__(
        self,
        context: Context,
        field: SearchField,
        panel: ResultsPanel,
        left: LeftPanel,
        *,
        query_changed: Callable[[], object],
        index_wanted: Callable[[], object],
        status: Callable[[str], object],
    ) -> None:
        super().__init__(field)
        self._context = context
        self._field = field
        self._panel = panel
        self._left = left
        self._query_changed = query_changed
        self._status = status
        self._results: SearchResults | None = None
        self._open_first = False
        self._text = ""
        self._typing = True
        self._cancel = CancelToken()
        self._come_forward = self._anew = self._under_way = False
        self._order = Order.RELEVANCE
        self._index = IndexWait(
            context, panel, wanted=index_wanted, text=lambda: self._text, again=self.again
        )
        field.textTyped.connect(self.search)
        field.entered.connect(self._enter)
        field.movedDown.connect(panel.select_next)
        field.movedUp.connect(panel.select_previous)
        field.escaped.connect(self._leave)
        panel.hitPreviewed.connect(self._preview)
        panel.hitOpened.connect(self._open)
        panel.queryChosen.connect(self.search_for)
        panel.facetToggled.connect(self._toggle_facet)
        panel.facetsCleared.connect(self._clear_facets)
        panel.orderChosen.connect(self._take_order)
        panel.moreWanted.connect(self._show_all_of)
        panel.head.facetsShown.connect(self._keep_facets)
        self._recall()

    @property
    def query(self) -> Query | None:
        """The query whose matches are marked in the reader."""
        return self._results.query if self._results else None

    @property
    def results(self) -> SearchResults | None:
        """What is in the list."""
        return self._results

    @property
    def text(self) -> str:
        """What is searched for, as it was written."""
        return self._text

    @property
    def answered(self) -> str:
        """The query whose hits are in the list: the mended one where it was mended."""
        mended = self._results.suggestion if self._results else None
        return self._text if mended is None else mended

    def search(self, text: str) -> None:
        """Search for what stands in the field; its last word may still be going on."""
        before = self._text
        goes_on = text.startswith(before) or before.startswith(text)
        self._begin(text, typing=True, anew=not goes_on)

    def search_for(self, text: str) -> None:
        """Put a whole query into the field and search for it."""
        self._field.set_text(text)
        self._begin(text, typing=False, anew=True)

    def again(self) -> None:
        """Search for the same anew, after the library changed; whatever list is shown stays."""
        if self._text.strip():
            self._run()

    def all_results(self) -> Callable[[], SearchResults]:
        """What finds all hits of the query in the list, listed or not: for another thread."""
        searching, text = self._context.library.searching, self.answered
        total = self._results.total if self._results else 0
        typing, order = self._typing, self._order
        return lambda: searching.run(text, limit=max(total, 1), typing=typing, order=order)

    def _begin(self, text: str, *, typing: bool, anew: bool) -> None:
        self._open_first = False
        self._anew = self._anew or anew
        self._text = text
        self._typing = typing
        self._come_forward = True
        self._run()

    def _run(self) -> None:
        text, typing, order = self._text, self._typing, self._order
        self._cancel.cancel()
        if not text.strip():
            self._context.tasks.void("search")
            self._context.tasks.void("elsewhere")
            self._index.settled()
            self._show(None)
            return
        library, cancel = self._context.library, CancelToken()
        self._cancel = cancel
        self._under_way = True
        self._context.tasks.read(
            "search",
            lambda: library.searching.run(text, typing=typing, order=order, cancel=cancel),
            self._show,
            self._fail,
        )
        self.look_elsewhere()

    def look_elsewhere(self) -> None:
        """Look for the same in countries, indicators and notes: a task of its own delays no hit."""
        library, text = self._context.library, self._text

        def show(found: Elsewhere) -> None:
            self._panel.show_elsewhere(found, early=self._under_way)

        if text.strip():
            self._context.tasks.read(
                "elsewhere", lambda: library.elsewhere.run(text), show, lambda _: show(Elsewhere())
            )

    def _show(self, results: SearchResults | None) -> None:
        self._under_way = False
        self._results = results
        if results is None:
            self._panel.clear()
            self._left.set_count(LeftTab.RESULTS, None)
            self._status("")
        else:
            self._index.settled()
            self._panel.show_results(results, anew=self._anew)
            self._anew = False
            self._left.set_count(LeftTab.RESULTS, results.total or (None if results.groups else 0))
            self._show_tab()
            self._status(searched_words(results))
        self.searched.emit()
        self._query_changed()
        if self._open_first and results is not None and results.hits:
            self._open_best(results)
        self._open_first = False

    def _show_tab(self) -> None:
        if self._come_forward:
            self._left.show_tab(LeftTab.RESULTS)
        self._come_forward = False

    def _fail(self, error: ReaderError) -> None:
        if isinstance(error, Cancelled):
            return
        self._under_way = False
        self._results = None
        self.searched.emit()
        self._query_changed()
        # Nothing may go on telling of the query before.
        self._left.set_count(LeftTab.RESULTS, None)
        self._status("")
        self._show_tab()
        if isinstance(error, IndexUnavailable):
            self._index.wait()
        else:
            self._index.settled()
            self._panel.show_message(str(error))

    # Hits

    def _enter(self) -> None:
        if self._panel.has_current():
            self._panel.open_current()
        elif self._results is not None and self._results.hits:
            self._open_best(self._results)
        elif self._index.gave_up:
            self._index.settled()
            self._run()
        elif self._results is not None and self._panel.view.model().rowCount():
            self._panel.open_current()
        else:
            self._open_first = True

    def show_best(self) -> None:
        """Choose the best hit, and show it in the reader."""
        if self._results is not None and self._results.hits:
            self._panel.choose(self._results.hits[0])
            self._preview(self._results.hits[0])

    def _leave(self) -> None:
        pane = self._context.tabs.pane
        if pane is not None:
            pane.setFocus()

    def _preview(self, hit: Hit) -> None:
        self._go(hit, preview=True)

    def _open(self, hit: Hit) -> None:
        self._go(hit, preview=False)

    def _open_best(self, results: SearchResults) -> None:
        hit = self._panel.current_hit() or results.hits[0]
        self._panel.choose(hit)
        self._open(hit)

    def _go(self, hit: Hit, *, preview: bool) -> None:
        self._context.tabs.open(
            Place(hit.document.id, best_match(hit)),
            preview=preview,
            then=None if preview else lambda pane: pane.setFocus(),
        )

    # Narrower, wider, in another order

    def _toggle_facet(self, field: str, value: str) -> None:
        facets = self._results.facets if self._results else ()
        self._narrow(with_value_toggled(self.answered, facets, field, value))

    def _clear_facets(self) -> None:
        facets = self._results.facets if self._results else ()
        self._narrow(without_values(self.answered, facets))

    def _narrow(self, text: str) -> None:
        typing = self._typing
        self._field.set_text(text)
        # The word that was going on still is: its hits are the ones that are narrowed.
        self._begin(text, typing=typing, anew=False)

    def _take_order(self, order: Order) -> None:
        self._order = order
        self._context.session.result_order = order.value
        self._panel.head.set_order(order)
        self._anew = True
        self._run()

    def _keep_facets(self, shown: bool) -> None:
        self._context.session.facets_shown = shown

    def _recall(self) -> None:
        """Take up the order and the facets of the last run."""
        kept = self._context.session.result_order
        self._order = Order(kept) if kept in list(Order) else Order.RELEVANCE
        self._panel.head.set_order(self._order)
        self._panel.head.set_facets_open(opened=self._context.session.facets_shown)

    def _show_all_of(self, document: str) -> None:
        searching, results = self._context.library.searching, self._results
        groups = results.groups if results is not None else ()
        group = next((each for each in groups if each.document.id == document), None)
        if results is None or group is None:
            return
        text, typing = self.answered, self._typing

        def show(whole: HitGroup) -> None:
            if self._results is results:
                self._results = results.with_group(whole)
                self._panel.show_results(self._results)

        self._context.tasks.read(
            "all-of-document",
            lambda: searching.all_of(group, text, typing=typing),
            show,
            self._context.explain,
        )
