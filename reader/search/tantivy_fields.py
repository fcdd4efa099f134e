"""What the tantivy index holds of a version, and how text becomes its terms.

Every entry is one document, and every version one more: what matches only as a whole is looked for
among these. Terms are made here, by the same rules as for the other engine, and handed over as one
text with spaces between; tantivy only parts it there.

`body` holds the stems of an entry's words. `word` holds every word at an even position folded, and
at the odd position after it as it is written, where that differs: one phrase may ask for either.
`start` holds the first one, two and three letters of every word. `heading` and `title` hold stems,
folded words and beginnings, without positions; `whole` holds all of these of a version.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from types import ModuleType
from typing import Any

from reader.domain.errors import IndexUnavailable
from reader.search.engine import IndexedVersion, Key
from reader.text.folding import as_written, fold
from reader.text.stemming import LANGUAGES, stem, stem_language
from reader.text.tokens import words

# Raised whenever what is held changes: an index of another number is built anew.
INDEX_FORMAT = 2
LONGEST_START = 3
"""Beginnings of words up to this length are terms of their own."""
FULL_WEIGHT = 8.0
"""What the score of an entry of weight 1 is multiplied by; at least 1 is for every entry."""
_TOKENIZER = "terms"
# Holds a position free; tantivy drops it.
_NOTHING = "="
_AS_WRITTEN = "="
_FOLDED = "~"
_START = "^"
# A word counts so often at most towards what a version as a whole is about.
_MOST_COUNTED = 4
# Far below what tantivy takes (65,530 bytes): a longer word is known by its digest.
_LONGEST_TERM = 500
_SHIFT = 32
_MASK = (1 << _SHIFT) - 1


def tantivy() -> ModuleType:
    """The engine itself. Raises IndexUnavailable, with what to install, where it is not there."""
    try:
        import tantivy as module
    except ImportError as error:
        raise IndexUnavailable(
            "the search engine tantivy is not installed",
            remedy="pip install 'dossier-reader[large]'",
        ) from error
    return module


@lru_cache(maxsize=1)
def make_schema() -> Any:
    """The fields; see the module."""
    builder = tantivy().SchemaBuilder()
    for name in ("version", "key"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_text_field("body", stored=True, tokenizer_name=_TOKENIZER, index_option="position")
    builder.add_text_field("word", tokenizer_name=_TOKENIZER, index_option="position")
    for name in ("start", "heading", "title", "whole"):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_unsigned_field("of", stored=True, indexed=True, fast=True)
    builder.add_bytes_field("layout", stored=True)
    return builder.build()


def register_tokenizer(index: Any) -> None:
    """Tell an index how its fields are parted into terms."""
    module = tantivy()
    analyzer = module.TextAnalyzerBuilder(module.Tokenizer.whitespace())
    nothing = module.Filter.custom_stopword([_NOTHING])
    index.register_tokenizer(_TOKENIZER, analyzer.filter(nothing).build())


def _term(text: str) -> str:
    """`text` as one term: without spaces, and of a length that the engine takes."""
    if not text:
        return _NOTHING
    if " " in text:
        text = text.replace(" ", "\x1f")
    if len(text) <= _LONGEST_TERM:
        return text
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{text[:64]}\x1f{digest}"


@lru_cache(maxsize=131_072)
def stem_term(word: str, language: str) -> str:
    """The term in `body` of any form of a word, in texts of one of LANGUAGES."""
    stemmed = _term(stem(word, language))
    plain = language == LANGUAGES[0] or stemmed == _NOTHING
    return stemmed if plain else f"{language}:{stemmed}"


def word_term(folded: str) -> str:
    """The term in `word` of a folded word."""
    return _term(folded)


def written_term(word: str) -> str | None:
    """The term in `word` of a word as written; None where that is no other than folded."""
    written = as_written(word)
    return None if written == fold(word) else _term(_AS_WRITTEN + written)


def start_term(folded: str) -> str:
    """The term in `start` of a beginning of up to LONGEST_START letters, folded."""
    return _START + folded


@lru_cache(maxsize=131_072)
def _word_and_written(word: str) -> str:
    return f"{word_term(fold(word))} {written_term(word) or _NOTHING}"


@lru_cache(maxsize=131_072)
def _starts(word: str) -> str:
    folded = fold(word).replace(" ", "\x1f")
    lengths = range(1, min(len(folded), LONGEST_START) + 1)
    return " ".join(start_term(folded[:length]) for length in lengths)


def above_word_term(folded: str) -> str:
    """The term of a folded word in `heading`, `title` and `whole`, where stems stand as well."""
    return _FOLDED + word_term(folded)


@lru_cache(maxsize=131_072)
def _all_terms(word: str, language: str) -> str:
    """All terms of a word, for a field without positions."""
    return f"{stem_term(word, language)} {above_word_term(fold(word))} {_starts(word)}"


@lru_cache(maxsize=8_192)
def _above(texts: tuple[str, ...], language: str) -> str:
    return " ".join(_all_terms(word, language) for text in texts for word in words(text))


def packed_key(key: Key) -> int:
    """What names an entry, as one number."""
    return key[0] << _SHIFT | key[1]


def unpacked_key(packed: int) -> Key:
    """What `packed_key` made one number of."""
    return packed >> _SHIFT, packed & _MASK


@dataclass(frozen=True, slots=True)
class Analysed:
    """A version ready for the index: its documents, its words with counts, their language."""

    documents: Sequence[Any]
    words: Counter[str]
    language: str


def analysed(version: IndexedVersion) -> Analysed:
    """The documents of a version: one for every entry, and one for the whole."""
    language = stem_language(version.language)
    texts = [words(entry.text) for entry in version.entries]
    written = Counter(chain.from_iterable(texts))
    # A word is looked up once for the version, not wherever it stands.
    stems = {word: stem_term(word, language) for word in written}
    placed = {word: _word_and_written(word) for word in written}
    starts = {word: _starts(word) for word in written}
    title = _above((version.title,), language)
    headings = dict.fromkeys(entry.headings for entry in version.entries if entry.headings)
    above = {each: _above(each, language) for each in headings}
    documents = []
    for entry, text in zip(version.entries, texts):
        document = tantivy().Document()
        document.add_unsigned("version", version.version)
        document.add_unsigned("key", packed_key((version.version, entry.passage)))
        document.add_float("weight", _weight_value(entry.weight))
        document.add_text("body", " ".join(map(stems.__getitem__, text)))
        document.add_text("word", " ".join(map(placed.__getitem__, text)))
        document.add_text("start", " ".join(map(starts.__getitem__, text)))
        document.add_text("title", title)
        if entry.headings:
            document.add_text("heading", above[entry.headings])
        documents.append(document)
    around = set(words(version.title))
    around.update(word for each in headings for heading in each for word in words(heading))
    documents.append(_whole(version, written, around, language))
    counts: Counter[str] = Counter()
    for word, count in written.items():
        counts[fold(word)] += count
    for word in around:
        counts.setdefault(fold(word), 1)
    return Analysed(documents, counts, language)


def _whole(
    version: IndexedVersion, written: Counter[str], around: Iterable[str], language: str
) -> Any:
    document = tantivy().Document()
    document.add_unsigned("of", version.version)
    layout = array("I", [entry.passage for entry in version.entries])
    document.add_bytes("layout", layout.tobytes())
    terms = [_all_terms(word, language) for word in around]
    for word, count in written.items():
        terms += [_all_terms(word, language)] * min(count, _MOST_COUNTED)
    document.add_text("whole", " ".join(terms))
    return document


def layout_of(packed: bytes) -> array[int]:
    """The passages at which a version's entries begin, from the field `layout`."""
    passages: array[int] = array("I")
    passages.frombytes(packed)
    return passages


def _weight_value(weight: float) -> float:
    """What has to be kept for a weight: scores are multiplied by the binary logarithm of 2 more."""
    return max(0.0, math.exp2(FULL_WEIGHT * weight) - 2.0)
