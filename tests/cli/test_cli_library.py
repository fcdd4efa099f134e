"""Which library a command works on: made, filled, shared with other programs, read-only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli_runs import Dossier, process_environment

from reader.domain.errors import IndexUnavailable
from reader.library.deriving import Deriving
from reader.library.library import Library
from reader.places import seeds

_HOLDER = """
import sys
from pathlib import Path
from reader.library.deriving import Deriving
from reader.library.library import Library
with Library.open(Path(sys.argv[1]), writing=True, program="the window"):
    print("ready", flush=True)
    sys.stdin.read()
"""


# Whoosh leaves a file open when it fails on it.
damages_files = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@contextmanager
def held_by_another(library: Path) -> Iterator[int]:
    """Another process has the library open for writing; yields its number."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=process_environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"ready"
        try:
            yield process.pid
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def test_no_command_opens_the_window(fresh: Dossier) -> None:
    assert fresh(empty=False).code == 0
    assert fresh(empty=True).code == 0

    assert fresh.opened == [(fresh.library, True), (fresh.library, False)]


def test_a_new_library_holds_the_starter_documents(fresh: Dossier) -> None:
    run = fresh("documents", "--json", empty=False)

    assert run.code == 0
    expected = len(list(seeds().glob("*.md")))
    assert len(run.json) == expected
    assert all(each["summarises"] for each in run.json)
    assert fresh("profile", "PE", empty=False).code == 0
    again = fresh("documents", "--json", empty=False)
    assert (again.json, again.err) == (run.json, "")


def test_an_empty_library_is_empty(fresh: Dossier) -> None:
    assert fresh("documents", "--json").json == []
    assert fresh("countries", "--json").json == []
    assert fresh("indicators", "--json").code == 4
    assert fresh("documents", "--json", empty=False).json == [], "empty is what was asked for"


def test_a_first_start_that_was_killed_goes_on(fresh: Dossier) -> None:
    Library.create(fresh.library, program="a test", starter=True).close()

    assert fresh("documents", "--json", empty=True).json == []
    assert fresh("documents", "--json", empty=False).json != []


def test_a_start_that_was_killed_while_it_made_the_catalogue_starts_again(fresh: Dossier) -> None:
    fresh.library.mkdir()
    (fresh.library / "catalogue.sqlite3.new").write_bytes(b"half a catalogue")

    assert fresh("documents", "--json", empty=False).json != []
    assert not list(fresh.library.glob("*.new*"))


