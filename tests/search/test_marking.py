"""Which words of a text are marked, and what a snippet shows of it."""

from __future__ import annotations

import random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.query import (
    And,
    Exact,
    Fuzzy,
    Near,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.domain.query_parsing import parse
from reader.search import text_matching
from reader.search.engine import IndexedEntry, IndexedVersion
from reader.search.marking import held, matches, snippet
from tests.search.by_reading import Reading
from tests.search.test_engines_agree import LANGUAGES, leaf, texts


def marked(text: str, query: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in matches(text, parse(query).root, language)]


@pytest.mark.parametrize(
    "text, query, words",
    [
        ("Miners mine in mines.", "mining", ["mine", "mines"]),
        ("Gold mining and gold.", '"gold mining"', ["Gold mining"]),
        ("Gold, mining gold.", '"mining gold"', ["mining gold"]),
        ("Trafficking by traffickers.", "traffick*", ["Trafficking", "traffickers"]),
        ("Gold and silver.", "gold -silver", ["Gold"]),
        ("Túpac Amaru rode.", "tupac", ["Túpac"]),
        ("Peru’s gold", "peru", ["Peru’s"]),
        ("Cyber-dependent crime", "cyber-dependent", ["Cyber-dependent"]),
        ("😀 gold 😀", "gold", ["gold"]),
        ("nothing here", "gold", []),
        ("gold", "country:pe", []),
        ("gold mining gold", '"gold mining" "mining gold"', ["gold mining gold"]),
        ("Gold x mining.", '"gold mining"', []),
        ("gold gold gold", '"gold gold"', ["gold gold gold"]),
        ("mine mines Mine", "=mine", ["mine", "Mine"]),
        ("mine mines Mine", "=Mine", ["Mine"]),
        ("PCC pcc", "=PCC", ["PCC"]),
        ("Túpac Tupac túpac", "=tupac", ["Túpac", "Tupac", "túpac"]),
        ("Túpac Tupac túpac", "=Túpac", ["Túpac"]),
        ("Tu\u0301pac Tupac", "=Túpac", ["Tu\u0301pac"]),
        ("Gold mine, gold mines", '="gold mine"', ["Gold mine"]),
        ("The Gold mine, the gold Mine", '="Gold mine"', ["Gold mine"]),
        ("Túpac Amaru and Tupac\u00a0Amaru", '"tupac amaru"', ["Túpac Amaru", "Tupac\u00a0Amaru"]),
        ("Tupac Amaru", "Túpac", ["Tupac"]),
        ("co\u00adcaine and cocaine", "cocaine", ["co\u00adcaine", "cocaine"]),
        ("O’Brien’s and O'Brien", "o'brien", ["O’Brien’s", "O'Brien"]),
        ("the PCC’s men, the PCC and pcc's", "=PCC", ["PCC’s", "PCC"]),
        ("the PCC's men, PCCs and pcc", "=pcc", ["PCC's", "pcc"]),
        ("the PCC's men and the PCC", "=PCC's", ["PCC's"]),
        ("Shining Path’s men, Shining’s Path", '="Shining Path"', ["Shining Path’s"]),
        ("cocaine", "cocane~", ["cocaine"]),
        ("cociane cocaine Cocaïne", "cocaine~1", ["cociane", "cocaine", "Cocaïne"]),
        ("gold bold bald cold", "gold~", ["gold", "bold", "cold"]),
        ("gold bold bald", "gold~2", ["gold", "bold", "bald"]),
        ("gold bold", "gold~0", ["gold"]),
        ("2013 2014", "2013~1", ["2013"]),
        ("Minería minero mina", "mine*", ["Minería", "minero"]),
        ("a cyber-dependent crime", "cyber-dep*", ["cyber", "dependent"]),
        ("gold in the dark mercury", '"mercury gold"~3', ["gold", "mercury"]),
        ("gold in the very dark mercury", '"mercury gold"~3', []),
        ("gold. " + "x " * 20 + "gold and mercury", '"mercury gold"~3', ["gold", "mercury"]),
        ("gold x gold x mercury x gold", '"mercury gold"~1', ["gold", "mercury", "gold"]),
        ("tin gold x mercury", '"gold mercury tin"~1', ["tin", "gold", "mercury"]),
        ("tin x gold x mercury", '"gold mercury tin"~1', []),
        ("gold gold", '"gold gold"~3', ["gold", "gold"]),
        ("mining by a mine", '"mine mining"~1', ["mining", "mine"]),
        ("gold silver", "NOT gold", []),
        ("gold silver tin", "gold -(silver OR tin)", ["gold"]),
        ("gold silver tin", "gold -(silver -tin)", ["gold"]),
    ],
)
def test_the_words_that_match_are_marked(text: str, query: str, words: list[str]) -> None:
    assert marked(text, query) == words


def test_words_are_stemmed_in_the_language_of_the_text() -> None:
    assert marked("Las minas y la minería", "mina", "es") == ["minas"]


@pytest.mark.parametrize(
    "text, query, words",
    [
        ("El año y el ano", "ano", ["año", "ano"]),
        ("Una operación y dos operaciones", "operaciones", ["operación", "operaciones"]),
        ("Una operación y dos operaciones", "operacion", ["operación", "operaciones"]),
        ("región, regiones", "region", ["región", "regiones"]),
        ("inglés e ingleses", "ingles", ["inglés", "ingleses"]),
        ("país y países", "pais", ["país", "países"]),
        ("crimen y crímenes", "crimen", ["crimen", "crímenes"]),
        ("un arma, dos armas, la armada", "armas", ["arma", "armas"]),
        ("un año, dos años", "anos", ["año", "años"]),
        ("la orden y las órdenes", "orden", ["orden", "órdenes"]),
    ],
)
def test_spanish_words_are_found_with_and_without_their_accents(
    text: str, query: str, words: list[str]
) -> None:
    assert marked(text, query, "es") == words


def test_what_a_text_holds_of_a_query_is_told() -> None:
    root = parse(
        'gold silver =Gold min* cocane~ "gold mine" "mine gold" "tin gold"~2 "tin mine"~0 -dam'
    ).root
    text = "A gold mine, then tin and cocaine at the dam."
    assert held(text, root, "en") == {
        Word("gold"),
        Prefix("min"),
        Fuzzy("cocane"),
        Phrase("gold mine"),
        Near("tin gold", 2),
    }
    assert held("Gold", root, "en") == {Word("gold"), Exact("Gold")}
    assert held("", root) == held(text, None) == frozenset()


@given(
    st.lists(st.sampled_from(["gold", "Tin", "mine", "mines", "x", "Túpac", "٣"]), max_size=30),
    st.sampled_from(
        ["gold", "=mine", '"gold mine"', '"gold tin"~2', '"x gold tin"~1', "mi*", "tupac~", '"x x"']
    ),
)
def test_a_text_holds_what_is_marked_in_it(words: list[str], query: str) -> None:
    text = " ".join(words)
    root = parse(query).root
    assert bool(matches(text, root)) == bool(held(text, root))


@given(st.lists(st.sampled_from("abx"), max_size=25), st.integers(0, 4))
def test_words_near_one_another_are_those_of_any_pair_close_enough(
    words: list[str], within: int
) -> None:
    text = " ".join(words)
    marked = {start // 2 for start, _ in matches(text, Near("a b", within))}
    pairs = [
        (first, second)
        for first, one in enumerate(words)
        for second, other in enumerate(words)
        if {one, other} == {"a", "b"} and 0 < second - first <= within + 1
    ]
    assert marked == {place for pair in pairs for place in pair}


@given(st.lists(st.sampled_from("ab"), max_size=40), st.lists(st.sampled_from("ab"), min_size=2))
def test_phrases_are_found_alike_one_by_one_and_all_at_once(
    words: list[str], wanted: list[str]
) -> None:
    root = Phrase(" ".join(wanted))
    text = " ".join(words)
    few = matches(text, root)
    starts = [
        at for at in range(len(words) - len(wanted) + 1) if words[at : at + len(wanted)] == wanted
    ]
    covered = {place for at in starts for place in range(at, at + len(wanted))}
    assert {at for at in range(len(words)) if any(a <= 2 * at < b for a, b in few)} == covered
    with mock.patch.object(text_matching, "_FEW", 0):
        assert matches(text, root) == few


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=80))
def test_nothing_hostile_stops_the_marking(text: str, query: str) -> None:
    root = parse(query).root
    for language in ("en", "es", None, "xx"):
        spans = matches(text, root, language)
        assert len(snippet(text, spans, 40).text) <= 62
        assert held(text, root, language) <= set(positive_leaves(root))


