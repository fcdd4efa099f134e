"""Reports in the catalogue."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.catalogue.database import Database
from reader.domain.errors import NotFound
from reader.domain.report import Report, ReportClip, ReportHeading, ReportItem, ReportText


class ReportStore:
    """Reads and writes reports; writing methods take the transaction's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Report]:
        """Every report, by name."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM report ORDER BY name").fetchall()
            return [_report(connection, row) for row in rows]

    def whole(self) -> list[Report]:
        """Every report, by name, with the clips of hidden marks too."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM report ORDER BY name").fetchall()
            return [_report(connection, row, hidden=True) for row in rows]

    def created(self, identifier: str) -> str:
        """When a report was made, an ISO 8601 instant in UTC. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT created FROM report WHERE id = ?", (identifier,)
            ).fetchone()
        if row is None:
            raise NotFound("no such report", item=identifier)
        return str(row["created"])

    def find(self, name: str) -> Report | None:
        """The report of that name or identifier, or None."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM report WHERE name = ? OR id = ? ORDER BY name = ? DESC",
                (name, name, name),
            ).fetchone()
            return None if row is None else _report(connection, row)

    def get(self, name: str) -> Report:
        """The report of that name or identifier. Raises NotFound."""
        report = self.find(name)
        if report is None:
            raise NotFound(
                "no such report", item=name, remedy=f"`dossier report new “{name}”` makes it"
            )
        return report

    def of_bookmark(self, bookmark: str) -> list[str]:
        """The identifiers of the reports that hold a clip of a bookmark."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT report FROM report_item WHERE bookmark = ?", (bookmark,)
            )
            return [row["report"] for row in rows]

    def add(self, connection: sqlite3.Connection, identifier: str, name: str, created: str) -> None:
        """Add an empty report; the name must be new."""
        connection.execute(
            "INSERT INTO report (id, name, created) VALUES (?, ?, ?)", (identifier, name, created)
        )

    def rename(self, connection: sqlite3.Connection, identifier: str, name: str) -> None:
        """Give a report another name, which must be new."""
        connection.execute("UPDATE report SET name = ? WHERE id = ?", (name, identifier))

    def remove(self, connection: sqlite3.Connection, identifier: str) -> None:
        """Remove a report; its bookmarks stay."""
        connection.execute("DELETE FROM report WHERE id = ?", (identifier,))

    def append(self, connection: sqlite3.Connection, report: str, item: ReportItem) -> int:
        """Put an item at the end of a report's outline; returns the item's identifier."""
        position = connection.execute(
            "SELECT coalesce(max(position), -1) + 1 FROM report_item WHERE report = ?", (report,)
        ).fetchone()[0]
        kind, text, level, bookmark = _columns(item)
        cursor = connection.execute(
            "INSERT INTO report_item (report, position, kind, text, level, bookmark)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (report, position, kind, text, level, bookmark),
        )
        return int(cursor.lastrowid or 0)

    def change(self, connection: sqlite3.Connection, item: ReportItem) -> None:
        """Replace the text of an item of the same identifier."""
        kind, text, level, bookmark = _columns(item)
        connection.execute(
            "UPDATE report_item SET kind = ?, text = ?, level = ?, bookmark = ? WHERE id = ?",
            (kind, text, level, bookmark, item.id),
        )

    def drop(self, connection: sqlite3.Connection, item: int) -> None:
        """Take an item out of its report."""
        connection.execute("DELETE FROM report_item WHERE id = ?", (item,))

    def order(self, connection: sqlite3.Connection, report: str, items: Sequence[int]) -> None:
        """Put a report's items in the order of their identifiers as given."""
        connection.executemany(
            "UPDATE report_item SET position = ? WHERE id = ? AND report = ?",
            [(position, item, report) for position, item in enumerate(items)],
        )


def _columns(item: ReportItem) -> tuple[str, str | None, int | None, str | None]:
    match item:
        case ReportHeading():
            return "heading", item.text, item.level, None
        case ReportText():
            return "text", item.markdown, None, None
        case ReportClip():
            return "clip", None, None, item.bookmark


def _report(connection: sqlite3.Connection, row: sqlite3.Row, *, hidden: bool = False) -> Report:
    items = connection.execute(
        "SELECT * FROM report_item WHERE report = :report"
        # A mark that was removed with its document keeps its place, in case it comes back.
        " AND (:hidden OR NOT EXISTS (SELECT 1 FROM bookmark"
        " WHERE id = report_item.bookmark AND removed IS NOT NULL)) ORDER BY position, id",
        {"report": row["id"], "hidden": hidden},
    )
    return Report(id=row["id"], name=row["name"], items=tuple(_item(each) for each in items))


def _item(row: sqlite3.Row) -> ReportItem:
    if row["kind"] == "heading":
        return ReportHeading(row["id"], row["text"], row["level"])
    if row["kind"] == "text":
        return ReportText(row["id"], row["text"])
    return ReportClip(row["id"], row["bookmark"])
