"""Mapping files: which index a foreign table of scores is of, and which column is which figure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reader.domain.errors import InvalidInput
from reader.domain.scoring import Direction, Indicator, Pillar, ScoredIndex
from reader.ingest.index_lines import label_key

EDITION_PLACES = ("column", "header", "sheet", "title", "file")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
# What stands for `{edition}` and `*` while a column's name is folded.
_YEAR_WORD, _ANY_WORD = "qeditionq", "qanythingq"


@dataclass(frozen=True, slots=True)
class ColumnName:
    """The spellings of a column's name; `{edition}` is a year, `*` anything."""

    spellings: tuple[str, ...]

    def match(self, header: str) -> re.Match[str] | None:
        """How a header fits one of the spellings; group 1 is the edition, where one is named."""
        key = label_key(header)
        for spelling in self.spellings:
            found = re.fullmatch(_pattern(spelling), key)
            if found:
                return found
        return None


@dataclass(frozen=True, slots=True)
class CategoryColumn:
    """A column of words that are kept beside the figures; `words` spells codes out."""

    name: str
    column: ColumnName
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreMapping:
    """A table's description: the index without editions, and where everything stands.

    `edition_from` names the places of `EDITION_PLACES` in the order in which they are tried.
    """

    file: str
    index: ScoredIndex
    recognised_by: tuple[ColumnName, ...]
    country_code: ColumnName
    country_name: ColumnName
    not_a_country: frozenset[str]
    edition_from: tuple[str, ...]
    edition_column: ColumnName
    edition_fixed: str | None
    indicators: Mapping[str, ColumnName]
    categories: tuple[CategoryColumn, ...]

    def recognises(self, header: Sequence[str]) -> bool:
        """Whether a row has every column that the table is told by."""
        return all(any(each.match(cell) for cell in header) for each in self.recognised_by)


def load_mappings(folders: Iterable[Path]) -> tuple[list[ScoreMapping], list[str]]:
    """The mappings in the folders, the first of an index's identifier; and what is wrong in them.

    A file that is no mapping is left out and told: the others still serve.
    """
    found: dict[str, ScoreMapping] = {}
    faults = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                mapping = load_mapping(path)
            except InvalidInput as error:
                faults.append(str(error))
            else:
                found.setdefault(mapping.index.id, mapping)
    return list(found.values()), faults


def load_mapping(path: Path) -> ScoreMapping:
    """One mapping from its TOML file. Raises InvalidInput naming the file and what is wrong."""
    try:
        return read_mapping(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except KeyError as error:
        raise InvalidInput(f"a mapping file without {error}", item=str(path)) from error
    except (OSError, ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise InvalidInput(f"not a mapping file ({error})", item=str(path)) from error


def read_mapping(data: Mapping[str, Any], file: str) -> ScoreMapping:
    """A mapping from the data of its file. Raises KeyError, ValueError or TypeError."""
    about = data["index"]
    pillars = tuple(_pillar(each) for each in data["pillars"])
    columns = {
        each["id"]: ColumnName(_spellings(each["columns"]))
        for pillar in data["pillars"]
        for each in pillar["indicators"]
    }
    if len(columns) != sum(len(pillar.indicators) for pillar in pillars):
        raise ValueError("an indicator's identifier stands twice")
    index = ScoredIndex(
        id=_identifier(about["id"]),
        name=about["name"],
        short_name=about.get("short_name", about["name"]),
        publisher=about.get("publisher", ""),
        lowest=Decimal(str(about["lowest"])),
        highest=Decimal(str(about["highest"])),
        pillars=pillars,
        composites=(),
        editions=(),
        decimals=int(about.get("decimals", 2)),
    )
    if not index.lowest < index.highest:
        raise ValueError("the scale's lowest figure is not below its highest")
    country, edition = data["country"], data["edition"]
    places = tuple(edition.get("from", ("header",)))
    strange = [each for each in places if each not in EDITION_PLACES]
    if strange:
        raise ValueError(f"the edition is read from {strange[0]!r}, which is no place")
    recognised = _spellings(data["recognise"]["columns"])
    if not recognised or not columns:
        raise ValueError("no columns are named")
    fixed = edition.get("fixed")
    return ScoreMapping(
        file=file,
        index=index,
        recognised_by=tuple(ColumnName((each,)) for each in recognised),
        country_code=ColumnName(_spellings(country.get("code", ()))),
        country_name=ColumnName(_spellings(country.get("name", ()))),
        not_a_country=frozenset(label_key(each) for each in country.get("not_a_country", ())),
        edition_from=places,
        edition_column=ColumnName(_spellings(edition.get("column", ()))),
        edition_fixed=None if fixed is None else str(fixed),
        indicators=columns,
        categories=tuple(_categories(data.get("categories", ()))),
    )


def _categories(data: Iterable[Mapping[str, Any]]) -> Iterator[CategoryColumn]:
    for each in data:
        words = {str(code).casefold(): str(word) for code, word in each.get("words", {}).items()}
        yield CategoryColumn(each["name"], ColumnName(_spellings(each["columns"])), words)


def _pillar(data: Mapping[str, Any]) -> Pillar:
    scale = None
    if "lowest" in data or "highest" in data:
        scale = (Decimal(str(data["lowest"])), Decimal(str(data["highest"])))
    return Pillar(
        id=_identifier(data["id"]),
        name=data["name"],
        direction=Direction(data["direction"]),
        scale=scale,
        indicators=tuple(
            Indicator(
                id=_identifier(each["id"]),
                name=each["name"],
                pillar=data["id"],
                definition=each.get("definition", ""),
            )
            for each in data["indicators"]
        ),
    )


def _identifier(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError(f"{text!r} is no identifier (small letters, figures and `_`)")
    return text


def _spellings(names: object) -> tuple[str, ...]:
    if isinstance(names, str):
        return (names,)
    if not isinstance(names, list | tuple):
        raise TypeError(f"{names!r} is no list of columns")
    return tuple(str(each) for each in names)


def _pattern(spelling: str) -> str:
    words = spelling.replace("{edition}", f" {_YEAR_WORD} ").replace("*", f" {_ANY_WORD} ")
    escaped = re.escape(label_key(words)).replace(r"\ ", " ")
    return (
        escaped.replace(_YEAR_WORD, r"(\d{4})")
        .replace(f" {_ANY_WORD}", ".*")
        .replace(_ANY_WORD, ".*")
    )
