"""What every key in the search field asks of a library, kept until it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from reader.catalogue.bookmark_store import BookmarkStore, Remark
from reader.catalogue.saved_search_store import SavedSearchStore
from reader.catalogue.search_store import DocumentRow, SearchStore
from reader.domain.country import CountryTable
from reader.domain.saved_search import SavedSearch
from reader.domain.scoring import Indicator
from reader.library.documents import CountryHoldings, Documents
from reader.library.elsewhere import RemarkTexts
from reader.library.kept import Kept
from reader.library.languages import Languages
from reader.library.offered_names import OfferedNames, names_of_documents, with_tags
from reader.library.search_state import SearchStates
from reader.library.search_table import SearchTable


class KnownNames:
    """What is known at this moment; usable from several threads."""

    def __init__(
        self,
        store: SearchStore,
        states: SearchStates,
        bookmarks: BookmarkStore,
        saved: SavedSearchStore,
        documents: Documents,
        countries: CountryTable,
        indicators: Sequence[Indicator],
        languages: Languages,
    ) -> None:
        self._states = states
        self._documents = documents
        self._bookmarks = bookmarks
        self._countries = countries
        self._indicators = indicators
        self._languages = languages
        self._of_documents: tuple[Mapping[int, DocumentRow], Set[str], OfferedNames] | None = None
        self._with_tags: tuple[OfferedNames, RemarkTexts, OfferedNames] | None = None
        self._ready: tuple[list[Remark], RemarkTexts] | None = None
        self._saved = Kept(store.change_mark, saved.all)
        self._holdings = Kept(store.change_mark, self._read_holdings)
        self._remarks = Kept(store.change_mark, self._read_remarks)
        self._names = Kept(store.change_mark, self._read_names)

    def names(self) -> OfferedNames:
        """The names to offer."""
        return self._names.current()

    def saved_searches(self) -> Sequence[SavedSearch]:
        """The saved searches by name, not counted."""
        return self._saved.current()

    def holdings(self) -> Mapping[str, CountryHoldings]:
        """What is held on each country, by alpha-2 code."""
        return self._holdings.current()

    def remarks(self) -> RemarkTexts:
        """The notes and tags of bookmarks."""
        return self._remarks.current()

    def _read_holdings(self) -> Mapping[str, CountryHoldings]:
        return {each.country.iso2: each for each in self._documents.countries()}

    def _read_remarks(self) -> RemarkTexts:
        remarks = self._bookmarks.remarks()
        # Most changes are of something else: what was made of the same remarks is good.
        if self._ready is None or self._ready[0] != remarks:
            self._ready = (remarks, RemarkTexts.of(remarks))
        return self._ready[1]

    def _read_names(self) -> OfferedNames:
        table = self._states.current().table
        scored = frozenset(code for code, held in self._holdings.current().items() if held.scores)
        of_documents, remarks = self._named_by_documents(table, scored), self._remarks.current()
        known = self._with_tags
        if known is None or known[0] is not of_documents or known[1] is not remarks:
            made = with_tags(of_documents, table.tags, remarks.remarks)
            known = self._with_tags = (of_documents, remarks, made)
        return known[2]

    def _named_by_documents(self, table: SearchTable, scored: Set[str]) -> OfferedNames:
        known = self._of_documents
        if known is None or known[0] != table.rows or known[1] != scored:
            made = names_of_documents(
                table, self._countries, scored, self._indicators, self._languages
            )
            known = self._of_documents = (table.rows, scored, made)
        return known[2]