def test_a_long_text_and_a_large_query_are_marked_in_bounded_time() -> None:
    text = "a " * 100_000
    many = And(tuple(Phrase("a " * (10 + at)) for at in range(30)))
    assert matches(text, many) == [(0, len(text) - 1)]
    assert matches(text, Phrase("a " * 1_900 + "b")) == []
    assert len(matches("gold mercury " * 40_000, Near("gold mercury", 1_000))) == 80_000


def test_a_snippet_shows_different_words_rather_than_one_word_often() -> None:
    text = "gold gold gold " + "word " * 100 + "gold and mercury " + "word " * 100
    shown = snippet(text, matches(text, parse("gold mercury").root))
    assert {shown.text[start:end] for start, end in shown.matches} == {"gold", "mercury"}


def test_a_snippet_does_not_part_a_letter_from_its_accent() -> None:
    text = "e\u0301" * 400
    shown = snippet(text, [])
    assert not shown.text[:-1].endswith("e")


def test_a_query_without_words_marks_nothing() -> None:
    assert matches("text", None) == []


@given(st.text(max_size=300), st.sampled_from(["a", "gold", '"a b"', "a*", "(a OR b)"]))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, query: str) -> None:
    spans = matches(text, parse(query).root)
    last = -1
    for start, end in spans:
        assert last <= start < end <= len(text)
        last = end


