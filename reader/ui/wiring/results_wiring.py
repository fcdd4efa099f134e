"""What is done with results: saved, copied, exported, and what was found besides passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from reader.domain.changes import LibraryChanges
from reader.library.search_help import FoundCountry, FoundIndicator, FoundNote, SavedSearch
from reader.library.search_results import Hit, SearchResults
from reader.ui.housekeeping.question_bar import Answer, QuestionBar
from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.notice_bar import NoticeBar
from reader.ui.search.result_words import counted
from reader.ui.wiring.context import Context
from reader.ui.wiring.search_wiring import SearchWiring

_FORMATS = "Table (*.csv);;Markdown (*.md)"
_NAMED = 60
_RECENT = 8


@dataclass(frozen=True)
class Ways:
    """Where in the window one can go: a country (alpha-2), an indicator, a bookmark."""

    country: Callable[[str], object]
    indicator: Callable[[str], object]
    bookmark: Callable[[str], object]


class ResultsWiring(QObject):
    """Keeps searches, takes results out, and goes to countries, indicators and notes."""

    def __init__(
        self,
        context: Context,
        left: LeftPanel,
        search: SearchWiring,
        *,
        question: QuestionBar,
        notice: NoticeBar,
        ways: Ways,
    ) -> None:
        panel = left.results
        super().__init__(panel)
        self._context = context
        self._left = left
        self._panel = panel
        self._search = search
        self._question = question
        self._notice = notice
        self._ways = ways
        self._saved: list[SavedSearch] = []
        panel.foundOpened.connect(self._open_found)
        panel.saveWanted.connect(self.save)
        panel.starPressed.connect(self.save_or_remove)
        panel.copyWanted.connect(self._copy)
        panel.exportWanted.connect(self.export)
        panel.saved.savedOpened.connect(self._open_saved)
        panel.saved.queryChosen.connect(search.search_for)
        panel.saved.forgetWanted.connect(self._forget)
        panel.saved.renamed.connect(self._rename)
        panel.saved.removeWanted.connect(self._remove)
        search.searched.connect(self._show)

    # Saved searches

    def refresh_saved(self) -> None:
        """Read the saved searches anew, then count what they find now."""
        saved = self._context.library.saved_searches

        def show(found: list[SavedSearch]) -> None:
            self._saved = found
            self._show()

        def show_and_count(found: list[SavedSearch]) -> None:
            if {each.id for each in found} != {each.id for each in self._saved}:
                show(found)
            if found:
                self._context.tasks.read("saved-counts", saved.counted, show)

        self._context.tasks.read("saved-searches", saved.all, show_and_count)

    def save(self) -> None:
        """Ask for a name and keep the search; say so where it is kept already."""
        text = self._search.answered.strip()
        kept = self._kept
        if not self._context.library.writable:
            self._context.say("This library is open for reading only: no search can be saved.")
        elif not text:
            self._context.say("Type a search first; it can be saved then.")
        elif kept is not None:
            self._context.say(f"This search is saved already, as “{kept.name}”.")
        else:
            self._question.ask(
                "Under which name is this search to be saved?",
                (Answer("Save", lambda name: self._add(name, text)),),
                field="Name of the search",
                written=text[:_NAMED],
            )

    def save_or_remove(self) -> None:
        """Keep the search, or remove it from those that are kept."""
        kept = self._kept
        if kept is not None and self._context.library.writable:
            self._remove(kept)
        else:
            self.save()

    @property
    def _kept(self) -> SavedSearch | None:
        text = " ".join(self._search.answered.split())
        same = (each for each in self._saved if " ".join(each.query.split()) == text)
        return next(same, None) if text else None

    def _add(self, name: str, text: str) -> None:
        saved = self._context.library.saved_searches
        self._write(lambda: saved.add(name, text)[1], f"Saved as “{name}”.")

    def _rename(self, identifier: str, name: str) -> None:
        saved = self._context.library.saved_searches
        self._write(lambda: saved.rename(identifier, name)[1])

    def _remove(self, search: SavedSearch) -> None:
        saved = self._context.library.saved_searches

        def undo() -> None:
            self._notice.hide()
            self._write(lambda: saved.restore(search), f"“{search.name}” is back.")

        def removed(changes: LibraryChanges) -> None:
            self._context.changed(changes)
            self._notice.say(
                f"The saved search “{search.name}” was removed.", action=("Undo", undo)
            )

        self._context.tasks.write(
            "saved-searches",
            lambda _report, _cancel: saved.remove(search.id)[1],
            removed,
            self._context.explain,
        )

    def _forget(self, query: str) -> None:
        session = self._context.session
        session.searches = [each for each in session.searches if each != query]
        self._show()

    def _open_saved(self, search: SavedSearch) -> None:
        self._search.search_for(search.query)
        if self._context.library.writable:
            saved = self._context.library.saved_searches
            self._write(lambda: saved.mark_seen(search.id)[1])

    def _write(self, change: Callable[[], LibraryChanges], words: str = "") -> None:
        def done(changes: LibraryChanges) -> None:
            self._context.changed(changes)
            if words:
                self._context.say(words)

        self._context.tasks.write(
            "saved-searches", lambda _report, _cancel: change(), done, self._context.explain
        )

    def _show(self) -> None:
        self._panel.show_saved(
            self._saved,
            self._context.session.searches[:_RECENT],
            changeable=self._context.library.writable,
        )
        self._panel.head.set_saved(saved=self._kept is not None)

    # What stands above the list

    def narrow(self) -> None:
        """Go to what one can narrow by."""
        if self._come_to_results():
            self._panel.focus_facets()

    def choose_order(self) -> None:
        """Unfold the orders."""
        if self._come_to_results():
            self._panel.head.open_orders()

    def show_details(self) -> None:
        """Show how the query was read, or hide it."""
        if self._come_to_results():
            self._panel.head.details.line.click()

    def _come_to_results(self) -> bool:
        self._left.show_tab(LeftTab.RESULTS)
        if self._search.results is None:
            self._context.say("Search for something first.")
        return self._search.results is not None

    # What was found besides passages

    def _open_found(self, found: FoundCountry | FoundIndicator | FoundNote) -> None:
        match found:
            case FoundCountry():
                self._ways.country(found.country.iso2)
            case FoundIndicator():
                self._ways.indicator(found.indicator.id)
            case FoundNote():
                self._ways.bookmark(found.bookmark.id)

    # Results out

    def copy(self) -> None:
        """Put the chosen passages with their citations on the clipboard."""
        self._panel.copy()

    def _copy(self, hits: Sequence[Hit]) -> None:
        if not hits:
            self._context.say("Choose a passage in the results first.")
            return
        export = self._context.library.hit_export

        def put(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            what = counted(len(hits), "passage")
            self._context.say(f"{what} copied, with {'its' if len(hits) == 1 else 'their'} source.")

        self._context.tasks.read(
            "copy-hits",
            lambda: "\n\n".join(export.hit_text(hit) for hit in hits),
            put,
            self._context.explain,
        )

    def export(self) -> None:
        """Ask where to, and write all hits as a table or as Markdown."""
        results = self._search.results
        if results is None or not results.groups:
            self._context.say("There are no results to export: search for something first.")
            return
        name = _file_name(self._search.answered)
        file, kind = QFileDialog.getSaveFileName(
            self._panel.window(), "Export the results", f"{name}.csv", _FORMATS
        )
        if file:
            self.export_to(_with_ending(Path(file), markdown="*.md" in kind))

    def export_to(self, file: Path) -> None:
        """Write all hits, listed or not, to a file: Markdown for `.md`, else a table in CSV."""
        export, find = self._context.library.hit_export, self._search.all_results()
        kind = "markdown" if file.suffix.casefold() in (".md", ".markdown") else "csv"

        def write() -> SearchResults:
            results = find()
            export.write(results, kind, file)
            return results

        def say(results: SearchResults) -> None:
            self._context.say(f"{counted(len(results.hits), 'passage')} saved in {file}")

        self._context.tasks.read("export-hits", write, say, self._context.explain)


def _file_name(query: str) -> str:
    """A file's name made of a query's letters and digits."""
    letters = "".join(each if each.isalnum() else " " for each in query)
    return "-".join(letters.casefold().split())[:_NAMED] or "results"


def _with_ending(file: Path, *, markdown: bool) -> Path:
    """The file with an ending that says its format; the chosen kind decides where it has none."""
    if file.suffix.casefold() in (".csv", ".md", ".markdown"):
        return file
    return file.with_name(f"{file.name}{'.md' if markdown else '.csv'}")
