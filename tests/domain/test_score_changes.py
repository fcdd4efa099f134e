"""Changes between editions: only like with like, ours marked as ours, and both kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from test_scoring import INDEX, score

from reader.domain.score_changes import (
    comparable_totals,
    totals_with_computed_changes,
    with_computed_changes,
)
from reader.domain.scoring import Score, Total, complete_totals


def held(*scores: Score) -> dict[str, Score]:
    return {each.indicator: each for each in scores}


def unchanged(identifier: str, value: str) -> Score:
    """A figure whose source gives no change."""
    return Score(identifier, Decimal(value), None, comparable=True)


def published(identifier: str, value: str, change: str | None = None) -> Total:
    moved = None if change is None else Decimal(change)
    return Total(identifier, Decimal(value), moved, moved is not None, computed=False)


def test_a_change_is_computed_where_the_source_gives_none() -> None:
    now = held(unchanged("a", "7.00"))
    found = with_computed_changes(INDEX, "2023", now, held(unchanged("a", "7.50")))["a"]
    assert (found.change, found.computed_change) == (None, Decimal("-0.50"))
    assert found.shown_change == Decimal("-0.50")
    assert not found.changes_disagree


def test_the_publisher_s_change_is_shown_and_a_computed_one_that_differs_is_kept() -> None:
    now = held(score("a", "7.00", "0.50"))
    found = with_computed_changes(INDEX, "2023", now, held(unchanged("a", "6.49")))["a"]
    assert (found.shown_change, found.computed_change) == (Decimal("0.50"), Decimal("0.51"))
    assert found.changes_disagree


def test_what_is_new_or_said_not_to_compare_has_no_change() -> None:
    now = held(unchanged("b", "7.00"), score("c", "5.00", None))
    earlier = held(unchanged("b", "7.00"), unchanged("c", "5.00"))
    found = with_computed_changes(INDEX, "2023", now, earlier)
    assert [each.computed_change for each in found.values()] == [None, None]


def test_what_one_edition_lacks_has_no_change() -> None:
    found = with_computed_changes(INDEX, "2023", held(unchanged("a", "7.00")), {})
    assert found["a"].shown_change is None


def test_only_averages_over_the_same_indicators_compare() -> None:
    assert comparable_totals(INDEX, "2023") == {"actors", "defence"}
    assert comparable_totals(INDEX, "2021") == frozenset()


def test_a_computed_average_over_the_same_set_has_the_mean_of_the_changes() -> None:
    earlier = held(unchanged("a", "7.00"), unchanged("c", "5.00"), unchanged("d", "4.00"))
    now = held(
        unchanged("a", "7.00"), unchanged("b", "5.00"), unchanged("c", "6.00"), unchanged("d", "3")
    )
    scores = with_computed_changes(INDEX, "2023", now, earlier)
    totals = complete_totals(INDEX, "2023", scores.values(), ())
    before = complete_totals(INDEX, "2021", earlier.values(), ())
    found = totals_with_computed_changes(INDEX, "2023", totals, scores, before)
    assert {key: each.shown_change for key, each in found.items()} == {
        "markets": None,
        "actors": Decimal("1.00"),
        "defence": Decimal("-1.00"),
        "crime": None,
    }
    assert not found["markets"].comparable


@pytest.mark.parametrize(
    ("given", "disagree"), [("0.10", False), ("0.11", False), ("0.12", True), ("-0.10", True)]
)
def test_averages_disagree_beyond_rounding_only(given: str, disagree: bool) -> None:
    totals = {"actors": published("actors", "6.60", given)}
    earlier = {"actors": published("actors", "6.50")}
    found = totals_with_computed_changes(INDEX, "2023", totals, {}, earlier)["actors"]
    assert (found.shown_change, found.computed_change) == (Decimal(given), Decimal("0.10"))
    assert found.changes_disagree is disagree


def test_a_composite_has_a_change_where_the_publisher_gives_those_of_its_parts() -> None:
    totals = {
        "markets": published("markets", "6.20", "0.00"),
        "actors": published("actors", "6.60", "0.10"),
        "crime": published("crime", "6.40"),
    }
    found = totals_with_computed_changes(INDEX, "2023", totals, {}, {})["crime"]
    assert (found.change, found.computed_change) == (None, Decimal("0.05"))


def test_an_average_that_the_publisher_says_does_not_compare_stays_so() -> None:
    totals = {"actors": published("actors", "6.60")}
    earlier = {"actors": published("actors", "6.50")}
    found = totals_with_computed_changes(INDEX, "2023", totals, {}, earlier)["actors"]
    assert (found.shown_change, found.comparable) == (None, False)
