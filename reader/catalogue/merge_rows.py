"""Rows of scores taken over from another catalogue, which is only read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from reader.catalogue.database import Database
from reader.catalogue.index_json import index_as_json, index_from_json
from reader.domain.scoring import ScoredIndex, with_editions

_LOWEST, _HIGHEST = Decimal(-1_000_000_000), Decimal(1_000_000_000)


class ScoreRows:
    """The score sheets of another catalogue; taking methods take our transaction's connection."""

    def __init__(self, theirs: Database) -> None:
        self._theirs = theirs

    def contents(self, versions: Iterable[int] | None) -> set[str]:
        """The SHA-256 of the files that gave scores: with some versions, or with None no text."""
        with self._theirs.reading() as other:
            return {row["sha256"] for row in _sources(other, versions)}

    def take_of_document(self, connection: sqlite3.Connection, versions: Mapping[int, int]) -> int:
        """Take the sheets of a document whose versions are ours by that map; how many came.

        As at an import, a document gives one sheet for an edition and country: its newest one.
        """
        taken = 0
        with self._theirs.reading() as other:
            for row in _sources(other, versions):
                version = versions[row["version"]]
                held = connection.execute(
                    "SELECT score_source.id, number FROM score_source"
                    " JOIN version ON version.id = score_source.version WHERE document ="
                    " (SELECT document FROM version WHERE id = ?)"
                    " AND scored_index = ? AND edition = ? AND country = ?",
                    (version, row["scored_index"], row["edition"], row["country"]),
                ).fetchall()
                number = connection.execute(
                    "SELECT number FROM version WHERE id = ?", (version,)
                ).fetchone()[0]
                if any(each["number"] >= number for each in held):
                    continue
                connection.executemany(
                    "DELETE FROM score_source WHERE id = ?", [(each["id"],) for each in held]
                )
                taken += _take(other, connection, row, version)
        return taken

    def take_files(self, connection: sqlite3.Connection) -> set[str]:
        """Take the sheets of files that gave scores only, unless we have them; their countries."""
        countries = set()
        with self._theirs.reading() as other:
            for row in _sources(other, None):
                held = connection.execute(
                    "SELECT 1 FROM score_source WHERE version IS NULL AND sha256 = ?"
                    " AND scored_index = ? AND edition = ? AND country = ?",
                    (row["sha256"], row["scored_index"], row["edition"], row["country"]),
                ).fetchone()
                if held is None and _take(other, connection, row, None):
                    countries.add(str(row["country"]))
        return countries

    def take_indices(self, connection: sqlite3.Connection) -> list[str]:
        """Take descriptions of indices, and of editions of those that we have.

        The identifiers of those whose description is another one, or none, are given back: ours
        stays.
        """
        differing = []
        with self._theirs.reading() as other:
            for row in other.execute("SELECT id, description FROM scored_index ORDER BY id"):
                theirs = _described(row["description"])
                if theirs is None or theirs.id != row["id"]:
                    differing.append(str(row["id"]))
                    continue
                held = connection.execute(
                    "SELECT description FROM scored_index WHERE id = ?", (row["id"],)
                ).fetchone()
                merged = theirs
                if held is not None:
                    ours = index_from_json(held["description"])
                    merged = with_editions(ours, theirs.editions)
                    if replace(ours, editions=()) != replace(theirs, editions=()):
                        differing.append(str(row["id"]))
                connection.execute(
                    "INSERT INTO scored_index (id, description) VALUES (?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET description = excluded.description",
                    (merged.id, index_as_json(merged)),
                )
        return differing


def _described(text: str) -> ScoredIndex | None:
    try:
        return index_from_json(text)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return None


def _sources(other: sqlite3.Connection, versions: Iterable[int] | None) -> list[sqlite3.Row]:
    if versions is None:
        return other.execute(
            "SELECT * FROM score_source WHERE version IS NULL ORDER BY id"
        ).fetchall()
    return other.execute(
        "SELECT * FROM score_source WHERE version IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(versions)),),
    ).fetchall()


def _take(
    other: sqlite3.Connection, ours: sqlite3.Connection, row: sqlite3.Row, version: int | None
) -> int:
    """Copy one sheet with its scores; 1, or 0 when a value in it is no figure."""
    scores = other.execute("SELECT * FROM score WHERE source = ?", (row["id"],)).fetchall()
    totals = other.execute("SELECT * FROM score_total WHERE source = ?", (row["id"],)).fetchall()
    figures = [each[name] for each in (*scores, *totals) for name in ("value", "change")]
    if not all(_is_figure(each) for each in figures):
        return 0
    source = ours.execute(
        "INSERT INTO score_source (scored_index, edition, edition_basis, country, sha256,"
        " source_name, title, publisher, url, imported_at, removed, version)"
        " VALUES (:scored_index, :edition, :edition_basis, :country, :sha256, :source_name,"
        " :title, :publisher, :url, :imported_at, :removed, :version)",
        {**dict(row), "version": version},
    ).lastrowid
    ours.executemany(
        "INSERT INTO score (source, position, indicator, value, change, comparable)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                source,
                *(each[name] for name in ("position", "indicator", "value", "change")),
                each["comparable"],
            )
            for each in scores
        ],
    )
    ours.executemany(
        "INSERT INTO score_total (source, total, value, change, comparable) VALUES (?, ?, ?, ?, ?)",
        [
            (source, each["total"], each["value"], each["change"], each["comparable"])
            for each in totals
        ],
    )
    words = other.execute("SELECT * FROM score_category WHERE source = ?", (row["id"],))
    ours.executemany(
        "INSERT INTO score_category (source, position, name, value) VALUES (?, ?, ?, ?)",
        [(source, each["position"], each["name"], each["value"]) for each in words],
    )
    return 1


def _is_figure(text: str | None) -> bool:
    if text is None:
        return True
    try:
        return _LOWEST < Decimal(text) < _HIGHEST
    except InvalidOperation:
        return False
