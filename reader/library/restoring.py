"""A backup unpacked into a library again: all of it, checked, or nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.domain.errors import LibraryUnavailable, ReaderError
from reader.library.backup_file import CATALOGUE, BackupFile, open_backup
from reader.library.library import Library
from reader.library.placing import FREE_SPACE, check_catalogue, check_empty, put_folder
from reader.library.progress import CancelToken, Report, silent
from reader.library.writing import WriterLock

_EMPTY_ENOUGH = "writer."


@dataclass(frozen=True, slots=True)
class Restored:
    """A library that was restored, and where the one lies that stood in its place, if any."""

    folder: Path
    documents: int
    files: int
    made: str
    aside: Path | None = None


def restore_backup(
    file: Path,
    folder: Path,
    *,
    program: str,
    replace: bool = False,
    report: Report = silent,
    cancel: CancelToken | None = None,
    cache: Path | None = None,
) -> Restored:
    """Restore a backup into a new or empty folder.

    With `replace`, a library that is there, sound or damaged, is moved aside first and stays whole
    beside the new one. Raises InvalidInput for no backup or a folder with other files,
    LibraryUnavailable for a damaged or newer backup, a library that is in the place, or no room,
    LibraryBusy when another program writes to it, Cancelled: nothing is changed in all cases.
    """
    token = cancel or CancelToken()
    there = Library.exists(folder)
    if there and not replace:
        raise LibraryUnavailable(
            "there is a library already",
            item=str(folder),
            remedy="Choose a new folder, or say --replace: the one that is there is moved aside",
        )
    if not there:
        _clear_locks(folder)
        check_empty(folder)
    staging = folder.with_name(f".{folder.name}.restoring")
    try:
        with open_backup(file) as backup:
            _check_room(backup, folder, file)
            # What a killed restore left here.
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir(parents=True)
            backup.extract(staging, report, token)
            manifest = backup.manifest
        documents = check_catalogue(staging / CATALOGUE)
        token.check()
        aside = _move_aside(folder, program) if there else None
        try:
            put_folder(staging, folder)
        except OSError:
            if aside is not None:
                aside.rename(folder)
            raise
    except OSError as error:
        raise ReaderError(
            f"the backup could not be restored there ({error.strerror or error})",
            item=str(folder),
            remedy=FREE_SPACE,
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _forget_derived(folder, program, cache)
    return Restored(folder, documents, len(manifest.entries), manifest.made, aside)


def _check_room(backup: BackupFile, folder: Path, file: Path) -> None:
    """Refuse what does not fit before a byte is written; a hostile size is refused here too."""
    existing = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(existing).free
    if backup.manifest.size > free:
        raise LibraryUnavailable(
            f"it unpacks to {backup.manifest.size // 1_000_000:,} MB, but only"
            f" {free // 1_000_000:,} MB are free",
            item=str(file),
            remedy=FREE_SPACE,
        )


def _clear_locks(folder: Path) -> None:
    """A folder with nothing but a writer's lock in it is as good as empty."""
    if folder.is_dir():
        found = list(folder.iterdir())
        if found and all(each.name.startswith(_EMPTY_ENOUGH) for each in found):
            for each in found:
                with contextlib.suppress(OSError):
                    each.unlink()


def _move_aside(folder: Path, program: str) -> Path:
    lock = WriterLock(folder, program)
    lock.acquire()
    # Where a folder with an open file in it cannot be renamed, nobody else can have it open either.
    if os.name == "nt":
        lock.release()
    now = datetime.now(UTC).strftime("%Y-%m-%d %H%M%S")
    try:
        aside = folder.with_name(f"{folder.name} (before {now})")
        folder.rename(aside)
    finally:
        lock.release()
    with contextlib.suppress(OSError):
        (aside / "writer.json").unlink(missing_ok=True)
    return aside


def _forget_derived(folder: Path, program: str, cache: Path | None) -> None:
    """The index of another state of the library may lie in the cache for this very folder."""
    with Library.open(folder, writing=False, program=program, cache=cache) as library:
        shutil.rmtree(library.cache_folder, ignore_errors=True)
