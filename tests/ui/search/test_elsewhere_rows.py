"""What matches besides passages: above the hits, and never moving what one looks at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from search_answers import OVERVIEW, PROFILE, answer, elsewhere

from reader.library.search_help import Elsewhere, FoundCountry, FoundIndicator, FoundNote
from reader.ui.search.results_panel import ResultsPanel
from reader.ui.theme import Theme

LONG = [(f"Document {at:02}", (f"Gold mining of the kind {at}.",) * 3) for at in range(20)]


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget, light: Theme) -> ResultsPanel:
    panel = ResultsPanel(light, host)
    panel.setGeometry(0, 0, 320, 640)
    host.show()
    qtbot.waitExposed(host)
    return panel


def said(panel: ResultsPanel) -> list[str]:
    model = panel.view.model()
    return [
        str(model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for at in range(model.rowCount())
    ]


def aim(panel: ResultsPanel, place: QPoint) -> None:
    """Move the pointer over the rows, as a person does who means one of them."""
    viewport = panel.view.viewport()
    whole = viewport.mapToGlobal(place)
    for at in (place, place + QPoint(1, 1)):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), QPointF(whole + (at - place)),
            Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)


def test_countries_come_first_then_indicators_and_notes(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", OVERVIEW))
    panel.show_elsewhere(elsewhere())
    assert said(panel)[:4] == [
        "Country: Peru — profile; 12 documents, scored",
        "Indicator: Non-renewable resource crimes; "
        "Taking and selling gold and oil against the law.",
        "Note: Check the gold figure; Overview",
        "Overview, 1 hit",
    ]


def test_they_are_walked_and_opened_as_hits_are(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(answer("gold", OVERVIEW))
    panel.show_elsewhere(elsewhere())
    opened: list[object] = []
    panel.foundOpened.connect(opened.append)
    for _ in range(3):
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert [type(each) for each in opened] == [FoundCountry, FoundIndicator, FoundNote]
    panel.select_next()
    hit = panel.current_hit()
    assert hit is not None
    assert hit.document.id == "Overview"
    middle = panel.view.visualRect(panel.view.model().index(0, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert isinstance(opened[-1], FoundCountry)


def test_they_show_where_no_passage_is_found(panel: ResultsPanel) -> None:
    panel.show_elsewhere(elsewhere())
    panel.show_results(answer("perus"))
    assert panel.view.isVisible()
    assert panel.empty.isVisible()
    assert panel.view.height() <= 200
    assert panel.message.startswith("Nothing matches “perus”.")
    panel.show_elsewhere(Elsewhere())
    assert not panel.view.isVisible()


def test_coming_late_they_leave_the_chosen_hit_where_it_is(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", *LONG))
    for _ in range(12):
        panel.select_next()
    top = panel.view.visualRect(panel.view.currentIndex()).top()
    hit = panel.current_hit()
    panel.show_elsewhere(elsewhere(notes=3))
    assert panel.current_hit() == hit
    assert panel.view.visualRect(panel.view.currentIndex()).top() == top


def test_nothing_moves_under_a_pointer_that_aims(panel: ResultsPanel, qtbot: QtBot) -> None:
    panel.show_results(answer("gold", *LONG))
    place = panel.view.visualRect(panel.view.model().index(1, 0)).center()
    aim(panel, place)
    before = said(panel)
    panel.show_elsewhere(elsewhere())
    assert said(panel) == before
    QApplication.sendEvent(panel.view.viewport(), QEvent(QEvent.Type.Leave))
    assert said(panel)[0].startswith("Country: Peru")
    assert said(panel)[3:] == before


def test_a_pointer_that_rests_holds_nothing_back(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", *LONG))
    panel.show_elsewhere(elsewhere())
    assert said(panel)[0].startswith("Country: Peru")


def test_what_was_held_back_comes_with_the_next_answer(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", *LONG))
    aim(panel, QPoint(60, 60))
    panel.show_elsewhere(elsewhere())
    panel.show_results(answer("gold mining", PROFILE))
    assert said(panel)[0].startswith("Country: Peru")


def test_what_comes_before_its_hits_changes_the_rows_with_them(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", *LONG))
    before = said(panel)
    panel.show_elsewhere(elsewhere(), early=True)
    assert said(panel) == before
    panel.show_results(answer("gold mining", PROFILE))
    assert said(panel)[0].startswith("Country: Peru")
    assert said(panel)[3].startswith("Index profile")


def test_a_new_search_from_the_start_forgets_them(panel: ResultsPanel) -> None:
    panel.show_results(answer("gold", PROFILE))
    panel.show_elsewhere(elsewhere())
    panel.clear()
    panel.show_results(answer("gold", PROFILE))
    assert not said(panel)[0].startswith("Country")


def test_lines_above_the_list_do_not_push_the_chosen_hit(panel: ResultsPanel) -> None:
    """A note that comes while one types makes the head higher; the chosen row stays."""
    panel.show_results(answer("gold", *LONG))
    for _ in range(12):
        panel.select_next()
    view = panel.view

    def top() -> int:
        rect = view.visualRect(view.currentIndex())
        return view.viewport().mapTo(panel, rect.topLeft()).y()

    before = top()
    head = panel.head.height()
    panel.show_results(answer("gold mining", *LONG, notes=("first note", "second note")))
    assert panel.head.height() > head
    assert top() == before
