"""The import and indexing process: parsing and indexing would hold the window's thread.

Spawned when first needed. It talks JSON, one object a line: requests on its standard input
(`import`, `derive`, `cancel`), `progress`, then `done` or `failed`, on its standard output. It
writes on behalf of the program that started it and ends when that program closes its input.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reader.domain.bookmark import MarkReport
from reader.domain.changes import LibraryChanges
from reader.domain.dates import PartialDate
from reader.domain.errors import Cancelled, ReaderError
from reader.library.progress import CancelToken, Progress, Report, silent

if TYPE_CHECKING:
    from reader.library.import_results import SourceResult
    from reader.library.library import Library

# A process without work is ended after so many seconds: it holds as much memory as half a window.
IDLE_SECONDS = 5.0
_NICENESS = 5
_NEW_GROUP = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclasses.dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What became of one source, as the worker tells it; `status` as `SourceStatus` has it."""

    path: str
    status: str
    document: str | None
    title: str | None
    passages: int
    scores: int
    error: str | None
    warnings: tuple[str, ...]
    countries: tuple[str, ...] = ()
    marks: MarkReport | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class WorkDone:
    """The end of one request: the sources of an import, and what changed."""

    sources: tuple[SourceOutcome, ...]
    changes: LibraryChanges


class Worker:
    """The window's end of the process. One request at a time; the others wait their turn."""

    def __init__(self, library: Path, cache: Path, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._library = library
        self._cache = cache
        self._idle_seconds = idle_seconds
        self._idle: threading.Timer | None = None
        self._process: subprocess.Popen[str] | None = None
        self._turn = threading.Lock()
        self._guard = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def run_import(
        self,
        paths: Sequence[Path],
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        accessed: PartialDate | None = None,
    ) -> WorkDone:
        """Import files and folders and bring index and evidence up to date.

        `accessed` is the day for sources that do not say when they were read: today, if pasted.
        Blocks until done: call it off the UI thread. Raises ReaderError when the process failed,
        Cancelled when stopped; sources finished before are kept in either case.
        """
        request = {
            "do": "import",
            "paths": [str(path) for path in paths],
            "accessed": str(accessed) if accessed else None,
        }
        return self._request(request, report, cancel or CancelToken())

    def derive(
        self,
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        anew: bool = False,
        engine: str | None = None,
    ) -> WorkDone:
        """Bring index and evidence up to date, or build them anew. As `run_import`.

        With `engine`, the index is built anew for that search engine, which is used from then on.
        """
        request = {"do": "derive", "anew": anew, "engine": engine}
        return self._request(request, report, cancel or CancelToken())

    def stop(self) -> None:
        """End the process; a source in flight is given up, finished ones are kept."""
        if self._idle is not None:
            self._idle.cancel()
        with self._guard:
            process, self._process = self._process, None
        if process is not None:
            _close(process)

    def _request(
        self, request: Mapping[str, object], report: Report, cancel: CancelToken
    ) -> WorkDone:
        with self._turn:
            if self._idle is not None:
                self._idle.cancel()
            process = self._started()
            watching = threading.Event()
            watcher = threading.Thread(
                target=self._pass_on_cancel, args=(process, cancel, watching), daemon=True
            )
            try:
                _send(process, request)
                watcher.start()
                return self._answer(process, report)
            except (OSError, ValueError) as error:
                raise self._died(process) from error
            finally:
                watching.set()
                self._idle = threading.Timer(self._idle_seconds, self._stop_if_idle)
                self._idle.daemon = True
                self._idle.start()

    def _stop_if_idle(self) -> None:
        # Somebody who has the turn is at work, or about to be.
        if self._turn.acquire(blocking=False):
            try:
                self.stop()
            finally:
                self._turn.release()

    def _answer(self, process: subprocess.Popen[str], report: Report) -> WorkDone:
        assert process.stdout is not None  # noqa: S101 (it was opened as a pipe)
        for line in process.stdout:
            message = json.loads(line)
            if "progress" in message:
                report(Progress(**message["progress"]))
            elif "failed" in message:
                raise _failure(message["failed"])
            else:
                return _done(message["done"])
        raise self._died(process)

    def _pass_on_cancel(
        self, process: subprocess.Popen[str], cancel: CancelToken, watching: threading.Event
    ) -> None:
        while not watching.wait(0.05):
            if cancel.cancelled:
                with contextlib.suppress(OSError, ValueError):
                    _send(process, {"do": "cancel"})
                return

    def _started(self) -> subprocess.Popen[str]:
        with self._guard:
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "reader.library.worker", str(self._library)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    env=process_environment(self._cache),
                    creationflags=_NEW_GROUP,
                )
            return self._process

    def _died(self, process: subprocess.Popen[str]) -> ReaderError:
        self.stop()
        return ReaderError(
            f"the importing process ended unexpectedly (exit {process.poll()})",
            item=str(self._library),
            remedy="What was finished is kept; try again without the last file named",
        )


