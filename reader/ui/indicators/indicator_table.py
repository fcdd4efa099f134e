"""The indicator table: head with filter and menu, the rows, and the strip that explains one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.library.profile_values import CountryProfile
from reader.ui.indicators.cells import Column
from reader.ui.indicators.filter_field import FilterField
from reader.ui.indicators.indicator_details import IndicatorDetails
from reader.ui.indicators.indicator_menu import IndicatorMenu
from reader.ui.indicators.indicator_model import IndicatorModel, IndicatorRole
from reader.ui.indicators.indicator_view import IndicatorView
from reader.ui.theme import Theme

FILTER_KEYS = "Ctrl+Shift+F"
"""The shortcut that the window binds to `IndicatorTable.focus_filter`."""


class IndicatorTable(QWidget):
    """A country's scored indicators by pillar.

    `indicatorChosen` carries the identifier of an indicator whose best passage is asked for (click,
    double click or Enter), `indicatorSelected` that of the row walked to; `exportRequested` asks
    for the table as a CSV file.
    """

    indicatorChosen = Signal(str)
    indicatorSelected = Signal(str)
    exportRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = IndicatorModel(self)
        self._view = IndicatorView(self._model, theme, self)
        self._title = QLabel("Indicators", self)
        self._filter = FilterField(self)
        self._menu_button = QToolButton(self)
        self._notice = QLabel(self)
        self._empty = QLabel(self)
        self._pages = QStackedWidget(self)
        self._details = IndicatorDetails(theme, self)
        self._closed: set[str] = set()
        self._menu = IndicatorMenu(self)
        self._set_up()
        self._arrange()
        self.set_theme(theme)
        self.show_profile(None)

    # What the window calls

    def show_profile(self, profile: CountryProfile | None) -> None:
        """Show a country's indicators, keeping order, filter and, where it is there, the row."""
        before = self._view.current_indicator()
        self._model.set_profile(profile)
        rows = [row for pillar in (profile.pillars if profile else ()) for row in pillar.rows]
        self._details.set_definitions(tuple(row.indicator.definition for row in rows))
        self._details.setVisible(bool(rows))
        self._restore(before)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("surface"))
        self.setPalette(palette)
        muted = QPalette(palette)
        muted.setColor(QPalette.ColorRole.WindowText, theme.colour("muted"))
        for label in (self._notice, self._empty):
            label.setPalette(muted)
        self._title.setFont(theme.font("tool", bold=True))
        self._filter.set_theme(theme)
        self._notice.setFont(theme.font("small"))
        self._empty.setFont(theme.font("tool"))
        self._menu.setFont(theme.font("tool"))
        self._menu_button.setFont(theme.font("tool", bold=True))
        self._view.set_theme(theme)
        self._details.set_theme(theme)

    def select_indicator(self, indicator: str) -> bool:
        """Make an indicator's row current, without a signal; False where the country has none.

        A filter that hides the row is taken away.
        """
        if not self._model.knows(indicator):
            return False
        if not self._model.find(indicator).isValid():
            self.clear_filter()
        return self._view.show_indicator(indicator)

    def current_indicator(self) -> str | None:
        """The identifier of the current row's indicator, None on a pillar's line or nowhere."""
        return self._view.current_indicator()

    def focus_filter(self) -> None:
        """Go to the filter field with its text selected."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def clear_filter(self) -> None:
        """Show every indicator again."""
        self._menu.only_without_evidence.setChecked(False)
        self._filter.clear()

    @property
    def view(self) -> IndicatorView:
        """The rows."""
        return self._view

    @property
    def filter_field(self) -> QLineEdit:
        """The filter."""
        return self._filter

    @property
    def menu(self) -> IndicatorMenu:
        """The table's menu, of the button and of the right mouse button."""
        return self._menu

    @property
    def details(self) -> IndicatorDetails:
        """The strip that explains the current indicator."""
        return self._details

    @property
    def message(self) -> str:
        """What stands in place of rows, or above them while some are filtered out; often empty."""
        if self._pages.currentWidget() is self._empty:
            return self._empty.text()
        return "" if self._notice.isHidden() else self._notice.text()

    # Building

    def _set_up(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(300)
        self._filter.setAccessibleName("Filter indicators")
        self._filter.setToolTip(f"Filter by name or definition ({FILTER_KEYS})")
        self._filter.textChanged.connect(self._apply_filter)
        self._filter.left.connect(self._view.setFocus)
        self._menu_button.setText("⋯")
        self._menu_button.setAutoRaise(True)
        self._menu_button.setAccessibleName("Table menu: sort, copy, export")
        self._menu_button.setToolTip("Sort, copy, export")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setMenu(self._menu)
        self._menu_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._notice.setTextFormat(Qt.TextFormat.RichText)
        self._notice.setContentsMargins(16, 0, 16, 4)
        for label in (self._notice, self._empty):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            label.linkActivated.connect(self.clear_filter)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(24, 24, 24, 24)
        view = self._view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._pop_up)
        view.chosen.connect(self.indicatorChosen)
        view.selected.connect(self._walked)
        view.selectionModel().currentChanged.connect(self._explain)
        view.collapsed.connect(self._remember_closed)
        view.expanded.connect(self._remember_closed)

        self._connect_menu()
        self.setTabOrder(self._filter, self._menu_button)
        self.setTabOrder(self._menu_button, view)
        self.setTabOrder(view, self._details)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 10, 4)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._filter, 2)
        head.addWidget(self._menu_button)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._notice)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._details)

    def _connect_menu(self) -> None:
        menu = self._menu
        menu.aboutToShow.connect(self._refresh_menu)
        menu.openRequested.connect(self._open_current)
        menu.definitionRequested.connect(self._show_definition)
        menu.sortRequested.connect(self._view.sortByColumn)
        menu.withoutEvidenceToggled.connect(self._apply_filter)
        menu.copyRowsRequested.connect(self._view.copy_rows)
        menu.copyAllRequested.connect(self._view.copy_all)
        menu.exportRequested.connect(self.exportRequested)

    # Reacting

    def _refresh_menu(self) -> None:
        self._menu.refresh(
            on_row=self.current_indicator() is not None,
            selected=self._view.selectionModel().hasSelection(),
            rows=self._model.counts()[0],
            section=self._view.header().sortIndicatorSection(),
        )

    def _pop_up(self, place: QPoint) -> None:
        self._menu.popup(self._view.viewport().mapToGlobal(place))

    def _open_current(self) -> None:
        indicator = self.current_indicator()
        if indicator is not None:
            self.indicatorChosen.emit(indicator)

    def _show_definition(self) -> None:
        self._details.set_open(opened=True)
        self._explain()

    def _walked(self, indicator: str) -> None:
        self._explain()
        self.indicatorSelected.emit(indicator)

    def _apply_filter(self) -> None:
        before = self.current_indicator()
        self._model.set_filter(self._filter.text(), without_evidence=self._menu.without_evidence)
        self._restore(before)

    def _restore(self, indicator: str | None) -> None:
        closed = set(self._closed)
        for row in range(self._model.rowCount()):
            index = self._model.index(row, Column.NAME)
            pillar = index.data(IndicatorRole.GROUP).pillar.id
            self._view.setExpanded(index, self._filtering() or pillar not in closed)
        self._closed = closed
        if indicator is not None:
            self._view.show_indicator(indicator)
        self._explain()
        self._say()

    def _remember_closed(self) -> None:
        if self._filtering():
            return
        tops = [self._model.index(row, Column.NAME) for row in range(self._model.rowCount())]
        self._closed = {
            index.data(IndicatorRole.GROUP).pillar.id
            for index in tops
            if not self._view.isExpanded(index)
        }

    def _filtering(self) -> bool:
        return bool(self._filter.text().strip()) or self._menu.without_evidence

    def _explain(self) -> None:
        index = self._view.currentIndex()
        row, pillar = index.data(IndicatorRole.ROW), index.data(IndicatorRole.GROUP)
        if row is not None:
            self._details.show_row(row, pillar)
        elif pillar is not None:
            words = index.siblingAtColumn(Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
            self._details.show_pillar(pillar, words)
        else:
            self._details.show_hint()

    def _say(self) -> None:
        shown, known = self._model.counts()
        link = '<a href="all">Show all</a>'
        self._notice.setVisible(self._filtering() and shown > 0)
        only = " without evidence" if self._menu.without_evidence else ""
        self._notice.setText(f"{shown} of {known}{only} · {link}")
        if shown:
            self._pages.setCurrentWidget(self._view)
            return
        if self._model.profile is None:
            words = "Choose a country to see its indicators."
        elif self._filtering() and known:
            words = f"No indicator matches this filter. {link}"
            if self._menu.without_evidence and not self._filter.text().strip():
                words = f"Every indicator has evidence in the library. {link}"
        else:
            words = "The index has no indicators to show for this edition."
        self._empty.setText(words)
        self._pages.setCurrentWidget(self._empty)