def test_several_first_starts_at_once_all_succeed(fresh: Dossier) -> None:
    arguments = [sys.executable, "-m", "reader", "--library", str(fresh.library)]
    processes = [
        subprocess.Popen(
            [*arguments, command, "PE"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=process_environment(),
        )
        for command in ("search", "profile", "indicators")
    ]
    told = [process.communicate(timeout=60) for process in processes]

    # Who comes while another one fills the library reads what is there.
    assert {process.returncode for process in processes} <= {0, 4}, told
    assert len(fresh.json("documents")) == len(list(seeds().glob("*.md")))


def test_a_library_that_another_program_fills_can_be_read(fresh: Dossier) -> None:
    Library.create(fresh.library, program="a test", starter=True).close()

    with held_by_another(fresh.library):
        run = fresh("documents", "--json", empty=False)

    assert (run.code, run.json) == (0, [])
    assert "the window" in run.err


def test_import_into_a_new_library_fills_it_first(fresh: Dossier, sources: Path) -> None:
    run = fresh("import", sources / "timber.md", "--json", empty=False)

    assert [each["status"] for each in run.json["sources"]] == ["added"]
    starters = len(list(seeds().glob("*.md")))
    assert len(fresh("documents", "--json").json) == starters + 1


@pytest.mark.parametrize("name", ["file", "folder"])
def test_a_place_that_cannot_be_a_library_is_an_error(fresh: Dossier, name: str) -> None:
    if name == "file":
        fresh.library.write_text("not a folder", encoding="utf-8")
    else:
        fresh.library.mkdir()
        (fresh.library / "letters.txt").write_text("somebody's", encoding="utf-8")

    run = fresh("documents")

    assert (run.code, run.out) == (1, "")
    assert len(run.err.splitlines()) == 1
    assert str(fresh.library) in run.err


def test_a_damaged_catalogue_is_an_error_in_one_line(writing: Dossier) -> None:
    (writing.library / "catalogue.sqlite3").write_bytes(b"no database at all" * 500)

    run = writing("documents")

    assert run.code == 1
    assert len(run.err.splitlines()) == 1
    assert "backup" in run.err


def test_reading_works_while_a_window_writes(writing: Dossier) -> None:
    with held_by_another(writing.library):
        assert len(writing.json("documents")) == 3
        assert writing.json("search", "gold")["total"] > 0
        assert len(writing.json("indicators", "PE")) == 32
        assert writing.json("evidence", "PE")
        assert writing.json("verify")["ok"]


def test_a_second_writer_is_told_who_the_first_one_is(writing: Dossier, sources: Path) -> None:
    with held_by_another(writing.library) as process:
        for arguments in (
            ("import", sources),
            ("bookmark", "remove", "x"),
            ("report", "new", "x"),
            ("verify", "--repair"),
        ):
            run = writing(*arguments)
            assert run.code == 1
            assert "the window" in run.err
            assert str(process) in run.err
            assert len(run.err.splitlines()) == 1


def test_a_library_from_elsewhere_is_indexed_here_before_it_is_searched(
    writing: Dossier, tmp_path: Path
) -> None:
    run = writing("search", "gold", "--json")

    assert run.json["total"] > 0
    assert "Indexing" in run.err
    assert list((tmp_path / "cache").iterdir())
    assert writing("search", "gold", "--json").err == ""


@damages_files
def test_a_damaged_index_is_built_again_by_a_search(writing: Dossier, tmp_path: Path) -> None:
    before = writing.json("search", "gold")
    for segment in (tmp_path / "cache").rglob("MAIN_*.pst"):
        segment.write_bytes(b"torn")

    run = writing("search", "gold", "--json")

    assert run.code == 0
    assert run.json["hits"] == before["hits"]
    assert "building it again" in run.err


def test_what_needs_no_index_builds_none(writing: Dossier, tmp_path: Path) -> None:
    writing("documents")
    writing("countries")
    writing("bookmark", "list")

    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_made_is_an_error(
    writing: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "occupied").write_text("", encoding="utf-8")
    monkeypatch.setenv("DOSSIER_CACHE", str(tmp_path / "occupied" / "cache"))

    run = writing("search", "gold")

    assert run.code == 1
    assert "DOSSIER_CACHE" in run.err
    assert writing("documents").code == 0


@pytest.fixture
def read_only(writing: Dossier, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dossier]:
    """A medium that cannot be written to, as far as one can be had without mounting it."""
    # A reader that is open while a writer closes keeps the newest transactions in the log.
    with Library.open(writing.library, writing=False, program="a test") as reader:
        reader.documents.all()
        assert writing("report", "new", "The newest").code == 0
    really = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **more: (
            not (mode & os.W_OK and Path(path) == writing.library) and really(path, mode, **more)
        ),
    )
    writing.library.chmod(0o555)
    yield writing
    writing.library.chmod(0o755)


def test_a_read_only_library_is_read_and_never_written(read_only: Dossier) -> None:
    def contents() -> dict[Path, bytes]:
        files = (path for path in read_only.library.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if not path.name.endswith("-shm")}

    before = contents()

    assert read_only.json("search", "gold")["total"] > 0
    assert len(read_only.json("indicators", "PE")) == 32
    assert read_only.json("reindex")["indexed"] == 3
    assert contents() == before


def test_a_read_only_library_shows_its_newest_transactions(
    read_only: Dossier, tmp_path: Path
) -> None:
    file = tmp_path / "newest.md"

    assert read_only("report", "export", "The newest", "--format", "markdown", "-o", file).code == 0


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root writes whatever the folder says"
)
def test_writing_to_a_read_only_library_is_refused(read_only: Dossier) -> None:
    run = read_only("report", "new", "x")

    assert run.code == 1
    assert "cannot be written to" in run.err


