"""Places, selections and highlights of the reading view, as a person finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QHelpEvent, QMouseEvent, QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from reading_documents import cell, document_of, paragraphs

from reader.domain.document import Block, Passage, version_text
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.text_geometry import line_rectangles
from reader.ui.reading.viewport_map import ReadingPlace
from reader.ui.theme import Theme

Show = Callable[[Sequence[Block]], tuple[Passage, ...]]
HIT, EVIDENCE, BOOKMARK = HighlightKind.HIT, HighlightKind.EVIDENCE, HighlightKind.BOOKMARK


def at(view: ReadingView, words: str) -> tuple[int, int]:
    start = version_text(view.passages).index(words)
    return start, start + len(words)


def point_in(view: ReadingView, start: int, end: int) -> QPoint:
    """The middle of the first line of a range, in the viewport."""
    line = next(line_rectangles(view.text, start, end))
    return QPoint(
        round(line.center().x()), round(line.center().y()) - view.verticalScrollBar().value()
    )


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("words", ["gold mining", "👩‍👩‍👧", "Túpac’s", "325", "Tons 🪙", "third"])
def test_a_selection_is_a_range_of_the_versions_text(view: ReadingView, words: str) -> None:
    start, end = at(view, words)
    view.select_range(start, end)
    assert view.selected_range() == (start, end)
    assert view.selected_text == words
    view.copy()
    assert QApplication.clipboard().text() == words


def test_a_selection_over_passages_and_a_table_is_their_text(view: ReadingView) -> None:
    start, end = at(view, "third")[0], at(view, "Table 1.")[1]
    view.select_range(start, end)
    assert view.selected_range() == (start, end)
    assert view.selected_text == version_text(view.passages)[start:end]


def test_everything_selected_is_the_whole_text_and_no_header(view: ReadingView) -> None:
    view.selectAll()
    assert view.selected_text == version_text(view.passages)


def test_only_separators_are_left_out_of_a_selection(view: ReadingView, show: Show) -> None:
    one, two, three = show(paragraphs("one", "two", "three"))
    view.select_range(one.end, three.start)
    assert view.selected_range() == (two.start, two.end)
    view.select_range(one.end, two.start)
    assert view.selected_range() is None
    assert view.selected_text == ""


def test_cells_selected_as_a_rectangle_count_in_reading_order(
    view: ReadingView, show: Show
) -> None:
    passages = show([cell(f"{row}{column}", row, column) for row in (0, 1) for column in (0, 1, 2)])
    view.select_range(passages[1].start, passages[5].start)
    assert view.textCursor().hasComplexSelection()
    assert view.selected_range() == (passages[1].start, passages[5].end)
    assert view.selected_text == "01\n02\n10\n11\n12"


def test_the_keyboard_selects(view: ReadingView, qtbot: QtBot) -> None:
    start, _ = at(view, "Illegal gold")
    view.go_to(start, start)
    view.setFocus()
    with qtbot.waitSignal(view.selectionRangeChanged):
        for _ in range(7):
            qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_text == "Illegal"
    assert view.selected_range() == (start, start + 7)


def test_a_jump_puts_the_range_a_third_down(view: ReadingView) -> None:
    start, end = at(view, "Paragraph 20")
    view.go_to(start, end)
    y = point_in(view, start, end).y()
    height = view.viewport().height()
    assert height / 3 - 5 < y < height / 3 + 40
    assert view.caret == start
    assert view.passage_under_cursor() in view.visible_passages()


def test_the_place_comes_back(view: ReadingView) -> None:
    view.go_to(*at(view, "Paragraph 25"))
    place = view.position()
    scroll = view.verticalScrollBar().value()
    view.go_to(0, 0)
    assert view.position() != place
    assert place is not None
    view.restore_position(place)
    assert view.verticalScrollBar().value() == scroll
    assert view.position() == place


def test_another_theme_moves_nothing(view: ReadingView, dark: Theme) -> None:
    view.go_to(*at(view, "Paragraph 25"))
    view.select_range(*at(view, "Paragraph 26"))
    before = view.position(), view.selected_range(), view.verticalScrollBar().value()
    view.set_theme(dark)
    after = view.position(), view.selected_range(), view.verticalScrollBar().value()
    assert after == before


def test_zoom_keeps_the_line_and_the_selection(view: ReadingView, qtbot: QtBot) -> None:
    view.go_to(*at(view, "Paragraph 25"))
    view.select_range(*at(view, "Paragraph 26"))
    place = view.position()
    with qtbot.waitSignal(view.zoomChanged):
        view.zoom_in()
    assert view.zoom == 1.1
    assert place is not None
    now = view.position()
    assert now is not None
    assert now.ordinal == place.ordinal
    assert view.selected_text == "Paragraph 26"
    view.zoom_out()
    view.zoom_out()
    assert view.zoom == 0.9
    view.zoom_reset()
    assert view.zoom == 1.0
    view.set_zoom(99)
    assert view.zoom == 3.0


def test_ctrl_and_the_wheel_zoom(view: ReadingView) -> None:
    for delta, zoom in ((120, 1.1), (-120, 1.0)):
        event = QWheelEvent(
            QPointF(300, 300),
            QPointF(300, 300),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)
        assert view.zoom == zoom


def test_a_wide_window_centres_the_column(view: ReadingView) -> None:
    host = view.window()
    widths = []
    for width in (1000, 1600):
        view.parentWidget().resize(width, 600)
        QApplication.processEvents()
        widths.append(view.viewport().width())
        left = view.viewport().x()
        right = view.width() - view.verticalScrollBar().width() - left - widths[-1]
        assert abs(left - right) <= 2
    assert widths[0] == widths[1]
    assert host is not view


def test_narrower_lines_keep_the_place(view: ReadingView) -> None:
    view.go_to(*at(view, "Paragraph 25"))
    place = view.position()
    view.parentWidget().resize(500, 600)
    QApplication.processEvents()
    now = view.position()
    assert place is not None
    assert now is not None
    assert now.ordinal == place.ordinal


def test_f3_goes_round_and_says_so(view: ReadingView, qtbot: QtBot) -> None:
    ranges = [at(view, "gold mining"), at(view, "Tons 🪙"), at(view, "Paragraph 20")]
    view.set_highlights(HIT, [Highlight(HIT, *each) for each in reversed(ranges)])
    assert [(each.start, each.end) for each in view.highlights(HIT)] == ranges
    went = [view.next_highlight(HIT) for _ in range(3)]
    assert [(each.start, each.end) for each in went if each] == ranges
    with qtbot.waitSignal(view.wrapped) as wrapped:
        again = view.next_highlight(HIT)
    assert wrapped.args == [HIT, 1]
    assert again == went[0] == view.current_highlight
    with qtbot.waitSignal(view.wrapped) as wrapped:
        assert view.next_highlight(HIT, -1) == went[2]
    assert wrapped.args == [HIT, -1]
    assert view.next_highlight(HIT, -1) == went[1]


def test_without_highlights_there_is_no_next(view: ReadingView) -> None:
    assert view.next_highlight(HIT) is None


def test_a_highlight_at_the_very_beginning_is_the_first(view: ReadingView) -> None:
    view.set_highlights(HIT, [Highlight(HIT, 0, 4), Highlight(HIT, 9, 15)])
    first = view.next_highlight(HIT)
    assert first is not None
    assert first.start == 0
    second = view.next_highlight(HIT)
    assert second is not None
    assert second.start == 9


def test_highlights_of_another_kind_are_refused(view: ReadingView) -> None:
    with pytest.raises(ValueError, match="another kind"):
        view.set_highlights(HIT, [Highlight(EVIDENCE, 0, 1)])


def test_highlights_leave_the_text_as_it_is(view: ReadingView) -> None:
    before = view.toPlainText()
    everything = (0, len(version_text(view.passages)))
    view.set_highlights(HIT, [Highlight(HIT, *at(view, "gold mining"))])
    view.set_highlights(
        EVIDENCE,
        [
            Highlight(EVIDENCE, *everything, "criminal_markets", "a", chosen=True),
            Highlight(EVIDENCE, *at(view, "325"), "resilience", "b"),
        ],
    )
    view.set_highlights(BOOKMARK, [Highlight(BOOKMARK, *everything, "green", "c")])
    plain = view.grab().toImage()
    assert view.toPlainText() == before
    view.set_highlights(BOOKMARK, ())
    assert view.grab().toImage() != plain


def test_a_click_activates_the_topmost_highlight(view: ReadingView, qtbot: QtBot) -> None:
    words = at(view, "gold mining")
    passage = view.passages[2]
    view.set_highlights(
        EVIDENCE, [Highlight(EVIDENCE, passage.start, passage.end, "resilience", "indicator")]
    )
    view.set_highlights(BOOKMARK, [Highlight(BOOKMARK, *words, "blue", "bookmark")])
    with qtbot.waitSignal(view.highlightActivated) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_in(view, *words))
    assert clicked.args == [BOOKMARK, "bookmark"]
    beside = at(view, "poisons")
    with qtbot.waitSignal(view.highlightActivated) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_in(view, *beside))
    assert clicked.args == [EVIDENCE, "indicator"]


def hover(view: ReadingView, point: QPoint) -> None:
    """Move the mouse to a point of the text.

    The event itself is sent: moving the real pointer to where it already is moves nothing.
    """
    place = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        view.viewport().mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_hovering_names_a_highlight(view: ReadingView, qtbot: QtBot) -> None:
    words = at(view, "gold mining")
    mark = Highlight(BOOKMARK, *words, "blue", "b", tooltip="a note")
    view.set_highlights(BOOKMARK, [mark])
    with qtbot.waitSignal(view.highlightHovered) as hovered:
        hover(view, point_in(view, *words))
    assert hovered.args == [mark]
    with qtbot.waitSignal(view.highlightHovered) as hovered:
        hover(view, point_in(view, *at(view, "mercury")))
    assert hovered.args == [None]


def test_a_tooltip_shows_its_characters_and_no_markup(view: ReadingView) -> None:
    words = at(view, "gold mining")
    view.set_highlights(BOOKMARK, [Highlight(BOOKMARK, *words, "blue", "b", tooltip="<b>5 & 6")])
    point = point_in(view, *words)
    event = QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    assert QToolTip.text() == "<qt>&lt;b&gt;5 &amp; 6</qt>"
    QToolTip.hideText()


def test_the_mouse_leaves_a_highlight(view: ReadingView, qtbot: QtBot) -> None:
    words = at(view, "325")
    view.set_highlights(EVIDENCE, [Highlight(EVIDENCE, *words, "resilience", "b")])
    hover(view, point_in(view, *words))
    with qtbot.waitSignal(view.highlightHovered) as hovered:
        QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert hovered.args == [None]


def test_enter_activates_the_highlight_at_the_caret(view: ReadingView, qtbot: QtBot) -> None:
    start, end = at(view, "gold mining")
    view.set_highlights(BOOKMARK, [Highlight(BOOKMARK, start, end, "blue", "b")])
    view.go_to(start + 2, end)
    with qtbot.waitSignal(view.highlightActivated) as activated:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert activated.args == [BOOKMARK, "b"]


def test_a_link_is_reported_and_never_followed(view: ReadingView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.linkActivated) as link:
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=point_in(view, *at(view, "report"))
        )
    assert link.args == ["https://example.org/report"]
    assert "gold mining" in view.toPlainText()


def test_nothing_is_ever_loaded(view: ReadingView, tmp_path: Path) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    file = tmp_path / "picture.png"
    file.write_bytes(b"picture")
    assert not view.document().resource(kind, QUrl.fromLocalFile(str(file)))
    assert not view.document().resource(kind, QUrl(str(file)))


def test_the_menu_copies_and_bookmarks(view: ReadingView, qtbot: QtBot) -> None:
    words = at(view, "gold mining")
    view.select_range(*words)
    menu = view.build_context_menu()
    actions = {each.text().replace("&", ""): each for each in menu.actions() if each.text()}
    with qtbot.waitSignal(view.bookmarkRequested) as asked:
        actions["Bookmark selection"].trigger()
    assert tuple(asked.args or ()) == words
    actions["Copy"].trigger()
    assert QApplication.clipboard().text() == "gold mining"
    view.go_to(*words)
    menu = view.build_context_menu()
    actions = {each.text().replace("&", ""): each for each in menu.actions() if each.text()}
    assert not actions["Copy"].isEnabled()
    with qtbot.waitSignal(view.bookmarkRequested) as asked:
        actions["Bookmark passage"].trigger()
    passage = view.passages[2]
    assert asked.args == [passage.start, passage.end]


def test_alt_and_arrows_are_the_windows(view: ReadingView, qtbot: QtBot) -> None:
    caret = view.caret
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert view.caret == caret
    assert "gold mining" in view.toPlainText()


def test_scrolling_says_which_passage_is_first(view: ReadingView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.passageChanged) as changed:
        view.verticalScrollBar().setValue(2000)
    first = view.visible_passages()[0].ordinal
    assert changed.args in ([first], [first + 1])


def test_a_long_document_grows_while_one_reads(view: ReadingView, qtbot: QtBot) -> None:
    document, passages = document_of(paragraphs(*["Gold and water 🪙. " * 30 + "end"] * 600))
    view.show_document(document, passages)
    assert not view.is_ready
    assert view.visible_passages()[0].ordinal == 0
    last = passages[view.text.built - 1]
    view.select_range(last.start, last.end)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        pass
    assert view.is_ready
    assert view.selected_range() == (last.start, last.end)
    assert view.text.text(0, passages[-1].end) == version_text(passages)


def test_a_jump_ahead_of_the_building_arrives(view: ReadingView, qtbot: QtBot) -> None:
    document, passages = document_of(paragraphs(*["Gold and water 🪙. " * 30 + "end"] * 3000))
    view.show_document(document, passages)
    target = passages[2500]
    went: list[int] = []
    view.wentTo.connect(lambda start, _: went.append(start))
    view.go_to(passages[2900].start, passages[2900].end)
    view.go_to(target.start, target.end)
    assert went == [], "the window is not held until the text is there"
    assert view.caret == target.start, "what walks on does so from there"
    qtbot.waitUntil(lambda: bool(went), timeout=20_000)
    assert went == [target.start]
    assert target in view.visible_passages()
    assert view.caret == target.start
    assert not view.is_ready


def test_a_place_far_down_is_returned_to_when_it_is_built(view: ReadingView, qtbot: QtBot) -> None:
    document, passages = document_of(paragraphs(*["Gold and water 🪙. " * 30 + "end"] * 3000))
    view.show_document(document, passages)
    view.restore_position(ReadingPlace(2500, 0))
    assert view.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: passages[2500] in view.visible_passages(), timeout=20_000)
    view.show_document(document, passages)
    view.scroll_to_fraction(0.9)
    view.show_document(document, passages)
    view.finish()
    assert view.verticalScrollBar().value() == 0, "another document forgets it"


def test_a_hit_that_was_gone_to_is_the_current_one_once_it_is_marked(
    view: ReadingView, show: Show
) -> None:
    passages = show(paragraphs("gold here", "and gold there", "gold"))
    ranges = [(0, 4), (passages[1].start + 4, passages[1].start + 8), (passages[2].start,) * 2]
    view.go_to(*ranges[1])
    view.set_highlights(HIT, [Highlight(HIT, *ranges[0])])
    assert view.current_highlight is None
    view.add_highlights(HIT, [Highlight(HIT, *ranges[1])])
    assert view.current_highlight == Highlight(HIT, *ranges[1])
    assert view.highlight_ahead(HIT) is None
    before = view.highlight_ahead(HIT, -1)
    assert before is not None
    assert before.start == 0
    view.add_highlights(HIT, [Highlight(HIT, ranges[2][0], ranges[2][0] + 4)])
    went = view.next_highlight(HIT)
    assert went is not None
    assert went.start == ranges[2][0], "not the one that one is at"
    assert view.place_of(went) == 2


def test_an_empty_document_is_no_trouble(view: ReadingView, show: Show, dark: Theme) -> None:
    show([])
    view.go_to(0, 0)
    view.set_theme(dark)
    view.zoom_in()
    view.grab()
    assert view.position() is None
    assert view.passage_under_cursor() is None
    assert view.selected_range() is None
    assert view.next_highlight(HIT) is None


def test_right_to_left_words_are_measured_too(view: ReadingView, show: Show) -> None:
    show(paragraphs("עברית mixed with English قليل من العربية 123"))
    start, end = at(view, "with English قليل")
    boxes = list(line_rectangles(view.text, start, end))
    assert boxes
    assert all(box.width() > 0 for box in boxes)


def test_the_screen_reader_hears_title_and_source(view: ReadingView) -> None:
    assert view.accessibleName() == "Text of Gold and rivers"
    assert "A press" in view.accessibleDescription()


def test_text_cursor_moves_over_header_blocks_snap_to_passages(
    view: ReadingView, show: Show
) -> None:
    first, *_ = show(paragraphs("only passage"))
    cursor = QTextCursor(view.document())
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.selected_range() == (first.start, first.end)
    cursor.setPosition(0)
    view.setTextCursor(cursor)
    assert view.caret == first.start
