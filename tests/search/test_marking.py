"""Which words of a text are marked, and what a snippet shows of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.query import Word
from reader.domain.query_parsing import parse
from reader.search.marking import matches, snippet


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
    ],
)
def test_the_words_that_match_are_marked(text: str, query: str, words: list[str]) -> None:
    assert marked(text, query) == words


def test_words_are_stemmed_in_the_language_of_the_text() -> None:
    assert marked("Las minas y la minería", "mina", "es") == ["minas"]


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
