"""Imported files as they came, kept under their SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
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

    @contextmanager
    def keeping(self, files: Sequence[bytes]) -> Iterator[None]:
        """Store files as `keep` for a transaction; those that it brought go where it fails."""
        new = []
        try:
            for data in files:
                if not self.path(sha256_of(data)).exists():
                    new.append(sha256_of(data))
                self.keep(data)
            yield
        except BaseException:
            for sha256 in new:
                self.delete(sha256)
            raise

    @property
    def incoming(self) -> Path:
        """Where files wait that the catalogue does not know yet; gone when nothing comes in."""
        return self._folder.with_name("incoming")

    def stage(self, data: bytes) -> None:
        """Put a file beside the originals, safely on disk; `settle` brings it in.

        Raises LibraryUnavailable as `keep`.
        """
        path = self.incoming / sha256_of(data)
        try:
            self.incoming.mkdir(exist_ok=True)
            with path.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise LibraryUnavailable(
                f"a file could not be kept in the library ({error.strerror or error})",
                item=str(path.parent),
                remedy="Free disk space or check the folder's permissions",
            ) from error

    def waiting(self) -> set[str]:
        """The SHA-256 of the files that were staged and have not been settled."""
        if not self.incoming.is_dir():
            return set()
        return {path.name for path in self.incoming.iterdir()}

    def settle(self, wanted: Iterable[str]) -> None:
        """Make originals of the staged files that the catalogue wants, and drop the others.

        After a crash this ends what was under way: the catalogue is the truth.
        """
        if not self.incoming.is_dir():
            return
        known = frozenset(wanted)
        for path in sorted(self.incoming.iterdir()):
            if not path.name.isalnum():
                continue
            whole = path.name in known and sha256_of(path.read_bytes()) == path.name
            if whole and not self.path(path.name).is_file():
                self.path(path.name).parent.mkdir(parents=True, exist_ok=True)
                path.replace(self.path(path.name))
            else:
                path.unlink()
        with contextlib.suppress(OSError):
            self.incoming.rmdir()

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
