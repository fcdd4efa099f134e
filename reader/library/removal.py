"""Removing sources: hidden at once, put back when asked, and purged for good only on request."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.notes import PURGING, forget, note, noted
from reader.catalogue.report_store import ReportStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.changes import LibraryChanges
from reader.domain.document import Document
from reader.domain.errors import NotFound
from reader.domain.scoring import SCORE_FILE_PREFIX, ScoreFile
from reader.library.originals import Originals

_SHA256 = re.compile(r"\b[0-9a-f]{64}\b")


class Marks(enum.StrEnum):
    """What is to become of the marks in a document that is removed."""

    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Affected:
    """The sources of one request, and what hangs on them.

    `marks` are the bookmarks in use in the documents, `clips` those of them that stand in reports,
    named in `reports`.
    """

    documents: tuple[Document, ...]
    score_files: tuple[ScoreFile, ...]
    marks: int
    clips: int
    reports: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Titles of documents, then names of score files."""
        titles = (document.metadata.title for document in self.documents)
        return (*titles, *(file.source_name for file in self.score_files))

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What commands know the sources by, in the order of `names`."""
        return (*(each.id for each in self.documents), *(each.id for each in self.score_files))


class Removal:
    """Removes documents and files of scores, puts them back, and purges them.

    All methods take identifiers of documents and of score files, and raise NotFound for any that
    the library does not know, before anything is changed.
    """

    def __init__(
        self,
        database: Database,
        documents: DocumentStore,
        scores: ScoreStore,
        bookmarks: BookmarkStore,
        reports: ReportStore,
        originals: Originals,
    ) -> None:
        self._database = database
        self._documents = documents
        self._scores = scores
        self._bookmarks = bookmarks
        self._reports = reports
        self._originals = originals

    def removed(self) -> list[Document]:
        """The documents that were removed and can be put back, by title."""
        return self._documents.removed()

    def score_files(self, *, removed: bool = False) -> list[ScoreFile]:
        """The imported files that gave scores only, in use or removed, by name."""
        return self._scores.files(removed=removed)

    def look(self, identifiers: Sequence[str]) -> Affected:
        """What removing or purging these sources touches."""
        wanted = list(dict.fromkeys(identifiers))
        files = {each.id: each for each in self._scores.files(removed=None)}
        scores = [self._file(each, files) for each in wanted if each.startswith(SCORE_FILE_PREFIX)]
        documents = [
            self._documents.get(each) for each in wanted if not each.startswith(SCORE_FILE_PREFIX)
        ]
        marks = [mark for each in documents for mark in self._bookmarks.of_document(each.id)]
        holding = {mark.id: self._reports.of_bookmark(mark.id) for mark in marks}
        named = {report for reports in holding.values() for report in reports}
        return Affected(
            documents=tuple(documents),
            score_files=tuple(scores),
            marks=len(marks),
            clips=sum(1 for reports in holding.values() if reports),
            reports=tuple(self._reports.get(each).name for each in sorted(named)),
        )

    def remove(self, identifiers: Sequence[str], marks: Marks) -> LibraryChanges:
        """Take sources out of use, their marks with them or not; `restore` undoes it.

        Kept marks go on standing in their list and in reports, with their quotation and citation.
        """
        affected = self.look(identifiers)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._database.transaction() as connection:
            for document in affected.documents:
                newly = self._documents.set_removed(connection, document.id, now)
                if newly and marks is Marks.REMOVE:
                    self._bookmarks.set_removed(connection, document.id, now)
            for file in affected.score_files:
                self._scores.set_removed(connection, file.sha256, now)
        return self._changes(affected)

    def restore(self, identifiers: Sequence[str]) -> LibraryChanges:
        """Put sources back in use, and the marks that were removed with them."""
        affected = self.look(identifiers)
        with self._database.transaction() as connection:
            for document in affected.documents:
                if self._documents.set_removed(connection, document.id, None):
                    self._bookmarks.set_removed(connection, document.id, None)
            for file in affected.score_files:
                self._scores.set_removed(connection, file.sha256, None)
        return self._changes(affected)

    def purge(self, identifiers: Sequence[str]) -> LibraryChanges:
        """Delete sources for good: texts, marks, scores, and files that nothing else needs.

        The catalogue is changed first, whole or not at all, and notes which files are to go; what
        a crash leaves of them goes when the library is opened for writing again.
        """
        affected = self.look(identifiers)
        changes = self._changes(affected)
        files = self._files(affected)
        with self._database.transaction() as connection:
            for document in affected.documents:
                self._bookmarks.purge(connection, document.id)
                self._documents.purge(connection, document.id)
            for file in affected.score_files:
                self._scores.purge(connection, file.sha256)
            note(connection, PURGING, " ".join(sorted(files)))
        self.finish_purge()
        return changes

    def finish_purge(self) -> None:
        """Delete the files that a purge noted, as far as nothing needs them."""
        with self._database.transaction() as connection:
            needed = self._documents.contents() | self._documents.pictures()
            needed |= self._scores.contents()
            # A catalogue can come from elsewhere: its note names originals, and no other file.
            for sha256 in _SHA256.findall(noted(connection, PURGING) or ""):
                if sha256 not in needed:
                    self._originals.delete(sha256)
            forget(connection, PURGING)

    def _file(self, identifier: str, known: dict[str, ScoreFile]) -> ScoreFile:
        if identifier not in known:
            raise NotFound(
                "no such file of scores",
                item=identifier,
                remedy="`dossier documents --scores` lists them",
            )
        return known[identifier]

    def _files(self, affected: Affected) -> set[str]:
        """The SHA-256 of every original and picture of the sources."""
        found = {file.sha256 for file in affected.score_files}
        for document in affected.documents:
            for version in self._documents.versions(document.id):
                found.add(version.sha256)
                passages = self._documents.passages(version.id)
                found |= {each.picture for each in passages if each.picture}
        return found

    def _changes(self, affected: Affected) -> LibraryChanges:
        documents = [document.id for document in affected.documents]
        marks = {
            mark.id
            for each in documents
            for mark in self._bookmarks.of_document(each, removed=None)
        }
        return LibraryChanges(
            documents=frozenset(documents),
            countries=frozenset(self._countries(affected, documents)),
            bookmarks=frozenset(marks),
            reports=frozenset(each for mark in marks for each in self._reports.of_bookmark(mark)),
            search_index=bool(documents),
        )

    def _countries(self, affected: Affected, documents: Sequence[str]) -> Iterable[str]:
        for document in affected.documents:
            yield from document.metadata.countries
        for file in affected.score_files:
            yield from file.countries
        yield from self._scores.countries_of(documents)
