"""The index: written, asked, broken and built again."""

from __future__ import annotations

import errno
import gc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.writing import SegmentWriter

from reader.domain.errors import Cancelled, IndexUnavailable
from reader.domain.query import Filter
from reader.domain.query_parsing import parse
from reader.search.index_folder import IndexFolder
from reader.search.schema import IndexEntry
from reader.search.searcher import Searcher
from reader.search.spelling import distance, nearest

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
COUNTRIES = {1: ("PE",), 2: ("PE", "EC"), 3: ("BO",)}


def entries(version: int) -> list[IndexEntry]:
    return [
        IndexEntry(
            version=version,
            passage=passage,
            document=f"d{version}",
            text=text,
            title=f"Document {version}",
            headings=(heading,),
            countries=COUNTRIES[version],
            language="es" if version == 3 else "en",
        )
        for passage, (heading, text) in enumerate(TEXTS[version])
    ]


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    folder = IndexFolder(tmp_path / "index")
    folder.write([(version, entries(version)) for version in TEXTS], [])
    return folder


def find(searcher: Searcher, text: str, limit: int = 10) -> list[tuple[int, int]]:
    root = parse(text).root
    assert root is not None
    return [(each.version, each.passage) for each in searcher.search(root, limit).best]


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
    folder: IndexFolder, query: str, first: tuple[int, int]
) -> None:
    searcher = Searcher(folder)
    assert find(searcher, query)[0] == first
    searcher.close()


def test_every_word_must_occur_and_one_of_them_in_the_passage_itself(folder: IndexFolder) -> None:
    searcher = Searcher(folder)
    assert find(searcher, "gold dollars") == []
    assert find(searcher, "document") == []
    assert find(searcher, '"gold illegal"') == []
    searcher.close()


def test_a_filter_restricts(folder: IndexFolder) -> None:
    searcher = Searcher(folder)
    everything = searcher.search(Filter("country", "PE"), 100)
    assert everything.total == 6
    assert searcher.search(Filter("country", "BO EC"), 100).total == 4
    assert searcher.search(Filter("country", "?"), 100).total == 0
    assert searcher.search(parse("-gold").root, 100).total == 5  # type: ignore[arg-type]
    searcher.close()


def test_the_total_counts_beyond_the_limit(folder: IndexFolder) -> None:
    searcher = Searcher(folder)
    found = searcher.search(parse("gold OR dollars OR severe").root, 1)  # type: ignore[arg-type]
    assert (len(found.best), found.total) == (1, 5)
    searcher.close()


def test_an_open_searcher_sees_what_is_written_later(folder: IndexFolder) -> None:
    searcher = Searcher(folder)
    assert find(searcher, "dredge") == []
    late = IndexEntry(9, 0, "d9", "A dredge arrived.", "Late", (), ("PE",), "en")
    folder.write([(9, [late])], [1])
    assert find(searcher, "dredge") == [(9, 0)]
    assert find(searcher, "gold") == []
    assert set(folder.stamp()) == {2, 3, 9}
    searcher.close()


def test_writing_a_version_again_replaces_it(folder: IndexFolder) -> None:
    folder.write([(1, entries(1)[:1])], [])
    assert folder.stamp()[1] == 1
    searcher = Searcher(folder)
    assert find(searcher, "gold") == [(1, 0)]
    searcher.close()


