"""Completing what is typed: words, names, filters and their values, earlier queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.library import Library
from reader.library.search_help import Completion, CompletionKind
from reader.text.folding import fold

MORE = {
    "prisons.md": "---\ntitle: Prisons of the coast\npublisher: Big House, Ltd\n"
    "published: 2015-02\nlanguage: es\ncountries: [PE]\nkind: article\n"
    "tags: [gold trade, Gold]\n---\n\n"
    "# Prisons of the coast\n\nPrisoners mine gold. The golden goldsmith was in prison.\n",
    "ivory.md": "---\ntitle: 'Smuggling \"made easy\", a guide'\npublished: 2013\nlanguage: en\n"
    "countries: [CI, MM]\nkind: report\ntags: [ivory]\n---\n\n"
    "# Smuggling\n\nIvory leaves at night; goldfish do not. Gold, gold and gold.\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of few documents that nobody changes."""
    folder = tmp_path_factory.mktemp("completing")
    (folder / "sources").mkdir()
    for name, text in MORE.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    made = Library.create(folder / "library", program="the tests", cache=folder / "cache")
    with made as library:
        library.importing.run([folder / "sources"])
        library.deriving.run()
        document = library.documents.all()[0]
        library.bookmarks.add_quote(document.id, "Prisoners mine gold", tags=["Ivory", "caves"])
        library.saved_searches.add("Golden news", "gold year:2015")
        yield library


def at(library: Library, text: str, limit: int = 8, **more: object) -> tuple[Completion, ...]:
    """The completions at the bar, or at the end."""
    cursor = text.index("|") if "|" in text else len(text)
    return library.completing.run(text.replace("|", ""), cursor, limit, **more)  # type: ignore[arg-type]


def shown(found: tuple[Completion, ...], kind: CompletionKind) -> list[str]:
    return [each.text for each in found if each.kind is kind]


def taken(found: tuple[Completion, ...], kind: CompletionKind) -> list[str]:
    for each in found:
        assert 0 <= each.cursor <= len(each.query)
    return [f"{each.query[: each.cursor]}|{each.query[each.cursor :]}" for each in found
            if each.kind is kind]  # fmt: skip


def test_words_are_completed_the_most_frequent_first(library: Library) -> None:
    found = at(library, "night gol|x")
    words = [each for each in found if each.kind is CompletionKind.WORD]
    assert [each.text for each in words] == ["gold", "golden", "goldfish", "goldsmith"]
    assert (words[0].query, words[0].cursor) == ("night gold", 10)
    assert words[0].detail == "4 times"
    assert words[1].detail == "1 time"
    assert shown(at(library, "gold"), CompletionKind.WORD) == ["golden", "goldfish", "goldsmith"]
    assert shown(at(library, "GOLD"), CompletionKind.WORD)[0] == "golden"
    assert shown(at(library, "zzz"), CompletionKind.WORD) == []


def test_in_quotes_only_words_are_offered(library: Library) -> None:
    found = at(library, '"golden gold| x')
    assert {each.kind for each in found} == {CompletionKind.WORD}
    assert taken(found, CompletionKind.WORD)[0] == '"golden golden| x'
    assert at(library, "=prison")[0].query == "=prisoners"


@pytest.mark.parametrize(
    "typed, name, code",
    [
        ("peru", "Peru", "PE"),
        ("Perú", "Peru", "PE"),
        ("ivory c", "Côte d'Ivoire", "CI"),
        ("cote d'iv", "Côte d'Ivoire", "CI"),
        ("burma", "Myanmar", "MM"),
        ("united sta", "United States", "US"),
        ("PE", "Peru", "PE"),
    ],
)
def test_a_country_is_offered_as_its_profile_then_as_a_filter(
    library: Library, typed: str, name: str, code: str
) -> None:
    found = at(library, typed)
    places = [place for place, each in enumerate(found) if each.country == code]
    profile, narrowed = found[places[0]], found[places[0] + 1]
    assert profile.text.replace("’", "'") == name
    assert profile.kind is narrowed.kind is CompletionKind.COUNTRY
    assert (narrowed.query, narrowed.country) == (f"country:{code}", None)
    assert len(places) == 1


def test_peru_comes_before_all_words(library: Library) -> None:
    first, second, *_ = at(library, "gold per")
    assert (first.text, first.country, first.detail) == ("Peru", "PE", "1 document")
    assert second.query == "gold country:PE"
    assert [each.country for each in at(library, "gold -per")].count("PE") == 0, "no profile"
    assert "gold -country:PE" in [each.query for each in at(library, "gold -per")]


def test_one_letter_offers_no_country_that_the_library_has_not(library: Library) -> None:
    offered = {each.country for each in at(library, "p", 30)} - {None}
    assert offered == {"PE"}
    assert "IN" not in {each.country for each in at(library, "in", 30)}


def test_titles_tags_and_names_become_filters(library: Library) -> None:
    assert taken(at(library, "x coa"), CompletionKind.TITLE) == ['x title:"Prisons of the coast"|']
    found = at(library, "prisons of| x")
    assert taken(found, CompletionKind.TITLE) == ['title:"Prisons of the coast"| x']
    assert taken(at(library, "made"), CompletionKind.TITLE) == [
        'title:"Smuggling ""made easy"", a guide"|'
    ]
    assert taken(at(library, "gold tr"), CompletionKind.TAG) == ['tag:"gold trade"|']
    assert taken(at(library, "cav"), CompletionKind.TAG) == ["tag:caves|"]
    assert taken(at(library, "cocaine tr"), CompletionKind.INDICATOR)[0] == (
        "indicator:cocaine_trade|"
    )
    assert taken(at(library, "big"), CompletionKind.PUBLISHER) == ['publisher:"Big House, Ltd"|']
    assert taken(at(library, "cou"), CompletionKind.FILTER) == ["country:|"]


