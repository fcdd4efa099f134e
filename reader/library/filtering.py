"""What one filter of a query stands for: versions or passages, and how that is said."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.domain.country import CountryTable, fold_name
from reader.domain.query import InPassages, InVersions, Node, Or
from reader.domain.query_filters import filter_value, filter_values, written_filter, year_range
from reader.domain.scoring import Indicator
from reader.library.languages import Languages
from reader.library.search_places import Places
from reader.library.search_table import Holders, SearchTable
from reader.library.search_tags import Tags
from reader.search.engine import Key
from reader.text.folding import fold
from reader.text.tokens import words

UNKNOWN = "unknown"
"""What `year:` takes for documents without a date."""
_LIKE_ENOUGH = 0.7
_LONG_ENOUGH = 2
_NOTHING = InVersions(frozenset())
_KINDS = {
    "country": "no country is called “{}”",
    "publisher": "no publisher is called “{}”",
    "year": "“{}” is no year; write 2013, 2013..2016 or unknown",
    "type": "no document is of the type “{}”",
    "tag": "nothing is tagged “{}”",
    "indicator": "no indicator is called “{}”",
    "lang": "no document is in the language “{}”",
    "title": "no title has “{}” in it",
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A filter as the index is asked for it.

    `values` are what the facet of its field calls the values chosen, each with the values that it
    was written as; what is not known stands as it was written. `known` is false when nothing that
    was named exists, `near` is then the nearest name that does. `details` say what each value
    stood for, `notes` what was not known.
    """

    node: Node
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: bool = True
    near: str | None = None
    notes: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What one value stands for."""

    versions: frozenset[int] = frozenset()
    entries: frozenset[Key] = frozenset()
    labels: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


class Filtering:
    """Resolves filters against the library as it is at one moment."""

    def __init__(
        self,
        table: SearchTable,
        places: Places,
        tags: Tags,
        countries: CountryTable,
        indicators: Sequence[Indicator],
        languages: Languages,
    ) -> None:
        self._table = table
        self._places = places
        self._tags = tags
        self._countries = countries
        self._indicators = indicators
        self._languages = languages
        self._finders: Mapping[str, Callable[[str], _Found | None]] = {
            "country": self._country,
            "publisher": self._publisher,
            "year": self._year,
            "type": self._type,
            "tag": self._tag,
            "indicator": self._indicator,
            "lang": self._language,
            "title": self._title,
        }

    def resolve(self, name: str, written: str) -> Resolved:
        """What a filter stands for; values that are not known match nothing and are noted."""
        finder = self._finders.get(name)
        wanted = filter_values(written)
        if finder is None or not wanted:
            return Resolved(_NOTHING, known=False, notes=(f"“{name}:{written}” says nothing",))
        versions: set[int] = set()
        entries: set[Key] = set()
        values: dict[str, tuple[str, ...]] = {}
        notes: list[str] = []
        details: list[str] = []
        near: str | None = None
        known = False
        for value in wanted:
            found = finder(value)
            if found is None:
                nearest = self._nearest(name, value)
                near = near or nearest
                help_ = f"; did you mean “{nearest}”?" if nearest else ""
                notes.append(_KINDS[name].format(value) + help_)
                values[value] = (*values.get(value, ()), value)
                continue
            known = True
            versions |= found.versions
            entries |= found.entries
            for each in found.values:
                values[each] = (*values.get(each, ()), value)
            as_typed = written_filter(name, filter_value([value]))
            details.append(f"{as_typed}: {', '.join(found.labels)}, {_extent(name, found)}")
        return Resolved(
            _node(frozenset(versions), entries, by_entries=name in ("tag", "indicator")),
            values,
            known,
            near if not known else None,
            tuple(notes),
            tuple(details),
        )

    def _country(self, value: str) -> _Found | None:
        country = self._countries.find(value)
        if country is None:
            return None
        held = self._table.countries.get(country.iso2)
        return _Found(
            held.versions if held else frozenset(), labels=[country.name], values=[country.iso2]
        )

    def _publisher(self, value: str) -> _Found | None:
        return _held(self._table.publishers, value) or _with_words(self._table.publishers, value)

    def _type(self, value: str) -> _Found | None:
        return _held(self._table.types, value) or _with_words(self._table.types, value)

    def _year(self, value: str) -> _Found | None:
        years = self._table.years
        if fold(value) == UNKNOWN:
            held = years.get(None)
            return _Found(
                held.versions if held else frozenset(), labels=["no date"], values=[UNKNOWN]
            )
        bounds = year_range(value)
        if bounds is None:
            return None
        first, last = bounds
        chosen = {
            year: held.versions
            for year, held in years.items()
            if year is not None and (first or 0) <= year <= (last or 9999)
        }
        named = {first} if first is not None and first == last else chosen.keys()
        return _Found(
            frozenset().union(*chosen.values()),
            labels=[_years(first, last)],
            values=[str(year) for year in sorted(named)],
        )

    def _tag(self, value: str) -> _Found | None:
        tag = self._tags.find(value)
        if tag is None:
            return None
        return _Found(tag.versions, tag.entries, labels=[tag.label], values=[tag.label])

    def _indicator(self, value: str) -> _Found | None:
        wanted = _plain(value)
        chosen = [each for each in self._indicators if wanted in _names(each)]
        if not chosen:
            chosen = [
                each
                for each in self._indicators
                if any(f" {wanted} " in f" {name} " for name in _names(each))
            ]
        if not chosen or not wanted:
            return None
        evidence = self._places.evidence
        return _Found(
            entries=frozenset().union(*(evidence.get(each.id, frozenset()) for each in chosen)),
            labels=[each.name for each in chosen],
            values=[each.id for each in chosen],
        )

    def _language(self, value: str) -> _Found | None:
        code = self._languages.code(value)
        held = self._table.languages.get(code) if code else None
        if code is None or held is None:
            return None
        return _Found(held.versions, labels=[self._languages.name(code)], values=[code])

    def _title(self, value: str) -> _Found | None:
        versions = self._table.titled(value)
        return _Found(versions, labels=[f"“{value}”"], values=[value]) if versions else None

    def _nearest(self, name: str, value: str) -> str | None:
        table = self._table
        if name == "country":
            names = [holders.label for holders in table.countries.values()]
            return _like(value, names) or _like(
                value, [each.name for each in self._countries.all()]
            )
        if name == "lang":
            return _like(value, [self._languages.name(code) for code in table.languages])
        if name == "indicator":
            return _like(value, [each.name for each in self._indicators])
        if name == "tag":
            return _like(value, [tag.label for tag in self._tags.all])
        held = {"publisher": table.publishers, "type": table.types}.get(name, {})
        return _like(value, [holders.label for holders in held.values()], by_word=True)


def _node(versions: frozenset[int], entries: set[Key], *, by_entries: bool) -> Node:
    if not by_entries or not entries:
        return InVersions(versions)
    passages = InPassages(frozenset(entries))
    return Or((InVersions(versions), passages)) if versions else passages


def _extent(name: str, found: _Found) -> str:
    documents = f"{len(found.versions):,} document{'' if len(found.versions) == 1 else 's'}"
    passages = f"{len(found.entries):,} passage{'' if len(found.entries) == 1 else 's'}"
    if name == "indicator":
        return passages
    if not found.entries:
        return documents
    return f"{documents} and {passages} with marks" if found.versions else f"{passages} with marks"


def _held(held: Mapping[str, Holders], value: str) -> _Found | None:
    """The one value that is spelled so, capitals and accents aside."""
    holders = held.get(fold(value).strip())
    if holders is None:
        return None
    return _Found(holders.versions, labels=[holders.label], values=[holders.label])


def _with_words(held: Mapping[str, Holders], value: str) -> _Found | None:
    """All values that have these words in them, next to one another."""
    wanted = f" {' '.join(words(fold(value)))} "
    if not wanted.strip():
        return None
    chosen = [holders for name, holders in held.items() if wanted in f" {' '.join(words(name))} "]
    if not chosen:
        return None
    labels = sorted(holders.label for holders in chosen)
    return _Found(
        frozenset().union(*(holders.versions for holders in chosen)), labels=labels, values=labels
    )


def _years(first: int | None, last: int | None) -> str:
    if first == last:
        return str(first)
    if first is None:
        return f"until {last}"
    return f"from {first}" if last is None else f"{first} to {last}"


def _plain(name: str) -> str:
    return fold_name(name.replace("_", " "))


def _names(indicator: Indicator) -> tuple[str, ...]:
    return tuple(map(_plain, (indicator.id, indicator.name, *indicator.aliases)))


def _like(value: str, names: Iterable[str], *, by_word: bool = False) -> str | None:
    """The name that was probably meant: one with a word that begins so, or one spelled like it.

    With `by_word`, a word that several names have is enough of a name.
    """
    by_name = {_words(name): name for name in names}
    wanted = _words(value)
    begun = [name for name in by_name if f" {wanted}" in f" {name}"]
    if begun and len(wanted) >= _LONG_ENOUGH:
        return by_name[min(begun, key=lambda name: (len(name), name))]
    with_word: dict[str, list[str]] = {}
    for name in sorted(by_name):
        for word in name.split():
            with_word.setdefault(word, []).append(name)
    near = difflib.get_close_matches(wanted, {*by_name, *with_word}, n=1, cutoff=_LIKE_ENOUGH)
    if not near:
        return None
    if near[0] in by_name:
        return by_name[near[0]]
    sharing = with_word[near[0]]
    return near[0] if by_word and len(sharing) > 1 else by_name[sharing[0]]


def _words(name: str) -> str:
    return " ".join(words(fold(name)))
