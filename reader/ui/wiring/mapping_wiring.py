"""Describing a foreign table of scores: its preview, what would be read, saving and importing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.domain.errors import ReaderError
from reader.domain.mapping_draft import MappingDraft, TablePreview
from reader.ui.scores.mapping_sheet import MappingSheet
from reader.ui.theme import Theme
from reader.ui.wiring.context import Context

_FILES = "Tables (*.csv *.tsv *.xlsx)"
# A check costs as much as reading the table: it waits for a pause in what is typed.
_PAUSE_MS = 150


class MappingWiring(QObject):
    """Opens the sheet over `over`; `run_import` brings the table in when it is described."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        over: QWidget,
        theme: Theme,
        run_import: Callable[[Sequence[Path]], object],
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._import = run_import
        self._path = Path()
        self._preview: TablePreview | None = None
        self._before: QWidget | None = None
        self.sheet = MappingSheet(theme, over)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self.sheet.draftChanged.connect(lambda _: self._changed())
        self.sheet.layoutWanted.connect(self._lay_out)
        self.sheet.saveWanted.connect(self._save)
        self.sheet.closed.connect(self.close)

    def set_theme(self, theme: Theme) -> None:
        """Use another look."""
        self.sheet.set_theme(theme)

    @property
    def is_open(self) -> bool:
        """Whether the sheet is shown."""
        return not self.sheet.isHidden()

    def ask_for_table(self) -> None:
        """Choose a table to describe."""
        if self._may_write():
            file, _ = QFileDialog.getOpenFileName(self._window, "Map a table of scores", "", _FILES)
            if file:
                self.open(Path(file))

    def open(self, path: Path) -> None:
        """Show a table with a first description of its columns."""
        if not self._may_write():
            return
        if not path.is_file() and any(each.is_file() for each in path.parents):
            self._context.say("This table lies in an archive: unpack it, and map the file itself.")
            return
        mappings = self._context.library.mappings

        def read() -> tuple[TablePreview, MappingDraft]:
            preview = mappings.preview(path)
            return preview, mappings.draft(preview)

        def show(read: tuple[TablePreview, MappingDraft]) -> None:
            self._path, self._preview = path, read[0]
            if not self.is_open:
                self._before = self._window.focusWidget()
            self.sheet.show_table(*read)
            self._context.say("Check what each column is used as, then save.")
            self._changed()

        self._context.say(f"Reading {path.name}…")
        self._context.tasks.read("mapping", read, show, self._context.explain)

    def close(self) -> None:
        """Hide the sheet, and go back to where one was."""
        self._pause.stop()
        for key in ("mapping", "mapping-layout", "mapping-check"):
            self._context.tasks.void(key)
        self._preview = None
        self.sheet.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def _may_write(self) -> bool:
        if not self._context.library.writable:
            self._context.say("This library is open for reading only: nothing can be described.")
        return self._context.library.writable

    def _changed(self) -> None:
        # What was checked before is not what would be saved.
        self._context.tasks.void("mapping-check")
        self.sheet.save.setEnabled(False)
        self._pause.start()

    def _check(self) -> None:
        preview, draft = self._preview, self.sheet.draft
        if preview is None or draft is None:
            return
        mappings = self._context.library.mappings
        self._context.tasks.read(
            "mapping-check",
            lambda: mappings.check(preview, draft),
            self.sheet.show_check,
            self._context.explain,
        )

    def _lay_out(self, sheet: int, header: int) -> None:
        preview = self._preview
        if preview is None:
            return
        mappings = self._context.library.mappings

        def show(draft: MappingDraft) -> None:
            self.sheet.relay(draft)
            self._changed()

        self._context.tasks.read(
            "mapping-layout",
            lambda: mappings.draft(preview, sheet, None if header < 0 else header),
            show,
            self._context.explain,
        )

    def _save(self, replace: bool) -> None:
        draft, path = self.sheet.draft, self._path
        if draft is None or not self.sheet.save.isEnabled():
            return
        mappings = self._context.library.mappings

        def work() -> str | None:
            existing = None if replace else mappings.existing(draft)
            if existing is not None:
                return existing.name
            mappings.write(draft, path.name, replace=replace)
            return None

        def done(existing: str | None) -> None:
            if existing is not None:
                self.sheet.ask_to_replace(existing)
                return
            self.close()
            self._import([path])

        self._context.tasks.write(
            "mapping-save", lambda _report, _cancel: work(), done, self._failed
        )

    def _failed(self, error: ReaderError) -> None:
        self._context.explain(error)
        self._changed()
