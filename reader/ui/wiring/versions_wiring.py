"""Versions of the document in front: the bar above it, an older one, two of them side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from reader.domain.bookmark import Bookmark, MarkReport
from reader.domain.changes import LibraryChanges
from reader.domain.document import Passage, Version
from reader.library.versions import ComparedVersions, StandingMark
from reader.ui.reading_tabs import Place
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.bookmarks.bookmarks_panel import BookmarksPanel
    from reader.ui.reading.reading_pane import ReadingPane
    from reader.ui.reading.reading_view import ReadingView
    from reader.ui.versions.compare_view import CompareView
    from reader.ui.versions.compared_rows import ShownRow
    from reader.ui.versions.version_bar import VersionBar


class VersionsWiring(QObject):
    """Shows what a document said before, read-only, in the pane of its newest version."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.tabs)
        self._context = context
        self._bars: dict[ReadingPane, VersionBar] = {}

    def serve(self, bookmarks: BookmarksPanel) -> None:
        """Do what the list of bookmarks asks for those that moved or are gone."""
        bookmarks.acceptRequested.connect(self.accept)
        bookmarks.madeRequested.connect(self.show_made)
        bookmarks.compareRequested.connect(self.compare_made)

    def refresh(self) -> None:
        """Read anew what versions and marks the document in front has."""
        self._document_shown(self._context.tabs.pane)

    def compare_in_front(self) -> None:
        """Compare the document in front with its version before."""
        pane = self._context.tabs.pane
        number = pane.document.version.number if pane and pane.document else 1
        if pane is None or number < 2:
            self._context.say("The document in front has one version: there is nothing to compare.")
        else:
            self.compare(pane, number - 1, number)

    def step(self, step: int, otherwise: Callable[[int], object] | None = None) -> None:
        """To the next or previous change, where two versions are side by side."""
        from reader.ui.versions.compare_view import CompareView

        pane = self._context.tabs.pane
        if pane is not None and isinstance(pane.over, CompareView):
            pane.over.step(step)
        elif otherwise is not None:
            otherwise(step)

    def show_version(
        self, pane: ReadingPane, number: int, place: tuple[int, int] | None = None
    ) -> None:
        """Show a version in a pane; the newest is the pane's own text."""
        document = pane.document
        if document is None:
            return
        if number == document.version.number:
            pane.show_text()
            pane.setFocus()
            self.refresh()
            return
        versions = self._context.library.versions

        def read() -> tuple[Version, tuple[Passage, ...], list[StandingMark]]:
            version = versions.get(document.id, number)
            return version, versions.passages(version), versions.marks_in(version)

        def show(found: tuple[Version, tuple[Passage, ...], list[StandingMark]]) -> None:
            if pane.document == document:
                self._show_older(pane, *found, place)

        self._context.tasks.read("version", read, show, self._context.explain)

    def compare(self, pane: ReadingPane, old: int, new: int) -> None:
        """Show two versions of a pane's document side by side."""
        document = pane.document
        if document is None:
            return
        versions = self._context.library.versions

        def read() -> tuple[ComparedVersions, list[ShownRow]]:
            from reader.ui.versions.compared_rows import shown_rows

            compared = versions.compare(document.id, old, new)
            marks = versions.marks_in(compared.old), versions.marks_in(compared.new)
            return compared, shown_rows(compared, *marks)

        def show(found: tuple[ComparedVersions, list[ShownRow]]) -> None:
            if pane.document == document:
                self._show_comparison(pane, *found)

        self._context.tasks.read("compare", read, show, self._context.explain)

    def show_made(self, identifier: str) -> None:
        """Show a bookmark in the version in which it was made."""
        library = self._context.library

        def read() -> tuple[Bookmark, int]:
            bookmark = library.bookmarks.get(identifier)
            made = next(
                each.number
                for each in library.versions.of_document(bookmark.document)
                if each.id == bookmark.version
            )
            return bookmark, made

        def show(found: tuple[Bookmark, int]) -> None:
            bookmark, made = found
            place = bookmark.position.start, bookmark.position.end
            self._context.tabs.open(
                Place(bookmark.document), then=lambda pane: self.show_version(pane, made, place)
            )

        self._context.tasks.read("made", read, show, self._context.explain)

    def compare_made(self, identifier: str) -> None:
        """Compare the version in which a bookmark was made with the newest."""
        library = self._context.library

        def read() -> tuple[str, int, int]:
            bookmark = library.bookmarks.get(identifier)
            versions = library.versions.of_document(bookmark.document)
            made = next(each.number for each in versions if each.id == bookmark.version)
            return bookmark.document, made, versions[0].number

        def show(found: tuple[str, int, int]) -> None:
            document, made, newest = found
            self._context.tabs.open(
                Place(document), then=lambda pane: self.compare(pane, made, newest)
            )

        self._context.tasks.read("made", read, show, self._context.explain)

    def accept(self, identifier: str) -> None:
        """Take over the place to which a bookmark moved."""
        bookmarks = self._context.library.bookmarks

        def change(*_: object) -> LibraryChanges:
            return bookmarks.accept(identifier)[1]

        def done(changes: LibraryChanges) -> None:
            self._context.changed(changes)
            self._context.say("Accepted: the bookmark quotes what stands there now.")

        self._context.tasks.write("marks", change, done, self._context.explain)

    def _document_shown(self, pane: ReadingPane | None) -> None:
        document = pane.document if pane else None
        if pane is None or document is None:
            return
        if document.version.number < 2 and pane not in self._bars:
            return
        versions = self._context.library.versions

        def read() -> tuple[list[Version], MarkReport]:
            return versions.of_document(document.id), versions.marks(document.id)

        def show(found: tuple[list[Version], MarkReport]) -> None:
            if pane in self._context.tabs.panes and pane.document == document and not pane.over:
                self._bar(pane).show_newest(*found)

        self._context.tasks.read("versions", read, show)

    def _bar(self, pane: ReadingPane) -> VersionBar:
        if pane not in self._bars:
            from reader.ui.versions.version_bar import VersionBar

            bar = VersionBar(pane)
            pane.set_head(bar)
            bar.compareRequested.connect(lambda old, new: self.compare(pane, old, new))
            bar.versionChosen.connect(lambda number: self.show_version(pane, number))
            bar.stepped.connect(self.step)
            pane.textShown.connect(self.refresh)
            self._bars[pane] = bar
            pane.destroyed.connect(lambda _=None, gone=pane: self._bars.pop(gone, None))
        return self._bars[pane]

    def _with_bar(self, pane: ReadingPane, say: Callable[[VersionBar], object]) -> None:
        """Say something in a pane's bar, which knows all versions first."""
        document = pane.document
        if document is None:
            return
        versions = self._context.library.versions

        def show(found: tuple[list[Version], MarkReport]) -> None:
            bar = self._bar(pane)
            bar.show_newest(*found)
            say(bar)

        self._context.tasks.read(
            "versions",
            lambda: (versions.of_document(document.id), versions.marks(document.id)),
            show,
        )

    def _show_older(
        self,
        pane: ReadingPane,
        version: Version,
        passages: tuple[Passage, ...],
        marks: list[StandingMark],
        place: tuple[int, int] | None,
    ) -> None:
        from reader.ui.reading.highlights import Highlight, HighlightKind
        from reader.ui.reading.reading_view import ReadingView

        if pane.document is None:
            return
        view = ReadingView(pane.view.theme, pane, pane.pictures)
        view.setAccessibleName(f"Version {version.number} of {pane.document.metadata.title}")
        view.set_zoom(self._context.session.zoom)
        view.show_document(dataclasses.replace(pane.document, version=version), passages)
        view.set_highlights(
            HighlightKind.BOOKMARK,
            [
                Highlight(
                    HighlightKind.BOOKMARK,
                    mark.place.start,
                    mark.place.end,
                    colour=mark.bookmark.colour.value,
                    key=mark.bookmark.id,
                    tooltip=mark.bookmark.note or "Bookmark without a note",
                )
                for mark in marks
            ],
        )
        self._show_over(pane, view)
        self._with_bar(pane, lambda bar: bar.show_older(version))
        if place is not None:
            view.go_to(*place)

    def _show_comparison(
        self, pane: ReadingPane, compared: ComparedVersions, rows: list[ShownRow]
    ) -> None:
        from reader.ui.versions.compare_view import CompareView

        view = CompareView(rows, pane.view.theme, pane)
        view.left.connect(lambda: self._back(pane))
        self._show_over(pane, view)
        self._with_bar(
            pane, lambda bar: bar.show_comparison(compared.old, compared.new, compared.comparison)
        )

    def _show_over(self, pane: ReadingPane, view: CompareView | ReadingView) -> None:
        self._context.tabs.keep_preview()
        pane.show_over(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self, pane: ReadingPane) -> None:
        pane.show_text()
        pane.setFocus()
