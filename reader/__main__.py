"""The composition root: Qt's parts are handed to the command line, and only here."""

from __future__ import annotations

import sys
from pathlib import Path

from reader.cli.main import main as run
from reader.domain.errors import ReaderError
from reader.domain.screenshot import ScreenshotRequest

# What Qt's libraries need of a bare Debian or Ubuntu.
_SYSTEM_LIBRARIES = (
    "apt-get install libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1"
    " libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


def main() -> int:
    """Run the command line with this process's arguments; the exit code."""
    return run(sys.argv[1:], open_window=_open_window, paint_window=_paint_window)


def _open_window(folder: Path, *, starter: bool) -> int:
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
