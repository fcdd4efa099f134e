"""Countries and the resolution of their names, aliases and codes to ISO 3166-1."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 codes; region and continent are None where not assigned."""

    iso2: str
    iso3: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    continent: str | None = None
    region: str | None = None


def fold_name(name: str) -> str:
    """A name for comparison: no case, no accents, no punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFKD", name)
    kept = (
        character if character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return " ".join("".join(kept).casefold().split())


class CountryTable:
    """All countries, looked up by any of their names or codes."""

    def __init__(self, countries: Iterable[Country]) -> None:
        self._by_code: dict[str, Country] = {}
        for country in countries:
            self._by_code[country.iso2] = country
            self._by_code[country.iso3] = country

    @cached_property
    def _by_name(self) -> dict[str, Country]:
        return {
            fold_name(name): country
            for country in self._by_code.values()
            for name in (country.name, *country.aliases)
        }

    def by_code(self, code: str) -> Country | None:
        """The country of an ISO alpha-2 or alpha-3 code, in any case; None when there is none."""
        return self._by_code.get(code.strip().upper())

    def find(self, name: str) -> Country | None:
        """The country of a name, an alias or a code; None when it is not known.

        Two and three letters are a code only when no name is spelled so: `NA` is Namibia.
        """
        return self._by_name.get(fold_name(name)) or self.by_code(name)

    def resolve(self, name: str) -> Country:
        """As `find`, but raises NotFound with what to write instead."""
        country = self.find(name)
        if country is None:
            raise NotFound(
                "no such country", item=name, remedy="Give an English name or an ISO 3166 code"
            )
        return country

    def all(self) -> tuple[Country, ...]:
        """Every country once, by name."""
        unique = {country.iso2: country for country in self._by_code.values()}
        return tuple(sorted(unique.values(), key=lambda country: fold_name(country.name)))

    def named_in(self, text: str) -> tuple[Country, ...]:
        """Countries whose name, alias or demonym stands in `text` as whole words, as they occur.

        Codes do not count: `PE` in a text is as often something else.
        """
        folded = f" {fold_name(text)} "
        found: list[tuple[int, str, Country]] = []
        for country in self.all():
            places = [
                folded.find(f" {fold_name(name)} ")
                for name in (country.name, *country.aliases, *country.demonyms)
                if len(name) > 3
            ]
            places = [place for place in places if place >= 0]
            if places:
                found.append((min(places), country.iso2, country))
        return tuple(country for _, _, country in sorted(found, key=lambda entry: entry[:2]))
