"""Foreign tables through mapping files: figures as printed, on their own scale, doubts said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from workbooks import Rows, workbook

from reader.domain.errors import ImportFailed, InvalidInput
from reader.domain.scoring import Direction, ScoreSheet
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.score_mapping import load_mapping, load_mappings, read_mapping
from reader.library.reference import load_countries, load_indices
from reader.places import resources

SHIPPED = resources() / "mappings"

CPI: Rows = [
    ["Corruption Perceptions Index 2024: Global Scores"],
    [None],
    ["Country / Territory", "ISO3", "Region", "CPI score 2024", "Rank", "Standard error"],
    ["Denmark", "DNK", "WE/EU", 90, 1, 1.8],
    ["Korea, South", "KOR", "AP", 64, 30, 2.1],
    ["Hong Kong", "HKG", "AP", 74, 17, 1.5],
    ["Atlantis", "ATL", "ECA", 44, 73, 1.9],
    ["Namibia", "NAM", "SSA", 49, 59, 2.0],
]
INFORM = """INFORM Risk - a joint table,,,,,
Release: version 067,,,,,
COUNTRY,ISO3,INFORM RISK,RISK CLASS,HAZARD & EXPOSURE,LACK OF COPING CAPACITY
(a-z),,(0-10),,(0-10),(0-10)
Peru,PER,5.1,High,6.0,4.3
Namibia,NAM,3.9,Medium,x,4.55
Chile,CHL,12,Very High,5.0,3.1
"""
V_DEM = """country_name,country_text_id,year,v2x_polyarchy,v2x_polyarchy_codelow,v2x_libdem,v2x_corr
Peru,PER,2022,0.702,0.651,0.552,0.6
Peru,PER,2023,0.7,0.65,0.541,0.59
Chile,CHL,2023,0.85,0.8,NA,
Palestine/West Bank,PSE,2023,0.2,0.1,0.123,0.5
Somaliland,SML,2023,0.4,0.1,0.3,0.5
"""
FREEDOM = """Country/Territory;Region;C/T;Edition;Status;PR rating;CL rating;Total
Peru;Americas;c;2024;PF;3;3;66
Syria;Middle East;c;2024;NF;7;7;1
South Sudan;Africa;c;2024;NF;7;7;-1
Western Sahara;Africa;t;2024;NF;7;8;4
Tibet;Asia;t;2024;NF;7;7;0
"""


@pytest.fixture(scope="session")
def knowing() -> Knowledge:
    return Knowledge(load_countries(resources()), load_indices(resources()), (SHIPPED,))


def read(data: str | bytes, name: str, knowledge: Knowledge) -> Imported:
    return import_file(Source(data.encode() if isinstance(data, str) else data, name), knowledge)


def figures(sheet: ScoreSheet) -> dict[str, str]:
    return {score.indicator: str(score.value) for score in sheet.scores}


def told(imported: Imported) -> dict[tuple[str, str], dict[str, str]]:
    return {(sheet.country, sheet.edition): figures(sheet) for sheet in imported.sheets}


def test_a_workbook_with_a_banner_is_read_below_it(knowing: Knowledge) -> None:
    imported = read(workbook({"CPI 2024": CPI, "Notes": [["Text"]]}), "CPI.xlsx", knowing)
    assert imported.format == "mapped_scores"
    assert {country: each for (country, _), each in told(imported).items()} == {
        "DK": {"cpi_score": "90"},
        "KR": {"cpi_score": "64"},
        "HK": {"cpi_score": "74"},
        "NA": {"cpi_score": "49"},
    }
    assert {sheet.edition for sheet in imported.sheets} == {"2024"}
    assert {sheet.edition_basis for sheet in imported.sheets} == {None}
    assert imported.warnings == ("Rows of no country that Dossier knows, left out (1): Atlantis",)
    (index,) = imported.indices
    assert (index.id, index.name, index.publisher, str(index.highest)) == (
        "cpi",
        "Corruption Perceptions Index",
        "Transparency International",
        "100",
    )
    assert [edition.id for edition in index.editions] == ["2024"]


def test_one_row_may_have_several_editions_and_sheets_may_repeat_one_another(
    knowing: Knowledge,
) -> None:
    series = [
        ["Country / Territory", "ISO3", "CPI score 2024", "Rank 2024", "CPI score 2023"],
        ["Denmark", "DNK", 90, 1, 90],
        ["Namibia", "NAM", 50, 59, None],
    ]
    imported = read(workbook({"CPI 2024": CPI, "Series": series}), "CPI.xlsx", knowing)
    found = told(imported)
    assert (found["DK", "2024"], found["DK", "2023"]) == ({"cpi_score": "90"}, {"cpi_score": "90"})
    assert ("NA", "2023") not in found
    assert "differ, the first was taken (1): Namibia 2024 cpi_score" in imported.warnings[1]


def test_the_file_s_name_gives_the_year_and_that_is_said(knowing: Knowledge) -> None:
    imported = read(INFORM, "INFORM_Risk_2024_v067.csv", knowing)
    assert told(imported) == {
        ("PE", "2024"): {
            "inform_risk": "5.1",
            "hazard_and_exposure": "6.0",
            "lack_of_coping_capacity": "4.3",
        },
        ("NA", "2024"): {"inform_risk": "3.9", "lack_of_coping_capacity": "4.55"},
        ("CL", "2024"): {"hazard_and_exposure": "5.0", "lack_of_coping_capacity": "3.1"},
    }
    assert {sheet.edition_basis for sheet in imported.sheets} == {"read from the name of the file"}
    assert imported.warnings == (
        "Figures with more decimals than the 1 of the index, kept as they are (1): "
        "Namibia 2024 lack_of_coping_capacity: 4.55",
        "Cells that are no figure from 0 to 10, left out (1): Chile 2024 inform_risk: 12",
    )
    peru = next(sheet for sheet in imported.sheets if sheet.country == "PE")
    assert [(each.name, each.value) for each in peru.categories] == [("Risk class", "High")]


def test_without_a_year_anywhere_nothing_is_made_up(knowing: Knowledge) -> None:
    with pytest.raises(ImportFailed, match="does not say of which year") as failure:
        read(INFORM, "inform.csv", knowing)
    assert "name of the file" in (failure.value.remedy or "")


def test_a_column_of_years_gives_many_editions_with_three_decimals(knowing: Knowledge) -> None:
    imported = read(V_DEM, "V-Dem-CY.csv", knowing)
    assert told(imported) == {
        ("PE", "2022"): {
            "electoral_democracy": "0.702",
            "liberal_democracy": "0.552",
            "political_corruption": "0.600",
        },
        ("PE", "2023"): {
            "electoral_democracy": "0.700",
            "liberal_democracy": "0.541",
            "political_corruption": "0.590",
        },
        ("CL", "2023"): {"electoral_democracy": "0.850"},
    }
    assert imported.warnings == (
        "Rows of no country of ISO 3166, left out (1): Palestine/West Bank",
        "Rows of no country that Dossier knows, left out (1): Somaliland",
    )
    (index,) = imported.indices
    assert [each.id for each in index.editions] == ["2022", "2023"]
    assert index.direction("democracy") is Direction.HIGHER_IS_BETTER
    assert index.direction("corruption") is Direction.HIGHER_IS_WORSE


def test_scales_may_differ_and_words_are_kept_as_words(knowing: Knowledge) -> None:
    imported = read(FREEDOM, "fiw.csv", knowing)
    found = told(imported)
    assert found["PE", "2024"] == {
        "total": "66",
        "political_rights_rating": "3",
        "civil_liberties_rating": "3",
    }
    assert found["SS", "2024"]["total"] == "-1"
    assert "civil_liberties_rating" not in found["EH", "2024"]
    status = {sheet.country: sheet.categories[0].value for sheet in imported.sheets}
    assert status == {
        "PE": "Partly Free",
        "SY": "Not Free",
        "SS": "Not Free",
        "EH": "Not Free",
    }
    assert "no figure from 1 to 7, left out (1): Western Sahara 2024" in " ".join(imported.warnings)


def test_a_comma_is_a_decimal_point_between_semicolons(knowing: Knowledge) -> None:
    text = "country_name;country_text_id;year;v2x_polyarchy\nPeru;PER;2023;0,702\n"
    assert told(read(text, "v.csv", knowing)) == {("PE", "2023"): {"electoral_democracy": "0.702"}}


def test_a_code_and_a_name_that_disagree_are_not_guessed(knowing: Knowledge) -> None:
    text = "Country / Territory,ISO3,CPI score 2024\nPeru,CHL,31\nChile,CHL,63\n"
    imported = read(text, "cpi.csv", knowing)
    assert told(imported) == {("CL", "2024"): {"cpi_score": "63"}}
    assert "name of the country disagree, left out (1): Peru (CHL)" in imported.warnings[0]


def test_a_part_of_a_country_with_a_code_of_its_own_is_not_that_country(
    knowing: Knowledge,
) -> None:
    text = (
        "country_name,country_text_id,year,v2x_polyarchy\n"
        "Zanzibar,ZZB,2021,0.252\nTanzania,TZA,2021,0.461\nRomania,ROM,2021,0.730\n"
    )
    imported = read(text, "v.csv", knowing)
    assert told(imported) == {
        ("TZ", "2021"): {"electoral_democracy": "0.461"},
        ("RO", "2021"): {"electoral_democracy": "0.730"},
    }
    assert imported.warnings == ("Rows of no country that Dossier knows, left out (1): Zanzibar",)


def test_a_table_wider_than_any_sheet_is_refused_at_once(knowing: Knowledge) -> None:
    with pytest.raises(ImportFailed, match="line 1 has 20,000 columns"):
        read(",".join(["1"] * 20_000), "wide.csv", knowing)


def test_a_table_of_which_nothing_can_be_taken_is_a_failure(knowing: Knowledge) -> None:
    text = "Country / Territory,ISO3,CPI score 2024\nAtlantis,ATL,31\n"
    with pytest.raises(ImportFailed, match="no figure that can be taken"):
        read(text, "cpi.csv", knowing)


def test_a_table_without_a_mapping_names_its_columns_and_the_way_out(knowing: Knowledge) -> None:
    with pytest.raises(ImportFailed) as failure:
        read("A banner\nNation,Tea index\nPeru,5\n", "tea.csv", knowing)
    assert "no mapping file fits its columns `Nation`, `Tea index`" in str(failure.value)
    assert "cpi.toml" in (failure.value.remedy or "")
    with pytest.raises(ImportFailed, match="no mapping file fits its columns `Nation`"):
        read(workbook({"Sheet1": [["Nation", "Tea index"], ["Peru", 5]]}), "tea.xlsx", knowing)
    with pytest.raises(ImportFailed, match="the table is empty"):
        read(workbook({"Sheet1": [[None]]}), "tea.xlsx", knowing)


TEA = """
[index]
id = "tea"
name = "Tea Index"
lowest = 0
highest = 1000
decimals = 2
[recognise]
columns = ["Nation", "Tea index *"]
[country]
name = "Nation"
[edition]
fixed = "2020"
[[pillars]]
id = "tea"
name = "Tea"
direction = "higher_is_better"
[[pillars.indicators]]
id = "cups"
name = "Cups"
columns = "Tea index (cups)"
"""


def test_a_mapping_of_one_s_own_comes_before_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "tea.toml").write_text(TEA, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[index", encoding="utf-8")
    (tmp_path / "cpi.toml").write_text(TEA.replace('"tea"', '"cpi"', 1), encoding="utf-8")
    knowledge = Knowledge(load_countries(resources()), {}, (tmp_path, tmp_path / "none", SHIPPED))
    imported = read("Nation,Tea index (cups)\nPeru,512.25\n", "tea.csv", knowledge)
    assert told(imported) == {("PE", "2020"): {"cups": "512.25"}}
    assert "broken.toml: not a mapping file" in imported.warnings[0]
    mappings, _ = load_mappings(knowledge.mappings)
    names = {each.index.id: each.index.name for each in mappings}
    assert (names["cpi"], names["v_dem"]) == ("Tea Index", "Varieties of Democracy")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("highest = 1000", "highest = 0"), "not below its highest"),
        (('id = "tea"\nname = "Tea Index"', 'name = "Tea Index"'), "without 'id'"),
        (('id = "cups"', 'id = "Cups!"'), "is no identifier"),
        (("higher_is_better", "higher"), "higher"),
        (('fixed = "2020"', 'from = ["stars"]'), "which is no place"),
        (('columns = "Tea index (cups)"', "columns = 5"), "no list of columns"),
        (("lowest = 0", 'lowest = "low"'), "not a mapping file"),
    ],
)
def test_a_mapping_file_that_is_wrong_says_what_is(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "tea.toml"
    assert change[0] in TEA
    path.write_text(TEA.replace(*change), encoding="utf-8")
    with pytest.raises(InvalidInput, match=said) as failure:
        load_mapping(path)
    assert "tea.toml" in str(failure.value)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_mapping_is_whole(path: Path) -> None:
    mapping = read_mapping(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    assert mapping.index.id == path.stem
    assert mapping.index.publisher
    assert all(each.definition for each in mapping.index.indicators())
    assert mapping.country_name.spellings
    assert not any(
        each.match(cell) for each in mapping.indicators.values() for cell in ("", "Rank", "ISO3")
    )


def test_the_mappings_are_the_four_that_are_promised() -> None:
    assert {path.stem for path in SHIPPED.glob("*.toml")} == {
        "cpi",
        "freedom_house",
        "inform",
        "v_dem",
    }
