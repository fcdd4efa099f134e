"""An import that was cut short: told of at the next start, and nothing of it left lying about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.progress import CancelToken, Progress


class Killed(BaseException):
    """Nothing is cleared up after it, as after `kill -9`."""


def cut_short(library: Library, sources: Path, at: str) -> None:
    def kill(progress: Progress) -> None:
        if progress.name == at:
            raise Killed

    with pytest.raises(Killed):
        library.importing.run([sources], report=kill)


def test_the_source_it_was_at_and_what_was_asked_for_are_known(
    empty_library: Library, sources: Path
) -> None:
    assert empty_library.interrupted.found() is None
    cut_short(empty_library, sources, "scores.csv")
    found = empty_library.interrupted.found()
    assert found is not None
    assert found.asked == (sources,)
    assert found.source.endswith("scores.csv")
    assert "cut short" in found.sentence
    healed = empty_library.interrupted.heal()
    assert healed == found
    assert empty_library.interrupted.found() is None


def test_an_import_that_ended_leaves_no_note(empty_library: Library, sources: Path) -> None:
    empty_library.importing.run([sources])
    assert empty_library.interrupted.found() is None
    cancel = CancelToken()
    cancel.cancel()
    empty_library.importing.run([sources], cancel=cancel)
    assert empty_library.interrupted.found() is None, "who stopped it knows"


def test_one_that_ended_with_its_window_is_told_of(empty_library: Library, sources: Path) -> None:
    cancel = CancelToken()

    def close(progress: Progress) -> None:
        if progress.done == 1:
            cancel.cancel(abandoned=True)

    empty_library.importing.run([sources], report=close, cancel=cancel)
    assert empty_library.interrupted.found() is not None


def test_what_it_left_in_the_originals_goes_and_whole_files_are_kept(
    empty_library: Library, sources: Path
) -> None:
    empty_library.importing.run([sources / "river.md"])
    strange = empty_library._originals.keep(b"somebody's only copy")
    os.utime(empty_library._originals.path(strange), (1, 1))
    cut_short(empty_library, sources, "river.md")
    (empty_library.folder / "originals" / "ab").mkdir(exist_ok=True)
    (empty_library.folder / "originals" / "ab" / "abc.part").write_bytes(b"half")
    assert empty_library.interrupted.heal() is not None
    empty_library.deriving.run()
    assert empty_library.integrity.verify() == []
    assert (empty_library.folder / "leftovers" / strange).is_file()
    assert len(empty_library.documents.all()) == 2


def test_a_note_that_is_itself_cut_off_is_read_as_far_as_it_goes(
    empty_library: Library, sources: Path
) -> None:
    cut_short(empty_library, sources, "scores.csv")
    note = empty_library.cache_folder / "import.jsonl"
    for length in range(len(note.read_bytes())):
        note.write_bytes(note.read_bytes()[: -1 or None])
        found = empty_library.interrupted.found()
        assert found is None or found.asked == (sources,), length


def test_nothing_is_cleared_up_under_an_import_that_goes_on(
    empty_library: Library, sources: Path
) -> None:
    seen: list[object] = []

    def look(progress: Progress) -> None:
        with Library.open(empty_library.folder, writing=False, program="another") as other:
            seen.append(other.interrupted.heal())

    result = empty_library.importing.run([sources], report=look)
    assert set(seen) == {None}
    assert {str(each.status) for each in result.sources} == {"added"}
    empty_library.deriving.run()
    assert empty_library.integrity.verify() == []
