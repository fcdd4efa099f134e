"""A library: opened, wired to its use cases, and closed."""

from __future__ import annotations

import hashlib
import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.catalogue.database import CATALOGUE_MIGRATIONS, DERIVED_MIGRATIONS, Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.notes import PURGING, note, noted
from reader.catalogue.score_store import ScoreStore
from reader.domain.country import CountryTable
from reader.domain.errors import LibraryBusy, LibraryUnavailable
from reader.domain.scoring import ScoredIndex
from reader.library.documents import Documents
from reader.library.own_countries import OWN_COUNTRIES, with_own_countries
from reader.library.reference import DEFAULT_INDEX, MAPPINGS, load_countries, load_indices
from reader.library.writing import WriterLock
from reader.places import cache_root, resources

if TYPE_CHECKING:
    from reader.catalogue.bookmark_store import BookmarkStore
    from reader.catalogue.collection_store import CollectionStore
    from reader.catalogue.derived_store import DerivedStore
    from reader.catalogue.report_store import ReportStore
    from reader.catalogue.saved_search_store import SavedSearchStore
    from reader.catalogue.search_store import SearchStore
    from reader.ingest.imported import Knowledge
    from reader.library.bookmarks import Bookmarks
    from reader.library.collections import Collections
    from reader.library.completing import Completing
    from reader.library.deriving import Deriving
    from reader.library.elsewhere import SearchingElsewhere
    from reader.library.engines import Engines
    from reader.library.evidence import Evidence
    from reader.library.hit_export import HitExport
    from reader.library.importing import Importing
    from reader.library.integrity import Integrity
    from reader.library.interrupted import Interrupted
    from reader.library.keeping import Keeping
    from reader.library.known_names import KnownNames
    from reader.library.languages import Languages
    from reader.library.mappings import Mappings
    from reader.library.merging import Merging
    from reader.library.metadata import Metadata
    from reader.library.originals import Originals
    from reader.library.other_indices import OtherIndices
    from reader.library.pages import Pages
    from reader.library.profiles import Profiles
    from reader.library.removal import Removal
    from reader.library.reports import Reports
    from reader.library.saved_searches import SavedSearches
    from reader.library.search_state import SearchStates
    from reader.library.searching import Searching
    from reader.library.source_copies import SourceCopies
    from reader.library.tagging import Tagging
    from reader.library.versions import Versions
    from reader.library.watching import Watching
    from reader.search.engine import SearchIndex

CATALOGUE = "catalogue.sqlite3"
_IDENTIFIER = re.compile("[0-9a-f]{1,64}")


