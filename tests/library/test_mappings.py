"""A table that nobody described: previewed, described, checked, kept, and imported exactly so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from workbooks import Rows, workbook

from reader.domain.errors import ImportFailed, InvalidInput, LibraryUnavailable, ReaderError
from reader.domain.mapping_draft import EditionPlace, MappingDraft, Role, TablePreview
from reader.ingest.table_preview import MOST_ROWS
from reader.library.library import Library

PORTS = """Harbour Watch: resilience of ports
Country,Code,Year,Port security,Smuggling risk,Rank
Peru,PER,2023,4.5,7.1,3
Peru,PER,2024,4.75,6.9,3
Chile,CHL,2024,6.0,3.25,1
Namibia,NAM,2024,n/a,5.125,2
Atlantis,ATL,2024,1.0,1.0,9
"""
SEMICOLONS = "Land;Gesamt 2023;Gesamt 2024\nPeru;4,5;4,75\nChile;6;6,25\n"
SHEET_2023: Rows = [["Country", "Order"], ["Peru", 0.1 + 0.2], ["Chile", 0.61]]
SHEET_2024: Rows = [["Country", "Order"], ["Peru", 0.35], ["Chile", 0.6249]]
TABLES = {
    "ports.csv": PORTS.encode(),
    "gesamt.csv": SEMICOLONS.encode("cp1252"),
    "orders.xlsx": workbook({"About": [["Words"]], "2023": SHEET_2023, "2024": SHEET_2024}),
    "wide.csv": b"Country Name,2021,2022 [YR2022]\nPeru,5,6\nChile,,9.25\n",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(
        tmp_path / "library", program="the tests", cache=tmp_path / "cache"
    ) as library:
        yield library


def described(library: Library, path: Path) -> tuple[TablePreview, MappingDraft]:
    preview = library.mappings.preview(path)
    return preview, library.mappings.draft(preview)


def table(folder: Path, text: str | bytes, name: str = "ports.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def held(library: Library) -> dict[tuple[str, str, str], str]:
    """Every figure of every index in the library, by country, edition and the indicator's name."""
    return {
        (country, edition.id, figure.indicator.name): f"{figure.score.value:f}"
        for index in library.other_indices.all().values()
        for edition in index.editions
        for country in library.other_indices.countries(index, edition.id)
        if (one := library.other_indices.one(index, country, edition.id)) is not None
        for figure in one.figures
        if figure.score is not None
    }


@pytest.mark.parametrize("name", TABLES)
def test_what_is_imported_is_what_was_shown(library: Library, tmp_path: Path, name: str) -> None:
    path = table(tmp_path, TABLES[name], name)
    preview, draft = described(library, path)
    check = library.mappings.check(preview, draft)
    assert check.problems == ()
    library.mappings.write(draft, path.name)
    (source,) = library.importing.run([path]).sources
    assert source.error is None
    shown = {
        (country.iso2, row.edition, indicator): figure
        for row in check.head
        if (country := library.countries.find(row.country)) is not None
        for indicator, figure in zip(check.indicators, row.figures)
        if figure is not None
    }
    assert held(library) == shown
    assert source.scores == check.figures == len(shown)


def test_the_figures_are_those_of_the_cells(library: Library, tmp_path: Path) -> None:
    _, draft = described(library, path := table(tmp_path, PORTS))
    library.mappings.write(draft, path.name)
    library.importing.run([path])
    assert held(library) == {
        ("PE", "2023", "Port security"): "4.500",
        ("PE", "2023", "Smuggling risk"): "7.100",
        ("PE", "2024", "Port security"): "4.750",
        ("PE", "2024", "Smuggling risk"): "6.900",
        ("CL", "2024", "Port security"): "6.000",
        ("CL", "2024", "Smuggling risk"): "3.250",
        ("NA", "2024", "Smuggling risk"): "5.125",
    }


def test_what_is_left_out_is_named_before_anything_is_saved(
    library: Library, tmp_path: Path
) -> None:
    preview, draft = described(library, table(tmp_path, PORTS))
    security = draft.columns[3]
    check = library.mappings.check(preview, draft.with_column(replace(security, highest="5")))
    assert any("Atlantis" in each for each in check.notes)
    assert any("no figure from 0 to 5" in each and "Chile 2024" in each for each in check.notes)
    assert check.countries == 3


