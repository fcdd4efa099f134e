"""The published workbook of a scored index: one sheet an edition, one row a country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reader.domain.country import Country, CountryTable
from reader.domain.score_changes import comparable_totals
from reader.domain.scoring import (
    Edition,
    Score,
    ScoredIndex,
    ScoreSheet,
    Total,
    disagreements,
    half_up,
)
from reader.ingest.doubts import Doubts
from reader.ingest.exact_figures import exact_figure
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.index_lines import label_key, names_of
from reader.ingest.spreadsheet import Table

FORMAT = "index_workbook"
_SHEET = re.compile(r"(\d{4})[\s_-]*(?:dataset|data)", re.I)
_AVERAGE = re.compile(r"\s*\b(?:avg|average)\b\W*$", re.I)
_COUNTRY = frozenset({"country", "country name"})
_GROUPING = frozenset({"continent", "region"})
# A header has so many of the index's names; what stands above it are titles.
_LEAST_NAMES = 5
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the columns stand: the country's, and those of indicators and totals."""

    row: int
    country: int
    columns: Mapping[int, tuple[str, bool]]
    unknown: tuple[str, ...]


def find_index(tables: Sequence[Table], knowledge: Knowledge) -> ScoredIndex | None:
    """The index that a workbook's sheets hold the editions of; None when it is none we know."""
    for index in knowledge.indices.values():
        if any(_SHEET.fullmatch(each.name.strip()) and _header(each, index) for each in tables):
            return index
    return None


def import_index_workbook(
    tables: Sequence[Table], index: ScoredIndex, knowledge: Knowledge
) -> Imported:
    """Every edition of `index` in the workbook: a sheet of scores a country and edition.

    The workbook gives no changes. An indicator or an average over indicators that the edition
    before did not score is not comparable. What is missing, off the scale, finer than the index
    prints, of no known country, or no mean of its parts is told in the warnings.
    """
    doubts = Doubts()
    sheets: list[ScoreSheet] = []
    known = {each.id: each for each in index.editions}
    for table in tables:
        found = _SHEET.fullmatch(table.name.strip())
        header = _header(table, index) if found else None
        if not found or header is None:
            continue
        edition = known.get(found.group(1))
        if edition is None:
            doubts.note("Sheets of editions that Dossier does not know", table.name)
            continue
        sheets += _sheets(table, header, index, edition, knowledge.countries, doubts)
    return Imported(
        format=FORMAT, metadata=None, sheets=tuple(sheets), warnings=tuple(doubts.sentences())
    )


def _header(table: Table, index: ScoredIndex) -> _Header | None:
    names = {label_key(spelling): what for spelling, what in names_of(index).items()}
    for number, row in enumerate(table.rows[:_HEADER_WITHIN]):
        columns = {
            place: names[key]
            for place, cell in enumerate(row)
            if (key := label_key(_AVERAGE.sub("", cell))) in names
        }
        country = next((at for at, cell in enumerate(row) if label_key(cell) in _COUNTRY), None)
        if len(columns) >= _LEAST_NAMES and country is not None:
            unknown = tuple(
                cell
                for place, cell in enumerate(row)
                if cell and place not in columns and label_key(cell) not in _COUNTRY | _GROUPING
            )
            return _Header(number, country, columns, unknown)
    return None


def _sheets(
    table: Table,
    header: _Header,
    index: ScoredIndex,
    edition: Edition,
    countries: CountryTable,
    doubts: Doubts,
) -> Iterator[ScoreSheet]:
    for column in header.unknown:
        doubts.note("Columns that are no indicator of the index", f"{column} in {table.name}")
    present = {identifier for identifier, _ in header.columns.values()}
    for each in index.indicators():
        if each.id in edition.indicators and each.id not in present:
            doubts.note("Indicators without a column", f"{each.name} in {table.name}")
    comparable = comparable_totals(index, edition.id)
    seen: set[str] = set()
    for row in table.rows[header.row + 1 :]:
        named = row[header.country] if header.country < len(row) else ""
        if not named:
            if any(row):
                doubts.note("Rows without a country", f"one in {table.name}")
            continue
        country = countries.find(named)
        if country is None:
            doubts.note("Rows of no country that Dossier knows", f"{named} in {table.name}")
        elif country.iso2 in seen:
            doubts.note(
                "Countries that stand twice, the first row was taken", f"{named} in {table.name}"
            )
        else:
            seen.add(country.iso2)
            figures = _figures(row, header, index, country, edition, doubts)
            yield _sheet(index, edition, country, figures, comparable, doubts)


def _figures(
    row: Sequence[str],
    header: _Header,
    index: ScoredIndex,
    country: Country,
    edition: Edition,
    doubts: Doubts,
) -> dict[str, Decimal]:
    figures: dict[str, Decimal] = {}
    for place, (identifier, is_indicator) in header.columns.items():
        where = f"{country.name} {edition.id} {identifier}"
        cell = row[place] if place < len(row) else ""
        if is_indicator and identifier not in edition.indicators:
            if cell:
                doubts.note("Figures of indicators that the edition does not score", where)
            continue
        if not cell:
            doubts.note("Figures that are missing", where)
            continue
        found = exact_figure(cell, index.decimals)
        if found is None or not index.lowest <= found.value <= index.highest:
            doubts.note(
                f"Cells that are no figure from {index.lowest} to {index.highest}, left out",
                f"{where}: {cell}",
            )
            continue
        if found.finer:
            doubts.note(
                f"Figures with more than {index.decimals} decimals, rounded", f"{where}: {cell}"
            )
        value = half_up(found.value, index.decimals)
        if figures.setdefault(identifier, value) != value:
            doubts.note("Figures that stand twice and differ, the first was taken", where)
    return figures


def _sheet(
    index: ScoredIndex,
    edition: Edition,
    country: Country,
    figures: Mapping[str, Decimal],
    comparable: frozenset[str],
    doubts: Doubts,
) -> ScoreSheet:
    scores = tuple(
        Score(each.id, figures[each.id], None, each.id not in edition.new)
        for each in index.indicators()
        if each.id in figures
    )
    named = [each.id for each in index.composites] + [each.id for each in index.pillars]
    totals = tuple(
        Total(each, figures[each], None, each in comparable, computed=False)
        for each in named
        if each in figures
    )
    for doubt in disagreements(index, edition.id, scores, totals):
        doubts.note(
            "Averages that are not the mean of their parts", f"{country.name} {edition.id} {doubt}"
        )
    return ScoreSheet(
        index=index.id,
        edition=edition.id,
        country=country.iso2,
        scores=scores,
        totals=totals,
        source_title=f"{index.name} {edition.id}, dataset",
        source_publisher=index.publisher,
    )
