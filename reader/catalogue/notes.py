"""What a library notes of itself, by key."""

from __future__ import annotations

import sqlite3

PURGING = "purging"


def noted(connection: sqlite3.Connection, key: str) -> str | None:
    """What is noted under a key, None where nothing is."""
    row = connection.execute("SELECT value FROM library WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def note(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Note a value under a key, in place of the one before."""
    connection.execute(
        "INSERT INTO library (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def forget(connection: sqlite3.Connection, key: str) -> None:
    """Note nothing under a key any more."""
    connection.execute("DELETE FROM library WHERE key = ?", (key,))
