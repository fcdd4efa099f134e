"""All documents in use as search filters, counts and orders them: light, kept, never stale."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.catalogue.search_store import DocumentRow
from reader.domain.country import CountryTable, fold_name
from reader.library.search_results import Order
from reader.text.folding import fold
from reader.text.stemming import LANGUAGES, stem
from reader.text.tokens import words


@dataclass(frozen=True, slots=True)
class Holders:
    """A value of a field as its documents have it, and the versions of those."""

    label: str
    versions: frozenset[int]


class SearchTable:
    """The documents in use at one moment, by their newest versions."""

    def __init__(self, rows: Iterable[DocumentRow], countries: CountryTable) -> None:
        self.rows: Mapping[int, DocumentRow] = {row.version: row for row in rows}
        self._countries = countries
        self._orders: dict[Order, Sequence[int]] = {}

    @cached_property
    def versions(self) -> frozenset[int]:
        """All newest versions."""
        return frozenset(self.rows)

    @cached_property
    def countries(self) -> Mapping[str, Holders]:
        """By alpha-2 code; the label is the country's name."""
        held: dict[str, set[int]] = {}
        for version, row in self.rows.items():
            for code in (row.countries or "").split():
                held.setdefault(code, set()).add(version)
        return {
            code: Holders(self.country_name(code), frozenset(versions))
            for code, versions in held.items()
        }

    def country_name(self, code: str) -> str:
        """A country's name; the code itself where it has none."""
        country = self._countries.by_code(code)
        return country.name if country else code

    @cached_property
    def publishers(self) -> Mapping[str, Holders]:
        """By folded name."""
        return _held((row.publisher, version) for version, row in self.rows.items())

    @cached_property
    def types(self) -> Mapping[str, Holders]:
        """By folded kind, as sources call themselves."""
        return _held((row.kind, version) for version, row in self.rows.items())

    @cached_property
    def languages(self) -> Mapping[str, Holders]:
        """By primary language code (`es` for es-PE)."""
        return _held(
            ((row.language or "").partition("-")[0], version) for version, row in self.rows.items()
        )

    @cached_property
    def tags(self) -> Mapping[str, Holders]:
        """Tags of documents, by folded tag."""
        return _held(
            (tag, version)
            for version, row in self.rows.items()
            if row.tags != "[]"
            for tag in json.loads(row.tags)
        )

    @cached_property
    def years(self) -> Mapping[int | None, Holders]:
        """By the year of publication, None for documents without a date."""
        held: dict[int | None, set[int]] = {}
        for version, row in self.rows.items():
            held.setdefault(year_of(row), set()).add(version)
        return {
            year: Holders("no date" if year is None else str(year), frozenset(versions))
            for year, versions in held.items()
        }

    @cached_property
    def _titled(self) -> Mapping[str, Mapping[str, set[int]]]:
        """By folded word of a title, and these by their first character.

        A word and its stem begin with the same one.
        """
        held: dict[str, dict[str, set[int]]] = {}
        for version, row in self.rows.items():
            for word in words(fold(row.title)):
                held.setdefault(word[0], {}).setdefault(word, set()).add(version)
        return held

    def titled(self, text: str) -> frozenset[int]:
        """The versions with these words in their titles, in any form, in this order."""
        wanted = words(text)
        if not wanted:
            return frozenset()
        found: set[int] = set()
        for language in LANGUAGES:
            stems = [stem(word, language) for word in wanted]
            candidates = set.intersection(*(self._with_stem(each, language) for each in stems))
            found |= {
                version
                for version in candidates
                if len(stems) == 1 or _stands_in(stems, self.rows[version].title, language)
            }
        return frozenset(found)

    def _with_stem(self, stemmed: str, language: str) -> set[int]:
        found: set[int] = set()
        for word, held in self._titled.get(stemmed[:1], {}).items():
            if stem(word, language) == stemmed:
                found |= held
        return found

    def order(self, order: Order) -> Sequence[int] | None:
        """Versions in an order, those without a date or country last; None for relevance."""
        if order is Order.RELEVANCE:
            return None
        if order not in self._orders:
            self._orders[order] = tuple(self._ordered(order))
        return self._orders[order]

    def _ordered(self, order: Order) -> list[int]:
        by_title = sorted(self.rows.values(), key=lambda row: (row.title, row.document))
        if order is Order.COUNTRY:
            names = {code: fold_name(holders.label) for code, holders in self.countries.items()}

            def first_country(row: DocumentRow) -> tuple[bool, str]:
                first = (row.countries or "").partition(" ")[0]
                return (not first, names.get(first, ""))

            return [row.version for row in sorted(by_title, key=first_country)]
        dated = [row for row in by_title if row.published]
        dated.sort(key=lambda row: row.published or "", reverse=order is Order.NEWEST)
        return [row.version for row in (*dated, *(row for row in by_title if not row.published))]

    def unplaced(self, order: Order) -> frozenset[int]:
        """The versions that have no place in an order: no date, no country."""
        if order is Order.RELEVANCE:
            return frozenset()
        return frozenset(
            version
            for version, row in self.rows.items()
            if not (row.countries if order is Order.COUNTRY else row.published)
        )


def year_of(row: DocumentRow) -> int | None:
    """The year in which a document was published, None where that is not known."""
    return int(row.published[:4]) if row.published else None


def _held(pairs: Iterable[tuple[str | None, int]]) -> dict[str, Holders]:
    """Versions by folded value; of several spellings the first in the alphabet is the label."""
    held: dict[str, set[int]] = {}
    labels: dict[str, str] = {}
    for value, version in pairs:
        if value and value.strip():
            key = fold(value).strip()
            held.setdefault(key, set()).add(version)
            labels[key] = min(labels.get(key, value), value)
    return {key: Holders(labels[key], frozenset(versions)) for key, versions in held.items()}


def _stands_in(stems: Sequence[str], title: str, language: str) -> bool:
    own = [stem(word, language) for word in words(title)]
    return any(own[at : at + len(stems)] == list(stems) for at in range(len(own)))
