"""Bring files into the library: one transaction a source, and a result for each."""

from __future__ import annotations

import concurrent.futures
import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from reader.domain.changes import LibraryChanges
from reader.domain.errors import Cancelled, ImportFailed, ReaderError
from reader.ingest.formats import is_supported, known_formats
from reader.ingest.imported import Imported, Knowledge, Source
from reader.library.import_results import ImportOptions, ImportResult, SourceResult, SourceStatus
from reader.library.interrupted import Interrupted
from reader.library.limits import Limits
from reader.library.originals import sha256_of
from reader.library.parsing import Parser
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.library.source_files import FoundSource, find_sources, read_file, remember
from reader.library.storing import Storing
from reader.library.unpacking import Unpacking, looks_like_archive

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


class _Unpacked(list[FoundSource]):
    """The sources that an archive turned out to hold."""


class Importing:
    """Imports files into the catalogue; what is derived from it is brought up to date after."""

    def __init__(
        self,
        storing: Storing,
        knowledge: Knowledge,
        interrupted: Interrupted,
        scratch: Path,
        limits: Limits | None = None,
    ) -> None:
        self._storing = storing
        self._knowledge = knowledge
        self._interrupted = interrupted
        self._scratch = scratch
        self._limits = limits or Limits()

    def run(
        self,
        paths: Sequence[Path],
        options: ImportOptions | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> ImportResult:
        """Import files, folders (all below them, hidden files left out) and archives.

        A source that fails is a result, not an error: the others go on. Stopping keeps what was
        imported and names the sources that were left; what is being parsed is given up at once.
        """
        token = cancel or CancelToken()
        self._interrupted.begin(remember(paths))
        told = False
        try:
            with (
                Parser(self._knowledge, self._limits) as parser,
                contextlib.closing(Unpacking(self._scratch, self._limits.archive)) as unpacking,
            ):
                steps = _Steps(self._storing, parser, unpacking)
                run = _Run(steps, self._interrupted, options or ImportOptions(), report, token)
                result = run.all(find_sources(paths))
            told = not token.abandoned
        finally:
            self._interrupted.end(told=told)
        return result


@dataclass(frozen=True, slots=True)
class _Steps:
    """What is done with one source, and by whom."""

    storing: Storing
    parser: Parser
    unpacking: Unpacking

    def begin(self, source: FoundSource, told: Callable[[str], None]) -> Future[_Outcome]:
        """Read, parse or unpack a source beside others."""
        if source.wrong is not None:
            return _refused(ImportFailed(source.wrong, item=source.shown))
        if source.left is not None:
            return _refused(_Skipped(source.left))
        if looks_like_archive(source):
            return self.parser.ahead(lambda: self._unpack(source, told))
        if not source.named and not is_supported(source.name):
            return _refused(_Skipped("no importer reads this kind of file"))
        return self.parser.ahead(lambda: self._read(source))

    def _unpack(self, source: FoundSource, told: Callable[[str], None]) -> _Outcome:
        members = self.unpacking.members(source, self.parser, told)
        if members is None:
            return self._read(source)
        if not any(member.left is None for member in members):
            raise ImportFailed(
                "the archive holds nothing that Dossier reads",
                item=source.shown,
                remedy=f"Dossier reads {known_formats()}",
            )
        return _Unpacked(members)

    def _read(self, source: FoundSource) -> _Read:
        data = read_file(source.file, item=source.shown)
        sha256 = sha256_of(data)
        known = self.storing.find_content(sha256)
        if known is not None:
            return _Read(data, sha256, None, known)
        imported = self.parser.parse(Source(data, source.name, source.companion))
        return _Read(data, sha256, imported)


_Outcome = _Read | _Unpacked


class _Run:
    """One import: sources are parsed ahead, and stored one after the other in their order."""

    def __init__(
        self,
        steps: _Steps,
        interrupted: Interrupted,
        options: ImportOptions,
        report: Report,
        cancel: CancelToken,
    ) -> None:
        self._steps = steps
        self._interrupted = interrupted
        self._options = options
        self._report = report
        self._cancel = cancel
        self._total = 0
        self._results: list[SourceResult] = []
        self._changes = LibraryChanges()
        self._documents: set[str] = set()
        self._found: deque[FoundSource] = deque()
        self._waiting: deque[tuple[FoundSource, Future[_Outcome]]] = deque()

    def all(self, sources: Iterable[FoundSource]) -> ImportResult:
        """Import them all, or until it is stopped."""
        self._found.extend(sources)
        self._total = len(self._found)
        try:
            while self._found or self._waiting:
                self._begin_ahead()
                self._cancel.check()
                source, future = self._waiting[0]
                self._interrupted.at(source.shown)
                self._tell(source.name)
                self._finish(source, future)
                self._waiting.popleft()
        except Cancelled:
            self._steps.parser.stop()
            left = [source for source, _ in self._waiting] + list(self._found)
            self._results += [_skipped(each, "stopped before it was read") for each in left]
        self._report(Progress("import", self._total, self._total))
        return ImportResult(tuple(self._results), self._changes)

    def _begin_ahead(self) -> None:
        while self._found and len(self._waiting) < self._steps.parser.processes + _WAITING:
            source = self._found[0]
            archive = looks_like_archive(source)
            # What an archive holds comes before what comes after it.
            if archive and self._waiting:
                return
            self._found.popleft()
            self._waiting.append((source, self._steps.begin(source, self._tell)))
            if archive:
                return

    def _tell(self, name: str) -> None:
        self._report(Progress("import", len(self._results), self._total, name))

    def _finish(self, source: FoundSource, future: Future[_Outcome]) -> None:
        try:
            outcome = self._awaited(future)
            if isinstance(outcome, _Unpacked):
                self._found.extendleft(reversed(outcome))
                self._total += len(outcome) - 1
                return
            result, touched = self._stored(source, outcome)
            self._changes |= touched
            if result.document:
                self._documents.add(result.document)
        except Cancelled:
            raise
        except _Skipped as error:
            result = _skipped(source, error.what)
        except ReaderError as error:
            result = SourceResult(source.shown, SourceStatus.FAILED, error=str(error))
        self._results.append(result)

    def _awaited(self, future: Future[_Outcome]) -> _Outcome:
        while not concurrent.futures.wait([future], timeout=_LOOK_SECONDS).done:
            self._cancel.check()
        return future.result()

    def _stored(self, source: FoundSource, read: _Read) -> tuple[SourceResult, LibraryChanges]:
        storing = self._steps.storing
        if read.imported is None or read.known is not None:
            return storing.leave(source, read.known or "", read.sha256, self._options)
        return storing.store(source, read.data, read.imported, self._options, self._documents)


def _refused(error: ReaderError) -> Future[_Outcome]:
    future: Future[_Outcome] = Future()
    future.set_exception(error)
    return future


class _Skipped(ReaderError):
    """A source is left out, which is no failure."""


def _skipped(source: FoundSource, reason: str) -> SourceResult:
    return SourceResult(source.shown, SourceStatus.SKIPPED, error=f"{source.shown}: {reason}")
