"""Counts to narrow by: over all hits, several at once, and each of them true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from searched import chosen, document, facet, fill

from reader.domain.query_filters import filter_value, written_filter
from reader.library import facets as facets_module
from reader.library.library import Library
from reader.library.narrowing import with_value_toggled, without_values
from reader.library.search_results import SearchResults


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library that these tests read; nobody writes to it."""
    base = tmp_path_factory.mktemp("faceted")
    with Library.create(base / "library", program="the tests", cache=base / "cache") as library:
        fill(library, base / "sources")
        river = document(library, "River gold")
        library.bookmarks.add_quote(river, "Mercury", tags=["toxins/mercury", "mining/gold"])
        library.bookmarks.add_quote(river, "gold merchants", tags=["buyers"])
        coast = document(library, "The coast and its ports")
        library.bookmarks.add_quote(coast, "Gold from the river", tags=["mining"])
        yield library


def run(library: Library, text: str, limit: int = 100) -> SearchResults:
    return library.searching.run(text, limit=limit)


def test_facets_count_all_hits_and_not_those_listed(library: Library) -> None:
    results = run(library, "gold", limit=1)
    assert facet(results, "country") == {"PE": 5, "CO": 2, "EC": 1}
    assert facet(results, "publisher") == {
        "Example Weekly": 4,
        "Thomson Example": 2,
        "Example, Inc.": 1,
    }
    assert facet(results, "type") == {"article": 4, "profile": 2, "summary": 1}
    assert facet(results, "tag") == {
        "mining": 5,
        "mining/gold": 4,
        "rivers": 4,
        "ports": 2,
        "buyers": 1,
    }
    assert sum(facet(results, "indicator").values()) > 0


def test_years_come_newest_first_and_those_without_a_date_last(library: Library) -> None:
    results = run(library, "gold OR oro")
    assert list(facet(results, "year")) == ["2021", "2019", "2016", "unknown"]
    labels = {each.label for facet in results.facets for each in facet.values}
    assert {"Peru", "no date", "Non-renewable resource crimes"} <= labels


@pytest.mark.parametrize(
    "query",
    [
        "gold",
        "gold country:pe",
        "gold country:pe,co year:2019..",
        "(gold OR oro OR mercury) tag:mining",
        "gold tag:mining country:pe,co",
        "gold tag:mining indicator:non_renewable_resource_crimes",
        "indicator:cocaine,non_renewable_resource_crimes",
        "publisher:example -country:ec",
        "country:bo year:unknown",
        "gold tag:toxins,ports type:profile",
        "in:notes",
        "title:river gold lang:en",
        "(year:2021 OR oro)",
        "(country:co OR mercury) type:article",
        "(country:co OR (mercury -tag:ports)) (lang:en OR gold)",
    ],
)
def test_each_count_is_what_choosing_that_value_alone_would_leave(
    library: Library, query: str
) -> None:
    results = run(library, query)
    assert results.facets
    for each in results.facets:
        others = " ".join(part for part in query.split() if not part.startswith(f"{each.field}:"))
        for value in each.values:
            narrowed = f"{others} {written_filter(each.field, filter_value([value.value]))}"
            left = run(library, narrowed)
            assert (0 if left.suggestion else left.total) == value.count, narrowed


def test_what_a_filter_lets_in_beside_words_stays_when_it_is_narrowed(library: Library) -> None:
    wide = run(library, "country:co OR mercury")
    narrowed = run(library, "(country:co OR mercury) country:co")
    assert narrowed.total == facet(wide, "country")["CO"] == run(library, "country:co").total
    group = narrowed.groups[0]
    whole = library.searching.all_of(group, "(country:co OR mercury) country:co")
    assert len(whole.hits) == group.total == whole.total


def test_a_summary_is_of_the_year_of_what_it_summarises(empty_library: Library) -> None:
    source = empty_library.folder.parent / "short.md"
    source.write_text(
        "---\ntitle: In short\nsummarises:\n  title: At length\n  published: 2016-05\n---\n\n"
        "Gold goes down the river.\n"
    )
    empty_library.importing.run([source])
    empty_library.deriving.run()
    assert facet(run(empty_library, "gold"), "year") == {"2016": 1}
    assert run(empty_library, "gold year:2016").total == 1
    assert run(empty_library, "gold year:unknown").total == 0


