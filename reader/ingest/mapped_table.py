"""A foreign table of scores read through its mapping: every figure as printed, every doubt told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reader.domain.country import Country, CountryTable, fold_name
from reader.domain.errors import ImportFailed
from reader.domain.scoring import Category, Edition, Score, ScoreSheet
from reader.ingest.doubts import Doubts
from reader.ingest.exact_figures import exact_figure
from reader.ingest.imported import Imported
from reader.ingest.index_lines import label_key
from reader.ingest.score_mapping import ScoreMapping
from reader.ingest.spreadsheet import Table

FORMAT = "mapped_scores"
HEADER_WITHIN = 60
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
MISSING = frozenset(
    {"", "-", "–", "—", ".", "..", "...", "x", "n/a", "#n/a", "na", "nan", "none", "null"}
    | {"no data", "not available", "missing"}
)
_PLACE_WORDS = {
    "sheet": "read from the name of the sheet",
    "title": "read from the lines above the table",
    "file": "read from the name of the file",
}
_MIXED = "The code and the name of the country disagree"


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of one table stand; an indicator's with the edition that it names."""

    header: int
    code: int | None
    name: int | None
    edition: int | None
    figures: tuple[tuple[int, str, str | None], ...]
    categories: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Row:
    """What all tables give for one country in one edition."""

    figures: dict[str, Decimal] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    basis: str | None = None


def choose_mapping(
    tables: Sequence[Table], mappings: Sequence[ScoreMapping]
) -> ScoreMapping | None:
    """The mapping that a table's header row fits; of several, the one told by most columns."""
    fitting = [
        mapping
        for mapping in mappings
        if any(_header(each, mapping) is not None for each in tables)
    ]
    return max(fitting, key=lambda each: len(each.recognised_by), default=None)


def import_mapped_tables(
    tables: Sequence[Table], mapping: ScoreMapping, name: str, countries: CountryTable
) -> Imported:
    """The figures of all tables that fit the mapping, as sheets, with the index described.

    Rows of no country, missing figures, figures off the scale or finer than the index prints, and
    what stands twice are told in the warnings. Raises ImportFailed when no edition can be told.
    """
    doubts = Doubts()
    rows: dict[tuple[str, str], _Row] = defaultdict(_Row)
    for table in tables:
        header = _header(table, mapping)
        if header is not None:
            layout = _layout(table, header, mapping)
            _read(table, layout, mapping, name, countries, rows, doubts)
    kept = {key: row for key, row in rows.items() if row.figures}
    if not kept:
        raise ImportFailed(
            f"the table is one of the {mapping.index.name}, but has no figure that can be taken"
            f"{''.join(f' ({each})' for each in list(doubts.sentences())[:1])}",
            item=name,
            remedy="Check its country column and its scale against the mapping file "
            f"{mapping.file}",
        )
    order = [each.id for each in mapping.index.indicators()]
    editions: dict[str, set[str]] = defaultdict(set)
    for (edition, _), row in kept.items():
        editions[edition] |= row.figures.keys()
    index = replace(
        mapping.index,
        editions=tuple(Edition(each, frozenset(editions[each])) for each in sorted(editions)),
    )
    sheets = tuple(
        ScoreSheet(
            index=index.id,
            edition=edition,
            country=country,
            scores=tuple(
                Score(each, row.figures[each], None, comparable=True)
                for each in order
                if each in row.figures
            ),
            edition_basis=row.basis,
            source_title=f"{index.name} {edition}",
            source_publisher=index.publisher or None,
            categories=tuple(Category(each, word) for each, word in row.categories.items()),
        )
        for (edition, country), row in kept.items()
    )
    return Imported(
        format=FORMAT,
        metadata=None,
        sheets=sheets,
        indices=(index,),
        warnings=tuple(doubts.sentences()),
    )


def _header(table: Table, mapping: ScoreMapping) -> int | None:
    for number, row in enumerate(table.rows[:HEADER_WITHIN]):
        if mapping.recognises(row):
            return number
    return None


def _layout(table: Table, header: int, mapping: ScoreMapping) -> _Layout:
    code = name = edition = None
    figures: list[tuple[int, str, str | None]] = []
    categories: list[tuple[int, int]] = []
    for place, cell in enumerate(table.rows[header]):
        if not cell:
            continue
        if code is None and mapping.country_code.match(cell):
            code = place
        elif name is None and mapping.country_name.match(cell):
            name = place
        elif edition is None and mapping.edition_column.match(cell):
            edition = place
        for indicator, column in mapping.indicators.items():
            if found := column.match(cell):
                figures.append((place, indicator, found.group(1) if found.groups() else None))
        categories += [
            (place, number)
            for number, each in enumerate(mapping.categories)
            if each.column.match(cell)
        ]
    return _Layout(header, code, name, edition, tuple(figures), tuple(categories))


