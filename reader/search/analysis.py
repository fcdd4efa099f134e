"""From a version's texts to the postings and words that an index holds of it."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reader.search.engine import IndexedVersion
from reader.search.postings import Layout, Occurrences, term_only
from reader.text.folding import as_written, fold
from reader.text.stemming import stem_language
from reader.text.tokens import words

# Okapi BM25's constants (Robertson and Zaragoza 2009, section 3.5), and the length of a passage in
# words that counts as usual: a fixed one, so that a posting never changes with the library.
_SATURATION = 1.2
_LENGTH_SHARE = 0.75
_USUAL_LENGTH = 30

AS_WRITTEN = "="
"""What stands before a term that is a word as written."""


def impact(occurrences: int, length: int, weight: float) -> float:
    """How much a word counts in an entry of `length` words: BM25 without the word's rarity."""
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    return weight * occurrences * (_SATURATION + 1) / (occurrences + norm)


@lru_cache(maxsize=131_072)
def terms_of(word: str) -> tuple[str, ...]:
    """The terms of a word: folded, and once more as written where it has capitals or accents."""
    folded, written = fold(word), as_written(word)
    return (folded,) if written == folded else (folded, AS_WRITTEN + written)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A version ready for the index: Whoosh's fields, its words with counts, their language."""

    fields: dict[str, Any]
    words: Counter[str]
    language: str


def analysed(version: IndexedVersion) -> Analysed:
    """The fields and words of a version."""
    found: dict[str, Occurrences] = {}
    counts: Counter[str] = Counter()
    starts = array("I", [0])
    at = 0
    for number, entry in enumerate(version.entries):
        places: dict[str, list[int]] = {}
        length = 0
        for length, word in enumerate(words(entry.text), 1):
            for term in terms_of(word):
                if term in places:
                    places[term].append(at + length - 1)
                else:
                    places[term] = [at + length - 1]
        for term, each in places.items():
            if term not in found:
                found[term] = Occurrences(array("I"), array("f"), array("I"))
            held = found[term]
            held.entries.append(number)
            held.impacts.append(impact(len(each), length, entry.weight))
            held.places.extend(each)
        at += length + 1
        starts.append(at)
    for term, held in found.items():
        if not term.startswith(AS_WRITTEN):
            counts[term] = len(held.places)
    title = {fold(word) for word in words(version.title)}
    headings = _headings(version)
    for word in title.union(headings):
        counts.setdefault(word, 1)
    layout = Layout(array("I", [entry.passage for entry in version.entries]), starts)
    language = stem_language(version.language)
    return Analysed(
        fields={
            "number": version.version,
            "entries": len(version.entries),
            "layout": layout.packed(),
            "version": term_only([str(version.version)]),
            "language": term_only([language]),
            "body": [
                (term.encode(), len(held.entries), 1.0, held.packed())
                for term, held in found.items()
            ],
            "heading": [
                (word.encode(), 1, 1.0, ranges.tobytes()) for word, ranges in headings.items()
            ],
            "title": term_only(title),
        },
        words=counts,
        language=language,
    )


def _headings(version: IndexedVersion) -> dict[str, array[int]]:
    """By word, the first and the number of the entries under headings with it, pair after pair."""
    found: dict[str, array[int]] = {}
    last: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()
    for number, entry in enumerate(version.entries):
        if entry.headings != last:
            last = entry.headings
            held = _words_of(last)
        for word in held:
            ranges = found.setdefault(word, array("I"))
            if ranges and ranges[-2] + ranges[-1] == number:
                ranges[-1] += 1
            else:
                ranges.extend((number, 1))
    return found


@lru_cache(maxsize=8_192)
def _words_of(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for heading in headings for word in words(heading))
