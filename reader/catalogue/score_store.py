"""Scores in the catalogue, by the source that gives them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reader.catalogue.database import Database
from reader.domain.scoring import Score, ScoreFile, ScoreSheet, Total


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A score sheet with where it came from; `document` is None for a pure sheet of scores."""

    id: int
    sheet: ScoreSheet
    document: str | None
    source_name: str
    imported_at: str


class ScoreStore:
    """Reads and writes score sheets; writing methods take the transaction's connection.

    What was removed is not seen, except by `files`, `contents` and what finds known content.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        connection: sqlite3.Connection,
        sheet: ScoreSheet,
        *,
        version: int | None,
        sha256: str,
        source_name: str,
        imported_at: str,
    ) -> None:
        """Add a sheet, given by a document's version or, with None, by a file of scores only.

        What the same file, or an older version of the same document, gave before is replaced.
        """
        connection.execute(
            "DELETE FROM score_source WHERE scored_index = :index AND edition = :edition"
            " AND country = :country AND ((version IS NULL AND :version IS NULL"
            " AND (sha256 = :sha256 OR source_name = :name)) OR version IN (SELECT id FROM version"
            " WHERE document = (SELECT document FROM version WHERE id = :version)))",
            {
                "index": sheet.index,
                "edition": sheet.edition,
                "country": sheet.country,
                "version": version,
                "sha256": sha256,
                "name": source_name,
            },
        )
        source = connection.execute(
            "INSERT INTO score_source (scored_index, edition, edition_basis, country, version,"
            " sha256, source_name, title, publisher, url, imported_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sheet.index,
                sheet.edition,
                sheet.edition_basis,
                sheet.country,
                version,
                sha256,
                source_name,
                sheet.source_title,
                sheet.source_publisher,
                sheet.source_url,
                imported_at,
            ),
        ).lastrowid
        connection.executemany(
            "INSERT INTO score (source, position, indicator, value, change, comparable)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    source,
                    at,
                    score.indicator,
                    str(score.value),
                    _text(score.change),
                    score.comparable,
                )
                for at, score in enumerate(sheet.scores)
            ],
        )
        connection.executemany(
            "INSERT INTO score_total (source, total, value, change, comparable)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (source, total.id, str(total.value), _text(total.change), total.comparable)
                for total in sheet.totals
            ],
        )

    def sheets(
        self, *, country: str | None = None, index: str | None = None, edition: str | None = None
    ) -> list[StoredSheet]:
        """The sheets that fit, the one imported last first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT one.*, version.document FROM score_source_in_use AS one"
                " LEFT JOIN version ON version.id = one.version"
                " WHERE (:country IS NULL OR country = :country)"
                " AND (:index IS NULL OR scored_index = :index)"
                " AND (:edition IS NULL OR edition = :edition)"
                " ORDER BY one.imported_at DESC, one.id DESC",
                {"country": country, "index": index, "edition": edition},
            ).fetchall()
            return [_sheet(connection, row) for row in rows]

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

    def find_source(self, source_name: str) -> bool:
        """Whether a file of scores only with that name has been imported."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM score_source WHERE source_name = ? AND version IS NULL",
                (source_name,),
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


def _sheet(connection: sqlite3.Connection, row: sqlite3.Row) -> StoredSheet:
    scores = connection.execute(
        "SELECT * FROM score WHERE source = ? ORDER BY position", (row["id"],)
    )
    totals = connection.execute("SELECT * FROM score_total WHERE source = ?", (row["id"],))
    return StoredSheet(
        id=row["id"],
        sheet=ScoreSheet(
            index=row["scored_index"],
            edition=row["edition"],
            country=row["country"],
            scores=tuple(
                Score(
                    indicator=each["indicator"],
                    value=Decimal(each["value"]),
                    change=_decimal(each["change"]),
                    comparable=bool(each["comparable"]),
                )
                for each in scores
            ),
            totals=tuple(
                Total(
                    id=each["total"],
                    value=Decimal(each["value"]),
                    change=_decimal(each["change"]),
                    comparable=bool(each["comparable"]),
                    computed=False,
                )
                for each in totals
            ),
            edition_basis=row["edition_basis"],
            source_title=row["title"],
            source_publisher=row["publisher"],
            source_url=row["url"],
        ),
        document=row["document"],
        source_name=row["source_name"],
        imported_at=row["imported_at"],
    )


def _sorted(listed: str) -> tuple[str, ...]:
    return tuple(sorted(json.loads(listed)))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
