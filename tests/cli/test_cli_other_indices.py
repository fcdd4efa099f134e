"""`dossier indicators --index` and the other indices of a profile."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runs import Dossier

TABLE = """country_name,country_text_id,year,v2x_polyarchy,v2x_corr
Peru,PER,2022,0.702,0.6
Peru,PER,2023,0.701,0.6
Chile,CHL,2023,0.85,
"""


@pytest.fixture
def holding(writing: Dossier, tmp_path: Path) -> Dossier:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    assert writing("import", tmp_path / "table.csv").code == 0
    return writing


def test_another_index_is_printed_in_its_own_figures(holding: Dossier) -> None:
    told = holding.json("indicators", "Peru", "--index", "v_dem")
    assert [(row["indicator"], row["value"], row["change"]) for row in told] == [
        ("electoral_democracy", "0.701", "-0.001"),
        ("political_corruption", "0.600", "0.000"),
    ]
    assert (told[0]["pillar"], told[0]["computed_change"]) == ("democracy", "-0.001")
    text = holding("indicators", "Peru", "--index", "v_dem").out
    assert "Electoral democracy   0.701 of 1  higher is better, −0.001 against 2022" in text
    assert "Political corruption  0.600 of 1  higher is worse, as in 2022" in text


def test_all_countries_and_one_edition_of_another_index(holding: Dossier) -> None:
    told = holding.json("indicators", "--index", "v_dem")
    assert [(row["country"], row["edition"], row["value"]) for row in told] == [
        ("CL", "2023", "0.850"),
        ("CL", "2023", None),
        ("PE", "2023", "0.701"),
        ("PE", "2023", "0.600"),
    ]
    before = holding.json("indicators", "--index", "v_dem", "--edition", "2022")
    assert [row["value"] for row in before] == ["0.702", "0.600"]


def test_what_another_index_lacks_is_exit_four(holding: Dossier) -> None:
    unknown = holding("indicators", "PE", "--index", "tea")
    assert (unknown.code, unknown.out) == (4, "")
    assert "It holds v_dem" in unknown.err
    assert holding("indicators", "BR", "--index", "v_dem").code == 4
    assert holding("indicators", "PE", "--index", "v_dem", "--edition", "1900").code == 4
    assert holding("indicators", "--index", "v_dem", "--csv").code == 2


def test_a_publisher_s_change_that_its_figures_do_not_give_is_marked(
    writing: Dossier, tmp_path: Path
) -> None:
    row = "PE,global_organized_crime_index"
    (tmp_path / "scores.csv").write_text(
        "country,index,edition,indicator,value,change,comparable,source_title\n"
        f"{row},2021,cocaine_trade,8.75,,,S\n{row},2023,cocaine_trade,9.00,0.50,yes,S\n",
        encoding="utf-8",
    )
    assert writing("import", tmp_path / "scores.csv").code == 0
    text = writing("indicators", "PE").out
    assert "9.00  +0.50, worse *" in text
    assert (
        "* Cocaine trade: the publisher's change is +0.50, the figures of 2021 give +0.25" in text
    )


def test_the_first_index_may_be_named_too(holding: Dossier) -> None:
    named = holding.json("indicators", "PE", "--index", "global_organized_crime_index")
    assert named == holding.json("indicators", "PE")


def test_a_profile_names_the_other_indices(holding: Dossier) -> None:
    (other,) = holding.json("profile", "PE")["other_indices"]
    assert (other["index"], other["edition"], other["editions"]) == (
        "v_dem",
        "2023",
        ["2023", "2022"],
    )
    assert other["figures"][0] == {
        "indicator": "electoral_democracy",
        "name": "Electoral democracy",
        "value": "0.701",
        "change": "-0.001",
        "lowest": "0",
        "highest": "1",
        "direction": "higher_is_better",
    }
    assert holding.json("profile", "BO")["other_indices"] == []
    assert "Varieties of Democracy 2023" in holding("profile", "PE").out
