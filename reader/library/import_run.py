"""One import from start to end: sources stored, indexed while they come, evidence suggested."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from reader.domain.changes import LibraryChanges
from reader.domain.errors import ReaderError
from reader.library.deriving import countries_of
from reader.library.import_results import ImportOptions, ImportResult
from reader.library.indexing_process import IndexingProcess
from reader.library.library import Library
from reader.library.progress import CancelToken, Progress, Report, silent

# Fewer sources are indexed sooner than another process is started.
_SOURCES_WORTH_A_PROCESS = 24


@dataclass(frozen=True, slots=True)
class ImportRun:
    """The outcomes of the sources, all that changed, and what kept the index from being current.

    With `behind`, the sources are in the library, and finding them has to wait.
    """

    result: ImportResult
    changes: LibraryChanges
    behind: ReaderError | None = None


def import_and_derive(
    library: Library,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> ImportRun:
    """Import files and folders and bring index and evidence up to date.

    Stopping ends the import; what was imported before is indexed nevertheless.
    """
    indexing: IndexingProcess | None = None
    with ExitStack() as stack:

        def follow(progress: Progress) -> None:
            nonlocal indexing
            report(progress)
            if indexing is not None:
                indexing.tell_more()
            elif progress.total - progress.done >= _SOURCES_WORTH_A_PROCESS:
                indexing = stack.enter_context(IndexingProcess(library.folder, library.cache_root))

        result = library.importing.run(paths, options, follow, cancel)
        try:
            changes = result.changes | _derive(library, indexing, report)
        except ReaderError as error:
            return ImportRun(result, result.changes, error)
    return ImportRun(result, changes)


def _derive(library: Library, indexing: IndexingProcess | None, report: Report) -> LibraryChanges:
    """Evaluate while the process indexes, then do what is left to do, as a rule nothing."""
    changes = LibraryChanges()
    if indexing is not None:
        indexing.tell_end()
        evaluated = library.deriving.evaluating.run(report)
        indexing.wait(report, CancelToken())
        changes = LibraryChanges(evidence=countries_of(evaluated), search_index=True)
    if library.deriving.is_current():
        return changes
    return changes | library.deriving.run(report).changes
