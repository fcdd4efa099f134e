"""Where things lie on this machine: the program's own data, and the user's folders."""

from __future__ import annotations

import os
from pathlib import Path

from reader.domain.errors import LibraryUnavailable

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder `resources/`: inside the installed package, or in the checkout."""
    return _shipped("resources")


def seeds() -> Path:
    """The folder `seeds/`: the starter library's sources."""
    return _shipped("seeds")


def _shipped(name: str) -> Path:
    for folder in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise LibraryUnavailable(
        f"the program's folder `{name}` is missing", remedy="Install Dossier again"
    )


def default_library() -> Path:
    """The library opened when none is named: in the user's data folder, or where it was moved to.

    Raises LibraryUnavailable when the place that it was moved to is not there now.
    """
    note = _moved_note()
    try:
        moved = Path(note.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return note.with_name("library")
    if not moved.is_dir():
        raise LibraryUnavailable(
            "your library was moved there, but the folder is not there now",
            item=str(moved),
            remedy=f"Connect its disk, or name another library with --library; to begin a new one,"
            f" remove {note}",
        )
    return moved


def follow_default(old: Path, new: Path) -> None:
    """Remember where the default library was moved to; nothing happens for any other library."""
    try:
        default = default_library()
    except LibraryUnavailable:
        return
    if old.resolve() == default.resolve():
        note = _moved_note()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(str(new.resolve()), encoding="utf-8")


def _moved_note() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("dossier", appauthor=False)) / "library-moved-to"


def cache_root() -> Path:
    """The folder of everything derived; `DOSSIER_CACHE` overrides the user's cache folder."""
    override = os.environ.get("DOSSIER_CACHE")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_cache_dir("dossier", appauthor=False))


def settings_file() -> Path:
    """The file of the window's own memory: sizes, theme, reading positions."""
    import platformdirs

    return Path(platformdirs.user_config_dir("dossier", appauthor=False)) / "window.ini"
