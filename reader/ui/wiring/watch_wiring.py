"""Watched folders: looked into now and then, their files imported, and listed in a sheet."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from reader.domain.errors import ReaderError
from reader.library.progress import CancelToken
from reader.library.watching import Look, Watched
from reader.ui.theme import Theme
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.library.worker import WorkDone
    from reader.ui.watching.watched_sheet import WatchedSheet

WATCH = "Importing from watched folders"
_LOOK_MS = 4000
_LONGEST_MS = 300_000
# A look at a slow drive is made more seldom: it may take this part of the time.
_SHARE = 10

BringIn = Callable[[str, Sequence[Path], "Callable[[WorkDone | None, bool], object]"], object]


class WatchWiring(QObject):
    """Looks while there are watched folders, one look after the other, and never beside an import.

    `busy` tells whether other long work goes on; `bring_in` imports files under a name and says
    what came of it, as `ImportWiring.run_quietly`.
    """

    def __init__(
        self,
        context: Context,
        window: QWidget,
        *,
        stage: QSplitter,
        theme: Callable[[], Theme],
        busy: Callable[[], bool],
        bring_in: BringIn,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._stage = stage
        self._theme = theme
        self._busy = busy
        self._bring_in = bring_in
        self._cancel = CancelToken()
        self._at_work = False
        self._folders: tuple[Watched, ...] = ()
        self._when = ""
        self._brought: dict[Path, str] = {}
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @cached_property
    def sheet(self) -> WatchedSheet:
        """The list of the watched folders."""
        from reader.ui.watching.watched_sheet import WatchedSheet

        sheet = WatchedSheet(self._theme(), self._stage)
        self._stage.addWidget(sheet)
        self._stage.setStretchFactor(0, 1)
        sheet.addRequested.connect(self._ask_for_folder)
        sheet.removeRequested.connect(lambda path: self.remove(Path(path)))
        sheet.lookRequested.connect(self.look)
        sheet.closed.connect(self._close)
        return sheet

    @property
    def parts(self) -> list[QWidget]:
        """What it has put into the window, as far as it was made."""
        return [self.sheet] if "sheet" in self.__dict__ else []

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        if "sheet" in self.__dict__:
            self.sheet.set_theme(theme)

    def begin(self) -> None:
        """Begin to look, where a folder is watched and the library can be written to."""
        library = self._context.library
        if library.writable:
            self._context.tasks.read("watched", library.watching.folders, self._look_at)

    def _look_at(self, folders: tuple[Path, ...]) -> None:
        if folders:
            self.look()

    def stop(self) -> None:
        """Look no more: the window closes."""
        self._timer.stop()
        self._cancel.cancel()

    def toggle(self) -> None:
        """Show the list of watched folders, or hide it."""
        if "sheet" in self.__dict__ and not self.sheet.isHidden():
            self._close()
            return
        self.sheet.show()
        self._show()
        self.sheet.focus_first()
        # It may have been added by another program.
        self.look()

    def add(self, folder: Path) -> None:
        """Watch a folder from now on; what is in it is imported first."""
        watching = self._context.library.watching

        def added(place: Path) -> None:
            self._context.say(f"Watching {place.name or place}.")
            self.look()

        self._context.tasks.write(
            "watched", lambda _report, _cancel: watching.add(folder), added, self._context.explain
        )

    def remove(self, folder: Path) -> None:
        """Watch a folder no longer."""
        watching = self._context.library.watching

        def removed(_: None) -> None:
            self._context.say(
                f"{folder.name or folder} is watched no longer; what it brought stays."
            )
            self._folders = tuple(each for each in self._folders if each.folder != folder)
            self._show()

        self._context.tasks.write(
            "watched",
            lambda _report, _cancel: watching.remove(folder),
            removed,
            self._context.explain,
        )

    def look(self) -> None:
        """Look into all folders, unless that is under way or other work has to end first."""
        if self._at_work or self._cancel.cancelled or not self._context.library.writable:
            return
        if self._busy():
            self._timer.start(_LOOK_MS)
            return
        self._at_work = True
        watching, cancel = self._context.library.watching, self._cancel

        def work() -> tuple[Look, float]:
            began = time.monotonic()
            return watching.look(cancel), time.monotonic() - began

        self._context.tasks.read("watched-look", work, self._looked, self._failed)

    def _looked(self, found: tuple[Look, float]) -> None:
        look, seconds = found
        self._folders, self._when = look.folders, _now()
        self._show()
        for words in look.news:
            self._context.say(words)
        self._timer.setInterval(min(_LONGEST_MS, max(_LOOK_MS, round(seconds * 1000 * _SHARE))))
        if look.ready and not self._busy():
            self._bring_in(WATCH, look.ready, lambda work, stopped: self._note(look, work, stopped))
            return
        self._at_work = False
        if look.folders:
            self._timer.start()

    def _note(self, look: Look, work: WorkDone | None, stopped: bool) -> None:
        from reader.ui.importing.results_model import summary

        outcomes = work.sources if work is not None else ()
        unread = [each.path for each in outcomes if stopped and each.status == "skipped"]
        left = [file for file in look.ready if work is None or _is_among(file, unread)]
        watching = self._context.library.watching

        def note() -> None:
            watching.leave(left)
            watching.took(look.ready)

        # What was told of other folders stays told.
        fresh = [each for each in outcomes if each.status != "unchanged"]
        for each in look.folders:
            own = [one for one in fresh if Path(one.path).is_relative_to(each.folder)]
            if own:
                self._brought[each.folder] = f"{_now()} · {summary(own)}"
        if fresh:
            failed = any(each.status == "failed" for each in fresh)
            more = " See Library → What the last import brought." if failed else ""
            self._context.say(f"Watched folders: {summary(fresh)}.{more}")
        self._show()
        self._context.tasks.read("watched-note", note, lambda _: self._rest(), self._failed)

    def _rest(self) -> None:
        self._at_work = False
        if not self._cancel.cancelled:
            self._timer.start()

    def _failed(self, error: ReaderError) -> None:
        # Once: the next look may well end in the same way.
        if str(error) != self._said:
            self._said = str(error)
            self._context.explain(error)
        self._rest()

    def _show(self) -> None:
        if "sheet" in self.__dict__:
            writable = self._context.library.writable
            self.sheet.show_folders(self._folders, self._when, self._brought, writable=writable)

    def _close(self) -> None:
        self.sheet.hide()
        if self._context.tabs.pane is not None:
            self._context.tabs.pane.setFocus()

    def _ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, "Watch a folder", str(Path.home()))
        if folder:
            self.add(Path(folder))


def _now() -> str:
    return datetime.now().astimezone().strftime("%H:%M")


def _is_among(file: Path, shown: Sequence[str]) -> bool:
    """Whether a file, or what is in an archive, is one of those."""
    return any(Path(each) == file or file in Path(each).parents for each in shown)
