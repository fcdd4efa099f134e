"""The query language as a small syntax tree, for the index, the views and the words about it.

gold mining               both words, in any form (mine, mines, mining)
"illegal gold mining"     these words in this order, in any form
="gold mining"  =mine     as written: no other form; capitals and accents count where typed
gold OR silver  a | b     either;  AND is what stands between words anyway
gold -silver  NOT (a b)   without
traffick*                 words that begin so
cocane~  cocane~1         words spelled like it: by two edits at most, or as many as said
"gold mercury"~10         these words in any order, at most ten words apart
country:peru,co           a filter: any of its values;  year:2013..2016  title:"annual report"
( … )                     grouping

`parse` of query_parsing reads it, `explain` of query_words says how it was read. What is read is
flat (no And in an And, no Or in an Or, no Not of a Not, none of one part alone), so that equal
readings are equal trees; parsing what `explain` says gives the same tree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word, matched by its stem; a word that tokenizes to several is a phrase of them."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """Words that stand so in this order: no other form of them but the last one's possessive.

    Case and accents count for a word that has a capital or an accent; else they do not.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to one another in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with these characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words spelled like this one; `edits` at most, a swap of neighbours counting as one.

    None is two, or one for a word of up to five letters: `most_edits` says which.
    """

    text: str
    edits: int | None = None

    @property
    def most_edits(self) -> int:
        """How many edits a word may be away."""
        if self.edits is not None:
            return self.edits
        return 1 if len(unicodedata.normalize("NFC", self.text)) <= 5 else 2


@dataclass(frozen=True, slots=True)
class Near:
    """Words that stand in any order with at most `within` other words between the outermost."""

    text: str
    within: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A restriction to documents or passages by the values that the user wrote.

    A comma parts values; one that holds a comma or a quotation mark is in quotes, and a mark in
    it doubled: `filter_values` of query_filters gives them without, `filter_value` joins them.
    The library resolves it to InVersions or InPassages: no index knows filters.
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class InVersions:
    """What belongs to one of these versions; a filter that was resolved."""

    versions: frozenset[int]


@dataclass(frozen=True, slots=True)
class InPassages:
    """What is one of these passages, each a version and an ordinal; a filter that was resolved.

    A cell of a table stands for its row.
    """

    passages: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these must match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these must match."""

    nodes: tuple[Node, ...]


Leaf = Word | Exact | Phrase | Prefix | Fuzzy | Near
"""What looks at the words of a text, and may be marked in it."""
Node = Leaf | Filter | InVersions | InPassages | Not | And | Or

FILTERS = ("country", "publisher", "year", "type", "tag", "indicator", "lang", "title", "in")
"""The names of filters."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read: `root` is None for one without words; `notes` say what was mended."""

    text: str
    root: Node | None
    notes: tuple[str, ...] = ()


def leaves(node: Node | None) -> Iterator[Leaf]:
    """The leaves that a match may be marked by, in order; none of what must not match."""
    match node:
        case Word() | Exact() | Phrase() | Prefix() | Fuzzy() | Near():
            yield node
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from leaves(child)
        case _:
            return


def positive_leaves(node: Node | None) -> tuple[Leaf, ...]:
    """The leaves that a match may be marked by, in order, each once."""
    return tuple(dict.fromkeys(leaves(node)))
