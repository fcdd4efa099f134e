"""Put one source that was read into the catalogue: whole, in one transaction, or not at all."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence, Set
from datetime import UTC, datetime

from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.changes import LibraryChanges
from reader.domain.country import CountryTable
from reader.domain.document import FieldValue, Origin, Passage, SourceMetadata, place_blocks
from reader.domain.metadata import BY_HAND, as_source_says, merged, set_by_hand
from reader.domain.scoring import ScoreFile, ScoreSheet
from reader.domain.text_changes import shared_letters
from reader.ingest.imported import Imported, Knowledge
from reader.library.bookmarks import Bookmarks
from reader.library.import_results import ImportOptions, SourceResult, SourceStatus
from reader.library.originals import Originals, sha256_of
from reader.library.score_checks import ScoreChecks
from reader.library.source_files import FoundSource

BACK = "it had been removed, and is back in use with the marks that went with it"
BACK_SCORES = "it had been removed, and is back in use"

# The share of the smaller text's letters, in passages that are in both, that makes two files of one
# name and title the same source although they lie in different folders.
_SAME = 0.5


class Storing:
    """Stores sources as they were read; what is derived from them is brought up to date after."""

    def __init__(
        self,
        database: Database,
        documents: DocumentStore,
        scores: ScoreStore,
        bookmarks: Bookmarks,
        originals: Originals,
        knowledge: Knowledge,
    ) -> None:
        self._database = database
        self._documents = documents
        self._scores = scores
        self._bookmarks = bookmarks
        self._originals = originals
        self._knowledge = knowledge

    def find_content(self, sha256: str) -> str | None:
        """The document whose newest version has that content: it need not be parsed again."""
        return self._documents.find_content(sha256)

    def leave(
        self, found: FoundSource, document: str, sha256: str, options: ImportOptions
    ) -> tuple[SourceResult, LibraryChanges]:
        """Leave a document whose content is known as it is; one that was removed comes back."""
        return self._held_already(self._held(found, document, options), sha256)

    def store(
        self,
        found: FoundSource,
        data: bytes,
        imported: Imported,
        options: ImportOptions,
        others: Set[str] = frozenset(),
    ) -> tuple[SourceResult, LibraryChanges]:
        """Keep the original and add what was read of it; what is known already stays as it is.

        `others` are the documents of the same import's other sources.
        """
        imported = as_stated(imported, options, self._knowledge.countries)
        sha256, name = sha256_of(data), found.name
        metadata = imported.metadata
        known = self._documents.find_content(sha256) if metadata is not None else None
        if known is not None:
            return self.leave(found, known, sha256, options)
        if metadata is None and self._scores.find_content(sha256):
            return self._held_already(_described(found, SourceStatus.UNCHANGED, imported), sha256)
        sheets = tuple(_with_source(sheet, metadata) for sheet in imported.sheets)
        # What Dossier ships is never described anew by a file.
        described = [each for each in imported.indices if each.id not in self._knowledge.indices]
        indices = {**self._knowledge.indices, **{each.id: each for each in described}}
        checks = ScoreChecks(self._scores, indices)
        warnings = (*imported.warnings, *checks.warnings(sheets))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        document: str | None = None
        version: int | None = None
        status = SourceStatus.ADDED
        rescued, marks = LibraryChanges(), None
        left: frozenset[str] = frozenset()
        older = [] if metadata is not None else self._score_files(name)
        with (
            self._originals.keeping((data, *imported.pictures.values())),
            self._database.transaction() as connection,
        ):
            if metadata is not None:
                passages = place_blocks(imported.blocks)
                document = self._same_source(found, as_source_says(metadata), passages, others)
                status = SourceStatus.ADDED if document is None else SourceStatus.UPDATED
                before = None
                if document is not None:
                    known_as = self._documents.get(document)
                    before = known_as.version.id
                    metadata = merged(known_as.metadata, metadata)
                    imported = dataclasses.replace(imported, metadata=metadata)
                    left = frozenset(known_as.metadata.countries)
                document = document or secrets.token_hex(6)
                self._documents.put_metadata(connection, document, metadata)
                version = self._documents.add_version(
                    connection,
                    document,
                    sha256=sha256,
                    imported_at=now,
                    source_name=name,
                    format_name=imported.format,
                    passages=passages,
                    facts=imported.facts,
                    source_key=found.key,
                    warnings=warnings,
                )
                if status is SourceStatus.UPDATED:
                    rescued, marks = self._bookmarks.reanchor(connection, document, before=before)
                    if self._documents.set_removed(connection, document, None):
                        rescued |= self._bookmarks.bring_back(connection, document)
                        warnings = (*warnings, BACK)
            elif older:
                status = SourceStatus.UPDATED
                if all(each.removed for each in older):
                    warnings = (*warnings, BACK_SCORES)
            for index in described:
                self._scores.put_index(connection, index)
            self._scores.add(
                connection,
                sheets,
                version=version,
                sha256=sha256,
                source_name=name,
                imported_at=now,
            )
        self._set_aside({each.sha256 for each in older} - self._scores.contents())
        countries = _countries(imported)
        result = dataclasses.replace(
            _described(found, status, imported), document=document, warnings=warnings, marks=marks
        )
        documents = frozenset() if document is None else frozenset({document})
        touched = LibraryChanges(
            documents=documents, countries=left.union(countries), search_index=bool(documents)
        )
        return result, touched | rescued

    def _score_files(self, name: str) -> list[ScoreFile]:
        """The files of scores only of a name, in use or removed."""
        return [each for each in self._scores.files(removed=None) if each.source_name == name]

    def _set_aside(self, replaced: Set[str]) -> None:
        """Take the originals of files out whose every figure a newer one gives anew."""
        for sha256 in replaced - self._documents.contents() - self._documents.pictures():
            if (path := self._originals.path(sha256)).is_file():
                self._originals.set_aside(path)

    def _same_source(
        self,
        found: FoundSource,
        metadata: SourceMetadata,
        passages: Sequence[Passage],
        others: Set[str],
    ) -> str | None:
        """The document that a changed source is a new version of, or None.

        The file in the same place, or a page of the same address and title; else a file of the
        same name and title from elsewhere, if much of what it says is the same.
        """
        known = self._documents.find_source(found.key, metadata.title, metadata.url, others)
        if known is not None:
            return known
        texts = [passage.text for passage in passages]
        alike = []
        for each, key in self._documents.namesakes(found.name, metadata.title):
            if each not in others:
                held = self._documents.passages(self._documents.get(each).version.id)
                if not key or shared_letters([one.text for one in held], texts) >= _SAME:
                    alike.append(each)
        return alike[0] if len(alike) == 1 else None

    def _held_already(
        self, result: SourceResult, sha256: str
    ) -> tuple[SourceResult, LibraryChanges]:
        document, marks = result.document, LibraryChanges()
        with self._database.transaction() as connection:
            if document is None:
                back = self._scores.set_removed(connection, sha256, None)
            else:
                back = self._documents.set_removed(connection, document, None)
                if back:
                    marks = self._bookmarks.bring_back(connection, document)
        if not back:
            return result, LibraryChanges()
        result = dataclasses.replace(
            result, status=SourceStatus.UPDATED, warnings=(*result.warnings, BACK)
        )
        touched = LibraryChanges(
            documents=frozenset() if document is None else frozenset({document}),
            countries=frozenset(result.countries),
            search_index=document is not None,
        )
        return result, touched | marks

    def _held(self, found: FoundSource, document: str, options: ImportOptions) -> SourceResult:
        """What is told of a source that is in the library already."""
        held = self._documents.get(document)
        stated = as_stated(
            Imported(held.version.format, held.metadata),
            dataclasses.replace(options, accessed=None),
            self._knowledge.countries,
        )
        warnings: tuple[str, ...] = ()
        if stated.metadata != held.metadata:
            warnings = ("It is in the library already; what is stated here was not taken over",)
        sheets = (
            sheet for code in held.metadata.countries for sheet in self._scores.sheets(country=code)
        )
        return SourceResult(
            path=found.shown,
            status=SourceStatus.UNCHANGED,
            format=held.version.format,
            document=document,
            metadata=held.metadata,
            countries=held.metadata.countries,
            passages=held.version.passage_count,
            scores=sum(len(each.sheet.scores) for each in sheets if each.document == document),
            warnings=warnings,
        )


def as_stated(imported: Imported, options: ImportOptions, countries: CountryTable) -> Imported:
    """What was read, with what the user states in place of what the source says."""
    found = imported.metadata
    if found is None:
        return imported
    country = countries.resolve(options.country).iso2 if options.country else None
    stated: dict[str, FieldValue] = {
        "title": options.title,
        "publisher": options.publisher,
        "published": options.published,
        "url": options.url,
        "countries": (country,) if country else None,
    }
    metadata = set_by_hand(found, {name: value for name, value in stated.items() if value})
    if country:
        metadata = dataclasses.replace(metadata, country_reasons={country: BY_HAND})
    if options.accessed and not metadata.accessed:
        metadata = dataclasses.replace(
            metadata,
            accessed=options.accessed,
            origins={**metadata.origins, "accessed": Origin.INFERRED},
        )
    return dataclasses.replace(imported, metadata=metadata)


def _with_source(sheet: ScoreSheet, metadata: SourceMetadata | None) -> ScoreSheet:
    if metadata is None or sheet.source_title:
        return sheet
    return dataclasses.replace(
        sheet,
        source_title=metadata.title,
        source_publisher=metadata.publisher,
        source_url=metadata.url,
    )


def _countries(imported: Imported) -> tuple[str, ...]:
    stated = imported.metadata.countries if imported.metadata else ()
    return tuple(dict.fromkeys((*stated, *(sheet.country for sheet in imported.sheets))))


def _described(found: FoundSource, status: SourceStatus, imported: Imported) -> SourceResult:
    return SourceResult(
        path=found.shown,
        status=status,
        format=imported.format,
        metadata=imported.metadata,
        countries=_countries(imported),
        passages=len(imported.blocks),
        scores=sum(len(sheet.scores) for sheet in imported.sheets),
        warnings=imported.warnings,
    )
