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
    """The library opened when none is named: in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("dossier", appauthor=False)) / "library"


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
