"""A search without an index: it is built, with how far it is, and the search comes again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from reader.domain.errors import IndexUnavailable, ReaderError
from reader.library.progress import Progress
from reader.ui.search.result_words import FAILED, FAILED_HINT
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.wiring.context import Context
from reader.ui.wiring.import_wiring import INDEX


class IndexWait(QObject):
    """Asks for the index once (`wanted`), and searches `again` for `text` when it is there.

    An index that cannot be built is not asked for with every letter typed: one says that it
    failed, and it is tried anew when that is wished for.
    """

    def __init__(
        self,
        context: Context,
        panel: ResultsPanel,
        *,
        wanted: Callable[[], object],
        text: Callable[[], str],
        again: Callable[[], None],
    ) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._wanted = wanted
        self._text = text
        self._again = again
        self._waiting = self._asked = False
        context.tasks.progressed.connect(self._advance)
        context.tasks.finished.connect(self._look)

    @property
    def gave_up(self) -> bool:
        """Whether the index was asked for and could not be built."""
        return self._asked and not self._waiting

    def wait(self) -> None:
        """There is no sound index: have it built, and say so meanwhile."""
        if self.gave_up:
            self._panel.show_message(FAILED, FAILED_HINT)
            return
        if not self._waiting:
            self._panel.show_building()
        self._waiting = True
        if not self._asked:
            self._asked = True
            self._wanted()

    def settled(self) -> None:
        """There is an index, or nothing to search for: nothing is waited for any more."""
        self._waiting = self._asked = False

    def _advance(self, name: str, progress: Progress) -> None:
        if self._waiting and (name == INDEX or progress.stage == "index"):
            self._panel.show_building(progress)

    def _look(self, name: str) -> None:
        """Indexing has ended, well or not."""
        if not self._waiting or name != INDEX:
            return
        searching, text = self._context.library.searching, self._text()
        self._context.tasks.read(
            "search-after-index",
            lambda: searching.run(text, limit=1),
            lambda _: self._again(),
            self._still_none,
        )

    def _still_none(self, error: ReaderError) -> None:
        if self._waiting and isinstance(error, IndexUnavailable):
            self._waiting = False
            self._panel.show_message(FAILED, FAILED_HINT)
