"""Random queries over random texts: every engine finds what reading all texts finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.domain.query import (
    And,
    Exact,
    Fuzzy,
    InPassages,
    InVersions,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from reader.search.engine import IndexedEntry, IndexedVersion, Wanted
from tests.search.by_reading import Reading
from tests.search.engines import ENGINES, index_of

# Forms of the same words, in both languages, with accents, capitals, figures and things between.
WORDS = (
    *("mine", "mines", "Mining", "mined", "minería", "mina", "minas", "gold", "Gold", "golden"),
    *("oro", "Perú", "Peru", "peru", "Túpac", "Tupac", "cocaine", "cocaína", "cocain", "river"),
    *("trafficking", "traffickers", "tráfico", "the", "of", "and", "el", "la", "de", "ríos"),
    *("2016", "70,000", "6.40", "cyber-dependent", "Peru’s"),
)
LANGUAGES = ("en", "es", None, "fr")
ALL = 10_000


def texts(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))


def versions(chance: random.Random) -> list[IndexedVersion]:
    found = []
    for number in range(1, chance.randint(2, 5)):
        passage = 0
        entries = []
        for _ in range(chance.randint(1, 7)):
            headings = tuple(texts(chance, 2) for _ in range(chance.randint(0, 2)))
            weight = chance.choice((1.0, 1.0, 0.3))
            entries.append(IndexedEntry(passage, texts(chance, 14), headings, weight))
            passage += chance.randint(1, 4)
        language = chance.choice(LANGUAGES)
        found.append(IndexedVersion(number, texts(chance, 2), language, tuple(entries)))
    return found


def leaf(chance: random.Random) -> Leaf:
    several = " ".join(chance.choices(WORDS, k=chance.choice((1, 2, 2, 3))))
    one = chance.choice(WORDS)
    kind = chance.randrange(7)
    if kind <= 1:
        return Word(one)
    if kind == 2:
        return Phrase(several)
    if kind == 3:
        return Exact(several if chance.random() < 0.5 else one)
    if kind == 4:
        return Prefix(one[: chance.randint(1, 5)])
    if kind == 5:
        at = chance.randrange(len(one))
        return Fuzzy(one[:at] + one[at + 1 :] or one, chance.choice((None, 1, 2)))
    return Near(
        " ".join(chance.choices(WORDS, k=chance.choice((2, 2, 3, 4)))), chance.randint(0, 9)
    )


def node(chance: random.Random, depth: int = 0) -> Node:
    kind = chance.random()
    if depth > 2 or kind < 0.45:
        return leaf(chance)
    if kind < 0.65:
        return And(tuple(node(chance, depth + 1) for _ in range(chance.randint(2, 3))))
    if kind < 0.8:
        return Or(tuple(node(chance, depth + 1) for _ in range(chance.randint(2, 3))))
    if kind < 0.88:
        return Not(node(chance, depth + 1))
    if kind < 0.95:
        return InVersions(frozenset(chance.choices(range(1, 6), k=chance.randint(0, 3))))
    passages = ((chance.randint(1, 5), chance.randint(0, 20)) for _ in range(chance.randint(0, 5)))
    return InPassages(frozenset(passages))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_finds_what_reading_finds(engine: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    held = versions(chance)
    index = index_of(engine, tmp_path / "index")
    index.write(held, ())
    searcher = index.searcher()
    reading = Reading(held)
    for _ in range(150):
        root = node(chance)
        hits = reading.hits(root)
        passages = frozenset((chance.randint(1, 5), chance.randint(0, 20)) for _ in range(6))
        order = chance.sample(range(1, 6), 3)

        found = searcher.search(root, Wanted(ALL, among={"some": passages}))
        ordered = searcher.search(root, Wanted(chance.randint(1, 8), order=order))

        assert {(each.version, each.passage) for each in found.best} == hits, root
        assert len(found.best) == found.total == len(hits)
        assert found.versions == {
            version: sum(key[0] == version for key in hits) for version, _ in hits
        }
        assert found.among == {"some": len(hits & {reading.entry_of(each) for each in passages})}, (
            root
        )
        assert {each.version for each in found.whole} == reading.whole(root), root
        assert [each.score for each in found.best] == sorted(
            (each.score for each in found.best), reverse=True
        )
        place = [order.index(each) if each in order else 9 for each in range(6)]
        expected = sorted(hits, key=lambda key: (place[key[0]], key[0]))
        assert [each.version for each in ordered.best] == [
            version for version, _ in expected[: len(ordered.best)]
        ], root
    searcher.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_words_of_what_was_removed_are_not_told_of(engine: str, tmp_path: Path) -> None:
    index = index_of(engine, tmp_path)
    # The words of the first are the more frequent ones.
    gone = " ".join(f"tra{letter}ver trailers" * 3 for letter in "abcdefghij")
    index.write(
        [
            IndexedVersion(1, "Trolls", "en", (IndexedEntry(0, gone, ("Trams",)),)),
            IndexedVersion(
                2, "Trust", "en", (IndexedEntry(0, "Traffickers travel.", ("Tracks",)),)
            ),
        ],
        [],
    )
    searcher = index.searcher()
    assert len(searcher.words("tra", 3)) == 3
    assert searcher.occurs("trailer")

    index.write([], [1])

    assert [each.word for each in searcher.words("tra", 3)] == ["tracks", "traffickers", "travel"]
    assert [each.word for each in searcher.words("tr", 9)][-1] == "trust"
    assert not searcher.occurs("trailer")
    assert not searcher.occurs("trolls")
    assert searcher.occurs("trafficker")
    assert searcher.occurs("track")
    assert searcher.near("trailars") == []
    assert [each.word for each in searcher.near("travle")] == ["travel"]
    searcher.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_text_that_is_written_again_is_counted_once(engine: str, tmp_path: Path) -> None:
    index = index_of(engine, tmp_path)
    searcher = index.searcher()
    for title in ("Gold", "Silver", "Tin and gold"):
        index.write([IndexedVersion(1, title, "en", (IndexedEntry(0, "Gold, gold."),))], [])
        assert [(each.word, each.count) for each in searcher.words("gol")] == [("gold", 2)]
    assert searcher.occurs("tin")
    assert not searcher.occurs("silver")
    index.write([IndexedVersion(2, "Two", "en", (IndexedEntry(0, "Gold."),))], [])
    assert searcher.words("gol")[0].count == 3
    searcher.close()