@given(st.text(max_size=400), st.integers(20, 200))
def test_a_snippet_shows_the_matched_words_themselves(text: str, length: int) -> None:
    spans = matches(text, parse("a OR the").root)
    shown = snippet(text, spans, length)
    words = {text[start:end] for start, end in spans}
    for start, end in shown.matches:
        assert shown.text[start:end] in words


def test_a_snippet_of_a_long_text_shows_where_most_matches_are() -> None:
    text = "gold " + "word " * 100 + "silver gold silver gold " + "word " * 100
    shown = snippet(text, matches(text, parse("gold OR silver").root))
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.matches) == 4
    assert len(shown.text) <= 162


def test_a_snippet_of_a_text_without_spaces_is_cut_anyway() -> None:
    assert len(snippet("x" * 1000, []).text) <= 162


def test_a_leaf_without_a_letter_marks_nothing() -> None:
    assert matches("some - text", Word("-")) == []


def test_a_snippet_at_the_end_of_a_text_is_not_cut_there() -> None:
    text = "word " * 100 + "the gold"
    shown = snippet(text, matches(text, parse("gold").root))
    assert shown.text.endswith("the gold")
    assert shown.text.startswith("…")


@pytest.mark.parametrize("seed", range(8))
def test_a_text_holds_what_the_engines_find_in_it(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        asked, held_text = leaf(chance), texts(chance, 14)
        language = chance.choice(LANGUAGES)
        version = IndexedVersion(1, "", language, (IndexedEntry(0, held_text),))
        found = bool(Reading([version]).hits(asked))
        assert (held(held_text, asked, language) == {asked}) is found, (asked, held_text)
        assert bool(matches(held_text, asked, language)) is found
