"""From a key in the search field to marked passages in list and reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from reader.domain.errors import IndexUnavailable, ReaderError
from reader.domain.query import Query
from reader.library.search_results import Hit, SearchResults
from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.reading_tabs import Place
from reader.ui.search.best_match import best_match
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.search.search_field import SearchField
from reader.ui.wiring.context import Context


class SearchWiring(QObject):
    """Searches as one types; newer searches make older ones void."""

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
        self._index_wanted = index_wanted
        self._status = status
        self._results: SearchResults | None = None
        self._open_first = False
        self._text = ""
        self._come_forward = False
        field.textTyped.connect(self.search)
        field.entered.connect(self._enter)
        field.movedDown.connect(panel.select_next)
        field.movedUp.connect(panel.select_previous)
        field.escaped.connect(self._leave)
        panel.hitPreviewed.connect(self._preview)
        panel.hitOpened.connect(self._open)
        panel.countryChosen.connect(self._within_country)
        panel.suggestionChosen.connect(self._search_for)

    @property
    def query(self) -> Query | None:
        """The query whose matches are marked in the reader."""
        return self._results.query if self._results else None

    @property
    def results(self) -> SearchResults | None:
        """What is in the list."""
        return self._results

    def search(self, text: str) -> None:
        """Search for what stands in the field."""
        self._open_first = False
        self._text = text
        self._come_forward = True
        self._run()

    def again(self) -> None:
        """Search for the same anew, after the library changed; whatever list is shown stays."""
        if self._text.strip():
            self._run()

    def _run(self) -> None:
        text = self._text
        if not text.strip():
            self._context.tasks.void("search")
            self._show(None)
            return
        searching = self._context.library.searching
        self._context.tasks.read(
            "search", lambda: searching.run(text, typing=True), self._show, self._fail
        )

    def _show(self, results: SearchResults | None) -> None:
        self._results = results
        if results is None:
            self._panel.clear()
            self._left.set_count(LeftTab.RESULTS, None)
            self._field.set_reading("")
            self._status("")
        else:
            self._panel.show_results(results)
            self._left.set_count(LeftTab.RESULTS, results.total)
            self._show_tab()
            self._field.set_reading(results.reading)
            self._status(_summary(results))
        self._query_changed()
        if self._open_first and results is not None and results.hits:
            self._open_best(results)
        self._open_first = False

    def _show_tab(self) -> None:
        if self._come_forward:
            self._left.show_tab(LeftTab.RESULTS)
        self._come_forward = False

    def _fail(self, error: ReaderError) -> None:
        self._results = None
        self._query_changed()
        # Nothing may go on telling of the query before.
        self._left.set_count(LeftTab.RESULTS, None)
        self._field.set_reading("")
        self._status("")
        if isinstance(error, IndexUnavailable):
            self._panel.show_message("The search index is being built. Results follow in a moment.")
            self._show_tab()
            self._index_wanted()
            return
        self._panel.show_message(str(error))

    def _enter(self) -> None:
        hit = self._panel.current_hit()
        if hit is not None:
            self._open(hit)
        elif self._results is not None and self._results.hits:
            self._open_best(self._results)
        else:
            self._open_first = True

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

    def _within_country(self, code: str) -> None:
        if f"country:{code}" not in self._text:
            self._search_for(f"{self._text.strip()} country:{code}")

    def _search_for(self, text: str) -> None:
        self._field.set_text(text)
        self.search(text)


def _summary(results: SearchResults) -> str:
    passages = "passage" if results.total == 1 else "passages"
    documents = len(results.groups)
    where = f"{documents} document" if documents == 1 else f"{documents} documents"
    return f"{results.total} {passages} in {where}, {results.elapsed_ms:.0f} ms"
