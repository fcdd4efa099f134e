"""What is read anew when the library changed, and what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.changes import LibraryChanges
from reader.domain.document import Document
from reader.ui.documents.library_groups import Shelves
from reader.ui.documents.shelves import shelves_of
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.main_window import MainWindow


class RefreshWiring:
    """Tells each of the window's parts that `LibraryChanges` names, and no other."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        self._context = context
        self._window = window

    def refresh(self, changes: LibraryChanges) -> None:
        """Have the views of what changed read it anew."""
        window = self._window
        if changes.documents or changes.countries or changes.collections:
            self.refresh_holdings()
            window.tabs.refresh(changes.documents)
        if changes.documents or changes.countries or changes.evidence:
            window.country.refresh()
        if changes.bookmarks or changes.documents:
            window.marks.refresh_bookmarks()
            window.versions.refresh()
        if changes.reports or changes.bookmarks or changes.documents:
            window.marks.refresh_reports()
        if changes.search_index:
            window.search.again()
        if changes.bookmarks or changes.countries:
            window.search.look_elsewhere()
        if changes.saved_searches or changes.search_index:
            window.results.refresh_saved()
        if changes.bookmarks or changes.evidence:
            window.highlights.refresh()

    def refresh_holdings(self) -> None:
        """Show the documents that the library holds, and how many they are."""
        library = self._context.library

        def read() -> tuple[list[Document], int, Shelves]:
            return library.documents.all(), library.documents.passage_total, shelves_of(library)

        def show(found: tuple[list[Document], int, Shelves]) -> None:
            documents, passages, shelves = found
            codes = {code for each in documents for code in each.metadata.countries}
            names = {
                code: known.name for code in codes if (known := library.countries.by_code(code))
            }
            self._window.left.library.show_documents(documents, names, shelves)
            self._window.show_holdings(len(documents), passages)

        self._context.tasks.read("holdings", read, show)