def test_scores_make_the_round_trip(
    reading: Dossier, fresh: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = reading("indicators", "--csv")
    file = tmp_path / "scores.csv"
    file.write_text(table.out, encoding="utf-8")

    assert table.out == (seeds() / "peru-scores-2023.csv").read_text(encoding="utf-8")
    there = reading.json("indicators", "PE")
    monkeypatch.setenv("DOSSIER_CACHE", str(tmp_path / "cache"))
    assert fresh.json("import", file)["scores"] == 32
    here = fresh.json("indicators", "PE")
    assert [{**row, "evidence": None} for row in here] == [
        {**row, "evidence": None} for row in there
    ]
    assert fresh("indicators", "PE", "--csv").out == table.out


def test_a_csv_of_nothing_is_its_header(reading: Dossier) -> None:
    run = reading("indicators", "Iceland", "--csv")

    assert run.code == 4
    assert run.out.startswith("country,index,edition,indicator,value")
    assert len(run.out.splitlines()) == 1


def test_some_failed_sources_are_named_and_the_others_kept(
    fresh: Dossier, sources: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    shutil.copy(sources / "gold.md", folder)
    (folder / "empty.md").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.md").write_text("# hidden", encoding="utf-8")

    run = fresh("import", folder, tmp_path / "nowhere.md", "--json")

    assert run.code == 3
    status = {Path(each["path"]).name: each["status"] for each in run.json["sources"]}
    assert status == {
        "gold.md": "added",
        "empty.md": "failed",
        "picture.png": "skipped",
        "nowhere.md": "failed",
    }
    assert all(
        each["error"] for each in run.json["sources"] if each["status"] in ("failed", "skipped")
    )
    told = run.err.splitlines()
    for name in (folder / "empty.md", tmp_path / "nowhere.md"):
        assert sum(line.startswith(f"failed: {name}: ") for line in told) == 1


def test_a_folder_with_files_of_other_kinds_only_is_nothing_found(
    fresh: Dossier, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "picture.png").write_bytes(b"\x89PNG")

    assert fresh("import", folder).code == 4


def test_when_every_source_fails_it_is_an_error(fresh: Dossier, tmp_path: Path) -> None:
    run = fresh("import", tmp_path / "nowhere.md", "--json")

    assert run.code == 1
    assert [each["status"] for each in run.json["sources"]] == ["failed"]


def test_what_is_stated_replaces_what_was_read(fresh: Dossier, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n\nThe text of a page on nothing much.\n", encoding="utf-8")

    told = fresh.json(
        "import", page, "--country", "Bolivia", "--title", "The page", "--publisher", "We",
        "--published", "2021-07", "--url", "https://example.org/page",
    )  # fmt: skip

    source = told["sources"][0]
    assert (source["title"], source["publisher"]) == ("The page", "We")
    assert (source["published"], source["countries"]) == ("2021-07", ["BO"])
    shown = fresh.json("show", source["document"])
    assert shown["url"] == "https://example.org/page"
    assert shown["origins"]["publisher"] == "by_hand"


@pytest.mark.skipif(os.name == "nt", reason="names are not bytes there")
def test_a_file_name_that_is_no_text_is_imported(fresh: Dossier, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    try:
        path.write_bytes(b"# A cafe\n\nIt is open in the morning.\n")
    except OSError:
        pytest.skip("this file system wants UTF-8")

    run = fresh("import", path, "--json")

    assert run.code == 0, run.err
    assert run.json["documents"] == 1


def test_what_was_imported_is_told_though_it_cannot_be_indexed(
    fresh: Dossier, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise IndexUnavailable("the search index cannot be used (no space left)")

    with monkeypatch.context() as disk:
        disk.setattr(Deriving, "run", full)
        run = fresh("import", sources / "gold.md", "--json")
    assert run.code == 1
    assert "no space left" in run.err
    assert run.json["sources"][0]["status"] == "added"
    assert len(fresh.json("documents")) == 1
