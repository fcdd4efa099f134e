"""The left column: library, results, bookmarks and report, behind one row of flat tabs."""

from __future__ import annotations

import enum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.bookmarks.bookmarks_panel import BookmarksPanel
from reader.ui.documents.control_style import panel_palette
from reader.ui.documents.library_tree import LibraryTree
from reader.ui.reports.report_panel import ReportPanel
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.theme import Theme

_MARGIN = 14
_GAPS = (18, 12, 7)
_HEIGHT = 38


class LeftTab(enum.IntEnum):
    """The tabs, in their order."""

    LIBRARY = 0
    RESULTS = 1
    BOOKMARKS = 2
    REPORT = 3

    @property
    def title(self) -> str:
        """The tab's name on screen."""
        return self.name.capitalize()


class FlatTabs(QTabBar):
    """Tabs as words over a thin line; the chosen one is bold and underlined in accent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[int, int | None] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setAccessibleName("Left column")
        self.set_theme(theme)
        for tab in LeftTab:
            self.addTab(tab.title)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setFont(theme.font("tool"))
        self.updateGeometry()
        self.update()

    def set_count(self, tab: int, count: int | None) -> None:
        """Show a number beside a tab's name; None shows none."""
        self._counts[tab] = count
        name = LeftTab(tab).title
        self.setAccessibleTabName(tab, name if count is None else f"{name}, {count:,}")
        # Widths are asked for anew only where a text is set.
        self.setTabText(tab, name)
        self.update()

    def words(self, tab: int) -> str:
        """What a tab says."""
        count = self._counts.get(tab)
        name = self.tabText(tab)
        return name if count is None else f"{name} {count:,}"

    def minimumSizeHint(self) -> QSize:
        """Qt: the tabs shrink with the column."""
        return QSize(160, _HEIGHT)

    def sizeHint(self) -> QSize:
        """Qt: as wide as the column."""
        return QSize(300, _HEIGHT)

    def tabSizeHint(self, index: int) -> QSize:
        """Qt: a tab's words and its share of the gaps."""
        font, gap = self._plan()
        left = self._edge(gap) if index == 0 else gap / 2
        right = self._edge(gap) if index == self.count() - 1 else gap / 2
        return QSize(round(left + self._width(index, font) + right), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width, other gaps."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.setTabText(0, self.tabText(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: words, the line below, and the accent under the chosen tab."""
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        font, gap = self._plan()
        for index in range(self.count()):
            whole = self.tabRect(index)
            left = self._edge(gap) if index == 0 else gap / 2
            rect = QRect(
                round(whole.left() + left), 0, round(self._width(index, font)), self.height()
            )
            self._paint_tab(painter, index, rect, font)
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int, rect: QRect, font: QFont) -> None:
        theme = self._theme
        chosen = index == self.currentIndex()
        strong = QFont(font)
        strong.setBold(chosen)
        painter.setFont(strong)
        painter.setPen(theme.colour("text" if chosen else "muted"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags, self.tabText(index))
        count = self._counts.get(index)
        if count is not None:
            taken = QFontMetrics(strong).horizontalAdvance(f"{self.tabText(index)} ")
            painter.setFont(font)
            painter.setPen(theme.colour("muted"))
            painter.drawText(rect.adjusted(taken, 0, 8, 0), flags, f"{count:,}")
        if chosen:
            height = 3 if self.hasFocus() else 2
            line = QRect(rect.left(), self.height() - height, rect.width(), height)
            painter.fillRect(line, theme.colour("accent"))

    def _width(self, index: int, font: QFont) -> float:
        # Measured bold, so that choosing a tab moves none.
        strong = QFont(font)
        strong.setBold(True)
        width = QFontMetrics(strong).horizontalAdvance(self.tabText(index))
        count = self._counts.get(index)
        if count is not None:
            width += QFontMetrics(font).horizontalAdvance(f" {count:,}") + 1
        return width

    def _edge(self, gap: int) -> int:
        return _MARGIN if gap == _GAPS[0] else max(gap, 8)

    def _plan(self) -> tuple[QFont, int]:
        """The largest font and gap with which all tabs fit."""
        fonts = (self._theme.font("tool"), self._theme.font("small"))
        for font in fonts:
            words = sum(self._width(each, font) for each in range(self.count()))
            for gap in _GAPS:
                if words + gap * (self.count() - 1) + 2 * self._edge(gap) <= self.width():
                    return font, gap
        return fonts[-1], _GAPS[-1]


class LeftPanel(QWidget):
    """The four panels and their tabs; `tabChanged` carries the tab that was chosen.

    Only the tabs are this widget's own: the window connects the panels' signals itself.
    """

    tabChanged = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = FlatTabs(theme, self)
        self._library = LibraryTree(theme, self)
        self._results = ResultsPanel(theme, self)
        self._bookmarks = BookmarksPanel(theme, self)
        self._report = ReportPanel(theme, self)
        self._pages = QStackedWidget(self)
        for panel in (self._library, self._results, self._bookmarks, self._report):
            self._pages.addWidget(panel)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self._tabs.currentChanged.connect(self.tabChanged)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._pages, 1)
        self.setAutoFillBackground(True)
        self.setMinimumWidth(230)
        self.setPalette(panel_palette(theme))

    def show_tab(self, tab: LeftTab) -> None:
        """Switch to a tab."""
        self._tabs.setCurrentIndex(tab)

    def current_tab(self) -> LeftTab:
        """The tab that is shown."""
        return LeftTab(self._tabs.currentIndex())

    def set_count(self, tab: LeftTab, count: int | None) -> None:
        """Show a number beside a tab's name; None shows none."""
        self._tabs.set_count(tab, count)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setPalette(panel_palette(theme))
        self._tabs.set_theme(theme)
        for panel in (self._library, self._results, self._bookmarks, self._report):
            panel.set_theme(theme)

    @property
    def tabs(self) -> FlatTabs:
        """The row of tabs."""
        return self._tabs

    @property
    def library(self) -> LibraryTree:
        """The documents."""
        return self._library

    @property
    def results(self) -> ResultsPanel:
        """The results of a search."""
        return self._results

    @property
    def bookmarks(self) -> BookmarksPanel:
        """The bookmarks."""
        return self._bookmarks

    @property
    def report(self) -> ReportPanel:
        """The report."""
        return self._report
