"""What the index holds of a passage, and how text becomes terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from whoosh import fields

from reader.search.terms import PlacedTerms, SetOfTerms
from reader.text.folding import fold
from reader.text.stemming import stem
from reader.text.tokens import words

# Raised whenever the fields or the terms change: an index of another number is built anew.
INDEX_FORMAT = 3


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One searchable unit: a passage, or the row of a table under its first cell.

    `version` and `passage` name it; `headings` are the headings above it; `countries` alpha-2
    codes; `language` decides the stems. `weight` below 1 ranks it behind others that match as
    well: a heading is found, but the paragraph under it is what a reader looks for.
    """

    version: int
    passage: int
    document: str
    text: str
    title: str
    headings: tuple[str, ...]
    countries: tuple[str, ...]
    language: str | None
    weight: float = 1.0


def make_schema() -> Any:
    """The Whoosh schema. Terms are made here, not by Whoosh's analyzers."""
    return fields.Schema(
        key=fields.STORED,
        version=SetOfTerms(),
        country=SetOfTerms(),
        body=PlacedTerms(),
        heading=SetOfTerms(),
        title=SetOfTerms(),
        word=SetOfTerms(),
    )


def whoosh_document(entry: IndexEntry, seen: set[bytes]) -> dict[str, Any]:
    """The fields of one entry, as terms in UTF-8.

    A word that is its own stem stands in `body` as it is, so `word` holds it once a document only,
    to be completed from its first letters; `seen` are the document's words that it holds already.
    """
    forms = [_forms(word, entry.language) for word in words(entry.text)]
    written = {form.word for form in forms if form.word != form.stem or form.word not in seen}
    seen |= written
    heading = [term for each in entry.headings for term in _stems_of(each, entry.language)]
    return {
        "key": (entry.version, entry.passage),
        "version": (str(entry.version).encode(),),
        "country": [country.encode() for country in entry.countries],
        "body": [form.stem for form in forms],
        "heading": heading,
        "title": _stems_of(entry.title, entry.language),
        "word": written,
        "_boost": entry.weight,
    }


class _Forms(NamedTuple):
    stem: bytes
    word: bytes


@lru_cache(maxsize=131_072)
def _forms(word: str, language: str | None) -> _Forms:
    return _Forms(stem(word, language).encode(), fold(word).encode())


@lru_cache(maxsize=8_192)
def _stems_of(heading: str, language: str | None) -> tuple[bytes, ...]:
    """The terms of a heading or a title, of which many entries have the same."""
    return tuple(_forms(word, language).stem for word in words(heading))
