"""Score sheets as rows of the catalogue's tables, many at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reader.domain.scoring import Category, Score, ScoreSheet, Total

# A country's own sheets are found by its index; `IS NULL OR` would look at all.
_OF_COUNTRY = (
    "SELECT one.*, version.document FROM score_source_in_use AS one"
    " LEFT JOIN version ON version.id = one.version WHERE country = :country"
    " AND (:index IS NULL OR scored_index = :index) AND (:edition IS NULL OR edition = :edition)"
    " ORDER BY one.imported_at DESC, one.id DESC"
)
_OF_ALL = (
    "SELECT one.*, version.document FROM score_source_in_use AS one"
    " LEFT JOIN version ON version.id = one.version"
    " WHERE (:index IS NULL OR scored_index = :index) AND (:edition IS NULL OR edition = :edition)"
    " ORDER BY one.imported_at DESC, one.id DESC"
)
# All figures of some sources, by table: one query each, however many sources.
_PARTS = {
    "score": (
        "SELECT * FROM score WHERE source IN (SELECT value FROM json_each(?))"
        " ORDER BY source, position"
    ),
    "score_total": (
        "SELECT * FROM score_total WHERE source IN (SELECT value FROM json_each(?))"
        " ORDER BY source, total"
    ),
    "score_category": (
        "SELECT * FROM score_category WHERE source IN (SELECT value FROM json_each(?))"
        " ORDER BY source, position"
    ),
}


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A score sheet with where it came from; `document` is None for a pure sheet of scores."""

    id: int
    sheet: ScoreSheet
    document: str | None
    source_name: str
    imported_at: str


def insert_sheets(
    connection: sqlite3.Connection,
    sheets: Sequence[ScoreSheet],
    *,
    version: int | None,
    sha256: str,
    source_name: str,
    imported_at: str,
) -> None:
    """Add the sheets of one source with all their figures."""
    # Identifiers given here let all rows of a kind go in at once.
    last = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'score_source'"
    ).fetchone()[0]
    numbered = list(enumerate(sheets, last + 1))
    connection.executemany(
        "INSERT INTO score_source (id, scored_index, edition, edition_basis, country, version,"
        " sha256, source_name, title, publisher, url, imported_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                source,
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
            )
            for source, sheet in numbered
        ],
    )
    connection.executemany(
        "INSERT INTO score (source, position, indicator, value, change, comparable)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (source, at, each.indicator, str(each.value), _text(each.change), each.comparable)
            for source, sheet in numbered
            for at, each in enumerate(sheet.scores)
        ],
    )
    connection.executemany(
        "INSERT INTO score_total (source, total, value, change, comparable) VALUES (?, ?, ?, ?, ?)",
        [
            (source, each.id, str(each.value), _text(each.change), each.comparable)
            for source, sheet in numbered
            for each in sheet.totals
        ],
    )
    connection.executemany(
        "INSERT INTO score_category (source, position, name, value) VALUES (?, ?, ?, ?)",
        [
            (source, at, each.name, each.value)
            for source, sheet in numbered
            for at, each in enumerate(sheet.categories)
        ],
    )


def read_sheets(
    connection: sqlite3.Connection, *, country: str | None, index: str | None, edition: str | None
) -> list[StoredSheet]:
    """The sheets in use that fit, the one imported last first."""
    rows = connection.execute(
        _OF_ALL if country is None else _OF_COUNTRY,
        {"country": country, "index": index, "edition": edition},
    ).fetchall()
    sources = (json.dumps([row["id"] for row in rows]),)
    parts = {
        table: _by_source(connection.execute(query, sources)) for table, query in _PARTS.items()
    }
    return [
        _sheet(row, {table: found.get(row["id"], []) for table, found in parts.items()})
        for row in rows
    ]


def _by_source(rows: Iterable[sqlite3.Row]) -> dict[int, list[sqlite3.Row]]:
    grouped: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        grouped.setdefault(row["source"], []).append(row)
    return grouped


def _sheet(row: sqlite3.Row, parts: Mapping[str, list[sqlite3.Row]]) -> StoredSheet:
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
                for each in parts["score"]
            ),
            totals=tuple(
                Total(
                    id=each["total"],
                    value=Decimal(each["value"]),
                    change=_decimal(each["change"]),
                    comparable=bool(each["comparable"]),
                    computed=False,
                )
                for each in parts["score_total"]
            ),
            edition_basis=row["edition_basis"],
            source_title=row["title"],
            source_publisher=row["publisher"],
            source_url=row["url"],
            categories=tuple(
                Category(each["name"], each["value"]) for each in parts["score_category"]
            ),
        ),
        document=row["document"],
        source_name=row["source_name"],
        imported_at=row["imported_at"],
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
