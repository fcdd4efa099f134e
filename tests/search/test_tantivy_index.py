"""The tantivy index: written, broken, killed, locked, and not installed at all."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("tantivy")

from reader.domain.errors import Cancelled, IndexUnavailable, LibraryBusy
from reader.domain.query import And, InPassages, Near, Not, Phrase, Prefix, Word
from reader.search import stamped_folder, tantivy_index
from reader.search.engine import IndexedEntry, IndexedVersion, Wanted
from reader.search.tantivy_index import TantivyIndex

WORDS = ("gold", "mine", "river", "illegal", "mercury", "police", "report", "customs", "port")
ALL = Wanted(1_000)


def version(number: int, texts: tuple[str, ...] = ()) -> IndexedVersion:
    chance = random.Random(number)
    written = texts or tuple(" ".join(chance.choices(WORDS, k=20)) for _ in range(20))
    entries = tuple(IndexedEntry(passage, text, ("Finds",)) for passage, text in enumerate(written))
    return IndexedVersion(number, f"Report {number}", "en", entries)


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    made = TantivyIndex(tmp_path / "index")
    made.write([version(number) for number in range(1, 8)], ())
    made.write([version(9, ("Zinc is new here.",))], [2])
    return made


def found(index: TantivyIndex, word: str) -> list[int]:
    searcher = index.searcher()
    versions = searcher.search(Word(word), ALL).versions
    searcher.close()
    return sorted(versions)


def test_versions_are_added_replaced_and_removed(index: TantivyIndex) -> None:
    assert index.stamp() == {1: 20, 3: 20, 4: 20, 5: 20, 6: 20, 7: 20, 9: 1}
    assert index.count() == 121
    assert found(index, "gold") == [1, 3, 4, 5, 6, 7]

    index.check()
    index.write([version(3, ("Only tin.", "And lead."))], [1, 77], revisions={3: 5})
    index.check()

    assert index.stamp() == {3: 2, 4: 20, 5: 20, 6: 20, 7: 20, 9: 1}
    assert index.revisions()[3] == 5
    assert index.count() == 83
    assert found(index, "gold") == [4, 5, 6, 7]
    assert found(index, "tin") == [3]


def test_an_open_reader_sees_what_is_written_at_once(index: TantivyIndex) -> None:
    searcher = index.searcher()
    before = index.generation()
    assert searcher.search(Word("cadmium"), ALL).total == 0
    assert not searcher.occurs("cadmium")

    index.write([version(11, ("Cadmium.",))], ())

    assert index.generation() != before
    assert searcher.search(Word("cadmium"), ALL).versions == {11: 1}
    assert searcher.occurs("cadmium")
    index.clear()
    with pytest.raises(IndexUnavailable):
        searcher.search(Word("cadmium"), ALL)


def test_what_a_killed_writer_left_is_no_damage(index: TantivyIndex) -> None:
    left = index.folder / f"{'0123456789abcdef' * 2}.store"
    left.write_bytes(b"half written")
    index.check()
    for file in index.folder.glob("*.store"):
        file.write_bytes(b"half written")
    with pytest.raises(IndexUnavailable):
        index.check()


def test_what_progress_raises_leaves_the_index_as_it_was(index: TantivyIndex) -> None:
    def stop(done: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        index.write([version(1, ("Tin.",)), version(12, ("Tin.",))], [3], stop)

    assert index.count() == 121
    assert found(index, "tin") == []
    # The lock is free again, and nothing of the attempt comes along.
    index.write([version(13, ("Tin.",))], ())
    assert found(index, "tin") == [13]


def test_a_heading_ranks_behind_the_text_under_it(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "index")
    entries = (
        IndexedEntry(0, "Copper mines", weight=0.3),
        IndexedEntry(
            1, "Two copper mines were closed by the ministry last year.", ("Copper mines",)
        ),
    )
    index.write([IndexedVersion(1, "Report", "en", entries)], ())
    best = index.searcher().search(And((Word("copper"), Word("mine"))), ALL).best
    assert [each.passage for each in best] == [1, 0]


def test_a_word_longer_than_the_engine_takes_is_found(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "index")
    long = "a" * 70_000
    index.write([version(1, (f"{long}b next", f"{long}c next"))], ())
    searcher = index.searcher()
    assert [each.passage for each in searcher.search(Word(f"{long}b"), ALL).best] == [0]
    assert searcher.search(Phrase(f"{long}c next"), ALL).total == 1


@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_damaged_files_are_said_to_be_damaged(
    index: TantivyIndex, tmp_path: Path, damage: str
) -> None:
    needed = [each for each in index.folder.iterdir() if each.suffix not in (".lock", ".new")]
    for file in needed:
        copy = tmp_path / "copy"
        shutil.copytree(index.folder, copy)
        broken = copy / file.name
        if damage == "gone":
            broken.unlink()
        else:
            data = file.read_bytes()
            broken.write_bytes(data[: len(data) // 2] if damage == "cut" else b"another file" * 9)
        if file.name != ".managed.json":
            with pytest.raises(IndexUnavailable):
                TantivyIndex(copy).searcher().search(Word("gold"), ALL)
        # What no query was asked for yet may still take an addition; nothing else is raised.
        with suppress(IndexUnavailable):
            TantivyIndex(copy).write([version(20)], ())
        TantivyIndex(copy).clear()
        TantivyIndex(copy).write([version(20)], ())
        assert found(TantivyIndex(copy), "gold") == [20]
        shutil.rmtree(copy)


def test_flipped_bits_raise_nothing_but_that_the_index_is_damaged(
    index: TantivyIndex, tmp_path: Path
) -> None:
    chance = random.Random(7)
    queries = (
        Word("gold"),
        Phrase("gold mine"),
        Prefix("ri"),
        Near("gold river police", 6),
        Not(Word("gold")),
        InPassages(frozenset({(1, 2)})),
    )
    files = sorted(each for each in index.folder.iterdir() if each.stat().st_size)
    for lap in range(40):
        copy = tmp_path / "copy"
        shutil.copytree(index.folder, copy)
        file = copy / files[lap % len(files)].name
        data = bytearray(file.read_bytes())
        for _ in range(3):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        if file.suffix in (".idx", ".pos", ".term", ".fast", ".fieldnorm", ".store", ".del"):
            with pytest.raises(IndexUnavailable):
                TantivyIndex(copy).check()
        try:
            searcher = TantivyIndex(copy).searcher()
            for query in queries:
                searcher.search(query, Wanted(among={"some": frozenset({(1, 5)})}))
        except IndexUnavailable:
            pass
        shutil.rmtree(copy)


def test_a_foreign_stamp_is_no_index(index: TantivyIndex) -> None:
    (index.folder / "dossier-index.json").write_text("{}", encoding="utf-8")
    assert index.stamp() == {}
    with pytest.raises(IndexUnavailable):
        index.count()
    index.write([version(1)], ())
    assert index.count() == 20


def _run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_killed_writer_leaves_the_index_as_it_was(index: TantivyIndex) -> None:
    code = """
        import os, signal, sys
        from pathlib import Path
        from reader.search.engine import IndexedEntry, IndexedVersion
        from reader.search.tantivy_index import TantivyIndex

        def die(done):
            if done == 50:
                os.kill(os.getpid(), signal.SIGKILL)

        entries = tuple(IndexedEntry(at, "tin " * 40) for at in range(50))
        made = (IndexedVersion(each, "", "en", entries) for each in range(100, 200))
        TantivyIndex(Path(sys.argv[1])).write(made, [1], die)
    """
    assert _run(code, index.folder).returncode == -9
    assert index.count() == 121
    assert found(index, "tin") == []
    index.write([version(100, ("Tin.",))], ())
    assert found(index, "tin") == [100]


def test_what_a_killed_writer_committed_before_its_stamp_is_written_anew(
    index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stamped_folder, "write_stamp", killed)
        with pytest.raises(KeyboardInterrupt):
            index.write([version(30, ("Tin.",))], [3])
    assert 30 not in index.stamp()
    assert 3 in index.stamp()

    # As the stamp still names what it did, the same is asked for again.
    index.write([version(30, ("Tin.",))], [3])

    assert found(index, "tin") == [30]
    assert index.count() == sum(index.stamp().values())


def test_a_full_disk_costs_nothing_but_what_was_added(index: TantivyIndex) -> None:
    code = """
        import resource, signal, sys
        from pathlib import Path
        from reader.domain.errors import IndexUnavailable
        from reader.search.engine import IndexedEntry, IndexedVersion
        from reader.search.tantivy_index import TantivyIndex

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        text = " ".join(f"tin{number}" for number in range(300))
        entries = tuple(IndexedEntry(at, text) for at in range(50))
        made = (IndexedVersion(each, "", "en", entries) for each in range(100, 110))
        try:
            TantivyIndex(Path(sys.argv[1])).write(made, [1])
        except IndexUnavailable:
            sys.exit(3)
    """
    ended = _run(code, index.folder)
    assert ended.returncode == 3, ended.stderr
    assert index.count() == 121
    assert found(index, "tin5") == []
    assert 1 in found(index, "gold")


def test_two_programs_do_not_write_at_once(
    index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_index, "_LOCK_SECONDS", 0.1)

    def write_as_well(done: int) -> None:
        with pytest.raises(LibraryBusy):
            TantivyIndex(index.folder).write([version(31)], ())

    index.write([version(30)], (), write_as_well)
    assert 30 in index.stamp()
    assert 31 not in index.stamp()


def test_without_the_engine_it_is_said_how_to_get_it(
    index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(IndexUnavailable, match=r"dossier-reader\[large\]"):
        index.searcher().search(Word("gold"), ALL)
    with pytest.raises(IndexUnavailable, match="not installed"):
        TantivyIndex(index.folder.parent / "other").write([version(1)], ())
