"""Filters chosen and let go in a query's text, which otherwise stays as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.domain.query import And, Filter, Node, Not, Or, Phrase, Word
from reader.domain.query_editing import filters_of, toggled, with_filter, without, without_filter
from reader.domain.query_filters import filter_values
from reader.domain.query_parsing import parse


@pytest.mark.parametrize(
    "text, field, value, changed",
    [
        ("", "country", "PE", "country:PE"),
        ("gold", "country", "PE", "gold country:PE"),
        ('gold  "dark river" ', "country", "PE", 'gold  "dark river" country:PE'),
        ("gold country:PE  mine", "country", "CO", "gold country:PE,CO  mine"),
        ("gold country:PE", "country", "pe", "gold country:PE"),
        ("gold country:PE", "publisher", "A, Inc", 'gold country:PE publisher:"A, Inc"'),
        ('publisher:"A, Inc"', "publisher", "B b", 'publisher:"A, Inc","B b"'),
        ("x", "title", 'The "Big" one', 'x title:"The ""Big"" one"'),
        ("x", "title", "The “Big” one", 'x title:"The ""Big"" one"'),
        ("gold OR silver", "country", "PE", "(gold OR silver) country:PE"),
        ("gold | silver", "country", "PE", "(gold | silver) country:PE"),
        ("(gold OR silver)", "country", "PE", "((gold OR silver)) country:PE"),
        ("gold (a OR b)", "country", "PE", "gold (a OR b) country:PE"),
        ("-country:PE", "country", "PE", "-country:PE country:PE"),
        ("a OR country:PE", "country", "CO", "(a OR country:PE) country:CO"),
        ('"illegal gold', "country", "PE", '"illegal gold" country:PE'),
        ("(gold OR silver", "country", "PE", "((gold OR silver)) country:PE"),
        ("gold NOT", "country", "PE", "gold AND country:PE"),
        ("(gold country:PE) mine", "country", "CO", "(gold country:PE,CO) mine"),
        ("gold", "country", " ", "gold"),
    ],
)
def test_a_filter_is_put_into_a_query(text: str, field: str, value: str, changed: str) -> None:
    assert with_filter(text, field, value) == changed


@pytest.mark.parametrize(
    "text, field, value, changed",
    [
        ("country:PE", "country", "PE", ""),
        ("gold  mine country:PE", "country", "PE", "gold  mine"),
        ("country:PE gold", "country", "PE", "gold"),
        ("gold country:PE mine", "country", "PE", "gold mine"),
        ("gold country:PE,CO,BO mine", "country", "co", "gold country:PE,BO mine"),
        ('publisher:"A, Inc","B b"', "publisher", "A, Inc", 'publisher:"B b"'),
        ("gold AND country:PE", "country", "PE", "gold"),
        ("country:PE AND gold", "country", "PE", "gold"),
        ("gold (country:PE)", "country", "PE", "gold"),
        ("(gold OR silver) country:PE", "country", "PE", "(gold OR silver)"),
        ("country:PE x country:PE,CO", "country", "PE", "x country:CO"),
        ("gold", "country", "PE", "gold"),
        ("-country:PE", "country", "PE", "-country:PE"),
        ("a OR country:PE", "country", "PE", "a OR country:PE"),
        ("NOT NOT country:PE gold", "country", "PE", "NOT NOT gold"),
    ],
)
def test_a_filter_is_taken_out_of_a_query(text: str, field: str, value: str, changed: str) -> None:
    assert without_filter(text, field, value) == changed


def test_only_filters_that_every_match_must_fit_are_a_querys_filters() -> None:
    assert filters_of("gold country:PE,CO (year:2013 mine) -tag:x (a OR lang:es)") == (
        Filter("country", "PE,CO"),
        Filter("year", "2013"),
    )
    assert filters_of("a OR country:PE") == filters_of("") == ()


_PARTS = st.sampled_from(
    [
        *("gold", "“a b", '"', "(", ")", "-", " ", " OR ", " AND ", " NOT ", "|", "~", "tra*"),
        *("country:PE", "country:CO,PE", 'country:"a, b"', "-country:PE", "year:2013", "country:"),
        *("=x", '"a b"~3', "price:high", "\x00", "😀", ",", ":"),
    ]
)
_TEXTS = st.lists(_PARTS, max_size=14).map("".join) | st.text(max_size=40)
_VALUES = st.sampled_from(["PE", "co", "a, b", 'the "x"', "a  b", "“q”", "(", "|", "*", "x:y"])


def test_a_value_that_stands_twice_is_taken_out_of_both_places() -> None:
    assert without_filter("country:PE(gold NOT -country:PE", "country", "PE") == "gold"
    assert without_filter("country:PE gold (country:PE)", "country", "PE") == "gold"


@settings(max_examples=400, deadline=None)
@given(_TEXTS, st.sampled_from(["country", "publisher"]), _VALUES)
def test_what_is_put_in_is_there_and_what_is_taken_out_is_not(
    text: str, field: str, value: str
) -> None:
    def there(edited: str) -> bool:
        wanted = value.replace("“", '"').replace("”", '"').casefold().split()
        return any(
            item.casefold().split() == wanted
            for each in filters_of(edited)
            if each.field == field
            for item in filter_values(each.value)
        )

    assert there(with_filter(text, field, value))
    assert not there(without_filter(text, field, value))
    assert there(toggled(text, field, value)) is not there(text)


@settings(max_examples=400, deadline=None)
@given(_TEXTS, st.sampled_from(["country", "publisher"]), _VALUES)
def test_choosing_a_value_and_letting_it_go_gives_the_same_reading(
    text: str, field: str, value: str
) -> None:
    chosen = with_filter(text, field, value)
    assume(chosen != text)
    assert parse(without_filter(chosen, field, value)).root == parse(text).root
    assert parse(toggled(toggled(text, field, value), field, value)).root == parse(text).root


def test_a_filter_is_chosen_even_in_a_query_with_too_many() -> None:
    text = " ".join(f"tag:t{at}" for at in range(40))
    assert filters_of(with_filter(text, "country", "PE"))[0] == Filter("country", "PE")
    long = "word " * 5_000
    assert filters_of(with_filter(long, "country", "PE")) == (Filter("country", "PE"),)


@pytest.mark.parametrize(
    "text, leaf, left",
    [
        ("gold silver", Word("gold"), Word("silver")),
        ("gold", Word("gold"), None),
        ("gold silver tin", Word("gold"), And((Word("silver"), Word("tin")))),
        ("a (gold OR (b gold))", Word("gold"), And((Word("a"), Word("b")))),
        ("gold OR -gold", Word("gold"), None),
        ("gold OR x (b OR c)", Word("x"), Or((Word("gold"), Word("b"), Word("c")))),
        ("a -gold", Word("gold"), Word("a")),
        ("a -(gold b)", Word("gold"), And((Word("a"), Not(Word("b"))))),
        ('"a b" country:pe', Filter("country", "pe"), Phrase("a b")),
    ],
)
def test_a_part_is_left_out_of_a_query(text: str, leaf: Node, left: Node | None) -> None:
    assert without(parse(text).root, leaf) == left
