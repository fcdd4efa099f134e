"""Putting what was finished beside its place into it, and judging folders that are to be one."""

from __future__ import annotations

import os
from pathlib import Path

from reader.catalogue.database import CATALOGUE_MIGRATIONS, Database
from reader.domain.errors import InvalidInput, LibraryUnavailable

FREE_SPACE = "Free disk space, or choose another place"


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or lies below it, links followed."""
    return path.resolve().is_relative_to(folder.resolve())


def check_empty(folder: Path) -> None:
    """Raise InvalidInput unless a folder does not exist yet or is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInput(
            "the folder is not empty",
            item=str(folder),
            remedy="Choose an empty folder, or one that does not exist yet",
        )


def put_folder(finished: Path, place: Path) -> None:
    """Move a finished folder beside its place into it; an empty folder there makes room."""
    if place.is_dir():
        place.rmdir()
    finished.rename(place)
    sync_folder(place.parent)


def put_file(finished: Path, place: Path) -> None:
    """Move a finished file beside its place into it."""
    finished.replace(place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """See to it that a folder's names are on disk, where the system lets one."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_catalogue(file: Path) -> int:
    """Bring a catalogue of our own up to date and check it through; how many documents it holds.

    Raises LibraryUnavailable for one that is damaged or newer.
    """
    database = Database(file, CATALOGUE_MIGRATIONS, writable=True)
    try:
        damage = database.damage()
        if damage:
            raise LibraryUnavailable(
                f"the catalogue is damaged ({damage[0]})",
                item=str(file),
                remedy="Put back a backup; `dossier verify` says what is wrong",
            )
        with database.reading() as connection:
            return int(
                connection.execute(
                    "SELECT count(*) FROM document WHERE removed IS NULL"
                ).fetchone()[0]
            )
    finally:
        database.close()
