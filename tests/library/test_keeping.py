"""A library backed up while it is open, restored whole or not at all, and moved."""

from __future__ import annotations

import contextlib
import hashlib
import json
import resource
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reader.domain.errors import (
    Cancelled,
    InvalidInput,
    LibraryBusy,
    LibraryUnavailable,
    ReaderError,
)
from reader.library.backup_file import open_backup
from reader.library.keeping import discard
from reader.library.library import Library
from reader.library.progress import CancelToken, Progress
from reader.library.removal import Marks
from reader.library.restoring import restore_backup

QUOTE = "Illegal gold mining pays better than any other work along the upper river."


def fingerprint(folder: Path) -> dict[str, str]:
    """The content of every original and of the catalogue, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.endswith(("-wal", "-shm"))
        and "writer." not in path.name
    }


def holdings(library: Library) -> tuple[object, ...]:
    return (
        [(each.id, each.metadata, each.collections) for each in library.documents.all()],
        [each.id for each in library.removal.removed()],
        library.bookmarks.all(),
        library.reports.all(),
        library._score_store.sheets(),
    )


def is_clean(library: Library) -> bool:
    library.deriving.run()
    return library.integrity.verify() == []


@pytest.fixture
def kept(library: Library) -> Library:
    """The small library with a mark, a report, a collection and a removed document."""
    river, digest = (
        next(each.id for each in library.documents.all() if title in each.metadata.title)
        for title in ("River", "digest")
    )
    mark, _ = library.bookmarks.add_quote(river, QUOTE, note="Check it")
    report, _ = library.reports.new("Gold")
    library.reports.add_clip(report.id, mark.id)
    library.collections.put("Rivers", [river, digest])
    library.removal.remove([digest], Marks.KEEP)
    return library


@pytest.fixture
def backup(kept: Library, tmp_path: Path) -> Path:
    return kept.keeping.backup(tmp_path / "a.backup.zip").file


# Backing up


def test_a_backup_holds_everything_and_is_restored_elsewhere(kept: Library, tmp_path: Path) -> None:
    seen: list[Progress] = []
    done = kept.keeping.backup(tmp_path / "b.zip", seen.append)

    assert (done.documents, done.files, done.warnings) == (1, 4, ())
    assert {each.stage for each in seen} == {"backup", "check-backup"}
    assert is_clean(kept)

    restored = restore_backup(done.file, tmp_path / "new" / "library", program="x")

    assert (restored.documents, restored.files, restored.aside) == (1, 4, None)
    with Library.open(tmp_path / "new" / "library", writing=True, program="x") as other:
        assert holdings(other) == holdings(kept)
        assert other.identifier == kept.identifier
        assert is_clean(other)


def test_a_source_that_repeats_itself_can_be_backed_up_and_restored(
    empty_library: Library, tmp_path: Path
) -> None:
    source = tmp_path / "list.csv"
    head = "country,index,edition,indicator,value,change,comparable"
    row = "PE,global_organized_crime_index,2023,arms_trafficking,6.50,0.00,yes"
    blank = "\n" + "," * 6
    source.write_text(f"{head}\n{row}{blank * 200_000}\n", encoding="utf-8")
    (outcome,) = empty_library.importing.run([source]).sources
    assert outcome.scores == 1

    empty_library.keeping.backup(tmp_path / "b.zip")

    restore_backup(tmp_path / "b.zip", tmp_path / "again", program="x")
    with Library.open(tmp_path / "again", writing=True, program="x") as library:
        (file,) = library.removal.score_files()
        assert (tmp_path / "again" / "originals" / file.sha256[:2] / file.sha256).read_bytes() == (
            source.read_bytes()
        )


def test_a_backup_is_of_one_moment_while_others_write(kept: Library, tmp_path: Path) -> None:
    stop = threading.Event()
    river = kept.documents.all()[0].id

    def write() -> None:
        while not stop.is_set():
            kept.bookmarks.add_quote(river, QUOTE, note="again")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for at in range(5):
            kept.keeping.backup(tmp_path / f"{at}.zip")
            restore_backup(tmp_path / f"{at}.zip", tmp_path / f"restored-{at}", program="x")
    finally:
        stop.set()
        writer.join()
    with Library.open(tmp_path / "restored-4", writing=True, program="x") as other:
        assert is_clean(other)


def test_a_backup_is_made_of_a_library_that_is_open_for_reading_only(
    kept: Library, tmp_path: Path
) -> None:
    with Library.open(kept.folder, writing=False, program="x") as reader:
        assert reader.keeping.backup(tmp_path / "b.zip").documents == 1


def test_no_file_is_replaced_and_none_lies_in_the_library(kept: Library, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(InvalidInput, match="there is a file"):
        kept.keeping.backup(tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_text() == "mine"
    with pytest.raises(InvalidInput, match="inside the library"):
        kept.keeping.backup(kept.folder / "originals" / "b.zip")
    with pytest.raises(ReaderError, match=r"could not be written|cannot be written"):
        kept.keeping.backup(tmp_path / "none" / "b.zip")


def test_a_stopped_backup_leaves_nothing(kept: Library, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    for stage in ("backup", "check-backup"):
        cancel = CancelToken()

        def stop(progress: Progress, stage: str = stage, cancel: CancelToken = cancel) -> None:
            if progress.stage == stage:
                cancel.cancel()

        with pytest.raises(Cancelled):
            kept.keeping.backup(tmp_path / "b.zip", stop, cancel)
    assert set(tmp_path.iterdir()) == before


def test_an_original_that_is_missing_already_is_named(kept: Library, tmp_path: Path) -> None:
    kept._originals.path(kept.documents.all()[0].version.sha256).unlink()

    done = kept.keeping.backup(tmp_path / "b.zip")

    assert len(done.warnings) == 1
    assert "missing in the library already" in done.warnings[0]
    restore_backup(done.file, tmp_path / "restored", program="x")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of that kind there")
def test_a_full_disk_leaves_no_half_backup(kept: Library, tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path;"
        "from reader.library.library import Library; from reader.domain.errors import ReaderError\n"
        "with Library.open(Path(sys.argv[1]), writing=False, program='x') as library:\n"
        "    limit = int(sys.argv[3])\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "    try:\n"
        "        library.keeping.backup(Path(sys.argv[2]))\n"
        "    except ReaderError as error:\n"
        "        print(error)\n"
    )
    folder = tmp_path / "out"
    folder.mkdir()
    catalogue = (kept.folder / "catalogue.sqlite3").stat().st_size
    for limit in (8192, catalogue // 2, 200):
        said = subprocess.run(
            [sys.executable, "-B", "-c", code, str(kept.folder), str(folder / "b.zip"), str(limit)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "written" in said
        assert "disk" in said
        assert list(folder.iterdir()) == []
    assert resource.RLIMIT_FSIZE is not None


# Restoring


def test_a_library_is_never_restored_over_another(
    kept: Library, backup: Path, tmp_path: Path
) -> None:
    with pytest.raises(LibraryUnavailable, match="there is a library already"):
        restore_backup(backup, kept.folder, program="x")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "mine.txt").write_text("mine")
    for replace in (False, True):
        with pytest.raises(InvalidInput, match="not empty"):
            restore_backup(backup, tmp_path / "docs", program="x", replace=replace)
    assert [each.name for each in (tmp_path / "docs").iterdir()] == ["mine.txt"]


def test_replacing_moves_the_library_that_is_there_aside(
    kept: Library, backup: Path, tmp_path: Path
) -> None:
    with pytest.raises(LibraryBusy):
        restore_backup(backup, kept.folder, program="x", replace=True)
    kept.removal.purge([kept.documents.all()[0].id])
    kept.deriving.run()
    kept.close()

    done = restore_backup(backup, kept.folder, program="x", replace=True)

    assert done.aside is not None
    with Library.open(done.aside, writing=True, program="x") as old:
        assert old.documents.all() == []
    with Library.open(kept.folder, writing=True, program="x") as back:
        assert [each.metadata.title for each in back.documents.all()] == ["River gold"]
        assert not back.deriving.is_current(), "the index of another state must not be used"
        assert is_clean(back)


def test_a_damaged_library_is_replaced_too(kept: Library, backup: Path) -> None:
    kept.close()
    (kept.folder / "catalogue.sqlite3").write_bytes(b"not a database" * 400)
    done = restore_backup(backup, kept.folder, program="x", replace=True)
    assert done.aside is not None
    with Library.open(kept.folder, writing=True, program="x") as back:
        assert is_clean(back)


def test_an_empty_folder_is_a_place(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "writer.lock").write_text("")
    restore_backup(backup, tmp_path / "empty", program="x")
    assert Library.exists(tmp_path / "empty")


def test_a_stopped_restore_leaves_nothing(backup: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        restore_backup(
            backup, tmp_path / "new", program="x", report=lambda _: cancel.cancel(), cancel=cancel
        )
    assert set(tmp_path.iterdir()) == before


def test_every_damaged_byte_is_noticed(backup: Path, tmp_path: Path) -> None:
    data = backup.read_bytes()
    before = set(tmp_path.iterdir())
    damaged = tmp_path / "damaged.zip"
    for at in range(0, len(data), max(len(data) // 60, 1)):
        damaged.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        # A byte that nobody reads, such as a time, may differ; a file that does may not.
        with contextlib.suppress(ReaderError):
            restore_backup(damaged, tmp_path / "new", program="x")
            with open_backup(backup) as sound:
                for entry in sound.manifest.entries:
                    found = (tmp_path / "new" / entry.name).read_bytes()
                    if entry.name != "catalogue.sqlite3":
                        assert hashlib.sha256(found).hexdigest() == entry.sha256
            shutil.rmtree(tmp_path / "new")
        assert not (tmp_path / "new").exists()
        damaged.unlink()
    for length in range(0, len(data), max(len(data) // 40, 1)):
        damaged.write_bytes(data[:length])
        with pytest.raises(ReaderError):
            restore_backup(damaged, tmp_path / "new", program="x")
        damaged.unlink()
    assert set(tmp_path.iterdir()) == before


def _rewritten(
    backup: Path,
    target: Path,
    change: Callable[[dict[str, object]], object] = lambda _: None,
    extra: Mapping[zipfile.ZipInfo | str, bytes] | None = None,
) -> Path:
    """The backup with another manifest, and with more in it."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as out:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "manifest.json":
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
            out.writestr(info.filename, data, zipfile.ZIP_DEFLATED)
        for name, data in (extra or {}).items():
            out.writestr(name, data, zipfile.ZIP_DEFLATED)
    return target


