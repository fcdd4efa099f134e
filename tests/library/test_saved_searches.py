"""Saved searches: kept under a name, counted, undone, backed up and merged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.domain.errors import InvalidInput, LibraryUnavailable, NotFound, ReaderError
from reader.domain.saved_search import SavedSearch
from reader.library.library import Library
from reader.library.restoring import restore_backup

NEWS = "---\ntitle: News\ncountries: [PE]\n---\n\n# News\n\nMore gold came by night. {}\n"


def named(library: Library) -> dict[str, str]:
    return {each.name: each.query for each in library.saved_searches.all()}


def counted(library: Library, name: str) -> tuple[int | None, int | None]:
    found = next(each for each in library.saved_searches.counted() if each.name == name)
    return found.total, found.fresh


def bring(library: Library, folder: Path, name: str, words: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(NEWS.format(words), encoding="utf-8")
    library.importing.run([folder / name])
    library.deriving.run()


def test_a_query_is_kept_under_its_name(library: Library) -> None:
    saved, changes = library.saved_searches.add("  Gold  by\nnight ", " gold  night ")

    assert (saved.name, saved.query) == ("Gold by night", "gold night")
    assert changes.saved_searches == {saved.id}
    assert not changes.documents
    assert library.saved_searches.all() == [saved]
    assert library.saved_searches.get("gold BY night") == saved
    assert library.saved_searches.get(saved.id) == saved


def test_names_are_unique_whatever_their_capitals(library: Library) -> None:
    library.saved_searches.add("Straße", "road")
    for name in ("STRASSE", " strasse ", "", " \n", "\u200b", "x" * 121):
        with pytest.raises(InvalidInput) as told:
            library.saved_searches.add(name, "other")
        assert told.value.remedy
    for query in ("", "  \n ", "x" * 2001):
        with pytest.raises(InvalidInput) as told:
            library.saved_searches.add("Another", query)
        assert told.value.remedy
    other, _ = library.saved_searches.add("Other", "x")
    with pytest.raises(InvalidInput):
        library.saved_searches.rename(other.id, "STRASSE")
    assert library.saved_searches.rename(other.id, "OTHER")[0].name == "OTHER"
    assert named(library) == {"OTHER": "x", "Straße": "road"}
    with pytest.raises(NotFound):
        library.saved_searches.get("nobody")
    for change in (library.saved_searches.remove, library.saved_searches.mark_seen):
        with pytest.raises(NotFound):
            change("nobody")


def test_what_no_encoding_can_write_is_not_kept(library: Library) -> None:
    saved, _ = library.saved_searches.add("a\ud800b", "gold \udfff\u202e😀")
    assert library.saved_searches.all() == [saved]
    assert saved.query.encode()


def test_what_came_in_since_is_counted_as_new(library: Library, tmp_path: Path) -> None:
    saved, _ = library.saved_searches.add("Gold", "gold")
    total, fresh = counted(library, "Gold")
    assert total
    assert fresh == 0

    bring(library, tmp_path / "new", "one.md")
    assert counted(library, "Gold") == (total + 1, 1)
    bring(library, tmp_path / "new", "one.md", "Again by night.")
    assert counted(library, "Gold") == (total + 1, 1), "the older version counts no more"

    seen, changes = library.saved_searches.mark_seen(saved.id)
    assert changes.saved_searches == {saved.id}
    assert seen.seen >= saved.seen
    assert seen.created == saved.created
    assert counted(library, "Gold") == (total + 1, 0)


def test_a_changed_query_starts_anew(library: Library, tmp_path: Path) -> None:
    saved, _ = library.saved_searches.add("Gold", "timber")
    bring(library, tmp_path / "new", "one.md")
    changed, _ = library.saved_searches.change(saved.id, "gold")
    assert changed.query == "gold"
    total, fresh = counted(library, "Gold")
    assert total
    assert fresh == 0


def test_without_an_index_they_are_listed_uncounted(library: Library) -> None:
    library.saved_searches.add("Gold", "gold")
    library.searching.close()
    for file in (library.cache_folder / "index").iterdir():
        if file.is_file():
            file.write_bytes(b"broken")
    assert counted(library, "Gold") == (None, None)


def test_removing_can_be_undone(library: Library) -> None:
    saved, _ = library.saved_searches.add("Gold", "gold")
    removed, changes = library.saved_searches.remove(saved.id)
    assert removed == saved
    assert changes.saved_searches == {saved.id}
    assert library.saved_searches.all() == []

    assert library.saved_searches.restore(removed).saved_searches == {saved.id}
    assert library.saved_searches.all() == [saved]

    library.saved_searches.remove(saved.id)
    library.saved_searches.add("GOLD", "other")
    library.saved_searches.restore(removed)
    assert named(library) == {"GOLD": "other", "Gold (2)": "gold"}


def test_reading_only_nothing_is_changed(library: Library) -> None:
    saved, _ = library.saved_searches.add("Gold", "gold")
    with Library.open(library.folder, writing=False, program="x") as reading:
        assert reading.saved_searches.all() == [saved]
        with pytest.raises(LibraryUnavailable):
            reading.saved_searches.mark_seen(saved.id)


def test_a_backup_holds_them(library: Library, tmp_path: Path) -> None:
    saved, _ = library.saved_searches.add("Gold", "gold")
    file = library.keeping.backup(tmp_path / "a.zip").file
    restore_backup(file, tmp_path / "restored", program="x")
    with Library.open(tmp_path / "restored", writing=True, program="x") as restored:
        assert restored.saved_searches.all() == [saved]
        restored.deriving.run()
        assert counted(restored, "Gold")[1] == 0
        assert restored.integrity.verify() == []


def test_verify_tells_of_one_that_could_not_have_been_made_here(library: Library) -> None:
    library.saved_searches.add("Gold", "gold")
    assert library.integrity.verify() == []
    raw = sqlite3.connect(library.folder / "catalogue.sqlite3")
    with raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE saved_search SET query = ''")
    raw.close()
    assert ["saved_search" in each.what for each in library.integrity.verify()] == [True]


@pytest.fixture
def other(tmp_path: Path, sources: Path) -> Path:
    """Another library of the same sources, with two saved searches."""
    with Library.create(tmp_path / "other", program="x") as library:
        library.importing.run([sources])
        library.saved_searches.add("Gold", "gold")
        library.saved_searches.add("Borders", "border")
    return tmp_path / "other"


def test_a_merge_brings_them_once(library: Library, other: Path) -> None:
    library.saved_searches.add("gold", "gold")

    merged = library.merging.run(other)

    assert merged.saved_searches == 1
    assert named(library) == {"Borders": "border", "gold": "gold"}
    assert merged.changes.saved_searches == {library.saved_searches.get("Borders").id}
    again = library.merging.run(other)
    assert (again.saved_searches, again.changes.saved_searches) == (0, frozenset())
    library.deriving.run()
    assert counted(library, "Borders")[1] == 0
    assert library.integrity.verify() == []


def test_another_query_of_the_same_name_is_kept_beside_it(library: Library, other: Path) -> None:
    library.saved_searches.add("GOLD", "silver")
    assert library.merging.run(other).saved_searches == 2
    assert named(library) == {"Borders": "border", "GOLD": "silver", "Gold (2)": "gold"}
    assert library.merging.run(other).saved_searches == 0


def test_one_that_was_changed_here_comes_again_under_a_number(
    library: Library, other: Path
) -> None:
    library.merging.run(other)
    library.saved_searches.change(library.saved_searches.get("Gold").id, "silver")
    library.saved_searches.rename(library.saved_searches.get("Borders").id, "Frontiers")
    assert library.merging.run(other).saved_searches == 1
    assert named(library) == {"Frontiers": "border", "Gold": "silver", "Gold (2)": "gold"}
    assert library.merging.run(other).saved_searches == 0


def test_what_is_no_saved_search_is_refused_and_the_rest_comes(
    library: Library, other: Path
) -> None:
    raw = sqlite3.connect(other / "catalogue.sqlite3")
    with raw:
        raw.execute("UPDATE saved_search SET created = 'yesterday' WHERE name = 'Borders'")
        raw.execute("UPDATE saved_search SET query = ? WHERE name = 'Gold'", ("x" * 3000,))
    raw.close()
    merged = library.merging.run(other)
    assert merged.saved_searches == 1
    assert len(merged.refused) == 1
    assert "2000 characters" in merged.refused[0]
    assert library.saved_searches.get("Borders").created.startswith("20")


def test_errors_are_the_readers(library: Library) -> None:
    saved = SavedSearch(
        "x", "Gold", "gold", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"
    )
    library.saved_searches.add("Gold", "other")
    assert library.saved_searches.restore(saved).saved_searches == {"x"}
    with pytest.raises(ReaderError):
        library.saved_searches.rename("x", "gold")
