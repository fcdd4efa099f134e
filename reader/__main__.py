"""The composition root: Qt's parts are handed to the command line, and only here."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from reader.cli.main import main as run
from reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from reader.domain.screenshot import ScreenshotRequest

# What Qt's libraries need of a bare Debian or Ubuntu.
_SYSTEM_LIBRARIES = (
    "apt-get install libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1"
    " libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


def main() -> int:
    """Run the command line with this process's arguments; the exit code."""
    return run(sys.argv[1:], open_window=_open_window, paint_window=_paint_window)


# PySide6 reads the source of every module that is imported after it (it may ask for Qt's
# features), which costs as much as the imports themselves: what needs no Qt comes first.
_BEFORE_QT = (
    "reader.library.library",
    "reader.library.searching",
    "reader.library.engines",
    "reader.search.whoosh_searcher",
    "reader.library.narrowing",
    "reader.library.search_help",
    "reader.library.worker",
    "platformdirs",
)


def import_what_needs_no_qt() -> None:
    """Import first what is cheaper before Qt, without collecting garbage: there is none.

    `open_window` turns the collector on again.
    """
    gc.disable()
    with _no_http_client():
        for module in _BEFORE_QT:
            importlib.import_module(module)


@contextmanager
def _no_http_client() -> Iterator[None]:
    """Keep Whoosh from importing Python's HTTP client, for a function that nobody calls.

    Client, mail parser and TLS are a fifth of what is imported before the window stands, in a
    program that never goes online. Once Whoosh is there, the real module can be imported again.
    """
    name = "urllib.request"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = stand_in = ModuleType(name)
    vars(stand_in)["urlretrieve"] = None
    try:
        yield
    finally:
        del sys.modules[name]


def _open_window(folder: Path, *, starter: bool) -> int:
    import_what_needs_no_qt()
    try:
        from reader.ui.app import open_window
    except ImportError as error:
        raise _explained(error) from error
    return open_window(folder, starter=starter)


def _paint_window(folder: Path, request: ScreenshotRequest) -> None:
    try:
        from reader.ui.screenshot import paint_window
    except ImportError as error:
        raise _explained(error) from error
    paint_window(folder, request)


def _explained(error: ImportError) -> Exception:
    """Why Qt cannot be loaded, in the user's words; any other failed import is a fault of ours."""
    if "shared object" in str(error) or "DLL load failed" in str(error):
        return ReaderError(
            f"the window cannot be opened: a system library is missing ({error})",
            remedy=f"On Debian or Ubuntu: {_SYSTEM_LIBRARIES}",
        )
    if (error.name or "").split(".")[0] in ("PySide6", "shiboken6"):
        return ReaderError(
            "the window cannot be opened: PySide6 is not installed", remedy="Install Dossier again"
        )
    return error


if __name__ == "__main__":
    sys.exit(main())
