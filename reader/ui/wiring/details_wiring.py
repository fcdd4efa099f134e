"""The document details: shown for the document in front, and what is changed in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from reader.domain.changes import LibraryChanges
from reader.domain.document import Document, SourceMetadata
from reader.domain.errors import InvalidInput, ReaderError
from reader.domain.metadata import LISTS
from reader.ui.details.details_sheet import DetailsSheet
from reader.ui.details.details_words import LABELS
from reader.ui.reading_tabs import Place
from reader.ui.theme import Theme
from reader.ui.wiring.context import Context

_MOST_UNDONE = 50


class DetailsWiring:
    """Opens the sheet over `column` and saves what is edited in it; `index` follows an edit."""

    def __init__(
        self, context: Context, column: QWidget, theme: Theme, index: Callable[[], object]
    ) -> None:
        self._context = context
        self._index = index
        self._before: list[tuple[str, SourceMetadata]] = []
        self.sheet = DetailsSheet(column)
        self.sheet.setGeometry(column.rect())
        self.set_theme(theme)
        self.sheet.offer_countries([each.name for each in context.library.countries.all()])
        self.sheet.edited.connect(self._edit)
        self.sheet.resetWanted.connect(self._reset)
        self.sheet.undoWanted.connect(self.undo)
        self.sheet.closed.connect(self.close)
        context.tabs.documentShown.connect(lambda _: self._follow())

    def set_theme(self, theme: Theme) -> None:
        """Use another look."""
        self.sheet.set_theme(theme)

    @property
    def is_open(self) -> bool:
        """Whether the sheet is shown."""
        return not self.sheet.isHidden()

    def toggle(self) -> None:
        """Show the details of the document in front, or close them."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the details of the document in front, with the focus in them."""
        document = self._context.tabs.document
        if document is None:
            self._context.say("Open a document first: its details are shown beside it.")
            return
        self._show(document)
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.focus_first()

    def open_document(self, identifier: str) -> None:
        """Open a document and show its details."""
        self._context.tabs.open(Place(identifier), then=lambda _: self.open())

    def close(self) -> None:
        """Hide the sheet and go back to the text."""
        self.sheet.hide()
        if self._context.tabs.pane is not None:
            self._context.tabs.pane.setFocus()

    def undo(self) -> None:
        """Put back what the last edit in the sheet changed."""
        if not self._before:
            self._context.say("There is nothing to undo in these details.")
            return
        document, metadata = self._before.pop()
        edits = self._context.library.metadata
        self._write(lambda: edits.restore(document, metadata), "Undone.")

    def _follow(self) -> None:
        if not self.is_open:
            return
        document = self._context.tabs.document
        if document is None:
            self.close()
        else:
            self._show(document)

    def _show(self, document: Document) -> None:
        table = self._context.library.countries
        names = {
            code: country.name
            for code in document.metadata.countries
            if (country := table.by_code(code)) is not None
        }
        self.sheet.show_document(document, names, editable=self._context.library.writable)

    def _edit(self, name: str, value: object) -> None:
        document = self.sheet.document
        if document is None:
            return
        given = [str(each) for each in value] if isinstance(value, list) else str(value)
        self._remember(document)
        edits = self._context.library.metadata
        self._write(
            lambda: edits.edit(document.id, **{name: given}),
            f"{LABELS[name]} saved.",
            partial(self._failed, name),
        )

    def _reset(self, name: str) -> None:
        document = self.sheet.document
        if document is None:
            return
        self._remember(document)
        edits = self._context.library.metadata
        verb = "are" if name in LISTS else "is"
        self._write(
            lambda: edits.reset(document.id, name),
            f"{LABELS[name]} {verb} what the source says again.",
            partial(self._failed, name),
        )

    def _remember(self, document: Document) -> None:
        self._before.append((document.id, document.metadata))
        del self._before[:-_MOST_UNDONE]

    def _failed(self, name: str, error: ReaderError) -> None:
        self._before.pop()
        words = f"{error.what[:1].upper()}{error.what[1:]}. {error.remedy or ''}".strip()
        if not isinstance(error, InvalidInput) or not self.sheet.show_error(name, words):
            self._context.explain(error)

    def _write(
        self,
        work: Callable[[], LibraryChanges],
        words: str,
        failed: Callable[[ReaderError], None] | None = None,
    ) -> None:
        def done(changes: LibraryChanges) -> None:
            self._context.changed(changes)
            self._context.say(words)
            if not changes:
                self._follow()
            if changes.search_index:
                self._index()

        self._context.tasks.write(
            "metadata", lambda _report, _cancel: work(), done, failed or self._context.explain
        )
