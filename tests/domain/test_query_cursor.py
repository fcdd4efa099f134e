"""What stands at the cursor of a query: words, names over several words, values of filters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.query_cursor import AtCursor, Place, at_cursor


def at(text: str) -> AtCursor:
    """What stands at the bar."""
    return at_cursor(text.replace("|", "", 1), text.index("|"))


@pytest.mark.parametrize(
    "text, typed, start, end",
    [
        ("gol|", "gol", 0, 3),
        ("gold min|", "min", 5, 8),
        ("traf|ficking gold", "traf", 0, 11),
        ("(-cou|", "cou", 2, 5),
        ("OR|", "OR", 0, 2),
        ("cyber-dep|", "dep", 6, 9),
        ("¿qué|", "qué", 1, 4),
        ("Túp|ac", "Túp", 0, 5),
        ("مخد|رات", "مخد", 0, 6),
        ("😀 gol|", "gol", 2, 5),
    ],
)
def test_a_word_is_completed_from_its_beginning(
    text: str, typed: str, start: int, end: int
) -> None:
    found = at(text)
    assert (found.place, found.typed, found.start, found.end) == (Place.WORD, typed, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "|gold", "gold |", "gold | mining", "traf*|", "cocane~|", "cocane~1|", '"gold"|',
        '"a b"~3|', 'tag:"gold"|', 'tag:"gold"|,x', "cou|ntry:peru", "(|", "gold -|", '|"gold"', "",
        "unknown:va|",
    ],
)  # fmt: skip
def test_nothing_is_completed_in_what_is_complete(text: str) -> None:
    text = text if "|" in text else f"{text}|"
    assert at(text).place is Place.ELSEWHERE


@pytest.mark.parametrize(
    "text, typed, start, end",
    [
        ('"gold mi|', "mi", 6, 8),
        ('"gold mi|ne" x', "mi", 6, 10),
        ("=min|", "min", 1, 4),
        ('="gold mi|"', "mi", 7, 9),
    ],
)
def test_in_quotes_stand_words_only(text: str, typed: str, start: int, end: int) -> None:
    found = at(text)
    assert (found.place, found.typed) == (Place.IN_QUOTES, typed)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    "text, field, typed, start, end, others",
    [
        ("country:|", "country", "", 8, 8, ()),
        ("gold Country:pe| x", "country", "pe", 13, 15, ()),
        ("country:peru,c|o,bo", "country", "c", 13, 15, ("peru", "bo")),
        ("country:|peru", "country", "", 8, 12, ()),
        ('publisher:"Big H|', "publisher", "Big H", 10, 16, ()),
        ('publisher:"A, B",Ex|', "publisher", "Ex", 17, 19, ("A, B",)),
        ('publisher:x,"A, |B" y', "publisher", "A, ", 12, 18, ("x",)),
        ('tag:"a ""b|', "tag", 'a "b', 4, 10, ()),
        ("year:2013..|", "year", "2013..", 5, 11, ()),
        ("tag:“big h|", "tag", "big h", 4, 10, ()),
    ],
)
def test_a_value_stands_between_commas(
    text: str, field: str, typed: str, start: int, end: int, others: tuple[str, ...]
) -> None:
    assert at(text) == AtCursor(Place.VALUE, start, end, typed, (), field, others)


def test_a_name_may_be_of_several_words() -> None:
    assert at("gold united sta|").starts == (0, 5)
    assert at("gold OR united sta|").starts == (8,)
    assert at("-united sta|").starts == (1,)
    assert at('"gold" united sta|').starts == (7,)
    assert at("cyber-dep|").starts == (0,)
    assert at("traf* united sta|").starts == (6,)
    assert len(at("a b c d e f g h i j|").starts) == 6


@given(st.text(alphabet='ab"-=,:*~() é😀\ud800:country', max_size=30), st.integers(-2, 40))
def test_any_text_and_cursor_have_an_answer(text: str, cursor: int) -> None:
    found = at_cursor(text, cursor)
    if found.place is not Place.ELSEWHERE:
        assert 0 <= found.start <= cursor <= found.end <= len(text)
        assert all(start < found.start for start in found.starts)
