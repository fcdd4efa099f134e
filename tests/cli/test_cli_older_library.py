"""A library of the first release on the command line: any command brings it up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from cli_runs import Dossier

from reader.catalogue.database import CATALOGUE_MIGRATIONS
from reader.library.writing import WriterLock


@pytest.fixture
def older(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dossier:
    """The command line on an empty library as the first release made it."""
    folder = tmp_path / "older"
    folder.mkdir()
    connection = sqlite3.connect(folder / "catalogue.sqlite3")
    connection.executescript((CATALOGUE_MIGRATIONS / "0001_initial.sql").read_text("utf-8"))
    connection.execute("PRAGMA user_version = 1")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return Dossier(folder, capsys)


@pytest.mark.parametrize("command", ["documents", "verify", "countries"])
@pytest.mark.parametrize("empty", [True, False])
def test_reading_it_brings_it_up_to_date(older: Dossier, command: str, empty: bool) -> None:
    run = older(command, "--json", empty=empty)
    assert run.code == 0, run.err
    assert run.json is not None
    assert "up to this Dossier's format" in run.err
    assert "format" not in older(command, "--json").err


def test_importing_into_it_works_at_once(older: Dossier, sources: Path) -> None:
    assert older.json("import", sources)["documents"] == 3


def test_while_another_program_writes_that_program_is_named(older: Dossier) -> None:
    before = (older.library / "catalogue.sqlite3").read_bytes()
    window = WriterLock(older.library, "the first release's window")
    window.acquire()
    try:
        run = older("documents")
    finally:
        window.release()
    assert run.code == 1
    assert "the first release's window" in run.err
    assert (older.library / "catalogue.sqlite3").read_bytes() == before
