"""What one can narrow by: counted, chosen by mouse and keyboard, and taken out again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from search_answers import PROFILE, answer

from reader.library.search_results import SearchResults
from reader.ui.search.facet_popup import FIRST, FacetPopup, value_of
from reader.ui.search.facet_values import FacetValues
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.theme import Theme

MANY = {f"Place {number:02}": 40 - number for number in range(30)}
FACETS = {"country": {"PE": 9, "EC": 4}, "publisher": {"Starter": 12}, "indicator": MANY}


def narrowed(*chosen: str, facets: dict[str, dict[str, int]] | None = None) -> SearchResults:
    return answer("gold", PROFILE, total=13, facets=facets or FACETS, chosen=chosen)


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> ResultsPanel:
    panel = ResultsPanel(light, host)
    panel.setGeometry(0, 0, 240, 640)
    host.show()
    qtbot.waitExposed(host)
    panel.show_results(narrowed())
    return panel


def popup_of(panel: ResultsPanel) -> FacetPopup:
    assert panel.facets.popup is not None
    return panel.facets.popup


def labels(popup: FacetPopup) -> list[str]:
    return [value_of(popup.view, row).label for row in range(popup.view.model().rowCount())]


def test_each_facet_that_can_narrow_is_a_button(panel: ResultsPanel) -> None:
    pills = panel.facets.facets.values()
    assert [pill.words for pill in pills] == ["Country", "Publisher", "Indicator"]
    assert [pill.accessibleName() for pill in pills] == [
        "Narrow by country, 2 values",
        "Narrow by publisher, 1 value",
        "Narrow by indicator, 30 values",
    ]
    assert panel.facets.chips == {}
    assert not panel.facets.clear_all.isVisible()


def test_buttons_wrap_and_stay_within_a_narrow_panel(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.resize(200, 640)
    qtbot.wait(1)
    pills = list(panel.facets.facets.values())
    assert len({pill.y() for pill in pills}) > 1
    rights = [pill.mapTo(panel, QPoint(pill.width(), 0)).x() for pill in pills]
    assert max(rights) <= 200
    foot = max(pill.mapTo(panel, QPoint(0, pill.height())).y() for pill in pills)
    assert foot <= panel.view.y()


def test_several_values_are_chosen_with_the_mouse(panel: ResultsPanel, qtbot: QtBot) -> None:
    toggled: list[tuple[str, str]] = []
    panel.facetToggled.connect(lambda *each: toggled.append(each))
    qtbot.mouseClick(panel.facets.facets["country"], Qt.MouseButton.LeftButton)
    view = popup_of(panel).view
    for row in (0, 1):
        middle = view.visualRect(view.model().index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert toggled == [("country", "PE"), ("country", "EC")]
    # They look chosen at once, and the list stays open for more.
    assert value_of(view, 0).chosen
    assert popup_of(panel).isVisible()


def test_values_are_chosen_by_keyboard(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.focus_facets()
    pill = panel.facets.facets["country"]
    assert pill.hasFocus()
    qtbot.keyClick(pill, Qt.Key.Key_Return)
    popup = popup_of(panel)
    with qtbot.waitSignal(panel.facetToggled) as toggled:
        qtbot.keyClick(popup.view, Qt.Key.Key_Space)
    assert toggled.args == ["country", "PE"]
    qtbot.keyClick(popup.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.facetToggled) as toggled:
        qtbot.keyClick(popup.view, Qt.Key.Key_Return)
    assert toggled.args == ["country", "EC"]
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert panel.facets.popup is None
    assert pill.hasFocus()


def test_a_press_or_the_focus_elsewhere_folds_the_list_up(
    panel: ResultsPanel, qtbot: QtBot
) -> None:
    pill = panel.facets.facets["country"]
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert panel.facets.popup is not None
    # The press on its own button closes it and opens none anew.
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert panel.facets.popup is None
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    assert panel.facets.popup is None
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    panel.view.setFocus()
    assert panel.facets.popup is None


def test_new_counts_move_no_value_of_an_open_list(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.facets.open_facet("country")
    popup = popup_of(panel)
    qtbot.keyClick(popup.view, Qt.Key.Key_Down)
    qtbot.keyClick(popup.view, Qt.Key.Key_Space)
    panel.show_results(narrowed("EC", facets={"country": {"EC": 4, "PE": 2, "CO": 1}}))
    assert labels(popup) == ["Peru", "Ecuador"]
    assert [value_of(popup.view, row).count for row in range(2)] == [2, 4]
    assert value_of(popup.view, 1).chosen
    assert popup.view.currentIndex().row() == 1


def test_long_lists_begin_short_and_are_filtered(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.facets.open_facet("indicator")
    popup = popup_of(panel)
    assert len(labels(popup)) == FIRST
    assert popup.more.text() == "More… (20)"
    popup.more.setFocus()
    qtbot.mouseClick(popup.more, Qt.MouseButton.LeftButton)
    assert popup.isVisible()
    assert len(labels(popup)) == 30
    assert popup.filter.hasFocus()
    qtbot.keyClicks(popup.filter, "2")
    assert labels(popup) == ["Place 02", "Place 12", *(f"Place 2{each}" for each in range(10))]
    qtbot.keyClick(popup.filter, Qt.Key.Key_Down)
    assert popup.view.hasFocus()
    with qtbot.waitSignal(panel.facetToggled) as toggled:
        qtbot.keyClick(popup.view, Qt.Key.Key_Space)
    assert toggled.args == ["indicator", "Place 02"]


def test_a_letter_in_a_long_list_begins_to_filter(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.facets.open_facet("indicator")
    popup = popup_of(panel)
    qtbot.keyClick(popup.view, Qt.Key.Key_9)
    assert popup.filter.text() == "9"
    assert labels(popup) == ["Place 09", "Place 19", "Place 29"]


def test_chosen_values_are_chips_that_can_be_taken_out(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(narrowed("PE", "Starter"))
    assert list(panel.facets.chips) == [("country", "PE"), ("publisher", "Starter")]
    assert panel.facets.facets["country"].chosen
    assert not panel.facets.facets["indicator"].chosen
    chip = panel.facets.chips["country", "PE"]
    assert "chosen" in chip.accessibleName()
    with qtbot.waitSignal(panel.facetToggled) as toggled:
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert toggled.args == ["country", "PE"]
    with qtbot.waitSignal(panel.facetsCleared):
        qtbot.mouseClick(panel.facets.clear_all, Qt.MouseButton.LeftButton)
    panel.show_results(narrowed())
    assert panel.facets.chips == {}
    assert not panel.facets.clear_all.isVisible()


def test_tab_goes_through_the_head_as_it_is_read(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(narrowed("PE"))
    panel.show_results(narrowed("PE", "Starter"))
    head, facets = panel.head, panel.facets
    expected = [head.details.line, head.narrow, head.star, head.more, head.order]
    expected += [*facets.facets.values(), *facets.chips.values(), facets.clear_all, panel.view]
    head.details.line.setFocus()
    for stop in expected:
        window = panel.window()
        assert window.focusWidget() is stop, stop.accessibleName()
        qtbot.keyClick(stop, Qt.Key.Key_Tab)


def test_folded_facets_keep_what_is_chosen_in_sight(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(narrowed("PE"))
    with qtbot.waitSignal(panel.head.facetsShown) as shown:
        qtbot.mouseClick(panel.head.narrow, Qt.MouseButton.LeftButton)
    assert shown.args == [False]
    assert not panel.facets.facets["country"].isVisible()
    assert panel.facets.chips["country", "PE"].isVisible()
    panel.show_results(narrowed("PE", "Starter"))
    assert not panel.facets.facets["publisher"].isVisible()
    panel.focus_facets()
    assert panel.facets.facets["country"].isVisible()


def test_a_value_that_all_hits_have_narrows_nothing(panel: ResultsPanel) -> None:
    same = {"country": {"PE": 13}, "publisher": {"Starter": 13}, "tag": {"river": 2}}
    panel.show_results(narrowed(facets=same), anew=True)
    assert list(panel.facets.facets) == ["tag"]
    panel.show_results(narrowed("PE", facets=same))
    assert list(panel.facets.facets) == ["country", "tag"], "what is chosen can be unfolded"
    panel.show_results(narrowed(facets={"country": {"PE": 13}}), anew=True)
    assert panel.facets.facets == {}
    assert not panel.head.narrow.isVisible()


def test_a_facet_that_lost_its_values_keeps_its_place(panel: ResultsPanel) -> None:
    """Buttons that come and go while one types would move all that is below."""
    panel.show_results(narrowed(facets={"country": {"PE": 1}}))
    pills = panel.facets.facets
    assert list(pills) == ["country", "publisher", "indicator"]
    assert not pills["publisher"].isEnabled()
    panel.clear()
    assert panel.facets.facets == {}


def test_the_values_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    values = FacetValues()
    facet = narrowed("PE").facets[2]
    values.show(facet.values, FIRST)
    qtmodeltester.check(values)
    assert values.hidden == 20
    values.narrow("place 1")
    qtmodeltester.check(values)
    values.renew(narrowed(facets={"indicator": {"Place 40": 1, "Place 11": 5}}).facets[0].values)
    assert values.rowCount() == 10
