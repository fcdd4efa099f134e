"""A reader's own `countries.csv` beside the catalogue: more names, merged over the shipped ones."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path

from reader.domain.country import Country, CountryTable, fold_name
from reader.library.reference import COUNTRY_COLUMNS, listed

OWN_COUNTRIES = "countries.csv"

_LARGEST = 1024 * 1024
_LISTS = ("gec", "aliases", "demonyms", "ambiguous", "persons", "not_when")
_ISO2, _ISO3 = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{3}")


def with_own_countries(table: CountryTable, path: Path) -> tuple[CountryTable, tuple[str, ...]]:
    """`table` with what a reader's file adds, and what is wrong with the file, line by line.

    The file has any of the columns of the shipped `countries.csv`, iso2 among them. A row adds
    its aliases, demonyms and the like to its country's and replaces name, continent and region
    where it gives them; a row with an iso2 that no country has, an iso3 and a name is a new
    country. A name that was another country's becomes this one's, and is told. No file is as
    good as an empty one; what cannot be read is left out and told, and nothing is raised.
    """
    try:
        if not path.exists():
            return table, ()
        if path.stat().st_size > _LARGEST:
            return table, (f"{path}: larger than {_LARGEST // 1024**2} MB, not read",)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return table, (f"{path}: it cannot be read ({error.strerror or error})",)
    except UnicodeDecodeError:
        return table, (f"{path}: it is not UTF-8, not read. Save it as CSV in UTF-8",)
    lines = csv.DictReader(text.splitlines(keepends=True), strict=True)
    problems: list[str] = []
    merged = {country.iso2: country for country in table.all()}
    try:
        columns = lines.fieldnames or ()
        if "iso2" not in columns:
            return table, (f"{path}, line 1: there is no column iso2, not read",)
        for column in columns:
            if column not in COUNTRY_COLUMNS:
                problems.append(f"{path}, line 1: no such column: {column!r}")
        for row in lines:
            where = f"{path}, line {lines.line_num}"
            problem = _merge(row, merged, table)
            if problem:
                problems.append(f"{where}: {problem}")
    except csv.Error as error:
        problems.append(f"{path}, line {lines.line_num}: not CSV ({error}); the rest is not read")
    return table.with_countries(merged.values()), tuple(problems)


def _merge(
    row: Mapping[str | None, object], merged: dict[str, Country], table: CountryTable
) -> str | None:
    """Take one row over; says what is wrong with it, None for nothing."""
    if None in row:
        return "more cells than columns; put names with commas into quotes"
    cells = {str(key): str(value or "").strip() for key, value in row.items()}
    code = cells["iso2"].upper()
    if not any(cells.values()):
        return None
    country = merged.get(code)
    if country is None:
        iso3, name = cells.get("iso3", "").upper(), cells.get("name", "")
        if not _ISO2.fullmatch(code) or not _ISO3.fullmatch(iso3) or not name:
            return (
                f"no country has the code {cells['iso2']!r}; "
                "a new one needs two letters as iso2, three as iso3, and a name"
            )
        if table.by_code(iso3) is not None:
            return f"the code {iso3} is another country's"
        country = Country(code, iso3, name)
    own = {key: listed(cells.get(key)) for key in _LISTS}
    taken: list[str] = []
    for name in (cells.get("name", ""), *own["aliases"]):
        other = _owner(name, code, merged)
        if other is not None:
            merged[other.iso2] = _without(other, name)
            taken.append(f"{name!r} was a name of {other.name} and is one of {country.name} now")
    merged[code] = dataclasses.replace(
        country,
        name=cells.get("name") or country.name,
        continent=cells.get("continent") or country.continent,
        region=cells.get("region") or country.region,
        aliases=_joined(
            country.aliases, own["aliases"], (country.name,) if cells.get("name") else ()
        ),
        demonyms=_joined(country.demonyms, own["demonyms"]),
        gec=_joined(country.gec, own["gec"]),
        ambiguous=_joined(country.ambiguous, own["ambiguous"]),
        persons=_joined(country.persons, own["persons"]),
        not_when=_joined(country.not_when, own["not_when"]),
    )
    return "; ".join(taken) or None


def _joined(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for one in lists for each in one))


def _owner(name: str, code: str, merged: Mapping[str, Country]) -> Country | None:
    """Another country that has `name` among its aliases; its own shown name stays its own."""
    folded = fold_name(name)
    return next(
        (
            each
            for each in merged.values()
            if each.iso2 != code and folded in map(fold_name, each.aliases)
        ),
        None,
    )


def _without(country: Country, name: str) -> Country:
    folded = fold_name(name)
    kept = tuple(each for each in country.aliases if fold_name(each) != folded)
    return dataclasses.replace(country, aliases=kept)
