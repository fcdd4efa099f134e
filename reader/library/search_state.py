"""The library as one query sees it: documents, marks, evidence, and what is made of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from reader.catalogue.derived_store import DerivedStore
from reader.catalogue.search_store import SearchStore
from reader.domain.country import CountryTable
from reader.domain.query import Filter, Node
from reader.domain.scoring import Indicator
from reader.library.facets import Faceting
from reader.library.filtering import Filtering
from reader.library.kept import Kept
from reader.library.languages import Languages
from reader.library.resolving import Resolution, Resolving
from reader.library.search_places import Places, PlacesKept
from reader.library.search_table import SearchTable
from reader.library.search_tags import Tags


class SearchState:
    """The library at one moment."""

    def __init__(
        self,
        table: SearchTable,
        places: Places,
        countries: CountryTable,
        indicators: Sequence[Indicator],
        languages: Languages,
    ) -> None:
        tags = Tags(table, places)
        self.table = table
        self.places = places
        self.filtering = Filtering(table, places, tags, countries, indicators, languages)
        self.faceting = Faceting(table, places, tags, indicators)

    def resolve(
        self, root: Node | None, within: Sequence[Filter] = (), *, unfinished: bool = False
    ) -> Resolution:
        """A query without filters; see `Resolving.resolve`."""
        return Resolving(self.filtering, self.places.noted).resolve(
            root, within, unfinished=unfinished
        )


class SearchStates:
    """The newest SearchState, made again when the library changed. Usable from several threads."""

    def __init__(
        self,
        store: SearchStore,
        derived: DerivedStore,
        countries: CountryTable,
        indicators: Sequence[Indicator],
        languages: Languages,
    ) -> None:
        self._tables = Kept(store.change_mark, lambda: SearchTable(store.documents(), countries))
        self._places = PlacesKept(store, derived)
        self._countries = countries
        self._indicators = indicators
        self._languages = languages
        self._lock = threading.Lock()
        self._state: SearchState | None = None

    def current(self, needed: Iterable[int] = ()) -> SearchState:
        """The library as it is now, with the versions that are `needed` if they are in use."""
        wanted = frozenset(needed)
        table = self._tables.current(lambda known: not wanted <= known.versions)
        places = self._places.current(table.versions)
        with self._lock:
            state = self._state
            if state is None or state.table is not table or state.places is not places:
                state = SearchState(
                    table, places, self._countries, self._indicators, self._languages
                )
                self._state = state
            return state
