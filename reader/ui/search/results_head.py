"""What stands above the hits: how the query was read and mended, how much, and in what order."""

from __future__ import annotations

import html
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from reader.library.search_results import Order, SearchResults
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.icons import icon
from reader.ui.search.facet_bar import FacetBar
from reader.ui.search.pill import Pill
from reader.ui.search.query_details import QueryDetails
from reader.ui.search.result_words import ORDERS, note_words, suggestion_words, summary_words
from reader.ui.theme import Theme


class ResultsHead(QWidget):
    """The lines above the list.

    `orderChosen` carries an `Order`, `suggestionChosen` the mended query, `starPressed` and
    `menuWanted` come from the two buttons, `facetsShown` says whether the facets show.
    """

    orderChosen = Signal(object)
    suggestionChosen = Signal(str)
    starPressed = Signal()
    menuWanted = Signal()
    facetsShown = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._results: SearchResults | None = None
        self._order = Order.RELEVANCE
        self._saved = False
        self.details = QueryDetails(theme, self)
        self.suggestion = QLabel(self)
        self.notes = QLabel(self)
        self.summary = QLabel(self)
        self.star = QToolButton(self)
        self.more = QToolButton(self)
        self.narrow = QToolButton(self)
        self.order = Pill(theme, ORDERS[self._order], self, opens=True, quiet=True)
        self.facets = FacetBar(theme, self.order, self)
        self._set_up()
        self.set_theme(theme)

    def show_results(self, results: SearchResults | None, *, anew: bool = False) -> None:
        """Show what is to be said of an answer, to another question or not; nothing for None."""
        self._results = results
        if results is None:
            self.facets.clear()
            self.summary.clear()
            self.suggestion.clear()
            self.notes.clear()
            self.hide()
            return
        # Where nothing was found, they are part of the words on why.
        notes = note_words(results) if results.groups else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        self.suggestion.setText(self._suggestion_link(results))
        self.suggestion.setVisible(results.suggestion is not None)
        self.details.say(results.reading, results.details)
        self.details.setVisible(bool(results.reading))
        self.facets.show_facets(results.facets, results.total, anew=anew)
        shown = bool(results.groups)
        self.summary.setText(summary_words(results))
        self.more.setVisible(shown)
        self.narrow.setVisible(shown and bool(self.facets.facets))
        self.facets.setVisible(shown or bool(self.facets.chips))
        self.show()

    def set_order(self, order: Order) -> None:
        """Show in what order hits come."""
        self._order = order
        self.order.say(ORDERS[order])
        self.order.setAccessibleName(f"Order of the hits: {ORDERS[order]}")
        self.facets.rearrange()

    def set_saved(self, *, saved: bool) -> None:
        """Show whether this search is kept under a name."""
        if saved != self._saved:
            self._saved = saved
            self._show_star()

    def _show_star(self) -> None:
        saved = self._saved
        self.star.setIcon(icon("star_full" if saved else "star", self._theme))
        words = "Saved search: press to remove it" if saved else "Save this search…"
        self.star.setToolTip(words)
        self.star.setAccessibleName(words)

    def set_facets_open(self, *, opened: bool) -> None:
        """Unfold the facets, or fold them away."""
        self.narrow.setChecked(opened)

    def order_menu(self) -> QMenu:
        """The orders, with the chosen one ticked."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order, words in ORDERS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(order is self._order)
            action.setActionGroup(group)
            action.triggered.connect(lambda _=False, order=order: self.orderChosen.emit(order))
        return menu

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        muted = panel_palette(theme, muted=True)
        for label in (self.summary, self.notes, self.suggestion):
            label.setFont(theme.font("small"))
            label.setPalette(panel_palette(theme) if label is self.suggestion else muted)
        pressed = theme.colour("selected").name()
        style = control_style(theme) + f"QToolButton:checked {{ background: {pressed}; }}"
        for button in (self.narrow, self.star, self.more):
            button.setStyleSheet(style)
        self.narrow.setIcon(icon("filter", theme))
        self.more.setIcon(icon("more", theme))
        self._show_star()
        self.facets.set_theme(theme)
        self.details.set_theme(theme)
        if self._results is not None:
            self.suggestion.setText(self._suggestion_link(self._results))

    # Own

    def _set_up(self) -> None:
        for label in (self.summary, self.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.notes.setAccessibleDescription("How the query was mended")
        self.suggestion.setWordWrap(True)
        self.suggestion.setTextFormat(Qt.TextFormat.RichText)
        self.suggestion.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.suggestion.linkActivated.connect(self._take_suggestion)
        self.star.clicked.connect(self.starPressed)
        self.more.clicked.connect(self.menuWanted)
        self.more.setToolTip("Copy and export the results")
        self.more.setAccessibleName("Copy and export the results")
        self.narrow.setCheckable(True)
        self.narrow.setChecked(True)
        self.narrow.setAccessibleName("Narrow the results: show what one can narrow by")
        self.narrow.setToolTip("Show or hide what one can narrow by")
        self.narrow.toggled.connect(self._fold)
        self.order.setToolTip("Order of the hits")
        self.order.clicked.connect(self.open_orders)
        row = QHBoxLayout()
        row.setSpacing(1)
        row.addWidget(self.summary, 1)
        for button in (self.narrow, self.star, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 6)
        column.setSpacing(5)
        for widget in (self.suggestion, self.notes, self.details):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.facets)
        stops = (self.details.line, self.narrow, self.star, self.more, self.order)
        for one, other in pairwise(stops):
            self.setTabOrder(one, other)

    def open_orders(self) -> None:
        """Unfold the orders."""
        self.order_menu().popup(self.order.mapToGlobal(self.order.rect().bottomLeft()))

    def _fold(self, opened: bool) -> None:
        self.narrow.setAccessibleDescription("expanded" if opened else "collapsed")
        self.facets.set_open(opened=opened)
        self.facetsShown.emit(opened)

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
