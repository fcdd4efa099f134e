"""The one door to a search engine: what it is given, what it is asked, what it answers.

An index holds entries (a passage, or the row of a table under its first cell) of versions. It is
derived: the catalogue can build it again at any time. Everything that is not the words of a text
(countries, dates, tags, notes, evidence) is resolved by the library before a query comes here, to
`InVersions` and `InPassages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reader.domain.query import Node

Key = tuple[int, int]
"""What names an entry: its version and its (first) passage's ordinal."""


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """One searchable unit: a passage, or the row of a table under its first cell.

    `headings` are the headings above it, outermost first. `weight` below 1 ranks it behind others
    that match as well: a heading is found, but the paragraph under it is what a reader looks for.
    """

    passage: int
    text: str
    headings: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class IndexedVersion:
    """A version with all its entries in the order of the text; `language` decides the stems."""

    version: int
    title: str
    language: str | None
    entries: tuple[IndexedEntry, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of an answer is wanted, and in what order.

    `limit` is the number of entries. `order` are versions, the wanted one first: entries come in
    the order of their versions, then by rank; versions that are not in it come last. None is by
    relevance alone. `among` are sets of entries by name: how many hits are in each is counted.
    `whole` is how many versions are wanted that match only as a whole.
    """

    limit: int = 100
    order: Sequence[int] | None = None
    among: Mapping[str, Set[Key]] = field(default_factory=dict)
    whole: int = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that matches; a higher `score` is a better match of this query."""

    version: int
    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """The entries wanted, in order, and what is to be said of all that match.

    `total` counts all entries that match, `versions` how many of them are in each version, `among`
    how many are in each set asked for. `whole` are versions in which every part of the query
    matches, but no entry matches all of it: each with the entry that matches best, the best
    version first.
    """

    best: tuple[Found, ...]
    total: int
    versions: Mapping[int, int] = field(default_factory=dict)
    among: Mapping[str, int] = field(default_factory=dict)
    whole: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A folded word of the library and how often it occurs."""

    word: str
    count: int


class Searcher(Protocol):
    """An open index for reading; always the newest state. Usable from several threads.

    Every method raises IndexUnavailable when there is no sound index.
    """

    def search(self, root: Node, wanted: Wanted) -> FoundPassages:
        """Answer a query without Filter nodes.

        An entry matches with words of its own, of the headings above it and of its document's
        title, at least one of them its own; Not leaves out what has a word in any of these. Exact,
        Phrase and Near of several words look at the entry alone. A word stands for the forms with
        its Spanish stem in Spanish texts, for those with its English stem in all others.
        """
        ...

    def words(self, prefix: str, limit: int = 20) -> list[KnownWord]:
        """Words that begin with `prefix` (folded first), the most frequent first."""
        ...

    def near(self, word: str, limit: int = 5) -> list[KnownWord]:
        """Words spelled like `word` but not it: the fewest edits, then the most frequent first."""
        ...

    def occurs(self, word: str) -> bool:
        """Whether a word occurs in any form."""
        ...

    def close(self) -> None:
        """Let go of the index's files."""
        ...


class SearchIndex(Protocol):
    """An index on disk, in a folder of the user's cache that only this program writes.

    Its stamp is written after the index, so that a killed writer leaves a stamp that claims too
    little, never too much.
    """

    @property
    def engine(self) -> str:
        """The engine's name: `whoosh` or `tantivy`."""
        ...

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        ...

    def stamp(self) -> Mapping[int, int]:
        """Entries by version; empty when there is no index of this engine and format."""
        ...

    def revisions(self) -> Mapping[int, int]:
        """The revision of the metadata by version that it was indexed with; empty as `stamp`."""
        ...

    def generation(self) -> int:
        """A number that changes whenever the index was written; 0 when there is none."""
        ...

    def count(self) -> int:
        """Entries that the index holds, whatever its stamp says. Raises IndexUnavailable."""
        ...

    def check(self) -> None:
        """Read all files. Raises IndexUnavailable when one is not as it was written."""
        ...

    def write(
        self,
        add: Iterable[IndexedVersion],
        remove: Iterable[int],
        progress: Callable[[int], None] = lambda done: None,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        """Add versions and remove versions, then update the stamp.

        A version that is held already is replaced. `revisions` are those of the documents'
        metadata, by version, for the stamp to name. `progress` is called with the number of
        versions done so far; what it raises stops the writing and leaves the index as it was.
        Raises IndexUnavailable when the index turns out to be damaged or to hold another number of
        entries than was written.
        """
        ...

    def clear(self) -> None:
        """Remove the index."""
        ...

    def searcher(self) -> Searcher:
        """A reader of this index."""
        ...
