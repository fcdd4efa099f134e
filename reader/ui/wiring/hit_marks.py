"""The matches of a query in the document in front, marked in portions: what one sees first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reader.domain.document import Document, Passage
from reader.domain.errors import ReaderError
from reader.domain.query import Query
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.reading.highlights import Highlight
    from reader.ui.reading.reading_pane import ReadingPane

_KEY = "hits"
# Seconds of marking at a time, and of rest after it: pure Python in a thread slows down the one
# that draws, and a newer query is not to wait behind it.
_SLICE = 0.008
_REST = 0.003
# Passages above the place of a jump that may be seen with it.
_ABOVE = 12


@dataclass(eq=False)
class _Marking:
    """A query being marked in a pane's passages; `left` are stretches of ordinals to look at."""

    pane: ReadingPane
    document: Document
    passages: tuple[Passage, ...]
    query: Query | None
    left: list[tuple[int, int]] = field(default_factory=list)
    begun: bool = False


class HitMarks(QObject):
    """Marks the hits of the document in front; `all_marked` is called when none is left to mark."""

    def __init__(self, context: Context, all_marked: Callable[[], object]) -> None:
        super().__init__(context.tabs)
        self._context = context
        self._all_marked = all_marked
        self._markings: dict[ReadingPane, _Marking] = {}

    def is_complete(self) -> bool:
        """Whether every match of the document in front is marked."""
        pane = self._context.tabs.pane
        marking = self._markings.get(pane) if pane is not None else None
        return marking is None or not marking.left

    def forget(self, pane: ReadingPane) -> None:
        """A pane is gone."""
        self._markings.pop(pane, None)

    def mark(self, pane: ReadingPane, document: Document, query: Query | None) -> None:
        """Mark a query in a pane, unless it is marked in it already."""
        passages, known = pane.view.passages, self._markings.get(pane)
        for other in list(self._markings.values()):
            if other.pane is not pane and other.left:
                # It is marked from the beginning when one comes back to it.
                del self._markings[other.pane]
        if known is not None and known.passages is passages and known.query == query:
            return
        marking = _Marking(pane, document, passages, query)
        self._markings[pane] = marking
        self._context.tasks.void(_KEY)
        if query is None or query.root is None or not passages:
            self._show(marking, [])
            self._all_marked()
            return
        marking.left = [(0, len(passages))]
        # A document is shown before its place is gone to, and marking begins at the place.
        QTimer.singleShot(0, self, lambda: self._begin(marking, query))

    def _begin(self, marking: _Marking, query: Query) -> None:
        if self._markings.get(marking.pane) is marking:
            marking.left = list(_stretches(marking.pane, len(marking.passages)))
            self._go_on(marking, query)

    def _go_on(self, marking: _Marking, query: Query) -> None:
        from reader.ui.reading_marks import hits_of

        library, document = self._context.library, marking.document
        low, high = marking.left[0]
        passages = marking.passages[low:high]

        def look() -> tuple[int, list[Highlight]]:
            looked, hits = hits_of(library, document, passages, query, _SLICE)
            if looked < len(passages):
                time.sleep(_REST)
            return looked, hits

        def show(found: tuple[int, list[Highlight]]) -> None:
            looked, hits = found
            if self._markings.get(marking.pane) is not marking:
                return
            marking.left[0] = (low + looked, high)
            if low + looked >= high:
                del marking.left[0]
            self._show(marking, hits)
            if marking.left:
                self._go_on(marking, query)
            else:
                self._all_marked()

        def fail(error: ReaderError) -> None:
            self.forget(marking.pane)
            self._context.explain(error)

        self._context.tasks.read(_KEY, look, show, fail)

    def _show(self, marking: _Marking, hits: list[Highlight]) -> None:
        from reader.ui.reading.highlights import HighlightKind

        view = marking.pane.view
        if view.passages is not marking.passages:
            self.forget(marking.pane)
        elif marking.begun:
            if hits:
                view.add_highlights(HighlightKind.HIT, hits)
        else:
            marking.begun = True
            view.set_highlights(HighlightKind.HIT, hits)


def _stretches(pane: ReadingPane, passages: int) -> Iterator[tuple[int, int]]:
    """From what one sees, or is on the way to, to the end; then from the top."""
    first = max(pane.view.read_from - _ABOVE, 0)
    for low, high in ((first, passages), (0, first)):
        if low < high:
            yield low, high
