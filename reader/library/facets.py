"""Counts to narrow by, over all hits: what each value would leave, were it chosen alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reader.domain.query import InVersions, Node
from reader.domain.scoring import Indicator
from reader.library.filtering import UNKNOWN
from reader.library.resolving import FACET_FIELDS, Resolution
from reader.library.search_places import Places
from reader.library.search_results import Facet, FacetValue
from reader.library.search_table import Holders, SearchTable
from reader.library.search_tags import Tags
from reader.search.engine import FoundPassages, Key, Wanted

MOST_VALUES = 200
"""So many values of a facet are listed, and those chosen in any case."""
_OF_DOCUMENTS = ("country", "publisher", "year", "type")
_OF_PASSAGES = ("tag", "indicator")

Search = Callable[[Node, Wanted], FoundPassages]
Counts = Mapping[int, int]
Value = tuple[str, str, int]
"""A value as its filter takes it, its label, and the passages that it would leave."""


class Faceting:
    """Counts the facets of queries against the library as it is at one moment."""

    def __init__(
        self, table: SearchTable, places: Places, tags: Tags, indicators: Sequence[Indicator]
    ) -> None:
        self._table = table
        self._tags = tags
        self._indicators = indicators
        self._among: Mapping[str, Mapping[str, frozenset[Key]]] = {
            "tag": {f"tag:{tag.label}": tag.entries for tag in tags.with_entries},
            "indicator": {
                f"indicator:{each.id}": places.evidence[each.id]
                for each in indicators
                if places.evidence.get(each.id)
            },
        }

    def among(self, resolution: Resolution) -> dict[str, frozenset[Key]]:
        """The sets whose hits are to be counted when the query itself is answered."""
        return {
            name: keys
            for field in _OF_PASSAGES
            if field not in resolution.selections
            for name, keys in self._among[field].items()
        }

    def facets(
        self, resolution: Resolution, found: FoundPassages, search: Search
    ) -> tuple[Facet, ...]:
        """The facets of an answer, which was asked for with `among`; those without values not."""
        selected = {
            name: each.node.versions
            for name, each in resolution.selections.items()
            if name in _OF_DOCUMENTS and isinstance(each.node, InVersions)
        }
        wide = found
        if selected:
            wide = self._search(resolution, frozenset(selected), search, {})
        counts = {version: n for version, n in wide.versions.items() if version in self._table.rows}

        def left(name: str) -> Counts:
            """The hits by version as the other facets leave them."""
            others = [versions for field, versions in selected.items() if field != name]
            if not others:
                return counts
            among = frozenset.intersection(*others)
            return {version: n for version, n in counts.items() if version in among}

        def answer(name: str) -> FoundPassages:
            if name not in resolution.selections:
                return found
            return self._search(resolution, frozenset({name}), search, self._among[name])

        table = self._table
        values = {
            "country": self._country(left("country")),
            "publisher": _by_holders(table.publishers.values(), left("publisher")),
            "year": self._year(left("year")),
            "type": _by_holders(table.types.values(), left("type")),
            "tag": self._tag(answer("tag")),
            "indicator": self._indicator(answer("indicator")),
        }
        facets = []
        for name in FACET_FIELDS:
            selection = resolution.selections.get(name)
            facets.append(self._facet(name, values[name], selection.values if selection else {}))
        return tuple(facet for facet in facets if facet.values)

    def _search(
        self,
        resolution: Resolution,
        without: frozenset[str],
        search: Search,
        among: Mapping[str, frozenset[Key]],
    ) -> FoundPassages:
        root = resolution.root(without) or InVersions(self._table.versions)
        return search(root, Wanted(limit=1, among=among, whole=0))

    def _country(self, counts: Counts) -> list[Value]:
        summed: dict[str, int] = {}
        rows = self._table.rows
        for version, n in counts.items():
            for code in (rows[version].countries or "").split():
                summed[code] = summed.get(code, 0) + n
        return [(code, self._table.country_name(code), n) for code, n in summed.items()]

    def _year(self, counts: Counts) -> list[Value]:
        return [
            (UNKNOWN if year is None else str(year), holders.label, n)
            for year, holders in self._table.years.items()
            if (n := _sum(holders.versions, counts))
        ]

    def _tag(self, found: FoundPassages) -> list[Value]:
        return [
            (tag.label, tag.label, n)
            for tag in self._tags.all
            if (n := _sum(tag.versions, found.versions) + found.among.get(f"tag:{tag.label}", 0))
        ]

    def _indicator(self, found: FoundPassages) -> list[Value]:
        return [
            (each.id, each.name, n)
            for each in self._indicators
            if (n := found.among.get(f"indicator:{each.id}", 0))
        ]

    def _label(self, name: str, value: str) -> str:
        if name == "country":
            return self._table.country_name(value)
        if name == "year" and value == UNKNOWN:
            return "no date"
        if name == "indicator":
            return next((each.name for each in self._indicators if each.id == value), value)
        return value

    def _facet(
        self, name: str, values: list[Value], chosen: Mapping[str, tuple[str, ...]]
    ) -> Facet:
        counted = {value for value, _, _ in values}
        rest = [(value, self._label(name, value), 0) for value in chosen if value not in counted]

        def place(each: Value) -> tuple[bool, int, str]:
            value, label, n = each
            if name == "year":
                # Newest first; those without a date last.
                return (value not in chosen, -int(value) if _is_year(value) else 1, label)
            return (value not in chosen, -n, label)

        ordered = sorted([*values, *rest], key=place)
        return Facet(
            name,
            tuple(
                FacetValue(value, label, n, value in chosen, chosen.get(value, ()))
                for at, (value, label, n) in enumerate(ordered)
                if at < MOST_VALUES or value in chosen
            ),
        )


def _by_holders(holders: Iterable[Holders], counts: Counts) -> list[Value]:
    return [(each.label, each.label, n) for each in holders if (n := _sum(each.versions, counts))]


def _sum(versions: frozenset[int], counts: Counts) -> int:
    """The hits in some versions; quick whichever of both is the smaller."""
    if len(versions) < len(counts):
        return sum(counts[version] for version in versions if version in counts)
    return sum(n for version, n in counts.items() if version in versions)


def _is_year(value: str) -> bool:
    """Whether it is a plain year: what is chosen may be anything that was typed, such as `²⁰¹³`."""
    return len(value) == 4 and value.isascii() and value.isdigit()
