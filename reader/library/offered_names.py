"""The names that a library offers while a query is typed, by the filter that takes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from reader.catalogue.bookmark_store import Remark
from reader.domain.country import Country, CountryTable
from reader.domain.query import FILTERS
from reader.domain.scoring import Indicator
from reader.library.beginnings import Beginnings, Name
from reader.library.languages import Languages
from reader.library.search_table import Holders, SearchTable, year_of
from reader.text.folding import fold

_EXPLAINED = {
    "country": "documents on a country",
    "publisher": "documents of a publisher",
    "year": "published in a year, or from..to",
    "type": "articles, profiles, summaries …",
    "tag": "tagged documents and marks",
    "indicator": "evidence for a score",
    "lang": "documents in a language",
    "title": "words of the title",
    "in": "in:notes looks into your notes",
}


@dataclass(frozen=True, slots=True)
class OfferedNames:
    """What there is to offer at one moment; `by_field` has a filter's values, the likeliest first.

    `scored` are the countries (alpha-2) that the library has scores of.
    """

    by_field: Mapping[str, Beginnings]
    years: Sequence[Name]
    filters: Beginnings
    scored: Set[str]


def names_of_documents(
    table: SearchTable,
    countries: CountryTable,
    scored: Set[str],
    indicators: Sequence[Indicator],
    languages: Languages,
) -> OfferedNames:
    """All names of a library at one moment, with the tags of its documents only."""
    by_field = {
        "country": Beginnings(
            _country(each, len(held.versions) if held else 0, scored=each.iso2 in scored)
            for each in countries.all()
            for held in (table.countries.get(each.iso2),)
        ),
        "publisher": Beginnings(_held(table.publishers)),
        "type": Beginnings(_held(table.types)),
        "tag": Beginnings(_tags(table.tags, ())),
        "indicator": Beginnings(
            # Found by the words of its identifier too.
            Name(each.name, each.id, "", len(indicators) - at, (*each.aliases, each.id))
            for at, each in enumerate(indicators)
        ),
        "lang": Beginnings(
            Name(languages.name(code), code, _documents(held), len(held.versions), (code,))
            for code, held in table.languages.items()
        ),
        "title": Beginnings(_titles(table)),
        "in": Beginnings([Name("notes", "notes", "notes and tags of bookmarks")]),
    }
    years = [
        Name(str(year), str(year), _documents(held), len(held.versions))
        for year, held in sorted(table.years.items(), key=lambda each: -(each[0] or 0))
        if year is not None
    ]
    if None in table.years:
        held = table.years[None]
        years.append(Name("unknown", "unknown", f"no date, {_documents(held)}"))
    filters = Beginnings(
        Name(f"{field}:", f"{field}:", _EXPLAINED.get(field, ""), len(FILTERS) - at)
        for at, field in enumerate(FILTERS)
    )
    return OfferedNames(by_field, years, filters, scored)


def with_tags(
    offered: OfferedNames, tags: Mapping[str, Holders], remarks: Iterable[Remark]
) -> OfferedNames:
    """The names with all tags, of documents and of bookmarks."""
    by_field = {**offered.by_field, "tag": Beginnings(_tags(tags, remarks))}
    return dataclasses.replace(offered, by_field=by_field)


def counted(number: int, noun: str) -> str:
    """`1 document`, `1,204 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _documents(held: Holders) -> str:
    return counted(len(held.versions), "document")


def _country(country: Country, documents: int, *, scored: bool) -> Name:
    parts = [counted(documents, "document")] if documents else []
    parts += ["scored"] if scored else []
    return Name(
        country.name,
        country.iso2,
        ", ".join(parts) or "nothing in the library",
        documents * 2 + scored,
        (*country.aliases, country.iso2, country.iso3),
    )


def _held(held: Mapping[str, Holders]) -> Iterable[Name]:
    for each in held.values():
        yield Name(each.label, each.label, _documents(each), len(each.versions))


def _tags(held: Mapping[str, Holders], remarks: Iterable[Remark]) -> Iterable[Name]:
    labels = {key: each.label for key, each in held.items()}
    marks: dict[str, int] = {}
    for remark in remarks:
        for tag in remark.tags:
            key = fold(tag).strip()
            labels.setdefault(key, tag)
            marks[key] = marks.get(key, 0) + 1
    for key, label in labels.items():
        documents = len(held[key].versions) if key in held else 0
        parts = [counted(documents, "document")] if documents else []
        parts += [counted(marks[key], "bookmark")] if key in marks else []
        yield Name(label, label, ", ".join(parts), documents + marks.get(key, 0))


def _titles(table: SearchTable) -> Iterable[Name]:
    """Titles, the newest documents first; one that several documents have is offered once."""
    rows = sorted(table.rows.values(), key=lambda row: (row.published or "", row.document))
    by_title = {fold(row.title): row for row in rows}
    number: dict[str, int] = {}
    for row in rows:
        number[fold(row.title)] = number.get(fold(row.title), 0) + 1
    for place, (key, row) in enumerate(by_title.items(), start=1):
        year = year_of(row)
        known = [row.publisher or "", "" if year is None else str(year)]
        detail = ", ".join(filter(None, known))
        if number[key] > 1:
            detail = counted(number[key], "document")
        yield Name(row.title, row.title, detail, place)
