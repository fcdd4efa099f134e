"""Imported files as they came, kept under their SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from reader.domain.errors import LibraryUnavailable, NotFound


def sha256_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Originals:
    """The folder `originals/` of a library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file of that content lies."""
        return self._folder / sha256[:2] / sha256

    def keep(self, data: bytes) -> str:
        """Store a file unless it is there, safely on disk before this returns; its SHA-256."""
        sha256 = sha256_of(data)
        path = self.path(sha256)
        if path.is_file() and path.stat().st_size == len(data):
            return sha256
        fresh = path.with_name(f"{sha256}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise LibraryUnavailable(
                f"a file could not be kept in the library ({error.strerror or error})",
                item=str(path.parent),
                remedy="Free disk space or check the folder's permissions",
            ) from error
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a kept file. Raises NotFound."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise NotFound(
                "the original is missing",
                item=str(self.path(sha256)),
                remedy="Import the source again",
            ) from error

    def delete(self, sha256: str) -> None:
        """Delete a kept file that nothing refers to any more; nothing happens without one."""
        with contextlib.suppress(OSError):
            self.path(sha256).unlink()
            self.path(sha256).parent.rmdir()

    def set_aside(self, path: Path) -> None:
        """Take a file that the catalogue does not know out of the folder.

        What was kept whole is somebody's source, perhaps its only copy (a catalogue can be lost, or
        be an older one put back): it moves to `leftovers/` beside the folder. Parts are removed.
        """
        if sha256_of(path.read_bytes()) != path.name:
            path.unlink()
            return
        leftovers = self._folder.with_name("leftovers")
        leftovers.mkdir(exist_ok=True)
        path.replace(leftovers / path.name)

    def all(self) -> Iterator[Path]:
        """Every file in the folder, whatever its name."""
        if self._folder.is_dir():
            yield from (path for path in sorted(self._folder.rglob("*")) if path.is_file())
