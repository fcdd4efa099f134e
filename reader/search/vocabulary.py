"""The words of a library as they are written, folded, with their stems: beside every index.

An index holds words, not stems: which words a stem stands for is looked up here, and so are the
words that begin with some letters and those that are spelled like another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from pathlib import Path
from string import ascii_lowercase

from reader.search.engine import KnownWord
from reader.text.folding import fold
from reader.text.stemming import LANGUAGES, stem

_PART = "\x1f"
# After every character that a word can hold.
_LAST = "\U0010ffff"
# A word whose other forms are looked for with every edit is no longer, and begins as it was typed.
_LONGEST_MENDED = 14
_SURE_LETTERS = 2
_STEM_LETTERS = 3


def typing_edits(word: str) -> int:
    """How many edits a mistyped word may be from what was meant: one up to five letters, or two."""
    return 1 if len(word) <= 5 else 2


class WordList:
    """Folded words in order, how often each occurs, and the words of each stem by language.

    It never changes once it is made: adding to a library adds a list.
    """

    def __init__(
        self,
        words: Sequence[str] = (),
        counts: Sequence[int] = (),
        stems: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.words = words
        self._counts = counts
        # Pairs of stem and word in one text each, in order: ready as soon as they are read.
        self._stems = {language: (stems or {}).get(language, ()) for language in LANGUAGES}

    @classmethod
    def of(cls, counts: Mapping[str, int], languages: Mapping[str, Iterable[str]]) -> WordList:
        """A list of words with their counts, and which of them are in texts of each language."""
        words = sorted(counts)
        stems = {
            language: sorted({f"{stem(word, language)}{_PART}{word}" for word in held})
            for language, held in languages.items()
        }
        return cls(words, [counts[word] for word in words], stems)

    @classmethod
    def joined(cls, lists: Sequence[WordList]) -> WordList:
        """One list that holds what several do."""
        counts: dict[str, int] = {}
        for each in lists:
            for word, count in zip(each.words, each._counts):
                counts[word] = counts.get(word, 0) + count
        stems = {
            language: sorted(set().union(*(each._stems[language] for each in lists)))
            for language in LANGUAGES
        }
        words = sorted(counts)
        return cls(words, [counts[word] for word in words], stems)

    def count(self, word: str) -> int:
        """How often a folded word occurs."""
        at = bisect_left(self.words, word)
        return self._counts[at] if at < len(self.words) and self.words[at] == word else 0

    def forms(self, stemmed: str, language: str) -> Iterator[str]:
        """The words whose stem this is in texts of a language."""
        pairs = self._stems[language]
        start = f"{stemmed}{_PART}"
        at = bisect_left(pairs, start)
        while at < len(pairs) and pairs[at].startswith(start):
            yield pairs[at][len(start) :]
            at += 1

    def beginning(self, prefix: str, limit: int) -> list[KnownWord]:
        """The words that begin with a folded prefix, the most frequent first."""
        first = bisect_left(self.words, prefix)
        last = bisect_left(self.words, prefix + _LAST)
        best = nsmallest(limit, range(first, last), key=lambda at: (-self._counts[at], at))
        return [KnownWord(self.words[at], self._counts[at]) for at in best]

    def begins(self, start: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self.words, start)
        return at < len(self.words) and self.words[at].startswith(start)

    def spelled_like(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The words within so many edits of a word of letters, and how many."""
        # Only a query that needs it waits until it is loaded.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found: list[tuple[str, int]] = []
        for length in range(max(1, len(word) - edits), len(word) + edits + 1):
            nearby = self._by_length.get(length, ())
            near = extract(word, nearby, scorer=OSA.distance, score_cutoff=edits, limit=None)
            found += [(each, int(distance)) for each, distance, _ in near]
        return found

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self.words:
            if word.isalpha():
                found.setdefault(len(word), []).append(word)
        return found

    def write(self, file: Path) -> None:
        """Keep it as lines: how many words and pairs there are, then the parts themselves."""
        sizes = [len(self.words), *(len(self._stems[language]) for language in LANGUAGES)]
        parts: list[str] = [" ".join(map(str, sizes)), *self.words, *map(str, self._counts)]
        for language in LANGUAGES:
            parts += self._stems[language]
        file.write_text("\n".join(parts), encoding="utf-8", newline="")

    @classmethod
    def read(cls, file: Path) -> WordList:
        """What `write` kept. Raises OSError, and ValueError for a file that is not whole."""
        lines = file.read_bytes().decode("utf-8").split("\n")
        words, *pairs = map(int, lines[0].split())
        if len(pairs) != len(LANGUAGES) or len(lines) != 1 + 2 * words + sum(pairs):
            raise ValueError("the list of words is not whole")
        stems = {}
        at = 1 + 2 * words
        for language, count in zip(LANGUAGES, pairs):
            stems[language] = lines[at : at + count]
            at += count
        counts = list(map(int, lines[1 + words : 1 + 2 * words]))
        return cls(lines[1 : 1 + words], counts, stems)


