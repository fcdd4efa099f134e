"""The published workbook itself, where a copy lies beside the project: every cell arrives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from reader.domain.scoring import ScoredIndex, mean
from reader.ingest.imported import Knowledge
from reader.library.library import Library

WORKBOOK = Path(__file__).parents[3] / "shared" / "data" / "global_oc_index.xlsx"
if not WORKBOOK.is_file():
    pytest.skip("the published workbook is not beside this checkout", allow_module_level=True)

EDITIONS = ("2021", "2023")
AVERAGES = {
    "criminality": "criminality",
    "criminal markets": "criminal_markets",
    "criminal actors": "criminal_actors",
    "resilience": "resilience",
}
Cells = dict[tuple[str, str], dict[str, Decimal]]


@pytest.fixture(scope="module")
def cells(knowledge: Knowledge, index: ScoredIndex) -> Cells:
    """Every figure of the workbook, read here by its own rules, by edition and country."""
    names = {each.name.lower(): each.id for each in index.indicators()} | AVERAGES
    book = CalamineWorkbook.from_path(WORKBOOK)
    found: Cells = {}
    for edition in EDITIONS:
        header, *rows = book.get_sheet_by_name(f"{edition}_dataset").to_python()
        columns = [names[str(each).removesuffix(" avg,").lower()] for each in header[3:]]
        for row in rows:
            country = knowledge.countries.resolve(str(row[2])).iso2
            assert (edition, country) not in found
            found[edition, country] = {
                column: Decimal(str(cell)) for column, cell in zip(columns, row[3:], strict=True)
            }
    return found


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("published")
    with Library.create(folder / "library", program="a test", cache=folder / "cache") as opened:
        (source,) = opened.importing.run([WORKBOOK]).sources
        assert (source.error, source.warnings, source.scores) == (None, (), 193 * (26 + 32))
        yield opened


def test_every_figure_in_the_catalogue_equals_its_cell(cells: Cells, library: Library) -> None:
    assert len(cells) == 2 * 193
    for (edition, country), figures in cells.items():
        table = library.profiles.table(country, edition)
        held = {
            row.indicator.id: row.score.value
            for pillar in table.pillars
            for row in pillar.rows
            if row.score is not None
        }
        assert held | {key: each.value for key, each in table.totals.items()} == figures
        assert not any(each.computed for each in table.totals.values())


def test_every_average_is_the_mean_of_its_parts(cells: Cells, index: ScoredIndex) -> None:
    for (edition, _), figures in cells.items():
        for pillar in index.pillars:
            parts = [figures[each.id] for each in pillar.indicators if each.id in figures]
            assert abs(mean(parts) - figures[pillar.id]) <= Decimal("0.01"), edition
        both = [figures["criminal_markets"], figures["criminal_actors"]]
        assert abs(mean(both) - figures["criminality"]) <= Decimal("0.01")


def test_changes_are_differences_and_only_where_both_editions_scored(
    cells: Cells, index: ScoredIndex, library: Library
) -> None:
    new = index.edition("2023").new
    for edition, country in cells:
        table = library.profiles.table(country, edition)
        for row in (row for pillar in table.pillars for row in pillar.rows):
            assert row.score is not None
            assert row.score.change is None
            now = cells[edition, country][row.indicator.id]
            if edition == "2021" or row.indicator.id in new:
                assert (row.score.computed_change, row.score.comparable) == (None, False)
            else:
                before = cells["2021", country][row.indicator.id]
                assert row.score.computed_change == now - before
                assert row.score.comparable
        comparable = {key for key, total in table.totals.items() if total.comparable}
        assert comparable == (set() if edition == "2021" else {"resilience"})


def test_ranks_are_the_publisher_s(library: Library) -> None:
    ranks = library.profiles.get("PE", "2023").ranks
    assert {scope: (rank.place, rank.of) for scope, rank in ranks.items()} == {
        "world": (32, 193),
        "continent": (10, 35),
        "region": (6, 12),
    }
    for holding in library.documents.countries():
        assert holding.country.continent is not None
        assert holding.country.region is not None
