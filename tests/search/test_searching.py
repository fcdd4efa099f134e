"""The index: written, asked, broken and built again."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.writing import SegmentWriter

import reader.search.whoosh_searcher
from reader.domain.errors import Cancelled, IndexUnavailable
from reader.domain.query import (
    And,
    Exact,
    Fuzzy,
    InPassages,
    InVersions,
    Leaf,
    Near,
    Phrase,
    Word,
)
from reader.domain.query_parsing import parse
from reader.search.engine import IndexedEntry, IndexedVersion, KnownWord, Searcher, Wanted
from reader.search.snapshot import Snapshot
from reader.search.vocabulary import Vocabulary, WordList
from reader.search.whoosh_index import WhooshIndex

TEXTS = {
    1: [
        ("Gold camps", "Miners without licences dig for gold along the river."),
        ("Gold camps", "Buyers pay for illegal gold mining with cash."),
        ("Prisons", "Overcrowding is severe; inmates run two wings."),
    ],
    2: [
        ("Forgery", "Counterfeit dollars are printed in the capital."),
        ("Forgery", "Fake medicines are counterfeit goods as well, worth millions of dollars."),
        ("Smuggling", "Smugglers carry migrants; traffickers and trafficking rings follow."),
    ],
    3: [("Minas", "Las minas ilegales crecen y los mineros pagan cuotas.")],
}


def version(number: int, texts: int | None = None, entries: int = 9) -> IndexedVersion:
    return IndexedVersion(
        version=number,
        title=f"Document {number}",
        language="es" if number == 3 else "en",
        entries=tuple(
            IndexedEntry(passage=passage, text=text, headings=(heading,))
            for passage, (heading, text) in enumerate(TEXTS[texts or number][:entries])
        ),
    )


@pytest.fixture
def folder(tmp_path: Path) -> WhooshIndex:
    folder = WhooshIndex(tmp_path / "index")
    folder.write([version(number) for number in TEXTS], [])
    return folder


def find(searcher: Searcher, text: str, limit: int = 10) -> list[tuple[int, int]]:
    root = parse(text).root
    assert root is not None
    return [(each.version, each.passage) for each in searcher.search(root, Wanted(limit)).best]


@pytest.mark.parametrize(
    "query, first",
    [
        ("counterfeit dollars", (2, 0)),
        ('"illegal gold mining"', (1, 1)),
        ("traffick*", (2, 2)),
        ("licence", (1, 0)),
        ("prison inmates", (1, 2)),
        ("gold -illegal", (1, 0)),
        ("minas", (3, 0)),
        ("cuotas OR nothing", (3, 0)),
        ("camps gold cash", (1, 1)),
    ],
)
def test_the_right_passage_comes_first(
    folder: WhooshIndex, query: str, first: tuple[int, int]
) -> None:
    searcher = folder.searcher()
    assert find(searcher, query)[0] == first
    searcher.close()


def test_every_word_must_occur_and_one_of_them_in_the_passage_itself(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    assert find(searcher, "gold dollars") == []
    assert find(searcher, "document") == []
    assert find(searcher, '"gold illegal"') == []
    searcher.close()


def test_a_filter_restricts(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    everything = searcher.search(InVersions(frozenset({1, 2})), Wanted())
    assert (everything.total, everything.versions) == (6, {1: 3, 2: 3})
    assert searcher.search(InVersions(frozenset({2, 3, 77})), Wanted()).total == 4
    assert searcher.search(InVersions(frozenset()), Wanted()).total == 0
    assert searcher.search(parse("-gold").root, Wanted()).total == 5  # type: ignore[arg-type]
    searcher.close()


def test_the_total_counts_beyond_the_limit(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    found = searcher.search(parse("gold OR dollars OR severe").root, Wanted(1))  # type: ignore[arg-type]
    assert (len(found.best), found.total) == (1, 5)
    searcher.close()


def test_an_open_searcher_sees_what_is_written_later(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    assert find(searcher, "dredge") == []
    late = IndexedVersion(9, "Late", "en", (IndexedEntry(0, "A dredge arrived."),))
    folder.write([late], [1])
    assert find(searcher, "dredge") == [(9, 0)]
    assert find(searcher, "gold") == []
    assert set(folder.stamp()) == {2, 3, 9}
    searcher.close()


def test_writing_a_version_again_replaces_it(folder: WhooshIndex) -> None:
    folder.write([version(1, entries=1)], [])
    assert folder.stamp()[1] == 1
    searcher = folder.searcher()
    assert find(searcher, "gold") == [(1, 0)]
    searcher.close()


def test_many_small_writes_stay_quick_and_right(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    for number in range(10, 40):
        entry = IndexedEntry(0, f"Dredge number{number} arrived; dredges follow.", ("Harbours",))
        folder.write([IndexedVersion(number, "Late", "en", (entry,))], [])
        assert find(searcher, f"number{number} dredging") == [(number, 0)]
    assert len(list(folder.folder.glob("*.seg*"))) + len(list(folder.folder.glob("*.trm"))) <= 12
    assert len(list(folder.folder.glob("words-*.txt"))) <= 8
    assert len(find(searcher, "dredge harbour", 100)) == 30
    folder.write([], range(10, 40, 2))
    assert sorted(version for version, _ in find(searcher, "dredge late", 100)) == list(
        range(11, 40, 2)
    )
    assert folder.count() == sum(folder.stamp().values()) == 7 + 15
    assert [each.word for each in searcher.words("dre")] == ["dredge", "dredges"]
    searcher.close()


def test_a_document_that_matches_only_as_a_whole(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    root = parse("cash inmates").root
    assert root is not None
    found = searcher.search(root, Wanted())
    assert (found.total, [(each.version, each.passage) for each in found.whole]) == (0, [(1, 2)])
    # What one passage matches is no match of the whole.
    root = parse("counterfeit dollars").root
    assert root is not None
    assert searcher.search(root, Wanted()).whole == ()
    root = parse("cash inmates -miners").root
    assert root is not None
    assert searcher.search(root, Wanted()).whole == ()
    searcher.close()


def test_hits_are_counted_and_come_in_the_order_of_their_versions(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    root = parse("gold OR dollars OR minas").root
    assert root is not None
    some = frozenset({(1, 0), (1, 2), (2, 1), (77, 0)})
    found = searcher.search(root, Wanted(order=(3, 2), among={"some": some}))
    assert [each.version for each in found.best] == [3, 2, 2, 1, 1]
    assert (found.total, found.versions) == (5, {1: 2, 2: 2, 3: 1})
    assert found.among == {"some": 2}
    assert [each.version for each in searcher.search(root, Wanted(1, order=(2,))).best] == [2]
    inside = searcher.search(And((root, InPassages(some))), Wanted())
    assert {(each.version, each.passage) for each in inside.best} == {(1, 0), (2, 1)}
    searcher.close()


@pytest.mark.parametrize(
    "leaf, hits",
    [
        (Exact("gold mining"), {(1, 1)}),
        (Exact("mine"), set()),
        (Exact("Miners"), {(1, 0)}),
        (Exact("Gold"), set()),
        (Fuzzy("counterfiet"), {(2, 0), (2, 1)}),
        (Fuzzy("gald"), {(1, 0), (1, 1)}),
        (Near("cash illegal", 3), {(1, 1)}),
        (Near("cash illegal", 2), set()),
        (Near("gold gold", 1), {(1, 0), (1, 1)}),
        (Phrase("las minas ilegales"), {(3, 0)}),
        (Phrase("wings forgery"), set()),
        (Word("ilegal"), {(3, 0)}),
    ],
)
def test_what_each_leaf_matches(
    folder: WhooshIndex, leaf: Leaf, hits: set[tuple[int, int]]
) -> None:
    searcher = folder.searcher()
    found = searcher.search(leaf, Wanted())
    assert {(each.version, each.passage) for each in found.best} == hits
    searcher.close()


def test_words_that_stand_together_come_first(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    far = "Gold is weighed in the port at night, while far up the river nobody has seen mercury."
    near = "Up the river nobody has seen the gold and mercury that is weighed in the port at night."
    entries = (IndexedEntry(0, far), IndexedEntry(1, near))
    index.write([IndexedVersion(1, "Ports", "en", entries)], [])
    searcher = index.searcher()
    assert find(searcher, "gold mercury") == [(1, 1), (1, 0)]
    assert find(searcher, "mercury gold") == [(1, 1), (1, 0)]
    searcher.close()


def test_a_text_whose_language_was_corrected_is_found_by_its_own_stems(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    texts = (IndexedEntry(0, "Los camiones cruzan la frontera."),)
    index.write([IndexedVersion(1, "Rutas", "en", texts)], [])
    searcher = index.searcher()
    assert find(searcher, "cruzar") == []
    index.write([IndexedVersion(1, "Rutas", "es", texts)], [])
    assert find(searcher, "cruzar") == [(1, 0)]
    searcher.close()


def test_stopping_while_writing_leaves_the_index_as_it_was(folder: WhooshIndex) -> None:
    before = folder.stamp()

    def stop(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        folder.write([version(9, texts=1)], [2], stop)
    assert folder.stamp() == before
    searcher = folder.searcher()
    assert find(searcher, "counterfeit dollars")[0] == (2, 0)
    searcher.close()
    folder.write([version(9, texts=1)], [])


def test_a_full_disk_is_told_in_words(folder: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = SegmentWriter.cancel

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def cancel_on_a_full_disk(writer: SegmentWriter) -> None:
        cancel(writer)
        full()

    with monkeypatch.context() as disk:
        disk.setattr(SegmentWriter, "commit", full)
        disk.setattr(SegmentWriter, "cancel", cancel_on_a_full_disk)
        with pytest.raises(IndexUnavailable, match="No space left"):
            folder.write([version(9, texts=1)], [])
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", full)
        with pytest.raises(IndexUnavailable, match="No space left"):
            folder.write([version(9, texts=1)], [])


def test_what_a_killed_writer_left_is_removed_by_the_next(
    folder: WhooshIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [folder.folder / "MAIN_left.pst", folder.folder / "MAIN.tmp" / "left.pool"]

    def strays() -> list[Path]:
        return [each for each in left if each.exists()]

    def leave(*_: object, **__: object) -> None:
        left[1].parent.mkdir(exist_ok=True)
        for each in left:
            each.write_bytes(b"left")

    leave()
    folder.write([version(7, texts=1)], [])
    assert strays() == []

    def full(*_: object, **__: object) -> None:
        leave()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SegmentWriter, "commit", full)
    with pytest.raises(IndexUnavailable):
        folder.write([version(9, texts=1)], [])
    assert strays() == []
    folder.check()


def test_a_file_that_a_writer_removes_while_it_is_opened_costs_no_hits(
    folder: WhooshIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = list(folder.folder.glob("*.number.col"))
    looks = []

    def opened(index: Any, vocabulary: Vocabulary) -> Snapshot:
        looks.append(index)
        if len(looks) > 1:
            return Snapshot(index, vocabulary)
        for file in files:
            file.rename(file.with_suffix(".away"))
        try:
            return Snapshot(index, vocabulary)
        finally:
            for file in files:
                file.with_suffix(".away").rename(file)

    monkeypatch.setattr(reader.search.whoosh_searcher, "Snapshot", opened)
    searcher = folder.searcher()
    assert files
    assert searcher.search(Word("dollars"), Wanted(limit=9)).versions == {2: 2}
    assert len(looks) == 2
    searcher.close()


def test_a_write_within_one_tick_of_the_clock_is_seen(folder: WhooshIndex) -> None:
    searcher, stamp = folder.searcher(), folder.folder / "dossier-index.json"
    os.utime(stamp, ns=(10**18, 10**18))
    total = searcher.search(Word("gold"), Wanted(limit=9)).total

    folder.write([version(9, texts=1)], [])
    os.utime(stamp, ns=(10**18, 10**18))

    assert searcher.search(Word("gold"), Wanted(limit=9)).total > total
    searcher.close()


def test_words_that_begin_so_come_the_most_frequent_first(folder: WhooshIndex) -> None:
    searcher = folder.searcher()
    assert [each.word for each in searcher.words("GO")][:2] == ["gold", "goods"]
    assert searcher.words("") == []
    searcher.close()


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("counterfiet", "counterfeit"),
        ("golld", "gold"),
        ("minig", "mining"),
        ("zzzzzz", None),
        ("2024", None),
        ("ab", None),
    ],
)
def test_the_nearest_spelling_is_offered(
    folder: WhooshIndex, typed: str, meant: str | None
) -> None:
    searcher = folder.searcher()
    near = searcher.near(typed, 1)
    assert (near[0].word if near else None) == meant
    searcher.close()


def test_there_is_no_index_yet(tmp_path: Path) -> None:
    searcher = WhooshIndex(tmp_path / "none").searcher()
    with pytest.raises(IndexUnavailable, match="reindex"):
        find(searcher, "gold")


# Whoosh leaves a damaged file open; it is closed when it is collected.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm", ["truncate", "empty", "garbage", "delete"])
def test_a_damaged_index_says_so_and_can_be_built_again(folder: WhooshIndex, harm: str) -> None:
    for path in folder.folder.iterdir():
        if not path.name.startswith("dossier-index"):
            content = path.read_bytes()
            if harm == "truncate":
                path.write_bytes(content[: len(content) // 2])
            elif harm == "empty":
                path.write_bytes(b"")
            elif harm == "garbage":
                path.write_bytes(b"\x80garbage" * 50)
            else:
                path.unlink()
    searcher = folder.searcher()
    with pytest.raises(IndexUnavailable):
        find(searcher, "gold")
    searcher.close()
    folder.clear()
    folder.write([version(1)], [])
    assert find(searcher, "severe") == [(1, 2)]
    searcher.close()
    gc.collect()


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "{}",
        "[]",
        '{"engine": "whoosh", "format": 0, "versions": {}}',
        '{"format": 1, "versions": 3}',
    ],
)
def test_an_index_of_another_make_is_not_opened(folder: WhooshIndex, stamp: str) -> None:
    (folder.folder / "dossier-index.json").write_text(stamp)
    with pytest.raises(IndexUnavailable):
        folder.open()


def test_an_index_that_lost_passages_is_noticed(folder: WhooshIndex) -> None:
    path = folder.folder / "dossier-index.json"
    path.write_text(path.read_text().replace('"1": 3', '"1": 7'))
    with pytest.raises(IndexUnavailable, match="where 12 were written"):
        folder.write([version(9, texts=2, entries=1)], [])


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = WhooshIndex(tmp_path_factory.mktemp("shared") / "index")
    folder.write([version(number) for number in TEXTS], [])
    searcher = folder.searcher()
    yield searcher
    searcher.close()


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=60), st.text(alphabet='gold min"()-*:ORNTAD~[]', max_size=60))
)
def test_no_query_raises(searcher: Searcher, text: str) -> None:
    root = parse(text, typing=True).root
    if root is not None:
        searcher.search(root, Wanted(10))


def test_among_equally_near_words_the_frequent_one_is_meant() -> None:
    words = {"golde": 9, "golds": 5, "paid": 5, "silver": 5, "sliver": 2, "gold": 5, "6.40": 1}
    vocabulary = Vocabulary([WordList.of(words, {"en": words})])
    assert [each.word for each in vocabulary.mistyped("silvre", 2)] == ["silver", "sliver"]
    assert vocabulary.mistyped("goldz", 1) == [KnownWord("golde", 9)]
    assert [each.word for each in vocabulary.mistyped("pais", 5)] == ["paid"]
    assert [each.word for each in vocabulary.mistyped("glod", 2)] == ["gold"]
    assert vocabulary.mistyped("godl", 1) == [KnownWord("gold", 5)]
    assert vocabulary.mistyped("6.50", 5) == []


def test_a_word_that_occurs_in_another_form_alone_may_be_meant() -> None:
    words = {"mines": 4, "mined": 1, "river": 3, "minas": 3}
    vocabulary = Vocabulary([WordList.of(words, {"en": ["mines", "mined", "river"]})])
    for typed in ("minign", "minng", "minimg", "miniing"):
        assert vocabulary.mistyped(typed, 1) == [KnownWord("mining", 5)]
    # Two letters wrong, the first of them: another word.
    assert vocabulary.mistyped("silver", 5) == []
    assert [each.word for each in vocabulary.mistyped("rivverr", 5)] == ["river"]
    assert vocabulary.mistyped("minign" * 9, 5) == vocabulary.mistyped("м" * 6, 5) == []
