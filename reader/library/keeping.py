"""Keeping a whole library: backed up while it is open, and moved to another folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reader.catalogue.database import CATALOGUE_MIGRATIONS, Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.errors import InvalidInput, ReaderError
from reader.library.backup_file import (
    CATALOGUE,
    Part,
    may_be_in_backup,
    open_backup,
    write_backup,
)
from reader.library.originals import Originals, sha256_of
from reader.library.own_countries import OWN_COUNTRIES
from reader.library.placing import (
    FREE_SPACE,
    check_catalogue,
    check_empty,
    lies_in,
    put_file,
    put_folder,
)
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.library.reference import MAPPINGS
from reader.library.writing import WriterLock

# What a library's folder consists of; anything else in it is not ours to touch.
_OWN_FOLDERS = ("originals", MAPPINGS, "leftovers", "incoming")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was written and read back: its `file`, `size` in bytes, what it holds.

    `warnings` name originals that were missing or changed in the library already.
    """

    file: Path
    size: int
    documents: int
    files: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a library was and is; `left` names what stayed behind because it is not the library's.

    While the copy is made and the old place still stands, `left` is empty.
    """

    old: Path
    new: Path
    files: int
    left: tuple[str, ...] = ()


class Keeping:
    """Backs up and copies the open library."""

    def __init__(
        self, folder: Path, database: Database, documents: DocumentStore, scores: ScoreStore
    ) -> None:
        self._folder = folder
        self._database = database
        self._documents = documents
        self._scores = scores

    def backup(
        self,
        file: Path,
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        replace: bool = False,
    ) -> BackedUp:
        """Write catalogue and originals into one new file, read it back, and put it in its place.

        Others may go on writing: the backup holds the library of one moment. A file that exists is
        replaced, at the very end, only with `replace`. Raises InvalidInput for one otherwise, or
        for one inside the library, ReaderError when it cannot be written, Cancelled; no half file
        is left in either case.
        """
        token = cancel or CancelToken()
        if file.exists() and not replace:
            raise InvalidInput(
                "there is a file of that name", item=str(file), remedy="Choose another"
            )
        if lies_in(file, self._folder):
            raise InvalidInput(
                "a backup inside the library would be lost with it",
                item=str(file),
                remedy="Choose another folder, best on another disk",
            )
        fresh = file.with_name(f".{file.name}.part-{secrets.token_hex(3)}")
        copy = fresh.with_name(f"{fresh.name}.{CATALOGUE}")
        try:
            self._database.copy_to(copy, _told(report, token, "backup"))
            parts, warnings, documents = self._parts(copy)
            manifest = write_backup(
                fresh,
                parts,
                library=self._folder.name,
                documents=documents,
                report=report,
                cancel=token,
            )
            with open_backup(fresh) as written:
                written.check(report, token)
            put_file(fresh, file)
        except OSError as error:
            raise ReaderError(
                f"the backup could not be written ({error.strerror or error})",
                item=str(file),
                remedy=FREE_SPACE,
            ) from error
        finally:
            for each in (fresh, *copy.parent.glob(f"{copy.name}*")):
                with contextlib.suppress(OSError):
                    each.unlink(missing_ok=True)
        return BackedUp(
            file, file.stat().st_size, documents, len(manifest.entries), tuple(warnings)
        )

    def copy_into(
        self, folder: Path, report: Report = silent, cancel: CancelToken | None = None
    ) -> Moved:
        """Copy the library into a new or empty folder, each file checked, and stop its changes.

        The first half of a move: the caller closes this library then, opens the new one, and calls
        `discard`. When it cannot, `stay` goes on here. Raises InvalidInput for a folder that
        cannot be the place, ReaderError when it cannot be written, Cancelled: nothing is left.
        """
        token = cancel or CancelToken()
        self._check_place(folder)
        staging = folder.with_name(f".{folder.name}.moving-{secrets.token_hex(3)}")
        try:
            staging.mkdir(parents=True)
            copied = self._copy_files(staging, frozenset(), report, token)
            self._database.freeze("the library is being moved")
            copied |= self._copy_files(staging, copied, report, token)
            self._database.copy_to(staging / CATALOGUE, _told(report, token, "move"))
            check_catalogue(staging / CATALOGUE)
            token.check()
            put_folder(staging, folder)
        except BaseException as error:
            self._database.thaw()
            shutil.rmtree(staging, ignore_errors=True)
            if isinstance(error, OSError):
                raise ReaderError(
                    f"the library could not be copied there ({error.strerror or error})",
                    item=str(folder),
                    remedy=FREE_SPACE,
                ) from error
            raise
        return Moved(self._folder, folder, len(copied) + 1)

    def stay(self) -> None:
        """Go on in the old place after `copy_into`."""
        self._database.thaw()

    def _parts(self, copy: Path) -> tuple[list[Part], list[str], int]:
        snapshot = Database(copy, CATALOGUE_MIGRATIONS, writable=False)
        try:
            documents, scores = DocumentStore(snapshot), ScoreStore(snapshot)
            wanted = documents.contents() | documents.pictures() | scores.contents()
            held = len(documents.all())
        finally:
            snapshot.close()
        parts, warnings = [Part(CATALOGUE, copy)], []
        if (own := self._folder / OWN_COUNTRIES).is_file():
            parts.append(Part(OWN_COUNTRIES, own))
        for mapping in sorted((self._folder / MAPPINGS).glob("*.toml")):
            part = Part(f"{MAPPINGS}/{mapping.name}", mapping)
            if may_be_in_backup(part.name) and mapping.is_file():
                parts.append(part)
            else:
                warnings.append(f"{part.name}: it was left out; give it a name of plain letters")
        originals = Originals(self._folder / "originals")
        for sha256 in sorted(wanted):
            path = originals.path(sha256)
            if not path.is_file():
                warnings.append(f"originals/{sha256}: it was missing in the library already")
                continue
            parts.append(Part(f"originals/{sha256[:2]}/{sha256}", path))
        return parts, warnings, held

    def _check_place(self, folder: Path) -> None:
        if lies_in(folder, self._folder) or lies_in(self._folder, folder):
            raise InvalidInput(
                "a library cannot be moved into itself or above itself",
                item=str(folder),
                remedy="Choose another folder",
            )
        check_empty(folder)

    def _copy_files(
        self, staging: Path, known: frozenset[str], report: Report, cancel: CancelToken
    ) -> frozenset[str]:
        found = [
            path
            for name in _OWN_FOLDERS
            for path in sorted((self._folder / name).rglob("*"))
            if path.is_file() and not path.is_symlink()
        ]
        if (own := self._folder / OWN_COUNTRIES).is_file():
            found.append(own)
        copied = set(known)
        for done, path in enumerate(found):
            cancel.check()
            name = path.relative_to(self._folder).as_posix()
            report(Progress("move", done, len(found), name))
            if name in known:
                continue
            data = path.read_bytes()
            target = staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            if sha256_of(target.read_bytes()) != sha256_of(data):
                raise ReaderError(
                    "the copy differs from what was written: the disk is not sound",
                    item=str(staging.parent),
                    remedy="Choose another place",
                )
            copied.add(name)
        return frozenset(copied)


def discard(moved: Moved) -> Moved:
    """Remove the old place of a library that was moved and closed; strange files in it stay.

    Raises LibraryBusy when another program has begun to write there.
    """
    lock = WriterLock(moved.old, "dossier move")
    lock.acquire()
    try:
        # The catalogue goes before the originals, so that nobody goes on with a library that is
        # half away; its log goes before it, or a new catalogue there would take that for its own.
        _unlink(moved.old, (CATALOGUE, OWN_COUNTRIES))
        for name in _OWN_FOLDERS:
            shutil.rmtree(moved.old / name, ignore_errors=True)
    finally:
        lock.release()
    _unlink(moved.old, ("writer.",))
    left = tuple(sorted(path.name for path in moved.old.glob("*")))
    if not left:
        with contextlib.suppress(OSError):
            moved.old.rmdir()
    return Moved(moved.old, moved.new, moved.files, left)


def _unlink(folder: Path, names: tuple[str, ...]) -> None:
    """Remove the files that begin with one of these names, those with the longest names first."""
    for path in sorted(folder.glob("*"), reverse=True):
        if path.is_file() and path.name.startswith(names):
            with contextlib.suppress(OSError):
                path.unlink()


def _told(report: Report, cancel: CancelToken, stage: str) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        cancel.check()
        report(Progress(stage, done, total, CATALOGUE))

    return progress