def _read(
    table: Table,
    layout: _Layout,
    mapping: ScoreMapping,
    file: str,
    countries: CountryTable,
    rows: dict[tuple[str, str], _Row],
    doubts: Doubts,
) -> None:
    whole, basis = _edition_of_table(table, layout, mapping, file)
    for row in table.rows[layout.header + 1 :]:
        figures = [
            (indicator, edition, cell)
            for place, indicator, edition in layout.figures
            if (cell := _cell(row, place)).lower() not in MISSING
        ]
        if not figures:
            continue
        country = _country(row, layout, mapping, countries, doubts)
        if country is None:
            continue
        own = _edition_of_row(row, layout, mapping)
        taken: set[str] = set()
        for indicator, named, cell in figures:
            edition = named or own or whole
            if edition is None:
                doubts.note("Rows without a year, left out", country.name)
                break
            where = f"{country.name} {edition} {indicator}"
            value = _value(cell, table, mapping, indicator, where, doubts)
            if value is None:
                continue
            target = rows[edition, country.iso2]
            target.basis = None if named or own else basis
            if target.figures.setdefault(indicator, value) != value:
                doubts.note("Figures that stand twice and differ, the first was taken", where)
            taken.add(edition)
        # A word beside figures of several editions says nothing of any of them.
        if len(taken) == 1:
            target = rows[taken.pop(), country.iso2]
            for place, number in layout.categories:
                category, word = mapping.categories[number], _cell(row, place)
                if word.lower() not in MISSING:
                    spelled = category.words.get(word.casefold(), word)
                    target.categories.setdefault(category.name, spelled)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _country(
    row: Sequence[str],
    layout: _Layout,
    mapping: ScoreMapping,
    countries: CountryTable,
    doubts: Doubts,
) -> Country | None:
    code, name = _cell(row, layout.code), _cell(row, layout.name)
    shown = name or code or "a row without a name"
    if label_key(name) in mapping.not_a_country:
        doubts.note("Rows of no country of ISO 3166, left out", shown)
        return None
    by_code = countries.by_code(code) if code else None
    by_name = countries.find(name) if name else None
    if by_code is not None and by_name is not None and by_code != by_name:
        doubts.note(f"{_MIXED}, left out", f"{name} ({code})")
        return None
    if code and by_code is None and by_name is not None and not _is_own_name(name, by_name):
        # A part or a forerunner of a country, with a code that the publisher made up for it.
        by_name = None
    found = by_code or by_name
    if found is None and _has_number(row, layout):
        doubts.note("Rows of no country that Dossier knows, left out", shown)
    return found


def _is_own_name(name: str, country: Country) -> bool:
    """Whether a name that resolved to a country is its own rather than another one for it."""
    return fold_name(name) == fold_name(country.name)


def _has_number(row: Sequence[str], layout: _Layout) -> bool:
    """Whether a row has a figure; a line that explains the columns, such as `(0-10)`, has none."""
    return any(re.match(r"[-−+]?\d", _cell(row, place)) for place, _, _ in layout.figures)


def _value(
    cell: str, table: Table, mapping: ScoreMapping, indicator: str, where: str, doubts: Doubts
) -> Decimal | None:
    decimals = mapping.index.decimals
    text = cell.replace(",", ".") if table.decimal_comma and "." not in cell else cell
    found = exact_figure(text, decimals)
    lowest, highest = mapping.index.scale(indicator)
    if found is None or not lowest <= found.value <= highest:
        doubts.note(
            f"Cells that are no figure from {lowest} to {highest}, left out", f"{where}: {cell}"
        )
        return None
    if found.finer:
        doubts.note(
            f"Figures with more decimals than the {decimals} of the index, kept as they are",
            f"{where}: {cell}",
        )
    return found.value


def _edition_of_row(row: Sequence[str], layout: _Layout, mapping: ScoreMapping) -> str | None:
    if "column" not in mapping.edition_from:
        return None
    years = set(YEAR.findall(_cell(row, layout.edition)))
    return years.pop() if len(years) == 1 else None


def _edition_of_table(
    table: Table, layout: _Layout, mapping: ScoreMapping, file: str
) -> tuple[str | None, str | None]:
    """The edition of rows that do not name their own, with how it was read.

    Raises ImportFailed when neither the table nor its columns say one.
    """
    if mapping.edition_fixed is not None:
        return mapping.edition_fixed, None
    titles = " ".join(cell for row in table.rows[: layout.header] for cell in row)
    texts = {"sheet": table.name if table.name != file else "", "title": titles, "file": file}
    for place in mapping.edition_from:
        years = set(YEAR.findall(texts.get(place, "")))
        if len(years) == 1:
            return years.pop(), _PLACE_WORDS[place]
    in_column = "column" in mapping.edition_from and layout.edition is not None
    if in_column or any(named for _, _, named in layout.figures):
        return None, None
    raise ImportFailed(
        f"the table is one of the {mapping.index.name}, but does not say of which year",
        item=file,
        remedy="Write the year into the name of the file, such as "
        f"`{mapping.index.id}-2024.csv`, and import it again",
    )


def columns_found(tables: Sequence[Table]) -> Iterator[str]:
    """The names in the widest row near the top of the first table that has any."""
    for table in tables:
        head = table.rows[:HEADER_WITHIN]
        widest = max(head, key=lambda row: sum(bool(cell) for cell in row), default=())
        names = [cell for cell in widest if cell]
        if names:
            yield from names
            return
