"""Country files of the World Factbook as JSON.

A file is an object of sections, a section one of fields; a field holds HTML under `text` and
`note`, and named parts that do the same.
"""

from __future__ import annotations

import dataclasses
import html
import itertools
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from reader.domain.country import Country, CountryTable
from reader.domain.dates import PartialDate
from reader.domain.document import (
    Block,
    Fact,
    InlineSpan,
    Origin,
    PassageKind,
    SourceMetadata,
    SpanStyle,
)
from reader.domain.errors import ImportFailed
from reader.ingest.blocks import BLOCK_TAGS, blocks_from_html, is_visible
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.metadata import read_date, title_from_name
from reader.places import resources
from reader.text.plain import plain_text

FORMAT = "factbook"

# The published files stay below a tenth of a megabyte and nest four deep.
_LARGEST = 16 * 1024 * 1024
_DEEPEST = 16
# A section is as a document's first headings below its title.
_FIRST_LEVEL = 2
_LEAST_SECTIONS = 2
_LONGEST_NAME = 60
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_BREAK = re.compile(r"(?:<br\s*/?>\s*)+", re.I)
_INLINE = "a b big br cite code em font i img kbd mark q s samp small span strong sub sup tt u"
_DROPPED = "script style iframe noscript template object svg math title"
_TAGS = "|".join(sorted({*BLOCK_TAGS, *_INLINE.split(), *_DROPPED.split()}))
# A "less than" that begins no tag of HTML is a word of the text.
_ATTRIBUTE = r"""\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+)"""
_STRAY = re.compile(rf"<(?!/?(?:{_TAGS})(?:{_ATTRIBUTE})*\s*/?>|!--)", re.I)
# "(2023 est.)", "(July 2023 est.)", "(31 December 2022)"; "(2020-25 est.)" is no one date.
_DATED = re.compile(r"\(((?:[A-Za-z0-9]{1,9}\.? ){0,2}\d{4})(?: est\.)?\)")


@dataclass(frozen=True, slots=True)
class FactPlace:
    """A fact of the profile, and the paths in a file at which it may stand, best first."""

    name: str
    paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FactbookWords:
    """The rules of `resources/factbook.toml`."""

    publisher: str
    sections: frozenset[str]
    names: tuple[tuple[str, ...], ...]
    titles: dict[str, str]
    facts: tuple[FactPlace, ...]


