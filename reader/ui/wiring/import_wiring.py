"""Bringing files in and keeping the index current, in the worker process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from reader.domain.changes import LibraryChanges
from reader.domain.dates import PartialDate
from reader.domain.document import Document
from reader.domain.errors import Cancelled, ReaderError
from reader.library.interrupted import CutShort
from reader.library.progress import CancelToken, Report
from reader.library.worker import SourceOutcome, WorkDone, Worker
from reader.places import seeds
from reader.ui.importing.clipboard import Pasted, local_paths, pasted
from reader.ui.importing.results_model import is_problem, summary
from reader.ui.notice_bar import NoticeBar
from reader.ui.reading_tabs import Place
from reader.ui.tasks import WORKER
from reader.ui.theme import Theme
from reader.ui.wiring.context import Context
from reader.ui.wiring.engine_wiring import EngineOffer

if TYPE_CHECKING:
    from reader.ui.importing.result_sheet import ResultSheet

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
        notice: NoticeBar,
        stage: QSplitter,
        theme: Callable[[], Theme],
        began: Callable[[str], object],
        ended: Callable[[WorkDone], object],
        mend: Callable[[str], object],
        describe: Callable[[Path], object],
    ) -> None:
        super().__init__(window)
        self._notice = notice
        self._stage = stage
        self._theme = theme
        self._mend = mend
        self._describe = describe
        self._looked = False
        self._context = context
        self._worker = worker
        self._window = window
        self._began = began
        self._ended = ended
        self._indexing = False
        self._offer = EngineOffer(context, notice, self.index)

    def begin(self) -> None:
        """Fill a new library, or look after one that is there."""
        if self._context.library.writable and self._context.library.starter_pending:
            self.fill()
        else:
            self.look()

    def fill(self) -> None:
        """Fill a new starter library, or go on where a killed first start stopped."""
        self._run(STARTER, [seeds()], self._starter_done)

    @cached_property
    def sheet(self) -> ResultSheet:
        """What came of the last import."""
        from reader.ui.importing.result_sheet import ResultSheet

        sheet = ResultSheet(self._theme(), self._stage)
        self._stage.addWidget(sheet)
        self._stage.setStretchFactor(0, 1)
        sheet.openRequested.connect(lambda document: self._context.tabs.open(Place(document)))
        sheet.mendRequested.connect(self._mend)
        sheet.describeRequested.connect(lambda path: self._describe(Path(path)))
        sheet.retryRequested.connect(lambda paths: self.run(_still_there(paths)))
        sheet.revealRequested.connect(self._reveal)
        return sheet

    @property
    def parts(self) -> list[QWidget]:
        """What it has put into the window, as far as it was made."""
        return [self.sheet] if "sheet" in self.__dict__ else []

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        if "sheet" in self.__dict__:
            self.sheet.set_theme(theme)

    def show_last(self) -> None:
        """Show the sheet of the last import again."""
        if "sheet" in self.__dict__:
            self.sheet.show()
            self.sheet.view.setFocus()
        else:
            self._context.say("Nothing was imported since the window was opened.")

    def paste(self) -> None:
        """Import what the clipboard holds: files, a part of a page, or plain text."""
        # Qt gives none at all for a clipboard that nobody has filled.
        mime = QGuiApplication.clipboard().mimeData() or QMimeData()
        paths = local_paths(mime)
        if paths:
            self.run(paths)
        else:
            self.take(mime)

    def take(self, mime: QMimeData) -> None:
        """Import what was pasted, or dragged out of another program, as a file of its own."""
        today = datetime.now().astimezone().date()
        found = pasted(mime, today)
        if found is None and mime.hasUrls():
            self._context.say(
                "Dossier never goes online. Save the page in your browser and import the file."
            )
        elif found is None:
            self._context.say("There is no text on the clipboard to import.")
        elif self._may_import():
            self._import_pasted(found, PartialDate(today.year, today.month, today.day))

    def _import_pasted(self, found: Pasted, today: PartialDate) -> None:
        worker = self._worker

        def work(report: Report, cancel: CancelToken) -> WorkDone:
            with TemporaryDirectory(prefix="dossier-") as folder:
                file = Path(folder) / found.name
                file.write_bytes(found.data)
                done = worker.run_import([file], report, cancel, accessed=today)
            # Where it lay meanwhile says nothing to anybody.
            return replace(done, sources=tuple(_called(each, file) for each in done.sources))

        self._began(IMPORT)
        self._context.tasks.write(IMPORT, work, self._import_done, self._broke_off, lane=WORKER)

    def look(self) -> None:
        """Tell of an import that was cut short; bring the index up to date when it is behind."""
        library = self._context.library
        if library.writable and not self._looked:
            self._looked = True
            self._heal(self._tell_of_cut_short)
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
        if paths and self._may_import():
            self._run(IMPORT, paths, self._import_done)

    def run_quietly(
        self, name: str, paths: Sequence[Path], done: Callable[[WorkDone | None, bool], object]
    ) -> None:
        """Import files that came by themselves: nothing is opened, and the sheet stays as it is.

        `done` hears what came of it and whether it was stopped; None when the worker broke down.
        """
        worker = self._worker

        def work(report: Report, cancel: CancelToken) -> tuple[WorkDone, bool]:
            return worker.run_import(paths, report, cancel), cancel.cancelled

        def finished(result: tuple[WorkDone, bool]) -> None:
            outcome, stopped = result
            self._ended(outcome)
            fresh = [each for each in outcome.sources if each.status != "unchanged"]
            if fresh:
                self.sheet.add_quietly(fresh)
            done(outcome, stopped)

        def failed(error: ReaderError) -> None:
            self._broke_off(error)
            done(None, isinstance(error, Cancelled))

        self._began(name)
        self._context.tasks.write(name, work, finished, failed, lane=WORKER)

    def _may_import(self) -> bool:
        if not self._context.library.writable:
            self._context.say("This library is open for reading only: nothing can be imported.")
        return self._context.library.writable

    def _heal(self, done: Callable[[CutShort | None], None]) -> None:
        """Clear up after an import that was cut short, before any that was asked for since."""
        interrupted = self._context.library.interrupted
        self._context.tasks.write(
            "cut-short", lambda _report, _cancel: interrupted.heal(), done, lane=WORKER
        )

    def _tell_of_cut_short(self, cut: CutShort | None) -> None:
        if cut is not None:
            self._notice.say(
                cut.sentence,
                action=("Import it again", lambda: self._again(cut)),
            )

    def _again(self, cut: CutShort) -> None:
        self._notice.hide()
        self.run(_still_there([str(path) for path in cut.asked]))

    def _reveal(self, path: str) -> None:
        for file in _still_there([path]):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))

    def index(self, engine: str | None = None) -> None:
        """Bring the index up to date, once at a time; with `engine`, build that search engine's."""
        if self._indexing:
            return
        self._indexing = True
        library, worker = self._context.library, self._worker
        self._began(INDEX)

        def done(work: WorkDone) -> None:
            self._indexing = False
            self._ended(work)
            self._offer.indexed(engine)

        def failed(error: ReaderError) -> None:
            self._indexing = False
            self._explain(error)

        if library.writable:
            self._context.tasks.write(
                INDEX,
                lambda report, cancel: worker.derive(report, cancel, engine=engine),
                done,
                failed,
                lane=WORKER,
            )
            return
        # A library that is read only here is indexed in this process: the worker would write.
        self._context.tasks.write(
            INDEX,
            lambda report, cancel: WorkDone(
                (), library.deriving.run(report, cancel, engine=engine).changes
            ),
            done,
            failed,
            lane=WORKER,
        )

    def _index_unless(self, current: bool) -> None:
        if current:
            self._offer.look()
        else:
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
        self._context.say(f"Import: {summary(work.sources)}.")
        alone = work.sources[0] if len(work.sources) == 1 else None
        if alone is not None and alone.document is not None and not is_problem(alone):
            # Who imports one thing wants to read it.
            self._context.tabs.open(Place(alone.document))
        else:
            self.sheet.show_outcomes(work.sources)

    def _broke_off(self, error: ReaderError) -> None:
        """What the worker finished before it ended is in the library, and it did not say what."""
        self._explain(error)
        self._heal(lambda _: None)
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


def _still_there(paths: Sequence[str]) -> list[Path]:
    """The files to import again; for what is in an archive, the archive."""
    found: list[Path] = []
    for each in paths:
        path = Path(each)
        while not path.exists() and path != path.parent:
            path = path.parent
        # A folder in place of a file that is gone would bring in all that is beside it.
        found.append(path if path.is_file() or str(path) == each else Path(each))
    return list(dict.fromkeys(found))


def _called(outcome: SourceOutcome, file: Path) -> SourceOutcome:
    error = outcome.error.replace(str(file), file.name) if outcome.error else None
    return replace(outcome, path=outcome.path.replace(str(file), file.name), error=error)
