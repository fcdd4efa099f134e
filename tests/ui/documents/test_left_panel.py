"""The left column's tabs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.left_panel import LeftPanel, LeftTab
from reader.ui.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> LeftPanel:
    panel = LeftPanel(light, host)
    panel.setGeometry(0, 0, 310, 640)
    host.show()
    qtbot.waitExposed(host)
    return panel


def test_a_click_and_the_arrow_keys_change_the_tab(qtbot: QtBot, panel: LeftPanel) -> None:
    changes: list[int] = []
    panel.tabChanged.connect(changes.append)
    place = panel.tabs.tabRect(LeftTab.BOOKMARKS).center()
    qtbot.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=place)
    assert panel.current_tab() is LeftTab.BOOKMARKS
    assert panel.bookmarks.isVisible()
    qtbot.keyClick(panel.tabs, Qt.Key.Key_Right)
    assert panel.report.isVisible()
    assert changes == [LeftTab.BOOKMARKS, LeftTab.REPORT]


def test_the_window_switches_tabs(panel: LeftPanel) -> None:
    panel.show_tab(LeftTab.RESULTS)
    assert panel.results.isVisible()
    assert not panel.library.isVisible()


def test_counts_are_shown_and_spoken(panel: LeftPanel) -> None:
    panel.set_count(LeftTab.RESULTS, 1431)
    assert panel.tabs.words(LeftTab.RESULTS) == "Results 1,431"
    assert panel.tabs.accessibleTabName(LeftTab.RESULTS) == "Results, 1,431"
    panel.set_count(LeftTab.RESULTS, None)
    assert panel.tabs.words(LeftTab.RESULTS) == "Results"


@pytest.mark.parametrize("width", [230, 260, 310, 480])
def test_all_tabs_fit_the_column(qtbot: QtBot, panel: LeftPanel, width: int) -> None:
    panel.set_count(LeftTab.RESULTS, 431)
    panel.set_count(LeftTab.BOOKMARKS, 87)
    panel.resize(width, 640)
    qtbot.waitUntil(lambda: panel.tabs.width() == width)
    assert panel.tabs.tabRect(LeftTab.LIBRARY).left() == 0
    assert panel.tabs.tabRect(LeftTab.REPORT).right() < width


def test_choosing_a_tab_moves_none(panel: LeftPanel) -> None:
    before = [panel.tabs.tabRect(tab) for tab in LeftTab]
    panel.show_tab(LeftTab.REPORT)
    assert [panel.tabs.tabRect(tab) for tab in LeftTab] == before


def test_every_panel_fits_the_narrow_column(qtbot: QtBot, panel: LeftPanel) -> None:
    panel.resize(260, 640)
    for tab in LeftTab:
        panel.show_tab(tab)
        qtbot.wait(1)
        for child in panel.findChildren(QWidget):
            if child.isVisible() and child.window() is panel.window():
                right = child.mapTo(panel, child.rect().topRight()).x()
                assert right < 260, child


@pytest.mark.parametrize("tab", list(LeftTab))
def test_another_look_reaches_every_panel(
    panel: LeftPanel, light: Theme, dark: Theme, tab: LeftTab
) -> None:
    panel.show_tab(tab)
    for theme in (dark, light, dark):
        panel.set_theme(theme)
        assert panel.grab().toImage().pixelColor(2, 600) == theme.colour("surface")
