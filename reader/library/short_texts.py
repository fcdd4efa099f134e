"""A few thousand short texts searched in memory by a query's syntax tree: notes, definitions."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from functools import cached_property

from reader.domain.query import (
    And,
    Exact,
    Filter,
    Fuzzy,
    InPassages,
    InVersions,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.search.marking import matches
from reader.text.folding import fold
from reader.text.stemming import LANGUAGES, stem
from reader.text.tokens import words

# How many first letters a word shares with its stem.
_SAME = 2
_LAST = "\U0010ffff"


class ShortTexts:
    """Texts of several parts each (a note and its tags), looked up by their place in `texts`.

    A phrase stands within one part; the words of a query may stand in different ones.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._texts = texts
        self._held: dict[str, set[int]] = {}
        for place, parts in enumerate(texts):
            for part in parts:
                for word in words(part):
                    self._held.setdefault(fold(word), set()).add(place)
        self._sorted = sorted(self._held)
        # A stem has no apostrophe, so "o'neil" does not stand where its stem would.
        self._elided = [word for word in self._sorted if "'" in word[:_SAME]]

    def matching(self, root: Node | None) -> set[int]:
        """The places of the texts that match; filters are of passages, and none is asked for.

        Nothing matches a query that only says what must not occur.
        """
        asked = without_filters(root)
        if asked is None or not positive_leaves(asked):
            return set()
        return self._tree(asked)

    def _tree(self, node: Node) -> set[int]:
        match node:
            case And(nodes):
                return set.intersection(*map(self._tree, nodes))
            case Or(nodes):
                return set().union(*map(self._tree, nodes))
            case Not(child):
                return set(range(len(self._texts))) - self._tree(child)
            case Word() | Exact() | Phrase() | Prefix() | Fuzzy() | Near():
                return self._leaf(node)
            case _:
                return set()

    def _leaf(self, leaf: Leaf) -> set[int]:
        wanted = words(leaf.text)
        if isinstance(leaf, Fuzzy):
            # As one text: what is spelled alike is decided in one place.
            vocabulary = " ".join(self._maybe_alike(leaf))
            near = {vocabulary[start:end] for start, end in matches(vocabulary, leaf)}
            return set().union(*(self._held[word] for word in near if word in self._held))
        if isinstance(leaf, Prefix) and len(wanted) == 1:
            return set().union(*(self._held[word] for word in self._beginning(fold(wanted[0]))))
        if isinstance(leaf, Word) and len(wanted) == 1:
            return self._any_form(wanted[0])
        candidates = self._candidates(wanted)
        return {place for place in candidates if self._stands_in(leaf, place)}

    def _maybe_alike(self, leaf: Fuzzy) -> list[str]:
        """Words that are as long and have the same letters, but for what edits can change."""
        wanted, edits = fold(leaf.text), leaf.most_edits
        letters = _letters(wanted)
        return [
            word
            for word, own in zip(self._sorted, self._letters)
            if abs(len(word) - len(wanted)) <= edits and (own ^ letters).bit_count() <= 2 * edits
        ]

    @cached_property
    def _letters(self) -> list[int]:
        return [_letters(word) for word in self._sorted]

    def _any_form(self, word: str) -> set[int]:
        """The texts that hold a word of the same stem.

        Only words that begin alike are stemmed: no stemmer changes how a longer word begins, and
        to stem all words of all notes took most of a second.
        """
        found: set[int] = set()
        for language in LANGUAGES:
            wanted = stem(word, language)
            begins = wanted[: _SAME if len(wanted) > _SAME + 1 else 1]
            for other in (*self._beginning(begins), *self._elided):
                if stem(other, language) == wanted:
                    found |= self._held[other]
        return found

    def _beginning(self, begins: str) -> list[str]:
        low = bisect.bisect_left(self._sorted, begins)
        return self._sorted[low : bisect.bisect_right(self._sorted, begins + _LAST, low)]

    def _candidates(self, wanted: Sequence[str]) -> set[int]:
        """The texts that hold some form of each of these words, but for the last: it may go on."""
        if len(wanted) < 2:
            return self._any_form(wanted[0]) if wanted else set()
        return set.intersection(*(self._any_form(word) for word in wanted[:-1]))

    def _stands_in(self, leaf: Leaf, place: int) -> bool:
        return any(
            matches(part, leaf, language) for part in self._texts[place] for language in LANGUAGES
        )


def _letters(word: str) -> int:
    """Which letters a word has, as bits; some letters share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def without_filters(node: Node | None) -> Node | None:
    """A query without its filters; None where nothing is left of it."""
    match node:
        case None | Filter() | InVersions() | InPassages():
            return None
        case Not(child):
            left = without_filters(child)
            return None if left is None else Not(left)
        case And(nodes) | Or(nodes):
            kept = tuple(each for each in map(without_filters, nodes) if each is not None)
            if len(kept) < 2:
                return kept[0] if kept else None
            return And(kept) if isinstance(node, And) else Or(kept)
        case _:
            return node
