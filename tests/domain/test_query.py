"""The query language: what is typed is read as meant, and never refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.query import (
    FILTERS,
    And,
    Exact,
    Filter,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.domain.query_filters import filter_value, filter_values, year_range
from reader.domain.query_parsing import MOST_FILTERS, MOST_FUZZY, MOST_LEAVES, parse
from reader.domain.query_words import describe, explain


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
        ("and not gold", And((Word("and"), Word("not"), Word("gold")))),
        ("gold, mining.", And((Word("gold"), Word("mining")))),
        ("$6.40", Word("6.40")),
        ("gold & silver - tin", And((Word("gold"), Word("silver"), Word("tin")))),
        ("gold|silver", Or((Word("gold"), Word("silver")))),
        ("gold | silver || tin", Or((Word("gold"), Word("silver"), Word("tin")))),
        ("a (b c) d", And((Word("a"), Word("b"), Word("c"), Word("d")))),
        ("a OR (b OR c)", Or((Word("a"), Word("b"), Word("c")))),
        ("NOT (NOT gold)", Word("gold")),
        ("=PCC", Exact("PCC")),
        ('="two words"', Exact("two words")),
        ('="mine"', Exact("mine")),
        ("=cyber-dependent", Exact("cyber-dependent")),
        ("-=PCC", Not(Exact("PCC"))),
        ("cocane~", Fuzzy("cocane")),
        ("cocane~1", Fuzzy("cocane", 1)),
        ("cocane~2,", Fuzzy("cocane", 2)),
        ("cocane~0", Fuzzy("cocane", 0)),
        ("cocane~0.8", Fuzzy("cocane")),
        ("Túpac~", Fuzzy("Túpac")),
        ("cyber-dep*", And((Word("cyber"), Prefix("dep")))),
        ('"gold mercury"~10', Near("gold mercury", 10)),
        ('"gold mercury"~0', Near("gold mercury", 0)),
        ("«gold mercury»~٣", Near("gold mercury", 3)),
        ('  " illegal   gold " ', Phrase("illegal gold")),
        ("«oro ilegal»", Phrase("oro ilegal")),
        ("„oro ilegal“", Phrase("oro ilegal")),
        ("country：peru（gold）", And((Filter("country", "peru"), Word("gold")))),
        ("-country:peru", Not(Filter("country", "peru"))),
        ("NOT tag:x", Not(Filter("tag", "x"))),
        ("in:notes", Filter("in", "notes")),
        ("year:2013..2016", Filter("year", "2013..2016")),
        ("lang:es type:pdf", And((Filter("lang", "es"), Filter("type", "pdf")))),
        ("country:peru,co", Filter("country", "peru,co")),
        ('country:"united states",peru', Filter("country", "united states,peru")),
        ('publisher:"A, Inc",B', Filter("publisher", '"A, Inc",B')),
        ('title:"the ""dark"" river"', Filter("title", '"the ""dark"" river"')),
        ("(country:pe)", Filter("country", "pe")),
        ("10:30", Word("10:30")),
        ("http://example.org/a", Word("http://example.org/a")),
        ("gold\x00mine", And((Word("gold"), Word("mine")))),
        ("gold\ud800 \u200fmine", And((Word("gold"), Word("mine")))),
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
        ("country:", Word("country"), "“country:” is a filter only with a value"),
        ('country:""', Word("country"), "“country:” is a filter only with a value"),
        ("country: peru", And((Word("country"), Word("peru"))), "“country:” is a filter only"),
        ('country:"united', Filter("country", "united"), "a quotation mark was not closed"),
        ("price:high", And((Word("price"), Word("high"))), "“price:” is no filter"),
        ("-price:high", Not(And((Word("price"), Word("high")))), "“price:” is no filter"),
        ('price:"very high"', And((Word("price"), Phrase("very high"))), "“price:” is no filter"),
        (
            "contry:peru",
            And((Word("contry"), Word("peru"))),
            "“contry:” is no filter, so it was read as a word; “country:” is one",
        ),
        ("'country:pe", And((Word("country"), Word("pe"))), "“country:” is a filter only"),
        ("t*", Word("t"), "“t*”: a beginning takes 2 letters or more"),
        ("*gold", Word("gold"), "“*gold”: * and ~ mean something only at the end of a word"),
        ("go*ld", Word("go*ld"), "“go*ld”: * and ~ mean something only at the end of a word"),
        ("~", None, "“~” has no letter or digit"),
        ("~gold", Word("gold"), ""),
        ("ab~", Word("ab"), "“ab~”: a spelling takes 3 letters or more"),
        ("cocane~9", Fuzzy("cocane", 2), "a word can differ in 2 letters at most"),
        ("=", None, "“=” stands right before a word"),
        ("= gold", Word("gold"), "“=” stands right before a word"),
        ("=gold*", Exact("gold"), "“=gold*”: a word that stands exactly so has no * or ~"),
        ('="gold mine"~3', Exact("gold mine"), "words that stand exactly so have no ~"),
        ('"gold mine"~abc', And((Phrase("gold mine"), Word("abc"))), ""),
        ('"gold mine"~', Phrase("gold mine"), "“~” has no letter or digit"),
        ('"gold"~3', Phrase("gold"), "“gold” is one word, so ~3 was left out"),
        ('"gold mine"~99999', Near("gold mine", 1000), "words can be 1000 words apart at most"),
        ("NOT * gold", Word("gold"), "nothing follows NOT"),
        ("'OR gold", And((Word("or"), Word("gold"))), ""),
        ("gold or tin", And((Word("gold"), Word("or"), Word("tin"))), "“or” was read as a word"),
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


@pytest.mark.parametrize(
    "text, root",
    [
        ("gold min", And((Word("gold"), Or((Word("min"), Prefix("min")))))),
        ("gold OR min", Or((Word("gold"), Word("min"), Prefix("min")))),
        ("min", Or((Word("min"), Prefix("min")))),
        ("(gold OR silver) AND min", None),
        ("gold mi", Word("gold")),
        ("gold m", Word("gold")),
        ("gold M", Word("gold")),
        ("gold UK", And((Word("gold"), Word("UK")))),
        ("gold 5", And((Word("gold"), Word("5")))),
        ("mi", Word("mi")),
        ("gold OR mi", Or((Word("gold"), Word("mi")))),
        ("gold min ", And((Word("gold"), Word("min")))),
        ("gold min,", And((Word("gold"), Word("min")))),
        ('"gold min"', Phrase("gold min")),
        ("gold min*", And((Word("gold"), Prefix("min")))),
        ("gold -min", And((Word("gold"), Not(Word("min"))))),
        ("-(gold min", Not(And((Word("gold"), Word("min"))))),
        ("(gold min", And((Word("gold"), Or((Word("min"), Prefix("min")))))),
        ("cyber-dep", Or((Word("cyber-dep"), And((Word("cyber"), Prefix("dep")))))),
        ('"gold min', Or((Phrase("gold min"), And((Phrase("gold"), Prefix("min")))))),
        ('"gold mi', Phrase("gold")),
        ('"gold mi ', Phrase("gold mi")),
        ('"min', Or((Phrase("min"), Prefix("min")))),
        ('"mi', Phrase("mi")),
        ('-"gold mi', Not(Phrase("gold mi"))),
        ("gold country:", Word("gold")),
        ('gold country:"', Word("gold")),
        ("gold OR", Word("gold")),
        ("gold NOT", Word("gold")),
        ("gold (", Word("gold")),
    ],
)
def test_the_word_being_typed_is_also_a_beginning(text: str, root: Node | None) -> None:
    query = parse(text, typing=True)
    if root is None:
        assert explain(query.root) == "(gold OR silver) AND (min OR min*)"
        assert explain(query.root, typing=True) == "(gold OR silver) AND min…"
    else:
        assert query.root == root
    assert query.notes == ()


_SYNTAX = st.lists(
    st.sampled_from(
        [
            *"ab()|\"-*~=:,.1 '“”\u0301\u00ad\ud800",
            *(
                " OR ",
                " NOT ",
                " AND ",
                "OR",
                "country:",
                "year:",
                "in:",
                "price:",
                "x:",
                "http://",
            ),
            *('="', '"~3', "~2", "gold", "Túpac", " mine", "，", "：", "\x00", "😀", "א"),
        ]
    ),
    max_size=40,
).map("".join)


def _read_and_tell(text: str) -> None:
    for typing in (False, True):
        query = parse(text, typing=typing)
        told = explain(query.root)
        describe(query.root)
        positive_leaves(query.root)
        again = parse(told)
        assert again.root == query.root, told
        assert explain(again.root) == told


@given(st.text(max_size=120))
def test_what_is_explained_is_read_in_the_same_way(text: str) -> None:
    _read_and_tell(text)


@settings(max_examples=500)
@given(_SYNTAX)
def test_what_is_made_of_syntax_is_explained_and_read_in_the_same_way(text: str) -> None:
    _read_and_tell(text)


_HOSTILE = {
    "words": "a " * 50_000,
    "one word": "x" * 100_000,
    "openings": "(" * 10_000,
    "groups": "(" * 10_000 + "gold" + ")" * 10_000,
    "ors": "gold OR " * 5_000 + "tin",
    "nulls": "\0" * 100_000,
    "spaces": " " * 100_000,
    "quotes": '"' * 100_000,
    "quotes and words": 'a"' * 50_000,
    "minuses": "- " * 50_000,
    "negations": "NOT " * 5_001 + "gold",
    "negated groups": "(NOT a " * 5_000,
    "alternating groups": "(a OR (b -" * 3_000,
    "fields": "abc:" * 20_000,
    "filters": "country:pe " * 9_000,
    "distance": '"a b"~' + "9" * 90_000,
    "edits": "gold~" + "9" * 9_000,
    "surrogates": "\ud800" * 4_000,
    "emoji": "😀 " * 9_000,
    "right to left": "אב -ג " * 3_000,
    "bars": "a|" * 9_000,
    "begun parts": "a-" * 9_000 + "*",
    "accents": "a" + "\u0301" * 50_000,
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_no_query_is_too_large_to_be_read_and_told(text: str) -> None:
    _read_and_tell(text)
    query = parse(text)
    assert len(positive_leaves(query.root)) <= MOST_LEAVES
    assert hash(query) == hash(parse(text))


def test_what_is_left_out_of_a_long_query_is_said_and_its_filters_are_kept() -> None:
    words = " ".join(f"word{at}" for at in range(70))
    query = parse(f"{words} country:pe")
    assert "a query takes 64 words; the rest was left out" in query.notes
    assert isinstance(query.root, And)
    assert query.root.nodes[-1] == Filter("country", "pe")
    assert len(query.root.nodes) == MOST_LEAVES + 1
    many = parse(" ".join(f"tag:t{at}" for at in range(40)))
    assert isinstance(many.root, And)
    assert len(many.root.nodes) == MOST_FILTERS


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


def test_each_part_of_a_query_is_told_in_words() -> None:
    text = (
        'mine =PCC =mine traff* cocane~ cocan~ "gold rush" "gold mercury"~10 -silver'
        " NOT (a b) (tin OR iron) country:pe,co year:2013..2016 year:2013,2015..,unknown"
        ' title:"a, b" in:notes'
    )
    assert describe(parse(text).root) == (
        "mine: in any form",
        "=PCC: exactly so, also before 's",
        "=mine: only this form, also before 's, with or without capitals and accents",
        "traff*: words that begin so",
        "cocane~: spelled like it, up to 2 letters different",
        "cocan~: spelled like it, up to 1 letter different",
        '"gold rush": these words in this order, in any form',
        '"gold mercury"~10: at most 10 words apart, in any order',
        "not silver: in any form",
        "not (a AND b)",
        "tin OR iron: at least one of them",
        "tin: in any form",
        "iron: in any form",
        "country:pe,co: documents about pe or co",
        "year:2013..2016: published 2013 to 2016",
        "year:2013,2015..,unknown: published in 2013 or published 2015 or later or without a date",
        'title:"a, b": documents with a, b in the title',
        "in:notes: in your notes",
    )
    assert describe(parse("gold min", typing=True).root)[1] == (
        "min…: in any form, and words that begin so"
    )
    assert describe(parse("6.40").root) == ("6.40: as it is written",)
    assert describe(None) == ()


@pytest.mark.parametrize(
    "text, told",
    [
        ("min", "min…"),
        ("gold OR min", "gold OR min…"),
        ("gold -(tin cyber-dep) cyber-dep", "gold AND NOT (tin AND cyber-dep) AND cyber-dep…"),
        ('gold "illegal min', 'gold AND "illegal min…"'),
        ("gold OR min ", "gold OR min"),
    ],
)
def test_a_word_being_typed_is_told_once(text: str, told: str) -> None:
    assert explain(parse(text, typing=True).root, typing=True) == told


@pytest.mark.parametrize(
    "text, years",
    [
        ("2013", (2013, 2013)),
        ("2013..2016", (2013, 2016)),
        ("2016..2013", (2013, 2016)),
        ("2013..", (2013, None)),
        ("..2016", (None, 2016)),
        ("2013-2016", (2013, 2016)),
        ("2013–2016", (2013, 2016)),
        ("2013…2016", (2013, 2016)),
        ("..", None),
        ("", None),
        ("13", None),
        ("2013-05-01", None),
        ("gold", None),
    ],
)
def test_years_are_read(text: str, years: tuple[int | None, int | None] | None) -> None:
    assert year_range(text) == years


@given(st.lists(st.text(max_size=20), max_size=5))
def test_values_of_a_filter_come_back_as_they_were(values: list[str]) -> None:
    value = filter_value(values)
    kept = filter_values(value)
    assert filter_value(kept) == value
    assert len(kept) == len({" ".join(each.split()) for each in _straight(values)} - {""})


def _straight(values: list[str]) -> list[str]:
    return [each.translate(str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))) for each in values]


def test_the_guide_names_what_is_read() -> None:
    guide = (Path(__file__).parents[2] / "resources/guide/searching.md").read_text("utf-8")
    rows = [line.split(" | ")[0] for line in guide.splitlines() if line.startswith("| `")]
    examples = [each.replace("\\|", "|") for row in rows for each in re.findall("`([^`]+)`", row)]
    assert len(examples) > 20
    kinds = set()
    for example in examples:
        query = parse(example)
        assert query.notes == (), example
        kinds |= {type(leaf) for leaf in positive_leaves(query.root)}
    assert kinds == {Word, Exact, Phrase, Prefix, Fuzzy, Near}
    named = {example.split(":")[0] for example in examples if ":" in example}
    assert named == set(FILTERS)
    assert f"{MOST_LEAVES} words and phrases, {MOST_FUZZY} of them with `~`" in guide
    assert f"and {MOST_FILTERS} filters" in guide


def test_a_comma_in_a_value_does_not_part_it() -> None:
    assert filter_values('"A, Inc",UNODC,united states') == ("A, Inc", "UNODC", "united states")
    assert filter_value(["A, Inc", 'The "Big" Co', "a b"]) == '"A, Inc","The ""Big"" Co",a b'


def test_only_what_may_match_is_marked() -> None:
    root = parse('gold -silver "dark river" tra* country:pe gold').root
    assert positive_leaves(root) == (Word("gold"), Phrase("dark river"), Prefix("tra"))
    assert positive_leaves(None) == ()


def test_a_query_that_has_no_or_is_not_told_of_one() -> None:
    assert parse("*").notes == ("“*” has no letter or digit",)
