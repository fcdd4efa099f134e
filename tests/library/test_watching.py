"""Watched folders: what is new is seen once it is whole, and no more often than it changes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, InvalidInput, NotFound
from reader.library.folder_listing import list_folder
from reader.library.library import Library
from reader.library.progress import CancelToken
from reader.library.watching import Watching

PAGE = "<html><body><h1>A page</h1><p>Words enough to be read by somebody.</p></body></html>"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watching(tmp_path: Path, inbox: Path) -> Watching:
    watching = Watching(tmp_path / "noted", (tmp_path / "library", tmp_path / "noted"))
    watching.add(inbox)
    return watching


def names(files: tuple[Path, ...]) -> list[str]:
    return sorted(each.name for each in files)


def test_nothing_is_watched_until_a_folder_is_named(empty_library: Library) -> None:
    assert empty_library.watching.folders() == ()
    assert empty_library.watching.look().ready == ()
    assert not (empty_library.cache_folder / "watched.json").exists()


def test_a_file_is_ready_when_two_looks_saw_the_same(watching: Watching, inbox: Path) -> None:
    (inbox / "a.md").write_text("# A")
    first = watching.look()
    assert first.ready == ()
    assert (first.folders[0].files, first.folders[0].waiting) == (1, 1)
    (inbox / "a.md").write_text("# A, and more of it")
    assert watching.look().ready == (), "it is still being written"
    assert names(watching.look().ready) == ["a.md"]
    assert names(watching.look().ready) == ["a.md"], "until somebody says what became of it"
    watching.took([inbox / "a.md"])
    assert watching.look().ready == ()


def test_what_was_taken_is_known_at_the_next_start_and_again_when_it_changes(
    watching: Watching, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "a.md").write_text("# A")
    watching.look()
    watching.took(watching.look().ready)
    later = Watching(tmp_path / "noted", ())
    assert later.settled(0).ready == ()
    (inbox / "a.md").write_text("# B and more")
    assert names(later.settled(0).ready) == ["a.md"]


def test_what_was_left_is_left_until_the_next_start(
    watching: Watching, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "a.md").write_text("# A")
    watching.leave(watching.settled(0).ready)
    assert watching.settled(0).ready == ()
    assert names(Watching(tmp_path / "noted", ()).settled(0).ready) == ["a.md"]


def test_what_is_hidden_unfinished_unknown_or_part_of_a_page_is_let_be(
    watching: Watching, inbox: Path, tmp_path: Path
) -> None:
    for name in (
        ".hidden.md", "paper.pdf.part", "b.md.crdownload", "c.tmp", "~$open.docx", "song.mp3",
        "coming.pdf", "coming.pdf.part",
    ):  # fmt: skip
        (inbox / name).write_text("x")
    (inbox / "empty.md").write_bytes(b"")
    (inbox / "page.html").write_text(PAGE)
    (inbox / "page_files").mkdir()
    (inbox / "page_files" / "frame.html").write_text(PAGE)
    (inbox / "other_files").mkdir()
    (inbox / "other_files" / "own.html").write_text(PAGE)
    (tmp_path / "elsewhere.md").write_text("# Elsewhere")
    (inbox / "link.md").symlink_to(tmp_path / "elsewhere.md")
    (inbox / "round").symlink_to(inbox)
    os.mkfifo(inbox / "pipe.md")
    assert names(watching.settled(0).ready) == ["own.html", "page.html"]


def test_a_page_waits_for_the_pictures_that_are_saved_with_it(
    watching: Watching, inbox: Path
) -> None:
    (inbox / "page.html").write_text(PAGE)
    watching.look()
    (inbox / "page_files").mkdir()
    (inbox / "page_files" / "a.png").write_bytes(b"picture")
    assert watching.look().ready == ()
    assert names(watching.look().ready) == ["page.html"]


def test_a_folder_that_goes_is_said_once_and_looked_for_again(
    watching: Watching, inbox: Path
) -> None:
    (inbox / "a.md").write_text("# A")
    watching.took(watching.settled(0).ready)
    shutil.move(inbox, inbox.with_name("away"))
    gone = watching.look()
    assert "not there" in gone.news[0]
    assert gone.folders[0].trouble is not None
    assert watching.look().news == ()
    shutil.move(inbox.with_name("away"), inbox)
    back = watching.settled(0)
    assert (back.ready, back.news, back.folders[0].trouble) == ((), (), None)
    shutil.rmtree(inbox)
    assert len(watching.look().news) == 1, "it went a second time"


def test_files_that_are_removed_do_nothing(watching: Watching, inbox: Path) -> None:
    (inbox / "a.md").write_text("# A")
    watching.took(watching.settled(0).ready)
    (inbox / "a.md").unlink()
    look = watching.settled(0)
    assert (look.ready, look.news, look.folders[0].files) == ((), (), 0)


def test_which_folders_may_be_watched(watching: Watching, inbox: Path, tmp_path: Path) -> None:
    (inbox / "deep").mkdir()
    for wrong in (inbox, inbox / "deep", inbox / "x" / ".." / "deep"):
        with pytest.raises(InvalidInput, match="watched already"):
            watching.add(wrong)
    with pytest.raises(InvalidInput, match="no such folder"):
        watching.add(tmp_path / "nowhere")
    (tmp_path / "library" / "originals").mkdir(parents=True)
    with pytest.raises(InvalidInput, match="Dossier's own"):
        watching.add(tmp_path / "library" / "originals")
    assert watching.add(tmp_path) == tmp_path
    assert watching.folders() == (tmp_path,), "it holds the one below"
    (tmp_path / "library" / "countries.csv").write_text("iso2\n")
    (inbox / "a.md").write_text("# A")
    assert names(watching.settled(0).ready) == ["a.md"], "the library is not imported into itself"
    watching.remove(tmp_path)
    assert watching.folders() == ()
    with pytest.raises(NotFound):
        watching.remove(tmp_path)


def test_a_name_that_is_no_text_is_taken_once(watching: Watching, inbox: Path) -> None:
    Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9.md")).write_text("# Café")
    look = watching.settled(0)
    assert len(look.ready) == 1
    watching.took(look.ready)
    assert watching.settled(0).ready == ()


def test_a_damaged_note_watches_nothing_and_is_written_anew(
    watching: Watching, inbox: Path, tmp_path: Path
) -> None:
    for damage in ("", "{", "[]", '{"folders": 3}'):
        (tmp_path / "noted" / "watched.json").write_text(damage)
        assert watching.folders() == ()
    watching.add(inbox)
    assert watching.folders() == (inbox,)


def test_a_large_folder_is_looked_at_in_part_and_that_is_said(inbox: Path) -> None:
    for number in range(30):
        (inbox / f"{number}.md").write_text("x")
    assert list_folder(inbox, most=10).cut
    assert len(list_folder(inbox, most=10).stamps) == 10
    assert not list_folder(inbox, most=30).cut


def test_a_look_can_be_stopped(watching: Watching) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        watching.look(token)
    assert watching.look().news == ()


def test_a_moved_library_keeps_its_watched_folders(
    watching: Watching, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "a.md").write_text("# A")
    watching.took(watching.settled(0).ready)
    moved = Watching(tmp_path / "there", ())
    moved.follow(tmp_path / "noted")
    assert moved.folders() == (inbox,)
    assert moved.settled(0).ready == ()


def test_what_a_watched_folder_brings_is_imported_like_any_file(
    empty_library: Library, inbox: Path
) -> None:
    empty_library.watching.add(inbox)
    (inbox / "a.md").write_text("# A\n\nWords.\n")
    (inbox / "broken.pdf").write_text("no PDF at all")
    ready = empty_library.watching.settled(0).ready
    sources = empty_library.importing.run(ready).sources
    assert [str(each.status) for each in sources] == ["added", "failed"]
    empty_library.watching.took(ready)
    assert empty_library.watching.settled(0).ready == (), "a failed file is tried when it changes"
    os.utime(inbox / "a.md", (1, 1))
    touched = empty_library.watching.settled(0).ready
    assert str(empty_library.importing.run(touched).sources[0].status) == "unchanged"
