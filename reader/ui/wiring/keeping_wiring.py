"""The whole library in the window: backed up, restored, merged, moved, and another one opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.domain.errors import Cancelled, LibraryUnavailable, ReaderError
from reader.library.keeping import BackedUp, Moved, discard
from reader.library.library import Library
from reader.library.merging import Merged
from reader.library.restoring import Restored, restore_backup
from reader.places import follow_default
from reader.ui.housekeeping.question_bar import Answer, QuestionBar
from reader.ui.housekeeping.words import backup_words, counted, merge_words
from reader.ui.notice_bar import NoticeBar
from reader.ui.tasks import WORKER
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.main_window import MainWindow

BACKUP = "Backing up"
RESTORE = "Restoring"
MERGE = "Merging"
MOVE = "Moving"
PROGRAM = "the Dossier window"
_ENDING = ".dossier.zip"
_BACKUPS = "Backups of libraries (*.zip)"


class KeepingWiring(QObject):
    """Asks for places, does the work off the UI thread, and says what came of it."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        question: QuestionBar,
        notice: NoticeBar,
        *,
        began: Callable[[str], object],
        index_wanted: Callable[[], object],
        let_go: Callable[[], object],
        switch: Callable[[Path], MainWindow | None],
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._question = question
        self._notice = notice
        self._began = began
        self._index_wanted = index_wanted
        self._let_go = let_go
        self._switch = switch

    # Backups

    def ask_for_backup(self) -> None:
        """Choose where to, and back up."""
        today = datetime.now().astimezone().date().isoformat()
        name = f"{self._context.library.folder.name} {today}{_ENDING}"
        start = Path.home() / name
        file, _ = QFileDialog.getSaveFileName(
            self._window, "Back up the library", str(start), _BACKUPS
        )
        if file:
            self.back_up(Path(file), replace=True)

    def back_up(self, file: Path, *, replace: bool = False) -> None:
        """Write the whole library into one file."""
        keeping = self._context.library.keeping

        def done(backup: BackedUp) -> None:
            self._notice.say(backup_words(backup))

        self._began(BACKUP)
        self._context.tasks.write(
            BACKUP,
            lambda report, cancel: keeping.backup(file, report, cancel, replace=replace),
            done,
            self._failed("The backup was stopped; no file was left."),
            lane=WORKER,
        )

    def ask_for_restore(self) -> None:
        """Choose a backup and where its library is to be."""
        file, _ = QFileDialog.getOpenFileName(
            self._window, "Restore a backup", str(Path.home()), _BACKUPS
        )
        if not file:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, "Where is the restored library to be?", str(Path.home())
        )
        if folder:
            name = Path(file).name.removesuffix(".zip").removesuffix(".dossier")
            self.restore(Path(file), free_place(Path(folder), name))

    def restore(self, file: Path, folder: Path) -> None:
        """Restore a backup into a new folder, and offer to open it."""

        def done(restored: Restored) -> None:
            documents = counted(restored.documents, "document")
            self._notice.say(
                f"Restored {documents}, as of {restored.made[:10]}, in {restored.folder}",
                action=("Open it", lambda: self.open(restored.folder)),
            )

        self._began(RESTORE)
        self._context.tasks.write(
            RESTORE,
            lambda report, cancel: restore_backup(
                file, folder, program=PROGRAM, report=report, cancel=cancel
            ),
            done,
            self._failed("Restoring was stopped; nothing was left."),
            lane=WORKER,
        )

    # Other libraries

    def ask_for_merge(self) -> None:
        """Choose another library and take it over."""
        if self._may_write():
            folder = QFileDialog.getExistingDirectory(
                self._window, "The library to merge into this one", str(Path.home())
            )
            if folder:
                self.merge(Path(folder))

    def merge(self, other: Path) -> None:
        """Take over what another library has and this one has not."""
        merging = self._context.library.merging

        def done(merged: Merged) -> None:
            self._context.changed(merged.changes)
            if merged.changes.search_index:
                self._index_wanted()
            self._notice.say(merge_words(merged, other.name), error=bool(merged.refused))

        def failed(error: ReaderError) -> None:
            # What was taken over before it stopped stays.
            self._index_wanted()
            self._failed("Merging was stopped; merge again to go on.")(error)

        self._began(MERGE)
        self._context.tasks.write(
            MERGE, lambda report, cancel: merging.run(other, report, cancel), done, failed,
            lane=WORKER,
        )  # fmt: skip

    def ask_for_library(self) -> None:
        """Choose another library to open."""
        folder = QFileDialog.getExistingDirectory(
            self._window, "Open another library", str(self._context.library.folder.parent)
        )
        if folder:
            self.open(Path(folder))

    def open(self, folder: Path) -> None:
        """Show another library in place of this one."""
        if not Library.exists(folder):
            self._context.explain(
                LibraryUnavailable(
                    "there is no library",
                    item=str(folder),
                    remedy="Choose the folder that holds catalogue.sqlite3",
                )
            )
            return
        self._switch(folder)

    # Moving

    def ask_for_move(self) -> None:
        """Choose a folder to move the library into."""
        if not self._may_write():
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, "Move this library into the folder", str(Path.home())
        )
        if not folder:
            return
        place = free_place(Path(folder), self._context.library.folder.name)
        self._question.ask(
            f"Move the library to {place}? It is copied and checked first; the old one goes when"
            " the new one is open.",
            (Answer("Move it", lambda _: self.move(place)),),
        )

    def move(self, place: Path) -> None:
        """Copy the library there, open it, and remove the old one."""
        keeping = self._context.library.keeping

        def done(moved: Moved) -> None:
            # The importing process has the old files open.
            self._let_go()
            window = self._switch(moved.new)
            if window is None:
                keeping.stay()
                shutil.rmtree(moved.new, ignore_errors=True)
                return
            follow_default(moved.old, moved.new)
            window.keeping.finish_move(moved)

        self._began(MOVE)
        self._context.tasks.write(
            MOVE,
            lambda report, cancel: keeping.copy_into(place, report, cancel),
            done,
            self._failed("Moving was stopped; the library is where it was."),
            lane=WORKER,
        )

    def finish_move(self, moved: Moved) -> None:
        """Remove the old place of the library that was moved here, and say where it is."""

        self._context.library.follow_watched(moved.old)

        def done(result: Moved) -> None:
            words = f"The library is in {result.new} now."
            if result.left:
                words += f" In {result.old} was left what is not the library's:"
                words += f" {', '.join(result.left)}"
            self._notice.say(words)

        self._context.tasks.write(
            MOVE, lambda _report, _cancel: discard(moved), done, self._context.explain, lane=WORKER
        )

    # Own

    def _failed(self, stopped: str) -> Callable[[ReaderError], None]:
        def tell(error: ReaderError) -> None:
            if isinstance(error, Cancelled):
                self._context.say(stopped)
            else:
                self._context.explain(error)

        return tell

    def _may_write(self) -> bool:
        if not self._context.library.writable:
            self._context.say("This library is open for reading only: it cannot be changed.")
        return self._context.library.writable


def free_place(folder: Path, name: str) -> Path:
    """A folder of that name below another, or of one like it that does not exist yet."""
    place, number = folder / name, 2
    while place.exists():
        place, number = folder / f"{name} {number}", number + 1
    return place
