"""The benchmark's corpus is the same every time, and shaped as texts are."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from reader.library.library import Library
from tests.benchmarks.search.corpus import MadeDocument, indexed, made, markdown
from tests.benchmarks.search.sentences import drawn

_WORD = re.compile(r"[^\W\d_]+")
_PASSAGES = 6_000


@pytest.fixture(scope="module")
def documents() -> list[MadeDocument]:
    return list(made(_PASSAGES, seed=3))


def _words(documents: list[MadeDocument]) -> list[str]:
    return [
        word.lower()
        for document in documents
        for block in document.blocks
        for word in _WORD.findall(block.text)
    ]


def test_a_smaller_corpus_of_the_same_seed_is_the_beginning_of_a_larger(
    documents: list[MadeDocument],
) -> None:
    smaller = list(made(500, seed=3))
    assert sum(len(document.blocks) for document in smaller) == 500
    assert smaller[:-1] == documents[: len(smaller) - 1]
    assert smaller[-1].blocks == documents[len(smaller) - 1].blocks[: len(smaller[-1].blocks)]


def test_another_seed_writes_other_documents(documents: list[MadeDocument]) -> None:
    other = next(made(500, seed=4))
    assert other.title != documents[0].title
    assert other.blocks != documents[0].blocks


def test_words_are_as_frequent_as_zipf_says(documents: list[MadeDocument]) -> None:
    counts = sorted(Counter(_words(documents)).values(), reverse=True)
    ranks = [10, 30, 100, 300, 1_000, 3_000]
    points = [(math.log(rank), math.log(counts[rank])) for rank in ranks]
    middle = [sum(values) / len(points) for values in zip(*points)]
    slope = sum((x - middle[0]) * (y - middle[1]) for x, y in points) / sum(
        (x - middle[0]) ** 2 for x, _ in points
    )
    assert -1.5 < slope < -0.8
    # The tail: a good third of a text's words occur once in it.
    assert 0.25 < counts.count(1) / len(counts) < 0.7


def test_the_vocabulary_grows_as_heaps_says(documents: list[MadeDocument]) -> None:
    words = _words(documents)
    quarter, whole = len(set(words[: len(words) // 4])), len(set(words))
    assert 0.4 < math.log(whole / quarter) / math.log(4) < 0.75


def test_paragraphs_and_documents_have_their_sizes(documents: list[MadeDocument]) -> None:
    lengths = [
        block.text.count(" ") + 1
        for document in documents
        for block in document.blocks
        if block.kind == "paragraph"
    ]
    assert sorted(lengths)[len(lengths) // 50] >= 20
    assert max(lengths) <= 60
    sizes = [len(document.blocks) for document in documents[:-1]]
    assert min(sizes) >= 5
    assert max(sizes) <= 400
    assert max(sizes) > 10 * min(sizes)
    assert {document.language for document in documents} == {"en", "es"}


def test_a_document_returns_to_its_own_names(documents: list[MadeDocument]) -> None:
    long = [document for document in documents if len(document.blocks) > 100]
    everywhere = Counter(word for document in documents for word in set(_words([document])))
    for document in long:
        own = Counter(_words([document]))
        assert any(own[word] >= 8 for word in own if everywhere[word] == 1)


def test_what_is_imported_is_what_was_written(
    documents: list[MadeDocument], empty_library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    few = documents[:12]
    for document in few:
        (folder / f"{document.number:04}.md").write_text(markdown(document), encoding="utf-8")
    empty_library.importing.run([folder])
    held = {document.metadata.title: document for document in empty_library.documents.all()}
    for document in few:
        found = held[document.title]
        metadata = found.metadata
        assert (metadata.language, metadata.publisher) == (document.language, document.publisher)
        assert metadata.countries == document.countries
        cells = [passage.text for passage in empty_library.documents.passages(found)]
        parts = [part for block in document.blocks for part in block.text.split(" · ")]
        assert [text for text in cells if text != document.title] == parts
        entries = indexed(document).entries
        assert [entry.text for entry in entries] == [block.text for block in document.blocks]


def test_what_is_drawn_falls_off_with_its_rank() -> None:
    draw = drawn(random.Random(1), [str(rank) for rank in range(50)])
    counts = Counter(itertools.islice(iter(draw, ""), 20_000))
    assert counts["0"] > 2 * counts["5"] > 4 * counts["30"] > 0
