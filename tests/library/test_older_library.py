"""A library of the first release opens in this one and loses nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.catalogue.database import CATALOGUE_MIGRATIONS
from reader.domain.errors import LibraryUnavailable
from reader.library.library import Library
from reader.library.originals import Originals, sha256_of
from reader.library.removal import Marks

TEXT = ("Gold", "Miners dig at night.")
ORIGINAL = b"# Gold\n\nMiners dig at night.\n"
SHA256 = sha256_of(ORIGINAL)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A library as the first release made it: a document, a mark in a report, a file of scores."""
    folder = tmp_path / "older"
    folder.mkdir()
    scores = b"scores"
    for data in (ORIGINAL, scores):
        Originals(folder / "originals").keep(data)
    connection = sqlite3.connect(folder / "catalogue.sqlite3")
    connection.executescript((CATALOGUE_MIGRATIONS / "0001_initial.sql").read_text("utf-8"))
    connection.execute("PRAGMA user_version = 1")
    connection.execute("PRAGMA journal_mode = WAL")
    now = "2026-01-01T00:00:00+00:00"
    with connection:
        connection.execute(
            "INSERT INTO document VALUES ('d', 'Gold', 'A press', '[]', '2020', NULL, NULL, 'en',"
            " '[\"gold\"]', NULL, NULL, '{}', '{}')"
        )
        connection.execute("INSERT INTO document_country VALUES ('d', 'PE', 0)")
        connection.execute(
            "INSERT INTO version VALUES (7, 'd', 1, ?, ?, 'gold.md', 'markdown', 2)", (SHA256, now)
        )
        start = 0
        for at, (kind, words) in enumerate(zip(("heading", "paragraph"), TEXT, strict=True)):
            connection.execute(
                "INSERT INTO passage VALUES (7, ?, ?, ?, ?, NULL, NULL, '[]', NULL, '[]', ?)",
                (at, kind, 1 - at, start, words),
            )
            start += len(words) + 1
        connection.execute(
            "INSERT INTO bookmark VALUES ('b', 'd', 7, 'Miners', '', ' dig', 5, 11, 'A note',"
            " '[]', 'yellow', ?, 'exact', 5, 11, NULL)",
            (now,),
        )
        connection.execute("INSERT INTO report VALUES ('r', 'Report', ?)", (now,))
        connection.execute("INSERT INTO report_item VALUES (1, 'r', 0, 'clip', NULL, NULL, 'b')")
        connection.execute(
            "INSERT INTO score_source VALUES (1, 'global_organized_crime_index', '2023', NULL,"
            " 'PE', NULL, ?, 'scores.csv', NULL, NULL, NULL, ?)",
            (sha256_of(scores), now),
        )
        connection.execute("INSERT INTO score VALUES (1, 0, 'cocaine_trade', '9.00', '0.00', 1)")
    connection.close()
    return folder


def test_nothing_is_lost_and_everything_new_can_be_done(older: Path, tmp_path: Path) -> None:
    with Library.open(older, writing=True, program="x") as library:
        document = library.documents.get("d")
        assert document.metadata.title == "Gold"
        assert document.metadata.countries == ("PE",)
        assert document.metadata.tags == ("gold",)
        assert (document.removed, document.collections) == (None, ())
        assert [each.text for each in library.documents.passages(document)] == list(TEXT)
        assert library.bookmarks.get("b").note == "A note"
        assert "Miners" in library.reports.markdown("Report")
        assert library.profiles.editions("PE") == ["2023"]
        library.deriving.run()
        assert library.integrity.verify() == []

        library.collections.put("Rivers", ["d"])
        library.saved_searches.add("Miners", "miners")
        assert [each.fresh for each in library.saved_searches.counted()] == [0]
        library.removal.remove(["d"], Marks.REMOVE)
        library.removal.restore(["d"])
        assert library.bookmarks.get("b").removed is None
        library.keeping.backup(tmp_path / "b.zip")
        library.deriving.run()
        assert library.integrity.verify() == []


def test_it_is_merged_as_it_is_without_being_changed(older: Path, tmp_path: Path) -> None:
    before = (older / "catalogue.sqlite3").read_bytes()
    with Library.create(tmp_path / "new", program="x") as library:
        merged = library.merging.run(older)
        assert (merged.documents, merged.bookmarks, merged.reports, merged.score_sheets) == (
            1, 1, 1, 1,
        )  # fmt: skip
        library.deriving.run()
        assert library.integrity.verify() == []
    assert (older / "catalogue.sqlite3").read_bytes() == before


def test_where_it_cannot_be_written_to_that_is_said(older: Path) -> None:
    before = (older / "catalogue.sqlite3").read_bytes()
    with pytest.raises(LibraryUnavailable, match="an older format"):
        Library.open(older, writing=False, program="x")
    assert (older / "catalogue.sqlite3").read_bytes() == before
