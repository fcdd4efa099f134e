"""F3 and Shift+F3: through every match of a document, and on into the next one of the results."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.domain.document import Document, Passage
from reader.domain.query import Query
from reader.library.search_results import Hit, HitGroup, SearchResults
from reader.ui.reading_tabs import Place
from reader.ui.search.best_match import best_match
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.reading.reading_pane import ReadingPane

_KEY = "walk"


class HitWalk(QObject):
    """Walks the matches of what is in the list, listed as hits or not.

    `results` is what is in the list; `marked` says whether every match of the document in front
    is marked yet.
    """

    def __init__(
        self,
        context: Context,
        panel: ResultsPanel,
        *,
        results: Callable[[], SearchResults | None],
        marked: Callable[[], bool],
    ) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._results = results
        self._marked = marked
        self._due = 0
        self._told_end: tuple[Query, str | None, int] | None = None

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) match."""
        self._due = 0
        pane, results = self._context.tabs.pane, self._results()
        if pane is None:
            if results is not None and results.groups:
                self._enter(results, results.groups[0 if step > 0 else -1], step)
            return
        from reader.ui.reading.highlights import HighlightKind

        if not pane.find_bar.isHidden() or results is None:
            pane.step(step)
        elif pane.view.highlight_ahead(HighlightKind.HIT, step) is not None:
            self._told_end = None
            pane.step(step)
            self._follow(pane, results)
        elif not self._marked():
            # What comes next is not known before the document is looked through.
            self._due = step
        elif results.groups:
            self._leave(results, step)

    def go_on(self) -> None:
        """All matches of the document in front are marked: do what waited for it."""
        if self._due:
            self.step(self._due)

    def _leave(self, results: SearchResults, step: int) -> None:
        """Into the next document, or, at the end of the results, say so first."""
        groups, here = results.groups, self._context.tabs.document
        order = [group.document.id for group in groups]
        known = here is not None and here.id in order
        at = order.index(here.id) + step if here is not None and known else 0
        if not 0 <= at < len(groups):
            end = (results.query, here.id if here is not None else None, step)
            if self._told_end != end:
                self._told_end = end
                self._context.say(_end_words(results, step))
                return
            at %= len(groups)
        self._told_end = None
        self._enter(results, groups[at], step)

    def _enter(self, results: SearchResults, group: HitGroup, step: int) -> None:
        """Show the first (1) or last (-1) match of a document."""
        library, query = self._context.library, results.query

        def look() -> tuple[int, int] | None:
            document = library.documents.get(group.document.id)
            passages = library.documents.passages(document)
            language = document.metadata.language
            for passage in passages if step > 0 else reversed(passages):
                spans = library.searching.spans(passage.text, query, language)
                if spans:
                    start, end = spans[0 if step > 0 else -1]
                    return passage.start + start, passage.start + end
            return None

        def show(found: tuple[int, int] | None) -> None:
            # A title may be all that matches: then the listed passage is the place.
            place = found or (best_match(group.hits[0]) if group.hits else None)
            title = group.document.metadata.title
            self._context.say(f"{'Next' if step > 0 else 'Previous'} document: {title}")
            self._context.tabs.open(
                Place(group.document.id, place),
                preview=True,
                then=lambda pane: self._follow(pane, results, group),
            )

        self._context.tasks.read(_KEY, look, show, self._context.explain)

    def _follow(
        self, pane: ReadingPane, results: SearchResults, group: HitGroup | None = None
    ) -> None:
        """Choose in the list what the reader went to: the hit there, or the nearest before it."""
        document = pane.document
        if document is None or results is not self._results():
            return
        if group is None:
            group = _group_of(results, document)
        passage = pane.view.passage_under_cursor()
        hit = _nearest(group.hits, passage) if group is not None else None
        if hit is not None:
            self._panel.choose(hit)


def _group_of(results: SearchResults, document: Document) -> HitGroup | None:
    return next((each for each in results.groups if each.document.id == document.id), None)


def _nearest(hits: tuple[Hit, ...], passage: Passage | None) -> Hit | None:
    """The listed hit at a passage, else the last before it, else the first after it."""
    if passage is None or not hits:
        return hits[0] if hits else None

    def distance(hit: Hit) -> tuple[bool, int]:
        ahead = hit.passage.ordinal - passage.ordinal
        return ahead > 0, abs(ahead)

    return min(hits, key=distance)


def _end_words(results: SearchResults, step: int) -> str:
    more = results.documents > sum(1 for group in results.groups if not group.whole)
    listed = " listed" if more else ""
    if step > 0:
        return f"Last match of the last document{listed}; F3 goes on with the first"
    return f"First match of the first document{listed}; Shift+F3 goes on with the last"
