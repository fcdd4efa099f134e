"""A first description of an unknown table of scores: what its columns are likely to be.

A guess is shown to somebody before anything is read through it. Countries are told by how many
different ones a column names, editions by their years, indicators by being figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from reader.domain.country import Country, CountryTable
from reader.domain.mapping_draft import (
    DraftColumn,
    EditionPlace,
    MappingDraft,
    Role,
    TablePreview,
    TableSheet,
)
from reader.domain.scoring import Direction
from reader.ingest.exact_figures import exact_figure
from reader.ingest.index_lines import label_key
from reader.ingest.mapped_table import HEADER_WITHIN, MISSING, YEAR
from reader.ingest.score_mapping import ColumnName

MOST_DECIMALS = 6
_LOOKED_AT = 400
_SAMPLES = 5
_MOSTLY = 0.8
_FEWEST_COUNTRIES = 2
_YEAR_HEADERS = frozenset({"year", "edition", "reference year", "data year", "period", "time"})
# Figures that are no scores, by a word of their column's name.
_NO_SCORES = frozenset(
    {"rank", "ranking", "id", "code", "number", "no", "count", "population", "error", "sources"}
    | {"codelow", "codehigh", "sd", "se", "lower", "upper", "year", "date", "lat", "lon", "isocode"}
)
_WORSE = frozenset(
    {"risk", "crime", "criminality", "corruption", "fragility", "terrorism", "violence", "hazard"}
    | {"vulnerability", "exposure", "threat", "impunity", "repression", "inequality", "secrecy"}
)
_SCALES = tuple(
    (Decimal(low), Decimal(high))
    for low, high in (
        ("0", "1"), ("-1", "1"), ("-2.5", "2.5"), ("0", "5"), ("-5", "5"), ("0", "10"),
        ("-10", "10"), ("0", "100"), ("-100", "100"), ("0", "1000"),
    )
)  # fmt: skip
_USUAL = (Decimal(0), Decimal(100))
# Columns whose highest figure is below this part of the table's scale have one of their own.
_OWN_SCALE = Decimal("0.15")


def guess_draft(
    preview: TablePreview,
    countries: CountryTable,
    sheet: int | None = None,
    header: int | None = None,
) -> MappingDraft:
    """The most likely description of a table; `sheet` and `header` (from 0) where one knows."""
    find = _Finder(countries)
    if sheet is None:
        places = range(len(preview.sheets))
        sheet = max(places, key=lambda at: _countries_in(preview.sheets[at], find), default=0)
    chosen = preview.sheets[sheet]
    at = _header_row(chosen, find) if header is None else header
    columns = _columns(chosen, at, find)
    places_of_edition = _edition_places(preview, chosen, at, columns)
    return MappingDraft(
        sheet=sheet,
        header=at,
        columns=columns,
        index_name=_index_name(preview, chosen, at),
        publisher="",
        edition_from=next(places_of_edition, EditionPlace.FIXED),
        edition_fixed="",
        decimals=max((_decimals(chosen, at, each) for each in columns if _scored(each)), default=0),
    )


def header_spelling(header: str, *, edition: bool) -> str:
    """How a mapping file spells a column's name, with `{edition}` for its year where asked."""
    plain = " ".join(header.translate({ord(each): " " for each in "*{}"}).split())
    years = set(YEAR.findall(plain))
    if not edition or len(years) != 1:
        return plain
    year = years.pop()
    spelled = plain.replace(year, "{edition}", 1).replace(year, "*")
    found = ColumnName((spelled,)).match(plain)
    return spelled if found and found.groups() and found.group(1) == year else plain


def names_edition(header: str) -> bool:
    """Whether a column's name says the edition."""
    return "{edition}" in header_spelling(header, edition=True)


def indicator_name(header: str) -> str:
    """What an indicator is called by its column's name: without the year, if words are left."""
    spelled = header_spelling(header, edition=True)
    words = " ".join(spelled.replace("{edition}", " ").replace("*", " ").split()).strip(
        " -–_:,()[]"
    )
    if any(each.isalpha() for each in words.replace("YR", "")):
        return words.replace("_", " ") if " " not in words else words
    return "Score" if "{edition}" in spelled else header.strip()


class _Finder:
    """Looks every spelling up once."""

    def __init__(self, countries: CountryTable) -> None:
        self._countries = countries
        self._found: dict[str, Country | None] = {}

    def __call__(self, cell: str) -> Country | None:
        if cell not in self._found:
            plain = cell.strip()
            number = not plain or len(plain) > 80 or not any(each.isalpha() for each in plain)
            self._found[cell] = None if number else self._countries.find(plain)
        return self._found[cell]


