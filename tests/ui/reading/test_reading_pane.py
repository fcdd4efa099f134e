"""What surrounds the text: find bar, marker strip, outline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from reading_documents import EVERY_KIND, document_of, paragraphs

from reader.domain.document import place_blocks, version_text
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.outline import LEVEL_ROLE, ORDINAL_ROLE, OutlineModel
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.theme import Theme

HIT, EVIDENCE, BOOKMARK, FIND = (
    HighlightKind.HIT,
    HighlightKind.EVIDENCE,
    HighlightKind.BOOKMARK,
    HighlightKind.FIND,
)


def at(pane: ReadingPane, words: str) -> tuple[int, int]:
    start = version_text(pane.view.passages).index(words)
    return start, start + len(words)


def type_in(pane: ReadingPane, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(pane.find_bar.found):
        qtbot.keyClicks(pane.find_bar.field, text)


def test_finding_counts_and_steps(pane: ReadingPane, qtbot: QtBot) -> None:
    bar = pane.find_bar
    pane.open_find_bar()
    assert bar.isVisible()
    type_in(pane, qtbot, "PARAGRAPH 3")
    # 3 and 30 to 39, six times each.
    assert bar.count.text() == "1 of 66"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 66"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "1 of 66"
    bar.previous.click()
    assert bar.count.text().startswith("66 of 66")
    assert "other end" in bar.count.text()
    bar.whole_words.click()
    assert bar.count.text() == "1 of 6"
    bar.case.click()
    assert bar.count.text() == "No match"
    assert not bar.next.isEnabled()
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not pane.view.highlights(FIND)


def test_one_more_letter_does_not_move_on(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.open_find_bar()
    type_in(pane, qtbot, "gol")
    first = pane.view.current_highlight
    type_in(pane, qtbot, "d")
    second = pane.view.current_highlight
    assert first is not None
    assert second is not None
    assert first.start == second.start


def test_enter_while_typing_searches_at_once(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.open_find_bar()
    qtbot.keyClicks(pane.find_bar.field, "mercury")
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert pane.find_bar.count.text() == "1 of 1"
    pane.find_bar.field.clear()
    assert pane.find_bar.count.text() == ""


def test_a_selection_is_looked_for(pane: ReadingPane) -> None:
    pane.view.select_range(*at(pane, "🪙 and water"))
    pane.open_find_bar()
    assert pane.find_bar.field.text() == "🪙 and water"
    assert pane.find_bar.count.text() == "1 of 240"


def test_f3_walks_hits_and_with_the_bar_open_its_matches(pane: ReadingPane) -> None:
    pane.set_highlights(HIT, [Highlight(HIT, *at(pane, "gold mining"), key="h")])
    went = pane.step(1)
    assert went is not None
    assert went.key == "h"
    pane.find_bar.open_with("mercury")
    went = pane.step(1)
    assert went is not None
    assert went.kind is FIND


def test_a_new_document_is_searched_again(pane: ReadingPane) -> None:
    pane.find_bar.open_with("gold")
    document, passages = document_of(paragraphs("no such metal", "gold"), "Other")
    pane.show_document(document, passages)
    assert pane.find_bar.count.text() == "1 of 1"
    assert pane.document == document


def test_a_click_on_a_marker_goes_there(pane: ReadingPane, qtbot: QtBot) -> None:
    target = Highlight(EVIDENCE, *at(pane, "Paragraph 30"), "resilience", "k", "Judiciary 3.00")
    pane.set_highlights(EVIDENCE, [target, Highlight(EVIDENCE, 0, 4, "criminal_actors", "j")])
    pane.set_highlights(BOOKMARK, [Highlight(BOOKMARK, *at(pane, "325"), "pink", "b")])
    strip = pane.strip
    strip.grab()
    heights = {each.key: y for y, each in strip.markers()}
    assert heights["j"] < heights["b"] < heights["k"]
    with qtbot.waitSignal(strip.jumped) as jumped:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, round(heights["k"])))
    assert jumped.args == [target]
    assert pane.view.caret == target.start
    assert strip.accessibleDescription() == "evidence: 2; bookmark: 1"


def test_a_click_beside_markers_scrolls_there(pane: ReadingPane, qtbot: QtBot) -> None:
    strip = pane.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, strip.height() - 9))
    bar = pane.view.verticalScrollBar()
    assert bar.value() > bar.maximum() * 0.8


def test_the_keyboard_walks_the_markers(pane: ReadingPane, qtbot: QtBot) -> None:
    ranges = [at(pane, "gold mining"), at(pane, "Paragraph 20")]
    pane.set_highlights(HIT, [Highlight(HIT, *each) for each in ranges])
    qtbot.keyClick(pane.strip, Qt.Key.Key_Down)
    assert pane.view.caret == ranges[0][0]
    qtbot.keyClick(pane.strip, Qt.Key.Key_Down)
    assert pane.view.caret == ranges[1][0]
    qtbot.keyClick(pane.strip, Qt.Key.Key_Down)
    assert pane.view.caret == ranges[1][0]
    qtbot.keyClick(pane.strip, Qt.Key.Key_Up)
    assert pane.view.caret == ranges[0][0]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_marker_names_itself(pane: ReadingPane) -> None:
    words = at(pane, "Paragraph 20")
    pane.set_highlights(EVIDENCE, [Highlight(EVIDENCE, *words, "resilience", "k", "Judiciary 3")])
    pane.set_highlights(HIT, [Highlight(HIT, *at(pane, "gold mining"))])
    named = []
    for y, _ in pane.strip.markers():
        point = QPoint(4, round(y))
        event = QHelpEvent(QEvent.Type.ToolTip, point, pane.strip.mapToGlobal(point))
        QApplication.sendEvent(pane.strip, event)
        named.append(QToolTip.text())
        QToolTip.hideText()
    assert named == ["<qt>Search hit</qt>", "<qt>Judiciary 3</qt>"]


def test_the_outline_is_a_proper_model(pane: ReadingPane, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(pane.outline)
    assert isinstance(pane.outline, QAbstractItemModel)


def test_the_outline_lists_headings(qtbot: QtBot) -> None:
    model = OutlineModel()
    passages = place_blocks(EVERY_KIND)
    model.show_passages(passages)
    names = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert names == ["Gold and rivers", "Mining", "Rivers"]
    last = model.index(2, 0)
    assert (last.data(LEVEL_ROLE), last.data(ORDINAL_ROLE)) == (2, 13)
    assert last.data().strip() == "Rivers"
    assert last.data(Qt.ItemDataRole.DecorationRole) is None
    assert [model.row_at(ordinal) for ordinal in (0, 3, 99)] == [0, 1, 2]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_outline_goes_to_a_heading(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.outline_button.click()
    popup = pane.outline_popup
    assert popup.isVisible()
    assert popup.list.currentIndex().row() == 0
    popup.list.setCurrentIndex(pane.outline.index(2, 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert pane.view.caret == at(pane, "Rivers")[0]


def test_the_whole_pane_changes_its_theme(pane: ReadingPane, dark: Theme) -> None:
    light = pane.grab().toImage().pixelColor(5, 5)
    pane.set_theme(dark)
    QApplication.processEvents()
    assert pane.grab().toImage().pixelColor(5, 5).lightness() < light.lightness()
    assert pane.view.theme is dark
