"""The engines that are measured: Dossier's own behind their door, and SQLite's FTS5 as the peer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from reader.domain.query import (
    And,
    Exact,
    Fuzzy,
    InVersions,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from reader.search.engine import IndexedVersion, SearchIndex, Wanted
from tests.benchmarks.search.queries import MadeQuery

OWN = {
    "whoosh": ("reader.search.whoosh_index", "WhooshIndex"),
    "tantivy": ("reader.search.tantivy_index", "TantivyIndex"),
}
ENGINES = (*OWN, "fts5")
_LISTED = 100
_WITHIN = 10

_MATCHING = "SELECT rowid, rank FROM entries WHERE entries MATCH ?"
_KEYS = "SELECT id FROM keys WHERE version IN"
_COMPLETIONS = "SELECT term, cnt FROM words WHERE term >= ? AND term < ? ORDER BY cnt DESC LIMIT 20"

Ask = Callable[[], int]
"""Asks one query; how many entries match (or are listed, for FTS5)."""


class Measured(Protocol):
    """An engine with an index in a folder."""

    def write(self, add: Iterable[IndexedVersion]) -> None:
        """Add versions, searchable at the end."""
        ...

    def open(self) -> None:
        """Open the index for searching."""
        ...

    def prepared(self, query: MadeQuery, versions: Mapping[str, Sequence[int]]) -> Ask | None:
        """A query, ready to be asked; None for what the engine cannot."""
        ...


def measured(engine: str, folder: Path) -> Measured:
    """An engine by name."""
    return Fts5(folder) if engine == "fts5" else Own(own_index(engine, folder))


def own_index(engine: str, folder: Path) -> SearchIndex:
    """An index of one of Dossier's engines."""
    module, name = OWN[engine]
    index: SearchIndex = getattr(import_module(module), name)(folder)
    return index


def missing(engine: str) -> str:
    """Why an engine cannot be measured; empty where it can."""
    try:
        if engine in OWN:
            import_module(OWN[engine][0])
            import_module(engine)
    except ImportError as error:
        return str(error)
    return "" if engine in ENGINES else "there is no such engine"


class Own:
    """One of Dossier's engines."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self._searcher = index.searcher()

    def write(self, add: Iterable[IndexedVersion]) -> None:
        """Add versions, searchable at the end."""
        self.index.write(add, ())

    def open(self) -> None:
        """Open the index for searching; its files are opened by the first query."""
        self._searcher.close()
        self._searcher = self.index.searcher()

    def prepared(self, query: MadeQuery, versions: Mapping[str, Sequence[int]]) -> Ask | None:
        """A query, ready to be asked as the library asks it."""
        searcher, words = self._searcher, query.words
        if query.how == "complete":
            return lambda: len(searcher.words(words[0], 20))
        if query.how == "spelling":
            return lambda: len(searcher.near(words[0], 5))
        root, wanted = _node(query, versions), Wanted(_LISTED)
        return lambda: searcher.search(root, wanted).total


def _node(query: MadeQuery, versions: Mapping[str, Sequence[int]]) -> Node:
    words = query.words
    each = tuple(Word(word) for word in words)
    match query.how:
        case "word":
            return each[0]
        case "all":
            return And(each)
        case "any":
            return Or(each)
        case "phrase":
            return Phrase(" ".join(words))
        case "exact":
            return Exact(words[0])
        case "prefix":
            return Prefix(words[0])
        case "typed":
            return And((each[0], Prefix(words[1])))
        case "fuzzy":
            return Fuzzy(words[0])
        case "near":
            return Near(" ".join(words), _WITHIN)
        case "filter":
            return And((each[0], InVersions(frozenset(versions[query.country]))))
        case "not":
            return And((each[0], Not(each[1])))
        case _:
            raise ValueError(query.how)


class Fts5:
    """SQLite's full-text index with its own ranking; as with Dossier, it does not hold the texts.

    It finds what has all words anywhere, its own headings and title included, and it lists the
    best only: it counts no matches, no documents, and looks for no documents as a whole.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "fts5.sqlite3"
        self._connection = sqlite3.connect(self._file)

    def write(self, add: Iterable[IndexedVersion]) -> None:
        """Add versions, searchable at the end."""
        connection = self._connection
        with connection:
            connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS entries USING fts5(text, headings, title,"
                " content='', tokenize='porter unicode61 remove_diacritics 2')"
            )
            connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5vocab(entries, row)"
            )
            connection.execute(
                "CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, version, passage)"
            )
            connection.execute("CREATE INDEX IF NOT EXISTS by_version ON keys (version)")
            first = connection.execute("SELECT coalesce(max(id), 0) FROM keys").fetchone()[0]
            for version in add:
                rows = [
                    (first + number, version, entry)
                    for number, entry in enumerate(version.entries, 1)
                ]
                first += len(rows)
                connection.executemany(
                    "INSERT INTO keys VALUES (?, ?, ?)",
                    ((row, each.version, entry.passage) for row, each, entry in rows),
                )
                connection.executemany(
                    "INSERT INTO entries (rowid, text, headings, title) VALUES (?, ?, ?, ?)",
                    (
                        (row, entry.text, "\n".join(entry.headings), each.title)
                        for row, each, entry in rows
                    ),
                )

    def open(self) -> None:
        """Open the index for searching."""
        self._connection.close()
        self._connection = sqlite3.connect(self._file)

    def prepared(self, query: MadeQuery, versions: Mapping[str, Sequence[int]]) -> Ask | None:
        """A query, ready to be asked; there are no fuzzy and no exact ones, and no spellings."""
        connection = self._connection
        if query.how == "complete":
            low = query.words[0]
            between = low, low[:-1] + chr(ord(low[-1]) + 1)
            return lambda: len(connection.execute(_COMPLETIONS, between).fetchall())
        asked = _match(query)
        if asked is None:
            return None
        chosen = list(versions[query.country]) if query.how == "filter" else []
        # The plus sign keeps SQLite from looking the word up once for every entry of a version.
        within = f"AND +rowid IN ({_KEYS} ({','.join('?' * len(chosen))}))" if chosen else ""
        statement = f"{_MATCHING} {within} ORDER BY rank LIMIT {_LISTED}"
        return lambda: len(connection.execute(statement, (asked, *chosen)).fetchall())


def _match(query: MadeQuery) -> str | None:
    quoted = [f'"{word}"' for word in query.words]
    joined = {
        "word": " ".join(quoted),
        "filter": " ".join(quoted),
        "all": " ".join(quoted),
        "any": " OR ".join(quoted),
        "phrase": f'"{" ".join(query.words)}"',
        "prefix": f"{quoted[0]}*",
        "typed": f"{quoted[0]} AND {quoted[-1]}*",
        "near": f"NEAR({' '.join(quoted)}, {_WITHIN})",
        "not": " NOT ".join(quoted),
    }
    return joined.get(query.how)
