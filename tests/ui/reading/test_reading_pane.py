"""What surrounds the text: find bar, marker strip, outline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from reading_documents import EVERY_KIND, document_of, paragraphs

from reader.domain.document import place_blocks, version_text
from reader.text.folding import fold
from reader.ui.reading.find_in_passages import find_in_passages
from reader.ui.reading.find_portions import FindPortions
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


def counted(pane: ReadingPane, qtbot: QtBot) -> str:
    """What the find bar says once the whole document is looked through."""
    qtbot.waitUntil(lambda: not pane.find_bar.looking, timeout=20_000)
    return pane.find_bar.count.text()


def type_in(pane: ReadingPane, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(pane.find_bar.field, text)
    counted(pane, qtbot)


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
    assert counted(pane, qtbot) == "1 of 6"
    bar.case.click()
    assert counted(pane, qtbot) == "No match"
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
    assert counted(pane, qtbot) == "1 of 1"
    pane.find_bar.field.clear()
    assert pane.find_bar.count.text() == ""


def test_a_selection_is_looked_for(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.view.select_range(*at(pane, "🪙 and water"))
    pane.open_find_bar()
    assert pane.find_bar.field.text() == "🪙 and water"
    assert counted(pane, qtbot) == "1 of 240"


def test_f3_walks_hits_and_with_the_bar_open_its_matches(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.set_highlights(HIT, [Highlight(HIT, *at(pane, "gold mining"), key="h")])
    went = pane.step(1)
    assert went is not None
    assert went.key == "h"
    pane.find_bar.open_with("mercury")
    counted(pane, qtbot)
    went = pane.step(1)
    assert went is not None
    assert went.kind is FIND


def test_a_new_document_is_searched_again(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.find_bar.open_with("gold")
    document, passages = document_of(paragraphs("no such metal", "gold"), "Other")
    pane.show_document(document, passages)
    assert counted(pane, qtbot) == "1 of 1"
    assert pane.document == document


def test_what_was_only_typed_for_is_left_for_where_one_was(pane: ReadingPane, qtbot: QtBot) -> None:
    scroll = pane.view.verticalScrollBar()
    pane.view.go_to(*at(pane, "Paragraph 3 "))
    pane.view.select_range(*at(pane, "Paragraph 4 on"))
    before = scroll.value(), pane.view.selected_range()
    pane.find_bar.open_with("Paragraph 39")
    counted(pane, qtbot)
    assert scroll.value() != before[0]
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert (scroll.value(), pane.view.selected_range()) == before
    assert not pane.find_bar.isVisible()


def test_what_was_stepped_to_is_stayed_at(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.find_bar.open_with("Paragraph 39")
    counted(pane, qtbot)
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    place = pane.view.verticalScrollBar().value(), pane.view.caret
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert (pane.view.verticalScrollBar().value(), pane.view.caret) == place
    assert place[1] > at(pane, "Paragraph 39")[0]


@pytest.mark.parametrize(
    "wanted, count",
    [
        ("tupac", "1 of 1"),
        ("TU\u0301PAC", "1 of 1"),
        ("👩‍👩‍👧", "1 of 1"),
        ("🪙 and", "1 of 240"),
        (".*", "No match"),
        ("gold (", "No match"),
        ("\\", "No match"),
        ("table 1. out", "1 of 1"),
        (" ", "1 of "),
    ],
)
def test_plain_words_are_looked_for_whatever_they_hold(
    pane: ReadingPane, qtbot: QtBot, wanted: str, count: str
) -> None:
    pane.find_bar.open_with(wanted)
    said = counted(pane, qtbot)
    assert said.startswith(count)
    text = version_text(pane.view.passages)
    for each in pane.view.highlights(FIND):
        assert fold(text[each.start : each.end]) == fold(wanted)


def test_a_long_document_is_looked_through_while_the_window_lives(
    pane: ReadingPane, qtbot: QtBot
) -> None:
    texts = [
        f"{number}: go\u00adld é " + "and water in the rivers, " * 20 for number in range(6000)
    ]
    document, passages = document_of(paragraphs(*map(str.strip, texts)))
    pane.show_document(document, passages)
    pane.view.select_range(*[passages[40].start] * 2)
    bar = pane.find_bar
    bar.open_with("gold")
    assert bar.looking
    assert bar.count.text().endswith("so far…")
    assert pane.view.caret == passages[40].start + 4, "the first is gone to before all are counted"
    bar.step(-1)
    assert counted(pane, qtbot) == "40 of 6,000", "back is known only at the end"
    bar.field.setText("rivers")
    bar.search_again()
    bar.close_bar()
    qtbot.wait(20)
    assert not pane.view.highlights(FIND)


@given(st.lists(st.sampled_from(["gold", "é", "gold gold", "x", ""]), max_size=300), st.data())
def test_portions_together_are_the_whole(texts: list[str], data: st.DataObject) -> None:
    passages = place_blocks(paragraphs(*texts))
    end = passages[-1].end if passages else 0
    origin = data.draw(st.integers(0, end))
    look = FindPortions(passages, "gold", origin, case=False, whole_words=False)
    stretches = []
    while not look.done:
        stretches.extend(look.look_for(0.0))
    found = [each for stretch in stretches for each in stretch]
    assert sorted(found) == find_in_passages(passages, "gold")
    assert len(set(found)) == len(found)
    assert all(stretch == sorted(stretch) for stretch in stretches)


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


def test_more_hits_than_pixels_are_told_apart_by_line(pane: ReadingPane, qtbot: QtBot) -> None:
    words = find_in_passages(pane.view.passages, "on")
    pane.set_highlights(HIT, [Highlight(HIT, *each) for each in words])
    pane.set_highlights(FIND, [Highlight(FIND, *each) for each in words[:1]])
    strip = pane.strip
    every = {round(strip._y(pane.view.fraction_of(start)) / 2) for start, _ in words}
    shown = [(y, each) for y, each in strip.markers() if each.kind is HIT]
    assert {round(y / 2) for y, _ in shown} == every
    assert len(shown) == len(every) < len(words)
    assert strip.accessibleDescription() == f"search hit: {len(words)}; found: 1"
    y, _ = shown[len(shown) // 2]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, round(y)))
    assert abs(strip._y(pane.view.fraction_of(pane.view.caret)) - y) <= 1
    after = next(start for start, _ in words if start > pane.view.caret)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert pane.view.caret == after, "the keyboard walks those that have no marker of their own"


def test_hits_and_finds_differ_in_the_strip(pane: ReadingPane, light: Theme) -> None:
    pane.set_highlights(HIT, [Highlight(HIT, *at(pane, "Paragraph 10"))])
    pane.set_highlights(FIND, [Highlight(FIND, *at(pane, "Paragraph 30"))])
    picture = pane.strip.grab().toImage()
    (hit, _), (find, _) = pane.strip.markers()
    assert picture.pixelColor(2, round(hit)) == light.colour("hit_line")
    assert picture.pixelColor(7, round(find)) == light.colour("accent")
    assert picture.pixelColor(2, round(find)) != light.colour("accent")


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
