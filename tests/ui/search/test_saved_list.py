"""Saved and recent searches before a query: run, renamed and removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from search_answers import PROFILE, answer, saved

from reader.ui.search.results_panel import ResultsPanel
from reader.ui.search.saved_model import SavedModel
from reader.ui.theme import Theme

SAVED = [
    saved("Andean gold", "gold mining country:pe", 1204, 12),
    saved("mercury", "mercury", 3, 0),
]


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> ResultsPanel:
    panel = ResultsPanel(light, host)
    panel.setGeometry(0, 0, 240, 640)
    host.show()
    qtbot.waitExposed(host)
    panel.show_saved(SAVED, ["cyanide", "gold OR silver"], changeable=True)
    return panel


def said(panel: ResultsPanel) -> list[str]:
    model = panel.saved.model()
    return [
        model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for at in range(model.rowCount())
    ]


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = SavedModel()
    model.show(SAVED, ["cyanide"])
    qtmodeltester.check(model)
    model.show([], [])
    qtmodeltester.check(model)


def test_they_show_with_their_counts_before_a_query(panel: ResultsPanel) -> None:
    assert said(panel) == [
        "Saved searches",
        "Saved search Andean gold, 1,204 passages, 12 new",
        "Saved search mercury, 3 passages",
        "Recent searches",
        "Searched lately: cyanide",
        "Searched lately: gold OR silver",
    ]
    assert panel.saved.isVisible()
    panel.show_results(answer("gold", PROFILE))
    assert not panel.saved.isVisible()
    panel.clear()
    assert panel.saved.isVisible()
    panel.show_building()
    assert not panel.saved.isVisible()


def test_without_any_the_panel_says_how_to_search(panel: ResultsPanel) -> None:
    panel.show_saved([], [], changeable=True)
    assert not panel.saved.isVisible()
    assert panel.empty.isVisible()


def test_the_arrow_keys_of_the_field_walk_them(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.select_next()
    with qtbot.waitSignal(panel.saved.savedOpened) as opened:
        panel.open_current()
    assert opened.args == [SAVED[0]]
    panel.select_next()
    panel.select_next()
    with qtbot.waitSignal(panel.saved.queryChosen) as chosen:
        qtbot.keyClick(panel.saved, Qt.Key.Key_Return)
    assert chosen.args == ["cyanide"]


def test_a_click_searches(panel: ResultsPanel, qtbot: QtBot) -> None:
    middle = panel.saved.visualRect(panel.saved.model().index(2, 0)).center()
    with qtbot.waitSignal(panel.saved.savedOpened) as opened:
        qtbot.mouseClick(panel.saved.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened.args == [SAVED[1]]


def test_a_name_is_changed_in_place(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.select_next()
    panel.saved.setFocus()
    qtbot.keyClick(panel.saved, Qt.Key.Key_F2)
    line = panel.saved.findChild(QLineEdit)
    assert line is not None
    assert line.text() == "Andean gold"
    line.setText("Gold of the Andes")
    with qtbot.waitSignal(panel.saved.renamed) as renamed:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert renamed.args == ["Andean gold", "Gold of the Andes"]


def test_delete_removes_a_saved_search_and_forgets_a_query(
    panel: ResultsPanel, qtbot: QtBot
) -> None:
    removed: list[object] = []
    forgotten: list[str] = []
    panel.saved.forgetWanted.connect(forgotten.append)
    panel.saved.removeWanted.connect(removed.append)
    panel.select_next()
    qtbot.keyClick(panel.saved, Qt.Key.Key_Delete)
    for _ in range(2):
        panel.select_next()
    qtbot.keyClick(panel.saved, Qt.Key.Key_Delete)
    assert removed == [SAVED[0]]
    assert forgotten == ["cyanide"]


def test_in_a_library_that_is_only_read_nothing_changes(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_saved(SAVED, [], changeable=False)
    removed: list[object] = []
    panel.saved.removeWanted.connect(removed.append)
    panel.select_next()
    qtbot.keyClick(panel.saved, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.saved, Qt.Key.Key_F2)
    assert removed == []
    assert panel.saved.findChild(QLineEdit) is None
    row = panel.saved.model().row(panel.saved.currentIndex())  # type: ignore[attr-defined]
    assert [action.text() for action in panel.saved.menu(row).actions()] == ["Search\tEnter"]
