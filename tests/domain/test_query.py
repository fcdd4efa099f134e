"""The query language: what is typed is read as meant, and never refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.query import (
    And,
    Filter,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.domain.query_parsing import parse
from reader.domain.query_words import explain


@pytest.mark.parametrize(
    "text, root",
    [
        ("gold", Word("gold")),
        ("gold mining", And((Word("gold"), Word("mining")))),
        ("gold AND mining", And((Word("gold"), Word("mining")))),
        ("gold OR silver", Or((Word("gold"), Word("silver")))),
        ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("gold -silver", And((Word("gold"), Not(Word("silver"))))),
        ("gold NOT silver", And((Word("gold"), Not(Word("silver"))))),
        ("NOT NOT gold", Word("gold")),
        ("NOT NOT NOT gold", Not(Word("gold"))),
        ('"illegal gold mining"', Phrase("illegal gold mining")),
        ("“illegal gold”", Phrase("illegal gold")),
        ('-"illegal gold"', Not(Phrase("illegal gold"))),
        ("traffick*", Prefix("traffick")),
        ("traffick***", Prefix("traffick")),
        ("country:peru", Filter("country", "peru")),
        ("Country:PE", Filter("country", "PE")),
        ('country:"united states"', Filter("country", "united states")),
        ("(gold OR silver) river", And((Or((Word("gold"), Word("silver"))), Word("river")))),
        ("-(gold silver)", Not(And((Word("gold"), Word("silver"))))),
        ("cyber-dependent", Word("cyber-dependent")),
        ("and or not", And((Word("and"), Word("or"), Word("not")))),
        ("$6.40", Word("$6.40")),
    ],
)
def test_syntax_is_read(text: str, root: Node) -> None:
    query = parse(text)
    assert query.root == root
    assert query.notes == ()


@pytest.mark.parametrize(
    "text, root, note",
    [
        ('"illegal gold', Phrase("illegal gold"), "a quotation mark was not closed"),
        ("(gold", Word("gold"), "a parenthesis was not closed"),
        ("gold)", Word("gold"), "a closing parenthesis had no opening one"),
        ("gold OR", Word("gold"), "OR stands between two things; one was missing"),
        ("OR", None, "OR stands between two things; one was missing"),
        ("(OR) gold", Word("gold"), "OR stands between two things; one was missing"),
        ("gold NOT", Word("gold"), "nothing follows NOT"),
        ("NOT ()", None, ""),
        ("country:", Word("country:"), ""),
        ('country:""', None, "“country:” names nothing yet"),
        ("country: peru", And((Word("country:"), Word("peru"))), ""),
        ("price:high", And((Word("price"), Word("high"))), "“price:” is no filter"),
        ('price:"very high"', And((Word("price"), Word("very high"))), "“price:” is no filter"),
        ("NOT NOT", None, "nothing follows NOT"),
        ("*", None, "“*” has no letter or digit"),
        ('" "', None, ""),
        ("", None, ""),
        ("   ", None, ""),
    ],
)
def test_what_is_no_syntax_is_read_as_words_and_said_so(
    text: str, root: Node | None, note: str
) -> None:
    query = parse(text)
    assert query.root == root
    assert any(each.startswith(note) for each in query.notes) if note else True


def test_parentheses_beyond_reason_are_left_out() -> None:
    query = parse("(" * 50 + "gold" + ")" * 50)
    assert any("too deeply" in note for note in query.notes)


@pytest.mark.parametrize(
    "text, last",
    [
        ("gold min", Or((Word("min"), Prefix("min")))),
        ("gold OR min", Or((Word("min"), Prefix("min")))),
        ("min", Or((Word("min"), Prefix("min")))),
        ("gold m", Word("m")),
        ("gold ", Word("gold")),
        ('"gold min"', Phrase("gold min")),
        ("gold min*", Prefix("min")),
        ("gold -min", Not(Word("min"))),
    ],
)
def test_the_word_being_typed_is_also_a_beginning(text: str, last: Node) -> None:
    root = parse(text, typing=True).root
    assert root == last or (isinstance(root, And | Or) and root.nodes[-1] == last)


@given(st.text(max_size=120))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    for typing in (False, True):
        query = parse(text, typing=typing)
        explain(query.root)
        positive_leaves(query.root)


@given(st.text(alphabet='ab"()-*: ORNTAD', max_size=60))
def test_nothing_made_of_syntax_raises(text: str) -> None:
    explain(parse(text).root)


@pytest.mark.parametrize(
    "text, words",
    [
        ("gold mining", "gold AND mining"),
        ("a b OR c", "(a AND b) OR c"),
        ("-(a b) c", "NOT (a AND b) AND c"),
        ('"x y" tra*', '"x y" AND tra*'),
        ('country:"a b" country:pe', 'country:"a b" AND country:pe'),
        ("", ""),
    ],
)
def test_a_query_explains_itself(text: str, words: str) -> None:
    assert explain(parse(text).root) == words


def test_a_word_being_typed_is_explained_as_a_beginning() -> None:
    assert explain(parse("gold min", typing=True).root) == "gold AND min*"


def test_only_what_may_match_is_marked() -> None:
    root = parse('gold -silver "dark river" tra* country:pe gold').root
    assert positive_leaves(root) == (Word("gold"), Phrase("dark river"), Prefix("tra"))
    assert positive_leaves(None) == ()


def test_any_number_of_negations_and_groups_is_read() -> None:
    assert parse("NOT " * 5001 + "gold").root == Not(Word("gold"))
    parse("(" * 5000 + "gold" + ")" * 5000)
    parse("(NOT " * 5000)


def test_a_query_that_has_no_or_is_not_told_of_one() -> None:
    assert parse("*").notes == ("“*” has no letter or digit",)
