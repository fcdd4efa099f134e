"""`dossier import`: from standard input, from archives, and after one that was cut short."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import Dossier, run_process

from reader.library.library import Library
from reader.library.progress import Progress

PAGE = "# River gold\n\nMiners dig at night.\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("delta", "river", "shore"):
        (folder / f"{name}.md").write_text(f"# {name.title()}\n\nWords of the {name}.\n")
    return folder


def test_standard_input_is_a_file_of_the_name_that_is_given(tmp_path: Path) -> None:
    library = tmp_path / "library"
    run = run_process(
        ["--library", library, "--empty", "import", "-", "--name", "river.md", "--json"],
        input=PAGE.encode(),
    )
    assert run.returncode == 0, run.stderr
    (source,) = json.loads(run.stdout)["sources"]
    assert (source["path"], source["status"]) == ("river.md", "added")
    assert source["title"] == "River gold"
    shown = run_process(["--library", library, "show", source["document"], "--json"])
    assert "Miners dig at night." in shown.stdout.decode()


def test_standard_input_that_nobody_reads_is_named_by_no_folder_of_ours(tmp_path: Path) -> None:
    run = run_process(
        ["--library", tmp_path / "library", "--empty", "import", "-", "--name", "../a.bin"],
        input=b"\0\1\2",
    )
    assert run.returncode == 1
    assert b"failed: a.bin: " in run.stderr
    assert b"/dossier-" not in run.stderr + run.stdout


@pytest.mark.parametrize(
    "arguments",
    [["-", "other.md"], ["other.md", "--name", "river.md"], ["all.zip", "--title", "One of many"]],
)
def test_what_cannot_be_meant_is_wrong_usage(
    fresh: Dossier, tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.md").write_text(PAGE)
    (tmp_path / "all.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert fresh("import", *arguments).code == 2


def test_several_sources_are_summed_up_in_a_line(fresh: Dossier, pages: Path) -> None:
    run = fresh("import", pages)
    assert "3 added: " in run.err
    assert "2 unchanged" not in fresh("import", pages / "river.md").err


class Killed(BaseException):
    """Nothing is cleared up after it, as after `kill -9`."""


def test_the_next_command_that_writes_says_what_was_cut_short_and_clears_up(
    fresh: Dossier, pages: Path
) -> None:
    fresh("import", pages / "delta.md")

    def kill(progress: Progress) -> None:
        if progress.name == "river.md":
            raise Killed

    with Library.open(fresh.library, writing=True, program="the tests") as library:
        with pytest.raises(Killed):
            library.importing.run([pages], report=kill)
        left = library.folder / "originals" / "ab"
        left.mkdir()
        (left / "abc.part").write_bytes(b"half")
    found = fresh("verify")
    assert found.code == 0, found.out
    assert f"cut short at {pages / 'river.md'}" in found.err
    assert f"dossier import {pages}" in found.err
    again = fresh("import", pages)
    assert again.code == 0
    assert "cut short" not in again.err
