"""Countries and the resolution of their names, aliases and codes to ISO 3166-1."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.domain.country_mentions import MentionFinder, Trap, Wording
from reader.domain.errors import NotFound

# Most names: thousands of titles are folded when the search field is first used.
_ASCII_WORD = re.compile("[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 codes; region and continent are None where not assigned.

    `gec` are its codes in the former FIPS 10-4 (Geopolitical Entities and Codes), several where
    they divide what ISO takes together. `ambiguous` names resolve to it, but tell nothing when
    they stand in a text; `persons` are names of it that people bear; `not_when` are phrases that
    hold a name of it and mean something else (the Gulf of Mexico).
    """

    iso2: str
    iso3: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    continent: str | None = None
    region: str | None = None
    gec: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NonCountry:
    """What sources list among countries and is none: an ocean, a union, a region, with why."""

    name: str
    reason: str
    aliases: tuple[str, ...] = ()
    gec: str | None = None


def fold_name(name: str) -> str:
    """A name for comparison: no case, no accents, no punctuation, single spaces."""
    if name.isascii():
        return " ".join(_ASCII_WORD.findall(name.lower()))
    decomposed = unicodedata.normalize("NFKD", name)
    kept = (
        character if character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return " ".join("".join(kept).casefold().split())


class CountryTable:
    """All countries, looked up by any of their names or codes."""

    def __init__(
        self, countries: Iterable[Country], non_countries: Iterable[NonCountry] = ()
    ) -> None:
        self._by_code: dict[str, Country] = {}
        for country in countries:
            self._by_code[country.iso2] = country
            self._by_code[country.iso3] = country
        self._non_countries = tuple(non_countries)

    def with_countries(self, countries: Iterable[Country]) -> CountryTable:
        """A table of other countries that knows the same of what is none."""
        return CountryTable(countries, self._non_countries)

    @cached_property
    def _by_name(self) -> dict[str, Country]:
        return {
            _key(name): country
            for country in self._by_code.values()
            for name in (*country.aliases, country.name)
        }

    @cached_property
    def _by_gec(self) -> dict[str, Country]:
        return {code: country for country in self._by_code.values() for code in country.gec}

    @cached_property
    def _non_country_names(self) -> dict[str, NonCountry]:
        return {
            _key(name): each for each in self._non_countries for name in (*each.aliases, each.name)
        }

    @cached_property
    def _finder(self) -> MentionFinder:
        countries = self.all()
        return MentionFinder(
            [wording for country in countries for wording in _wordings(country)],
            [Trap(fold_name(phrase)) for country in countries for phrase in country.not_when],
        )

    def by_code(self, code: str) -> Country | None:
        """The country of an ISO alpha-2 or alpha-3 code, in any case; None when there is none."""
        return self._by_code.get(code.strip().upper())

    def by_gec(self, code: str) -> Country | None:
        """The country of a GEC (FIPS 10-4) code, in any case; None when there is none.

        They look like ISO's and mean others: `AU` is Austria.
        """
        return self._by_gec.get(code.strip().upper())

    def find(self, name: str) -> Country | None:
        """The country of a name, an alias or a code; None when it is not known.

        Two and three letters are a code only when no name is spelled so: `NA` is Namibia. `St.`
        is `Saint`, `&` is `and`, and a `the` before or after it counts for nothing.
        """
        return self._by_name.get(_key(name)) or self.by_code(name)

    def non_country(self, name: str) -> NonCountry | None:
        """What a name that is known and is no country's means (`European Union`), else None."""
        return None if self.find(name) else self._non_country_names.get(_key(name))

    def non_country_by_gec(self, code: str) -> NonCountry | None:
        """As `non_country`, by a GEC (FIPS 10-4) code."""
        wanted = code.strip().upper()
        return next((each for each in self._non_countries if each.gec == wanted), None)

    def resolve(self, name: str) -> Country:
        """As `find`, but raises NotFound with what to write instead."""
        country = self.find(name)
        if country is None:
            other = self.non_country(name)
            raise NotFound(
                f"not a country but {other.reason}" if other else "no such country",
                item=name,
                remedy="Give an English name or an ISO 3166 code",
            )
        return country

    def all(self) -> tuple[Country, ...]:
        """Every country once, by name."""
        unique = {country.iso2: country for country in self._by_code.values()}
        return tuple(sorted(unique.values(), key=lambda country: fold_name(country.name)))

    def mentioned_at(self, text: str) -> list[tuple[int, str]]:
        """Where `text` names a country, and which: code points from its start, alpha-2 codes.

        A name, an alias or a demonym counts as whole words, the longest there is (`Papua New
        Guinea` is not Guinea too), written as one writes it (`turkey` is a bird). Codes do not
        count, and in doubt a name is none (`Jordan Peterson`, `Gulf of Mexico`).
        """
        return self._finder.find(text)

    def mentions(self, text: str) -> Counter[str]:
        """How often `text` names each country (alpha-2), in the order in which they first occur."""
        return Counter(code for _, code in self.mentioned_at(text))

    def named_in(self, text: str) -> tuple[Country, ...]:
        """The countries that `text` names, as they first occur; see `mentioned_at`."""
        return tuple(self._by_code[code] for code in self.mentions(text))


def _key(name: str) -> str:
    """A folded name without what is spelled in two ways or left out at will."""
    words = ["saint" if word == "st" else word for word in fold_name(name).split()]
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    # As catalogues file them: `Bahamas, The`.
    if words[-1:] == ["the"] and len(words) > 1:
        words = words[:-1]
    return " ".join(word for word in words if word != "and") or " ".join(words)


def _wordings(country: Country) -> Iterable[Wording]:
    """All ways in which a text may name a country."""
    unsure = {fold_name(name) for name in country.ambiguous}
    persons = {fold_name(name) for name in country.persons}
    for name in (country.name, *country.aliases, *country.demonyms):
        demonym = name in country.demonyms
        for folded in _spellings(name, plural=demonym):
            if folded not in unsure:
                yield Wording(
                    folded=folded,
                    country=country.iso2,
                    any_case=name[:1].islower(),
                    abbreviation=_is_abbreviation(name),
                    person=folded in persons,
                )


def _spellings(name: str, *, plural: bool) -> Iterable[str]:
    """A folded name, with `St` for `Saint` and without `and` (which `&` folds to)."""
    folded = fold_name(name)
    if folded.startswith("the "):
        folded = folded[4:]
    words = folded.split()
    forms = {folded, " ".join(word for word in words if word != "and")}
    forms |= {form.replace("saint ", "st ") for form in forms}
    forms |= {form.replace("st ", "saint ") for form in forms if form.startswith("st ")}
    if plural and name[:1].isupper() and not folded.endswith(("s", "sh", "ch", "se", "x", "men")):
        forms |= {f"{form}s" for form in forms}
    return sorted(form for form in forms if form)


def _is_abbreviation(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return len(letters) <= 4 and all(character.isupper() for character in letters)
