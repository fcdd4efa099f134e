"""Open the window on a library."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.domain.errors import LibraryBusy, LibraryUnavailable, ReaderError
from reader.library.library import Library
from reader.places import cache_root, resources, settings_file
from reader.ui.garbage import GarbageCollection
from reader.ui.icons import application_icon
from reader.ui.main_window import MainWindow
from reader.ui.session import Session
from reader.ui.theme import load_theme

if TYPE_CHECKING:
    from reader.ui.housekeeping.trouble_window import TroubleWindow

PROGRAM = "the Dossier window"
_SETTLED_MS = 1500
# Seconds after which a thread that computes gives way to the window's, which is made to wait at
# every call into Qt while one is searched for: Python's own 5 ms make a twentieth of a second.
_GIVES_WAY = 0.0005


def make_application() -> QApplication:
    """The one application object, in Qt's Fusion style."""
    # Without it a style sheet puts back the palettes that were there before it: a change of look
    # would leave the text's own ground, and a panel made late would stand on the page's colour.
    QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    sys.setswitchinterval(_GIVES_WAY)
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

    A library that another program writes to, or that cannot be written to, is opened for reading
    only. Raises LibraryUnavailable when it cannot be read either.
    """
    if not Library.exists(folder):
        return Library.create(folder, program=PROGRAM, starter=starter), ""
    try:
        return Library.open(folder, writing=True, program=PROGRAM), ""
    except LibraryUnavailable as error:
        try:
            library = Library.open(folder, writing=False, program=PROGRAM)
        except LibraryUnavailable as unreadable:
            # A catalogue that is damaged, newer or older than can be read: that is the reason.
            raise unreadable if isinstance(error, LibraryBusy) else error from unreadable
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


def _settle(garbage: GarbageCollection) -> None:
    """After the start: load what was left out of it, and let garbage be collected again."""
    importlib.import_module("reader.ui.reading.reading_pane")
    garbage.start()


class Windows(QObject):
    """The one window that is shown, and the way from one library to another."""

    def __init__(self, *, session: Callable[[Library], Session] | None = None) -> None:
        super().__init__()
        self._session = session or (lambda library: Session(settings_file(), library.identifier))
        self.window: MainWindow | None = None
        self.trouble: TroubleWindow | None = None

    def show(self, folder: Path, *, starter: bool) -> None:
        """Show a library, or why it cannot be opened and what can be done."""
        try:
            library, notice = open_library(folder, starter=starter)
        except ReaderError as error:
            self._explain(folder, error)
            return
        self._show(library, notice)

    def switch(self, folder: Path) -> MainWindow | None:
        """Show another library in place of the one on show; None, and told there, if it cannot."""
        before = self.window
        try:
            library, notice = open_library(folder, starter=False)
        except ReaderError as error:
            if before is not None:
                before.explain(error)
            return None
        window = self._show(library, notice)
        if before is not None:
            before.close()
            before.deleteLater()
        return window

    def close(self) -> None:
        """Close whatever is shown."""
        for each in (self.window, self.trouble):
            if each is not None:
                each.close()

    def _show(self, library: Library, notice: str) -> MainWindow:
        window = make_window(library, notice=notice, session=self._session(library))
        window.switch = self.switch
        self.window = window
        room = window.screen().availableSize()
        # On a small screen, a window as large as it likes to be would be cut.
        fits = window.width() <= room.width() and window.height() <= room.height()
        window.show() if fits else window.showMaximized()
        QTimer.singleShot(0, window, window.start)
        return window

    def _explain(self, folder: Path, error: ReaderError) -> None:
        from reader.ui.housekeeping.trouble_window import TroubleWindow

        theme = load_theme(resources(), system_theme())
        self.trouble = TroubleWindow(folder, error, theme, resources())
        self.trouble.opened.connect(self._opened)
        self.trouble.show()

    def _opened(self, folder: Path) -> None:
        """The user named a library in place of the one in trouble."""
        try:
            library, notice = open_library(folder, starter=False)
        except ReaderError as error:
            if self.trouble is not None:
                self.trouble.explain(error)
            return
        self._show(library, notice)
        if self.trouble is not None:
            self.trouble.close()
            self.trouble.deleteLater()
            self.trouble = None


def open_window(folder: Path, *, starter: bool) -> int:
    """Open the window on a library and stay until it is closed; returns the exit code."""
    application = make_application()
    windows = Windows()
    windows.show(folder, starter=starter)
    garbage = GarbageCollection(application)
    QTimer.singleShot(_SETTLED_MS, lambda: _settle(garbage))
    # Python sees Ctrl+C in the terminal, or the end of the session, only when it gets a turn: the
    # looks for garbage give it one.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: windows.close())
    return application.exec()
