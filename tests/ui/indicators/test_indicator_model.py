"""What the rows of the indicator table say, and how they are sorted and filtered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from reader.domain.evidence import Coverage
from reader.library.profile_values import CountryProfile
from reader.ui.indicators.cells import Column
from reader.ui.indicators.indicator_model import IndicatorModel, IndicatorRole

FALLING = Qt.SortOrder.DescendingOrder
RISING = Qt.SortOrder.AscendingOrder
Role = Qt.ItemDataRole


@pytest.fixture
def model(qapp: object, peru: CountryProfile) -> IndicatorModel:
    made = IndicatorModel()
    made.set_profile(peru)
    return made


def cell(
    model: IndicatorModel, indicator: str, column: Column, role: int = Role.DisplayRole
) -> Any:
    return model.find(indicator).siblingAtColumn(column).data(role)


def names(model: IndicatorModel, pillar: str) -> list[str]:
    return [row.indicator.name for group, row in model.shown() if group.pillar.id == pillar]


def test_qt_finds_no_fault_with_the_model(
    model: IndicatorModel, peru: CountryProfile, qtmodeltester: Any
) -> None:
    qtmodeltester.check(model)
    model.sort(Column.SCORE, FALLING)
    model.set_filter("trade")
    qtmodeltester.check(model)
    model.set_profile(None)
    qtmodeltester.check(model)
    model.set_profile(peru)


def test_pillars_stand_at_the_top_in_the_publishers_order(model: IndicatorModel) -> None:
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    assert [top.data() for top in tops] == ["Criminal markets", "Criminal actors", "Resilience"]
    assert [model.rowCount(top) for top in tops] == [15, 5, 12]
    assert [top.siblingAtColumn(Column.SCORE).data() for top in tops] == ["6.20", "6.60", "4.38"]
    assert [top.siblingAtColumn(Column.CHANGE).data() for top in tops] == ["0.00", "+0.10", "−0.21"]
    assert model.index(4, 0, tops[1]).parent() == tops[1]
    assert model.columnCount() == 4
    assert not model.index(0, 0, model.index(0, 0, tops[0])).isValid()
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert model.data(QModelIndex()) is None


def test_a_row_shows_score_change_and_evidence(model: IndicatorModel) -> None:
    heroin = [cell(model, "heroin_trade", column) for column in Column]
    assert heroin == ["Heroin trade", "5.50", "+2.00", "1 / 1"]
    assert cell(model, "law_enforcement", Column.CHANGE) == "−1.50"
    assert cell(model, "heroin_trade", Column.SCORE, IndicatorRole.SHARE) == pytest.approx(0.55)


def test_a_row_is_one_sentence_for_those_who_hear_it(model: IndicatorModel) -> None:
    sentence = cell(model, "cocaine_trade", Column.NAME, Role.AccessibleTextRole)
    assert sentence == (
        "Cocaine trade: 9.00 of 10, unchanged against 2021, 6 passages from 4 sources, newest 2023"
    )
    assert cell(model, "heroin_trade", Column.SCORE, Role.AccessibleTextRole) == "5.50 of 10"
    assert cell(model, "law_enforcement", Column.CHANGE, Role.AccessibleTextRole) == "−1.50, weaker"
    description = cell(model, "prevention", Column.NAME, Role.AccessibleDescriptionRole)
    assert description.startswith("Strategies, means and programmes")


def test_not_comparable_is_short_in_the_cell_and_whole_on_hover(model: IndicatorModel) -> None:
    assert cell(model, "financial_crimes", Column.CHANGE) == "n/a"
    tip = cell(model, "financial_crimes", Column.CHANGE, Role.ToolTipRole)
    assert tip == "n/a — not scored in 2021"


def test_missing_evidence_is_said_plainly(model: IndicatorModel) -> None:
    indicator = "extortion_and_protection_racketeering"
    assert cell(model, indicator, Column.EVIDENCE) == "none"
    tip = cell(model, indicator, Column.EVIDENCE, Role.ToolTipRole)
    assert tip == "no evidence in the library"
    assert "no evidence in the library" in cell(model, indicator, Column.NAME, Role.ToolTipRole)


def test_a_name_shows_its_definition_on_hover(model: IndicatorModel, peru: CountryProfile) -> None:
    tip = cell(model, "heroin_trade", Column.NAME, Role.ToolTipRole)
    assert peru.index.indicator("heroin_trade").definition in tip


def test_an_average_says_where_it_comes_from(model: IndicatorModel) -> None:
    markets, resilience = model.index(0, Column.SCORE), model.index(2, Column.SCORE)
    assert markets.data(Role.ToolTipRole) == "Average of criminal markets"
    assert resilience.data(Role.ToolTipRole) == (
        "The mean of its parts; the source does not print it"
    )
    assert model.index(2, Column.NAME).data(Role.AccessibleTextRole) == (
        "Resilience: 4.38 of 10, −0.21, weaker, computed: the source does not print it"
    )
    assert model.index(1, Column.CHANGE).data(Role.ToolTipRole) == "+0.10, worse"
    assert model.index(1, Column.EVIDENCE).data(Role.ToolTipRole) == ""


def test_a_country_without_scores_still_shows_its_evidence(
    model: IndicatorModel, unscored: CountryProfile
) -> None:
    model.set_profile(unscored)
    shown = [cell(model, "heroin_trade", column) for column in Column]
    assert shown == ["Heroin trade", "–", "", "2 / 1"]
    assert cell(model, "heroin_trade", Column.SCORE, IndicatorRole.SHARE) is None
    tip = cell(model, "heroin_trade", Column.SCORE, Role.ToolTipRole)
    assert tip == "no score in the library"
    assert model.index(0, Column.SCORE).data() == ""
    model.sort(Column.SCORE, FALLING)
    assert names(model, "criminal_actors")[0] == "Mafia-style groups"


@pytest.mark.parametrize(
    ("column", "order", "first"),
    [
        (Column.SCORE, FALLING, ["Criminal networks", "State-embedded actors"]),
        (Column.SCORE, RISING, ["Private sector actors", "Foreign actors"]),
        (Column.NAME, RISING, ["Criminal networks", "Foreign actors"]),
        (Column.CHANGE, RISING, ["Criminal networks", "State-embedded actors"]),
        (Column.CHANGE, FALLING, ["Mafia-style groups", "Foreign actors"]),
        (Column.EVIDENCE, FALLING, ["Foreign actors", "Mafia-style groups"]),
    ],
)
def test_rows_are_sorted_within_their_pillar(
    model: IndicatorModel, column: Column, order: Qt.SortOrder, first: list[str]
) -> None:
    model.sort(column, order)
    assert names(model, "criminal_actors")[:2] == first
    assert model.index(0, 0).data() == "Criminal markets"


@pytest.mark.parametrize("order", [RISING, FALLING])
def test_what_is_not_comparable_comes_last_in_either_order(
    model: IndicatorModel, order: Qt.SortOrder
) -> None:
    model.sort(Column.CHANGE, order)
    changes = [cell(model, row.indicator.id, Column.CHANGE) for _, row in model.shown()[:15]]
    assert changes[-5:] == ["n/a"] * 5


def test_the_publishers_order_comes_back(model: IndicatorModel, peru: CountryProfile) -> None:
    model.sort(Column.SCORE, FALLING)
    model.sort(-1)
    wanted = [each.name for each in peru.index.pillar("resilience").indicators]
    assert names(model, "resilience") == wanted


def test_a_remembered_row_follows_its_indicator_through_sorting(model: IndicatorModel) -> None:
    row = QPersistentModelIndex(model.find("heroin_trade").siblingAtColumn(Column.CHANGE))
    top = QPersistentModelIndex(model.index(1, 0))
    model.sort(Column.NAME, FALLING)
    assert row.data() == "+2.00"
    assert row.data(IndicatorRole.ROW).indicator.id == "heroin_trade"
    assert top.data() == "Criminal actors"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("heroin", ["Heroin trade"]),
        ("  MINING ", ["Non-renewable resource crimes"]),
        ("laundering anti", ["Anti-money laundering"]),
        ("mafia style", ["Mafia-style groups", "Criminal networks"]),
        ("nothing has this", []),
    ],
)
def test_the_filter_finds_names_and_definitions(
    model: IndicatorModel, text: str, shown: list[str]
) -> None:
    model.set_filter(text)
    assert [row.indicator.name for _, row in model.shown()] == shown
    assert model.counts() == (len(shown), 32)
    model.set_filter("")
    assert model.counts() == (32, 32)


def test_the_filter_can_keep_only_what_lacks_evidence(model: IndicatorModel) -> None:
    model.set_filter("", without_evidence=True)
    assert model.counts()[0] == 6
    assert all(row.evidence == Coverage() for _, row in model.shown())


def test_a_pillar_without_an_average_has_an_empty_line(
    model: IndicatorModel, peru: CountryProfile
) -> None:
    pillars = tuple(replace(pillar, total=None) for pillar in peru.pillars)
    model.set_profile(replace(peru, pillars=pillars))
    top = model.index(0, 0)
    line = [top.siblingAtColumn(column).data() for column in Column]
    assert line == ["Criminal markets", "", "", ""]
    assert top.siblingAtColumn(Column.CHANGE).data(Role.ToolTipRole) == ""
    assert top.data(Role.AccessibleTextRole) == "Criminal markets: no score in the library"


def test_an_average_that_cannot_be_compared_says_so(
    model: IndicatorModel, peru: CountryProfile
) -> None:
    markets = peru.pillars[0]
    assert markets.total is not None
    total = replace(markets.total, change=None, comparable=False)
    model.set_profile(replace(peru, pillars=(replace(markets, total=total),)))
    change = model.index(0, Column.CHANGE)
    assert change.data() == "n/a"
    assert change.data(Role.ToolTipRole) == "n/a — not comparable with 2021"


def test_a_bar_never_leaves_its_track(model: IndicatorModel, peru: CountryProfile) -> None:
    model.set_profile(replace(peru, index=replace(peru.index, highest=Decimal(5))))
    assert cell(model, "cocaine_trade", Column.SCORE, IndicatorRole.SHARE) == 1.0


def test_heads_name_and_explain_the_columns(model: IndicatorModel) -> None:
    def head(section: int, role: int = Role.DisplayRole) -> Any:
        return model.headerData(section, Qt.Orientation.Horizontal, role)

    assert [head(each) for each in Column] == ["Indicator", "Score", "Change", "Evidence"]
    assert head(Column.EVIDENCE, Role.ToolTipRole).startswith("Passages / sources")
    assert head(Column.SCORE, Role.InitialSortOrderRole) == FALLING
    assert head(Column.NAME, Role.InitialSortOrderRole) == RISING
    assert head(9) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_figures_stand_at_the_right(model: IndicatorModel) -> None:
    name = cell(model, "heroin_trade", Column.NAME, Role.TextAlignmentRole)
    score = cell(model, "heroin_trade", Column.SCORE, Role.TextAlignmentRole)
    assert name & Qt.AlignmentFlag.AlignLeft
    assert score & Qt.AlignmentFlag.AlignRight
