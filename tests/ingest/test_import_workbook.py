"""The published workbook: every edition, every figure as its cell has it, doubts in few words."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from workbooks import MAIN, index_header, index_row, packed, workbook

from reader.domain.errors import ImportFailed
from reader.domain.scoring import ScoredIndex, ScoreSheet
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.spreadsheet import LARGEST_UNPACKED


def read(data: bytes, knowledge: Knowledge, name: str = "figures.xlsx") -> Imported:
    return import_file(Source(data, name), knowledge)


def by_country(imported: Imported) -> dict[tuple[str, str], ScoreSheet]:
    return {(sheet.country, sheet.edition): sheet for sheet in imported.sheets}


def two_editions(index: ScoredIndex, *countries: str) -> bytes:
    return workbook(
        {
            "Cover": [["A title"], [None, "What this is"]],
            "2023_dataset": [
                index_header(index, "2023", " avg,"),
                *(index_row(index, "2023", each, 5.5) for each in countries),
            ],
            "2021_dataset": [
                index_header(index, "2021"),
                *(index_row(index, "2021", each, 5) for each in countries),
            ],
        }
    )


def test_all_editions_of_all_countries_come_in(knowledge: Knowledge, index: ScoredIndex) -> None:
    names = ("Peru", "NA", "Congo, Dem. Rep.", "Korea, Rep.", "eSwatini", "Cabo Verde", "Turkey")
    imported = read(two_editions(index, *names), knowledge)
    assert (imported.format, imported.metadata, imported.warnings) == ("index_workbook", None, ())
    sheets = by_country(imported)
    assert {country for country, _ in sheets} == {"PE", "NA", "CD", "KR", "SZ", "CV", "TR"}
    assert len(sheets) == 14
    peru = sheets["PE", "2023"]
    assert [score.indicator for score in peru.scores] == [each.id for each in index.indicators()]
    assert {str(score.value) for score in peru.scores} == {"5.50"}
    assert {total.id: str(total.value) for total in peru.totals} == dict.fromkeys(
        ("criminality", "criminal_markets", "criminal_actors", "resilience"), "5.50"
    )
    assert peru.source_title == "Global Organized Crime Index 2023, dataset"
    assert len(sheets["PE", "2021"].scores) == 26


def test_what_is_new_in_an_edition_compares_with_nothing(
    knowledge: Knowledge, index: ScoredIndex
) -> None:
    sheets = by_country(read(two_editions(index, "Peru"), knowledge))
    new = sheets["PE", "2023"]
    assert {each.indicator for each in new.scores if not each.comparable} == index.edition(
        "2023"
    ).new
    assert {each.id for each in new.totals if each.comparable} == {"resilience"}
    first = sheets["PE", "2021"]
    assert not any(each.comparable for each in (*first.scores, *first.totals))
    assert {each.change for each in (*new.scores, *new.totals)} == {None}


@pytest.mark.parametrize("average", [" avg,", " avg.", "", " average", " AVG"])
@pytest.mark.parametrize("sheet", ["2025_dataset", "2025 dataset", "2025_Dataset "])
def test_averages_and_sheets_are_known_however_they_are_spelled(
    average: str, sheet: str, knowledge: Knowledge, index: ScoredIndex
) -> None:
    rows = [
        ["A banner"],
        [],
        index_header(index, "2025", average),
        index_row(index, "2025", "Chile", 4),
    ]
    (read_sheet,) = read(workbook({sheet: rows}), knowledge).sheets
    assert (read_sheet.edition, read_sheet.country) == ("2025", "CL")
    assert len(read_sheet.totals) == 4
    assert all(score.comparable for score in read_sheet.scores)


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        (7.020000000000001, "7.02", None),
        (6.569999999999999, "6.57", None),
        (10, "10.00", None),
        ("7.5", "7.50", None),
        (7.015, "7.02", "more than 2 decimals, rounded (1): Peru 2023 cocaine_trade: 7.015"),
        (None, None, "Figures that are missing (1): Peru 2023 cocaine_trade"),
        (0, None, "no figure from 1.00 to 10.00, left out (1): Peru 2023 cocaine_trade: 0"),
        (10.5, None, "left out (1): Peru 2023 cocaine_trade: 10.5"),
        ("n/a", None, "left out (1): Peru 2023 cocaine_trade: n/a"),
    ],
)
def test_a_cell_is_the_figure_or_it_is_said(
    cell: float | str | None,
    value: str | None,
    said: str | None,
    knowledge: Knowledge,
    index: ScoredIndex,
) -> None:
    header = index_header(index, "2023")
    row = index_row(index, "2023", "Peru", 5)
    row[header.index("Cocaine trade")] = cell
    imported = read(workbook({"2023_dataset": [header, row]}), knowledge)
    (sheet,) = imported.sheets
    found = {score.indicator: str(score.value) for score in sheet.scores}
    assert found.get("cocaine_trade") == value
    told = [each for each in imported.warnings if "Averages" not in each]
    assert [said in each for each in told] == ([True] if said else [])


def test_an_average_that_is_not_the_mean_is_reported_and_kept(
    knowledge: Knowledge, index: ScoredIndex
) -> None:
    header = index_header(index, "2023")
    row = index_row(index, "2023", "Peru", 5)
    row[header.index("Resilience")] = 5.02
    row[header.index("Criminality")] = 5.01
    imported = read(workbook({"2023_dataset": [header, row]}), knowledge)
    assert imported.warnings == (
        "Averages that are not the mean of their parts (1): "
        "Peru 2023 resilience: published 5.02, but its parts give 5.00",
    )
    totals = {total.id: total.value for total in imported.sheets[0].totals}
    assert (totals["resilience"], totals["criminality"]) == (Decimal("5.02"), Decimal("5.01"))


def test_rows_that_are_no_country_and_rows_that_repeat_are_told_once_a_kind(
    knowledge: Knowledge, index: ScoredIndex
) -> None:
    strange = [f"Atlantis {number}" for number in range(40)]
    imported = read(two_editions(index, "Peru", "PERU", *strange), knowledge)
    assert len(imported.sheets) == 2
    assert imported.warnings == (
        "Countries that stand twice, the first row was taken (2): PERU in 2023_dataset, "
        "PERU in 2021_dataset",
        "Rows of no country that Dossier knows (80): Atlantis 0 in 2023_dataset, Atlantis 1 in "
        "2023_dataset, Atlantis 2 in 2023_dataset, Atlantis 3 in 2023_dataset, Atlantis 4 in "
        "2023_dataset and 75 more",
    )


def test_columns_that_are_unknown_or_missing_are_named(
    knowledge: Knowledge, index: ScoredIndex
) -> None:
    header = index_header(index, "2023")
    row = index_row(index, "2023", "Peru", 5)
    header[header.index("Prevention")] = "Tea trade"
    imported = read(workbook({"2023_dataset": [header, row], "2031_dataset": [header]}), knowledge)
    assert "Columns that are no indicator of the index (1): Tea trade in 2023_dataset" in (
        imported.warnings
    )
    assert "Indicators without a column (1): Prevention in 2023_dataset" in imported.warnings
    assert "Sheets of editions that Dossier does not know (1): 2031_dataset" in imported.warnings


def test_content_tells_a_workbook_whatever_its_name(
    knowledge: Knowledge, index: ScoredIndex
) -> None:
    assert len(read(two_editions(index, "Peru"), knowledge, "download").sheets) == 2


def test_a_damaged_workbook_is_refused(knowledge: Knowledge, index: ScoredIndex) -> None:
    whole = two_editions(index, "Peru")
    for length in (len(whole) // 2, len(whole) - 30):
        with pytest.raises(ImportFailed, match="damaged"):
            read(whole[:length], knowledge)
    with pytest.raises(ImportFailed, match="damaged"):
        read(packed({"2023_dataset": "<worksheet><sheetData><row r='1'><c r='A1'"}), knowledge)


def test_a_workbook_that_unfolds_to_too_much_is_refused(knowledge: Knowledge) -> None:
    bomb = packed({"2023_dataset": ""}, {"xl/media.xml": b" " * (LARGEST_UNPACKED + 1)})
    assert len(bomb) < 1_000_000
    with pytest.raises(ImportFailed, match="unfolds to more than 128 MB"):
        read(bomb, knowledge)


def test_what_is_not_looked_at_does_not_count(knowledge: Knowledge, index: ScoredIndex) -> None:
    data = two_editions(index, "Peru")
    grown = io.BytesIO(data)
    with zipfile.ZipFile(grown, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.png", b"\0" * (LARGEST_UNPACKED + 1))
    assert len(read(grown.getvalue(), knowledge).sheets) == 2


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 9000 + '</row><row r="1048576"><c><v>1</v></c></row>',
        f'<row r="1048576"><c r="E{"9" * 300}"><v>1</v></c></row>',
        f'<row r="1048576"><c r="{"E" * 300}9"><v>1</v></c></row>',
    ],
    ids=["far apart", "without places", "beyond all rows", "beyond all columns"],
)
def test_cells_that_lie_far_apart_are_refused(cells: str, knowledge: Knowledge) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    with pytest.raises(ImportFailed, match=r"unfolds to \d+ rows"):
        read(packed({"2023_dataset": sheet}), knowledge)


def test_long_texts_that_repeat_are_refused(knowledge: Knowledge) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3001))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 200_000}</t></si></sst>'.encode()
    with pytest.raises(ImportFailed, match="very long texts"):
        read(packed({"2023_dataset": sheet}, {"xl/sharedStrings.xml": shared}), knowledge)
