"""Code points and UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.text_offsets import from_utf16, range_from_utf16, range_to_utf16, to_utf16

PIECES = ["a", "é", "e\u0301", "\u00a0", "ß", "שלום", "🏞", "🇵🇪", "👩‍👩‍👧", "\U0001d11e", "\uffff"]
texts = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"])).map("".join)


@given(texts, st.data())
def test_a_position_comes_back(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    assert from_utf16(text, to_utf16(text, position)) == position


@given(texts, st.data())
def test_units_are_those_of_the_encoding(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    assert to_utf16(text, position) == len(text[:position].encode("utf-16-le")) // 2


@given(texts, st.data())
def test_any_unit_snaps_to_a_characters_start(text: str, data: st.DataObject) -> None:
    units = data.draw(st.integers(0, to_utf16(text, len(text))))
    back = to_utf16(text, from_utf16(text, units))
    assert units - 1 <= back <= units


@given(texts, st.data())
def test_ranges_come_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert range_from_utf16(text, *range_to_utf16(text, start, end)) == (start, end)


@pytest.mark.parametrize("text", ["", "plain", "gold 🪙"])
def test_positions_outside_are_clamped(text: str) -> None:
    assert to_utf16(text, -3) == 0
    assert from_utf16(text, -3) == 0
    assert from_utf16(text, to_utf16(text, 999)) == len(text)
    assert from_utf16(text, 999) == len(text)


def test_half_a_character_is_its_start() -> None:
    assert [from_utf16("a🪙b", units) for units in range(5)] == [0, 1, 1, 2, 3]