def test_stopping_while_writing_leaves_the_index_as_it_was(folder: IndexFolder) -> None:
    before = folder.stamp()

    def stop(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        folder.write([(9, entries(1))], [2], stop)
    assert folder.stamp() == before
    searcher = Searcher(folder)
    assert find(searcher, "counterfeit dollars")[0] == (2, 0)
    searcher.close()
    folder.write([(9, entries(1))], [])


def test_a_full_disk_is_told_in_words(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
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
            folder.write([(9, entries(1))], [])
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", full)
        with pytest.raises(IndexUnavailable, match="No space left"):
            folder.write([(9, entries(1))], [])


def test_words_that_begin_so_come_the_most_frequent_first(folder: IndexFolder) -> None:
    searcher = Searcher(folder)
    assert searcher.words("GO")[:2] == ["gold", "goods"]
    assert searcher.words("") == []
    searcher.close()


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("counterfiet", "counterfeit"),
        ("golld", "gold"),
        ("gold", "gold"),
        ("mining", "mining"),
        ("zzzzzz", None),
        ("2024", None),
        ("ab", None),
    ],
)
def test_the_nearest_spelling_is_offered(
    folder: IndexFolder, typed: str, meant: str | None
) -> None:
    searcher = Searcher(folder)
    assert searcher.spelling(typed) == meant
    searcher.close()


def test_there_is_no_index_yet(tmp_path: Path) -> None:
    searcher = Searcher(IndexFolder(tmp_path / "none"))
    with pytest.raises(IndexUnavailable, match="reindex"):
        find(searcher, "gold")


# Whoosh leaves a damaged file open; it is closed when it is collected.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm", ["truncate", "empty", "garbage", "delete"])
def test_a_damaged_index_says_so_and_can_be_built_again(folder: IndexFolder, harm: str) -> None:
    for path in folder.folder.iterdir():
        if path.suffix in (".seg", ".toc"):
            content = path.read_bytes()
            if harm == "truncate":
                path.write_bytes(content[: len(content) // 2])
            elif harm == "empty":
                path.write_bytes(b"")
            elif harm == "garbage":
                path.write_bytes(b"\x80garbage" * 50)
            else:
                path.unlink()
    searcher = Searcher(folder)
    with pytest.raises(IndexUnavailable):
        find(searcher, "gold")
    searcher.close()
    folder.clear()
    folder.write([(1, entries(1))], [])
    assert find(searcher, "severe") == [(1, 2)]
    searcher.close()
    gc.collect()


@pytest.mark.parametrize(
    "stamp", ["", "{}", "[]", '{"format": 0, "versions": {}}', '{"format": 1, "versions": 3}']
)
def test_an_index_of_another_make_is_not_opened(folder: IndexFolder, stamp: str) -> None:
    (folder.folder / "dossier-index.json").write_text(stamp)
    with pytest.raises(IndexUnavailable):
        folder.open()


def test_an_index_that_lost_passages_is_noticed(folder: IndexFolder) -> None:
    path = folder.folder / "dossier-index.json"
    path.write_text(path.read_text().replace('"1": 3', '"1": 7'))
    with pytest.raises(IndexUnavailable, match="where 12 were written"):
        folder.write([(9, entries(2)[:1])], [])


_shared: dict[str, Searcher] = {}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = IndexFolder(tmp_path_factory.mktemp("shared") / "index")
    folder.write([(version, entries(version)) for version in TEXTS], [])
    return Searcher(folder)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=60), st.text(alphabet='gold min"()-*:ORNTAD~[]', max_size=60))
)
def test_no_query_raises(searcher: Searcher, text: str) -> None:
    root = parse(text, typing=True).root
    if root is not None and not isinstance(root, Filter):
        searcher.search(root, 10)


@pytest.mark.parametrize(
    "one, other, edits",
    [
        ("gold", "gold", 0),
        ("gold", "godl", 1),
        ("gold", "glod", 1),
        ("gold", "old", 1),
        ("gold", "golds", 1),
        ("gold", "silver", 3),
        ("abc", "abcdef", 3),
    ],
)
def test_a_swap_of_neighbours_is_one_edit(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 2) == edits


def test_among_equally_near_words_the_frequent_one_is_meant() -> None:
    assert nearest("silvre", [("silver", 5.0), ("sliver", 2.0), ("6.40", 1.0)]) == "silver"
    assert nearest("goldz", [("golds", 5.0), ("golde", 9.0)]) == "golde"
    assert nearest("pais", [("paid", 5.0)]) is None
    assert nearest("godl", [("gold", 5.0)]) == "gold"
