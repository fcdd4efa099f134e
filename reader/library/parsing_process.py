"""The process that parses foreign formats: bounded in memory and time, writing nothing, alone.

It takes jobs from its standard input and answers on its standard output (`frames`). It ends, with
all that it started, when that input is closed: it never outlives the program that started it.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reader.domain.errors import ImportFailed, ReaderError
from reader.ingest import archive, contract, wire
from reader.ingest.formats import import_file, is_supported, load_importer, read_sheets
from reader.ingest.imported import Knowledge, Source
from reader.library import frames
from reader.library.confinement import confine

if TYPE_CHECKING:
    from reader.library.limits import Limits

# Beyond it the process is ended after its source, so that memory is given back.
_LARGEST_AT_REST = 512 * 1024 * 1024
_OPEN_FILES = 256
_NICENESS = 5
_LONGEST_REASON = 200


class _Work:
    """The jobs of this process, one after the other."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests = requests
        self._answers = answers
        self._incoming: queue.Queue[tuple[bytes, bytes]] = queue.Queue()

    def run(self) -> None:
        """Answer until the process is ended."""
        threading.Thread(target=self._listen, daemon=True).start()
        knowledge, limits = _greeted(self._next(frames.KNOWLEDGE))
        _bound(limits)
        confined = False
        while True:
            job: dict[str, Any] = json.loads(self._next(frames.JOB))
            if not confined:
                # What a format needs is loaded, and Python keeps it compiled, while it still can.
                load_importer(job["name"])
                confine(Path.cwd())
                confined = True
            _allow_seconds(job["seconds"])
            try:
                self._do(job, knowledge, limits)
            except ReaderError as error:
                self._fail(error.what, error.item or job["name"], error.remedy or "", "")
            except MemoryError:
                # What is left of a full memory is not to be relied on.
                frames.send(self._answers, frames.SPENT)
                self._fail(
                    f"reading it takes more memory than it may use ({limits.memory >> 20} MB)",
                    job["name"],
                    "Split it, or save it in a simpler form",
                    "memory",
                )
            except RecursionError:
                self._fail(
                    "it is nested too deeply",
                    job["name"],
                    "Open it in another program and save it in a simpler form",
                    "",
                )
            except Exception as error:  # A parser's defect, or a file that was made to find one.
                reason = " ".join(str(error).split())[:_LONGEST_REASON]
                self._fail(
                    f"the file could not be read ({type(error).__name__}: {reason})",
                    job["name"],
                    "If it opens in other programs, please report it to Dossier's developers",
                    "defect",
                    traceback.format_exc(),
                )

    def _do(self, job: dict[str, Any], knowledge: Knowledge, limits: Limits) -> None:
        if job["do"] == "parse":
            data = self._next(frames.DATA)
            imported = import_file(Source(data, job["name"], self._companion), knowledge)
            contract.check(imported, job["name"], limits.bounds)
            encoded = wire.encode(imported)
            for picture in imported.pictures.values():
                frames.send(self._answers, frames.PICTURE, picture)
            if _memory_used() > _LARGEST_AT_REST:
                frames.send(self._answers, frames.SPENT)
            frames.send(self._answers, frames.IMPORTED, encoded)
        elif job["do"] == "sheets":
            sheets = read_sheets(Source(self._next(frames.DATA), job["name"]))
            frames.send(self._answers, frames.SHEETS, wire.encode_sheets(sheets))
        else:
            self._unpack(Path(job["path"]), job["name"], limits.archive)

    def _unpack(self, path: Path, name: str, bounds: archive.Bounds) -> None:
        try:
            with path.open("rb") as file:
                for member in archive.members(file, name, bounds, is_supported):
                    about = {
                        "path": member.path,
                        "held": member.data is not None,
                        "left": member.left,
                        "failed": member.failed,
                    }
                    frames.send(self._answers, frames.MEMBER, json.dumps(about).encode())
                    if member.data is not None:
                        frames.send(self._answers, frames.HELD, member.data)
        except archive.NoArchive:
            frames.send(self._answers, frames.NO_ARCHIVE)
        frames.send(self._answers, frames.DONE)

    def _companion(self, path: str) -> bytes | None:
        with contextlib.suppress(UnicodeEncodeError):
            frames.send(self._answers, frames.ASKED, path.encode())
            kind, data = self._incoming.get()
            return data if kind == frames.COMPANION else None
        return None

    def _fail(self, what: str, item: str, remedy: str, how: str, trace: str = "") -> None:
        said = {"what": what, "item": item, "remedy": remedy, "how": how, "trace": trace}
        frames.send(self._answers, frames.FAILED, json.dumps(said).encode())

    def _next(self, wanted: bytes) -> bytes:
        kind, data = self._incoming.get()
        if kind != wanted:
            raise ImportFailed(f"an unexpected message {kind!r}")
        return data

    def _listen(self) -> None:
        try:
            while True:
                self._incoming.put(frames.receive(self._requests, sys.maxsize))
        except (EOFError, OSError):
            _end()


def _greeted(data: bytes) -> tuple[Knowledge, Limits]:
    # It comes from the program that started this one; nothing is ever unpickled the other way.
    knowledge, limits = pickle.loads(data)  # noqa: S301
    return knowledge, limits


def _end() -> None:
    """End at once, with all that was started here."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


if sys.platform == "win32":

    def _bound(limits: Limits) -> None:
        """Windows has no such limits for a process by itself: time is watched from outside."""

    def _allow_seconds(seconds: float) -> None:
        """As `_bound`."""

    def _memory_used() -> int:
        return 0

else:
    import resource

    def _bound(limits: Limits) -> None:
        """Bound this process and what it starts."""
        os.nice(_NICENESS)
        # What is reserved and never used (pandoc reserves a terabyte) counts as address space, but
        # not as data.
        memory = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        for limit, most in (
            (memory, limits.memory),
            (resource.RLIMIT_FSIZE, limits.written_file),
            (resource.RLIMIT_NOFILE, _OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, most))

    def _allow_seconds(seconds: float) -> None:
        """Bound the processor time of the next source, should nobody be left to watch it."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(used.ru_utime + used.ru_stime + 2 * seconds) + 1
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))

    def _memory_used() -> int:
        """The most memory that this process ever held, in bytes."""
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    """Serve on the standard streams, which no parser can then write to or read from."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    _Work(requests, answers).run()


if __name__ == "__main__":
    main()
