"""Bring files into the library: one transaction a source, and a result for each."""

from __future__ import annotations

import dataclasses
import enum
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.changes import LibraryChanges
from reader.domain.country import CountryTable
from reader.domain.dates import PartialDate
from reader.domain.document import Origin, SourceMetadata, place_blocks
from reader.domain.errors import ImportFailed, ReaderError
from reader.domain.scoring import ScoreSheet, disagreements
from reader.ingest.formats import import_file, is_supported
from reader.ingest.imported import Imported, Knowledge, Source
from reader.library.bookmarks import Bookmarks
from reader.library.originals import Originals, sha256_of
from reader.library.progress import CancelToken, Progress, Report, silent

# Far above any saved page or report; a file beyond it is refused before it is read.
LARGEST_FILE = 64 * 1024 * 1024


class SourceStatus(enum.StrEnum):
    """What became of one source."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceResult:
    """The outcome for one source; `passages` and `scores` count what it brought."""

    path: str
    status: SourceStatus
    format: str | None = None
    document: str | None = None
    metadata: SourceMetadata | None = None
    countries: tuple[str, ...] = ()
    passages: int = 0
    scores: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user states about all sources of one import; None leaves it to each source."""

    country: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The outcomes in the order of the sources, and what changed in the library."""

    sources: tuple[SourceResult, ...]
    changes: LibraryChanges


class Importing:
    """Imports files into the catalogue; what is derived from it is brought up to date after."""

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

    def run(
        self,
        paths: Sequence[Path],
        options: ImportOptions | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> ImportResult:
        """Import files and folders (all below them, hidden files left out).

        A source that fails is a result, not an error: the others go on. Stopping keeps what was
        imported and names the sources that were left.
        """
        stated = options or ImportOptions()
        results: list[SourceResult] = []
        changes = LibraryChanges()
        found = list(_files(paths))
        for done, (path, named) in enumerate(found):
            if cancel is not None and cancel.cancelled:
                results.append(_skipped(path, "stopped before it was read"))
                continue
            report(Progress("import", done, len(found), _name(path)))
            if not named and not is_supported(path.name):
                results.append(_skipped(path, "no importer reads this kind of file"))
                continue
            others = frozenset(each.document for each in results if each.document)
            result, touched = self._import_one(path, stated, others)
            results.append(result)
            changes |= touched
        report(Progress("import", len(found), len(found)))
        return ImportResult(tuple(results), changes)

    def _import_one(
        self, path: Path, options: ImportOptions, others: frozenset[str]
    ) -> tuple[SourceResult, LibraryChanges]:
        try:
            data = _read(path)
            imported = import_file(Source(data, _name(path)), self._knowledge)
            imported = _as_stated(imported, options, self._knowledge.countries)
            return self._store(path, data, imported, others)
        except ReaderError as error:
            failed = SourceResult(str(path), SourceStatus.FAILED, error=str(error))
            return failed, LibraryChanges()

    def _store(
        self, path: Path, data: bytes, imported: Imported, others: frozenset[str]
    ) -> tuple[SourceResult, LibraryChanges]:
        sha256, name = sha256_of(data), _name(path)
        metadata = imported.metadata
        known = self._documents.find_content(sha256) if metadata is not None else None
        if known is not None or (metadata is None and self._scores.find_content(sha256)):
            return self._unchanged(path, imported, known), LibraryChanges()
        sheets = tuple(_with_source(sheet, metadata) for sheet in imported.sheets)
        warnings = (*imported.warnings, *self._checked(sheets))
        self._originals.keep(data)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        document: str | None = None
        version: int | None = None
        status = SourceStatus.ADDED
        rescued = LibraryChanges()
        with self._database.transaction() as connection:
            if metadata is not None:
                document = self._documents.find_source(name, metadata.title, metadata.url, others)
                status = SourceStatus.ADDED if document is None else SourceStatus.UPDATED
                document = document or secrets.token_hex(6)
                passages = place_blocks(imported.blocks)
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
                    warnings=warnings,
                )
                if status is SourceStatus.UPDATED:
                    rescued = self._bookmarks.reanchor(connection, document, passages)
            elif self._scores.find_source(name):
                status = SourceStatus.UPDATED
            for sheet in sheets:
                self._scores.add(
                    connection,
                    sheet,
                    version=version,
                    sha256=sha256,
                    source_name=name,
                    imported_at=now,
                )
        countries = _countries(imported)
        result = dataclasses.replace(
            _described(path, status, imported), document=document, warnings=warnings
        )
        documents = frozenset() if document is None else frozenset({document})
        touched = LibraryChanges(
            documents=documents, countries=frozenset(countries), search_index=bool(documents)
        )
        return result, touched | rescued

    def _unchanged(self, path: Path, imported: Imported, document: str | None) -> SourceResult:
        result = _described(path, SourceStatus.UNCHANGED, imported)
        if document is None:
            return result
        held = self._documents.get(document).metadata
        warnings: tuple[str, ...] = ()
        if imported.metadata != held and Origin.BY_HAND in _origins(imported):
            warnings = ("It is in the library already; what is stated here was not taken over",)
        return dataclasses.replace(
            result, document=document, metadata=held, countries=held.countries, warnings=warnings
        )

    def _checked(self, sheets: Iterable[ScoreSheet]) -> Iterator[str]:
        """Warnings on figures that disagree with their parts or with what the library holds."""
        for sheet in sheets:
            index = self._knowledge.indices[sheet.index]
            if sheet.edition_basis:
                yield f"edition {sheet.edition} is inferred: {sheet.edition_basis}"
            yield from disagreements(index, sheet.edition, sheet.scores, sheet.totals)
            held = self._scores.sheets(
                country=sheet.country, index=sheet.index, edition=sheet.edition
            )
            mine = {score.indicator: score for score in sheet.scores}
            for other in held:
                for theirs in other.sheet.scores:
                    ours = mine.get(theirs.indicator)
                    if ours is not None and ours.value != theirs.value:
                        yield (
                            f"{ours.indicator}: {ours.value} here, but {theirs.value} in "
                            f"{other.source_name}; the figure imported last is shown"
                        )


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Files with whether the user named them; links that leave a named folder are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        for below in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in below.relative_to(path).parts)
            if below.is_file() and not below.is_symlink() and not hidden:
                yield below, False


def _name(path: Path) -> str:
    """A file's own name as text, even where the file system allows bytes that are none."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            what = "it is not a regular file" if path.exists() else "there is no such file"
            raise ImportFailed(what, item=str(path), remedy="Check the name")
        if path.stat().st_size > LARGEST_FILE:
            raise ImportFailed(
                f"larger than {LARGEST_FILE // 1024 // 1024} MB",
                item=str(path),
                remedy="Split it and import the parts",
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportFailed(
            f"it cannot be read ({error.strerror or error})",
            item=str(path),
            remedy="Check its permissions, and that no other program keeps it locked",
        ) from error


def _as_stated(imported: Imported, options: ImportOptions, countries: CountryTable) -> Imported:
    found = imported.metadata
    if found is None:
        return imported
    own = (countries.resolve(options.country).iso2,) if options.country else found.countries
    by_hand = {
        "title": options.title,
        "publisher": options.publisher,
        "published": options.published,
        "url": options.url,
        "countries": options.country,
    }
    metadata = dataclasses.replace(
        found,
        title=options.title or found.title,
        publisher=options.publisher or found.publisher,
        published=options.published or found.published,
        url=options.url or found.url,
        countries=own,
        origins={
            **found.origins,
            **{field: Origin.BY_HAND for field, value in by_hand.items() if value},
        },
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


def _origins(imported: Imported) -> frozenset[Origin]:
    return frozenset(imported.metadata.origins.values() if imported.metadata else ())


def _described(path: Path, status: SourceStatus, imported: Imported) -> SourceResult:
    return SourceResult(
        path=str(path),
        status=status,
        format=imported.format,
        metadata=imported.metadata,
        countries=_countries(imported),
        passages=len(imported.blocks),
        scores=sum(len(sheet.scores) for sheet in imported.sheets),
        warnings=imported.warnings,
    )


def _skipped(path: Path, reason: str) -> SourceResult:
    return SourceResult(str(path), SourceStatus.SKIPPED, error=f"{path}: {reason}")
