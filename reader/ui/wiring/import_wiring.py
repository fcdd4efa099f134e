"""Bringing files in and keeping the index current, in the worker process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.domain.changes import LibraryChanges
from reader.domain.document import Document
from reader.domain.errors import Cancelled, ReaderError
from reader.library.worker import WorkDone, Worker
from reader.places import seeds
from reader.ui.tasks import WORKER
from reader.ui.wiring.context import Context

STARTER = "Filling the starter library"
IMPORT = "Importing"
INDEX = "Indexing"


class ImportWiring(QObject):
    """Starts the worker's jobs, and tells what came of them."""

    def __init__(
        self,
        context: Context,
        worker: Worker,
        window: QWidget,
        *,
        began: Callable[[str], object],
        ended: Callable[[WorkDone], object],
    ) -> None:
        super().__init__(window)
        self._context = context
        self._worker = worker
        self._window = window
        self._began = began
        self._ended = ended
        self._indexing = False

    def fill(self) -> None:
        """Fill a new starter library, or go on where a killed first start stopped."""
        self._run(STARTER, [seeds()], self._starter_done)

    def look(self) -> None:
        """Bring the index up to date when it is behind."""
        library = self._context.library
        self._context.tasks.read(
            "is-current", lambda: library.deriving.is_current(), self._index_unless, self._explain
        )

    def ask_for_files(self) -> None:
        """Ctrl+O: choose files to import."""
        files, _ = QFileDialog.getOpenFileNames(self._window, "Import files")
        if files:
            self.run([Path(file) for file in files])

    def ask_for_folder(self) -> None:
        """Choose a folder to import."""
        folder = QFileDialog.getExistingDirectory(self._window, "Import a folder")
        if folder:
            self.run([Path(folder)])

    def run(self, paths: Sequence[Path]) -> None:
        """Import files and folders."""
        if not self._context.library.writable:
            self._context.say("This library is open for reading only: nothing can be imported.")
            return
        self._run(IMPORT, paths, self._import_done)

    def index(self) -> None:
        """Bring the index up to date, once at a time."""
        if self._indexing:
            return
        self._indexing = True
        library, worker = self._context.library, self._worker
        self._began(INDEX)

        def done(work: WorkDone) -> None:
            self._indexing = False
            self._ended(work)

        def failed(error: ReaderError) -> None:
            self._indexing = False
            self._explain(error)

        if library.writable:
            self._context.tasks.write(
                INDEX,
                lambda report, cancel: worker.derive(report, cancel),
                done,
                failed,
                lane=WORKER,
            )
            return
        # A library that is read only here is indexed in this process: the worker would write.
        self._context.tasks.write(
            INDEX,
            lambda report, cancel: WorkDone((), library.deriving.run(report, cancel).changes),
            done,
            failed,
            lane=WORKER,
        )

    def _index_unless(self, current: bool) -> None:
        if not current:
            self.index()

    def _run(self, name: str, paths: Sequence[Path], done: Callable[[WorkDone], None]) -> None:
        worker = self._worker
        self._began(name)
        self._context.tasks.write(
            name,
            lambda report, cancel: worker.run_import(paths, report, cancel),
            done,
            self._broke_off,
            lane=WORKER,
        )

    def _starter_done(self, work: WorkDone) -> None:
        library = self._context.library
        if not any(source.status == "failed" for source in work.sources):
            self._context.tasks.write(
                "starter", lambda _report, _cancel: library.starter_finished(), lambda _: None
            )
        self._ended(work)

    def _import_done(self, work: WorkDone) -> None:
        self._ended(work)
        self._context.say(import_summary(work))

    def _broke_off(self, error: ReaderError) -> None:
        """What the worker finished before it ended is in the library, and it did not say what."""
        self._explain(error)
        documents = self._context.library.documents

        def show(found: list[Document]) -> None:
            self._context.changed(LibraryChanges(documents=frozenset(one.id for one in found)))
            self.look()

        self._context.tasks.read("finished-imports", documents.all, show)

    def _explain(self, error: ReaderError) -> None:
        if isinstance(error, Cancelled):
            self._context.say("Stopped. What was finished is kept.")
            return
        self._context.explain(error)


def import_summary(work: WorkDone) -> str:
    """What became of the sources: a count by outcome, and each failure in its own words."""
    counts: dict[str, int] = {}
    for source in work.sources:
        counts[source.status] = counts.get(source.status, 0) + 1
    words = [f"{count} {status}" for status, count in counts.items()] or ["nothing to import"]
    lines = [f"Import: {', '.join(words)}."]
    lines += [source.error for source in work.sources if source.status == "failed" and source.error]
    lines += [
        f"{Path(source.path).name}: {warning}"
        for source in work.sources
        for warning in source.warnings
    ]
    return "\n".join(lines)
