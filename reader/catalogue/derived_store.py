"""What is computed from the catalogue and kept in the cache: suggested evidence."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from reader.catalogue.database import ChangeMark, Database
from reader.domain.evidence import EvidenceLink


class DerivedStore:
    """Evidence suggestions by version."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def evaluated(self) -> dict[int, str]:
        """The versions whose evidence is computed, with the lexicon's fingerprint."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT version, lexicon FROM evaluated")
            return {row["version"]: row["lexicon"] for row in rows}

    def change_mark(self) -> ChangeMark:
        """What tells whether the evidence changed; to be taken before reading."""
        return self._database.change_mark()

    def passages(self) -> dict[str, set[tuple[int, int]]]:
        """The passages that are evidence, as version and ordinal, by indicator."""
        found: dict[str, set[tuple[int, int]]] = {}
        with self._database.reading() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            for indicator, version, passage in cursor.execute(
                "SELECT indicator, version, passage FROM evidence"
            ):
                found.setdefault(indicator, set()).add((version, passage))
        return found

    def put(
        self,
        connection: sqlite3.Connection,
        version: int,
        lexicon: str,
        links: Iterable[EvidenceLink],
    ) -> None:
        """Replace a version's links."""
        connection.execute("DELETE FROM evaluated WHERE version = ?", (version,))
        connection.execute(
            "INSERT INTO evaluated (version, lexicon) VALUES (?, ?)", (version, lexicon)
        )
        connection.executemany(
            "INSERT INTO evidence (version, indicator, passage, score, matched, spans)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    version,
                    link.indicator,
                    link.passage,
                    link.score,
                    json.dumps(link.matched, ensure_ascii=False),
                    json.dumps(link.spans),
                )
                for link in links
            ],
        )

    def forget(self, connection: sqlite3.Connection, versions: Iterable[int]) -> None:
        """Remove what is known of versions that are not the newest any more."""
        connection.executemany(
            "DELETE FROM evaluated WHERE version = ?", [(version,) for version in versions]
        )

    def links(self, versions: Sequence[int], indicator: str | None = None) -> list[EvidenceLink]:
        """The links of versions, best first, then by version and place."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM evidence WHERE version IN (SELECT value FROM json_each(:versions))"
                " AND (:indicator IS NULL OR indicator = :indicator)"
                " ORDER BY score DESC, version, passage",
                {"versions": json.dumps(list(versions)), "indicator": indicator},
            )
            return [
                EvidenceLink(
                    indicator=row["indicator"],
                    version=row["version"],
                    passage=row["passage"],
                    score=row["score"],
                    matched=tuple(json.loads(row["matched"])),
                    spans=tuple((start, end) for start, end in json.loads(row["spans"])),
                )
                for row in rows
            ]
