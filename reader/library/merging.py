"""Another library taken into this one: nothing lost on either side, and the other never changed."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.collection_store import CollectionStore
from reader.catalogue.database import CATALOGUE_MIGRATIONS, Connection, Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.merge_rows import ScoreRows
from reader.catalogue.report_store import ReportStore
from reader.catalogue.saved_search_store import SavedSearchStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.bookmark import Bookmark
from reader.domain.changes import LibraryChanges
from reader.domain.document import Document
from reader.domain.errors import InvalidInput, LibraryUnavailable, ReaderError
from reader.domain.report import ReportClip, ReportItem
from reader.library.backup_file import CATALOGUE
from reader.library.merge_checks import CheckedVersion, checked_versions, placed_mark
from reader.library.merge_matching import Matcher, digest, same_versions
from reader.library.merged_metadata import disagreements, filled
from reader.library.merged_searches import take_saved_searches
from reader.library.originals import Originals, sha256_of
from reader.library.placing import check_catalogue
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.library.reanchoring import Reanchoring


@dataclass(frozen=True, slots=True)
class Merged:
    """What came from another library, counted, and what did not with the reason.

    `documents` are new here, `updated` ones got a version or metadata that they had not.
    """

    documents: int
    updated: int
    versions: int
    bookmarks: int
    reports: int
    collections: int
    score_sheets: int
    saved_searches: int
    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    changes: LibraryChanges


class Merging:
    """Takes another library into the open one."""

    def __init__(self, folder: Path, database: Database, originals: Originals) -> None:
        self._folder = folder
        self._database = database
        self._originals = originals

    def run(
        self, other: Path, report: Report = silent, cancel: CancelToken | None = None
    ) -> Merged:
        """Take over what this library has not; merging the same again adds nothing.

        Each document comes in one transaction with its versions, marks and scores: what is stopped
        or killed can be done again. Raises LibraryUnavailable when there is no library, or one that
        is damaged or newer, InvalidInput for this very library, Cancelled.
        """
        token = cancel or CancelToken()
        catalogue = other / CATALOGUE
        if not catalogue.is_file():
            raise LibraryUnavailable(
                "there is no library", item=str(other), remedy="Choose a library's folder"
            )
        if other.resolve() == self._folder.resolve():
            raise InvalidInput("this is the library itself", item=str(other))
        with self._snapshot(catalogue, token) as theirs:
            run = _Run(self._database, self._originals, theirs, Originals(other / "originals"))
            run.take_all(report, token)
        return run.result()

    @contextlib.contextmanager
    def _snapshot(self, catalogue: Path, cancel: CancelToken) -> Iterator[Database]:
        """A copy of one moment of the other catalogue, checked and brought to our format."""
        copy = self._originals.incoming / CATALOGUE
        self._originals.incoming.mkdir(exist_ok=True)
        copy.unlink(missing_ok=True)
        try:
            _read_only_copy(catalogue, copy, cancel)
            try:
                check_catalogue(copy)
            except LibraryUnavailable as error:
                raise LibraryUnavailable(
                    error.what, item=str(catalogue.parent), remedy=error.remedy
                ) from error
            theirs = Database(copy, CATALOGUE_MIGRATIONS, writable=False)
            try:
                yield theirs
            finally:
                theirs.close()
        finally:
            for each in copy.parent.glob(f"{copy.name}*"):
                each.unlink(missing_ok=True)
            self._originals.settle(())


def _read_only_copy(catalogue: Path, copy: Path, cancel: CancelToken) -> None:
    """The other library's format may be older than ours: no migration is asked of it."""
    database = Database(catalogue, None, writable=False)
    try:
        database.copy_to(copy, lambda _done, _total: cancel.check())
    finally:
        database.close()


