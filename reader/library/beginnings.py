"""Names looked up by how any of their words begins: titles, countries, tags, publishers."""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.domain.country import fold_name

# A name is looked for by its first words; nobody types more of a title to find it.
_LONGEST = 80
_MOST_WORDS = 24
_SHORT = 2
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Name:
    """A name to offer: what is shown, the value that a filter takes, and what it is found by.

    `count` ranks it among names that begin alike; `also` are other names of the same thing.
    """

    label: str
    value: str
    detail: str = ""
    count: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A name one of whose words begins as asked: `alias` is the other name where it was that."""

    name: Name
    alias: str = ""
    at_start: bool = True


class Beginnings:
    """Names by the beginnings of their words, case, accents and punctuation aside."""

    def __init__(self, names: Iterable[Name]) -> None:
        ordered = sorted(names, key=lambda each: (-each.count, fold_name(each.label), each.value))
        self._names: Sequence[Name] = ordered
        entries = sorted(_entries(ordered))
        self._keys = [entry[0] for entry in entries]
        # By word and name: (not the first word, an alias, place of the name, the alias).
        self._ranks = [entry[1:] for entry in entries]
        self._short: dict[tuple[str, int], list[Begun]] = {}

    def all(self) -> Sequence[Name]:
        """Every name, the most frequent first."""
        return self._names

    def find(self, typed: str, limit: int) -> list[Begun]:
        """Names with a word from which on they begin as `typed` does, each once.

        First come those that begin so themselves, the most frequent first. Nothing begins with
        nothing.
        """
        wanted = fold_name(typed)
        if not wanted:
            return []
        if len(wanted) > _SHORT:
            return self._find(wanted, limit)
        # Half of all names have a word that begins with such a letter.
        if (wanted, limit) not in self._short:
            self._short[wanted, limit] = self._find(wanted, limit)
        return self._short[wanted, limit]

    def _find(self, wanted: str, limit: int) -> list[Begun]:
        low = bisect.bisect_left(self._keys, wanted)
        high = bisect.bisect_right(self._keys, wanted + _LAST, low)
        # A name may be found by several of its words and aliases.
        best = heapq.nsmallest(limit * 4 + 8, self._ranks[low:high])
        found: dict[int, Begun] = {}
        for later, _, place, alias in best:
            found.setdefault(place, Begun(self._names[place], alias, not later))
        return list(found.values())[:limit]


def _entries(names: Sequence[Name]) -> Iterator[tuple[str, bool, bool, int, str]]:
    for place, name in enumerate(names):
        for shown in (name.label, *name.also):
            alias = "" if shown == name.label else shown
            for later, words in _from_each_word(fold_name(shown)):
                yield words, later, bool(alias), place, alias


def _from_each_word(folded: str) -> Iterator[tuple[bool, str]]:
    at = 0
    for _ in range(_MOST_WORDS):
        yield at > 0, folded[at : at + _LONGEST]
        space = folded.find(" ", at)
        if space < 0:
            return
        at = space + 1
