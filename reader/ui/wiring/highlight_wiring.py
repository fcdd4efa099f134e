"""Highlights of the document in front: gathered, shown, and answered when one is clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.domain.query import Query
from reader.library.search_results import SearchResults
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.wiring.context import Context
from reader.ui.wiring.hit_marks import HitMarks
from reader.ui.wiring.hit_walk import HitWalk

if TYPE_CHECKING:
    from reader.ui.reading.highlights import HighlightKind
    from reader.ui.reading.reading_pane import ReadingPane
    from reader.ui.reading_marks import Marks
    from reader.ui.wiring.country_wiring import CountryWiring


class HighlightWiring(QObject):
    """Asks for hits, evidence and bookmarks whenever one of them may have changed."""

    def __init__(
        self,
        context: Context,
        *,
        query: Callable[[], Query | None],
        panel: ResultsPanel,
        results: Callable[[], SearchResults | None],
        country: Callable[[], CountryWiring | None],
        mark_selection: Callable[[], object],
        select_bookmark: Callable[[str], object],
    ) -> None:
        super().__init__(context.tabs)
        self._context = context
        self._query = query
        self._country = country
        self._mark_selection = mark_selection
        self._select_bookmark = select_bookmark
        self._wired: set[ReadingPane] = set()
        self.hits = HitMarks(context, self._all_marked)
        self.walk = HitWalk(context, panel, results=results, marked=self.hits.is_complete)
        context.tabs.documentShown.connect(self._document_shown)

    def refresh(self) -> None:
        """Gather the highlights of the document in front anew."""
        pane = self._context.tabs.pane
        document = pane.document if pane else None
        if pane is None or document is None:
            return
        from reader.ui.reading.highlights import HighlightKind
        from reader.ui.reading_marks import marks_of

        self.hits.mark(pane, document, self._query())
        library, country = self._context.library, self._country()
        scores, chosen = (country.scores, country.chosen) if country else ({}, None)
        passages = pane.view.passages

        def show(marks: Marks) -> None:
            if pane in self._context.tabs.panes and pane.document == document:
                pane.set_highlights(HighlightKind.EVIDENCE, marks.evidence)
                pane.set_highlights(HighlightKind.BOOKMARK, marks.bookmarks)

        self._context.tasks.read(
            "marks", lambda: marks_of(library, document, passages, scores, chosen), show
        )

    def _document_shown(self, pane: ReadingPane | None) -> None:
        if pane is not None and pane not in self._wired:
            self._wired.add(pane)
            pane.destroyed.connect(lambda _=None, gone=pane: self._gone(gone))
            pane.view.highlightActivated.connect(self._activated)
            pane.view.bookmarkRequested.connect(lambda *_: self._mark_selection())
            pane.view.zoomChanged.connect(self._keep_zoom)
        self.refresh()

    def _gone(self, pane: ReadingPane) -> None:
        self._wired.discard(pane)
        self.hits.forget(pane)

    def _all_marked(self) -> None:
        self.walk.go_on()

    def _keep_zoom(self, factor: float) -> None:
        self._context.session.zoom = factor

    def _activated(self, kind: HighlightKind, key: str) -> None:
        from reader.ui.reading.highlights import HighlightKind

        document, country = self._context.tabs.document, self._country()
        if kind is HighlightKind.EVIDENCE and document is not None and country is not None:
            from reader.ui.reading_marks import split_evidence_key

            indicator, passage = split_evidence_key(key)
            country.open_evidence_at(indicator, document.id, passage)
        elif kind is HighlightKind.BOOKMARK:
            self._select_bookmark(key)
