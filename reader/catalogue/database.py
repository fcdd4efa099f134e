"""One SQLite file: connections by thread, transactions, forward migrations, errors in words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reader.domain.errors import LibraryBusy, LibraryUnavailable, ReaderError

# For the signatures of those who take part in a transaction without knowing SQLite.
Connection = sqlite3.Connection

CATALOGUE_MIGRATIONS = Path(__file__).with_name("migrations")
DERIVED_MIGRATIONS = Path(__file__).with_name("derived_migrations")
_BUSY_SECONDS = 10.0
# Pages copied between two looks at whether the copy is still wanted.
_PAGES_AT_ONCE = 4000
_NOT_WRITABLE = "Check that the folder is not read-only and that the disk is not full"


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """A state of a database: equal marks, nothing changed.

    `version` counts what every program and thread committed, as one connection sees it; `own` what
    this object committed.
    """

    version: int
    own: int


class Database:
    """A SQLite database that several threads and processes use at once (WAL, foreign keys).

    Each thread has its own connection, opened when first needed. `migrations` is the folder that
    holds the numbered SQL files; a writable database is brought up to date when it is opened.
    Without it the file is taken as it is, whatever its format: to be copied, not to be read.
    """

    def __init__(self, path: Path, migrations: Path | None, *, writable: bool) -> None:
        self._path = path
        self._writable = writable
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._watcher: sqlite3.Connection | None = None
        self._watching = threading.Lock()
        self._commits = 0
        self._frozen = ""
        if migrations is not None:
            self._migrate(_migration_files(migrations))

    @property
    def path(self) -> Path:
        """The database file."""
        return self._path

    @property
    def writable(self) -> bool:
        """Whether this object may change the file."""
        return self._writable

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for queries. Raises LibraryUnavailable in words for a damaged file."""
        try:
            yield self._connection()
        except sqlite3.Error as error:
            raise self._explained(error) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one transaction: all of it is kept, or none.

        Raises LibraryUnavailable when the library is open for reading only, LibraryBusy when
        another program keeps it locked for longer than ten seconds.
        """
        if not self._writable:
            raise LibraryUnavailable(
                "the library is open for reading only",
                item=str(self._path.parent),
                remedy="Close the other program that writes to it, or copy it to a writable folder",
            )
        try:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise self._explained(error) from error
        if self._frozen:
            connection.execute("ROLLBACK")
            raise LibraryUnavailable(
                self._frozen, item=str(self._path.parent), remedy="Try again when that is done"
            )
        try:
            yield connection
            connection.execute("COMMIT")
            self._commits += 1
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise self._explained(error) from error
            raise

    def change_mark(self) -> ChangeMark:
        """What tells whether anybody wrote to the file since an earlier mark of this object.

        It takes some microseconds. Take it before reading what it is kept for. Raises
        LibraryUnavailable in words for a damaged file.
        """
        with self._watching:
            try:
                # A connection's own commits do not show in its data version: this one only looks.
                if self._watcher is None:
                    self._watcher = self._connect()
                    with self._guard:
                        self._connections.append(self._watcher)
                version = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.Error as error:
                raise self._explained(error) from error
            return ChangeMark(int(version), self._commits)

    def is_older(self, migrations: Path) -> bool:
        """Whether the file has an older format than the numbered files in a folder make."""
        return self._version() < _migration_files(migrations)[-1][0]

    def freeze(self, why: str) -> None:
        """Wait for the transaction under way; from then on refuse every other, saying `why`."""
        with self.transaction():
            self._frozen = why

    def thaw(self) -> None:
        """Allow transactions again."""
        self._frozen = ""

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file and its references; empty for a sound one."""
        with self.reading() as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        dangling = [f"dangling row in {row[0]}" for row in orphans]
        return [each for each in said if each != "ok"] + dangling

    def copy_to(
        self, target: Path, progress: Callable[[int, int], object] = lambda _done, _total: None
    ) -> None:
        """Write a copy of one moment, while others go on writing, into a new file.

        `progress` is told pages done and pages in all; what it raises ends the copy. Raises
        LibraryUnavailable when the file cannot be read or written. A copy that failed is removed.
        """
        try:
            # A connection of its own: its one reading transaction is the moment that is copied.
            with contextlib.closing(self._connect()) as source:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                with contextlib.closing(sqlite3.connect(target)) as copy:
                    source.backup(
                        copy,
                        pages=_PAGES_AT_ONCE,
                        progress=lambda _, left, total: progress(total - left, total),
                    )
                    # One file, without a log beside it.
                    copy.execute("PRAGMA journal_mode = DELETE")
        except BaseException as error:
            for each in target.parent.glob(f"{target.name}*"):
                each.unlink(missing_ok=True)
            if isinstance(error, sqlite3.Error):
                raise self._explained(error, f"{self._path} or its copy {target}") from error
            raise

    def close(self) -> None:
        """Close every thread's connection; the database is not usable afterwards."""
        with self._guard:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()
            self._watcher = None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
            with self._guard:
                self._connections.append(connection)
        return connection

    def _connect(self) -> sqlite3.Connection:
        if self._writable:
            target = self._path.absolute().as_uri()
        else:
            # On read-only media SQLite cannot make its files beside a WAL database. Where they are
            # there, they hold the newest transactions, and it can read them.
            still = not os.access(self._path.parent, os.W_OK) and not self._has_log()
            target = f"{self._path.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"
        connection = sqlite3.connect(
            target, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        if self._writable:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _has_log(self) -> bool:
        log = self._path.with_name(f"{self._path.name}-wal")
        return log.is_file() and log.stat().st_size > 0

    def _migrate(self, files: list[tuple[int, str]]) -> None:
        newest = files[-1][0]
        version = self._version()
        if version > newest:
            raise LibraryUnavailable(
                f"made by a newer Dossier (format {version}, this one knows {newest})",
                item=str(self._path),
                remedy="Update Dossier",
            )
        if version == newest:
            return
        if not self._writable:
            raise LibraryUnavailable(
                f"an older format ({version}, this one is {newest})",
                item=str(self._path),
                remedy="Open it once for writing, so that it is brought up to date",
            )
        for number, script in files:
            if number > version:
                with self.transaction() as connection:
                    current = connection.execute("PRAGMA user_version").fetchone()[0]
                    if current < number:
                        for statement in _statements(script):
                            connection.execute(statement)
                        connection.execute(f"PRAGMA user_version = {number}")

    def _version(self) -> int:
        with self.reading() as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def _explained(self, error: sqlite3.Error, where: str = "") -> ReaderError:
        item = where or str(self._path)
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return LibraryBusy(
                "another program is writing to it",
                item=item,
                remedy="Try again when it has finished",
            )
        if name in ("SQLITE_CORRUPT", "SQLITE_NOTADB") or name.startswith("SQLITE_CORRUPT"):
            return LibraryUnavailable(
                "the file is damaged or is no catalogue",
                item=item,
                remedy="Put back a backup; the originals beside it are still there",
            )
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")):
            return LibraryUnavailable(
                f"it cannot be written or opened ({error})", item=item, remedy=_NOT_WRITABLE
            )
        return LibraryUnavailable(
            f"the catalogue refused ({error})",
            item=item,
            remedy="`dossier verify` says what is wrong",
        )


def _migration_files(folder: Path) -> list[tuple[int, str]]:
    return sorted(
        (int(file.name.split("_", 1)[0]), file.read_text(encoding="utf-8"))
        for file in folder.glob("*.sql")
    )


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
