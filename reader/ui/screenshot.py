"""Draw the window off screen, as a person would see it."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from reader.domain.errors import NotFound, ReaderError
from reader.domain.screenshot import ScreenshotRequest
from reader.library.library import Library
from reader.ui.app import PROGRAM, make_application, make_window
from reader.ui.main_window import MainWindow
from reader.ui.reading_tabs import Place
from reader.ui.session import Session

_LONGEST_SECONDS = 60.0
# The frame that shows where a jump went fades in this time.
_FADED_SECONDS = 1.5
# Nothing has been running for so long: what was asked for is drawn.
_QUIET_SECONDS = 0.15


def paint_window(folder: Path, request: ScreenshotRequest) -> None:
    """Save a picture of the window as `request` asks for it.

    Raises NotFound for a country or document that the library does not hold, ReaderError when
    the picture cannot be written or the window does not come to rest within a minute.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    library = Library.open(folder, writing=False, program=PROGRAM)
    country = None
    if request.country is not None:
        country = library.countries.resolve(request.country)
    with tempfile.TemporaryDirectory() as memory:
        session = Session(Path(memory) / "window.ini", library.identifier)
        session.country = country.iso2 if country else None
        window = make_window(library, theme=request.theme, session=session)
        try:
            window.resize(*request.size)
            window.show()
            window.start()
            window.finish_start()
            _settle(application, window)
            _show(application, window, request)
            _settle(application, window, _FADED_SECONDS)
            if not window.grab().save(str(request.file), "PNG"):
                raise ReaderError(
                    "the picture could not be written",
                    item=str(request.file),
                    remedy="Choose another folder, or a name that ends in .png",
                )
        finally:
            window.close()


def _show(application: QApplication, window: MainWindow, request: ScreenshotRequest) -> None:
    if request.search is not None:
        window.top_bar.search_field.set_text(request.search)
        window.search.search(request.search)
        _settle(application, window)
        results = window.search.results
        if results is None or not results.hits:
            raise NotFound("nothing matches", item=request.search)
    if request.document is not None:
        window.tabs.open(Place(request.document))
        _settle(application, window)
        if window.tabs.document is None:
            raise NotFound("no such document", item=request.document)
    elif request.search is not None and request.indicator is None:
        # What was found besides passages may stand above the best hit.
        window.search.show_best()
        _settle(application, window)
    if request.indicator is not None:
        window.country.open_evidence(request.indicator)
        _settle(application, window)


def _settle(application: QApplication, window: MainWindow, quiet: float = _QUIET_SECONDS) -> None:
    """Let the window work until nothing has run for `quiet` seconds."""
    limit = time.monotonic() + _LONGEST_SECONDS
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < quiet:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if not window.tasks.idle:
            quiet_since = time.monotonic()
        if time.monotonic() > limit:
            raise ReaderError(
                "the window did not come to rest", remedy="Try again when the machine is less busy"
            )
        time.sleep(0.005)
