"""One writer at a time: the lock of a library, and the name of who holds it."""

from __future__ import annotations

import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from reader.domain.errors import LibraryBusy, LibraryUnavailable

_LOCK = "writer.lock"
_HOLDER = "writer.json"


class WriterLock:
    """Held by the one program that may write to a library; freed by the system if it dies."""

    def __init__(self, folder: Path, program: str) -> None:
        self._folder = folder
        self._program = program
        self._lock = FileLock(folder / _LOCK, thread_local=False)

    def acquire(self) -> None:
        """Take the lock. Raises LibraryBusy naming the holder, LibraryUnavailable if unwritable."""
        try:
            self._lock.acquire(timeout=0)
            text = json.dumps(
                {
                    "program": self._program,
                    "pid": os.getpid(),
                    "host": socket.gethostname(),
                    "since": datetime.now(UTC).isoformat(timespec="seconds"),
                }
            )
            (self._folder / _HOLDER).write_text(text, encoding="utf-8")
        except Timeout as error:
            raise LibraryBusy(
                f"{holder_words(self._folder)} is writing to this library",
                item=str(self._folder),
                remedy="Close it there, or wait until it has finished",
            ) from error
        except OSError as error:
            self._lock.release()
            raise LibraryUnavailable(
                f"it cannot be written to ({error.strerror or error})",
                item=str(self._folder),
                remedy="Check its permissions and the disk, or open it for reading",
            ) from error

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._lock.is_locked:
            (self._folder / _HOLDER).unlink(missing_ok=True)
            self._lock.release()


def holder_words(folder: Path) -> str:
    """Who holds the lock, as it wrote itself down: program, process, machine and since when."""
    try:
        data = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f"{data['program']} (process {data['pid']} on {data['host']}, since {data['since']})"
    except (OSError, ValueError, LookupError, TypeError):
        return "another program"
