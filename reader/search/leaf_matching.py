"""Where the words of a query stand: the entries that each of its leaves matches."""

from __future__ import annotations

import math
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
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
from reader.search.closeness import places_of_any, smallest_span
from reader.search.slots import Slot, phrase_starts
from reader.search.snapshot import (
    Snapshot,
    entry_at,
    entry_number,
    first_place,
    place_of,
    version_of,
)
from reader.search.term_postings import PLACE_SHIFT, TermPostings
from reader.search.vocabulary import typing_edits
from reader.text.folding import POSSESSIVE, as_written, fold
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
    entries by version that has the words in texts, headings or title. `rarity` is what the leaf's
    words count for, `terms` are the words that a leaf of one word stands for.
    """

    own: dict[int, float] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)
    versions: dict[int, int] = field(default_factory=dict)
    rarity: float = 0.0
    terms: Sequence[TermPostings] = ()

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

    def estimate(self, leaf: Leaf) -> int:
        """About how often a leaf occurs, without reading postings."""
        count = self._snapshot.vocabulary.count
        if isinstance(leaf, Fuzzy):
            return self._snapshot.total
        if isinstance(leaf, Prefix):
            few = self._snapshot.known.beginning(fold(leaf.text), 4)
            return sum(each.count for each in few)
        return min(
            (sum(count(term.text) for term in self._forms(text)) for text in words(leaf.text)),
            default=0,
        )

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
                slots[-1] += [_exact(f"{texts[-1]}{POSSESSIVE}")]
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
                    Term(each.word) for each in self._snapshot.known.beginning(fold(texts[0]), most)
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

    def _versions(self, term: Term, postings: TermPostings, within: Numbers) -> Numbers:
        """The versions to look for a term in; None for all that it occurs in."""
        if term.spanish is None:
            return within
        spanish = self._snapshot.spanish
        if term.spanish:
            if spanish.issuperset(postings.versions):
                return within
            return spanish if within is None else within & spanish
        if spanish.isdisjoint(postings.versions):
            return within
        return frozenset(self._snapshot.sizes if within is None else within) - spanish

    def _single(self, terms: Sequence[Term], within: Numbers, around: Iterable[Term]) -> LeafMatch:
        """A leaf of one word: any of `terms` in the text, or of `around` above it."""
        held = [(term, self._snapshot.postings(term.text)) for term in terms]
        # The one that most entries have first: the others are added to it one by one.
        held.sort(key=lambda each: -len(each[1]))
        match = LeafMatch(
            rarity=self._rarity(sum(len(postings) for _, postings in held)),
            terms=[postings for _, postings in held if len(postings)],
        )
        for term, postings in held:
            inside = self._versions(term, postings, within)
            if inside is None:
                pairs = zip(postings.versions, postings.counts)
                _add(match, postings.entries, postings.impacts, term.weight, pairs)
                continue
            for version, first, last in postings.inside(inside):
                entries, impacts = postings.entries[first:last], postings.impacts[first:last]
                _add(match, entries, impacts, term.weight, ((version, last - first),))
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

    def _slot(self, terms: Sequence[Term], within: Numbers) -> Slot:
        held = []
        for term in terms:
            postings = self._snapshot.postings(term.text)
            if len(postings):
                held.append((postings, self._versions(term, postings, within)))
        return Slot(held)

    def _phrase(self, slots: Sequence[Sequence[Term]], within: Numbers) -> LeafMatch:
        held = [self._slot(terms, within) for terms in slots]
        match = LeafMatch()
        if all(slot.terms for slot in held):
            counts: dict[int, int] = {}
            for start in phrase_starts(held):
                entry = entry_at(self._snapshot.layout(start >> PLACE_SHIFT), start)
                counts[entry] = counts.get(entry, 0) + 1
            self._put(match, counts, held[0])
        return match

    def _near(self, slots: Sequence[Sequence[Term]], at_most: int, within: Numbers) -> LeafMatch:
        held = [self._slot(terms, within) for terms in slots]
        match = LeafMatch()
        span = at_most + len(slots) - 1
        held.sort(key=lambda slot: sum(len(postings) for postings, _ in slot.terms))
        together = held[0].entries() if held else set()
        for slot in held[1:]:
            if together:
                together = slot.those_of(together)
        counts: dict[int, int] = {}
        for entry in together:
            number, place = version_of(entry), place_of(entry)
            starts = self._snapshot.layout(number).starts
            first = first_place(number)
            places = [
                places_of_any(slot.postings(), first + starts[place], first + starts[place + 1])
                for slot in held
            ]
            if smallest_span(places, span) <= span:
                counts[entry] = 1
        if counts:
            self._put(match, counts, held[0])
        return match

    def _put(self, match: LeafMatch, counts: Mapping[int, int], of_one: Slot) -> None:
        """Entries with how often they match; they count as one of the words does there."""
        for entry, count in counts.items():
            value = max(postings.impact(entry) for postings, _ in of_one.terms)
            match.own[entry] = value * (1 + 0.1 * min(count - 1, 5))
            number = version_of(entry)
            match.versions[number] = match.versions.get(number, 0) + 1
        match.rarity = self._rarity(len(match.own)) if match.own else 0.0


def _add(
    match: LeafMatch,
    entries: array[int],
    impacts: array[float],
    weight: float,
    versions: Iterable[tuple[int, int]],
) -> None:
    """Add what a term counts in its entries to what others of the same leaf do."""
    own = match.own
    values: Iterable[float] = impacts
    if weight != 1.0:
        values = [weight * value for value in impacts]
    if own:
        get = own.get
        own.update([(entry, get(entry, 0.0) + value) for entry, value in zip(entries, values)])
    else:
        own.update(zip(entries, values))
    if match.versions:
        held = match.versions
        for version, count in versions:
            held[version] = held.get(version, 0) + count
    else:
        match.versions.update(versions)


def _exact(word: str) -> Term:
    written = as_written(word)
    return Term(written) if written == fold(word) else Term(AS_WRITTEN + written)
