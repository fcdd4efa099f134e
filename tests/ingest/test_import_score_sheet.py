"""Tables of scores: every figure exactly, and every fault with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import Import

from reader.domain.errors import ImportFailed
from reader.domain.scoring import ScoredIndex
from reader.ingest.imported import Knowledge
from reader.ingest.score_sheet import import_score_sheet

HEADER = "country,index,edition,indicator,value,change,comparable"
INDEX = "global_organized_crime_index"


def _table(*rows: str) -> str:
    return "\n".join((HEADER, *(row.replace("IX", INDEX) for row in rows)))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Atlantis,IX,2023,cocaine_trade,5.00,,", "no such country (Atlantis)"),
        ("CL,other,2023,cocaine_trade,5.00,,", "no such index (other)"),
        ("CL,IX,1999,cocaine_trade,5.00,,", "no such edition (1999)"),
        ("CL,IX,2023,tea_trade,5.00,,", "no such indicator (tea_trade)"),
        ("CL,IX,2021,financial_crimes,5.00,,", "does not score this (financial_crimes)"),
        ("CL,IX,2023,cocaine_trade,five,,", "not a figure with at most two decimals (five)"),
        ("CL,IX,2023,cocaine_trade,,,", "not a figure"),
        ("CL,IX,2023,cocaine_trade,5.005,,", "not a figure"),
        ("CL,IX,2023,cocaine_trade,0.99,,", "not on the scale from 1.00 to 10.00 (0.99)"),
        ("CL,IX,2023,cocaine_trade,10.01,,", "not on the scale"),
        ("CL,IX,2023,cocaine_trade,5.00,up,", "not a figure"),
        ("CL,IX,2023,cocaine_trade,5.00,1.00,perhaps", "neither yes nor no (perhaps)"),
        ("CL,IX,2023,cocaine_trade,5.00,1.00,no", "`comparable` says no"),
        ("CL,IX,2023,cocaine_trade,5.00,99.00,", "from a figure off the scale (99.00)"),
        ("CL,IX,2023,cocaine_trade,5.00,-5.01,yes", "from a figure off the scale (-5.01)"),
        ("CL,IX,2023,financial_crimes,5.00,0.00,", "new in the edition 2023"),
        ("CL,IX,2021,cocaine_trade,5.00,,yes", "new in the edition 2021"),
        ("CL,IX,2023,prevention,5.00,,", "stands on line 2 already"),
        ("CL,IX,2023", "3 cells under 7 columns"),
        ('CL,IX,2023,"cocaine_trade,5.00,,', "not a CSV table"),
    ],
)
def test_a_fault_is_named_with_its_line_and_nothing_is_taken(
    row: str, said: str, import_text: Import
) -> None:
    with pytest.raises(ImportFailed) as failure:
        import_text(_table("CL,IX,2023,prevention,4.00,,", row), "scores.csv")
    assert said in str(failure.value)
    assert str(failure.value).startswith("scores.csv: line 3: ")
    assert failure.value.remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,c\n1,2,3", "it lacks country, index, edition, indicator, value"),
        (f"{HEADER},value\n", "a column stands twice"),
        (HEADER, "the table has no rows"),
    ],
)
def test_a_foreign_table_is_refused_with_the_columns_wanted(
    text: str, said: str, import_text: Import
) -> None:
    with pytest.raises(ImportFailed, match=said):
        import_text(text, "scores.csv")


@pytest.mark.parametrize(
    ("row", "change", "comparable"),
    [
        ("CL,IX,2023,cocaine_trade,5.00,0.50,yes", "0.50", True),
        ("CL,IX,2023,cocaine_trade,5.00,−0.50,", "-0.50", True),
        ("CL,IX,2023,cocaine_trade,5.00,,", None, True),
        ("CL,IX,2023,cocaine_trade,5.00,,NO", None, False),
        ("CL,IX,2023,financial_crimes,5.00,n/a,", None, False),
        ("CL,IX,2025,financial_crimes,5.00,0.10,", "0.10", True),
        ("CL,IX,2021,cocaine_trade,5,,", None, False),
    ],
)
def test_a_change_that_is_not_given_is_unknown_and_never_nought(
    row: str, change: str | None, comparable: bool, import_text: Import
) -> None:
    (sheet,) = import_text(_table(row), "scores.csv").sheets
    (score,) = sheet.scores
    assert score.value == Decimal("5.00")
    assert score.change == (None if change is None else Decimal(change))
    assert score.comparable is comparable


def test_published_totals_are_totals_and_are_checked(
    import_text: Import, index: ScoredIndex
) -> None:
    rows = [f"CL,IX,2023,{each.id},5.00,," for each in index.indicators()]
    totals = ["CL,IX,2023,resilience,5.01,0.20,", "CL,IX,2023,criminality,5.02,,"]
    imported = import_text(_table(*rows, *totals), "scores.csv")
    (sheet,) = imported.sheets
    assert len(sheet.scores) == 32
    assert [(total.id, total.comparable, total.computed) for total in sheet.totals] == [
        ("resilience", True, False),
        ("criminality", False, False),
    ]
    assert imported.warnings == (
        "Chile 2023: criminality: published 5.02, but its parts give 5.00",
    )


def test_a_table_may_hold_countries_editions_and_sources(import_text: Import) -> None:
    text = (
        f"source_url,{HEADER}\n,CL,IX,2023,prevention,4,,\n,PE,IX,2023,prevention,4,,\n"
        ",CL,IX,2021,prevention,4,,\nhttps://a.org,CL,IX,2023,prevention,5,,\n"
    ).replace("IX", INDEX)
    sheets = import_text(text, "scores.csv").sheets
    assert [(sheet.country, sheet.edition, sheet.source_url) for sheet in sheets] == [
        ("CL", "2023", None),
        ("PE", "2023", None),
        ("CL", "2021", None),
        ("CL", "2023", "https://a.org"),
    ]


CENTS = st.integers(100, 1000).map(lambda cents: Decimal(cents) / 100)
BEFORE = st.one_of(st.none(), CENTS)


@settings(deadline=None)
@given(st.lists(st.tuples(CENTS, BEFORE), min_size=32, max_size=32))
def test_every_figure_arrives_exactly(
    knowledge: Knowledge, index: ScoredIndex, editions: list[tuple[Decimal, Decimal | None]]
) -> None:
    figures = [(value, None if before is None else value - before) for value, before in editions]
    rows = [
        f"PE,IX,2025,{indicator.id},{value},{'' if change is None else change},"
        for indicator, (value, change) in zip(index.indicators(), figures)
    ]
    (sheet,) = import_score_sheet(_table(*rows), "scores.csv", knowledge).sheets
    assert [(score.value, score.change) for score in sheet.scores] == figures
