"""Documents, versions and passages in the catalogue."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Sequence, Set

from reader.catalogue.database import Database
from reader.catalogue.metadata_json import (
    extra_json,
    metadata_from_row,
    origins_json,
    replaced_json,
    work_json,
)
from reader.catalogue.passage_rows import INSERT_PASSAGE, passage_from_row, passage_values
from reader.domain.dates import PartialDate
from reader.domain.document import Document, Fact, Passage, SourceMetadata, Version
from reader.domain.errors import NotFound

_DOCUMENTS = """
    SELECT document.*, version.id AS version_id, version.number, version.sha256,
           version.imported_at, version.source_name, version.format, version.passage_count,
           version.source_key, version.warnings,
           (SELECT json_group_array(json_array(country, reason)) FROM (
               SELECT country, reason FROM document_country
               WHERE document = document.id ORDER BY position)) AS countries,
           (SELECT json_group_array(name) FROM (
               SELECT name FROM collection JOIN document_collection ON collection = collection.id
               WHERE document = document.id ORDER BY name)) AS collections
    FROM document JOIN version ON version.document = document.id
"""
_OF_NEWEST = """
    WHERE version.number = (SELECT max(number) FROM version WHERE document = document.id)
      AND (:removed IS NULL OR (document.removed IS NOT NULL) = :removed)
      AND (:countries IS NULL OR document.id IN (
          SELECT document FROM document_country
          WHERE country IN (SELECT value FROM json_each(:countries))))
    ORDER BY document.title, document.id
"""
_OF_ONE = " WHERE document.id = :document ORDER BY number DESC LIMIT 1"
_OF_VERSIONS = """
    WHERE document.removed IS NULL AND version.id IN (SELECT value FROM json_each(:versions))
