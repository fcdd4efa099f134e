"""A query that finds nothing: what was meant, what less would find, and what does not occur."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from searched import fill, texts, titles

from reader.domain.errors import Cancelled
from reader.domain.query import Word
from reader.domain.query_parsing import parse
from reader.library.library import Library
from reader.library.mending import (
    MOST_TRIES,
    TypedWord,
    each_of,
    less_of,
    mend,
    otherwise_written,
    typed_words,
)
from reader.library.search_results import SearchResults
from reader.search.engine import FoundPassages, Wanted


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library that these tests read; nobody writes to it."""
    base = tmp_path_factory.mktemp("mended")
    with Library.create(base / "library", program="the tests", cache=base / "cache") as library:
        fill(library, base / "sources")
        yield library


def run(library: Library, text: str, *, typing: bool = False) -> SearchResults:
    return library.searching.run(text, typing=typing)


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("minign licences", None),
        ("golld", "gold"),
        ("merucry market", "mercury market"),
        ("Mercruy", "mercury"),
        ("conatiners bananna", "containers banana"),
        ("goldmining", "gold mining"),
        ("con tainers", "containers"),
        ("ilegales oor", "ilegales oro"),
        ('"ilegal gold minning"', '"illegal gold mining"'),
        ("=Ecuadro", "=ecuador"),
        ('"mercuryy market"~5', '"mercury market"~5'),
        ("merucry country:peru", "mercury country:peru"),
        ("merucry OR dockerss", "mercury OR dockers"),
        ("overcrowdin -gold", "overcrowding -gold"),
        ("severe overcrowdding (inmates OR inmatez)", None),
        ("mercury marked", "mercury market"),
    ],
)
def test_what_was_meant_is_found_and_named(library: Library, typed: str, meant: str | None) -> None:
    results = run(library, typed)
    if meant is None:
        assert results.suggestion is None or results.groups
        return
    assert results.suggestion == meant
    assert results.query.text == typed
    assert results.total > 0
    assert results.hits == run(library, meant).hits
    assert all(hit.matches for hit in results.hits)
    assert results.alternatives == ()


def test_the_hits_of_a_suggestion_are_marked_with_its_words(library: Library) -> None:
    hit = run(library, "quikcsand OR dockres").hits[0]
    assert [hit.passage.text[slice(*span)] for span in hit.matches] == ["Dockers"]


def test_nothing_is_mended_that_finds_something(library: Library) -> None:
    for typed in ("gold", "minas", "hydropower dam", "gold OR zymurgy", "country:pe"):
        assert run(library, typed).suggestion is None


@pytest.mark.parametrize("typed", ["70,001", "2O17", "15000", "zymurgy", "year:20177", "a1b2"])
def test_a_number_is_never_taken_for_another(library: Library, typed: str) -> None:
    results = run(library, typed)
    assert (results.suggestion, results.total) == (None, 0)


def test_a_filter_is_kept_and_never_mended_in_silence(library: Library) -> None:
    results = run(library, "merucry country:co")
    assert results.suggestion is None
    assert results.total == 0
    results = run(library, "gold publisher:tomson")
    assert results.suggestion is None
    assert [(each.text, each.total) for each in results.alternatives] == [
        ("gold", run(library, "gold").total),
        ('gold publisher:"Thomson Example"', 2),
    ]


def test_a_word_that_occurs_is_mended_where_the_others_do_not_occur_with_it(
    library: Library,
) -> None:
    assert run(library, "mine").total > 0
    results = run(library, "camp mercury")
    assert results.suggestion is None
    assert [group.whole for group in results.groups] != []


def test_less_of_a_query_is_offered_when_nothing_like_it_is_found(library: Library) -> None:
    results = run(library, "gold zymurgy -severe country:peru")
    assert (results.suggestion, results.total) == (None, 0)
    assert results.notes == ("“zymurgy” does not occur in the library",)
    (best,) = results.alternatives
    assert best.text == "gold -severe country:peru"
    assert run(library, best.text).total == best.total > 0
    two = run(library, "gold xylograph zymurgy")
    assert two.notes == ("“xylograph”, “zymurgy” do not occur in the library",)
    assert [each.text for each in two.alternatives] == ["gold"]


