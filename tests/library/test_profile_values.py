"""The words of a profile: figures as printed, changes by direction, absences said plainly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reader.domain.country import Country
from reader.domain.dates import PartialDate
from reader.domain.evidence import Coverage
from reader.domain.scoring import Direction, Indicator, Score, ScoredIndex, Total
from reader.library.profile_values import (
    CountryProfile,
    IndicatorRow,
    PillarRows,
    ProfileSource,
    change_direction,
    change_text,
    change_words,
    counted,
    evidence_words,
    is_worse,
    row_change_words,
    row_sentence,
    scale_text,
    score_text,
    source_words,
    sources_words,
    total_change_words,
    total_sentence,
)
from reader.library.reference import load_index
from reader.places import resources

WORSE = Direction.HIGHER_IS_WORSE
BETTER = Direction.HIGHER_IS_BETTER
PERU = Country("PE", "PER", "Peru", continent="Americas", region="South America")
GOLD = Indicator("gold", "Gold mining", "criminal_markets", "Illegal mining.")


@pytest.fixture(scope="module")
def index() -> ScoredIndex:
    return load_index(resources() / "indices" / "global_organized_crime_index.toml")


def a_row(change: str | None, *, comparable: bool = True, new: bool = False) -> IndicatorRow:
    score = Score("gold", Decimal("9"), None if change is None else Decimal(change), comparable)
    return IndicatorRow(GOLD, score, Coverage(6, 4, PartialDate(2023, 5)), new, "2021")


@pytest.mark.parametrize(
    ("value", "shown"), [("9", "9.00"), ("6.4", "6.40"), ("10.00", "10.00"), ("4.375", "4.38")]
)
def test_a_score_always_has_two_decimals(value: str, shown: str) -> None:
    assert score_text(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown", "moved"),
    [
        ("0.05", "+0.05", 1),
        ("-0.21", "−0.21", -1),
        ("0", "0.00", 0),
        ("-0.00", "0.00", 0),
        ("-0.001", "0.00", 0),
    ],
)
def test_a_change_has_its_sign_and_the_true_minus(value: str, shown: str, moved: int) -> None:
    assert change_text(Decimal(value)) == shown
    assert change_direction(Decimal(value)) == moved


@pytest.mark.parametrize(
    ("change", "comparable", "direction", "previous", "words"),
    [
        ("0.05", True, WORSE, "2021", "+0.05, worse"),
        ("-0.50", True, WORSE, "2021", "−0.50, better"),
        ("-0.21", True, BETTER, "2021", "−0.21, weaker"),
        ("0.50", True, BETTER, "2021", "+0.50, stronger"),
        ("0.00", True, WORSE, "2021", "0.00, unchanged"),
        (None, False, WORSE, "2021", "n/a — not scored in 2021"),
        (None, False, WORSE, None, "n/a — no edition before"),
        (None, True, WORSE, "2021", "n/a — change against 2021 not known"),
        (None, True, WORSE, None, "n/a — change not known"),
    ],
)
def test_a_change_says_what_it_means(
    change: str | None, comparable: bool, direction: Direction, previous: str | None, words: str
) -> None:
    given = None if change is None else Decimal(change)
    assert change_words(given, comparable, direction, previous) == words


def test_the_same_sign_is_worse_for_crime_and_better_for_resilience() -> None:
    assert is_worse(Decimal("0.5"), WORSE) is True
    assert is_worse(Decimal("0.5"), BETTER) is False
    assert is_worse(Decimal("-0.5"), WORSE) is False
    assert is_worse(Decimal("-0.5"), BETTER) is True
    assert is_worse(Decimal("0.001"), BETTER) is None


def test_an_average_without_a_change_is_not_said_to_be_unscored() -> None:
    computed = Total("criminality", Decimal("6.4"), None, comparable=False, computed=True)
    printed = Total("criminality", Decimal("6.4"), Decimal("0.05"), comparable=True, computed=False)
    assert total_change_words(computed, WORSE, "2021") == "n/a — not comparable with 2021"
    assert total_change_words(computed, WORSE, None) == (
        "n/a — not comparable with an earlier edition"
    )
    assert total_change_words(printed, WORSE, "2021") == "+0.05, worse"
    assert total_sentence("Criminality", computed, WORSE, Decimal(10), "2021") == (
        "Criminality: 6.40 of 10, n/a — not comparable with 2021, "
        "computed: the source does not print it"
    )
    assert total_sentence("Criminality", printed, WORSE, Decimal(10), "2021") == (
        "Criminality: 6.40 of 10, +0.05, worse"
    )
    assert total_sentence("Criminality", None, WORSE, Decimal(10), None) == (
        "Criminality: no score in the library"
    )


def test_a_row_says_not_scored_before_only_when_it_is_new() -> None:
    assert row_change_words(a_row("1.00"), WORSE) == "+1.00, worse"
    assert row_change_words(a_row(None, comparable=False, new=True), WORSE) == (
        "n/a — not scored in 2021"
    )
    assert row_change_words(a_row(None, comparable=False), WORSE) == (
        "n/a — change against 2021 not known"
    )
    assert row_change_words(IndicatorRow(GOLD, None), WORSE) == "no score in the library"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            a_row("0.00"),
            "Gold mining: 9.00 of 10, unchanged against 2021, "
            "6 passages from 4 sources, newest 2023",
        ),
        (
            a_row("0.50"),
            "Gold mining: 9.00 of 10, +0.50 against 2021, worse, "
            "6 passages from 4 sources, newest 2023",
        ),
        (
            a_row(None, comparable=False, new=True),
            "Gold mining: 9.00 of 10, not scored in 2021, 6 passages from 4 sources, newest 2023",
        ),
        (
            IndicatorRow(
                GOLD, Score("gold", Decimal(9), Decimal(0), comparable=True), Coverage(1, 1)
            ),
            "Gold mining: 9.00 of 10, unchanged, 1 passage from 1 source",
        ),
        (
            IndicatorRow(GOLD, None),
            "Gold mining: no score in the library, no evidence in the library",
        ),
    ],
)
def test_a_row_reads_as_one_sentence(row: IndicatorRow, sentence: str) -> None:
    assert row_sentence(row, WORSE, Decimal("10.00")) == sentence


def test_counts_and_scales_read_naturally() -> None:
    assert counted(1, "source") == "1 source"
    assert counted(0, "source") == "0 sources"
    assert scale_text(Decimal("10.00")) == "10"
    assert scale_text(Decimal("7.5")) == "7.50"
    assert evidence_words(Coverage()) == "no evidence in the library"
    assert sources_words(5, PartialDate(2023, 1)) == "5 sources · newest 2023"
    assert sources_words(0, None) == "no sources"


def test_a_source_line_leaves_out_what_is_not_known() -> None:
    whole = ProfileSource("d", "Overview", "A publisher", PartialDate(2015, 3), "summary")
    assert source_words(whole) == "A publisher · 2015-03 · summary"
    assert source_words(ProfileSource("d", "Overview")) == ""


def test_a_profile_knows_its_edition_before_and_its_headline(index: ScoredIndex) -> None:
    assert CountryProfile(country=PERU, index=index, edition="2023").previous_edition == "2021"
    assert CountryProfile(country=PERU, index=index, edition="2021").previous_edition is None
    assert CountryProfile(country=PERU, index=index).previous_edition is None
    assert CountryProfile(country=PERU, index=index).headline_totals() == (
        ("criminality", "Criminality"),
        ("resilience", "Resilience"),
    )


def test_a_profile_knows_whether_it_has_scores(index: ScoredIndex) -> None:
    markets = index.pillar("criminal_markets")
    empty = PillarRows(markets, None, (IndicatorRow(markets.indicators[0], None),))
    scored = PillarRows(markets, None, (a_row("0.00"),))
    total = Total("criminality", Decimal("6.4"), None, comparable=False, computed=True)
    assert not CountryProfile(country=PERU, index=index, pillars=(empty,)).has_scores
    assert CountryProfile(country=PERU, index=index, pillars=(empty, scored)).has_scores
    assert CountryProfile(country=PERU, index=index, totals={"criminality": total}).has_scores


def test_the_latest_items_are_dated_and_newest_first(index: ScoredIndex) -> None:
    documents = (
        ProfileSource("a", "Undated"),
        ProfileSource("b", "Old", date=PartialDate(2013)),
        ProfileSource("c", "New", date=PartialDate(2023, 9)),
        ProfileSource("d", "Middle", date=PartialDate(2016)),
    )
    profile = CountryProfile(country=PERU, index=index, documents=documents)
    assert [each.document for each in profile.latest()] == ["c", "d", "b"]
    assert [each.document for each in profile.latest(1)] == ["c"]
