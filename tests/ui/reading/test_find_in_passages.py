"""Find in document: ranges in the version's own code points, whatever the letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Block, Passage, PassageKind, place_blocks, version_text
from reader.text.folding import fold
from reader.text.plain import plain_text
from reader.ui.reading.find_in_passages import find_in_passages


def passages(*texts: str) -> tuple[Passage, ...]:
    return place_blocks(Block(PassageKind.PARAGRAPH, text) for text in texts)


def found(wanted: str, *texts: str, case: bool = False, whole_words: bool = False) -> list[str]:
    these = passages(*texts)
    text = version_text(these)
    ranges = find_in_passages(these, wanted, case=case, whole_words=whole_words)
    return [text[start:end] for start, end in ranges]


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("gold", "Gold, gold, GOLD", ["Gold", "gold", "GOLD"]),
        ("tupac", "el Túpac y el Tu\u0301pac", ["Túpac", "Tu\u0301pac"]),
        ("TÚPAC", "tupac", ["tupac"]),
        ("strasse", "die Straße hier", ["Straße"]),
        ("s", "Straße", ["S"]),
        ("istanbul", "İstanbul ist", ["İstanbul"]),
        ("it's", "it’s", ["it’s"]),
        ("a b", "a\u00a0b", ["a\u00a0b"]),
        ("mining", "🪙 mi\u00adning", ["mi\u00adning"]),
        ("aa", "aaaa é", ["aa", "aa"]),
        ("", "text", []),
        ("\u0301", "e\u0301", []),
        ("f", "ﬁ", []),
        ("x", "text é", ["x"]),
        ("absent", "text é", []),
    ],
)
def test_it_finds_what_a_reader_means(wanted: str, text: str, expected: list[str]) -> None:
    assert found(wanted, text) == expected


def test_positions_count_in_the_versions_text() -> None:
    assert find_in_passages(passages("İß🪙", "a gold", "gold"), "gold") == [(6, 10), (11, 15)]


def test_a_match_never_spans_passages() -> None:
    assert found("one two", "one", "two") == []


def test_case_wants_the_same_characters() -> None:
    assert found("Túpac", "túpac Túpac Tupac", case=True) == ["Túpac"]


def test_whole_words_stand_alone() -> None:
    text = "gold golden, marigold; gold_mine (gold) gold"
    assert find_in_passages(passages(text), "gold", whole_words=True) == [
        (0, 4),
        (34, 38),
        (40, 44),
    ]


words = st.text(st.sampled_from("aAsSßİıéE\u0301 \u00a0ﬁi🪙"), max_size=14).map(plain_text)


@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_every_match_folds_to_what_was_wanted(texts: list[str], data: st.DataObject) -> None:
    wanted = data.draw(words)
    these = passages(*texts)
    text = version_text(these)
    last = 0
    for start, end in find_in_passages(these, wanted):
        assert last <= start < end
        assert "".join(map(fold, text[start:end])) == fold(wanted)
        last = end


@given(words, st.data())
def test_what_stands_there_is_found_with_case(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wanted = text[start:end]
    matches = find_in_passages(passages(text), wanted, case=True)
    assert bool(matches) == bool(wanted)
    assert all(text[low:high] == wanted for low, high in matches)
