"""The catalogue's file: transactions whole or not at all, forward migrations, errors in words."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from reader.catalogue.database import CATALOGUE_MIGRATIONS as MIGRATIONS
from reader.catalogue.database import Database
from reader.domain.errors import LibraryBusy, LibraryUnavailable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite3"


def note(database: Database, key: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO library VALUES (?, 'x')", (key,))


def keys(database: Database) -> set[str]:
    with database.reading() as connection:
        return {row["key"] for row in connection.execute("SELECT key FROM library")}


def test_a_new_catalogue_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    names = set()
    for name in ("one", "two"):
        database = Database(tmp_path / name, MIGRATIONS, writable=True)
        with database.reading() as connection:
            names.add(connection.execute("SELECT value FROM library").fetchone()[0])
        database.close()
    assert len(names) == 2


def test_what_fails_inside_a_transaction_leaves_nothing(file: Path) -> None:
    database = Database(file, MIGRATIONS, writable=True)
    with pytest.raises(RuntimeError), database.transaction() as connection:
        connection.execute("INSERT INTO library VALUES ('half', 'x')")
        raise RuntimeError
    assert "half" not in keys(database)
    with pytest.raises(LibraryUnavailable, match="UNIQUE"):
        note(database, "identifier")
    note(database, "whole")
    assert "whole" in keys(database)
    database.close()


def test_foreign_keys_hold(file: Path) -> None:
    database = Database(file, MIGRATIONS, writable=True)
    with pytest.raises(LibraryUnavailable, match="FOREIGN KEY"):
        with database.transaction() as connection:
            connection.execute(
                "INSERT INTO document_country (document, country, position)"
                " VALUES ('nobody', 'PE', 0)"
            )
    database.close()


def test_every_thread_has_its_own_connection(file: Path) -> None:
    database = Database(file, MIGRATIONS, writable=True)
    note(database, "from here")
    seen: list[set[str]] = []
    thread = threading.Thread(target=lambda: seen.append(keys(database)))
    thread.start()
    thread.join()
    assert "from here" in seen[0]
    database.close()


def test_a_reader_sees_what_a_writer_of_another_connection_commits(file: Path) -> None:
    writer = Database(file, MIGRATIONS, writable=True)
    reader = Database(file, MIGRATIONS, writable=False)
    note(writer, "news")
    assert "news" in keys(reader)
    with pytest.raises(LibraryUnavailable, match="reading only"):
        note(reader, "no")
    reader.close()
    writer.close()


def test_a_locked_catalogue_is_said_to_be_busy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.catalogue.database._BUSY_SECONDS", 0.05)
    first = Database(file, MIGRATIONS, writable=True)
    second = Database(file, MIGRATIONS, writable=True)
    with first.transaction(), pytest.raises(LibraryBusy, match="another program"):
        note(second, "no")
    first.close()
    second.close()


def test_a_newer_catalogue_is_left_alone(file: Path) -> None:
    Database(file, MIGRATIONS, writable=True).close()
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA user_version = 999")
    raw.close()
    with pytest.raises(LibraryUnavailable, match="newer Dossier"):
        Database(file, MIGRATIONS, writable=True)


def test_an_older_catalogue_cannot_be_read_without_being_brought_up_to_date(file: Path) -> None:
    sqlite3.connect(file).close()
    file.write_bytes(b"")
    with pytest.raises(LibraryUnavailable, match="older format"):
        Database(file, MIGRATIONS, writable=False)


@pytest.mark.parametrize(
    "content", [b"this is no catalogue at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_catalogue_is_named_with_a_remedy(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(LibraryUnavailable, match="backup"):
        Database(file, MIGRATIONS, writable=True)
    assert file.read_bytes() == content


def test_a_missing_catalogue_cannot_be_opened_for_reading(file: Path) -> None:
    with pytest.raises(LibraryUnavailable, match="cannot be written or opened"):
        Database(file, MIGRATIONS, writable=False)
    assert not file.exists()


def test_a_mark_changes_with_every_commit_whoever_made_it(file: Path) -> None:
    database = Database(file, MIGRATIONS, writable=True)
    other = Database(file, MIGRATIONS, writable=True)
    reader = Database(file, MIGRATIONS, writable=False)

    first = database.change_mark()
    assert database.change_mark() == first
    keys(database)
    assert database.change_mark() == first

    note(database, "own")
    second = database.change_mark()
    assert (second != first, second.own != first.own) == (True, True)

    seen = reader.change_mark()
    note(other, "another's")
    third = database.change_mark()
    assert (third != second, third.own == second.own) == (True, True)
    assert reader.change_mark() != seen

    with pytest.raises(RuntimeError), database.transaction() as connection:
        connection.execute("INSERT INTO library VALUES ('half', 'x')")
        raise RuntimeError
    assert database.change_mark() == third
    for each in (database, other, reader):
        each.close()


def test_a_mark_is_the_same_for_every_thread(file: Path) -> None:
    database = Database(file, MIGRATIONS, writable=True)
    marks = [database.change_mark()]
    note(database, "one")
    marks.append(database.change_mark())
    threads = [
        threading.Thread(target=lambda: marks.append(database.change_mark())) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
        thread.join()
    assert len(set(marks[1:])) == 1
    assert marks[0] != marks[1]
    database.close()