def process_environment(cache: Path) -> dict[str, str]:
    """The environment of a process of ours: the same package, the same cache, UTF-8."""
    package_parent = str(Path(__file__).resolve().parents[2])
    paths = [package_parent, os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "DOSSIER_CACHE": str(cache),
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONUTF8": "1",
    }


def _send(process: subprocess.Popen[str], message: Mapping[str, object]) -> None:
    assert process.stdin is not None  # noqa: S101 (it was opened as a pipe)
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def _close(process: subprocess.Popen[str]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _failure(data: Mapping[str, Any]) -> ReaderError:
    if data.get("cancelled"):
        return Cancelled(data["what"])
    return ReaderError(data["what"], item=data["item"], remedy=data["remedy"])


def _done(data: Mapping[str, Any]) -> WorkDone:
    sources = tuple(
        SourceOutcome(
            **{
                **source,
                "warnings": tuple(source["warnings"]),
                "countries": tuple(source["countries"]),
                "marks": MarkReport(**source["marks"]) if source["marks"] else None,
            }
        )
        for source in data["sources"]
    )
    changes = dict(data["changes"])
    index = bool(changes.pop("search_index"))
    touched = {name: frozenset(value) for name, value in changes.items()}
    return WorkDone(sources, LibraryChanges(**touched, search_index=index))


def serve(library_folder: Path, requests: IO[str], answers: IO[str]) -> None:
    """The process itself: answer requests until their stream ends."""
    from reader.library.library import Library

    incoming: queue.Queue[_Job | None] = queue.Queue()
    threading.Thread(target=_read, args=(requests, incoming), daemon=True).start()

    def answer(message: Mapping[str, object]) -> None:
        answers.write(json.dumps(message, ensure_ascii=False) + "\n")
        answers.flush()

    def report(progress: Progress) -> None:
        answer({"progress": dataclasses.asdict(progress)})

    with Library.open(
        library_folder, writing=True, program="dossier worker", on_behalf=True
    ) as library:
        while (job := incoming.get()) is not None:
            try:
                answer({"done": _work(library, job, report)})
            except ReaderError as error:
                answer(
                    {
                        "failed": {
                            "what": error.what,
                            "item": error.item,
                            "remedy": error.remedy,
                            "cancelled": isinstance(error, Cancelled),
                        }
                    }
                )


@dataclasses.dataclass(frozen=True, slots=True)
class _Job:
    request: Mapping[str, Any]
    cancel: CancelToken


def _read(requests: IO[str], incoming: queue.Queue[_Job | None]) -> None:
    current = CancelToken()
    for line in requests:
        request = json.loads(line)
        if request["do"] == "cancel":
            current.cancel()
        else:
            current = CancelToken()
            incoming.put(_Job(request, current))
    # The window is gone: stop at the next safe point.
    current.cancel(abandoned=True)
    incoming.put(None)


def _work(library: Library, job: _Job, report: Report) -> dict[str, object]:
    from reader.library.import_results import ImportOptions
    from reader.library.import_run import import_and_derive

    request, cancel = job.request, job.cancel
    sources: list[dict[str, object]] = []
    changes = LibraryChanges()
    if request["do"] == "import":
        paths = [Path(each) for each in request["paths"]]
        accessed = PartialDate.parse(request["accessed"]) if request.get("accessed") else None
        options = ImportOptions(accessed=accessed)
        run = import_and_derive(library, paths, options, report, cancel)
        if run.behind is not None:
            raise run.behind
        changes = run.changes
        sources = [_outcome(source) for source in run.result.sources]
    else:
        anew, engine = bool(request.get("anew")), request.get("engine")
        changes = library.deriving.run(report, cancel, anew=anew, engine=engine).changes
    return {
        "sources": sources,
        "changes": {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in dataclasses.asdict(changes).items()
        },
    }


def _outcome(source: SourceResult) -> dict[str, object]:
    return {
        "path": source.path,
        "status": source.status.value,
        "document": source.document,
        "title": source.metadata.title if source.metadata else None,
        "passages": source.passages,
        "scores": source.scores,
        "error": source.error,
        "warnings": list(source.warnings),
        "countries": list(source.countries),
        "marks": dataclasses.asdict(source.marks) if source.marks else None,
    }


if __name__ == "__main__":
    # The window, and whatever else the user does, goes before; so do the processes started here.
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    try:
        serve(Path(sys.argv[1]), sys.stdin, sys.stdout)
    except BrokenPipeError:
        # The window was closed: nobody is left to tell, and nothing is to be tried at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
