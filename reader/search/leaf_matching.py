"""Where the words of a query stand: the entries that each of its leaves matches."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader.domain.query import (
    Exact,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.search.analysis import AS_WRITTEN
from reader.search.closeness import places_between, smallest_span
from reader.search.postings import Occurrences
from reader.search.snapshot import Snapshot, entry_number
from reader.search.vocabulary import typing_edits
from reader.text.folding import as_written, fold
from reader.text.stemming import stem
from reader.text.tokens import words

# A beginning, and a word to be spelled like, stand for so many words, the most frequent ones.
MOST_WORDS = 64
# All of a query's together for so many.
_ALL_WORDS = 256
# What an edit takes from a word's weight.
_EDIT_SHARE = 0.7
# Answers for so many entries are kept for the next key: most leaves of its query are the same.
_KEPT_ENTRIES = 400_000

Numbers = frozenset[int] | None
"""Versions by their number in the index; None for all."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the index that a word of a query stands for, and in texts of which language.

    `spanish` is None for any language.
    """

    text: str
    spanish: bool | None = None
    weight: float = 1.0


@dataclass(slots=True)
class LeafMatch:
    """What a leaf matches.

    `own` are the entries with its words, and how much these count in each; `above` the entries
    under headings with them, `titles` the versions with them in the title. `versions` counts the
    entries by version, those in `own` or above. `rarity` is what the leaf's words count for,
    `places` where a leaf of one word stands, by version.
    """

    own: dict[int, float] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)
    versions: dict[int, int] = field(default_factory=dict)
    rarity: float = 0.0
    places: dict[int, list[Occurrences]] = field(default_factory=dict)

    def size(self) -> int:
        """How much room it takes, in entries."""
        return len(self.own) + len(self.above) + 1


class LeafMatching:
    """Finds the entries of leaves in one snapshot, and keeps the last answers."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._kept: OrderedDict[tuple[Leaf, Numbers, int], LeafMatch] = OrderedDict()
        self._size = 0

    def words_each(self, root: Node) -> int:
        """How many words each beginning or misspelling of a query may stand for."""
        several = sum(isinstance(leaf, Prefix | Fuzzy) for leaf in positive_leaves(root))
        return max(4, min(MOST_WORDS, _ALL_WORDS // max(1, several)))

    def find(self, leaf: Leaf, within: Numbers = None, most: int = MOST_WORDS) -> LeafMatch:
        """What a leaf matches in some versions; it stands for `most` words at most.

        What is answered must not be changed.
        """
        key = (leaf, within, most)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._find(leaf, within, most)
        self._kept[key] = found
        self._size += found.size()
        while self._size > _KEPT_ENTRIES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._size -= dropped.size()
        return found

    def _find(self, leaf: Leaf, within: Numbers, most: int) -> LeafMatch:
        texts = words(leaf.text)
        if not texts:
            return LeafMatch()
        match leaf:
            case Exact():
                slots = [[_exact(text)] for text in texts]
                return (
                    self._single(slots[0], within, {})
                    if len(slots) == 1
                    else self._phrase(slots, within)
                )
            case Near(_, at_most):
                slots = [self._forms(text) for text in dict.fromkeys(map(fold, texts))]
                if len(slots) == 1:
                    return self._single(slots[0], within, slots[0])
                return self._near(slots, at_most, within)
            case Prefix() if len(texts) == 1:
                terms = [
                    Term(each.word)
                    for each in self._snapshot.vocabulary.beginning(fold(texts[0]), most)
                ]
                return self._single(terms, within, terms)
            case Fuzzy(_, edits) if len(texts) == 1:
                terms = self._alike(texts[0], edits)[:most]
                return self._single(terms, within, terms)
            case Word() | Phrase() | Prefix() | Fuzzy():
                slots = [self._forms(text) for text in texts]
                if len(slots) > 1:
                    return self._phrase(slots, within)
                return self._single(
                    slots[0], within, slots[0] if not isinstance(leaf, Phrase) else ()
                )

    def _forms(self, word: str) -> list[Term]:
        """All forms of a word: of its English stem in other texts than Spanish ones, and so on."""
        vocabulary = self._snapshot.vocabulary
        english = dict.fromkeys(vocabulary.forms(stem(word, "en"), "en"))
        spanish = dict.fromkeys(vocabulary.forms(stem(word, "es"), "es"))
        terms = [Term(each, None if each in spanish else False) for each in english]
        terms += [Term(each, spanish=True) for each in spanish if each not in english]
        return terms

    def _alike(self, word: str, edits: int | None) -> list[Term]:
        folded = fold(word)
        most = typing_edits(folded) if edits is None else edits
        vocabulary = self._snapshot.vocabulary
        found = vocabulary.spelled_like(folded, most) or [(folded, 0)]
        found.sort(key=lambda each: (each[1], -vocabulary.count(each[0]), each[0]))
        return [Term(each, weight=_EDIT_SHARE**distance) for each, distance in found]

    def _rarity(self, entries: int) -> float:
        """The inverse document frequency of what occurs in so many entries."""
        total = self._snapshot.total
        known = min(entries, total)
        return math.log(1 + (total - known + 0.5) / (known + 0.5))

    def _in_language(self, number: int, term: Term) -> bool:
        return term.spanish is None or (number in self._snapshot.spanish) is term.spanish

    def _occurrences(
        self, terms: Iterable[Term], within: Numbers
    ) -> tuple[dict[int, list[tuple[Occurrences, float]]], int]:
        """Where any of the terms occurs, by version; and in how many entries of all versions."""
        found: dict[int, list[tuple[Occurrences, float]]] = {}
        entries = 0
        for term in terms:
            for number, each in self._snapshot.occurrences(term.text).items():
                if term.spanish is not None and not self._in_language(number, term):
                    continue
                entries += len(each.entries)
                if within is None or number in within:
                    found.setdefault(number, []).append((each, term.weight))
        return found, entries

    def _single(self, terms: Sequence[Term], within: Numbers, around: Iterable[Term]) -> LeafMatch:
        """A leaf of one word: any of `terms` in the text, or of `around` above it."""
        found, entries = self._occurrences(terms, within)
        match = LeafMatch(rarity=self._rarity(entries))
        own = match.own
        for number, several in found.items():
            first = entry_number(number, 0)
            count = 0
            for each, weight in several:
                impacts: Iterable[float] = each.impacts
                if weight != 1.0:
                    impacts = [weight * value for value in impacts]
                numbers = map(first.__or__, each.entries)
                if not count:
                    own.update(zip(numbers, impacts))
                else:
                    for entry, value in zip(numbers, impacts):
                        own[entry] = own.get(entry, 0.0) + value
                count += len(each.entries)
            match.versions[number] = count
            match.places[number] = [each for each, _ in several]
        self._look_above(match, around, within)
        return match

    def _look_above(self, match: LeafMatch, terms: Iterable[Term], within: Numbers) -> None:
        for term in terms:
            for number, ranges in self._snapshot.headed(term.text).items():
                if (within is None or number in within) and self._in_language(number, term):
                    first = entry_number(number, 0)
                    for start, length in zip(ranges[::2], ranges[1::2]):
                        match.above.update(range(first + start, first + start + length))
                    match.versions.setdefault(number, 0)
            for number in self._snapshot.titled(term.text):
                if (within is None or number in within) and self._in_language(number, term):
                    match.titles.add(number)
                    match.versions.setdefault(number, 0)

    def _all_slots(
        self, slots: Sequence[Sequence[Term]], within: Numbers
    ) -> Iterator[tuple[int, list[list[Occurrences]]]]:
        """The versions in which every slot occurs, with the slots' occurrences."""
        found: list[Mapping[int, list[tuple[Occurrences, float]]]] = []
        for terms in slots:
            occurrences, _ = self._occurrences(terms, within)
            if not occurrences:
                return
            found.append(occurrences)
        fewest = min(found, key=len)
        for number in fewest:
            if all(number in each for each in found):
                yield number, [[one for one, _ in each[number]] for each in found]

    def _phrase(self, slots: Sequence[Sequence[Term]], within: Numbers) -> LeafMatch:
        match = LeafMatch()
        for number, occurrences in self._all_slots(slots, within):
            starts = _phrase_starts(occurrences)
            if starts:
                layout = self._snapshot.layout(number)
                counts: dict[int, int] = {}
                for start in starts:
                    entry = bisect_right(layout.starts, start) - 1
                    counts[entry] = counts.get(entry, 0) + 1
                self._put(match, number, counts, occurrences[0])
        match.rarity = self._rarity(len(match.own)) if match.own else 0.0
        return match

    def _near(self, slots: Sequence[Sequence[Term]], at_most: int, within: Numbers) -> LeafMatch:
        match = LeafMatch()
        span = at_most + len(slots) - 1
        for number, occurrences in self._all_slots(slots, within):
            together = set.intersection(
                *({entry for one in slot for entry in one.entries} for slot in occurrences)
            )
            if not together:
                continue
            starts = self._snapshot.layout(number).starts
            counts: dict[int, int] = {}
            for entry in together:
                first, last = starts[entry], starts[entry + 1]
                places = [places_between(slot, first, last) for slot in occurrences]
                if smallest_span(places, span) <= span:
                    counts[entry] = 1
            self._put(match, number, counts, occurrences[0])
        match.rarity = self._rarity(len(match.own)) if match.own else 0.0
        return match

    def _put(
        self,
        match: LeafMatch,
        number: int,
        counts: Mapping[int, int],
        of_one: Sequence[Occurrences],
    ) -> None:
        """Entries of a version; they count as one of the words does there."""
        for entry, count in counts.items():
            value = 0.0
            for each in of_one:
                at = bisect_left(each.entries, entry)
                if at < len(each.entries) and each.entries[at] == entry:
                    value = max(value, each.impacts[at])
            match.own[entry_number(number, entry)] = value * (1 + 0.1 * min(count - 1, 5))
        if counts:
            match.versions[number] = len(counts)


def _exact(word: str) -> Term:
    written = as_written(word)
    return Term(written) if written == fold(word) else Term(AS_WRITTEN + written)


def _phrase_starts(slots: Sequence[Sequence[Occurrences]]) -> list[int]:
    """Where words stand one after the other, each in its slot: the first one's places."""
    sizes = [sum(len(each.places) for each in slot) for slot in slots]
    first = sizes.index(min(sizes))
    starts = [place - first for each in slots[first] for place in each.places]
    for at, slot in sorted(enumerate(slots), key=lambda each: sizes[each[0]]):
        if at != first and starts:
            places: set[int] = set()
            for each in slot:
                places.update(each.places)
            starts = [start for start in starts if start + at in places]
    return starts
