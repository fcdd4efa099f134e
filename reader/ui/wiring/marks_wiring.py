"""Highlights in the reader, bookmarks and reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.domain.bookmark import Bookmark, BookmarkColour
from reader.domain.changes import LibraryChanges
from reader.domain.citation import locator_words
from reader.domain.report import Clip, Report, ReportItem
from reader.library.reports import Exported
from reader.ui.bookmarks.bookmarks_panel import BookmarksPanel
from reader.ui.bookmarks.entries import BookmarkEntry
from reader.ui.bookmarks.note_popup import NotePopup
from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.reading_tabs import Place
from reader.ui.reports.report_panel import ReportPanel
from reader.ui.wiring.context import Context


class MarksWiring(QObject):
    """Makes, shows and changes bookmarks, and gathers them in a report."""

    def __init__(
        self,
        context: Context,
        bookmarks: BookmarksPanel,
        report: ReportPanel,
        popup: NotePopup,
        left: LeftPanel,
        *,
        counted: Callable[[int, str | None], object],
    ) -> None:
        super().__init__(bookmarks)
        self._context = context
        self._bookmarks = bookmarks
        self._panel = report
        self._popup = popup
        self._left = left
        self._counted = counted
        self._count = 0
        self._current: Report | None = None
        self._marking: tuple[str, int, int] | None = None
        bookmarks.bookmarkActivated.connect(self.open_bookmark)
        bookmarks.removeRequested.connect(self._remove)
        bookmarks.addToReportRequested.connect(self._add_to_report)
        bookmarks.noteChanged.connect(self._change_note)
        bookmarks.colourChanged.connect(self._change_colour)
        popup.saved.connect(self._save)
        popup.cancelled.connect(self._back_to_text)
        self._connect_report()

    def _connect_report(self) -> None:
        panel = self._panel
        panel.reportChosen.connect(self._choose_report)
        panel.newRequested.connect(self._new_report)
        panel.headingAdded.connect(lambda text: self._in_report("add_heading", text))
        panel.textAdded.connect(lambda text: self._in_report("add_text", text))
        panel.itemChanged.connect(self._change_item)
        panel.itemRemoved.connect(lambda item: self._in_report("drop_item", item))
        panel.orderChanged.connect(lambda items: self._in_report("order", items))
        panel.clipActivated.connect(self.open_bookmark)
        panel.exportRequested.connect(self.export)
        panel.renameRequested.connect(lambda name: self._in_report("rename", name))
        panel.previewRequested.connect(self._preview)

    # Bookmarks

    def mark_selection(self) -> None:
        """Ctrl+D: ask for a note on what is selected in the reader."""
        pane = self._context.tabs.pane
        selected = pane.view.selected_range() if pane else None
        if pane is None or pane.document is None or selected is None:
            self._context.say("Select the words to bookmark first, then press Ctrl+D.")
            return
        if not self._context.library.writable:
            self._context.say("This library is open for reading only: nothing can be bookmarked.")
            return
        self._marking = (pane.document.id, *selected)
        self._context.tabs.keep_preview()
        self._popup.open_for(pane.view.selected_text)
        self._place_popup()

    def _place_popup(self) -> None:
        """Above the lower edge of the reading column, in its middle."""
        room = self._context.tabs.size()
        left = (room.width() - self._popup.width()) // 2
        self._popup.move(max(left, 0), max(room.height() - self._popup.height() - 24, 0))

    def _save(self, note: str, colour: BookmarkColour) -> None:
        if self._marking is None:
            return
        document, start, end = self._marking
        self._marking = None
        bookmarks = self._context.library.bookmarks
        self._write(
            lambda: bookmarks.add(document, start, end, note=note, colour=colour)[1],
            "Bookmarked.",
        )
        pane = self._context.tabs.pane
        if pane is not None:
            # The mark shows where the selection hid it.
            pane.view.select_range(end, end)
        self._back_to_text()

    def keep_writing(self) -> None:
        """Save whatever note or text is half written; the window is about to close."""
        self._popup.keep()
        self._bookmarks.save_note()
        self._panel.foot.keep()

    def _back_to_text(self) -> None:
        self._marking = None
        pane = self._context.tabs.pane
        if pane is not None:
            pane.setFocus()

    def open_bookmark(self, identifier: str) -> None:
        """Show a bookmark where it stands now; of an orphan, its document."""

        def show(bookmark: Bookmark) -> None:
            anchored = bookmark.anchored
            place = (anchored.start, anchored.end) if anchored else None
            self._context.tabs.open(Place(bookmark.document, place))
            if anchored is None:
                self._context.say(f"Not in the document any more: {bookmark.anchor_reason}")

        library = self._context.library
        self._context.tasks.read(
            "bookmark", lambda: library.bookmarks.get(identifier), show, self._context.explain
        )

    def select_bookmark(self, identifier: str) -> None:
        """Show a bookmark in its list."""
        self._left.show_tab(LeftTab.BOOKMARKS)
        self._bookmarks.select_bookmark(identifier)

    def _remove(self, identifier: str) -> None:
        bookmarks = self._context.library.bookmarks
        self._write(lambda: bookmarks.remove(identifier)[1], "Bookmark removed.")

    def _change_note(self, identifier: str, note: str) -> None:
        bookmarks = self._context.library.bookmarks
        self._write(lambda: bookmarks.edit(identifier, note=note)[1])

    def _change_colour(self, identifier: str, colour: BookmarkColour) -> None:
        bookmarks = self._context.library.bookmarks
        self._write(lambda: bookmarks.edit(identifier, colour=colour)[1])

    def refresh_bookmarks(self) -> None:
        """Read the bookmarks anew."""
        library = self._context.library

        def read() -> list[BookmarkEntry]:
            entries = []
            for bookmark in library.bookmarks.all():
                clip = library.reports.clip(bookmark)
                where = locator_words(clip.locator, clip.heading_path)
                title = clip.metadata.title
                if clip.source_removed:
                    title = f"Source removed: {title}"
                entries.append(BookmarkEntry(bookmark, title, where))
            return entries

        def show(entries: list[BookmarkEntry]) -> None:
            self._count = len(entries)
            self._bookmarks.show_bookmarks(entries)
            self._left.set_count(LeftTab.BOOKMARKS, len(entries))
            self._tell()

        self._context.tasks.read("bookmarks", read, show)

    # Report

    @property
    def report(self) -> Report | None:
        """The report that is worked on."""
        return self._current

    def refresh_reports(self) -> None:
        """Read the reports anew, and the one that is worked on."""
        reports = self._context.library.reports
        wanted = self._context.session.report

        def read() -> tuple[list[Report], Report | None, dict[str, Clip]]:
            known = reports.all()
            current = next((each for each in known if each.id == wanted), None)
            current = current or (known[0] if known else None)
            return known, current, reports.clips(current) if current else {}

        def show(found: tuple[list[Report], Report | None, dict[str, Clip]]) -> None:
            known, self._current, clips = found
            self._panel.show_reports(known, self._current.id if self._current else None)
            self._panel.show_report(self._current, clips)
            self._tell()

        self._context.tasks.read("reports", read, show)

    def _choose_report(self, identifier: str) -> None:
        self._context.session.report = identifier
        self.refresh_reports()

    def _new_report(self, name: str) -> None:
        reports = self._context.library.reports

        def make() -> LibraryChanges:
            report, changes = reports.new(name)
            self._context.session.report = report.id
            return changes

        self._write(make)

    def _add_to_report(self, bookmark: str) -> None:
        reports = self._context.library.reports
        current = self._current

        def add() -> LibraryChanges:
            if current is not None:
                return reports.add_clip(current.id, bookmark)
            report, changes = reports.new("Report")
            self._context.session.report = report.id
            return changes | reports.add_clip(report.id, bookmark)

        self._write(add, f"Added to the report “{current.name if current else 'Report'}”.")

    def _change_item(self, item: ReportItem) -> None:
        self._in_report("change_item", item)

    def _in_report(self, change: str, value: object) -> None:
        current = self._current
        if current is not None:
            method = getattr(self._context.library.reports, change)
            self._write(lambda: method(current.id, value))

    def _preview(self) -> None:
        current = self._current
        if current is not None:
            reports = self._context.library.reports
            self._context.tasks.read(
                "preview", lambda: reports.markdown(current.id), self._panel.show_preview
            )

    def export(self) -> None:
        """Ask where to, and write the report as Markdown."""
        current = self._current
        if current is None:
            self._left.show_tab(LeftTab.REPORT)
            self._context.say("There is no report yet: name one first.")
            return
        window: QWidget = self._panel.window()
        file, _ = QFileDialog.getSaveFileName(
            window, "Save the report", f"{current.name}.md", "Markdown (*.md)"
        )
        if file:
            self.export_to(Path(file))

    def export_to(self, file: Path) -> None:
        """Write the report that is worked on to a file, and say where it went."""
        current = self._current
        if current is None:
            return
        reports = self._context.library.reports

        def say(exported: Exported) -> None:
            clips = "1 quotation" if exported.clips == 1 else f"{exported.clips} quotations"
            self._context.say(f"{clips} saved in {exported.file}")

        self._context.tasks.read(
            "export",
            lambda: reports.export(current.id, "markdown", file),
            say,
            self._context.explain,
        )

    def _tell(self) -> None:
        self._counted(self._count, self._current.name if self._current else None)

    def _write(self, change: Callable[[], LibraryChanges], words: str = "") -> None:
        def done(changes: LibraryChanges) -> None:
            self._context.changed(changes)
            if words:
                self._context.say(words)

        self._context.tasks.write(
            "marks", lambda _report, _cancel: change(), done, self._context.explain
        )
