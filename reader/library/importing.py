"""Bring files into the library: one transaction a source, and a result for each."""

from __future__ import annotations

import concurrent.futures
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reader.domain.changes import LibraryChanges
from reader.domain.errors import Cancelled, ImportFailed, ReaderError
from reader.ingest.formats import is_supported
from reader.ingest.imported import Imported, Knowledge, Source
from reader.library.import_results import ImportOptions, ImportResult, SourceResult, SourceStatus
from reader.library.interrupted import Interrupted
from reader.library.limits import Limits
from reader.library.originals import sha256_of
from reader.library.parsing import Parser
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.library.source_files import FoundSource, find_sources, read_file, remember
from reader.library.storing import Storing

_Result = TypeVar("_Result")
# How soon a request to stop is seen while a source is being parsed.
_LOOK_SECONDS = 0.1
# Parsed sources that wait for the catalogue hold memory.
_WAITING = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """A source's bytes, and what was read of them; nothing for a document with that content."""

    data: bytes
    sha256: str
    imported: Imported | None
    known: str | None = None


class Importing:
    """Imports files into the catalogue; what is derived from it is brought up to date after."""

    def __init__(
        self,
        storing: Storing,
        knowledge: Knowledge,
        interrupted: Interrupted,
        limits: Limits | None = None,
    ) -> None:
        self._storing = storing
        self._knowledge = knowledge
        self._interrupted = interrupted
        self._limits = limits or Limits()

    def run(
        self,
        paths: Sequence[Path],
        options: ImportOptions | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> ImportResult:
        """Import files and folders (all below them, hidden files left out).

        A source that fails is a result, not an error: the others go on. Stopping keeps what was
        imported and names the sources that were left; what is being parsed is given up at once.
        """
        token = cancel or CancelToken()
        self._interrupted.begin(remember(paths))
        told = False
        try:
            with Parser(self._knowledge, self._limits) as parser:
                run = _Run(parser, self._storing, self._interrupted, options, report, token)
                result = run.all(find_sources(paths))
            told = not token.abandoned
        finally:
            self._interrupted.end(told=told)
        return result


class _Run:
    """One import: sources are parsed ahead, and stored one after the other in their order."""

    def __init__(
        self,
        parser: Parser,
        storing: Storing,
        interrupted: Interrupted,
        options: ImportOptions | None,
        report: Report,
        cancel: CancelToken,
    ) -> None:
        self._parser = parser
        self._storing = storing
        self._interrupted = interrupted
        self._options = options or ImportOptions()
        self._report = report
        self._cancel = cancel
        self._results: list[SourceResult] = []
        self._changes = LibraryChanges()
        self._documents: set[str] = set()
        self._waiting: deque[tuple[FoundSource, Future[_Read]]] = deque()

    def all(self, sources: Iterator[FoundSource]) -> ImportResult:
        """Import them all, or until it is stopped."""
        found = deque(sources)
        total = len(found)
        try:
            while found or self._waiting:
                while found and len(self._waiting) < self._parser.processes + _WAITING:
                    source = found.popleft()
                    self._waiting.append((source, self._ahead(source)))
                self._cancel.check()
                source, future = self._waiting[0]
                self._report(Progress("import", len(self._results), total, source.name))
                result, touched = self._finish(source, future)
                self._waiting.popleft()
                self._results.append(result)
                self._changes |= touched
                if result.document:
                    self._documents.add(result.document)
        except Cancelled:
            self._stop([each for each, _ in self._waiting] + list(found))
        self._report(Progress("import", total, total))
        return ImportResult(tuple(self._results), self._changes)

    def _ahead(self, source: FoundSource) -> Future[_Read]:
        if source.wrong is None and (source.named or is_supported(source.name)):
            return self._parser.ahead(lambda: self._read(source))
        refused: Future[_Read] = Future()
        if source.wrong is None:
            refused.set_exception(_Skipped("no importer reads this kind of file"))
        else:
            refused.set_exception(
                ImportFailed(source.wrong, item=source.shown, remedy="Check its permissions")
            )
        return refused

    def _read(self, source: FoundSource) -> _Read:
        data = read_file(source.file)
        sha256 = sha256_of(data)
        known = self._storing.find_content(sha256)
        if known is not None:
            return _Read(data, sha256, None, known)
        imported = self._parser.parse(Source(data, source.name, source.companion))
        return _Read(data, sha256, imported)

    def _finish(
        self, source: FoundSource, future: Future[_Read]
    ) -> tuple[SourceResult, LibraryChanges]:
        try:
            self._interrupted.at(source.shown)
            read = self._awaited(future)
            if read.known is not None:
                return self._storing.leave(source, read.known, read.sha256, self._options)
            assert read.imported is not None  # noqa: S101 (what is not known was parsed)
            return self._storing.store(
                source, read.data, read.imported, self._options, self._documents
            )
        except Cancelled:
            raise
        except _Skipped as error:
            return _skipped(source, error.what), LibraryChanges()
        except ReaderError as error:
            failed = SourceResult(source.shown, SourceStatus.FAILED, error=str(error))
            return failed, LibraryChanges()

    def _awaited(self, future: Future[_Result]) -> _Result:
        while not concurrent.futures.wait([future], timeout=_LOOK_SECONDS).done:
            self._cancel.check()
        return future.result()

    def _stop(self, left: list[FoundSource]) -> None:
        self._parser.stop()
        self._results += [_skipped(each, "stopped before it was read") for each in left]


class _Skipped(ReaderError):
    """A source is left out, which is no failure."""


def _skipped(source: FoundSource, reason: str) -> SourceResult:
    return SourceResult(source.shown, SourceStatus.SKIPPED, error=f"{source.shown}: {reason}")
