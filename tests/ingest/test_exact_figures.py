"""Numbers as they are written: noise goes, digits stay, words are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.exact_figures import exact_figure


@pytest.mark.parametrize(
    ("text", "decimals", "value", "finer"),
    [
        ("7.1", 2, "7.10", False),
        ("7.020000000000001", 2, "7.02", False),
        ("7.0249", 2, "7.0249", True),
        ("1.", 3, "1.000", False),
        (".5", 3, "0.500", False),
        ("−1", 0, "-1", False),
        ("5e-05", 2, "0.00005", True),
    ],
)
def test_a_number_is_read_exactly(text: str, decimals: int, value: str, finer: bool) -> None:
    found = exact_figure(text, decimals)
    assert found is not None
    assert (f"{found.value:f}", found.finer) == (value, finer)


@pytest.mark.parametrize("text", ["", ".", "n/a", "7,1", "1e9", "NaN", "Infinity", "7.1*", "1 000"])
def test_anything_else_is_no_number(text: str) -> None:
    assert exact_figure(text, 2) is None


@given(st.integers(0, 10_000), st.integers(0, 4))
def test_a_float_s_own_digits_are_its_figure(scaled: int, decimals: int) -> None:
    value = Decimal(scaled).scaleb(-decimals)
    found = exact_figure(repr(float(value)), decimals)
    assert found is not None
    assert (found.value, found.finer) == (value, False)
