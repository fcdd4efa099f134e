"""Scores are the publisher's figures; what we compute is exact, half-up and marked as ours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import InvalidInput, NotFound
from reader.domain.scoring import (
    Composite,
    Direction,
    Edition,
    Indicator,
    Pillar,
    Score,
    ScoredIndex,
    Total,
    complete_totals,
    disagreements,
    half_up,
    mean,
    parse_figure,
)

WORSE, BETTER = Direction.HIGHER_IS_WORSE, Direction.HIGHER_IS_BETTER


def indicator(identifier: str, pillar: str) -> Indicator:
    return Indicator(identifier, identifier.title(), pillar, "")


INDEX = ScoredIndex(
    id="example",
    name="Example Index",
    short_name="Example",
    publisher="Example House",
    lowest=Decimal(1),
    highest=Decimal(10),
    pillars=(
        Pillar("markets", "Markets", WORSE, (indicator("a", "markets"), indicator("b", "markets"))),
        Pillar("actors", "Actors", WORSE, (indicator("c", "actors"),)),
        Pillar("defence", "Defence", BETTER, (indicator("d", "defence"),)),
    ),
    composites=(Composite("crime", "Crime", WORSE, ("markets", "actors")),),
    editions=(
        Edition("2021", frozenset("acd"), frozenset("acd")),
        Edition("2023", frozenset("abcd"), frozenset("b")),
    ),
)


def score(identifier: str, value: str, change: str | None = "0.00") -> Score:
    moved = None if change is None else Decimal(change)
    return Score(identifier, Decimal(value), moved, moved is not None)


@pytest.mark.parametrize(
    "exact, rounded", [("7.015", "7.02"), ("4.375", "4.38"), ("-0.205", "-0.21"), ("1", "1.00")]
)
def test_halves_are_rounded_away_from_zero_on_decimals(exact: str, rounded: str) -> None:
    assert str(half_up(Decimal(exact))) == rounded


@pytest.mark.parametrize(
    "text, value",
    [("7.00", "7.00"), (" 10.00", "10.00"), ("-1.50", "-1.50"), ("−0.5", "-0.50"), ("+1", "1.00")],
)
def test_figures_are_read_exactly(text: str, value: str) -> None:
    assert str(parse_figure(text)) == value


@pytest.mark.parametrize("text", ["", "n/a", "7,00", "7.001", "1e3", "NaN", "٣", "7.00 0.00"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    if text == "٣":
        assert parse_figure(text) == Decimal(3)
        return
    with pytest.raises(InvalidInput, match="not a figure"):
        parse_figure(text)


def test_missing_totals_are_computed_and_marked() -> None:
    scores = [
        score("a", "7.00"),
        score("b", "4.50"),
        score("c", "6.00", "0.50"),
        score("d", "3.00"),
    ]
    totals = complete_totals(INDEX, "2023", scores, ())
    assert totals["markets"] == Total("markets", Decimal("5.75"), Decimal("0.00"), True, True)
    assert totals["crime"].value == Decimal("5.88")
    assert totals["crime"].change == Decimal("0.25")
    assert totals["defence"].computed


def test_published_totals_stay_and_enter_composites_as_published() -> None:
    published = Total("markets", Decimal("6.20"), Decimal("0.00"), True, False)
    totals = complete_totals(INDEX, "2023", [score("c", "6.60", "0.10")], [published])
    assert totals["markets"] is published
    assert totals["crime"] == Total("crime", Decimal("6.40"), Decimal("0.05"), True, True)


def test_a_published_composite_stays() -> None:
    published = Total("crime", Decimal("6.41"), None, False, False)
    totals = complete_totals(
        INDEX, "2023", [score("a", "6"), score("b", "6"), score("c", "6")], [published]
    )
    assert totals["crime"] is published


def test_an_average_over_a_changed_set_has_no_change() -> None:
    scores = [score("a", "7.00"), score("b", "4.50", None)]
    total = complete_totals(INDEX, "2023", scores, ())["markets"]
    assert (total.change, total.comparable) == (None, False)


def test_an_incomplete_pillar_has_no_average() -> None:
    assert complete_totals(INDEX, "2023", [score("a", "7.00")], ()) == {}


def test_an_edition_without_an_indicator_averages_the_others() -> None:
    totals = complete_totals(INDEX, "2021", [score("a", "7.00")], ())
    assert totals["markets"].value == Decimal("7.00")


def test_a_published_average_that_disagrees_with_its_parts_is_reported() -> None:
    scores = [score("a", "7.00"), score("b", "5.00")]
    right = Total("markets", Decimal("6.01"), None, False, False)
    wrong = Total("markets", Decimal("6.50"), None, False, False)
    unknown = Total("crime", Decimal("9.99"), None, False, False)
    assert disagreements(INDEX, "2023", scores, [right, unknown]) == []
    assert disagreements(INDEX, "2023", scores, [wrong]) == [
        "markets: published 6.50, but its parts give 6.00"
    ]


@given(st.lists(st.decimals(1, 10, places=2), min_size=1, max_size=20))
def test_a_mean_lies_between_its_parts(values: list[Decimal]) -> None:
    assert min(values) <= mean(values) <= max(values)


def test_the_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        mean([])


def test_an_index_finds_its_parts() -> None:
    assert INDEX.indicator("c").pillar == "actors"
    assert INDEX.pillar("defence").direction is BETTER
    assert INDEX.edition("2023").new == frozenset("b")
    assert INDEX.direction("crime") is WORSE
    assert INDEX.direction("defence") is BETTER
    for find in (INDEX.indicator, INDEX.pillar, INDEX.edition, INDEX.direction):
        with pytest.raises(NotFound):
            find("nothing of the kind")