class Library:
    """One open library.

    `open` for reading or for writing, `create` for a new one; its parts are attributes, each made
    when first used, so that a program pays only for what it does.
    """

    def __init__(self, folder: Path, cache: Path, lock: WriterLock | None) -> None:
        self._folder = folder
        self._lock = lock
        self._database = Database(
            folder / CATALOGUE, CATALOGUE_MIGRATIONS, writable=lock is not None
        )
        self._cache_root = cache

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """Whether there is a library in `folder`."""
        return (folder / CATALOGUE).is_file()

    @classmethod
    def is_older(cls, folder: Path) -> bool:
        """Whether the library is of an older format, which only opening it for writing mends."""
        database = Database(folder / CATALOGUE, None, writable=False)
        try:
            return database.is_older(CATALOGUE_MIGRATIONS)
        finally:
            database.close()

    @classmethod
    def create(
        cls, folder: Path, *, program: str, starter: bool = False, cache: Path | None = None
    ) -> Library:
        """Make an empty library and open it for writing.

        With `starter`, the library notes that the starter documents are still to be imported,
        until `starter_finished` is called: a killed first start goes on at the next one.

        Raises LibraryUnavailable when the folder cannot be made or holds other files.
        """
        if cls.exists(folder):
            raise LibraryUnavailable("there is a library already", item=str(folder))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            strange = [
                each.name for each in folder.iterdir() if not each.name.startswith("writer.")
            ]
        except OSError as error:
            raise LibraryUnavailable(
                f"the folder cannot be made ({error.strerror or error})",
                item=str(folder),
                remedy="Choose another folder with --library",
            ) from error
        if not all(each == "originals" or each.startswith(CATALOGUE) for each in strange):
            raise LibraryUnavailable(
                "the folder holds other files",
                item=str(folder),
                remedy="Choose an empty folder, or one that does not exist yet",
            )
        lock = WriterLock(folder, program)
        lock.acquire()
        try:
            if not cls.exists(folder):
                _make_catalogue(folder, starter=starter)
            return cls(folder, cache or cache_root(), lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        writing: bool,
        program: str,
        cache: Path | None = None,
        on_behalf: bool = False,
    ) -> Library:
        """Open an existing library.

        With `on_behalf`, a program that already holds the writer's lock vouches for this one (its
        own worker process). Raises LibraryUnavailable when there is none or it is damaged or
        newer, LibraryBusy naming the other writer when it is to be written to.
        """
        if not cls.exists(folder):
            raise LibraryUnavailable(
                "there is no library", item=str(folder), remedy="Name another with --library"
            )
        lock = WriterLock(folder, program) if writing else None
        if lock is not None and not on_behalf:
            lock.acquire()
        try:
            library = cls(folder, cache or cache_root(), lock)
            if lock is not None and not on_behalf:
                library._settle()
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return library

    def _settle(self) -> None:
        """End what a crash cut short: files on their way in from another library, or out."""
        if self._noted(PURGING) is not None:
            self.removal.finish_purge()
        if not (self._folder / "incoming").is_dir():
            return
        copy = self._originals.incoming / CATALOGUE
        for each in copy.parent.glob(f"{copy.name}*"):
            each.unlink()
        documents, scores = self._document_store, self._score_store
        self._originals.settle(documents.contents() | documents.pictures() | scores.contents())

    @property
    def is_settled(self) -> bool:
        """Whether no crash cut short what opening it for writing ends."""
        return self._noted(PURGING) is None and not (self._folder / "incoming").is_dir()

    def close(self) -> None:
        """Close all files and give the writer's lock back."""
        if "pages" in self.__dict__:
            self.pages.close()
        if "searching" in self.__dict__:
            self.searching.close()
        if "source_copies" in self.__dict__:
            self.source_copies.clean()
        if "_derived_database" in self.__dict__:
            self._derived_database.close()
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._folder

    @property
    def writable(self) -> bool:
        """Whether this program may change the library."""
        return self._lock is not None

    @property
    def starter_pending(self) -> bool:
        """Whether the starter documents are still to be imported."""
        return self._noted("starter") == "pending"

    def starter_finished(self) -> None:
        """Note that the starter documents were imported."""
        self._note("starter", "done")

    def _noted(self, key: str) -> str | None:
        with self._database.reading() as connection:
            return noted(connection, key)

    def _note(self, key: str, value: str) -> None:
        _note(self._database, key, value)

    @cached_property
    def identifier(self) -> str:
        """The library's own identifier, made once and kept in its catalogue."""
        known = self._noted("identifier")
        if known is None:
            raise LibraryUnavailable(
                "the catalogue has no identifier",
                item=str(self._folder),
                remedy="Put back a backup",
            )
        return known

    @property
    def cache_root(self) -> Path:
        """The folder of what is derived from all libraries of this machine's user."""
        return self._cache_root

    @cached_property
    def cache_folder(self) -> Path:
        """Where this machine keeps what is derived from this library; copies have their own."""
        return self._cache_of(self._folder)

    def _cache_of(self, folder: Path) -> Path:
        place = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:8]
        name = self.identifier
        if not _IDENTIFIER.fullmatch(name):
            # A library from elsewhere must not name the folder: the index there would be its own.
            name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return self._cache_root / name / place

    @property
    def countries(self) -> CountryTable:
        """All countries with their names and codes, those of the library's own file among them."""
        return self._countries[0]

    @property
    def country_problems(self) -> tuple[str, ...]:
        """What cannot be read in the library's own `countries.csv`, each with its line."""
        return self._countries[1]

    @cached_property
    def _countries(self) -> tuple[CountryTable, tuple[str, ...]]:
        return with_own_countries(load_countries(resources()), self._folder / OWN_COUNTRIES)

    @cached_property
    def index(self) -> ScoredIndex:
        """The scored index that profiles show."""
        return load_indices(resources())[DEFAULT_INDEX]

    @cached_property
    def documents(self) -> Documents:
        """Reading documents and passages."""
        return Documents(self._document_store, self._score_store, self.countries, self._originals)

    @cached_property
    def searching(self) -> Searching:
        """Full-text search."""
        from reader.library.hits import Hits
        from reader.library.searching import Searching

        hits = Hits(self._document_store, self._search_store)
        return Searching(self._search_index.searcher(), self._search_states, hits, self.countries)

    @cached_property
    def completing(self) -> Completing:
        """Ways to go on with a query that is being typed."""
        from reader.library.completing import Completing

        known = self._known_names
        return Completing(self.searching.words, known.names, known.saved_searches)

    @cached_property
    def elsewhere(self) -> SearchingElsewhere:
        """What a query means besides passages."""
        from reader.library.elsewhere import SearchingElsewhere

        known = self._known_names
        return SearchingElsewhere(
            self.countries,
            self.index.indicators(),
            known.holdings,
            known.remarks,
            self._bookmark_store,
            self._document_store,
        )

    @cached_property
    def hit_export(self) -> HitExport:
        """Hits as tables, Markdown and text."""
        from reader.library.hit_export import HitExport

        return HitExport(self._document_store, self._folder.name)

    @cached_property
    def saved_searches(self) -> SavedSearches:
        """Queries kept under a name."""
        from reader.library.saved_searches import SavedSearches

        return SavedSearches(
            self._database,
            self._saved_search_store,
            lambda query: self.searching.counts(query),
        )

    @cached_property
    def evidence(self) -> Evidence:
        """Links between scores and passages."""
        from reader.library.evidence import Evidence

        return Evidence(self._derived_store, self._document_store, self.index)

    @cached_property
    def profiles(self) -> Profiles:
        """Country profiles and indicator tables."""
        from reader.library.profiles import Profiles

        return Profiles(
            self._score_store,
            self._document_store,
            self.evidence,
            self.countries,
            self.index,
            self.other_indices,
        )

    @cached_property
    def other_indices(self) -> OtherIndices:
        """Figures of indices that came with mapping files."""
        from reader.library.other_indices import OtherIndices

        return OtherIndices(self._score_store)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Marked passages."""
        from reader.library.bookmarks import Bookmarks

        return Bookmarks(
            self._database, self._bookmark_store, self._document_store, self._report_store
        )

    @cached_property
    def metadata(self) -> Metadata:
        """Correcting what is known of documents."""
        from reader.library.metadata import Metadata

        return Metadata(
            self._database,
            self._document_store,
            self._bookmark_store,
            self._report_store,
            self.countries,
        )

    @cached_property
    def versions(self) -> Versions:
        """Versions of documents, read and compared."""
        from reader.library.versions import Versions

        return Versions(self._document_store, self._bookmark_store)

    @cached_property
    def reports(self) -> Reports:
        """Reports and their export."""
        from reader.library.reports import Reports

        return Reports(
            self._database, self._report_store, self._bookmark_store, self._document_store
        )

    @cached_property
    def _knowledge(self) -> Knowledge:
        from reader.ingest.imported import Knowledge

        return Knowledge(
            self.countries,
            {self.index.id: self.index},
            (self._folder / MAPPINGS, resources() / MAPPINGS),
        )

    @cached_property
    def mappings(self) -> Mappings:
        """Describing tables of scores."""
        from reader.library.mappings import Mappings

        return Mappings(self._folder / MAPPINGS, self._knowledge, writable=self.writable)

    @cached_property
    def importing(self) -> Importing:
        """Bringing files in."""
        from reader.library.importing import Importing
        from reader.library.storing import Storing

        knowledge = self._knowledge
        storing = Storing(
            self._database,
            self._document_store,
            self._score_store,
            self.bookmarks,
            self._originals,
            knowledge,
        )
        return Importing(storing, knowledge, self.interrupted, self.cache_folder / "unpacked")

    @cached_property
    def interrupted(self) -> Interrupted:
        """An import that was cut short."""
        from reader.library.interrupted import Interrupted

        return Interrupted(
            self.cache_folder / "import.jsonl",
            self._originals,
            lambda: (
                self._document_store.contents()
                | self._score_store.contents()
                | self._document_store.pictures()
            ),
        )

    @cached_property
    def watching(self) -> Watching:
        """Folders that are looked into for what is new."""
        from reader.library.watching import Watching

        return Watching(self.cache_folder, (self._folder, self._cache_root))

    def follow_watched(self, old: Path) -> None:
        """Watch what was watched for this library while it lay in another folder."""
        self.watching.follow(self._cache_of(old))

    @cached_property
    def removal(self) -> Removal:
        """Removing sources, putting them back, purging them."""
        from reader.library.removal import Removal

        return Removal(
            self._database,
            self._document_store,
            self._score_store,
            self._bookmark_store,
            self._report_store,
            self._originals,
        )

    @cached_property
    def collections(self) -> Collections:
        """Named groups of documents."""
        from reader.library.collections import Collections

        return Collections(self._database, self._collection_store, self._document_store)

    @cached_property
    def keeping(self) -> Keeping:
        """Backing up and moving the whole library."""
        from reader.library.keeping import Keeping

        return Keeping(self._folder, self._database, self._document_store, self._score_store)

    @cached_property
    def merging(self) -> Merging:
        """Taking another library into this one."""
        from reader.library.merging import Merging

        return Merging(self._folder, self._database, self._originals)

    @cached_property
    def tagging(self) -> Tagging:
        """Tags of documents."""
        from reader.library.tagging import Tagging

        return Tagging(self._database, self._document_store)

    @cached_property
    def source_copies(self) -> SourceCopies:
        """Copies of the originals, to open or to keep."""
        from reader.library.source_copies import SourceCopies

        return SourceCopies(self._document_store, self._originals)

    @cached_property
    def pages(self) -> Pages:
        """Pages as they are printed."""
        from reader.library.page_process import PageProcess
        from reader.library.pages import Pages

        return Pages(self._originals, PageProcess())

    @cached_property
    def deriving(self) -> Deriving:
        """Bringing search index and evidence up to date."""
        from reader.library.deriving import Deriving
        from reader.library.evaluating import Evaluating
        from reader.library.indexing import Indexing
        from reader.library.switching import Switching

        lock_file = self.cache_folder / "indexing.lock"
        return Deriving(
            Indexing(self._document_store, self._search_index, lock_file),
            Evaluating(
                self._document_store,
                self._derived_database,
                self._derived_store,
                self.index,
                resources() / "lexicons" / f"{self.index.id}.toml",
                self.cache_folder / "evaluating.lock",
            ),
            Switching(self._document_store, self.engines, lock_file),
        )

    @cached_property
    def engines(self) -> Engines:
        """The search engines, and which of them is used for this library on this machine."""
        from reader.library.engines import Engines

        return Engines(self.cache_folder)

    @cached_property
    def integrity(self) -> Integrity:
        """Checking and repairing."""
        from reader.library.integrity import Integrity

        return Integrity(
            self._database,
            self._document_store,
            self._score_store,
            self._bookmark_store,
            self._originals,
            self._search_index,
            self.deriving,
        )

    @cached_property
    def _document_store(self) -> DocumentStore:
        return DocumentStore(self._database)

    @cached_property
    def _search_states(self) -> SearchStates:
        from reader.library.search_state import SearchStates

        return SearchStates(
            self._search_store,
            self._derived_store,
            self.countries,
            self.index.indicators(),
            self._languages,
        )

    @cached_property
    def _languages(self) -> Languages:
        from reader.library.languages import Languages

        return Languages(resources() / "languages.csv")

    @cached_property
    def _known_names(self) -> KnownNames:
        from reader.library.known_names import KnownNames

        return KnownNames(
            self._search_store,
            self._search_states,
            self._bookmark_store,
            self._saved_search_store,
            self.documents,
            self.countries,
            self.index.indicators(),
            self._languages,
        )

    @cached_property
    def _search_store(self) -> SearchStore:
        from reader.catalogue.search_store import SearchStore

        return SearchStore(self._database)

    @cached_property
    def _score_store(self) -> ScoreStore:
        return ScoreStore(self._database)

    @cached_property
    def _bookmark_store(self) -> BookmarkStore:
        from reader.catalogue.bookmark_store import BookmarkStore

        return BookmarkStore(self._database)

    @cached_property
    def _collection_store(self) -> CollectionStore:
        from reader.catalogue.collection_store import CollectionStore

        return CollectionStore(self._database)

    @cached_property
    def _report_store(self) -> ReportStore:
        from reader.catalogue.report_store import ReportStore

        return ReportStore(self._database)

    @cached_property
    def _saved_search_store(self) -> SavedSearchStore:
        from reader.catalogue.saved_search_store import SavedSearchStore

        return SavedSearchStore(self._database)

    @cached_property
    def _originals(self) -> Originals:
        from reader.library.originals import Originals

        return Originals(self._folder / "originals")

    @cached_property
    def _search_index(self) -> SearchIndex:
        from reader.library.engines import ChosenIndex

        return ChosenIndex(self.engines)

    @cached_property
    def _derived_database(self) -> Database:
        try:
            self.cache_folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryUnavailable(
                f"the cache folder cannot be made ({error.strerror or error})",
                item=str(self.cache_folder),
                remedy="Name a writable one in DOSSIER_CACHE",
            ) from error
        path = self.cache_folder / "derived.sqlite3"
        try:
            return Database(path, DERIVED_MIGRATIONS, writable=True)
        except LibraryBusy:
            raise
        except LibraryUnavailable:
            try:
                # Whatever is wrong with it, it can be computed again.
                for each in (path, *path.parent.glob(f"{path.name}-*")):
                    each.unlink(missing_ok=True)
            except OSError:
                # A cache that cannot be written answers as long as it is current.
                return Database(path, DERIVED_MIGRATIONS, writable=False)
            return Database(path, DERIVED_MIGRATIONS, writable=True)

    @cached_property
    def _derived_store(self) -> DerivedStore:
        from reader.catalogue.derived_store import DerivedStore

        return DerivedStore(self._derived_database)


def _make_catalogue(folder: Path, *, starter: bool) -> None:
    """Make an empty catalogue beside its place and move it there: a killed start leaves none."""
    fresh = folder / f"{CATALOGUE}.new"
    for each in folder.glob(f"{fresh.name}*"):
        each.unlink()
    database = Database(fresh, CATALOGUE_MIGRATIONS, writable=True)
    try:
        if starter:
            _note(database, "starter", "pending")
    finally:
        database.close()
    fresh.replace(folder / CATALOGUE)


def _note(database: Database, key: str, value: str) -> None:
    with database.transaction() as connection:
        note(connection, key, value)
