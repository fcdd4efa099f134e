"""Tags of documents and of bookmarks as one: `a/b` stands under `a`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reader.library.search_places import Places
from reader.library.search_table import SearchTable
from reader.search.engine import Key
from reader.text.folding import fold


@dataclass(frozen=True, slots=True)
class Tagged:
    """What carries a tag or one under it.

    `versions` are those of documents; `entries` are what bookmarks mark in other documents.
    """

    label: str
    versions: frozenset[int]
    entries: frozenset[Key]


class Tags:
    """All tags at one moment, looked up without regard to capitals and accents."""

    def __init__(self, table: SearchTable, places: Places) -> None:
        self._table = table
        self._places = places

    @property
    def all(self) -> tuple[Tagged, ...]:
        """Every tag, those included that others only stand under."""
        return tuple(self._by_name.values())

    @cached_property
    def with_entries(self) -> tuple[Tagged, ...]:
        """The tags that bookmarks carry in documents that do not."""
        return tuple(tag for tag in self.all if tag.entries)

    def find(self, name: str) -> Tagged | None:
        """The tag of a name; None when nothing carries it."""
        return self._by_name.get(_levels(name)[-1])

    @cached_property
    def _by_name(self) -> Mapping[str, Tagged]:
        labels: dict[str, str] = {}
        versions: dict[str, set[int]] = {}
        entries: dict[str, set[Key]] = {}
        for holders in self._table.tags.values():
            for level, label in zip(_levels(holders.label), _labels(holders.label)):
                labels.setdefault(level, label)
                versions.setdefault(level, set()).update(holders.versions)
        for written, keys in self._places.tags.values():
            for level, label in zip(_levels(written), _labels(written)):
                labels.setdefault(level, label)
                entries.setdefault(level, set()).update(keys)
        found = {}
        for level in sorted(labels):
            tagged = frozenset(versions.get(level, ()))
            marked = frozenset(key for key in entries.get(level, ()) if key[0] not in tagged)
            found[level] = Tagged(labels[level], tagged, marked)
        return found


def _labels(tag: str) -> list[str]:
    """A tag with all that it stands under, the outermost first."""
    parts = [part.strip() for part in tag.split("/") if part.strip()] or [tag]
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]


def _levels(tag: str) -> list[str]:
    return [fold(label) for label in _labels(tag)]