@cache
def load_factbook_words(path: Path) -> FactbookWords:
    """Read the rules. Raises KeyError or ValueError when the file is not as it should be."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return FactbookWords(
        publisher=str(data["publisher"]),
        sections=frozenset(data["sections"]),
        names=tuple(tuple(each) for each in data["names"]),
        titles=dict(data["titles"]),
        facts=tuple(
            FactPlace(each["name"], tuple(tuple(path) for path in each["paths"]))
            for each in data["facts"]
        ),
    )


def import_factbook(source: Source, knowledge: Knowledge) -> Imported:
    """Read a country file. Raises ImportFailed for JSON that is none.

    Sections and fields become headings, a named part ("total") the beginning of its text, set
    strong. No text of the file is left out. The country is that of the file's own country name;
    what is no country of ISO 3166 (an ocean, the European Union, the world) gets none, and the
    warnings say so.
    """
    words = load_factbook_words(resources() / "factbook.toml")
    members = _read(source, words)
    reading = _Reading()
    try:
        for name, value in members:
            reading.member((_key(name),), value)
    except _TooDeep as error:
        raise _failed(source, f"it nests deeper than {_DEEPEST} levels") from error
    if not reading.values:
        raise _failed(source, "there is no text in it")
    code = PureWindowsPath(PurePosixPath(source.name).name).stem.casefold()
    title, origin = _title(reading, words, code, source.name, knowledge.countries)
    country = _country(reading, words, code, knowledge.countries)
    metadata = SourceMetadata(
        title=title,
        publisher=words.publisher,
        language="en",
        countries=(country.iso2,) if country else (),
        country_reasons={country.iso2: "stated"} if country else {},
        kind="facts",
        origins={
            "title": origin,
            "publisher": Origin.INFERRED,
            "language": Origin.INFERRED,
            **({"countries": Origin.STATED} if country else {}),
        },
    )
    return Imported(
        format=FORMAT,
        metadata=metadata,
        blocks=tuple(reading.blocks),
        warnings=() if country else (_no_country(title, code, knowledge.countries),),
        facts=tuple(_facts(reading, words)),
    )


def _failed(source: Source, what: str) -> ImportFailed:
    return ImportFailed(
        what,
        item=source.name,
        remedy="Dossier reads the World Factbook's country files: JSON with the sections "
        "Introduction, Geography, Government and so on, each of fields with a `text`",
    )


# Objects are read as tuples of pairs, so that a name that stands twice loses nothing.
_Members = tuple[tuple[str, object], ...]


def _read(source: Source, words: FactbookWords) -> _Members:
    if len(source.data) > _LARGEST:
        raise _failed(source, f"it is larger than any country file ({_LARGEST // 1024**2} MB)")
    try:
        read = json.loads(
            source.data,
            object_pairs_hook=tuple,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except RecursionError as error:
        raise _failed(source, f"it nests deeper than {_DEEPEST} levels") from error
    except ValueError as error:
        raise _failed(source, f"it is no JSON, or damaged ({error})") from error
    known = isinstance(read, tuple) and sum(
        name in words.sections and isinstance(value, tuple) for name, value in read
    )
    if not known or known < _LEAST_SECTIONS:
        raise _failed(source, "it is JSON, but no country file of the World Factbook")
    members: _Members = read
    return members


class _TooDeep(Exception):
    """The file nests deeper than it may."""


class _Reading:
    """The blocks of a file as they come, and what stands at which path: ordinal and text."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.values: dict[tuple[str, ...], tuple[int, str]] = {}
        self._headings: tuple[str, ...] = ()
        self._tables = 0

    def member(self, path: tuple[str, ...], value: object) -> None:
        """Read what stands under `path`: its members as named by it, or its text."""
        if len(path) > _DEEPEST:
            raise _TooDeep
        if isinstance(value, list):
            value = tuple(("", each) for each in value)
        if not isinstance(value, tuple):
            name = path[-1]
            if name in {"text", "note", ""}:
                self._text(value, path[:-1] if name == "text" else path, path[:-1], "")
            else:
                self._text(value, path, path[:-1], name)
            return
        part = len(path) > 2 and not any(isinstance(each, tuple | list) for _, each in value)
        for name, each in value:
            key = _key(name)
            if part and key == "text":
                self._text(each, path, path[:-1], path[-1])
            elif part:
                self._text(each, (*path, key), path[:-1], "" if key == "note" else key)
            else:
                self.member((*path, key), each)

    def _text(
        self, value: object, path: tuple[str, ...], above: tuple[str, ...], label: str
    ) -> None:
        """One text: its `path` as a fact's, the names `above` it, and the `label` before it."""
        if value is None:
            return
        text = value if isinstance(value, str) else json.dumps(value)
        blocks = _blocks(text)
        if not blocks:
            return
        above = tuple(each for each in above if each)
        self._head(above)
        ordinal = len(self.blocks)
        self.values.setdefault(path, (ordinal, blocks[0].text))
        if label and blocks[0].kind is PassageKind.PARAGRAPH:
            blocks[0] = _labelled(blocks[0], label)
        elif label:
            blocks.insert(0, _labelled(Block(PassageKind.PARAGRAPH, ""), label))
        tables = self._tables
        for block in blocks:
            cell = block.cell
            if cell is not None:
                cell = dataclasses.replace(cell, table=tables + cell.table)
                self._tables = cell.table + 1
            level = max(block.level, _FIRST_LEVEL + len(above))
            self.blocks.append(
                Block(
                    block.kind,
                    block.text,
                    level=min(level, 6) if block.kind is PassageKind.HEADING else block.level,
                    heading_path=above,
                    cell=cell,
                    ordered=block.ordered,
                    spans=block.spans,
                )
            )

    def _head(self, above: tuple[str, ...]) -> None:
        """The headings that are new with the next text."""
        if above == self._headings:
            return
        same = [one == other for one, other in itertools.zip_longest(above, self._headings)]
        first = same.index(False)
        for place in range(first, len(above)):
            level = min(_FIRST_LEVEL + place, 6)
            heading = Block(
                PassageKind.HEADING, above[place], level=level, heading_path=above[:place]
            )
            self.blocks.append(heading)
        self._headings = above