def test_a_description_is_never_written_over_unasked(library: Library, tmp_path: Path) -> None:
    _, draft = described(library, table(tmp_path, PORTS))
    path = library.mappings.write(draft, "ports.csv")
    before = path.read_text()
    changed = replace(draft, publisher="Harbour Office")
    assert library.mappings.existing(changed) == path
    with pytest.raises(InvalidInput, match="already"):
        library.mappings.write(changed, "ports.csv")
    assert path.read_text() == before
    assert library.mappings.write(changed, "ports.csv", replace=True) == path
    assert "Harbour Office" in path.read_text()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_of_the_same_index_under_another_name_is_the_one_replaced(
    library: Library, tmp_path: Path
) -> None:
    _, draft = described(library, table(tmp_path, PORTS))
    path = library.mappings.write(draft, "ports.csv")
    moved = path.rename(path.with_name("by hand.toml"))
    assert library.mappings.existing(draft) == moved
    assert library.mappings.write(draft, "ports.csv", replace=True) == moved


def test_a_broken_file_of_that_name_is_not_lost_unasked(library: Library, tmp_path: Path) -> None:
    _, draft = described(library, table(tmp_path, PORTS))
    path = library.mappings.write(draft, "ports.csv")
    path.write_text("my notes")
    with pytest.raises(InvalidInput):
        library.mappings.write(draft, "ports.csv")
    assert path.read_text() == "my notes"


def test_an_unfinished_description_is_not_written(library: Library, tmp_path: Path) -> None:
    _, draft = described(library, table(tmp_path, PORTS))
    for unfinished in (
        replace(draft, index_name=" "),
        draft.with_role(0, Role.IGNORE).with_role(1, Role.IGNORE),
        replace(draft, edition_from=EditionPlace.FIXED),
    ):
        with pytest.raises(InvalidInput, match="not finished"):
            library.mappings.write(unfinished, "ports.csv")
    assert not (library.folder / "mappings").exists()


def test_dossier_s_own_index_cannot_be_described_anew(library: Library, tmp_path: Path) -> None:
    preview, draft = described(library, table(tmp_path, PORTS))
    named = replace(draft, index_name=library.index.id.replace("_", " "))
    assert "another name" in library.mappings.check(preview, named).problems[0]


def test_a_table_that_dossier_knows_already_says_so(library: Library, tmp_path: Path) -> None:
    own = "country,index,edition,indicator,value\nPE,global_organized_crime_index,2023,cocaine,9\n"
    preview, draft = described(library, table(tmp_path, own))
    assert any("own form" in each for each in library.mappings.check(preview, draft).problems)
    known = "Country/Territory,Status,PR rating,CL rating,Total\nPeru,PF,3,3,66\nChile,F,1,1,94\n"
    preview, draft = described(library, table(tmp_path, known, "fiw-2024.csv"))
    problems = library.mappings.check(preview, draft).problems
    assert any("Freedom in the World already" in each for each in problems)


def test_another_row_may_hold_the_names_of_the_columns(library: Library, tmp_path: Path) -> None:
    preview, _ = described(library, table(tmp_path, PORTS))
    draft = library.mappings.draft(preview, 0, 2)
    assert [each.header for each in draft.columns][:2] == ["Peru", "PER"]


def test_a_long_table_is_looked_at_in_its_beginning_and_says_so(
    library: Library, tmp_path: Path
) -> None:
    rows = "".join(f"Peru,{1900 + at % 120},{at % 10}\n" for at in range(MOST_ROWS + 500))
    preview, draft = described(library, table(tmp_path, f"Country,Year,Order\n{rows}"))
    assert not preview.whole
    assert not library.mappings.check(preview, draft).whole
    assert any("an import reads them all" in each
               for each in library.mappings.check(preview, draft).notes)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.csv"),
        (b" \n\n", "blank.csv"),
        (b"%PDF-1.7", "ports.csv"),
        (b"PK\x03\x04 truncated", "ports.xlsx"),
        (TABLES["orders.xlsx"][:900], "cut.xlsx"),
        (b"a\0b", "nul.csv"),
        (b"words", "ports.md"),
        (b'"never closed\n' * 50, "open.csv"),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    library: Library, tmp_path: Path, data: bytes, name: str
) -> None:
    with pytest.raises(ImportFailed, match=name):
        library.mappings.preview(table(tmp_path, data, name))


def test_a_file_that_is_gone_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="gone"):
        library.mappings.preview(tmp_path / "gone.csv")


def test_a_library_for_reading_only_keeps_no_descriptions(library: Library, tmp_path: Path) -> None:
    with Library.open(library.folder, writing=False, program="the tests") as reading:
        _, draft = described(reading, table(tmp_path, PORTS))
        with pytest.raises(LibraryUnavailable, match="reading only"):
            reading.mappings.write(draft, "ports.csv")