class Vocabulary:
    """All words of a library, from one list or several that were added one after the other.

    Lists only grow. `holds` tells whether a word still occurs where documents were taken out: then
    no other is told of, but the counts are those of all that was ever added.
    """

    def __init__(
        self, lists: Sequence[WordList] = (), holds: Callable[[str], bool] | None = None
    ) -> None:
        self._lists = lists
        self._holds = holds

    def only(self, holds: Callable[[str], bool]) -> Vocabulary:
        """The same words without those that do not occur any more."""
        return Vocabulary(self._lists, holds)

    def count(self, word: str) -> int:
        """How often a folded word occurs."""
        return sum(each.count(word) for each in self._lists)

    def forms(self, stemmed: str, language: str) -> list[str]:
        """The words whose stem this is in texts of a language."""
        found = (word for each in self._lists for word in each.forms(stemmed, language))
        return list(filter(self._is_held, dict.fromkeys(found)))

    def beginning(self, prefix: str, limit: int) -> list[KnownWord]:
        """The words that begin with a folded prefix, the most frequent first."""
        if not prefix:
            return []
        asked = limit
        while True:
            begun = self._begun(prefix, asked)
            found = [each for each in begun if self._is_held(each.word)]
            if len(found) >= limit or len(begun) < asked:
                return found[:limit]
            asked *= 4

    def _begun(self, prefix: str, limit: int) -> list[KnownWord]:
        found = {
            known.word: known for each in self._lists for known in each.beginning(prefix, limit)
        }
        if len(self._lists) > 1:
            found = {word: KnownWord(word, self.count(word)) for word in found}
        return nsmallest(limit, found.values(), key=lambda each: (-each.count, each.word))

    def spelled_like(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The words within so many edits of a folded word and how many, in no order.

        A swap of neighbours is one edit: optimal string alignment (Boytsov 2011, section 2.2).
        Numbers are like no other word: a wrong figure must never be taken for another.
        """
        if not word.isalpha():
            return []
        found = dict(near for each in self._lists for near in each.spelled_like(word, edits))
        return [each for each in found.items() if self._is_held(each[0])]

    def mistyped(self, word: str, limit: int) -> list[KnownWord]:
        """The words that may have been meant, the fewest edits, then the most frequent first.

        One edit is allowed up to five letters, two beyond: with two, words begin alike. For words
        of under five letters those with the same letters are first. Where none is one edit away,
        words are that do not occur so themselves, but in another form.
        """
        if len(word) < 3:
            return []
        near = [
            (edits, len(word) < 5 and sorted(each) != sorted(word), -self.count(each), each)
            for each, edits in self.spelled_like(word, typing_edits(word))
            if edits == 1 or (edits and each[0] == word[0])
        ]
        if len(word) >= 5 and all(edits > 1 for edits, *_ in near):
            near += [(1, False, -count, each) for each, count in self._other_forms(word)]
        return [KnownWord(each, -count) for _, _, count, each in nsmallest(limit, near)]

    def _other_forms(self, word: str) -> Iterator[tuple[str, int]]:
        """Words one edit from a word that occur in another form alone, and how often they do.

        English ones: a Spanish stem is what is left of much that is no word.
        """
        if not word.isascii() or not word.isalpha() or len(word) > _LONGEST_MENDED:
            return
        begun: dict[str, bool] = {}
        stems: set[str] = set()
        for each in _one_edit_away(word):
            start = each[:_STEM_LETTERS]
            if start not in begun:
                begun[start] = any(known.begins(start) for known in self._lists)
            if not begun[start] or (stemmed := stem(each, "en")) in stems:
                continue
            stems.add(stemmed)
            forms = self.forms(stemmed, "en")
            if forms:
                yield each, sum(map(self.count, forms))

    def occurs(self, word: str) -> bool:
        """Whether a word occurs in any form."""
        folded = fold(word)
        return bool(self.count(folded) and self._is_held(folded)) or any(
            self.forms(stem(word, language), language) for language in LANGUAGES
        )

    def _is_held(self, word: str) -> bool:
        return self._holds is None or self._holds(word)


def _one_edit_away(word: str) -> dict[str, None]:
    """A word with two neighbours swapped, then a letter left out, another for one, one more.

    Its first letters stay.
    """
    parts = [(word[:at], word[at:]) for at in range(_SURE_LETTERS, len(word) + 1)]
    found = dict.fromkeys(f"{start}{rest[1:2]}{rest[:1]}{rest[2:]}" for start, rest in parts)
    found.update(dict.fromkeys(start + rest[1:] for start, rest in parts))
    for further in (1, 0):
        for start, rest in parts:
            for letter in ascii_lowercase:
                found[f"{start}{letter}{rest[further:]}"] = None
    found.pop(word, None)
    return found
