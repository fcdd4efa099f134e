"""Open the window on a library."""

from __future__ import annotations

import gc
import importlib
import signal
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.domain.errors import LibraryBusy
from reader.library.library import Library
from reader.places import cache_root, resources, settings_file
from reader.ui.icons import application_icon
from reader.ui.main_window import MainWindow
from reader.ui.session import Session

PROGRAM = "the Dossier window"
_SETTLED_MS = 1500


def make_application() -> QApplication:
    """The one application object, in Qt's Fusion style."""
    # Without it a style sheet puts back the palettes that were there before it: a change of look
    # would leave the text's own ground, and a panel made late would stand on the page's colour.
    QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Dossier")
    application.setDesktopFileName("dossier")
    application.setStyle("Fusion")
    application.setWindowIcon(application_icon(resources()))
    return application


def open_library(folder: Path, *, starter: bool) -> tuple[Library, str]:
    """Open or create a library for the window, and what is to be said about it.

    A library that another program writes to is opened for reading only.
    """
    if not Library.exists(folder):
        return Library.create(folder, program=PROGRAM, starter=starter), ""
    try:
        return Library.open(folder, writing=True, program=PROGRAM), ""
    except LibraryBusy as error:
        library = Library.open(folder, writing=False, program=PROGRAM)
        return library, f"Opened for reading only. {error}"


def make_window(
    library: Library, *, notice: str = "", theme: str | None = None, session: Session | None = None
) -> MainWindow:
    """The window over an open library, not shown yet; it closes the library when it closes."""
    memory = session or Session(settings_file(), library.identifier)
    return MainWindow(
        library,
        resources=resources(),
        session=memory,
        cache=cache_root(),
        theme=theme or memory.theme or system_theme(),
        notice=notice,
    )


def system_theme() -> str:
    """`dark` where the desktop is dark, else `light`."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def _settle() -> None:
    """After the start: load what was left out of it, and let garbage be collected again."""
    importlib.import_module("reader.ui.reading.reading_pane")
    gc.enable()
    gc.collect()
    # What the program consists of is not looked through again at every collection.
    gc.freeze()


def open_window(folder: Path, *, starter: bool) -> int:
    """Open the window on a library and stay until it is closed; returns the exit code."""
    application = make_application()
    library, notice = open_library(folder, starter=starter)
    window = make_window(library, notice=notice)
    window.show()
    QTimer.singleShot(0, window.start)
    QTimer.singleShot(_SETTLED_MS, _settle)
    # Python sees Ctrl+C in the terminal, or the end of the session, only when it gets a turn.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: window.close())
    heartbeat = QTimer()
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(500)
    return application.exec()
