"""Saved searches in the catalogue."""

from __future__ import annotations

import sqlite3

from reader.catalogue.database import Database
from reader.domain.errors import NotFound
from reader.domain.saved_search import SavedSearch


class SavedSearchStore:
    """Reads and writes saved searches; writing methods take the transaction's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name whatever its capitals; none is counted."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM saved_search").fetchall()
        return sorted(map(_saved, rows), key=lambda each: (each.name.casefold(), each.name))

    def get(self, identifier: str) -> SavedSearch:
        """One saved search. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM saved_search WHERE id = ?", (identifier,)
            ).fetchone()
        if row is None:
            raise NotFound(
                "no such saved search", item=identifier, remedy="`dossier saved list` lists them"
            )
        return _saved(row)

    def newest_version(self) -> int:
        """The highest identifier of a version, in use or not; 0 in an empty library."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM version").fetchone()[0])

    def put(self, connection: sqlite3.Connection, saved: SavedSearch) -> None:
        """Insert a saved search, or replace the one of its identifier; its name must be free."""
        connection.execute(
            "INSERT INTO saved_search (id, name, query, created, seen, seen_version)"
            " VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query,"
            " seen = excluded.seen, seen_version = excluded.seen_version",
            (saved.id, saved.name, saved.query, saved.created, saved.seen, saved.seen_version),
        )

    def remove(self, connection: sqlite3.Connection, identifier: str) -> None:
        """Remove a saved search; nothing happens when there is none."""
        connection.execute("DELETE FROM saved_search WHERE id = ?", (identifier,))


def _saved(row: sqlite3.Row) -> SavedSearch:
    return SavedSearch(
        id=row["id"],
        name=row["name"],
        query=row["query"],
        created=row["created"],
        seen=row["seen"],
        seen_version=row["seen_version"],
    )
