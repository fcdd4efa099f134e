"""The bar on top: back, forward, search, country, edition, bookmarks, report, theme, menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from reader.domain.country import Country
from reader.ui.actions import Actions
from reader.ui.icons import icon
from reader.ui.search.search_field import SearchField
from reader.ui.theme import Theme


class TopBar(QFrame):
    """Shows what is chosen and tells what was chosen; it decides nothing."""

    countryChosen = Signal(str)
    editionChosen = Signal(str)

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.search_field = SearchField(theme, self)
        self._icons: list[tuple[QToolButton, str]] = []
        self._back = self._action_button(actions["back"], "back")
        self._forward = self._action_button(actions["forward"], "forward")
        self.country_button = self._menu_button("country", "Country")
        self.edition_button = self._menu_button(None, "Edition")
        self.bookmarks_button = self._framed(actions["show_bookmarks"], "bookmark")
        self.report_button = self._framed(actions["show_report"], "report")
        self._theme_button = self._action_button(actions["theme"], "theme")
        self.menu_button = self._plain_button("menu", "Menu")
        self.menu_button.setMenu(actions.menu(self.menu_button))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._arrange()
        self.set_theme(theme)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(6)
        row.addWidget(self._back)
        row.addWidget(self._forward)
        row.addWidget(self.search_field, 5)
        row.addWidget(self.country_button)
        row.addWidget(self.edition_button)
        row.addStretch(2)
        row.addWidget(self.bookmarks_button)
        row.addWidget(self.report_button)
        row.addWidget(self._theme_button)
        row.addWidget(self.menu_button)

    def show_countries(self, countries: Sequence[Country], current: Country | None) -> None:
        """Offer the countries that the library holds something on."""
        menu = _fresh_menu(self.country_button)
        group = QActionGroup(menu)
        for country in countries:
            action = menu.addAction(country.name)
            action.setCheckable(True)
            action.setChecked(current is not None and country.iso2 == current.iso2)
            action.setData(country.iso2)
            group.addAction(action)
        group.triggered.connect(self._choose_country)
        self.country_button.setText(_choice(current.name if current else "Country"))
        self.country_button.setEnabled(bool(countries))

    def show_editions(self, index: str, editions: Sequence[str], current: str | None) -> None:
        """Offer the editions held for the shown country."""
        menu = _fresh_menu(self.edition_button)
        group = QActionGroup(menu)
        for edition in editions:
            action = menu.addAction(f"{index} {edition}")
            action.setCheckable(True)
            action.setChecked(edition == current)
            action.setData(edition)
            group.addAction(action)
        group.triggered.connect(self._choose_edition)
        self.edition_button.setText(_choice(f"{index} {current}" if current else index))
        self.edition_button.setVisible(bool(editions))

    def show_marks(self, bookmarks: int, report: str | None) -> None:
        """Show how many bookmarks there are and which report is worked on."""
        self.bookmarks_button.setText(f"Bookmarks {bookmarks}")
        metrics = self.report_button.fontMetrics()
        name = metrics.elidedText(report or "", Qt.TextElideMode.ElideRight, 130)
        self.report_button.setText(f"Report: {name}" if report else "Report")

    def set_theme(self, theme: Theme) -> None:
        """Take over a theme's colours."""
        self.search_field.set_theme(theme)
        for button, name in self._icons:
            button.setIcon(icon(name, theme))
            button.setFont(theme.font("tool"))
        self.edition_button.setFont(theme.font("tool"))

    def _choose_country(self, action: QAction) -> None:
        self.countryChosen.emit(str(action.data()))

    def _choose_edition(self, action: QAction) -> None:
        self.editionChosen.emit(str(action.data()))

    def _plain_button(self, icon_name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.append((button, icon_name))
        return button

    def _action_button(self, action: QAction, icon_name: str) -> QToolButton:
        # No default action: the button would take over the action's words for its icon.
        button = self._plain_button(icon_name, action.text())
        button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
        button.clicked.connect(lambda: action.trigger())
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _framed(self, action: QAction, icon_name: str) -> QToolButton:
        button = self._plain_button(icon_name, action.text())
        button.setText(action.text())
        button.setProperty("framed", True)  # noqa: FBT003 (Qt's property)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
        button.clicked.connect(lambda: action.trigger())
        return button

    def _menu_button(self, icon_name: str | None, words: str) -> QToolButton:
        button = QToolButton(self)
        if icon_name:
            self._icons.append((button, icon_name))
        button.setText(_choice(words))
        button.setAccessibleName(words)
        button.setToolTip(f"Choose the {words.lower()}")
        button.setProperty("framed", True)  # noqa: FBT003 (Qt's property)
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if icon_name
            else Qt.ToolButtonStyle.ToolButtonTextOnly
        )
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _choice(words: str) -> str:
    """The words of a button that offers others."""
    return f"{words} ▾"


def _fresh_menu(button: QToolButton) -> QMenu:
    old = button.menu()
    menu = QMenu(button)
    button.setMenu(menu)
    if old is not None:
        old.deleteLater()
    return menu
