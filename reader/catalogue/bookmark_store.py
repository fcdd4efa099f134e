"""Bookmarks in the catalogue."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from reader.catalogue.database import Database
from reader.domain.bookmark import AnchorState, Bookmark, BookmarkColour
from reader.domain.errors import NotFound
from reader.domain.selector import TextPositionSelector, TextQuoteSelector


class Remark(NamedTuple):
    """What a reader said of a mark: its bookmark, its document, note and tags."""

    bookmark: str
    document: str
    note: str
    tags: tuple[str, ...]


class BookmarkStore:
    """Reads and writes bookmarks; writing methods take the transaction's connection.

    A bookmark removed together with its document is kept, hidden, until the document is purged.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, *, removed: bool | None = False) -> list[Bookmark]:
        """Every bookmark in use, the newest first; with `removed` None the hidden ones too."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM bookmark"
                " WHERE :removed IS NULL OR (removed IS NOT NULL) = :removed"
                " ORDER BY created DESC, rowid DESC",
                {"removed": removed},
            )
            return [_bookmark(row) for row in rows]

    def remarks(self) -> list[Remark]:
        """The notes and tags of all bookmarks in use that have any, the newest first."""
        with self._database.reading() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            rows = cursor.execute(
                "SELECT id, document, note, tags FROM bookmark"
                " WHERE removed IS NULL AND (note <> '' OR tags <> '[]')"
                " ORDER BY created DESC, rowid DESC"
            )
            return [
                Remark(bookmark, document, note, tuple(json.loads(tags)))
                for bookmark, document, note, tags in rows
            ]

    def of_document(self, document: str, *, removed: bool | None = False) -> list[Bookmark]:
        """The bookmarks of a document, in the order of their places; `removed` as in `all`."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM bookmark WHERE document = :document"
                " AND (:removed IS NULL OR (removed IS NOT NULL) = :removed)"
                ' ORDER BY coalesce(anchored_start, start), "end", id',
                {"document": document, "removed": removed},
            )
            return [_bookmark(row) for row in rows]

    def get(self, identifier: str) -> Bookmark:
        """One bookmark. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM bookmark WHERE id = ?", (identifier,)
            ).fetchone()
        if row is None:
            raise NotFound(
                "no such bookmark", item=identifier, remedy="`dossier bookmark list` lists them"
            )
        return _bookmark(row)

    def exists(self, identifier: str) -> bool:
        """Whether there is a bookmark of that identifier, hidden or not."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM bookmark WHERE id = ?", (identifier,)
            ).fetchone()
        return row is not None

    def put(self, connection: sqlite3.Connection, bookmark: Bookmark) -> None:
        """Insert a bookmark, or replace what is known of it."""
        anchored = bookmark.anchored
        connection.execute(
            "INSERT INTO bookmark (id, document, version, exact, prefix, suffix, start,"
            ' "end", note, tags, colour, created, anchor, anchored_start, anchored_end,'
            " anchor_reason, removed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET note = excluded.note, tags = excluded.tags,"
            " colour = excluded.colour, anchor = excluded.anchor,"
            " anchored_start = excluded.anchored_start, anchored_end = excluded.anchored_end,"
            " anchor_reason = excluded.anchor_reason",
            (
                bookmark.id,
                bookmark.document,
                bookmark.version,
                bookmark.quote.exact,
                bookmark.quote.prefix,
                bookmark.quote.suffix,
                bookmark.position.start,
                bookmark.position.end,
                bookmark.note,
                json.dumps(bookmark.tags, ensure_ascii=False),
                bookmark.colour.value,
                bookmark.created,
                bookmark.anchor.value,
                anchored.start if anchored else None,
                anchored.end if anchored else None,
                bookmark.anchor_reason,
                bookmark.removed,
            ),
        )

    def replace(self, connection: sqlite3.Connection, bookmark: Bookmark) -> None:
        """Put a bookmark in another one's place, its clips included: what it quotes is new."""
        connection.execute(
            "UPDATE bookmark SET version = ?, exact = ?, prefix = ?, suffix = ?, start = ?,"
            ' "end" = ? WHERE id = ?',
            (
                bookmark.version,
                bookmark.quote.exact,
                bookmark.quote.prefix,
                bookmark.quote.suffix,
                bookmark.position.start,
                bookmark.position.end,
                bookmark.id,
            ),
        )
        self.put(connection, bookmark)

    def remove(self, connection: sqlite3.Connection, identifier: str) -> None:
        """Remove a bookmark and its clips; nothing happens when there is none."""
        connection.execute("DELETE FROM bookmark WHERE id = ?", (identifier,))

    def set_removed(
        self, connection: sqlite3.Connection, document: str, instant: str | None
    ) -> None:
        """Hide the bookmarks of a document that is removed, or with None put them back."""
        connection.execute(
            "UPDATE bookmark SET removed = :instant WHERE document = :document"
            " AND (removed IS NULL) <> (:instant IS NULL)",
            {"document": document, "instant": instant},
        )

    def purge(self, connection: sqlite3.Connection, document: str) -> None:
        """Delete all bookmarks of a document, and their clips, for good."""
        connection.execute("DELETE FROM bookmark WHERE document = ?", (document,))


def _bookmark(row: sqlite3.Row) -> Bookmark:
    anchored = row["anchored_start"] is not None
    return Bookmark(
        id=row["id"],
        document=row["document"],
        version=row["version"],
        quote=TextQuoteSelector(row["exact"], row["prefix"], row["suffix"]),
        position=TextPositionSelector(row["start"], row["end"]),
        note=row["note"],
        tags=tuple(json.loads(row["tags"])),
        colour=BookmarkColour(row["colour"]),
        created=row["created"],
        anchor=AnchorState(row["anchor"]),
        anchored=TextPositionSelector(row["anchored_start"], row["anchored_end"])
        if anchored
        else None,
        anchor_reason=row["anchor_reason"],
        removed=row["removed"],
    )