@dataclass(frozen=True, slots=True)
class _Countries:
    """How a column names countries: the share of its cells, and which."""

    share: float
    which: frozenset[str]
    codes: bool


def _cells(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The cells of a column that say something, of as many rows as are looked at."""
    step = max(1, len(rows) // _LOOKED_AT)
    cells = (row[place].strip() for row in rows[::step] if place < len(row))
    return [cell for cell in cells if cell.lower() not in MISSING or cell == "NA"]


def _named(cells: Sequence[str], find: Callable[[str], Country | None]) -> _Countries:
    found = [country for cell in cells if (country := find(cell)) is not None]
    codes = sum(len(cell) in (2, 3) and cell.isascii() for cell in cells)
    return _Countries(
        share=len(found) / len(cells) if cells else 0.0,
        which=frozenset(each.iso2 for each in found),
        codes=bool(cells) and codes / len(cells) > _MOSTLY,
    )


def _countries_in(sheet: TableSheet, find: _Finder) -> int:
    width = max((len(row) for row in sheet.rows), default=0)
    return max((len(_named(_cells(sheet.rows, at), find).which) for at in range(width)), default=0)


def _header_row(sheet: TableSheet, find: _Finder) -> int:
    """The fullest row above the first country; without countries, the fullest near the top."""
    width = max((len(row) for row in sheet.rows), default=0)
    best = max(
        range(width), key=lambda at: len(_named(_cells(sheet.rows, at), find).which), default=0
    )
    named = [at for at, row in enumerate(sheet.rows) if best < len(row) and find(row[best])]
    above = range(min(named[0], HEADER_WITHIN)) if named else range(min(len(sheet.rows), 60))
    full = [at for at in above if best < len(sheet.rows[at]) and sheet.rows[at][best]]
    return max(full, key=lambda at: sum(map(bool, sheet.rows[at])), default=0)


def _columns(sheet: TableSheet, header: int, find: _Finder) -> tuple[DraftColumn, ...]:
    head = sheet.rows[header] if header < len(sheet.rows) else ()
    cells = [_cells(sheet.rows[header + 1 :], at) for at in range(len(head))]
    roles = dict.fromkeys(range(len(head)), Role.IGNORE)
    usable = [at for at in roles if label_key(head[at])]
    named = {at: _named(cells[at], find) for at in usable}
    likely = [at for at in usable if named[at].share >= 0.5 and len(named[at].which) >= 1]
    most = max((len(named[at].which) for at in likely), default=0)
    for role, codes in ((Role.CODE, True), (Role.NAME, False)):
        fitting = [
            at
            for at in likely
            if named[at].codes is codes
            and len(named[at].which) >= max(min(_FEWEST_COUNTRIES, most), most // 2)
        ]
        if fitting:
            # Of several codes the longer is ISO's alpha-3, which nobody mixes up with GEC's.
            chosen = max(
                fitting,
                key=lambda at: (
                    len(named[at].which),
                    sum(map(len, cells[at])) if codes else 0,
                    -at,
                ),
            )
            roles[chosen] = role
    _drop_foreign_codes(sheet, header, roles, find)
    countries = [at for at, role in roles.items() if role is not Role.IGNORE]
    # Rows of units and of totals say nothing of what a column holds for a country.
    of_countries = tuple(
        row
        for row in sheet.rows[header + 1 :]
        if any(at < len(row) and find(row[at]) for at in countries)
    )
    if of_countries:
        cells = [_cells(of_countries, at) for at in range(len(head))]
    free = [at for at in usable if roles[at] is Role.IGNORE]
    years = [at for at in free if _is_year(cells[at])]
    said = [at for at in years if label_key(head[at]) in _YEAR_HEADERS]
    if years and not any(names_edition(head[at]) for at in usable if at not in years):
        roles[(said or years)[0]] = Role.EDITION
    scales = {
        at: found
        for at in free
        if at not in years and (found := _extent(cells[at], comma=sheet.decimal_comma)) is not None
    }
    scored = [at for at in scales if not _NO_SCORES & set(label_key(head[at]).split())]
    scored = [at for at in scored if _standard(scales[at]) is not None]
    whole = _standard(_hull([scales[at] for at in scored])) if scored else None
    small = [at for at in scored if whole and max(map(abs, scales[at])) <= whole[1] * _OWN_SCALE]
    minor = _standard(_hull([scales[at] for at in small])) if small else None
    columns = []
    for at in range(len(head)):
        scale = minor if at in small else whole if at in scored else scales.get(at)
        if at in scored:
            roles[at] = Role.INDICATOR
        low, high = scale or whole or _USUAL
        columns.append(
            DraftColumn(
                place=at,
                header=head[at],
                samples=tuple(dict.fromkeys(cells[at]))[:_SAMPLES],
                role=roles[at],
                name=indicator_name(head[at]),
                lowest=f"{low:f}",
                highest=f"{high:f}",
                direction=_direction(head[at]),
            )
        )
    return tuple(columns)


def _drop_foreign_codes(
    sheet: TableSheet, header: int, roles: dict[int, Role], find: _Finder
) -> None:
    """Codes that mostly name another country than the name beside them are not ISO's."""
    places = {role: at for at, role in roles.items() if role is not Role.IGNORE}
    if len(places) != 2:
        return
    code, name = places[Role.CODE], places[Role.NAME]
    pairs = [
        (one, other)
        for row in sheet.rows[header + 1 : header + 1 + _LOOKED_AT]
        if max(code, name) < len(row)
        and (one := find(row[code])) is not None
        and (other := find(row[name])) is not None
    ]
    if sum(one != other for one, other in pairs) > 0.1 * len(pairs):
        roles[code] = Role.IGNORE


def _is_year(cells: Sequence[str]) -> bool:
    return bool(cells) and all(len(cell) == 4 and YEAR.fullmatch(cell) for cell in cells)


def figure_of(cell: str, *, comma: bool) -> Decimal | None:
    """A cell's figure, with a decimal comma where the table has those; None for anything else."""
    found = exact_figure(_pointed(cell, comma=comma), MOST_DECIMALS)
    return None if found is None else found.value


def _pointed(cell: str, *, comma: bool) -> str:
    return cell.replace(",", ".") if comma and "." not in cell else cell


def _extent(cells: Sequence[str], *, comma: bool) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest figure of a column that is mostly figures."""
    known = [cell for cell in cells if cell.lower() not in MISSING]
    figures = [each for cell in known if (each := figure_of(cell, comma=comma)) is not None]
    if not figures or len(figures) < _MOSTLY * len(known):
        return None
    return min(figures), max(figures)


def _hull(extents: Sequence[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    return min(low for low, _ in extents), max(high for _, high in extents)


def _standard(extent: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal] | None:
    """The narrowest of the usual scales that holds all figures; None for what is no score."""
    return next((each for each in _SCALES if each[0] <= extent[0] and extent[1] <= each[1]), None)


def _direction(header: str) -> Direction:
    words = set(label_key(header.replace("_", " ")).split())
    return Direction.HIGHER_IS_WORSE if words & _WORSE else Direction.HIGHER_IS_BETTER


def _scored(column: DraftColumn) -> bool:
    return column.role is Role.INDICATOR


def _decimals(sheet: TableSheet, header: int, column: DraftColumn) -> int:
    """How many decimals a column's figures need, without what binary arithmetic left behind."""
    needed = 0
    for row in sheet.rows[header + 1 :]:
        cell = row[column.place] if column.place < len(row) else ""
        while needed < MOST_DECIMALS:
            found = exact_figure(_pointed(cell, comma=sheet.decimal_comma), needed)
            if found is None or not found.finer:
                break
            needed += 1
    return needed


def _edition_places(
    preview: TablePreview, sheet: TableSheet, header: int, columns: Sequence[DraftColumn]
) -> Iterator[EditionPlace]:
    """Where the edition can be read, the surest first."""
    if any(each.role is Role.EDITION for each in columns):
        yield EditionPlace.COLUMN
    if any(names_edition(each.header) for each in columns if _scored(each)):
        yield EditionPlace.HEADER
    titles = " ".join(cell for row in sheet.rows[:header] for cell in row)
    name = "" if sheet.name == preview.name else sheet.name
    for place, text in (
        (EditionPlace.SHEET, name),
        (EditionPlace.TITLE, titles),
        (EditionPlace.FILE, preview.name),
    ):
        if len(set(YEAR.findall(text))) == 1:
            yield place


def _index_name(preview: TablePreview, sheet: TableSheet, header: int) -> str:
    """What the line above the table says, else the file's name in words; without a year."""
    titles = (
        cells[0]
        for row in sheet.rows[:header]
        if len(cells := [cell for cell in row if cell.strip()]) == 1
    )
    title = next(titles, "")
    if not 4 <= len(title) <= 80 or title.count(" ") > 9:
        title = PurePath(preview.name).stem.replace("_", " ").replace("-", " ")
    title = YEAR.sub(" ", title)
    return " ".join(title.split()).replace(" :", ":").strip(" -–:,;()[]")
