"""Collections in the catalogue: named groups that documents are put into."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.catalogue.database import Database


class CollectionStore:
    """Reads and writes collections; writing methods take the transaction's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, list[str]]:
        """Every collection by name, with the identifiers of its documents, in use or removed."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT name, document FROM collection"
                " LEFT JOIN document_collection ON collection = collection.id"
                " ORDER BY name, document"
            )
            found: dict[str, list[str]] = {}
            for row in rows:
                held = found.setdefault(row["name"], [])
                if row["document"] is not None:
                    held.append(row["document"])
            return found

    def in_use(self) -> dict[str, int]:
        """Every collection by name, with how many documents in use it holds."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT name, (SELECT count(*) FROM document_collection"
                " JOIN document ON document.id = document"
                " WHERE collection = collection.id AND removed IS NULL) AS documents"
                " FROM collection ORDER BY name"
            )
            return {row["name"]: row["documents"] for row in rows}

    def add(self, connection: sqlite3.Connection, name: str) -> None:
        """Add an empty collection; the name must be new."""
        connection.execute("INSERT INTO collection (name) VALUES (?)", (name,))

    def rename(self, connection: sqlite3.Connection, name: str, new: str) -> None:
        """Give a collection another name, which must be new."""
        connection.execute("UPDATE collection SET name = ? WHERE name = ?", (new, name))

    def delete(self, connection: sqlite3.Connection, name: str) -> None:
        """Delete a collection; its documents stay."""
        connection.execute("DELETE FROM collection WHERE name = ?", (name,))

    def put(self, connection: sqlite3.Connection, name: str, documents: Sequence[str]) -> None:
        """Put documents into a collection; those in it stay in it."""
        connection.executemany(
            "INSERT INTO document_collection (document, collection)"
            " SELECT ?, id FROM collection WHERE name = ? ON CONFLICT DO NOTHING",
            [(document, name) for document in documents],
        )

    def take(self, connection: sqlite3.Connection, name: str, documents: Sequence[str]) -> None:
        """Take documents out of a collection."""
        connection.executemany(
            "DELETE FROM document_collection WHERE document = ?"
            " AND collection = (SELECT id FROM collection WHERE name = ?)",
            [(document, name) for document in documents],
        )
