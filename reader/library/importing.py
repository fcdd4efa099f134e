"""Bring files into the library: one transaction a source, and a result for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.domain.changes import LibraryChanges
from reader.domain.errors import ReaderError
from reader.ingest.formats import import_file, is_supported
from reader.ingest.imported import Knowledge, Source
from reader.library.import_results import ImportOptions, ImportResult, SourceResult, SourceStatus
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.library.source_files import files_of, name_of, read_file
from reader.library.storing import Storing, as_stated


class Importing:
    """Imports files into the catalogue; what is derived from it is brought up to date after."""

    def __init__(self, storing: Storing, knowledge: Knowledge) -> None:
        self._storing = storing
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
        found = list(files_of(paths))
        for done, (path, named) in enumerate(found):
            if cancel is not None and cancel.cancelled:
                results.append(_skipped(path, "stopped before it was read"))
                continue
            report(Progress("import", done, len(found), name_of(path)))
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
            data = read_file(path)
            imported = import_file(Source(data, name_of(path)), self._knowledge)
            imported = as_stated(imported, options, self._knowledge.countries)
            return self._storing.store(path, data, imported, others)
        except ReaderError as error:
            failed = SourceResult(str(path), SourceStatus.FAILED, error=str(error))
            return failed, LibraryChanges()


def _skipped(path: Path, reason: str) -> SourceResult:
    return SourceResult(str(path), SourceStatus.SKIPPED, error=f"{path}: {reason}")