def _listed(name: str, data: bytes) -> Callable[[dict[str, object]], object]:
    def change(manifest: dict[str, object]) -> None:
        files = manifest["files"]
        assert isinstance(files, dict)
        files[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}

    return change


def test_hostile_backups_write_nothing_anywhere(backup: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    link = zipfile.ZipInfo("originals/aa/" + "a" * 64)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    zeros = bytes(80_000_000)
    bomb = "originals/00/" + "0" * 64
    hostile = {
        "unlisted": _rewritten(backup, tmp_path / "1.zip", extra={"more.txt": b"x"}),
        "upwards": _rewritten(
            backup, tmp_path / "2.zip", _listed("../evil", b"x"), {"../evil": b"x"}
        ),
        "absolute": _rewritten(backup, tmp_path / "3.zip", _listed("/evil", b"x"), {"/evil": b"x"}),
        "link": _rewritten(
            backup, tmp_path / "4.zip", _listed(link.filename, b"/etc"), {link: b"/etc"}
        ),
        "bomb": _rewritten(backup, tmp_path / "5.zip", _listed(bomb, zeros), {bomb: zeros}),
        "no manifest": _zip(tmp_path / "6.zip", {"a.txt": b"x"}),
        "manifest of another": _zip(tmp_path / "7.zip", {"manifest.json": b'{"format": "other"}'}),
        "deep": _zip(tmp_path / "8.zip", {"manifest.json": b"[" * 200_000}),
        "list": _zip(tmp_path / "9.zip", {"manifest.json": b"[]"}),
        "no files": _rewritten(backup, tmp_path / "10.zip", lambda each: each.pop("files")),
        "newer": _rewritten(backup, tmp_path / "11.zip", lambda each: each.update(version=2)),
    }
    before = fingerprint(tmp_path)
    for name, file in hostile.items():
        with pytest.raises(ReaderError):
            restore_backup(file, place / "library", program="x")
        assert list(place.iterdir()) == [], name
    assert fingerprint(tmp_path) == before


def _zip(file: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return file


def test_a_catalogue_that_is_none_or_newer_is_refused_although_its_hash_is_right(
    backup: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as source:
        catalogue = source.read("catalogue.sqlite3")
    newer = bytearray(catalogue)
    newer[60:64] = (99).to_bytes(4, "big")
    for at, data in enumerate((b"no catalogue" * 1000, bytes(newer), catalogue[:8192])):
        file = tmp_path / f"{at}.zip"
        with zipfile.ZipFile(backup) as source, zipfile.ZipFile(file, "w") as out:
            for info in source.infolist():
                content = data if info.filename == "catalogue.sqlite3" else source.read(info)
                if info.filename == "manifest.json":
                    manifest = json.loads(content)
                    _listed("catalogue.sqlite3", data)(manifest)
                    content = json.dumps(manifest).encode()
                out.writestr(info.filename, content, zipfile.ZIP_DEFLATED)
        with pytest.raises(LibraryUnavailable):
            restore_backup(file, tmp_path / "new", program="x")
        assert not (tmp_path / "new").exists()


# Moving


def test_a_library_is_moved_with_all_that_is_in_it(kept: Library, tmp_path: Path) -> None:
    before, originals = holdings(kept), fingerprint(kept.folder / "originals")
    identifier = kept.identifier

    moved = kept.keeping.copy_into(tmp_path / "else" / "where")

    assert Library.exists(kept.folder), "the old one goes only when all is done"
    with pytest.raises(LibraryUnavailable, match="being moved"):
        kept.reports.new("Too late")
    kept.close()
    assert discard(moved).left == ()
    assert not kept.folder.exists()
    with Library.open(tmp_path / "else" / "where", writing=True, program="x") as there:
        assert (holdings(there), there.identifier) == (before, identifier)
        assert fingerprint(there.folder / "originals") == originals
        assert is_clean(there)


def test_a_readers_own_countries_and_mappings_go_with_the_library(
    kept: Library, tmp_path: Path
) -> None:
    (kept.folder / "countries.csv").write_text("iso2,aliases\nPE,Piruw\n")
    (kept.folder / "mappings").mkdir()
    (kept.folder / "mappings" / "my index.toml").write_text("# mine")
    (kept.folder / "mappings" / "né.toml").write_text("# mine too")
    done = kept.keeping.backup(tmp_path / "b.zip")
    assert ["né.toml" in warning for warning in done.warnings] == [True]
    restore_backup(done.file, tmp_path / "restored", program="x")
    moved = kept.keeping.copy_into(tmp_path / "moved")
    kept.close()
    assert discard(moved).left == ()
    for place in ("restored", "moved"):
        assert (tmp_path / place / "mappings" / "my index.toml").read_text() == "# mine"
        with Library.open(tmp_path / place, writing=True, program="x") as there:
            assert there.countries.resolve("Piruw").iso2 == "PE"
            assert there.country_problems == ()


def test_strange_files_stay_where_they_are(kept: Library, tmp_path: Path) -> None:
    (kept.folder / "notes.txt").write_text("mine")
    moved = kept.keeping.copy_into(tmp_path / "new")
    kept.close()
    assert discard(moved).left == ("notes.txt",)
    assert [each.name for each in kept.folder.iterdir()] == ["notes.txt"]


def test_a_library_that_cannot_be_moved_goes_on_where_it_is(kept: Library, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("")
    places = (kept.folder / "below", kept.folder.parent, tmp_path / "full", tmp_path / "file" / "x")
    before = fingerprint(tmp_path)
    for place in places:
        with pytest.raises(ReaderError):
            kept.keeping.copy_into(place)
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        kept.keeping.copy_into(tmp_path / "new", lambda _: cancel.cancel(), cancel)
    assert fingerprint(tmp_path) == before
    kept.reports.new("Still here")
    assert is_clean(kept)
    kept.keeping.copy_into(tmp_path / "new")
    kept.keeping.stay()
    kept.reports.new("Here again")
