"""Which files an import is about: all that a person means, and nothing that leads elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.domain.errors import ImportFailed
from reader.library.library import Library
from reader.library.source_files import companions_of, find_sources, read_file

POSIX = pytest.mark.skipif(os.name != "posix", reason="links, pipes and names of POSIX")


def names(*paths: Path) -> list[str]:
    return [Path(each.shown).name for each in find_sources(paths)]


def put(file: Path, data: bytes = b"words") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def test_a_folder_stands_for_all_below_it_by_name(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/.hidden.md", ".git/x.md", "c/d/e.md"):
        put(tmp_path / name)
    assert names(tmp_path) == ["z.md", "b.md", "e.md"]


def test_what_was_saved_with_a_page_is_no_source(tmp_path: Path) -> None:
    for name in (
        "page.html",
        "page_files/frame.html",
        "other.htm",
        "other-Dateien/notes.md",
        "lone_files/kept.md",
    ):
        put(tmp_path / name)
    assert names(tmp_path) == ["kept.md", "other.htm", "page.html"]


@POSIX
def test_links_pipes_and_loops_are_passed_by(tmp_path: Path) -> None:
    put(tmp_path / "a.md")
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    assert names(tmp_path) == ["a.md"]


@POSIX
@pytest.mark.parametrize("strange", ["pipe.md", "/dev/zero", "/dev/stdin"])
def test_a_pipe_or_a_device_that_is_named_is_refused_and_not_waited_for(
    tmp_path: Path, strange: str
) -> None:
    if strange == "pipe.md":
        os.mkfifo(tmp_path / strange)
    with pytest.raises(ImportFailed, match=r"not a regular file|cannot be read"):
        read_file(tmp_path / strange)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_folder_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    put(tmp_path / "closed" / "a.md")
    (tmp_path / "closed").chmod(0)
    (only,) = find_sources([tmp_path])
    assert "cannot be read" in (only.wrong or "")


def test_a_file_that_vanishes_after_it_was_listed_is_named(
    empty_library: Library, sources: Path
) -> None:
    late = sources / "zz"
    for number in range(9):
        put(late / f"{number}.md", f"# Number {number}\n\nWords.\n".encode())

    def remove_last(_: object) -> None:
        (late / "8.md").unlink(missing_ok=True)

    result = empty_library.importing.run([sources], report=remove_last)
    last = result.sources[-1]
    assert last.path.endswith("8.md")
    assert "no such file" in (last.error or "")
    assert sum(str(each.status) == "added" for each in result.sources) == 11


@POSIX
def test_a_name_that_is_no_text_is_imported_and_shown(
    empty_library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "sources" / os.fsdecode(b"caf\xe9.md")
    try:
        put(file, b"# Coffee\n\nWords.\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    (only,) = empty_library.importing.run([tmp_path / "sources"]).sources
    assert str(only.status) == "added"
    assert only.path.encode().endswith("caf�.md".encode())


def test_ten_thousand_files_that_nobody_reads_are_each_named(
    empty_library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number}.mp3").touch()
    result = empty_library.importing.run([folder])
    assert len(result.sources) == 10_000
    assert {str(each.status) for each in result.sources} == {"skipped"}


def test_only_what_belongs_to_a_file_is_given_to_its_parser(tmp_path: Path) -> None:
    put(tmp_path / "secret.txt")
    folder = tmp_path / "in"
    page, note, text = (put(folder / name) for name in ("page.html", "note.md", "plain.txt"))
    put(folder / "page_files" / "a.png", b"picture")
    put(folder / "pictures" / "b.png", b"other")
    of_page, of_note, of_text = companions_of(page), companions_of(note), companions_of(text)
    assert of_page("page_files/a.png") == b"picture"
    assert of_page("pictures/b.png") is None
    assert of_note("pictures/b.png") == b"other"
    assert of_note("./pictures/b.png") == b"other"
    assert of_text("pictures/b.png") is None
    for elsewhere in (
        "../secret.txt",
        "page_files/../../secret.txt",
        str(tmp_path / "secret.txt"),
        "..\\secret.txt",
        "C:/secret.txt",
        "pictures",
        "missing.png",
        "nul\0.png",
        "x" * 5000,
        "",
    ):
        assert of_page(elsewhere) is None, elsewhere
        assert of_note(elsewhere) is None, elsewhere


@POSIX
def test_a_link_beside_a_file_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "secret.png")
    note = put(tmp_path / "in" / "note.md")
    (tmp_path / "in" / "a.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    companion = companions_of(note)
    assert companion("a.png") is None
    assert companion("up/secret.png") is None