"""
_PASSAGES_OF_VERSION = "SELECT * FROM passage WHERE version = ? AND "


class DocumentStore:
    """Reads and writes documents; writing methods take the transaction's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Document]:
        """Every document in use with its newest version, by title."""
        return self._newest()

    def some(self, versions: Iterable[int]) -> dict[int, Document]:
        """The documents in use that have these versions, by version, each with that version."""
        with self._database.reading() as connection:
            rows = connection.execute(
                _DOCUMENTS + _OF_VERSIONS, {"versions": json.dumps(list(versions))}
            )
            return {row["version_id"]: _document(row) for row in rows}

    def removed(self) -> list[Document]:
        """Every document that was removed and not purged yet, by title."""
        return self._newest(removed=True)

    def get(self, identifier: str) -> Document:
        """One document with its newest version, in use or removed. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(_DOCUMENTS + _OF_ONE, {"document": identifier}).fetchone()
        if row is None:
            raise NotFound(
                "no such document", item=identifier, remedy="`dossier documents` lists them"
            )
        return _document(row)

    def of_countries(self, countries: Sequence[str]) -> list[Document]:
        """Documents in use that belong to any of the countries (alpha-2), by title."""
        return self._newest(countries=json.dumps(list(countries)))

    def _newest(
        self,
        *,
        countries: str | None = None,
        removed: bool | None = False,
    ) -> list[Document]:
        wanted = {"countries": countries, "removed": removed}
        with self._database.reading() as connection:
            rows = connection.execute(_DOCUMENTS + _OF_NEWEST, wanted)
            return [_document(row) for row in rows]

    def version(self, identifier: int) -> Version:
        """One version of any document. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT *, id AS version_id FROM version WHERE id = ?", (identifier,)
            ).fetchone()
        if row is None:
            raise NotFound("no such version", item=str(identifier))
        return _version(row, row["document"])

    def versions(self, document: str) -> list[Version]:
        """Every version of a document, the newest first; empty for an unknown document."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT *, id AS version_id FROM version WHERE document = ? ORDER BY number DESC",
                (document,),
            )
            return [_version(row, document) for row in rows]

    def facts(self, version: int) -> tuple[Fact, ...]:
        """The facts that a version states, in its order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM fact WHERE version = ? ORDER BY position", (version,)
            )
            return tuple(
                Fact(
                    name=row["name"],
                    value=row["value"],
                    passage=row["passage"],
                    date=PartialDate.parse(row["date"]) if row["date"] else None,
                )
                for row in rows
            )

    def pictures(self) -> set[str]:
        """The SHA-256 of every picture that any version shows."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT picture FROM passage WHERE picture IS NOT NULL"
            )
            return {row["picture"] for row in rows}

    def newest_versions(self) -> dict[int, tuple[str, int]]:
        """Version identifier to document and passage count: the newest of each document in use."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, document, passage_count FROM version AS one WHERE number ="
                " (SELECT max(number) FROM version WHERE document = one.document)"
                " AND document IN (SELECT id FROM document WHERE removed IS NULL)"
            )
            return {row["id"]: (row["document"], row["passage_count"]) for row in rows}

    def revisions(self) -> dict[int, int]:
        """How often what is derived from changed in the metadata, by newest version in use."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT max(version.number), version.id AS version, revision FROM document"
                " JOIN version ON version.document = document.id"
                " WHERE removed IS NULL GROUP BY document.id"
            )
            return {row["version"]: row["revision"] for row in rows}

    def passages(self, version: int) -> tuple[Passage, ...]:
        """All passages of a version, in order; empty for an unknown version."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM passage WHERE version = ? ORDER BY ordinal", (version,)
            )
            return tuple(passage_from_row(row) for row in rows)

    def some_passages(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Passage]:
        """The passages of pairs (version, ordinal), as far as they exist."""
        found: dict[tuple[int, int], Passage] = {}
        with self._database.reading() as connection:
            for version, ordinal in wanted:
                row = connection.execute(
                    "SELECT * FROM passage WHERE version = ? AND ordinal = ?", (version, ordinal)
                ).fetchone()
                if row is not None:
                    found[version, ordinal] = passage_from_row(row)
        return found

    def row_cells(self, version: int, around: int) -> list[Passage]:
        """The cells of the table row that a cell belongs to, itself included, left to right."""
        before = self._cells_from(version, around, "ordinal <= ? ORDER BY ordinal DESC")
        return before[:0:-1] + self._cells_from(version, around, "ordinal >= ? ORDER BY ordinal")

    def _cells_from(self, version: int, ordinal: int, walk: str) -> list[Passage]:
        """The cells of one row from a cell on, in the order of the walk."""
        cells: list[Passage] = []
        with (
            self._database.reading() as connection,
            contextlib.closing(
                connection.execute(_PASSAGES_OF_VERSION + walk, (version, ordinal))
            ) as rows,
        ):
            # Read one by one: a row is a few cells, and a version may have thousands of passages.
            for row in rows:
                passage = passage_from_row(row)
                if passage.cell is None or (cells and not _same_row(passage, cells[0])):
                    break
                cells.append(passage)
        return cells

    def country_counts(self) -> dict[str, int]:
        """Documents in use per country (alpha-2)."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT country, count(*) AS documents FROM document_country"
                " JOIN document ON document.id = document WHERE removed IS NULL GROUP BY country"
            )
            return {row["country"]: row["documents"] for row in rows}

    def find_content(self, sha256: str) -> str | None:
        """The document whose newest version has that content, one in use first, or None."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT document FROM version AS one JOIN document ON document.id = document"
                " WHERE sha256 = ? AND number ="
                " (SELECT max(number) FROM version WHERE document = one.document)"
                " ORDER BY removed IS NOT NULL",
                (sha256,),
            ).fetchone()
        return None if row is None else str(row["document"])

    def find_source(
        self, source_key: str, title: str, url: str | None, others: Set[str] = frozenset()
    ) -> str | None:
        """The document that an import of changed content surely belongs to, or None.

        It is the one whose file lay in the same place, unless it is of another URL; else the one
        with the same URL and title. `others` came from other files of the same import. A document
        in use goes before a removed one. Title and URL are what the sources themselves say.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT document.id FROM document JOIN version ON version.document ="
                " document.id WHERE source_key = ? AND source_key <> ''"
                " AND (own_url IS NULL OR ? IS NULL OR own_url = ?) ORDER BY removed IS NOT NULL",
                (source_key, url, url),
            ).fetchall()
            rows += connection.execute(
                "SELECT id FROM document WHERE own_url = ? AND own_title = ?"
                " ORDER BY removed IS NOT NULL",
                (url, title),
            ).fetchall()
        return next((str(row["id"]) for row in rows if row["id"] not in others), None)

    def namesakes(self, source_name: str, title: str) -> list[tuple[str, str]]:
        """The documents of a title from files of a name, each with its newest version's key."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT document.id, source_key FROM document"
                " JOIN version ON version.document = document.id"
                " WHERE source_name = ? AND own_title = ? AND number ="
                " (SELECT max(number) FROM version WHERE document = document.id)",
                (source_name, title),
            )
            return [(str(row["id"]), str(row["source_key"])) for row in rows]

    def exists(self, identifier: str) -> bool:
        """Whether there is a document of that identifier, in use or removed."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM document WHERE id = ?", (identifier,)
            ).fetchone()
        return row is not None

    def documents_by_content(self) -> dict[str, set[str]]:
        """By the SHA-256 of every version's original, the documents that have such a version."""
        found: dict[str, set[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute("SELECT sha256, document FROM version"):
                found.setdefault(row["sha256"], set()).add(row["document"])
        return found

    def contents(self) -> set[str]:
        """The SHA-256 of every version's original."""
        with self._database.reading() as connection:
            return {row["sha256"] for row in connection.execute("SELECT sha256 FROM version")}

    def order_versions(self, connection: sqlite3.Connection, document: str, new: Set[int]) -> None:
        """Number a document's versions anew, with the `new` ones put in by their import's instant.

        Neither those that were here nor the new ones change their order among themselves: a clock
        that was set back tells of an instant too early.
        """
        rows = connection.execute(
            "SELECT id, imported_at FROM version WHERE document = ? ORDER BY number", (document,)
        ).fetchall()
        latest = {True: "", False: ""}
        instants = []
        for at, row in enumerate(rows):
            chain = row["id"] in new
            latest[chain] = max(latest[chain], row["imported_at"])
            instants.append((latest[chain], at, row["id"]))
        # Through numbers that none has: no two may be the same at any moment.
        for sign in (-1, 1):
            connection.executemany(
                "UPDATE version SET number = ? WHERE id = ?",
                [
                    (sign * number, identifier)
                    for number, (_, _, identifier) in enumerate(sorted(instants), start=1)
                ],
            )

    def set_removed(
        self, connection: sqlite3.Connection, identifier: str, instant: str | None
    ) -> bool:
        """Remove a document at that instant, or with None put it back; whether that changed it."""
        cursor = connection.execute(
            "UPDATE document SET removed = :instant WHERE id = :document"
            " AND (removed IS NULL) <> (:instant IS NULL)",
            {"document": identifier, "instant": instant},
        )
        return cursor.rowcount > 0

    def purge(self, connection: sqlite3.Connection, identifier: str) -> None:
        """Delete a document with all its versions for good; its bookmarks must be gone before."""
        connection.execute("DELETE FROM document WHERE id = ?", (identifier,))

    def put_metadata(
        self, connection: sqlite3.Connection, identifier: str, metadata: SourceMetadata
    ) -> None:
        """Insert a document's metadata, or replace it.

        Its revision counts the changes of what is derived from: title, language and countries.
        """
        countries = tuple(dict.fromkeys(metadata.countries))
        held = connection.execute(
            "SELECT country FROM document_country WHERE document = ? ORDER BY position",
            (identifier,),
        )
        moved = tuple(row["country"] for row in held) != countries
        connection.execute(
            "INSERT INTO document (id, title, publisher, authors, published, accessed, url,"
            " language, tags, kind, summarises, origins, extra, replaced)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
            " publisher = excluded.publisher, authors = excluded.authors,"
            " published = excluded.published, accessed = excluded.accessed, url = excluded.url,"
            " language = excluded.language, tags = excluded.tags, kind = excluded.kind,"
            " summarises = excluded.summarises, origins = excluded.origins, extra = excluded.extra,"
            " replaced = excluded.replaced, revision = revision +"
            " (title IS NOT excluded.title OR language IS NOT excluded.language OR ?)",
            (
                identifier,
                metadata.title,
                metadata.publisher,
                json.dumps(metadata.authors, ensure_ascii=False),
                str(metadata.published) if metadata.published else None,
                str(metadata.accessed) if metadata.accessed else None,
                metadata.url,
                metadata.language,
                json.dumps(metadata.tags, ensure_ascii=False),
                metadata.kind,
                work_json(metadata.summarises),
                origins_json(metadata.origins),
                extra_json(metadata.extra),
                replaced_json(metadata.replaced),
                moved,
            ),
        )
        connection.execute("DELETE FROM document_country WHERE document = ?", (identifier,))
        connection.executemany(
            "INSERT INTO document_country (document, position, country, reason)"
            " VALUES (?, ?, ?, ?)",
            [
                (identifier, at, each, metadata.country_reasons.get(each))
                for at, each in enumerate(countries)
            ],
        )

    def add_version(
        self,
        connection: sqlite3.Connection,
        document: str,
        *,
        sha256: str,
        imported_at: str,
        source_name: str,
        format_name: str,
        passages: Sequence[Passage],
        facts: Sequence[Fact] = (),
        source_key: str = "",
        warnings: Sequence[str] = (),
    ) -> int:
        """Add the next version of a document with all it brought; returns its identifier."""
        number = connection.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM version WHERE document = ?", (document,)
        ).fetchone()[0]
        cursor = connection.execute(
            "INSERT INTO version (document, number, sha256, imported_at, source_name, format,"
            " passage_count, source_key, warnings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document,
                number,
                sha256,
                imported_at,
                source_name,
                format_name,
                len(passages),
                source_key,
                json.dumps(list(warnings), ensure_ascii=False),
            ),
        )
        version = int(cursor.lastrowid or 0)
        connection.executemany(
            INSERT_PASSAGE,
            [passage_values(version, passage) for passage in passages],
        )
        connection.executemany(
            "INSERT INTO fact (version, position, name, value, passage, date)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (version, at, fact.name, fact.value, fact.passage, _date_text(fact.date))
                for at, fact in enumerate(facts)
            ],
        )
        return version


def _version(row: sqlite3.Row, document: str) -> Version:
    return Version(
        id=row["version_id"],
        document=document,
        number=row["number"],
        sha256=row["sha256"],
        imported_at=row["imported_at"],
        source_name=row["source_name"],
        format=row["format"],
        passage_count=row["passage_count"],
        source_key=row["source_key"],
        warnings=tuple(json.loads(row["warnings"])),
    )


def _document(row: sqlite3.Row) -> Document:
    return Document(
        id=row["id"],
        metadata=metadata_from_row(row, json.loads(row["countries"])),
        version=_version(row, row["id"]),
        removed=row["removed"],
        collections=tuple(json.loads(row["collections"])),
    )


def _same_row(one: Passage, other: Passage) -> bool:
    a, b = one.cell, other.cell
    return a is not None and b is not None and (a.table, a.row) == (b.table, b.row)


def _date_text(date: PartialDate | None) -> str | None:
    return str(date) if date else None
