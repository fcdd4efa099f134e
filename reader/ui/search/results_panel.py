"""The answer to a query: counts, the mended query where it was mended, and the marked hits."""

from __future__ import annotations

import html

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from reader.library.search_results import Hit, SearchResults
from reader.ui.documents.control_style import panel_palette
from reader.ui.documents.empty_state import EmptyState
from reader.ui.search.chips import ChipRow
from reader.ui.search.result_words import (
    START,
    START_HINT,
    empty_words,
    note_words,
    suggestion_words,
    summary_words,
)
from reader.ui.search.results_list import ResultsList
from reader.ui.search.results_model import ResultRole, ResultsModel, hit_key
from reader.ui.theme import Theme

_MARGIN = 14


class ResultsPanel(QWidget):
    """The results of a search.

    `hitPreviewed` carries a hit that was walked to, `hitOpened` one to open (Enter, click),
    `countryChosen` the alpha-2 code of a country to narrow to, `suggestionChosen` the mended query
    to take over.
    """

    hitPreviewed = Signal(object)
    hitOpened = Signal(object)
    countryChosen = Signal(str)
    suggestionChosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: SearchResults | None = None
        self._model = ResultsModel(self)
        self._pages = QStackedWidget(self)
        self._list = ResultsList(self._model, theme, self._pages)
        self._chips = ChipRow(theme, self)
        self._summary = QLabel(self)
        self._suggestion = QLabel(self)
        self._notes = QLabel(self)
        self._empty = EmptyState(theme, parent=self._pages)
        self._arrange()
        self.set_theme(theme)
        self.clear()

    # What the window calls

    def show_results(self, results: SearchResults) -> None:
        """Show an answer.

        The chosen hit stays chosen and where it is on the screen, while the new answer has it.
        """
        before = self.current_hit()
        top = self._list.visualRect(self._list.currentIndex()).top() if before else None
        self._results = results
        self._list.quiet = True
        self._list.forget()
        self._model.set_results(results)
        found = self._model.find(hit_key(before)) if before else QModelIndex()
        if found.isValid() and top is not None:
            self._list.setCurrentIndex(found)
            moved = self._list.visualRect(found).top() - top
            bar = self._list.verticalScrollBar()
            bar.setValue(bar.value() + moved)
        else:
            self._list.scrollToTop()
        self._list.quiet = False
        self._say(results)
        self._chips.show_chips(_chip_entries(results))
        self._chips.setVisible(bool(self._chips.chips))

    def show_message(self, message: str) -> None:
        """Show a line in place of results, such as why there can be none now."""
        self._show_nothing()
        self._empty.say(message)

    def clear(self) -> None:
        """Show how to search."""
        self._show_nothing()
        self._empty.say(START, START_HINT)

    def select_next(self) -> None:
        """Walk to the next hit; to the first, where none is chosen."""
        self._list.step(1)

    def select_previous(self) -> None:
        """Walk to the hit before."""
        self._list.step(-1)

    def open_current(self) -> None:
        """Open the chosen hit, or the best where none is chosen."""
        self._list.open_current()

    def focus_list(self) -> None:
        """Go to the list."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, hit: Hit) -> None:
        """Choose a hit that the reader went to by itself, without a signal."""
        found = self._model.find(hit_key(hit))
        if found.isValid():
            self._list.quiet = True
            self._list.setCurrentIndex(found)
            self._list.scrollTo(found)
            self._list.quiet = False

    def current_hit(self) -> Hit | None:
        """The chosen hit."""
        hit: Hit | None = self._list.currentIndex().data(ResultRole.HIT)
        return hit

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setPalette(panel_palette(theme))
        self._summary.setPalette(panel_palette(theme, muted=True))
        self._notes.setPalette(panel_palette(theme, muted=True))
        for label in (self._summary, self._notes, self._suggestion):
            label.setFont(theme.font("small"))
        self._chips.set_theme(theme)
        self._list.set_theme(theme)
        self._empty.set_theme(theme)
        if self._results is not None:
            self._say(self._results)

    @property
    def view(self) -> ResultsList:
        """The list of hits."""
        return self._list

    @property
    def chips(self) -> ChipRow:
        """The counts by country and publisher."""
        return self._chips

    @property
    def message(self) -> str:
        """What stands in place of results; empty while there are some."""
        return self._empty.text if self._pages.currentWidget() is self._empty else ""

    @property
    def summary(self) -> str:
        """How much was found."""
        return self._summary.text()

    @property
    def suggestion(self) -> str:
        """What is said where the query was mended, in plain words."""
        return "" if self._results is None else suggestion_words(self._results)

    @property
    def notes(self) -> str:
        """How the query was read where it was no sound one."""
        return self._notes.text()

    # Own

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(200)
        self._chips.setContentsMargins(0, 0, 0, 0)
        for label in (self._summary, self._notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._suggestion.setWordWrap(True)
        self._suggestion.setTextFormat(Qt.TextFormat.RichText)
        self._suggestion.linkActivated.connect(self._take_suggestion)
        self._list.walked.connect(self.hitPreviewed)
        self._list.opened.connect(self.hitOpened)
        self._chips.pressed.connect(self.countryChosen)
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 10, _MARGIN, 6)
        head.setSpacing(6)
        head.addWidget(self._chips)
        head.addWidget(self._suggestion)
        head.addWidget(self._notes)
        head.addWidget(self._summary)
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)

    def _say(self, results: SearchResults) -> None:
        notes = note_words(results)
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        self._suggestion.setText(self._suggestion_link(results))
        self._suggestion.setVisible(results.suggestion is not None)
        self._summary.setVisible(bool(results.hits))
        self._summary.setText(summary_words(results) if results.hits else "")
        if results.hits:
            self._pages.setCurrentWidget(self._list)
        else:
            self._empty.say(*empty_words(results))
            self._pages.setCurrentWidget(self._empty)

    def _suggestion_link(self, results: SearchResults) -> str:
        if results.suggestion is None:
            return ""
        words = html.escape(suggestion_words(results))
        shown = html.escape(f"“{results.suggestion}”")
        colour = self._theme.colour("accent").name()
        link = f'<a href="take" style="color: {colour}">{shown}</a>'
        return words[::-1].replace(shown[::-1], link[::-1], 1)[::-1]

    def _take_suggestion(self) -> None:
        if self._results is not None and self._results.suggestion is not None:
            self.suggestionChosen.emit(self._results.suggestion)

    def _show_nothing(self) -> None:
        self._results = None
        self._model.set_results(None)
        self._chips.show_chips([])
        for widget in (self._chips, self._summary, self._suggestion, self._notes):
            widget.hide()
        self._summary.clear()
        self._suggestion.clear()
        self._notes.clear()
        self._pages.setCurrentWidget(self._empty)


def _chip_entries(results: SearchResults) -> list[tuple[str | None, str, int]]:
    return [
        (each.value if facet.field == "country" else None, each.label, each.count)
        for facet in results.facets
        for each in facet.values
    ]
