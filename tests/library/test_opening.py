"""Opening, locking, copying and repairing a library."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, LibraryBusy, LibraryUnavailable, ReaderError
from reader.library.library import Library
from reader.library.originals import sha256_of
from reader.library.progress import CancelToken, Progress
from reader.library.worker import Worker, process_environment


def test_a_second_writer_is_refused_and_told_who_writes(empty_library: Library) -> None:
    with pytest.raises(LibraryBusy, match=r"the tests \(process \d+ on .+, since .+\)"):
        Library.open(empty_library.folder, writing=True, program="another")
    with Library.open(empty_library.folder, writing=False, program="a reader") as reader:
        assert reader.identifier == empty_library.identifier
        assert not reader.writable


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    Library.create(folder, program="x").close()
    code = (
        "import sys, pathlib; from reader.library.library import Library;"
        f"l = Library.open(pathlib.Path({str(folder)!r}), writing=True, program='the victim');"
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "open\n"
        with pytest.raises(LibraryBusy, match="the victim"):
            Library.open(folder, writing=True, program="y")
        victim.kill()
        victim.wait()
    Library.open(folder, writing=True, program="y").close()


def test_an_unreadable_note_of_the_holder_is_no_obstacle(empty_library: Library) -> None:
    (empty_library.folder / "writer.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryBusy, match="another program"):
        Library.open(empty_library.folder, writing=True, program="y")


@pytest.mark.parametrize("named", ["{elsewhere}", "../../elsewhere", "..", "", "a/b", "\x00"])
def test_a_library_from_elsewhere_does_not_name_its_cache_folder(
    tmp_path: Path, named: str
) -> None:
    folder, cache = tmp_path / "library", tmp_path / "deep" / "cache"
    Library.create(folder, program="x", cache=cache).close()
    identifier = named.format(elsewhere=tmp_path / "elsewhere")
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as catalogue, catalogue:
        catalogue.execute("UPDATE library SET value = ? WHERE key = 'identifier'", (identifier,))
    with Library.open(folder, writing=True, program="x", cache=cache) as library:
        assert library.cache_folder.resolve().parent.parent == cache.resolve()
        assert ".." not in library.cache_folder.parts
        library.deriving.run()
    assert not (tmp_path / "elsewhere").exists()


def test_there_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable, match="no library"):
        Library.open(tmp_path / "none", writing=False, program="x")


def test_a_library_is_not_made_among_other_files(tmp_path: Path, empty_library: Library) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "mine.txt").write_text("mine")
    with pytest.raises(LibraryUnavailable, match="other files"):
        Library.create(tmp_path / "docs", program="x")
    with pytest.raises(LibraryUnavailable, match="already"):
        Library.create(empty_library.folder, program="x")
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryUnavailable, match="cannot be made"):
        Library.create(tmp_path / "file" / "below", program="x")


def test_the_starter_is_pending_until_it_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.create(folder, program="x", starter=True) as library:
        assert library.starter_pending
    with Library.open(folder, writing=True, program="x") as library:
        assert library.starter_pending
        library.starter_finished()
    with Library.open(folder, writing=False, program="x") as library:
        assert not library.starter_pending


def test_a_copied_library_has_an_index_of_its_own(library: Library, tmp_path: Path) -> None:
    shutil.copytree(library.folder, tmp_path / "copy")
    with Library.open(tmp_path / "copy", writing=False, program="x") as copy:
        assert copy.identifier == library.identifier
        assert copy.cache_folder != library.cache_folder
        assert not copy.deriving.is_current()
        copy.deriving.run()
        assert copy.searching.run("gold").total == library.searching.run("gold").total


def test_a_library_holds_relative_paths_only(library: Library, tmp_path: Path) -> None:
    content = (library.folder / "catalogue.sqlite3").read_bytes()
    content += (library.folder / "catalogue.sqlite3-wal").read_bytes()
    assert str(tmp_path).encode() not in content


def test_derived_data_that_is_damaged_is_made_again(library: Library) -> None:
    library.close()
    (library.cache_folder / "derived.sqlite3").write_bytes(b"garbage" * 1000)
    with Library.open(library.folder, writing=True, program="x") as again:
        assert not again.deriving.is_current()
        assert again.deriving.run().evaluated == 2
        assert again.deriving.is_current()


def test_verify_finds_and_repairs(library: Library) -> None:
    assert library.integrity.verify() == []
    leftover = library.folder / "originals" / "ab" / "left.part"
    leftover.parent.mkdir(parents=True, exist_ok=True)
    leftover.write_text("half")
    shutil.rmtree(library.cache_folder / "index")
    problems = library.integrity.verify()
    assert [problem.repaired for problem in problems] == [False, False]
    assert all(problem.repaired for problem in library.integrity.verify(repair=True))
    assert library.integrity.verify() == []


def test_repair_keeps_a_whole_file_that_the_catalogue_does_not_know(library: Library) -> None:
    data = b"A source whose entry went with a catalogue that was lost."
    sha256 = sha256_of(data)
    stray = library.folder / "originals" / sha256[:2] / sha256
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(data)
    assert [each.repaired for each in library.integrity.verify(repair=True)] == [True]
    assert not stray.exists()
    assert (library.folder / "leftovers" / sha256).read_bytes() == data
    assert library.integrity.verify() == []


def test_verify_tells_of_originals_that_are_missing_or_changed(library: Library) -> None:
    first, second = sorted(
        path for path in (library.folder / "originals").rglob("*") if path.is_file()
    )[:2]
    first.unlink()
    second.write_text("tampered")
    said = [problem.what for problem in library.integrity.verify(repair=True)]
    assert said == [
        "the file was changed on disk",
        "the original is missing: import its source again",
    ]


def test_the_worker_imports_and_indexes_in_a_process_of_its_own(
    empty_library: Library, sources: Path, tmp_path: Path
) -> None:
    worker = Worker(empty_library.folder, tmp_path / "cache")
    assert not worker.running
    seen: list[Progress] = []
    work = worker.run_import([sources], seen.append)
    assert worker.running
    assert {source.status for source in work.sources} == {"added"}
    assert work.changes.search_index
    assert {"PE", "EC"} <= work.changes.evidence
    assert {each.stage for each in seen} == {"import", "index", "evidence"}
    assert empty_library.deriving.is_current()
    assert empty_library.searching.run("counterfeit dollars").total == 1
    stopped = CancelToken()
    stopped.cancel()
    with contextlib.suppress(Cancelled):
        worker.derive(cancel=stopped, anew=True)
    worker.derive(anew=True)
    assert empty_library.deriving.is_current()
    process = worker._process
    assert process is not None
    process.kill()
    process.wait()
    with pytest.raises(ReaderError, match="ended unexpectedly"):
        raise worker._died(process)
    assert worker.derive().changes == type(work.changes)()
    worker.stop()
    assert not worker.running


def test_the_worker_ends_with_the_program_that_started_it(empty_library: Library) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.library.worker", str(empty_library.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    out, _ = process.communicate(json.dumps({"do": "derive"}) + "\n", timeout=60)
    assert json.loads(out.splitlines()[-1])["done"]["sources"] == []
    assert process.returncode == 0


def test_a_worker_without_work_ends_and_is_there_again_when_needed(
    empty_library: Library, tmp_path: Path
) -> None:
    worker = Worker(empty_library.folder, tmp_path / "cache", idle_seconds=0.05)
    for _ in range(2):
        worker.derive()
        deadline = time.monotonic() + 20
        while worker.running and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not worker.running
    worker.stop()


def test_a_worker_whose_window_is_closed_ends_without_a_word(
    empty_library: Library, sources: Path, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader.library.worker", str(empty_library.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=process_environment(tmp_path / "cache"),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        request = {"do": "import", "paths": [str(sources)], "accessed": None}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.close()
        assert process.stderr.read() == ""
        process.wait(timeout=60)
