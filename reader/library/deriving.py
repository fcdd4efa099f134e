"""Bring what is derived up to date with the catalogue: the search index and suggested evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from reader.catalogue.database import Database
from reader.catalogue.derived_store import DerivedStore
from reader.catalogue.document_store import DocumentStore
from reader.domain.changes import LibraryChanges
from reader.domain.document import Document, Passage, PassageKind
from reader.domain.errors import IndexUnavailable, LibraryBusy
from reader.domain.scoring import ScoredIndex
from reader.evidence.lexicon import load_lexicon
from reader.evidence.ranking import suggest
from reader.library.documents import row_text
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.search.index_folder import IndexFolder
from reader.search.schema import IndexEntry

# A heading is found by its words, but the paragraphs under it rank before it.
_HEADING_WEIGHT = 0.3
_LOCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Derived:
    """How much was brought up to date, in documents."""

    indexed: int
    removed: int
    evaluated: int
    changes: LibraryChanges


class Deriving:
    """Computes the search index and the suggestions of evidence from the catalogue."""

    def __init__(
        self,
        documents: DocumentStore,
        index_folder: IndexFolder,
        derived_database: Database,
        derived: DerivedStore,
        scored_index: ScoredIndex,
        lexicon_file: Path,
        lock_file: Path,
    ) -> None:
        self._documents = documents
        self._index_folder = index_folder
        self._derived_database = derived_database
        self._derived = derived
        self._scored_index = scored_index
        self._lexicon_file = lexicon_file
        self._lock_file = lock_file

    def is_current(self) -> bool:
        """Whether index and evidence agree with the catalogue, by their stamps."""
        newest = self._documents.newest_versions()
        stamp = self._index_folder.stamp()
        evaluated = self._derived.evaluated()
        lexicon = self._fingerprint()
        return (
            set(stamp) == set(newest)
            and (bool(newest) or self._index_folder.generation() > 0)
            and set(evaluated) == set(newest)
            and all(each == lexicon for each in evaluated.values())
        )

    def is_built(self) -> bool:
        """Whether there is a search index on this machine, current or not."""
        return self._index_folder.generation() > 0

    def run(
        self, report: Report = silent, cancel: CancelToken | None = None, *, anew: bool = False
    ) -> Derived:
        """Index and evaluate what is new, forget what is gone; with `anew` do it all again.

        A damaged index is removed and built again. One program derives at a time: another waits.
        Raises LibraryBusy after a minute of waiting, Cancelled when stopped (nothing is lost).
        """
        token = cancel or CancelToken()
        self._lock_file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._lock_file, timeout=_LOCK_SECONDS, thread_local=False):
                if anew:
                    self._index_folder.clear()
                try:
                    indexed, removed = self._index(report, token)
                except IndexUnavailable:
                    self._index_folder.clear()
                    indexed, removed = self._index(report, token)
                evaluated = self._evaluate(report, token, anew=anew)
        except Timeout as error:
            raise LibraryBusy(
                "another program is indexing this library",
                item=str(self._lock_file.parent),
                remedy="Try again when it has finished",
            ) from error
        countries = frozenset(
            country for document in evaluated for country in document.metadata.countries
        )
        changes = LibraryChanges(evidence=countries, search_index=bool(indexed or removed))
        return Derived(indexed, removed, len(evaluated), changes)

    def _index(self, report: Report, cancel: CancelToken) -> tuple[int, int]:
        stamp = self._index_folder.stamp()
        newest = self._documents.newest_versions()
        missing = [version for version in newest if version not in stamp]
        gone = [version for version in stamp if version not in newest]
        if not missing and not gone and self._index_folder.generation():
            return 0, 0

        def progress(done: int) -> None:
            cancel.check()
            report(Progress("index", done, len(missing)))

        entries = ((version, self._entries(newest[version][0])) for version in missing)
        self._index_folder.write(entries, gone, progress)
        return len(missing), len(gone)

    def _entries(self, identifier: str) -> Iterator[IndexEntry]:
        document = self._documents.get(identifier)
        passages = self._documents.passages(document.version.id)
        for first, text in _units(passages):
            yield IndexEntry(
                version=document.version.id,
                passage=first.ordinal,
                document=document.id,
                text=text,
                title=document.metadata.title,
                headings=first.heading_path,
                countries=document.metadata.countries,
                language=document.metadata.language,
                weight=_HEADING_WEIGHT if first.kind is PassageKind.HEADING else 1.0,
            )

    def _evaluate(self, report: Report, cancel: CancelToken, *, anew: bool) -> list[Document]:
        fingerprint = self._fingerprint()
        known = {} if anew else self._derived.evaluated()
        documents = {document.version.id: document for document in self._documents.all()}
        stale = [
            document for version, document in documents.items() if known.get(version) != fingerprint
        ]
        gone = [version for version in self._derived.evaluated() if version not in documents]
        if not stale and not gone:
            return []
        lexicon = load_lexicon(self._lexicon_file, self._scored_index)
        for done, document in enumerate(stale):
            cancel.check()
            report(Progress("evidence", done, len(stale), document.metadata.title))
            links = suggest(
                self._documents.passages(document.version.id),
                lexicon,
                version=document.version.id,
                language=document.metadata.language,
                title=document.metadata.title,
            )
            with self._derived_database.transaction() as connection:
                self._derived.put(connection, document.version.id, fingerprint, links)
        with self._derived_database.transaction() as connection:
            self._derived.forget(connection, gone)
        return stale

    def _fingerprint(self) -> str:
        return hashlib.sha256(self._lexicon_file.read_bytes()).hexdigest()[:16]


def _units(passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, str]]:
    """What is searched as one: a passage, or a table's row under its first cell."""
    row: list[Passage] = []
    for passage in passages:
        cell = passage.cell
        if row and (cell is None or _row_of(row[0]) != (cell.table, cell.row)):
            yield row[0], row_text(row)
            row = []
        if cell is None:
            yield passage, passage.text
        else:
            row.append(passage)
    if row:
        yield row[0], row_text(row)


def _row_of(passage: Passage) -> tuple[int, int] | None:
    return None if passage.cell is None else (passage.cell.table, passage.cell.row)
