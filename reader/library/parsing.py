"""Parsing in processes of its own: a parser's crash, hang or greed costs one source."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from reader.domain.errors import Cancelled, ImportFailed, InvalidInput
from reader.domain.mapping_draft import TableSheet
from reader.ingest import contract, wire
from reader.ingest.imported import Imported, Knowledge, Source
from reader.library import frames
from reader.library.limits import MEGABYTE, Limits
from reader.library.originals import sha256_of

_Result = TypeVar("_Result")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_LARGEST_SHEETS = 64 * MEGABYTE
_DAMAGED = "It is damaged, or made to do harm: open it in another program and save it anew"


class ParserFailed(ImportFailed):
    """An importer did not end as it should: `how` is crash, time, memory, defect or answer.

    `trace` is where a defect showed itself; empty for what left none.
    """

    def __init__(self, what: str, *, item: str, remedy: str, how: str, trace: str = "") -> None:
        super().__init__(what, item=item, remedy=remedy)
        self.how = how
        self.trace = trace


class Parser:
    """A few processes that parse; they are started when needed and kept until `close`."""

    def __init__(
        self, knowledge: Knowledge, limits: Limits | None = None, processes: int | None = None
    ) -> None:
        self._greeting = pickle.dumps((knowledge, limits or Limits()))
        self._limits = limits or Limits()
        self.processes = processes or min(2, _cores())
        self._threads = ThreadPoolExecutor(self.processes, "parsing")
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._guard = threading.Lock()
        self._stopped = False
        self._scratch: Path | None = None

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ahead(self, work: Callable[[], _Result]) -> Future[_Result]:
        """Do `work`, which may parse, on a thread beside as many others as there are processes."""
        return self._threads.submit(work)

    def parse(self, source: Source) -> Imported:
        """Read a source by its content and name, in a process of its own.

        Raises ImportFailed naming it, ParserFailed among them, and Cancelled after `stop`.
        """
        job = {"do": "parse", "name": source.name}
        with self._process(source.name, len(source.data), job) as process:
            return process.parse(source, job)

    def sheets(self, data: bytes, name: str) -> tuple[TableSheet, ...]:
        """The beginnings of a table's sheets, read in a process of its own. Raises as `parse`."""
        job = {"do": "sheets", "name": name}
        with self._process(name, len(data), job) as process:
            return process.sheets(data, name, job)

    def unpack(self, archive: Path, name: str) -> Iterator[tuple[bytes, bytes]]:
        """The messages of one archive's unpacking, `frames.MEMBER` and what belongs to it.

        Raises as `parse`.
        """
        job = {"do": "unpack", "name": name, "path": os.fspath(archive.absolute())}
        with self._process(name, archive.stat().st_size, job) as process:
            yield from process.unpack(job)

    def stop(self) -> None:
        """End every process at once; what is under way raises Cancelled."""
        with self._guard:
            self._stopped = True
            for process in self._busy:
                process.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the processes and remove what they left."""
        self.stop()
        self._threads.shutdown()
        for process in self._idle:
            process.end()
        self._idle.clear()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    @contextlib.contextmanager
    def _process(self, name: str, size: int, job: dict[str, Any]) -> Iterator[_Process]:
        with self._guard:
            if self._stopped:
                raise Cancelled
            process = self._idle.pop() if self._idle else self._start(name)
            self._busy.add(process)
        seconds = self._limits.seconds_for(size)
        job["seconds"] = seconds
        timer = threading.Timer(seconds, process.time_is_up)
        timer.daemon = True
        timer.start()
        fit = False
        try:
            yield process
            fit = not process.spent
        except ParserFailed:
            raise
        except ImportFailed:
            # It was said by a process that goes on.
            fit = not process.spent
            raise
        except (OSError, EOFError, ValueError) as error:
            if self._stopped:
                raise Cancelled from error
            process.kill()
            raise process.why(name, seconds, self._limits) from error
        finally:
            timer.cancel()
            with self._guard:
                self._busy.discard(process)
                fit = fit and not process.timed_out and not self._stopped
                if fit:
                    self._idle.append(process)
            if not fit:
                process.end()

    def _start(self, name: str) -> _Process:
        try:
            if self._scratch is None:
                self._scratch = Path(tempfile.mkdtemp(prefix="dossier-"))
            return _Process(self._scratch, self._greeting, self._limits)
        except OSError as error:
            raise ImportFailed(
                f"no process could be started to read it ({error.strerror or error})",
                item=name,
                remedy="Close other programs and try again",
            ) from error


class _Process:
    """The importing program's end of one parsing process."""

    def __init__(self, scratch: Path, greeting: bytes, limits: Limits) -> None:
        self._limits = limits
        self.spent = False
        self.timed_out = False
        self._guard = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reader.library.parsing_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("DOSSIER_DEBUG") else subprocess.DEVNULL,
            cwd=scratch,
            env=_environment(scratch),
            # A group of its own: what it started ends with it.
            start_new_session=os.name == "posix",
            creationflags=_NO_WINDOW,
        )
        assert self._process.stdin is not None  # noqa: S101 (it was opened as a pipe)
        assert self._process.stdout is not None  # noqa: S101 (it was opened as a pipe)
        self._requests, self._answers = self._process.stdin, self._process.stdout
        with contextlib.suppress(OSError):
            frames.send(self._requests, frames.KNOWLEDGE, greeting)

    def parse(self, source: Source, job: dict[str, Any]) -> Imported:
        """One source; as `Parser.parse`."""
        frames.send(self._requests, frames.JOB, json.dumps(job).encode())
        frames.send(self._requests, frames.DATA, source.data)
        pictures: dict[str, bytes] = {}
        room, asked = self._limits.answer, 0
        companions = self._limits.companion_bytes
        while True:
            kind, data = self._receive(room)
            room -= len(data)
            if kind == frames.ASKED:
                asked += 1
                found = None
                if asked <= self._limits.companions:
                    found = source.companion(data.decode("utf-8", "replace"))
                if found is None or len(found) > companions:
                    frames.send(self._requests, frames.NO_COMPANION)
                else:
                    companions -= len(found)
                    frames.send(self._requests, frames.COMPANION, found)
            elif kind == frames.PICTURE:
                pictures[sha256_of(data)] = data
            elif kind == frames.IMPORTED:
                return self._checked(data, pictures, source.name)
            else:
                raise ValueError(f"an unexpected message {kind!r}")

    def sheets(self, data: bytes, name: str, job: dict[str, Any]) -> tuple[TableSheet, ...]:
        """The sheets of a table; as `Parser.sheets`."""
        frames.send(self._requests, frames.JOB, json.dumps(job).encode())
        frames.send(self._requests, frames.DATA, data)
        kind, answer = self._receive(_LARGEST_SHEETS)
        if kind != frames.SHEETS:
            raise ValueError(f"an unexpected message {kind!r}")
        try:
            return wire.decode_sheets(answer)
        except InvalidInput as error:
            raise _wrong_answer(error, name) from error

    def unpack(self, job: dict[str, Any]) -> Iterator[tuple[bytes, bytes]]:
        """One archive; as `Parser.unpack`."""
        frames.send(self._requests, frames.JOB, json.dumps(job).encode())
        while True:
            kind, data = self._receive(self._limits.answer)
            if kind == frames.DONE:
                return
            yield kind, data

    def _receive(self, room: int) -> tuple[bytes, bytes]:
        kind, data = frames.receive(self._answers, room)
        if kind == frames.SPENT:
            self.spent = True
            return self._receive(room)
        if kind == frames.FAILED:
            raise _failure(data)
        return kind, data

    def _checked(self, data: bytes, pictures: dict[str, bytes], name: str) -> Imported:
        try:
            imported = wire.decode(data, pictures)
        except InvalidInput as error:
            raise _wrong_answer(error, name) from error
        contract.check(imported, name, self._limits.bounds)
        return imported

    def time_is_up(self) -> None:
        """Its time for a source has passed."""
        self.timed_out = True
        self.kill()

    def kill(self) -> None:
        """End it and all it started, now."""
        with self._guard:
            if self._process.poll() is not None:
                return
            if os.name == "posix":
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()

    def end(self) -> None:
        """End it, and wait until it is gone."""
        with contextlib.suppress(OSError):
            self._requests.close()
        self.kill()
        self._process.wait()
        self._answers.close()

    def why(self, name: str, seconds: float, limits: Limits) -> ParserFailed:
        """What ended it, in words for the user."""
        code = self._process.wait()
        if self.timed_out or code == -getattr(signal, "SIGXCPU", 0):
            return ParserFailed(
                f"reading it took longer than {seconds:.0f} seconds",
                item=name,
                remedy="Split it, or save it in a simpler form",
                how="time",
            )
        if code in (-getattr(signal, "SIGKILL", 9), -getattr(signal, "SIGABRT", 6)):
            return ParserFailed(
                f"reading it was ended for want of memory (it may use {_size(limits.memory)})",
                item=name,
                remedy="Split it, or close other programs",
                how="memory",
            )
        how = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return ParserFailed(f"its parser crashed ({how})", item=name, remedy=_DAMAGED, how="crash")


