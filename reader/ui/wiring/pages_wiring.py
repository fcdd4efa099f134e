"""F4: the document in front as text, or as its pages are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.domain.errors import ReaderError
from reader.places import resources
from reader.ui.theme import load_theme
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.reading.reading_pane import ReadingPane


class PagesWiring(QObject):
    """Switches panes between text and pages, and keeps the pages those of the pane's document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.tabs)
        self._context = context
        self._bare: set[int] = set()
        self._drawn = False
        context.tabs.documentShown.connect(self._document_shown)

    def switch(self) -> None:
        """Show the pages of the document in front, or its text again."""
        pane = self._context.tabs.pane
        if pane is None or pane.document is None:
            self._context.say("Open a document first, then F4 shows its pages.")
        elif pane.pages is not None:
            pane.show_text()
            pane.setFocus()
        elif not self._context.library.pages.has_pages(pane.document):
            title = pane.document.metadata.title
            self._context.say(f"“{title}” has no pages: only a PDF does.")
        else:
            self._show_pages(pane)
            pane.setFocus()

    def close(self) -> None:
        """Stop drawing; the window is about to close."""
        if self._drawn:
            self._context.library.pages.close()

    def _show_pages(self, pane: ReadingPane) -> None:
        from reader.ui.pages.page_loader import PageLoader
        from reader.ui.pages.page_view import PageView

        if pane.document is None:
            return
        self._drawn = True
        context = self._context
        version = pane.document.version
        loader = PageLoader(context.tasks, context.library.pages, version, pane.view.passages)
        # Paper is white in every theme.
        view = PageView(loader, pane.view, load_theme(resources(), "light"), pane)
        view.setAccessibleName(f"Pages of {pane.document.metadata.title}")
        loader.failed.connect(lambda error: self._give_up(pane, loader, error))
        pane.show_pages(view)
        loader.start()

    def _give_up(self, pane: ReadingPane, loader: QObject, error: ReaderError) -> None:
        if pane.pages is not None and pane.pages.loader is loader:
            pane.show_text()
            self._context.explain(error)

    def _document_shown(self, pane: ReadingPane | None) -> None:
        """A pane got another document: pages stay pages, and a scanned file has nothing else."""
        if pane is None or pane.document is None:
            return
        if pane.pages is None:
            version = pane.document.version.id
            bare = not pane.view.passages and version not in self._bare
            if bare and self._context.library.pages.has_pages(pane.document):
                self._bare.add(version)
                self._show_pages(pane)
            return
        if pane.pages.loader.version.id == pane.document.version.id:
            return
        if self._context.library.pages.has_pages(pane.document):
            self._show_pages(pane)
        else:
            pane.show_text()
