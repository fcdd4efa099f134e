"""What the index holds of a passage, and how text becomes terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whoosh import fields

from reader.text.folding import fold
from reader.text.stemming import stems
from reader.text.tokens import tokens

# Raised whenever the fields or the terms change: an index of another number is built anew.
INDEX_FORMAT = 1


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
    """The Whoosh schema. Terms are made here, not by Whoosh's analyzers, so it pickles no code."""
    return fields.Schema(
        key=fields.STORED,
        version=fields.ID,
        country=fields.KEYWORD(scorable=False),
        body=fields.TEXT(phrase=True),
        heading=fields.TEXT(phrase=False),
        title=fields.TEXT(phrase=False),
        word=fields.TEXT(phrase=False),
    )


def whoosh_document(entry: IndexEntry) -> dict[str, Any]:
    """The fields of one entry, as lists of terms."""
    terms = {
        "body": list(stems(entry.text, entry.language)),
        "heading": list(stems(" ".join(entry.headings), entry.language)),
        "title": list(stems(entry.title, entry.language)),
        "word": [fold(token.text) for token in tokens(entry.text)],
    }
    return {
        "key": (entry.version, entry.passage),
        "version": str(entry.version),
        "_boost": entry.weight,
        "country": " ".join(entry.countries) or None,
        **{field: value for field, value in terms.items() if value},
    }