class _Run:
    """One merge under way."""

    def __init__(
        self, database: Database, originals: Originals, theirs: Database, files: Originals
    ) -> None:
        self._database = database
        self._originals = originals
        self._files = files
        self._documents = DocumentStore(database)
        self._bookmarks = BookmarkStore(database)
        self._reports = ReportStore(database)
        self._collections = CollectionStore(database)
        self._their_documents = DocumentStore(theirs)
        self._their_bookmarks = BookmarkStore(theirs)
        self._their_reports = ReportStore(theirs)
        self._their_collections = CollectionStore(theirs)
        self._saved_searches = SavedSearchStore(database)
        self._their_saved_searches = SavedSearchStore(theirs)
        self._their_scores = ScoreRows(theirs)
        self._their_files = ScoreStore(theirs)
        self._ours: dict[str, str] = {}  # their document to ours
        self._marks: dict[str, str] = {}  # their bookmark to ours
        self._counts = dict.fromkeys(
            (
                "documents",
                "updated",
                "versions",
                "bookmarks",
                "reports",
                "collections",
                "score_sheets",
                "saved_searches",
            ),
            0,
        )
        self._refused: list[str] = []
        self._warnings: list[str] = []
        self._changes = LibraryChanges()

    def take_all(self, report: Report, cancel: CancelToken) -> None:
        """Documents one by one, then what binds them together."""
        coming = self._readable([*self._their_documents.all(), *self._their_documents.removed()])
        matcher = Matcher(self._documents, coming)
        for done, document in enumerate(coming):
            cancel.check()
            report(Progress("merge", done, len(coming), document.metadata.title))
            try:
                versions = checked_versions(self._their_documents, document)
            except InvalidInput as error:
                self._refused.append(str(error))
                continue
            self._take_document(document, versions, matcher)
        cancel.check()
        self._take_score_files()
        self._take_collections()
        self._take_reports()
        self._take_saved_searches()
        report(Progress("merge", len(coming), len(coming)))

    def result(self) -> Merged:
        """What came."""
        return Merged(
            **self._counts,
            refused=tuple(self._refused),
            warnings=tuple(dict.fromkeys(self._warnings)),
            changes=self._changes,
        )

    # Documents

    def _take_document(
        self, document: Document, versions: list[CheckedVersion], matcher: Matcher
    ) -> None:
        known = matcher.find(document, versions)
        self._stage({sha256 for version in versions for sha256 in version.files})
        with self._database.transaction() as connection:
            if known is None:
                identifier = self._free_identifier(document, versions)
                self._documents.put_metadata(connection, identifier, document.metadata)
                self._documents.set_removed(connection, identifier, document.removed)
            else:
                identifier = known
            self._ours[document.id] = identifier
            same = {} if known is None else self._same_versions(known, versions)
            mapped = dict(same)
            for each in versions:
                if each.version.id not in mapped:
                    mapped[each.version.id] = self._add_version(connection, identifier, each)
            added = len(mapped) - len(same)
            if added:
                new = {mapped[each] for each in mapped if each not in same}
                self._documents.order_versions(connection, identifier, new)
            sheets = self._their_scores.take_of_document(connection, mapped)
            enriched = known is not None and self._enrich(connection, known, document)
            if known is not None and added:
                self._reanchor(connection, known)
            marks = self._take_marks(connection, document, identifier, versions, mapped)
        self._originals.settle(self._needed())
        self._counts["documents"] += known is None
        self._counts["updated"] += known is not None and bool(added or enriched)
        self._counts["versions"] += added
        self._counts["score_sheets"] += sheets
        if known is None or added or enriched or sheets:
            metadata = self._documents.get(identifier).metadata
            self._changes |= LibraryChanges(
                documents=frozenset({identifier}),
                countries=frozenset(metadata.countries),
                search_index=True,
            )
        self._changes |= LibraryChanges(bookmarks=frozenset(marks))

    def _same_versions(self, known: str, versions: list[CheckedVersion]) -> dict[int, int]:
        """Their versions that we have, mapped to ours."""
        coming = {each.version.sha256 for each in versions}
        ours = [
            (version, self._documents.passages(version.id))
            for version in reversed(self._documents.versions(known))
            if version.sha256 in coming
        ]
        return same_versions(ours, versions)

    def _add_version(self, connection: Connection, document: str, checked: CheckedVersion) -> int:
        version = checked.version
        return self._documents.add_version(
            connection,
            document,
            sha256=version.sha256,
            imported_at=version.imported_at,
            source_name=version.source_name,
            format_name=version.format,
            passages=checked.passages,
            facts=checked.facts,
            source_key=version.source_key,
            warnings=version.warnings,
        )

    def _enrich(self, connection: Connection, known: str, document: Document) -> bool:
        held = self._documents.get(known)
        ours = held.metadata
        if held.removed and not document.removed:
            self._warnings.append(f"{ours.title}: it was removed here and stays so until put back")
        if both := disagreements(ours, document.metadata):
            self._warnings.append(
                f"{ours.title}: {', '.join(both)} set by hand here and there; ours stays"
            )
        metadata = filled(ours, document.metadata)
        if metadata == ours:
            return False
        self._documents.put_metadata(connection, known, metadata)
        return True

    def _free_identifier(self, document: Document, versions: Sequence[CheckedVersion]) -> str:
        if self._documents.exists(document.id):
            # Another document has it: made of what this one is, so that it is the same each time.
            return digest(document.id, document.metadata.title, versions[0].version.sha256)
        return document.id

    # Marks

    def _reanchor(self, connection: Connection, document: str) -> None:
        reanchoring = Reanchoring(self._documents, document)
        for mark in self._bookmarks.of_document(document, removed=None):
            self._bookmarks.put(connection, reanchoring.newest(mark))
            self._changes |= LibraryChanges(bookmarks=frozenset({mark.id}))

    def _take_marks(
        self,
        connection: Connection,
        document: Document,
        identifier: str,
        versions: Sequence[CheckedVersion],
        mapped: Mapping[int, int],
    ) -> set[str]:
        taken = set()
        texts = {each.version.id: each.text for each in versions}
        reanchoring = Reanchoring(self._documents, identifier)
        hidden = self._documents.get(identifier).removed is not None
        for theirs in self._their_bookmarks.of_document(document.id, removed=None):
            position = placed_mark(theirs, texts.get(theirs.version, ""))
            if position is None:
                self._refused.append(
                    f"{document.metadata.title}: a bookmark does not stand in its text:"
                    f" “{theirs.quote.exact[:120]}” {theirs.note[:200]}".rstrip()
                )
                continue
            # A mark is hidden with its document only: nobody could bring it back otherwise.
            mark = dataclasses.replace(
                theirs,
                document=identifier,
                version=mapped[theirs.version],
                position=position,
                removed=theirs.removed if hidden else None,
            )
            mark = self._with_free_identifier(reanchoring.newest(mark))
            self._marks[theirs.id] = mark.id
            if not self._bookmarks.exists(mark.id):
                self._bookmarks.put(connection, mark)
                taken.add(mark.id)
        self._counts["bookmarks"] += len(taken)
        return taken

    def _with_free_identifier(self, mark: Bookmark) -> Bookmark:
        """The mark under its own identifier unless another mark has it; both are kept then."""
        if not self._bookmarks.exists(mark.id):
            return mark
        if _says(self._bookmarks.get(mark.id)) == _says(mark):
            return mark
        return dataclasses.replace(mark, id=digest(mark.id, json.dumps(_says(mark))))

    # What binds documents together

    def _take_score_files(self) -> None:
        self._stage(self._their_scores.contents(None))
        with self._database.transaction() as connection:
            for index in self._their_scores.take_indices(connection):
                self._warnings.append(f"the index {index} is described otherwise there; ours stays")
            countries = self._their_scores.take_files(connection)
        self._originals.settle(self._needed())
        removed = {each.sha256 for each in ScoreStore(self._database).files(removed=True)}
        self._warnings += [
            f"{each.source_name}: it was removed here and stays so until put back"
            for each in self._their_files.files()
            if each.sha256 in removed
        ]
        self._counts["score_sheets"] += len(countries)
        self._changes |= LibraryChanges(countries=frozenset(countries))

    def _take_collections(self) -> None:
        with self._database.transaction() as connection:
            for name, held in self._their_collections.all().items():
                ours = self._collections.all()
                known = next((each for each in ours if each.casefold() == name.casefold()), None)
                if known is None:
                    self._collections.add(connection, name)
                coming = [self._ours[each] for each in held if each in self._ours]
                new = set(coming) - set(ours.get(known or "", ()))
                self._collections.put(connection, known or name, sorted(new))
                if known is None or new:
                    self._counts["collections"] += 1
                    self._changes |= LibraryChanges(
                        collections=frozenset({known or name}), documents=frozenset(new)
                    )

    def _take_reports(self) -> None:
        with self._database.transaction() as connection:
            for theirs in self._their_reports.whole():
                items = [item for each in theirs.items for item in self._in_ours(each)]
                said = [_item_says(each) for each in items]
                identifier = theirs.id
                known = {each.id: each for each in self._reports.whole()}
                if identifier in known:
                    if [_item_says(each) for each in known[identifier].items] == said:
                        continue
                    identifier = digest(theirs.id, theirs.name, json.dumps(said))
                    if identifier in known:
                        continue
                name = _free_name(theirs.name, {each.name for each in known.values()})
                created = self._their_reports.created(theirs.id)
                self._reports.add(connection, identifier, name, created)
                for item in items:
                    self._reports.append(connection, identifier, item)
                self._counts["reports"] += 1
                self._changes |= LibraryChanges(reports=frozenset({identifier}))

    def _in_ours(self, item: ReportItem) -> Iterator[ReportItem]:
        if not isinstance(item, ReportClip):
            yield item
        elif item.bookmark in self._marks:
            yield dataclasses.replace(item, bookmark=self._marks[item.bookmark])

    def _take_saved_searches(self) -> None:
        with self._database.transaction() as connection:
            taken, refused = take_saved_searches(
                connection, self._saved_searches, self._their_saved_searches
            )
        self._refused += refused
        self._counts["saved_searches"] += len(taken)
        self._changes |= LibraryChanges(saved_searches=frozenset(taken))

    # Files

    def _stage(self, wanted: Iterable[str]) -> None:
        """Bring files in beside the originals; they join them when the catalogue knows them."""
        for sha256 in sorted(wanted):
            if self._originals.path(sha256).is_file():
                continue
            try:
                data = self._files.read(sha256)
            except ReaderError:
                self._warnings.append(f"originals/{sha256}: it is missing in the other library")
                continue
            if sha256_of(data) != sha256:
                self._warnings.append(f"originals/{sha256}: it was changed in the other library")
                continue
            self._originals.stage(data)

    def _needed(self) -> set[str]:
        scores = ScoreStore(self._database).contents()
        return self._documents.contents() | self._documents.pictures() | scores

    def _readable(self, documents: list[Document]) -> list[Document]:
        return sorted(documents, key=lambda each: (each.version.imported_at, each.id))


def _says(mark: Bookmark) -> list[object]:
    """What makes a mark this one and no other, wherever it is anchored now."""
    return [mark.document, mark.quote.exact, mark.note, list(mark.tags), mark.colour.value]


def _item_says(item: ReportItem) -> list[object]:
    fields = dataclasses.asdict(item)
    del fields["id"]
    return [type(item).__name__, *fields.values()]


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
