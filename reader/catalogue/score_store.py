"""Scores in the catalogue, by the source that gives them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from decimal import Decimal

from reader.catalogue.database import Database
from reader.catalogue.index_json import index_as_json, index_from_json
from reader.catalogue.score_rows import StoredSheet, insert_sheets, read_sheets
from reader.domain.scoring import ScoredIndex, ScoreFile, ScoreSheet, with_editions


class ScoreStore:
    """Reads and writes score sheets; writing methods take the transaction's connection.

    What was removed is not seen, except by `files`, `contents` and what finds known content.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        connection: sqlite3.Connection,
        sheets: Sequence[ScoreSheet],
        *,
        version: int | None,
        sha256: str,
        source_name: str,
        imported_at: str,
    ) -> None:
        """Add sheets, given by a document's version or, with None, by a file of scores only.

        What the same file, or an older version of the same document, gave before for the same
        country and edition is replaced.
        """
        connection.executemany(
            "DELETE FROM score_source WHERE scored_index = :index AND edition = :edition"
            " AND country = :country AND ((version IS NULL AND :version IS NULL"
            " AND (sha256 = :sha256 OR source_name = :name)) OR version IN (SELECT id FROM version"
            " WHERE document = (SELECT document FROM version WHERE id = :version)))",
            [
                {
                    "index": sheet.index,
                    "edition": sheet.edition,
                    "country": sheet.country,
                    "version": version,
                    "sha256": sha256,
                    "name": source_name,
                }
                for sheet in sheets
            ],
        )
        insert_sheets(
            connection,
            sheets,
            version=version,
            sha256=sha256,
            source_name=source_name,
            imported_at=imported_at,
        )

    def sheets(
        self, *, country: str | None = None, index: str | None = None, edition: str | None = None
    ) -> list[StoredSheet]:
        """The sheets that fit, the one imported last first."""
        with self._database.reading() as connection:
            return read_sheets(connection, country=country, index=index, edition=edition)

    def totals(self, index: str, edition: str, total: str) -> dict[str, Decimal]:
        """A published average of every country (alpha-2) that has one, from its newest source."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT country, value FROM score_source_in_use AS one"
                " JOIN score_total ON score_total.source = one.id AND total = ?"
                " WHERE scored_index = ? AND edition = ? ORDER BY one.imported_at, one.id",
                (total, index, edition),
            )
            return {row["country"]: Decimal(row["value"]) for row in rows}

    def scored_countries(self, index: str, edition: str) -> set[str]:
        """The countries (alpha-2) that the library holds figures of an edition for."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT country FROM score_source_in_use"
                " WHERE scored_index = ? AND edition = ?",
                (index, edition),
            )
            return {row["country"] for row in rows}

    def put_index(self, connection: sqlite3.Connection, index: ScoredIndex) -> None:
        """Keep the description of an index that came with a mapping file.

        Editions that are described already and not in `index` are kept, in the order of their
        identifiers.
        """
        held = connection.execute(
            "SELECT description FROM scored_index WHERE id = ?", (index.id,)
        ).fetchone()
        if held is not None:
            index = with_editions(index, index_from_json(held["description"]).editions)
        connection.execute(
            "INSERT INTO scored_index (id, description) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET description = excluded.description",
            (index.id, index_as_json(index)),
        )

    def indices(self) -> list[ScoredIndex]:
        """The indices that came with a mapping file, by name."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT description FROM scored_index").fetchall()
        found = [index_from_json(row["description"]) for row in rows]
        return sorted(found, key=lambda index: (index.name, index.id))

    def editions(self, country: str, index: str) -> list[str]:
        """The editions that the library holds scores of a country for, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT edition FROM score_source_in_use"
                " WHERE country = ? AND scored_index = ? ORDER BY edition DESC",
                (country, index),
            )
            return [row["edition"] for row in rows]

    def countries(self) -> dict[str, int]:
        """Scores held per country (alpha-2), of all editions and sources."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT country, count(*) AS scores FROM score_source_in_use AS one"
                " JOIN score ON score.source = one.id GROUP BY country"
            )
            return {row["country"]: row["scores"] for row in rows}

    def find_content(self, sha256: str) -> bool:
        """Whether a file of scores only with that content has been imported."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM score_source WHERE sha256 = ? AND version IS NULL", (sha256,)
            ).fetchone()
        return row is not None

    def files(self, *, removed: bool | None = False) -> list[ScoreFile]:
        """The files of scores only, by name: those in use, the removed ones, or with None all."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT sha256, source_name, removed, max(imported_at) AS imported_at,"
                " json_group_array(DISTINCT scored_index) AS indices,"
                " json_group_array(DISTINCT edition) AS editions,"
                " json_group_array(DISTINCT country) AS countries,"
                " sum((SELECT count(*) FROM score WHERE source = score_source.id)) AS scores"
                " FROM score_source WHERE version IS NULL"
                " AND (:removed IS NULL OR (removed IS NOT NULL) = :removed)"
                " GROUP BY sha256, source_name ORDER BY source_name, sha256",
                {"removed": removed},
            )
            return [
                ScoreFile(
                    sha256=row["sha256"],
                    source_name=row["source_name"],
                    indices=_sorted(row["indices"]),
                    editions=_sorted(row["editions"]),
                    countries=_sorted(row["countries"]),
                    scores=row["scores"],
                    imported_at=row["imported_at"],
                    removed=row["removed"],
                )
                for row in rows
            ]

    def countries_of(self, documents: Sequence[str]) -> set[str]:
        """The countries (alpha-2) that any version of the documents gives scores of."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT country FROM score_source"
                " JOIN version ON version.id = score_source.version"
                " WHERE document IN (SELECT value FROM json_each(?))",
                (json.dumps(list(documents)),),
            )
            return {row["country"] for row in rows}

    def set_removed(self, connection: sqlite3.Connection, sha256: str, instant: str | None) -> bool:
        """Remove a file of scores only, or with None put it back; whether that changed it."""
        cursor = connection.execute(
            "UPDATE score_source SET removed = :instant WHERE sha256 = :sha256"
            " AND version IS NULL AND (removed IS NULL) <> (:instant IS NULL)",
            {"sha256": sha256, "instant": instant},
        )
        return cursor.rowcount > 0

    def purge(self, connection: sqlite3.Connection, sha256: str) -> None:
        """Delete what a file of scores only gave, for good."""
        connection.execute(
            "DELETE FROM score_source WHERE sha256 = ? AND version IS NULL", (sha256,)
        )

    def contents(self) -> set[str]:
        """The SHA-256 of every original that gave scores, in use or removed."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT sha256 FROM score_source")
            return {row["sha256"] for row in rows}


def _sorted(listed: str) -> tuple[str, ...]:
    return tuple(sorted(json.loads(listed)))
