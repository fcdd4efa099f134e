"""A broken, foreign or missing search index costs a rebuild, and nothing of the catalogue."""

from __future__ import annotations

import errno
import gc
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from whoosh import fields
from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

import reader.search.whoosh_index
from reader.catalogue.database import Database
from reader.domain.errors import IndexUnavailable, LibraryBusy, LibraryUnavailable
from reader.library.library import Library

# Whoosh leaves a damaged file open; it is closed when it is collected.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

_QUERY = "fuel by night"
_STAMP = "dossier-index.json"
_EXECUTED: list[str] = []


def detonate() -> None:
    """Note that it was called."""
    _EXECUTED.append("unpickled")


class Bomb:
    """Something that calls a function when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return detonate, ()


@pytest.fixture(autouse=True)
def _nothing_executed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    _EXECUTED.clear()
    # No writer is under way here that would have to be waited for.
    monkeypatch.setattr(reader.search.whoosh_index, "_PAUSE_SECONDS", 0.001)
    yield
    gc.collect()
    assert _EXECUTED == []


@pytest.fixture
def index(library: Library) -> Path:
    return library.cache_folder / "index"


def catalogue(library: Library) -> dict[str, str]:
    """What the reader's library consists of, by file: all but what the derived cache holds."""
    return {
        str(file.relative_to(library.folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(library.folder.rglob("*"))
        if file.is_file() and not file.name.endswith(("-wal", "-shm"))
    }


def found(library: Library) -> list[tuple[str, int]]:
    """The hits of a query that has several."""
    results = library.searching.run(_QUERY)
    return [(hit.document.id, hit.passage.ordinal) for hit in results.hits]


def answers_or_is_rebuilt(library: Library, expected: list[tuple[str, int]]) -> None:
    """Search as a window does: what cannot be read is indexed anew, and then it answers."""
    try:
        answer = found(library)
    except IndexUnavailable:
        library.deriving.run()
        answer = found(library)
    assert answer == expected


def files_of(index: Path) -> list[Path]:
    """The files of the index and its stamp, in an order that a rebuild keeps."""
    files = [file for file in index.iterdir() if not file.name.endswith("LOCK")]
    return sorted(files, key=lambda file: (file.name.startswith("MAIN"), file.suffixes, file.name))


def harmed(content: bytes, harm: str) -> bytes | None:
    """What a file holds after an accident; None for none."""
    chance = random.Random(len(content))
    match harm:
        case "cut short":
            return content[: len(content) // 2]
        case "emptied":
            return b""
        case "longer":
            return content + b"\0" * 64
        case "overwritten":
            return chance.randbytes(len(content))
        case "one byte":
            at = len(content) // 2
            return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        case _:
            return None


@pytest.mark.parametrize(
    "harm", ["cut short", "emptied", "longer", "overwritten", "one byte", "removed"]
)
def test_harm_to_any_file_ends_in_the_same_answer(library: Library, index: Path, harm: str) -> None:
    expected, before = found(library), catalogue(library)
    assert len(expected) > 1
    for place in range(len(files_of(index))):
        # A file's name changes with every rebuild; its place among the others does not.
        file = files_of(index)[place]
        content = harmed(file.read_bytes(), harm)
        library.searching.close()
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        try:
            answer = found(library)
        except IndexUnavailable:
            answer = None
        assert answer in (None, expected), (file.name, harm)
        # Whether or not the query happened to read it, the index is whole in the end.
        library.deriving.run()
        library.searching.close()
        assert found(library) == expected, (file.name, harm)
    assert catalogue(library) == before


def test_harm_while_it_is_open_and_read(library: Library, index: Path) -> None:
    expected, before = found(library), catalogue(library)
    for place in range(len(files_of(index))):
        file = files_of(index)[place]
        file.write_bytes(harmed(file.read_bytes(), "cut short") or b"")
        answers_or_is_rebuilt(library, expected)
        library.deriving.run()
    assert catalogue(library) == before


def test_an_index_that_is_gone_is_built_again(library: Library, index: Path) -> None:
    expected = found(library)
    library.searching.close()
    for file in index.iterdir():
        file.unlink()
    index.rmdir()
    with pytest.raises(IndexUnavailable, match="reindex"):
        found(library)
    answers_or_is_rebuilt(library, expected)


def test_a_file_in_the_place_of_the_folder_is_put_aside(library: Library, index: Path) -> None:
    expected = found(library)
    library.searching.close()
    for file in index.iterdir():
        file.unlink()
    index.rmdir()
    index.write_bytes(b"no folder")
    answers_or_is_rebuilt(library, expected)


def put_foreign_index(index: Path) -> Path:
    """Another program's index; its schema executes code when it is unpickled. Its contents."""
    schema = fields.Schema(text=fields.TEXT(stored=True))
    schema["text"].bomb = Bomb()
    writer = whoosh_index.create_in(str(index), schema).writer()
    writer.add_document(text="fuel comes by night")
    writer.commit()
    _EXECUTED.clear()
    (contents,) = index.glob("*.toc")
    return contents


def test_the_foreign_index_would_execute_code(tmp_path: Path) -> None:
    put_foreign_index(tmp_path)
    whoosh_index.open_dir(str(tmp_path))
    assert _EXECUTED
    _EXECUTED.clear()


@pytest.mark.parametrize("stamp", ["none", "empty", "another form", "another engine", "ours"])
def test_a_foreign_index_is_never_opened(library: Library, index: Path, stamp: str) -> None:
    expected, before = found(library), catalogue(library)
    library.searching.close()
    ours = (index / _STAMP).read_text(encoding="utf-8")
    for file in index.iterdir():
        file.unlink()
    put_foreign_index(index)
    foreign = json.loads(ours)
    foreign.update(
        {"another form": {"format": -1}, "another engine": {"engine": "x"}}.get(stamp, {})
    )
    if stamp != "none":
        text = "" if stamp == "empty" else json.dumps(foreign)
        (index / _STAMP).write_text(text, encoding="utf-8")
    with pytest.raises(IndexUnavailable):
        found(library)
    answers_or_is_rebuilt(library, expected)
    assert catalogue(library) == before


def test_a_newer_list_of_contents_beside_ours_is_never_opened(
    library: Library, index: Path, tmp_path: Path
) -> None:
    expected = found(library)
    library.searching.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    contents = put_foreign_index(elsewhere)
    (index / "_MAIN_999.toc").write_bytes(contents.read_bytes())
    with pytest.raises(IndexUnavailable):
        found(library)
    answers_or_is_rebuilt(library, expected)


def test_a_list_of_contents_that_was_exchanged_is_never_opened(
    library: Library, index: Path, tmp_path: Path
) -> None:
    expected = found(library)
    library.searching.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    contents = put_foreign_index(elsewhere)
    (ours,) = index.glob("*.toc")
    # As long as ours: its length tells nothing.
    length = ours.stat().st_size
    ours.write_bytes(contents.read_bytes()[:length].ljust(length, b"\0"))
    with pytest.raises(IndexUnavailable):
        found(library)
    answers_or_is_rebuilt(library, expected)


def test_documents_are_not_added_to_an_index_that_is_not_ours(
    library: Library, index: Path, tmp_path: Path
) -> None:
    expected = found(library)
    library.searching.close()
    (ours,) = index.glob("*.toc")
    ours.unlink()
    put_foreign_index(index)
    more = tmp_path / "more.md"
    more.write_text("# More\n\nNothing but salt and pepper.\n", encoding="utf-8")
    library.importing.run([more])
    library.deriving.run()
    assert library.searching.run("pepper").total == 1
    assert found(library) == expected


def test_a_full_disk_costs_no_index_that_is_sound(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = found(library)
    document = library.documents.all()[0]
    library.metadata.edit(document.id, title="Gold")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(SegmentWriter, "commit", full)
        with pytest.raises(LibraryUnavailable, match="No space left"):
            library.deriving.run()
        assert found(library) == expected
        assert not library.deriving.is_current()
        with pytest.raises(IndexUnavailable, match="No space left"):
            library.deriving.run(anew=True)
        # Half an index would only keep the disk full.
        assert not (library.cache_folder / "index").exists()
    library.deriving.run()
    assert library.deriving.is_current()
    assert sorted(found(library)) == sorted(expected)


def test_a_cache_that_cannot_be_written_still_answers(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = found(library)
    assert library.deriving.is_current()
    opened = Database.__init__

    def refuses(database: Database, path: Path, migrations: Path | None, *, writable: bool) -> None:
        if writable and path.name == "derived.sqlite3":
            raise LibraryUnavailable("it cannot be written")
        opened(database, path, migrations, writable=writable)

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with (
        monkeypatch.context() as cache,
        Library.open(
            library.folder, writing=False, program="y", cache=library.cache_root
        ) as reading,
    ):
        cache.setattr(Database, "__init__", refuses)
        cache.setattr(Path, "unlink", refused)
        cache.setattr(FileLock, "acquire", refused)
        assert found(reading) == expected
        assert reading.deriving.is_current()
        with pytest.raises(LibraryUnavailable, match="Read-only file system"):
            reading.deriving.run()


def test_evidence_that_another_program_writes_is_not_removed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = library.cache_folder / "derived.sqlite3"
    assert derived.is_file()

    def busy(*_: object, **__: object) -> None:
        raise LibraryBusy("another program is writing to it")

    with Library.open(
        library.folder, writing=False, program="y", cache=library.cache_root
    ) as other:
        assert other.cache_folder == library.cache_folder
        monkeypatch.setattr(Database, "_migrate", busy)
        with pytest.raises(LibraryBusy):
            other.deriving.is_current()
    assert derived.is_file()