def _key(name: str) -> str:
    return plain_text(html.unescape(name))


def _blocks(text: str) -> list[Block]:
    if "<" not in text:
        plain = plain_text(html.unescape(text) if "&" in text else text)
        return [Block(PassageKind.PARAGRAPH, plain)] if is_visible(plain) else []
    # A line break parts statements here, it does not wrap a line.
    return blocks_from_html(_BREAK.sub("<p>", _STRAY.sub("&lt;", text)))


def _labelled(block: Block, label: str) -> Block:
    """A part's text below its name, as the publisher's pages print it: "total: 83,871 sq km"."""
    whole, _, last = label.rpartition(": ")
    if whole and block.text.startswith(f"{last}:"):
        # "agricultural land: arable land" stands before "arable land: 3.1%".
        label = whole
    before = label if label.endswith(":") else f"{label}:"
    shift = len(before) + 1
    spans = tuple(
        InlineSpan(span.start + shift, span.end + shift, span.style, span.target)
        for span in block.spans
    )
    return Block(
        PassageKind.LIST_ITEM,
        f"{before} {block.text}" if block.text else before,
        level=1,
        spans=(InlineSpan(0, len(before), SpanStyle.STRONG), *spans),
    )


def _names(reading: _Reading, words: FactbookWords) -> list[str]:
    """The names that the file gives its country."""
    stated = (reading.values.get(path, (0, ""))[1] for path in words.names)
    return [name for name in stated if name and name.casefold() != "none"]


def _country(
    reading: _Reading, words: FactbookWords, code: str, countries: CountryTable
) -> Country | None:
    """The country of the file's own names; where none of them is known, of the file's GEC code."""
    names = _names(reading, words)
    found = next((country for name in names if (country := countries.find(name))), None)
    if found is not None or not names or any(map(countries.non_country, names)):
        return found
    return countries.by_gec(code)


def _no_country(title: str, code: str, countries: CountryTable) -> str:
    known = countries.non_country(title) or countries.non_country_by_gec(code)
    why = f": it is {known.reason}" if known else ""
    return f"“{title}” is no country of ISO 3166{why}; it was given none"


def _title(
    reading: _Reading, words: FactbookWords, code: str, file: str, countries: CountryTable
) -> tuple[str, Origin]:
    """The first name that reads as one: no acronym, and no fragment beside a known name."""
    names = _names(reading, words)
    full = [name for name in names if not _ACRONYM.fullmatch(name)] or names
    known = [name for name in full if countries.find(name)] or full
    if known:
        name = known[0]
        return (name.split(" (")[0] if len(name) > _LONGEST_NAME else name), Origin.STATED
    return words.titles.get(code, title_from_name(file)), Origin.INFERRED


def _facts(reading: _Reading, words: FactbookWords) -> Iterable[Fact]:
    for place in words.facts:
        for path in place.paths:
            found = [
                (_date(text), ordinal, text)
                for ordinal, text in _at(reading, path)
                if text.casefold() not in {"na", "n/a", "none"}
            ]
            if found:
                date, ordinal, value = max(
                    found, key=lambda each: (each[0] or PartialDate(0), -each[1])
                )
                yield Fact(place.name, value, ordinal, date)
                break


def _at(reading: _Reading, path: tuple[str, ...]) -> list[tuple[int, str]]:
    if not path[-1].endswith("*"):
        found = reading.values.get(path)
        return [found] if found else []
    start = path[-1].removesuffix("*")
    return [
        value
        for own, value in reading.values.items()
        if own[:-1] == path[:-1] and own[-1].startswith(start)
    ]


def _date(text: str) -> PartialDate | None:
    """When a figure held: the one date that stands in parentheses, None for several or none."""
    dates = {read_date(found) for found in _DATED.findall(text)}
    return dates.pop() if len(dates) == 1 else None