def _wrong_answer(error: InvalidInput, name: str) -> ParserFailed:
    return ParserFailed(
        f"the file could not be read ({error.what})", item=name, remedy=_DAMAGED, how="answer"
    )


def _failure(data: bytes) -> ImportFailed:
    said: dict[str, Any] = json.loads(data)
    what, item, remedy = (str(said[key]) for key in ("what", "item", "remedy"))
    if said["how"]:
        return ParserFailed(
            what, item=item, remedy=remedy, how=str(said["how"]), trace=str(said["trace"])
        )
    return ImportFailed(what, item=item, remedy=remedy)


def _environment(scratch: Path) -> dict[str, str]:
    """The parent's, with the places where our modules are, and none to leave a file in but one."""
    places = [str(Path(__file__).resolve().parents[2])]
    places += [
        str(Path(each).absolute())
        for each in os.environ.get("PYTHONPATH", "").split(os.pathsep)
        if each
    ]
    here = {"TMPDIR": str(scratch), "TEMP": str(scratch), "TMP": str(scratch)}
    return {**os.environ, **here, "PYTHONPATH": os.pathsep.join(places), "PYTHONUTF8": "1"}


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _size(count: int) -> str:
    return (
        f"{count / 1024 / MEGABYTE:.0f} GB"
        if count >= 1024 * MEGABYTE
        else f"{count // MEGABYTE} MB"
    )
