"""Snippets: marks on the right letters whatever stands before them, and cuts that keep a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QTextCharFormat
from search_answers import OVERVIEW, answer

from reader.ui.search.results_delegate import ResultsDelegate, hit_mark
from reader.ui.search.wrapped_text import WrappedText, format_ranges, shortened_path
from reader.ui.theme import Theme


def marked(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The letters that Qt marks, read back from its UTF-16 ranges."""
    units = text.encode("utf-16-le")
    found = format_ranges(text, spans, QTextCharFormat())
    return [
        units[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le") for each in found
    ]


@pytest.mark.parametrize(
    "before", ["", "plain ", "😀 ", "🇵🇪🇵🇪 ", "Túpac ", "e\u0301 ", "𝔊𝔬𝔩𝔡 ", "👩‍👩‍👧 "]
)
def test_marks_stand_on_the_match_whatever_comes_before(before: str) -> None:
    text = f"{before}gold after"
    start = len(before)
    assert marked(text, [(start, start + 4)]) == ["gold"]


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.data())
def test_any_range_of_code_points_marks_these_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert marked(text, [(start, end)]) == ([text[start:end]] if end > start else [])


def test_a_short_text_is_shown_whole(light: Theme) -> None:
    wrapped = WrappedText("Illegal gold.", light.font("tool"), 260, 2)
    assert wrapped.shown == "Illegal gold."
    assert wrapped.height == wrapped.line_spacing


def test_a_long_text_is_cut_between_words_within_its_lines(light: Theme) -> None:
    font = light.font("tool")
    wrapped = WrappedText("Miners pay for escorts of machinery and chemicals. " * 6, font, 240, 2)
    assert wrapped.layout.lineCount() == 2
    assert wrapped.shown.endswith("…")
    assert wrapped.shown[:-1] in "Miners pay for escorts of machinery and chemicals. " * 6
    for line in range(2):
        assert wrapped.layout.lineAt(line).naturalTextWidth() <= 240


def test_a_match_at_the_end_leaves_no_line_of_its_row_empty(light: Theme) -> None:
    text = "Watersheds that drain to the ocean, and the rivers of each of them. " * 3 + "Gold."
    start = text.index("Gold")
    wrapped = WrappedText(text, light.font("tool"), 260, 2, ((start, start + 4),), hit_mark(light))
    assert wrapped.height == 2 * wrapped.line_spacing
    assert wrapped.shown.startswith("…")
    assert wrapped.shown.endswith("Gold.")


def test_a_match_far_behind_comes_into_view(light: Theme) -> None:
    text = "Nothing of interest stands here for a long while. " * 4 + "At last 😀 gold appears."
    start = text.index("gold")
    mark = hit_mark(light)
    wrapped = WrappedText(text, light.font("tool"), 220, 2, ((start, start + 4),), mark)
    assert wrapped.shown.startswith("…")
    assert "gold" in wrapped.shown
    (found,) = wrapped.layout.formats()
    units = wrapped.shown.encode("utf-16-le")
    at = slice(2 * found.start, 2 * (found.start + found.length))
    assert units[at].decode("utf-16-le") == "gold"


def test_one_word_longer_than_the_row_still_fits_it(light: Theme) -> None:
    wrapped = WrappedText("x" * 400, light.font("tool"), 120, 2)
    assert wrapped.layout.lineCount() == 2
    assert wrapped.layout.lineAt(1).naturalTextWidth() <= 120


def test_a_path_loses_its_outer_headings_first(light: Theme) -> None:
    font = light.font("small")
    path = ("Criminal markets", "Environment", "Non-renewable resources")
    assert shortened_path(path, font, 2000) == " › ".join(path)
    inner = "… › Non-renewable resources"
    room = QFontMetrics(font).horizontalAdvance(inner) + 2
    assert shortened_path(path, font, room) == inner
    cut = shortened_path(path, font, 100, ", para. 3")
    assert cut.endswith("…, para. 3")
    assert shortened_path((), font, 100, "para. 3") == "para. 3"


def test_a_marked_word_is_filled_and_underlined_in_both_looks(light: Theme, dark: Theme) -> None:
    for theme in (light, dark):
        mark = hit_mark(theme)
        assert mark.background().color() == theme.colour("hit")
        assert mark.underlineColor() == theme.colour("hit_line")
        assert mark.underlineStyle() == QTextCharFormat.UnderlineStyle.SingleUnderline
        delegate = ResultsDelegate(theme)
        hit = answer("gold", OVERVIEW).hits[0]
        image = QImage(320, 60, QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface"))
        painter = QPainter(image)
        delegate.snippet(hit, 320).layout.draw(painter, image.rect().topLeft().toPointF())
        painter.end()
        assert _has(image, theme.colour("hit"))
        assert _has(image, theme.colour("hit_line"))


def _has(image: QImage, colour: QColor) -> bool:
    return any(
        image.pixelColor(x, y) == colour
        for x in range(image.width())
        for y in range(image.height())
    )