def test_alternatives_come_with_the_most_first(library: Library) -> None:
    results = run(library, "cocaine overcrowding gold")
    assert {each.text for each in results.alternatives} == {"cocaine", "overcrowding", "gold"}
    totals = [each.total for each in results.alternatives]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) <= 5


def test_what_is_being_typed_is_mended_too(library: Library) -> None:
    assert run(library, "merucr", typing=True).suggestion is not None
    assert texts(run(library, "overcrwding", typing=True)) == ["Inmates run two wings. O"]
    assert titles(run(library, "merc", typing=True))


@pytest.mark.parametrize(
    "text, parts",
    [
        ("gold", []),
        ("gold mining", ["mining", "gold"]),
        ("gold OR mining", ["mining", "gold"]),
        ("gold -mining country:pe", ["-mining country:pe", "gold country:pe", "gold -mining"]),
        ('"gold mining" NOT silver', ["NOT silver", '"gold mining"']),
        ('year:2013 tag:"A, B" x', ['tag:"A, B" x', "year:2013 x", 'year:2013 tag:"A, B"']),
        ("(gold OR silver) mine", ["(silver) mine", "(gold) mine", "(gold OR silver)"]),
    ],
)  # fmt: skip
def test_a_query_is_taken_apart_with_what_joins_it(text: str, parts: list[str]) -> None:
    assert list(less_of(text, ())) == parts


def test_words_that_do_not_occur_go_together_or_all_but_one_goes() -> None:
    words = [TypedWord("xx", 5, 7, occurs=False), TypedWord("yy", 8, 10, occurs=False)]
    assert next(less_of("gold xx yy", words)) == "gold"
    assert next(less_of("gold xx yy", words[:1])) == "xx yy"
    assert list(each_of('gold "a b" -c year:2013')) == ["gold", '"a b"', "year:2013"]


def test_a_short_word_is_never_mended_but_others_are_offered(library: Library) -> None:
    results = run(library, "gild mining")
    assert results.suggestion is None
    assert results.total == 0
    best = results.alternatives[0]
    assert (best.text, best.total) == ("gold mining", run(library, "gold mining").total)


def test_or_in_small_letters_is_understood_where_nothing_is_found(library: Library) -> None:
    meant = run(library, "mercury OR zymurgy")
    results = run(library, "mercury or zymurgy")
    assert results.suggestion == "mercury OR zymurgy"
    assert results.hits == meant.hits != ()
    assert run(library, "merucry or zymurgy").suggestion == "mercury OR zymurgy"


@pytest.mark.parametrize(
    "typed, held, offered",
    [
        ("figure 70000", "figure 70,000", ["figure 70,000"]),
        ("1,250,000", "1250000", ["1250000"]),
        ("7.500", "7,500", []),
        ("2,50", "250", []),
        ("-70000 gold", "-70,000 gold", ["-70,000 gold"]),
    ],
)
def test_a_figure_is_offered_as_it_may_stand(
    library: Library, typed: str, held: str, offered: list[str]
) -> None:
    assert held in offered or not offered
    assert list(otherwise_written(typed, (), library.searching._searcher)) == offered


def test_known_words_are_not_changed_for_documents_that_match_only_as_a_whole(
    library: Library,
) -> None:
    """Another word than the one that was typed has to find more than a chance meeting."""
    searcher = library.searching._searcher
    somewhere = library.searching._searcher.search(Word("gold"), Wanted(limit=1, whole=0)).best

    def together(text: str) -> FoundPassages:
        tried.append(text)
        return FoundPassages((), 0, whole=somewhere)

    for typed, expected in (("stands gold", None), ("mine merucry", "mine mercury")):
        tried: list[str] = []
        query = parse(typed)
        found = mend(query, typed_words(query, searcher), searcher, together, lambda: None)
        assert found == expected
        assert tried


def test_only_so_many_queries_are_tried(library: Library) -> None:
    searcher = library.searching._searcher
    query = parse("golld minar merucry cruz pagar dockerss")
    tried: list[str] = []

    def nothing(text: str) -> FoundPassages:
        tried.append(text)
        return FoundPassages((), 0)

    typed = typed_words(query, searcher)
    assert [word.text for word in typed if not word.occurs]
    assert mend(query, typed, searcher, nothing, lambda: None) is None
    assert 1 < len(tried) <= MOST_TRIES
    assert len(set(tried)) == len(tried)

    def stopped() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        mend(query, typed, searcher, nothing, stopped)
