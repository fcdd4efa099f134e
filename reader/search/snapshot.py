"""One state of the Whoosh index, open for reading: its postings, decoded once and kept a while."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from typing import Any

from reader.search.engine import Key
from reader.search.postings import Layout, layout_of
from reader.search.term_postings import PLACE_SHIFT, VERSION_SHIFT, TermPostings
from reader.search.vocabulary import Vocabulary
from reader.search.whoosh_index import column_values

_MASK = (1 << VERSION_SHIFT) - 1
_PLACE_MASK = (1 << PLACE_SHIFT) - 1
# So many entries of postings stay decoded, some 20 bytes each, and as many layouts.
_KEPT_ENTRIES = 2_000_000
_KEPT_LAYOUTS = 2_000


class Snapshot:
    """The index as it was when it was opened. Not for several threads at once."""

    def __init__(self, index: Any, vocabulary: Vocabulary) -> None:
        self._reader = index.reader()
        self.vocabulary = vocabulary
        self.known = vocabulary.only(self._holds)
        """The words that still occur: those of removed documents stay in the vocabulary."""
        self._held: dict[str, bool] = {}
        self._postings: OrderedDict[str, TermPostings] = OrderedDict()
        self._kept = 0
        self._layouts: OrderedDict[int, Layout] = OrderedDict()
        self._passages: dict[int, tuple[Set[Key], frozenset[int]]] = {}
        self.sizes: dict[int, int] = dict(column_values(self._reader, "entries"))
        """The number of entries by version's number in the index."""
        self.total = sum(self.sizes.values())
        """The number of all entries."""
        self.versions: dict[int, int] = dict(column_values(self._reader, "number"))
        """The catalogue's version by its number in the index."""
        for part, _ in self._reader.leaf_readers():
            # Opened now: a writer may remove the file of a part that is joined to others.
            if part.doc_count_all():
                part.stored_fields(0)

    def holds(self, stamp: Mapping[int, int]) -> bool:
        """Whether it is what a stamp says.

        Whoosh takes a file of numbers that a writer just removed for one that never was, and has
        nought for all of its documents.
        """
        return {self.versions[number]: count for number, count in self.sizes.items()} == stamp

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number in the index by the catalogue's version."""
        return {version: number for number, version in self.versions.items()}

    @cached_property
    def spanish(self) -> frozenset[int]:
        """The versions in Spanish: the one language besides English with stems of its own."""
        return frozenset(self._documents("language", "es"))

    @cached_property
    def _headings(self) -> frozenset[str]:
        return self._terms("heading")

    @cached_property
    def _titles(self) -> frozenset[str]:
        return self._terms("title")

    def _terms(self, field: str) -> frozenset[str]:
        return frozenset(term.decode() for term in self._reader.lexicon(field))

    def postings(self, term: str) -> TermPostings:
        """Where a term occurs in the texts."""
        held = self._postings.get(term)
        if held is not None:
            self._postings.move_to_end(term)
            return held
        held = self._postings[term] = TermPostings(self._values("body", term))
        self._kept += 20 + len(held)
        while self._kept > _KEPT_ENTRIES and len(self._postings) > 1:
            _, dropped = self._postings.popitem(last=False)
            self._kept -= 20 + len(dropped)
        return held

    def headed(self, term: str) -> dict[int, array[int]]:
        """By version's number, the first and number of entries under headings with a word."""
        if term not in self._headings:
            return {}
        found = {}
        for number, value in self._values("heading", term):
            found[number] = array("I")
            found[number].frombytes(value)
        return found

    def titled(self, term: str) -> list[int]:
        """The versions with a word in their title."""
        return self._documents("title", term) if term in self._titles else []

    def layout(self, number: int) -> Layout:
        """A version's entries: the passages and where each begins."""
        held = self._layouts.get(number)
        if held is None:
            held = layout_of(self._reader.stored_fields(number)["layout"])
            self._layouts[number] = held
            if len(self._layouts) > _KEPT_LAYOUTS:
                self._layouts.popitem(last=False)
        return held

    def key(self, entry: int) -> Key:
        """What names an entry outside the index."""
        number = entry >> VERSION_SHIFT
        return self.versions[number], self.layout(number).passages[entry & _MASK]

    def entries(self, keys: Set[Key]) -> frozenset[int]:
        """The numbers of the entries that hold these passages."""
        known = self._passages.get(id(keys))
        if known is not None and known[0] is keys:
            return known[1]
        found: set[int] = set()
        by_version: dict[int, list[int]] = {}
        for version, passage in keys:
            by_version.setdefault(version, []).append(passage)
        for version, passages in by_version.items():
            number = self.numbers.get(version)
            if number is None:
                continue
            held = self.layout(number).passages
            found.update(
                entry_number(number, place)
                for place in (bisect_right(held, passage) - 1 for passage in passages)
                if place >= 0
            )
        result = frozenset(found)
        # The same sets are asked for with every key that is typed.
        if len(self._passages) > 200:
            self._passages.clear()
        self._passages[id(keys)] = keys, result
        return result

    def entries_of(self, numbers: Iterable[int]) -> set[int]:
        """The numbers of all entries of versions."""
        found: set[int] = set()
        for number in numbers:
            first = number << VERSION_SHIFT
            found.update(range(first, first + self.sizes.get(number, 0)))
        return found

    def _holds(self, word: str) -> bool:
        """Whether a folded word occurs in a text, a title or a heading."""
        held = self._held.get(word)
        if held is None:
            encoded = word.encode("utf-8", "surrogatepass")
            # Part by part: most words are in the first.
            held = any(
                (field, encoded) in part and part.postings(field, encoded).is_active()
                for field in ("body", "title", "heading")
                for part, _ in self._reader.leaf_readers()
            )
            self._held[word] = held
        return held

    def _documents(self, field: str, term: str) -> list[int]:
        """Whoosh's documents that have a term."""
        matcher = self._matcher(field, term)
        return [] if matcher is None else list(matcher.all_ids())

    def _values(self, field: str, term: str) -> Iterator[tuple[int, bytes]]:
        """The value of a term in each of Whoosh's documents that has it."""
        matcher = self._matcher(field, term)
        while matcher is not None and matcher.is_active():
            yield matcher.id(), matcher.value()
            matcher.next()

    def _matcher(self, field: str, term: str) -> Any:
        encoded = term.encode("utf-8", "surrogatepass")
        if (field, encoded) not in self._reader:
            return None
        return self._reader.postings(field, encoded)


def entry_number(version: int, place: int) -> int:
    """The number of a version's entry, by the version's number and the entry's place in it."""
    return (version << VERSION_SHIFT) | place


def version_of(entry: int) -> int:
    """The version's number of an entry."""
    return entry >> VERSION_SHIFT


def place_of(entry: int) -> int:
    """An entry's place in its version."""
    return entry & _MASK


def first_place(version: int) -> int:
    """The number of a version's first place."""
    return version << PLACE_SHIFT


def entry_at(layout: Layout, place: int) -> int:
    """The number of the entry that a place with this number lies in, by its version's layout."""
    version, position = place >> PLACE_SHIFT, place & _PLACE_MASK
    return entry_number(version, bisect_right(layout.starts, position) - 1)
