"""What the Whoosh index holds of a version, and how a posting is packed.

A version is one document of Whoosh, with all its entries in one posting a word: reading the
occurrences of a word is then a handful of copies of arrays instead of a call for every entry.
Through Whoosh's documented ways to extend it (`FieldType.index`, `Format`, columns).

`body` holds the words of the texts, folded, and once more as written (after `=`) where that
differs; `heading` the entries under headings with a word; `title` the words of the title;
`version` and `language` what their names say. Numbers are of the machine's own byte order: the
index never leaves it.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh import columns, fields, formats

# Raised whenever what is held changes: an index of another number is built anew.
INDEX_FORMAT = 5

Posting = tuple[bytes, int, float, bytes]
"""A term, its frequency and weight in one document, and the value stored with it."""


class _Packed(formats.Format):
    """Postings whose values are made by this module."""

    posting_size = -1

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}

    def decode_frequency(self, value: bytes) -> int:
        return 1

    def decode_weight(self, value: bytes) -> float:
        return 1.0


class _PackedField(fields.FieldType):
    """A field whose values are postings already."""

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

    def __init__(self) -> None:
        self.format = _Packed()

    def index(self, value: Sequence[Posting], **_: Any) -> Sequence[Posting]:
        """The postings of one document."""
        return value


def make_schema() -> Any:
    """The Whoosh schema. Terms and postings are made here, not by Whoosh's analyzers."""
    return fields.Schema(
        number=fields.COLUMN(columns.NumericColumn("i")),
        entries=fields.COLUMN(columns.NumericColumn("i")),
        layout=fields.STORED,
        version=_PackedField(),
        language=_PackedField(),
        body=_PackedField(),
        heading=_PackedField(),
        title=_PackedField(),
    )


def term_only(terms: Iterable[str]) -> list[Posting]:
    """Postings of terms that occur in a document or do not."""
    # Whoosh cannot merge postings that have no value.
    return [(term.encode(), 1, 1.0, b"\0") for term in terms]


@dataclass(slots=True)
class Occurrences:
    """Where a word occurs in one version, for writing it.

    `entries` are the entries' places from 0, `impacts` how much the word counts in each, `places`
    the positions of the word in the version, entry after entry.
    """

    entries: array[int]
    impacts: array[float]
    places: array[int]

    def packed(self) -> bytes:
        """As bytes, for `TermPostings`."""
        head = struct.pack("=I", len(self.entries))
        return b"".join(
            (head, self.entries.tobytes(), self.impacts.tobytes(), self.places.tobytes())
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """A version's entries: the ordinals of their passages, and where each begins.

    Positions count the words of the version; one is left free after every entry, so that no phrase
    runs from one into the next. `starts` has one more, the end of the last.
    """

    passages: array[int]
    starts: array[int]

    def words(self, entry: int) -> int:
        """How many words an entry has."""
        return self.starts[entry + 1] - self.starts[entry] - 1

    def packed(self) -> tuple[bytes, bytes]:
        """As bytes, for `layout_of`."""
        return self.passages.tobytes(), self.starts.tobytes()


def layout_of(packed: tuple[bytes, bytes]) -> Layout:
    """What `Layout.packed` made."""
    layout = Layout(array("I"), array("I"))
    layout.passages.frombytes(packed[0])
    layout.starts.frombytes(packed[1])
    if len(layout.starts) != len(layout.passages) + 1:
        raise ValueError("a layout is cut short")
    return layout