def test_several_values_of_one_facet_are_chosen_at_once(library: Library) -> None:
    one = run(library, "gold country:co")
    two = run(library, "gold country:colombia,PER")
    assert chosen(one, "country") == ["CO"]
    assert chosen(two, "country") == ["PE", "CO"]
    assert facet(one, "country") == facet(two, "country") == facet(run(library, "gold"), "country")
    assert two.total == facet(two, "country")["CO"] + facet(two, "country")["PE"]
    assert facet(one, "year") == {"2019": 2}


def test_chosen_values_stay_in_the_list_also_where_they_leave_nothing(library: Library) -> None:
    results = run(library, "gold country:bo publisher:nobody")
    assert (facet(results, "country"), chosen(results, "country")) == ({"BO": 0}, ["BO"])
    assert chosen(results, "publisher") == ["nobody"]
    assert chosen(run(library, "gold year:2019..2021"), "year") == ["2021", "2019"]
    assert chosen(run(library, "gold tag:MINING"), "tag") == ["mining"]
    assert chosen(run(library, "gold indicator:cocaine"), "indicator") == ["cocaine_trade"]


def test_a_filter_that_only_a_part_of_the_query_has_is_no_choice(library: Library) -> None:
    results = run(library, "(gold country:co) OR oro")
    assert chosen(results, "country") == []
    assert facet(results, "country") == {"CO": 2, "BO": 1}
    assert chosen(run(library, "gold -country:co"), "country") == []


def test_a_long_facet_is_cut_but_never_what_is_chosen(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets_module, "MOST_VALUES", 1)
    assert list(facet(run(library, "gold"), "country")) == ["PE"]
    assert list(facet(run(library, "gold country:ec,co"), "country")) == ["CO", "EC"]


def test_spellings_of_one_publisher_are_one_value(empty_library: Library) -> None:
    folder = empty_library.folder.parent / "spellings"
    folder.mkdir()
    for number, publisher in enumerate(("El País", "EL PAIS", "El Pais")):
        front = f"---\ntitle: Paper {number}\npublisher: {publisher}\n---\n\n"
        (folder / f"{number}.md").write_text(f"{front}A lagoon dries.\n", encoding="utf-8")
    empty_library.importing.run([folder])
    empty_library.deriving.run()
    results = run(empty_library, "lagoon")
    ((value, count),) = facet(results, "publisher").items()
    assert count == 3
    assert run(empty_library, f'lagoon publisher:"{value}"').total == 3


@pytest.mark.parametrize(
    "query, field, value, narrowed",
    [
        ("gold", "country", "PE", "gold country:PE"),
        ("gold country:peru", "country", "PE", "gold"),
        ("gold country:peru", "country", "CO", "gold country:peru,CO"),
        ("gold country:peru,colombia", "country", "PE", "gold country:colombia"),
        ("gold year:2016..2019", "year", "2016", "gold year:2019"),
        ("gold year:2019,2016..2020", "year", "2019", "gold year:2016"),
        ("gold publisher:thomson", "publisher", "Thomson Example", "gold"),
        ("gold publisher:nobody", "publisher", "nobody", "gold"),
        ("gold indicator:cocaine", "indicator", "cocaine_trade", "gold"),
        ("gold tag:MINING/gold", "tag", "mining/gold", "gold"),
        ("year:unknown gold", "year", "unknown", "gold"),
    ],
)
def test_a_value_is_let_go_whatever_the_query_has_for_it(
    library: Library, query: str, field: str, value: str, narrowed: str
) -> None:
    results = run(library, query)
    was = value in chosen(results, field)
    text = with_value_toggled(query, results.facets, field, value)
    assert text == narrowed
    assert (value in chosen(run(library, text), field)) is not was


def test_one_of_several_publishers_with_a_word_is_let_go(library: Library) -> None:
    results = run(library, "gold publisher:example")
    text = with_value_toggled(
        "gold publisher:example", results.facets, "publisher", "Thomson Example"
    )
    assert set(chosen(run(library, text), "publisher")) == {"Example Weekly", "Example, Inc."}


def test_all_that_is_chosen_is_let_go_at_once(library: Library) -> None:
    query = "gold country:peru year:2016..2021 -tag:ports publisher:example"
    assert without_values(query, run(library, query).facets) == "gold -tag:ports"


@pytest.mark.parametrize("year", ["²⁰¹³", "٢٠١٣", "9" * 300, "①", "-1", "1e3"])
def test_a_year_that_is_none_finds_nothing(library: Library, year: str) -> None:
    assert run(library, f"gold year:{year}").total == 0