def test_what_is_taken_finds_what_was_offered(library: Library) -> None:
    for typed in ("coast", "made", "caves", "big", "ivory", "gold"):
        for each in at(library, typed, 20):
            if each.kind in (CompletionKind.TITLE, CompletionKind.TAG, CompletionKind.PUBLISHER):
                results = library.searching.run(each.query)
                assert results.total, each.query
                assert not results.notes, each.query


@pytest.mark.parametrize(
    "text, expected",
    [
        ("country:p", ["country:PE|"]),
        ("country:mm,p| x", ["country:mm,PE| x"]),
        ("country:PE", []),
        ("country:peru", []),
        ("year:", ["year:2015|", "year:2013|"]),
        ("year:201", ["year:2015|", "year:2013|"]),
        ("year:2013..", ["year:2013..2015|", "year:2013..2013|"]),
        ("year:2014..", ["year:2014..2015|"]),
        ("type:", ["type:article|", "type:report|"]),
        ("type:article,", ["type:article,report|"]),
        ("lang:sp", ["lang:es|"]),
        ("tag:gold", ['tag:"gold trade"|']),
        ("tag:iv", ["tag:ivory|"]),
        ('publisher:"big h', ['publisher:"Big House, Ltd"|']),
        ('publisher:"big h|o"', ['publisher:"Big House, Ltd"|']),
        ("in:", ["in:notes|"]),
        ("title:coa", ['title:"Prisons of the coast"|']),
        ("indicator:heroin", ["indicator:heroin_trade|"]),
        ("country:xx", []),
    ],
)
def test_values_of_filters_are_completed(library: Library, text: str, expected: list[str]) -> None:
    found = at(library, text)
    offered = [f"{each.query[: each.cursor]}|{each.query[each.cursor :]}" for each in found]
    if text.partition("|")[0].endswith((":p", ",p")):
        # What the library holds comes first.
        assert len(offered) > 1
        offered = offered[: len(expected)]
    assert offered == expected
    assert all(each.country is None for each in found)


def test_a_filter_without_a_value_offers_what_is_held(library: Library) -> None:
    assert {each.text for each in at(library, "country:")} == {"Peru", "Myanmar", "Côte d'Ivoire"}
    assert [each.detail for each in at(library, "tag:iv")] == ["1 document, 1 bookmark"]


def test_earlier_queries_are_offered_when_they_go_on(library: Library) -> None:
    history = ("gold mining peru", "timber", "Golden eagle", "gold")
    found = at(library, "gold", history=history)
    assert shown(found, CompletionKind.HISTORY) == ["gold mining peru", "Golden eagle"]
    assert shown(at(library, "x gold", history=history), CompletionKind.HISTORY) == []
    assert shown(at(library, "go|ld", history=history), CompletionKind.HISTORY) == []
    assert shown(at(library, "gol", history=history), CompletionKind.SAVED) == ["Golden news"]
    saved = next(each for each in at(library, "news") if each.kind is CompletionKind.SAVED)
    assert (saved.query, saved.detail) == ("gold year:2015", "gold year:2015")


def test_where_nothing_is_typed_the_last_queries_stand(library: Library) -> None:
    found = at(library, "  ", 3, history=("b", "a", "c"))
    assert [each.text for each in found] == ["b", "a", "Golden news"]
    assert at(library, "gold ") == ()


def test_without_an_index_names_are_offered(library: Library) -> None:
    from reader.domain.errors import IndexUnavailable
    from reader.library.completing import Completing

    def broken(prefix: str, limit: int) -> list[object]:
        raise IndexUnavailable("it is being built")

    known = library._known_names
    completing = Completing(broken, known.names, known.saved_searches)  # type: ignore[arg-type]
    assert completing.run("peru", 4)[0].country == "PE"


def test_new_names_are_offered_at_once(tmp_path: Path, empty_library: Library) -> None:
    assert shown(at(empty_library, "tim"), CompletionKind.TITLE) == []
    (tmp_path / "timber.md").write_text("---\ntitle: Timber\n---\n\n# Timber\n\nTrees.\n")
    empty_library.importing.run([tmp_path / "timber.md"])
    assert shown(at(empty_library, "tim"), CompletionKind.TITLE) == ["Timber"]
    empty_library.tagging.add("Timeless", [empty_library.documents.all()[0].id])
    assert shown(at(empty_library, "tim"), CompletionKind.TAG) == ["Timeless"]
    empty_library.saved_searches.add("Time", "night")
    assert shown(at(empty_library, "tim"), CompletionKind.SAVED) == ["Time"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(alphabet='gop"-=,:* ()é😀\ud800countrytagyear.', max_size=24),
    st.integers(-1, 30),
    st.integers(1, 12),
)
def test_any_text_is_completed_stably_and_without_repeats(
    library: Library, text: str, cursor: int, limit: int
) -> None:
    found = library.completing.run(text, cursor, limit, ("gold", "Gold", "gop"))
    assert found == library.completing.run(text, cursor, limit, ("gold", "Gold", "gop"))
    assert len(found) <= limit
    keys = [(fold(each.query), each.country) for each in found]
    assert len(set(keys)) == len(keys)
    for each in found:
        assert 0 <= each.cursor <= len(each.query)
        assert each.text
