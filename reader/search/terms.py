"""Fields of ready-made terms: what Whoosh's own analyzers and formats would take twice as long for.

Through Whoosh's documented ways to extend it (`FieldType.index`, `Format`); its codec and its
searching are as they come.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from whoosh import fields, formats

Posting = tuple[bytes, int, float, bytes]
"""A term, its frequency and weight in one document, and the value stored with it."""


class _Positions(formats.Format):
    """Places of a term as 32-bit numbers: quicker to write and to read than Whoosh's pickles."""

    posting_size = -1

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return float(len(value) // 4)

    def decode_positions(self, value: bytes) -> list[int]:
        places = array("I")
        places.frombytes(value)
        return places.tolist()


class _TermField(fields.FieldType):
    """A field whose values are terms as bytes, in the order of the text."""

    indexed = True
    stored = False
    unique = False
    spelling = False
    vector = None
    analyzer = None
    column_type = None
    multitoken_query = "default"
    # Whoosh looks for the lengths of a field that has none on disk, once for every posting.
    scorable = True


class PlacedTerms(_TermField):
    """Terms with their places: for phrases, and ranked by how often each occurs."""

    def __init__(self) -> None:
        self.format = _Positions()

    def index(self, value: Sequence[bytes], **_: Any) -> list[Posting]:
        """The postings of one document."""
        places: dict[bytes, list[int]] = {}
        for place, term in enumerate(value):
            if term in places:
                places[term].append(place)
            else:
                places[term] = [place]
        return [
            (term, len(each), float(len(each)), array("I", each).tobytes())
            for term, each in places.items()
        ]


class SetOfTerms(_TermField):
    """Terms that occur or do not."""

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Iterable[bytes], **_: Any) -> list[Posting]:
        """The postings of one document."""
        return [(term, 1, 1.0, b"") for term in set(value)]
