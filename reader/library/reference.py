"""The reference data that Dossier ships: countries and scored indices."""

from __future__ import annotations

import csv
import importlib.util
import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reader.domain.country import Country, CountryTable, NonCountry
from reader.domain.errors import InvalidInput
from reader.domain.scoring import (
    Composite,
    Direction,
    Edition,
    Indicator,
    Pillar,
    ScoredIndex,
)

DEFAULT_INDEX = "global_organized_crime_index"
# The folder of mapping files: in the resources, and in a library for its reader's own.
MAPPINGS = "mappings"


COUNTRY_COLUMNS = (
    "iso2",
    "iso3",
    "name",
    "continent",
    "region",
    "gec",
    "aliases",
    "demonyms",
    "ambiguous",
    "persons",
    "not_when",
)


def load_countries(resources: Path) -> CountryTable:
    """All ISO 3166-1 countries (pycountry) with what `countries.csv` says of them.

    The file has the columns of COUNTRY_COLUMNS: iso2; iso3 (only for what ISO has no code for:
    Kosovo, by a code that ISO leaves to its users); name (the one to show, where ISO's is
    unwieldy); continent and region (as the Global Organized Crime Index groups them); and, each
    joined by `|`, what `Country` has under the same names. A demonym in small letters is found in
    small letters too (`peruano`). `not_countries.csv` lists what sources name beside countries.
    """
    rows = {row["iso2"]: row for row in _rows(resources / "countries.csv")}
    countries = [_country(entry, rows.pop(entry["alpha_2"], {})) for entry in _iso_3166()]
    countries += [_country({}, row) for row in rows.values()]
    others = (
        NonCountry(row["name"], row["reason"], listed(row["aliases"]), row["gec"] or None)
        for row in _rows(resources / "not_countries.csv")
    )
    return CountryTable(countries, others)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(cell: str | None) -> tuple[str, ...]:
    """The entries of a cell, which `|` joins."""
    return tuple(dict.fromkeys(each.strip() for each in (cell or "").split("|") if each.strip()))


def _country(entry: Mapping[str, str], row: Mapping[str, str]) -> Country:
    common, official = entry.get("common_name", ""), entry.get("official_name", "")
    own = entry.get("name", "")
    shown = row.get("name") or common or own
    aliases = [own, common, official, *listed(row.get("aliases"))]
    return Country(
        iso2=entry.get("alpha_2") or row["iso2"],
        iso3=entry.get("alpha_3") or row["iso3"],
        name=shown,
        aliases=tuple(dict.fromkeys(each for each in aliases if each and each != shown)),
        demonyms=listed(row.get("demonyms")),
        continent=row.get("continent") or None,
        region=row.get("region") or None,
        gec=listed(row.get("gec")),
        ambiguous=listed(row.get("ambiguous")),
        persons=listed(row.get("persons")),
        not_when=listed(row.get("not_when")),
    )


@cache
def language_codes() -> frozenset[str]:
    """The codes of ISO 639: two letters (part 1) and three (part 3)."""
    entries = _pycountry("iso639-3.json")["639-3"]
    return frozenset(
        entry[key] for entry in entries for key in ("alpha_2", "alpha_3") if key in entry
    )


def _iso_3166() -> list[dict[str, str]]:
    """ISO 3166-1 as pycountry ships it (Debian's iso-codes)."""
    return _pycountry("iso3166-1.json")["3166-1"]


def _pycountry(name: str) -> dict[str, list[dict[str, str]]]:
    """One of pycountry's files.

    It is read without importing the package, which takes longer than the rest of this module: the
    window asks for countries before its first result is drawn.
    """
    found = importlib.util.find_spec("pycountry")
    places = found.submodule_search_locations if found else None
    if not places:
        raise InvalidInput("pycountry is not installed", remedy="Install Dossier again")
    file = Path(places[0]) / "databases" / name
    entries: dict[str, list[dict[str, str]]] = json.loads(file.read_text(encoding="utf-8"))
    return entries


def load_indices(resources: Path) -> Mapping[str, ScoredIndex]:
    """The scored indices described in `resources/indices/*.toml`, by identifier."""
    loaded = (load_index(path) for path in sorted((resources / "indices").glob("*.toml")))
    return {index.id: index for index in loaded}


def load_index(path: Path) -> ScoredIndex:
    """One scored index from its TOML description. Raises InvalidInput naming what is missing."""
    try:
        return _index(tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, ValueError) as error:
        raise InvalidInput(
            f"not a description of a scored index ({error})", item=str(path)
        ) from error


def _index(data: Mapping[str, Any]) -> ScoredIndex:
    pillars = tuple(_pillar(each) for each in data["pillars"])
    every = frozenset(each.id for pillar in pillars for each in pillar.indicators)
    return ScoredIndex(
        id=data["id"],
        name=data["name"],
        short_name=data["short_name"],
        publisher=data["publisher"],
        lowest=Decimal(data["lowest"]),
        highest=Decimal(data["highest"]),
        pillars=pillars,
        composites=tuple(
            Composite(
                id=each["id"],
                name=each["name"],
                direction=Direction(each["direction"]),
                parts=tuple(each["parts"]),
            )
            for each in data["composites"]
        ),
        editions=tuple(
            Edition(
                id=each["id"],
                indicators=every - frozenset(each.get("without", ())),
                new=every - frozenset(each.get("without", ()))
                if each.get("first")
                else frozenset(each.get("new", ())),
            )
            for each in data["editions"]
        ),
    )


def _pillar(data: Mapping[str, Any]) -> Pillar:
    return Pillar(
        id=data["id"],
        name=data["name"],
        direction=Direction(data["direction"]),
        indicators=tuple(
            Indicator(
                id=each["id"],
                name=each["name"],
                pillar=data["id"],
                definition=each["definition"],
                aliases=tuple(each.get("aliases", ())),
            )
            for each in data["indicators"]
        ),
    )
