"""What an unknown table is guessed to be, and how its description is written and read again."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.country import CountryTable
from reader.domain.mapping_draft import (
    EditionPlace,
    MappingDraft,
    Role,
    TablePreview,
    TableSheet,
)
from reader.domain.scoring import Direction
from reader.ingest.mapping_guess import guess_draft, header_spelling, indicator_name
from reader.ingest.mapping_text import identifier_of, mapping_text, notes_of, problems_of
from reader.ingest.score_mapping import ColumnName, read_mapping
from reader.library.reference import load_countries
from reader.places import resources


@pytest.fixture(scope="module")
def countries() -> CountryTable:
    return load_countries(resources())


def sheet(text: str, name: str = "table.csv", **more: bool) -> TableSheet:
    rows = tuple(tuple(line.split(",")) for line in text.strip("\n").split("\n"))
    return TableSheet(name, rows, len(rows), max(map(len, rows)), **more)


def guess(text: str, countries: CountryTable, file: str = "table.csv") -> MappingDraft:
    return guess_draft(TablePreview(file, (sheet(text, file),)), countries)


def roles(draft: MappingDraft) -> dict[str, Role]:
    return {each.header: each.role for each in draft.columns if each.role is not Role.IGNORE}


def test_the_names_of_columns_stand_above_the_first_country(countries: CountryTable) -> None:
    draft = guess("Port scores 2024,,\n,,\nLand,Code,Port score\n(a-z),,(0-10)\nPeru,PER,4.5\n"
                  "Chile,CHL,6\n", countries)  # fmt: skip
    assert draft.header == 2
    assert roles(draft) == {"Land": Role.NAME, "Code": Role.CODE, "Port score": Role.INDICATOR}
    assert draft.edition_from is EditionPlace.TITLE
    assert draft.index_name == "Port scores"
    assert draft.decimals == 1


def test_ranks_years_and_other_numbers_are_no_scores(countries: CountryTable) -> None:
    draft = guess("Country,Year,Rank,Population,Score\nPeru,2023,1,34000000,0.5\n"
                  "Chile,2023,2,19600000,0.25\n", countries)  # fmt: skip
    assert roles(draft) == {
        "Country": Role.NAME,
        "Year": Role.EDITION,
        "Score": Role.INDICATOR,
    }
    (score,) = draft.used(Role.INDICATOR)
    assert (score.lowest, score.highest) == ("0", "1")
    assert draft.decimals == 2


def test_words_that_happen_to_be_codes_name_no_countries(countries: CountryTable) -> None:
    draft = guess("Status,State,Score 2024\nPF,Peru,3\nNF,Chad,7\nPF,Chile,5\n", countries)
    assert roles(draft) == {"State": Role.NAME, "Score 2024": Role.INDICATOR}


def test_codes_of_another_list_are_not_taken_for_iso(countries: CountryTable) -> None:
    draft = guess("Code,Country,Score 2024\nAU,Austria,3\nAS,Australia,7\nSZ,Switzerland,5\n"
                  "PE,Peru,1\n", countries)  # fmt: skip
    assert roles(draft)["Country"] is Role.NAME
    assert "Code" not in roles(draft)


def test_namibia_by_its_code_is_a_country(countries: CountryTable) -> None:
    draft = guess("Code,Score 2024\nNA,3\nPE,7\nCL,NA\n", countries)
    assert "NA" in draft.used(Role.CODE)[0].samples
    assert "NA" in draft.used(Role.INDICATOR)[0].samples


def test_columns_of_years_are_one_score(countries: CountryTable) -> None:
    draft = guess("Country Name,2021,2022,2023 [YR2023]\nPeru,5,6,7\nChile,,8,9.25\n", countries)
    assert draft.edition_from is EditionPlace.HEADER
    assert {each.name for each in draft.used(Role.INDICATOR)} == {"Score"}
    assert list(problems_of(draft)) == []
    mapping = read_mapping(tomllib.loads(mapping_text(draft, "table.csv")), "table.toml")
    assert mapping.indicators["score"].spellings == ("{edition}", "{edition} [YR*]")


def test_a_risk_is_worse_when_higher_until_somebody_says_otherwise(countries: CountryTable) -> None:
    draft = guess("Country,Smuggling risk 2024,Port security 2024\nPeru,3,4\nChile,5,6\n",
                  countries)  # fmt: skip
    risk, security = draft.used(Role.INDICATOR)
    assert risk.direction is Direction.HIGHER_IS_WORSE
    assert security.direction is Direction.HIGHER_IS_BETTER


@pytest.mark.parametrize("text", [",", "a", "\n\n", "1,2\n3,4", "Peru", "Country\n" * 70])
def test_no_table_is_too_poor_to_be_described(text: str, countries: CountryTable) -> None:
    draft = guess(text, countries)
    assert list(problems_of(draft))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.sampled_from(["", "Peru", "CHL", "7,5", "2024", "0.25", "%", "{edition}", "*",
                                  "NaN", "1e9", "\x7f", '"', "Score", "x" * 300]), max_size=6),
        max_size=12,
    )
)  # fmt: skip
def test_every_draft_without_problems_is_a_mapping_file(
    countries: CountryTable, rows: list[list[str]]
) -> None:
    table = TableSheet("t.csv", tuple(map(tuple, rows)), len(rows), 6)
    draft = guess_draft(TablePreview("t.csv", (table,)), countries)
    draft = replace(draft, index_name=draft.index_name or "Ports", edition_fixed="2024")
    for column in draft.columns:
        draft = draft.with_role(column.place, Role.INDICATOR) if column.place > 1 else draft
    if not list(problems_of(draft)):
        mapping = read_mapping(tomllib.loads(mapping_text(draft, "t.csv")), "t.toml")
        assert mapping.recognises(table.rows[draft.header])


@pytest.mark.parametrize(
    "header", ["Score*", "{edition} total", "a*b {x}", "CPI score 2024", "YR2024", "100% (2024)"]
)
def test_a_column_is_found_by_what_the_file_calls_it(header: str) -> None:
    for edition in (True, False):
        assert ColumnName((header_spelling(header, edition=edition),)).match(header)


def test_marks_in_a_column_s_name_are_no_wildcards() -> None:
    assert not ColumnName((header_spelling("Score*", edition=False),)).match("Score of 2019")


def test_a_year_in_a_column_s_name_is_not_part_of_the_score() -> None:
    assert indicator_name("CPI score 2024") == "CPI score"
    assert indicator_name("v2x_corr") == "v2x corr"
    assert indicator_name("2024") == "Score"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("Índice de Puertos, 2024", "indice_de_puertos_2024"), ("3 Ports", "n_3_ports"),
     ("порты", ""), ("a" * 200, "a" * 60), ("ﬁrst", "first")],
)  # fmt: skip
def test_an_identifier_is_made_from_the_name(name: str, identifier: str) -> None:
    assert identifier_of(name) == identifier


def test_what_a_mapping_cannot_tell_apart_is_said(countries: CountryTable) -> None:
    draft = guess("Country,Score,score\nPeru,1,2\nChile,3,4\n", countries, "ports-2024.csv")
    said = list(problems_of(draft))
    assert any("cannot tell them apart" in each for each in said)
    other = guess("Country,Security,Order\nPeru,1,2\nChile,3,4\n", countries, "ports-2024.csv")
    last = other.columns[2]
    renamed = other.with_column(replace(last, name="security"))
    assert list(problems_of(renamed)) == ["Two scores are called `security`: name them differently"]


def test_a_scale_is_two_figures_the_lower_first(countries: CountryTable) -> None:
    draft = guess("Country,Score 2024\nPeru,1\nChile,3\n", countries)
    for low, high in (("5", "5"), ("a", "10"), ("", "10"), ("10", "0"), ("nan", "1")):
        changed = draft.with_column(replace(draft.columns[1], lowest=low, highest=high))
        assert any("scale" in each for each in problems_of(changed))


def test_scales_and_senses_of_their_own_are_pillars(countries: CountryTable) -> None:
    draft = guess("Country,Risk 2024,Order 2024\nPeru,1,20\nChile,3,90\n", countries)
    mapping = read_mapping(tomllib.loads(mapping_text(draft, "a\nb.csv")), "x.toml")
    assert [str(each) for each in mapping.index.scale("risk")] == ["0", "5"]
    assert [str(each) for each in mapping.index.scale("order")] == ["0", "100"]
    assert {each.direction for each in mapping.index.pillars} == set(Direction)


def test_a_table_told_by_two_columns_takes_others_in_and_that_is_said(
    countries: CountryTable,
) -> None:
    draft = guess("Country,Score 2024\nPeru,1\nChile,3\n", countries)
    assert any("every table with the columns" in each for each in notes_of(draft))
