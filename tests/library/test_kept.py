"""What is read for every query is read again when it changed, and not more often."""

from __future__ import annotations

from pathlib import Path

import pytest
from searched import document, fill

from reader.catalogue.database import CATALOGUE_MIGRATIONS, Database
from reader.catalogue.search_store import SearchStore
from reader.library import kept as kept_module
from reader.library.kept import Kept
from reader.library.library import CATALOGUE, Library


def note(database: Database, key: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO library VALUES (?, 'x')", (key,))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "c.sqlite3", CATALOGUE_MIGRATIONS, writable=True)


def test_a_value_is_read_once_for_each_state(database: Database) -> None:
    reads: list[int] = []
    kept = Kept(database.change_mark, lambda: reads.append(1) or len(reads))
    assert [kept.current(), kept.current()] == [1, 1]
    note(database, "a")
    assert [kept.current(), kept.current()] == [2, 2]
    database.close()


def test_what_takes_long_lags_behind_other_programs_but_never_behind_our_own(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_module, "_QUICK_SECONDS", -1.0)
    monkeypatch.setattr(kept_module, "_SHARE_OF_TIME", 1e12)
    other = Database(database.path, CATALOGUE_MIGRATIONS, writable=True)
    reads: list[int] = []
    kept = Kept(database.change_mark, lambda: reads.append(1) or len(reads))
    assert kept.current() == 1
    note(other, "theirs")
    assert kept.current() == 1
    assert kept.current(lambda value: value < 2) == 2
    note(database, "ours")
    assert kept.current() == 3
    for each in (database, other):
        each.close()


def test_search_reads_a_light_row_for_every_document_in_use(
    empty_library: Library, tmp_path: Path
) -> None:
    fill(empty_library, tmp_path / "more")
    river = document(empty_library, "River gold")
    empty_library.bookmarks.add_quote(river, "gold merchants", tags=["buyers"])
    database = Database(empty_library.folder / CATALOGUE, CATALOGUE_MIGRATIONS, writable=False)
    store = SearchStore(database)

    rows = {row.document: row for row in store.documents()}
    assert set(rows) == {each.id for each in empty_library.documents.all()}
    assert rows[river].published == "2021-03"
    assert rows[document(empty_library, "Notes without a date")].countries == "EC PE"
    (noted,) = store.noted()
    assert (noted.version, noted.tags) == (rows[river].version, ("buyers",))

    starts = store.passage_starts(rows[river].version)
    passages = empty_library.documents.passages(empty_library.documents.get(river))
    assert list(starts.starts) == [passage.start for passage in passages]
    for passage, head in zip(passages, starts.heads):
        first = next(
            each.ordinal
            for each in passages
            if each is passage or (each.cell and passage.cell and each.cell.row == passage.cell.row)
        )
        assert head == first
    database.close()


def test_a_row_is_found_from_any_of_its_cells(empty_library: Library, tmp_path: Path) -> None:
    fill(empty_library, tmp_path / "more")
    river = empty_library.documents.get(document(empty_library, "River gold"))
    passages = empty_library.documents.passages(river)
    row = [each for each in passages if each.cell and each.cell.row == 1]
    assert len(row) == 3
    store = empty_library._document_store
    for cell in row:
        assert store.row_cells(river.version.id, cell.ordinal) == row
    assert store.row_cells(river.version.id, 0) == []
