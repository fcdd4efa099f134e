"""Which words of one text the leaves of a query match, without an index.

What a word of a query stands for is the same here as in an index: a stem of the text's language, a
form as written, a beginning, a spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from reader.domain.query import Exact, Fuzzy, Leaf, Near, Phrase, Prefix, Word
from reader.text.folding import POSSESSIVE, as_written, fold
from reader.text.stemming import stem
from reader.text.tokens import word_matches, words

Span = tuple[int, int]
_Asked = TypeVar("_Asked")

# Forms of words whose meaning for a query is kept: those of a long document.
_KEPT_FORMS = 50_000
# Up to so many places a phrase is looked for one by one, beyond in all at once.
_FEW = 5_000


@dataclass(slots=True)
class _Found:
    """The words of a text that a query asks for: their number in the text and their places."""

    spans: dict[int, Span] = field(default_factory=dict)
    single: list[Span] = field(default_factory=list)
    places: dict[int, list[int]] = field(default_factory=dict)
    bits: dict[int, int] = field(default_factory=dict)

    def bits_of(self, asked: int) -> int:
        """The places of what is asked, a bit for every word of the text."""
        if asked not in self.bits:
            self.bits[asked] = _bits(self.places[asked])
        return self.bits[asked]


class TextMatcher:
    """The leaves of a query, ready to be looked for in texts of one language."""

    def __init__(self, leaves: Sequence[Leaf], language: str | None) -> None:
        self._language = language
        # What is asked of a single word, each known by a number.
        self._stems: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._written: dict[str, int] = {}
        # The same of the last word of what must stand exactly so: also before a possessive 's.
        self._last_folded: dict[str, int] = {}
        self._last_written: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._spellings: dict[tuple[str, int], int] = {}
        self._asked = 0
        self._single: dict[int, list[Leaf]] = {}
        self._phrases: list[tuple[Leaf, tuple[int, ...]]] = []
        self._near: list[tuple[Leaf, frozenset[int], int]] = []
        self._forms: dict[str, tuple[int, ...]] = {}
        for leaf in leaves:
            self._add(leaf)
        self._stem_starts = {stemmed[:1] for stemmed in self._stems}

    def spans(self, text: str) -> list[Span]:
        """The ranges of what matches in code points, in order; they may overlap."""
        found = self._look(text)
        marked = found.single
        for _, slots in self._phrases:
            for first, last in _stretches(_phrase_starts(slots, found), len(slots)):
                marked.append((found.spans[first][0], found.spans[last][1]))
        for _, asked, width in self._near:
            marked += (found.spans[at] for at in _near_places(asked, width, found.places))
        return sorted(set(marked))

    def held(self, text: str) -> frozenset[Leaf]:
        """The leaves that match somewhere in a text."""
        found = self._look(text)
        places = found.places
        held = [leaf for asked in places for leaf in self._single.get(asked, ())]
        held += [leaf for leaf, slots in self._phrases if _phrase_starts(slots, found)]
        held += [
            leaf
            for leaf, asked, width in self._near
            if next(_near_places(asked, width, places), None) is not None
        ]
        return frozenset(held)

    def _add(self, leaf: Leaf) -> None:
        texts = words(leaf.text)
        match leaf:
            case Prefix() if len(texts) == 1:
                slots = [self._number(self._beginnings, fold(texts[0]))]
            case Fuzzy(_, edits) if len(texts) == 1:
                slots = [self._spelling(fold(texts[0]), edits)]
            case Exact():
                slots = [self._exact(text) for text in texts[:-1]]
                slots += [self._exact_at_end(text) for text in texts[-1:]]
            case Near(_, within):
                texts = list(dict.fromkeys(map(fold, texts)))
                slots = [self._stem(text) for text in texts]
                if len(slots) > 1:
                    self._near.append((leaf, frozenset(slots), within + len(slots)))
                    return
            case Word() | Phrase() | Prefix() | Fuzzy():
                slots = [self._stem(text) for text in texts]
        if len(slots) == 1:
            self._single.setdefault(slots[0], []).append(leaf)
        elif slots:
            self._phrases.append((leaf, tuple(slots)))

    def _number(self, known: dict[_Asked, int], value: _Asked) -> int:
        if value not in known:
            known[value] = self._asked
            self._asked += 1
        return known[value]

    def _stem(self, text: str) -> int:
        return self._number(self._stems, stem(text, self._language))

    def _exact(self, text: str) -> int:
        written, folded = as_written(text), fold(text)
        if written == folded:
            return self._number(self._folded, folded)
        return self._number(self._written, written)

    def _exact_at_end(self, text: str) -> int:
        written, folded = as_written(text), fold(text)
        if written == folded:
            return self._number(self._last_folded, folded)
        return self._number(self._last_written, written)

    def _spelling(self, folded: str, edits: int | None) -> int:
        most = Fuzzy(folded, edits).most_edits
        # A wrong figure must never be taken for another.
        return self._number(self._spellings, (folded, most if folded.isalpha() else 0))

    def _look(self, text: str) -> _Found:
        found = _Found()
        forms, single = self._forms, self._single
        composed = bool(self._phrases or self._near)
        for at, match in enumerate(word_matches(text)):
            word = match.group()
            asked = forms.get(word)
            if asked is None:
                asked = self._asked_of(word)
            if not asked:
                continue
            span = match.span()
            if composed:
                found.spans[at] = span
            for each in asked:
                found.places.setdefault(each, []).append(at)
            if not single.keys().isdisjoint(asked):
                found.single.append(span)
        return found

    def _asked_of(self, word: str) -> tuple[int, ...]:
        """What a word of a text answers to; kept, as the same words come again and again."""
        asked = tuple(self._answered(word))
        if len(self._forms) >= _KEPT_FORMS:
            self._forms.clear()
        self._forms[word] = asked
        return asked

    def _answered(self, word: str) -> Iterator[int]:
        folded = fold(word)
        # A stem begins as its word does; finding one takes longer than all the rest.
        if folded[:1] in self._stem_starts:
            asked = self._stems.get(stem(word, self._language))
            if asked is not None:
                yield asked
        if folded in self._folded:
            yield self._folded[folded]
        if self._written:
            asked = self._written.get(as_written(word))
            if asked is not None:
                yield asked
        if self._last_folded:
            yield from _with_possessive(self._last_folded, folded)
        if self._last_written:
            yield from _with_possessive(self._last_written, as_written(word))
        for start, number in self._beginnings.items():
            if folded.startswith(start):
                yield number
        for (spelled, most), number in self._spellings.items():
            if _is_spelled_like(folded, spelled, most):
                yield number


def _with_possessive(asked: Mapping[str, int], form: str) -> Iterator[int]:
    if form in asked:
        yield asked[form]
    if form.endswith(POSSESSIVE) and form.removesuffix(POSSESSIVE) in asked:
        yield asked[form.removesuffix(POSSESSIVE)]


def _is_spelled_like(folded: str, spelled: str, most: int) -> bool:
    if folded == spelled:
        return True
    if abs(len(folded) - len(spelled)) > most or not folded.isalpha():
        return False
    # Only a query that needs it waits until it is loaded.
    from rapidfuzz.distance import OSA

    return bool(OSA.distance(folded, spelled, score_cutoff=most) <= most)


def _phrase_starts(slots: tuple[int, ...], found: _Found) -> list[int]:
    """The numbers of the words at which what is asked for stands one after the other."""
    places = found.places
    if any(each not in places for each in slots):
        return []
    first = min(range(len(slots)), key=lambda at: len(places[slots[at]]))
    if len(places[slots[first]]) > _FEW:
        return _many_phrase_starts(slots, found)
    starts = [at - first for at in places[slots[first]]]
    held = {each: frozenset(places[each]) for each in set(slots)}
    for offset, each in enumerate(slots):
        starts = [at for at in starts if at + offset in held[each]]
    return starts


def _many_phrase_starts(slots: tuple[int, ...], found: _Found) -> list[int]:
    """The same with a bit for every word of the text (the shift-and method), in bounded time."""
    starts = found.bits_of(slots[0])
    for offset, each in enumerate(slots):
        starts &= found.bits_of(each) >> offset
        if not starts:
            return []
    return [match.start() for match in re.finditer("1", bin(starts)[:1:-1])]


def _stretches(starts: list[int], length: int) -> Iterator[Span]:
    """The first and last words of `length` words from each start; what overlaps is one stretch."""
    first = last = -1
    for start in starts:
        if start > last:
            if last >= 0:
                yield first, last
            first = start
        last = start + length - 1
    if last >= 0:
        yield first, last


def _bits(places: list[int]) -> int:
    held = bytearray(places[-1] // 8 + 1)
    for at in places:
        held[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(held, "little")


def _near_places(asked: frozenset[int], width: int, places: dict[int, list[int]]) -> Iterator[int]:
    """The numbers of the words that stand with all others asked for in `width` words."""
    if any(each not in places for each in asked):
        return
    words = sorted((at, each) for each in asked for at in places[each])
    counts = dict.fromkeys(asked, 0)
    missing = len(asked)
    first = marked = 0
    for last, (at, each) in enumerate(words):
        missing -= not counts[each]
        counts[each] += 1
        while words[first][0] <= at - width:
            left = words[first][1]
            counts[left] -= 1
            missing += not counts[left]
            first += 1
        if not missing:
            yield from (words[each][0] for each in range(max(first, marked), last + 1))
            marked = last + 1


@lru_cache(maxsize=16)
def matcher(leaves: tuple[Leaf, ...], language: str | None) -> TextMatcher:
    """The matcher of a query's leaves; kept, as one query is looked for in many texts."""
    return TextMatcher(leaves, language)
