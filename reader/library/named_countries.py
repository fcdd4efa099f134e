"""The countries that a query names, and by which of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.domain.country import Country, CountryTable, fold_name
from reader.domain.query import (
    And,
    Exact,
    Filter,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.domain.query_filters import filter_values
from reader.library.beginnings import Beginnings, Name
from reader.text.tokens import words

# From as many letters on, the beginning of a name is offered the name.
_BEGINNING = 3
_MOST_WORDS = 6
_MOST_BEGUN = 12
# A query of more words than this was pasted.
_MOST_PARTS = 200
# "it" and "per" are words sooner than codes; in capitals, or alone in the field, they are codes.
_LONGEST_CODE = 3


@dataclass(frozen=True, slots=True)
class Naming:
    """A country that a query names; `words` are the query's own for it. The lower, the nearer."""

    country: Country
    rank: int
    words: frozenset[str] = frozenset()


class NamedCountries:
    """Finds the countries that a query names by any name, alias, demonym or code."""

    def __init__(self, countries: CountryTable) -> None:
        self._countries = countries

    def find(self, text: str, root: Node | None) -> list[Naming]:
        """The countries named, each once: the whole query first, then filters, parts, beginnings.

        What must not occur names none. A filter beside words narrows what is searched for them: it
        asks for no country.
        """
        found: dict[str, Naming] = {}
        for each in self._all(text, root):
            found.setdefault(each.country.iso2, each)
        return sorted(found.values(), key=lambda each: each.rank)

    def _all(self, text: str, root: Node | None) -> Iterator[Naming]:
        whole = "" if isinstance(root, Not) else " ".join(text.split())
        exact = self._countries.find(whole) if whole else None
        if exact is not None:
            yield Naming(exact, 0, frozenset(words(whole)))
        for value in () if positive_leaves(root) else _filtered(root):
            country = self._countries.find(value)
            if country is not None:
                yield Naming(country, 1)
        if exact is None:
            yield from self._in_parts(list(_parts(root)))
        if len(fold_name(whole)) >= _BEGINNING:
            for begun in self._beginnings.find(whole, _MOST_BEGUN):
                country = self._countries.by_code(begun.name.value)
                if country is not None:
                    yield Naming(country, 3 if begun.at_start else 4)

    def _in_parts(self, parts: Sequence[str]) -> Iterator[Naming]:
        """Names in a row of words, the longest first; a word belongs to one name only."""
        parts = parts[:_MOST_PARTS]
        at = 0
        while at < len(parts):
            for length in range(min(_MOST_WORDS, len(parts) - at), 0, -1):
                own = parts[at : at + length]
                country = self._named(" ".join(own)) if all(own) else None
                if country is not None and not self._is_part_of_trap(country, parts):
                    yield Naming(country, 2, frozenset(own))
                    at += length - 1
                    break
            at += 1

    def _named(self, name: str) -> Country | None:
        folded = fold_name(name)
        if folded.partition(" ")[0] not in self._first_words:
            return None
        if len(folded) <= _LONGEST_CODE and not name.isupper():
            return None
        return self._countries.find(name) or self._demonyms.get(folded)

    def _is_part_of_trap(self, country: Country, parts: Sequence[str]) -> bool:
        if not country.not_when:
            return False
        said = f" {fold_name(' '.join(parts))} "
        return any(f" {fold_name(phrase)} " in said for phrase in country.not_when)

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(
            Name(each.name, each.iso2, also=each.aliases) for each in self._countries.all()
        )

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """What a name may begin with: most words of a query are thus no country's."""
        names = {
            fold_name(name).partition(" ")[0]
            for each in self._countries.all()
            for name in (each.name, *each.aliases, *each.demonyms, each.iso2, each.iso3)
        }
        return frozenset(names | {"the", "st", "saint"})

    @cached_property
    def _demonyms(self) -> Mapping[str, Country]:
        found: dict[str, Country] = {}
        for country in self._countries.all():
            for name in country.demonyms:
                if name not in country.ambiguous:
                    found.setdefault(fold_name(name), country)
        return found


def _filtered(node: Node | None) -> Iterator[str]:
    """The values of the country filters that must hold."""
    match node:
        case Filter("country", value):
            yield from filter_values(value)
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from _filtered(child)
        case _:
            return


def _parts(node: Node | None) -> Iterator[str]:
    """The words of a query one by one; "" between what does not stand side by side."""
    match node:
        case Word(text):
            yield from words(text)
        case Phrase(text) | Exact(text):
            yield ""
            yield from words(text)
            yield ""
        case Or((Word(text), Prefix())):
            # A word that is still being typed.
            yield from words(text)
        case And(nodes):
            for child in nodes:
                yield from _parts(child)
        case Or(nodes):
            for child in nodes:
                yield ""
                yield from _parts(child)
            yield ""
        case _:
            yield ""
