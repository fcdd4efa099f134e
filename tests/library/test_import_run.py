"""A whole import: indexed by a process of its own while it goes on, whatever becomes of that."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled
from reader.library import import_run
from reader.library.import_run import import_and_derive
from reader.library.indexing_process import IndexingProcess, _Followed, index_until_end
from reader.library.library import Library
from reader.library.progress import CancelToken, Progress


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        text = f"# Notes {number}\n\nA ferry numbered f{number}x crosses the lagoon at dawn.\n"
        (folder / f"{number:02d}.md").write_text(text, encoding="utf-8")
    return folder


def test_many_sources_are_indexed_by_the_process_beside(
    empty_library: Library, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_this_process: list[object] = []
    monkeypatch.setattr(
        type(empty_library.deriving), "run", lambda *a, **k: in_this_process.append(a)
    )
    stages: list[str] = []
    done = import_and_derive(
        empty_library, [many], report=lambda progress: stages.append(progress.stage)
    )
    assert done.behind is None
    assert in_this_process == []
    assert done.changes.search_index
    assert len(done.changes.documents) == 30
    assert empty_library.deriving.is_current()
    for word, count in (("f7x", 1), ("lagoon", 30)):
        assert empty_library.searching.run(word).total == count
    assert stages[0] == "import"


def test_a_process_that_dies_leaves_nothing_undone(
    empty_library: Library, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(self: IndexingProcess) -> None:
        self._process.kill()

    monkeypatch.setattr(import_run.IndexingProcess, "tell_more", die)
    done = import_and_derive(empty_library, [many])
    assert done.behind is None
    assert empty_library.searching.run("lagoon").total == 30


def test_a_stopped_import_is_found_as_far_as_it_came(empty_library: Library, many: Path) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == "import" and progress.done == 10:
            cancel.cancel()

    done = import_and_derive(empty_library, [many], report=stop, cancel=cancel)
    added = [each for each in done.result.sources if each.status == "added"]
    assert 0 < len(added) < 30
    assert empty_library.searching.run("lagoon").total == len(added)


def test_the_process_stops_when_who_asked_is_gone(empty_library: Library, many: Path) -> None:
    empty_library.importing.run([many])
    with pytest.raises(Cancelled):
        index_until_end(empty_library.folder, io.StringIO(""), io.StringIO())
    assert not empty_library.deriving.is_built()


def test_what_came_between_the_last_look_and_the_end_is_indexed(
    empty_library: Library, many: Path
) -> None:
    looks: list[int] = []

    def more() -> bool:
        looks.append(len(empty_library.documents.all()))
        empty_library.importing.run([many])
        return False

    empty_library.deriving.indexing.run(more=more)
    assert looks == [0]
    assert empty_library.deriving.indexing.is_current()


def test_the_end_is_heard_though_more_was_said_just_before() -> None:
    followed = _Followed(io.StringIO("more\nmore\nend\n"))
    while followed.more():
        pass
    assert not followed.cancel.cancelled
