"""The left column: library, results, bookmarks and report, behind one row of flat tabs."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.documents.control_style import panel_palette
from reader.ui.documents.library_tree import LibraryTree
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.theme import Theme

if TYPE_CHECKING:
    from reader.ui.bookmarks.bookmarks_panel import BookmarksPanel
    from reader.ui.reports.report_panel import ReportPanel

_MARGIN = 14
_NARROW_MARGIN = 10
_GAPS = (18, 12, 8)
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


@dataclass(frozen=True)
class _Plan:
    """How the tabs are set: `gap` between and `edge` beside them in pixels, bold where chosen."""

    font: QFont
    gap: int
    edge: int
    bold: bool = True
    counts: bool = True
    squeeze: float = 1.0


class FlatTabs(QTabBar):
    """Tabs as words over a thin line; the chosen one is bold and underlined in accent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[int, int | None] = {}
        self._planned: tuple[tuple[object, ...], _Plan] | None = None
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
        self._planned = None
        self.setFont(theme.font("tool"))
        self.updateGeometry()
        self.update()

    def set_count(self, tab: int, count: int | None) -> None:
        """Show a number beside a tab's name; None shows none."""
        if tab in self._counts and self._counts[tab] == count:
            return
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
        plan = self._plan()
        left, right = self._gaps(index, plan)
        width = left + self._width(index, plan) + right
        return QSize(max(int(width * min(plan.squeeze, 1.0)), 1), _HEIGHT)

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
        plan = self._plan()
        for index in range(self.count()):
            left, right = self._gaps(index, plan)
            whole = self.tabRect(index)
            rect = QRect(whole.left() + left, 0, whole.width() - left - right, self.height())
            self._paint_tab(painter, index, rect, plan)
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int, rect: QRect, plan: _Plan) -> None:
        theme = self._theme
        chosen = index == self.currentIndex()
        font = QFont(plan.font)
        font.setBold(chosen and plan.bold)
        count = self._count_words(index, plan)
        taken = QFontMetrics(plan.font).horizontalAdvance(count)
        metrics = QFontMetrics(font)
        name = metrics.elidedText(
            self.tabText(index), Qt.TextElideMode.ElideRight, rect.width() - taken
        )
        # Room is kept for the bold word, so that choosing a tab moves none.
        inset = max((rect.width() - metrics.horizontalAdvance(name) - taken) // 2, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(theme.colour("text" if chosen else "muted"))
        place = rect.adjusted(inset, 0, 8, 0)
        painter.drawText(place, flags, name)
        painter.setFont(plan.font)
        painter.setPen(theme.colour("muted"))
        painter.drawText(place.adjusted(metrics.horizontalAdvance(name), 0, 0, 0), flags, count)
        if chosen:
            height = 3 if self.hasFocus() else 2
            line = QRect(rect.left(), self.height() - height, rect.width(), height)
            painter.fillRect(line, theme.colour("accent"))

    def _count_words(self, index: int, plan: _Plan) -> str:
        count = self._counts.get(index)
        return "" if count is None or not plan.counts else f" {count:,}"

    def _width(self, index: int, plan: _Plan) -> int:
        widest = QFont(plan.font)
        widest.setBold(plan.bold)
        name = QFontMetrics(widest).horizontalAdvance(self.tabText(index))
        return name + QFontMetrics(plan.font).horizontalAdvance(self._count_words(index, plan)) + 1

    def _gaps(self, index: int, plan: _Plan) -> tuple[int, int]:
        left = plan.edge if index == 0 else plan.gap // 2
        right = plan.edge if index == self.count() - 1 else plan.gap - plan.gap // 2
        return left, right

    def _plan(self) -> _Plan:
        """The roomiest way to set all tabs; the last one squeezes them. Qt asks for it often."""
        names = tuple(self.tabText(each) for each in range(self.count()))
        told = (self.width(), names, tuple(self._counts.items()))
        if self._planned is None or self._planned[0] != told:
            self._planned = (told, self._made_plan())
        return self._planned[1]

    def _made_plan(self) -> _Plan:
        tool, small = self._theme.font("tool"), self._theme.font("small")
        plan = _Plan(tool, _GAPS[0], _MARGIN)
        for font, bold, counts in (
            (tool, True, True),
            (small, True, True),
            (small, False, True),
            (small, False, False),
        ):
            for gap in _GAPS:
                edge = _MARGIN if gap == _GAPS[0] else _NARROW_MARGIN
                plan = _Plan(font, gap, edge, bold, counts)
                words = sum(self._width(each, plan) for each in range(self.count()))
                needed = words + gap * (self.count() - 1) + 2 * edge
                if needed <= self.width():
                    return plan
        return dataclasses.replace(plan, squeeze=self.width() / needed)


class LeftPanel(QWidget):
    """The four panels and their tabs; `tabChanged` carries the tab that was chosen.

    Only the tabs are this widget's own: the window connects the panels' signals itself. The two
    panels that nobody sees at the start, bookmarks and report, are made when first asked for.
    """

    tabChanged = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = FlatTabs(theme, self)
        self._pages = QStackedWidget(self)
        self._library = LibraryTree(theme, self._pages)
        self._results = ResultsPanel(theme, self._pages)
        self._bookmarks: BookmarksPanel | None = None
        self._report: ReportPanel | None = None
        self._theme = theme
        self._blanks = {LeftTab.BOOKMARKS: QWidget(), LeftTab.REPORT: QWidget()}
        for page in (self._library, self._results, *self._blanks.values()):
            self._pages.addWidget(page)
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

    def go_to_tab(self, tab: LeftTab) -> None:
        """Switch to a tab, and with the keys to what is in it."""
        self.show_tab(tab)
        # A panel that is empty has nothing to go to.
        self._tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)
        panels: dict[LeftTab, Callable[[], None]] = {
            LeftTab.LIBRARY: lambda: self.library.focus_list(),
            LeftTab.RESULTS: lambda: self.results.focus_list(),
            LeftTab.BOOKMARKS: lambda: self.bookmarks.focus_list(),
            LeftTab.REPORT: lambda: self.report.focus_list(),
        }
        panels[tab]()

    def current_tab(self) -> LeftTab:
        """The tab that is shown."""
        return LeftTab(self._tabs.currentIndex())

    def set_count(self, tab: LeftTab, count: int | None) -> None:
        """Show a number beside a tab's name; None shows none."""
        self._tabs.set_count(tab, count)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setPalette(panel_palette(theme))
        self._tabs.set_theme(theme)
        for panel in (self._library, self._results, self._bookmarks, self._report):
            if panel is not None:
                panel.set_theme(theme)

    def _put(self, tab: LeftTab, panel: QWidget) -> None:
        blank = self._blanks.pop(tab)
        shown = self._pages.currentIndex()
        self._pages.removeWidget(blank)
        self._pages.insertWidget(tab, panel)
        self._pages.setCurrentIndex(shown)
        blank.deleteLater()

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
        if self._bookmarks is None:
            from reader.ui.bookmarks.bookmarks_panel import BookmarksPanel

            self._bookmarks = BookmarksPanel(self._theme, self._pages)
            self._put(LeftTab.BOOKMARKS, self._bookmarks)
        return self._bookmarks

    @property
    def report(self) -> ReportPanel:
        """The report."""
        if self._report is None:
            from reader.ui.reports.report_panel import ReportPanel

            self._report = ReportPanel(self._theme, self._pages)
            self._put(LeftTab.REPORT, self._report)
        return self._report
