"""Search from the text that was typed to marked hits: filters, order, whole documents, tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from searched import chosen, document, facet, fill, texts, titles

from reader.domain.errors import Cancelled, IndexUnavailable, NotFound
from reader.domain.query import Filter
from reader.library.library import Library
from reader.library.progress import CancelToken
from reader.library.removal import Marks
from reader.library.search_results import Order, SearchResults


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library that these tests read; nobody writes to it."""
    base = tmp_path_factory.mktemp("searched")
    with Library.create(base / "library", program="the tests", cache=base / "cache") as library:
        fill(library, base / "sources")
        river = document(library, "River gold")
        library.bookmarks.add_quote(
            river,
            "Mercury is sold in the market",
            note="ask the chemist about quicksilver",
            tags=["toxins/mercury"],
        )
        library.bookmarks.add_quote(river, "gold merchants", note="¿quiénes son los compradores?")
        library.bookmarks.add_quote(
            document(library, "The coast and its ports"), "Gold from the river", tags=["mining"]
        )
        yield library


def run(library: Library, text: str, **more: object) -> SearchResults:
    return library.searching.run(text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query, documents",
    [
        ("gold country:peru", {"River gold", "Notes without a date"}),
        ("gold country:PER,co", {"River gold", "Notes without a date", "The coast and its ports"}),
        ("gold -country:peru", {"The coast and its ports"}),
        ('publisher:"thomson example" gold', {"The coast and its ports"}),
        ("publisher:thomson gold", {"The coast and its ports"}),
        ("publisher:EJEMPLO", {"Las minas del altiplano"}),
        ('publisher:"Example, Inc."', {"Notes without a date"}),
        ("publisher:weekly,diario", {"River gold", "Las minas del altiplano"}),
        ("publisher:week", set()),
        ("year:2016", {"Las minas del altiplano"}),
        ("year:2016..2019", {"Las minas del altiplano", "The coast and its ports"}),
        ("year:2017.. gold", {"The coast and its ports", "River gold"}),
        ("year:..2018", {"Las minas del altiplano"}),
        ("year:unknown", {"Notes without a date"}),
        ("type:news", {"Las minas del altiplano"}),
        ("type:Profile,summary gold", {"The coast and its ports", "Notes without a date"}),
        ("lang:es", {"Las minas del altiplano"}),
        ("lang:español", {"Las minas del altiplano"}),
        ("lang:Spanish,english country:bo", {"Las minas del altiplano"}),
        ("title:port", {"The coast and its ports"}),
        ('title:"river golds" cash OR fuel', {"River gold"}),
        ('title:"gold river"', set()),
        ("title:mina", {"Las minas del altiplano"}),
        ("tag:ports", {"The coast and its ports"}),
        ("tag:MINING/gold", {"River gold"}),
        ("country:bo (oro OR gold)", {"Las minas del altiplano"}),
        ("(type:news OR type:summary) (oro OR gold)",
         {"Las minas del altiplano", "Notes without a date"}),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_it_names(library: Library, query: str, documents: set[str]) -> None:
    results = run(library, query)
    assert results.suggestion is None
    assert set(titles(results)) == documents


def test_a_tag_selects_documents_and_the_passages_of_bookmarks(library: Library) -> None:
    results = run(library, "tag:mining gold -country:bo")
    assert {hit.document.metadata.title for hit in results.hits} == {
        "River gold",
        "The coast and its ports",
    }
    assert [text for text in texts(results) if text.startswith("Gold")] == [
        "Gold from the river is s"
    ]
    marked = run(library, "tag:toxins")
    assert texts(marked) == ["Mercury is sold in the m"]
    assert marked.details == ("tag:toxins: toxins, 1 passage with marks",)


def test_a_title_alone_makes_no_passage_a_hit(library: Library) -> None:
    for query in ("gold", "gold tag:mining", "gold tag:mining country:pe", "gold in:notes OR gold"):
        results = run(library, query)
        rows = [hit.snippet.text if hit.passage.cell else hit.passage.text for hit in results.hits]
        assert rows
        assert results.total == len(rows)
        assert all("gold" in row.casefold() for row in rows)


def test_an_indicator_selects_the_passages_that_are_evidence_for_it(library: Library) -> None:
    by_id = run(library, "indicator:non_renewable_resource_crimes")
    assert by_id.total > 0
    assert all("gold" in hit.passage.text.casefold() for hit in by_id.hits)
    by_name = run(library, 'indicator:"non renewable resource"')
    assert texts(by_name) == texts(by_id)
    cocaine = run(library, "indicator:cocaine")
    assert titles(cocaine) == ["The coast and its ports"]
    assert cocaine.details == ("indicator:cocaine: Cocaine trade, 1 passage",)


def test_notes_are_searched_instead_of_the_text_and_their_mark_is_what_is_marked(
    library: Library,
) -> None:
    results = run(library, "in:notes quicksilver")
    (hit,) = results.hits
    assert [hit.passage.text[start:end] for start, end in hit.matches] == [
        "Mercury is sold in the market"
    ]
    assert run(library, "in:notes mercury").total == 1
    assert run(library, "in:notes chemists").total == 1
    assert run(library, "in:notes nobody").total == 0
    assert run(library, "in:notes chemist country:co").total == 0
    assert run(library, "in:notes").total == 3
    assert run(library, "in:notes -chemist").total == 2
    assert library.searching.spans("a chemist", results.query, "en") == []


def test_a_note_on_a_tables_cell_leads_to_its_row(library: Library) -> None:
    (hit,) = run(library, "in:notes comprador").hits
    assert hit.passage.text == "gold merchants"
    assert hit.snippet.text == "Lower camp · 70,000 · gold merchants"
    (span,) = hit.snippet.matches
    assert hit.snippet.text[slice(*span)] == "gold merchants"


def test_a_row_of_a_table_is_one_hit_under_the_cell_that_matches_most(library: Library) -> None:
    (hit,) = run(library, '"lower camp" merchants').hits
    assert hit.passage.text == "Lower camp"
    (hit,) = run(library, "merchants").hits
    assert hit.passage.text == "gold merchants"
    assert [hit.passage.text[slice(*span)] for span in hit.matches] == ["merchants"]


@pytest.mark.parametrize(
    "query, note",
    [
        ("publisher:ejemlpo", "no publisher is called “ejemlpo”; did you mean “Diario Ejemplo”?"),
        ("publisher:exmaple", "no publisher is called “exmaple”; did you mean “example”?"),
        ("country:bolvia", "no country is called “bolvia”; did you mean “Bolivia”?"),
        ("country:zzzz", "no country is called “zzzz”"),
        ("tag:minnig", "nothing is tagged “minnig”; did you mean “mining”?"),
        ("type:artikle", "no document is of the type “artikle”; did you mean “article”?"),
        ("indicator:heroine", "no indicator is called “heroine”; did you mean “Heroin trade”?"),
        ("lang:klingon", "no document is in the language “klingon”"),
        ("year:soon", "“soon” is no year; write 2013, 2013..2016 or unknown"),
        ("title:zebra", "no title has “zebra” in it"),
    ],
)
def test_what_is_not_known_matches_nothing_and_is_said(
    library: Library, query: str, note: str
) -> None:
    results = run(library, f"gold {query}")
    assert results.hits == ()
    assert note in results.notes
    assert any(each.text == "gold" for each in results.alternatives)


def test_a_filter_that_is_still_being_typed_takes_nothing_away(library: Library) -> None:
    whole = run(library, "gold").total
    assert run(library, "gold publisher:thom", typing=True).total == whole
    assert run(library, "gold publisher:thom").total == 0
    assert run(library, "gold publisher:thom ", typing=True).total == 0
    assert run(library, "gold publisher:thomson", typing=True).total < whole


def test_filters_alone_list_passages_the_newest_documents_first(library: Library) -> None:
    results = run(library, "country:pe,co")
    assert titles(results) == ["River gold", "The coast and its ports", "Notes without a date"]
    first = [hit.passage.ordinal for hit in results.groups[0].hits]
    assert first == sorted(first)


@pytest.mark.parametrize(
    "order, first_to_last",
    [
        (Order.NEWEST, ["River gold", "The coast and its ports", "Notes without a date"]),
        (Order.OLDEST, ["The coast and its ports", "River gold", "Notes without a date"]),
        (Order.COUNTRY, ["The coast and its ports", "Notes without a date", "River gold"]),
    ],
)
def test_hits_come_in_the_order_that_is_wanted(
    library: Library, order: Order, first_to_last: list[str]
) -> None:
    results = run(library, "gold", order=order)
    assert titles(results) == first_to_last
    assert results.order is order
    by_document = [hit.document.id for hit in results.hits]
    assert len(dict.fromkeys(by_document)) == 1 + sum(
        one != other for one, other in pairwise(by_document)
    )


def test_documents_without_a_date_come_last_and_that_is_said(library: Library) -> None:
    assert (
        "1 document without a date comes last" in run(library, "gold", order=Order.OLDEST).details
    )
    assert run(library, "gold", order=Order.COUNTRY).details == ("gold: in any form",)


def test_a_document_that_matches_only_as_a_whole_comes_after_the_others(library: Library) -> None:
    results = run(library, "hydropower dam")
    assert (results.total, results.hits, results.documents) == (0, (), 0)
    (group,) = results.groups
    assert group.whole
    assert group.document.metadata.title == "The coast and its ports"
    assert group.hits[0].matches
    assert results.suggestion is None
    mixed = run(library, "gold river")
    assert [group.whole for group in mixed.groups] == sorted(group.whole for group in mixed.groups)
    names = [group.document.id for group in mixed.groups]
    assert len(names) == len(set(names))


def test_the_total_counts_beyond_the_limit_and_groups_say_how_many_more(library: Library) -> None:
    all_ = run(library, "gold")
    few = run(library, "gold", limit=1)
    assert (len(few.hits), few.total, few.documents) == (1, all_.total, all_.documents)
    assert few.groups[0].total == next(
        group.total for group in all_.groups if group.document.id == few.groups[0].document.id
    )
    assert few.facets == all_.facets


def test_all_hits_of_one_document_can_be_asked_for(library: Library) -> None:
    answer = library.searching.run("gold OR fuel", limit=1)
    group = next(each for each in answer.groups if not each.whole)
    assert group.total > len(group.hits) == 1
    whole = library.searching.all_of(group, "gold OR fuel")
    assert len(whole.hits) == whole.total == group.total
    assert {hit.document.id for hit in whole.hits} == {group.document.id}
    assert whole.hits[0] == group.hits[0]
    typed = library.searching.all_of(group, "gold OR fue", typing=True)
    assert len(typed.hits) == group.total


def test_a_query_can_be_asked_within_filters(library: Library) -> None:
    results = run(library, "gold", within=[Filter("country", "co"), Filter("year", "2019")])
    assert titles(results) == ["The coast and its ports"]
    assert chosen(results, "country") == ["CO"]
    assert results.reading == "gold AND country:co AND year:2019"
    assert titles(run(library, "gold", country="Colombia")) == ["The coast and its ports"]
    with pytest.raises(NotFound, match="Atlantis"):
        run(library, "gold", country="Atlantis")


def test_every_version_with_hits_is_counted(library: Library) -> None:
    counts = library.searching.counts("gold country:pe")
    by_id = {each.metadata.title: each.version.id for each in library.documents.all()}
    results = run(library, "gold country:pe")
    assert counts == {by_id[group.document.metadata.title]: group.total for group in results.groups}
    assert library.searching.counts("") == {}


def test_accents_and_forms_are_found_by_language(library: Library) -> None:
    assert texts(run(library, "tupac")) == ["Illegal gold mining pays"]
    assert titles(run(library, "minero ilegal")) == ["Las minas del altiplano"]
    exact = run(library, "=miner")
    assert exact.suggestion == "=miners"
    assert run(library, "=miners").suggestion is None


def test_an_answer_that_nobody_waits_for_is_not_finished(library: Library) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        run(library, "gold", cancel=token)


def test_nothing_typed_is_nothing_found(library: Library) -> None:
    for text in ("", "  ", "?!", "- -"):
        results = run(library, text)
        assert (results.total, results.hits, results.facets, results.alternatives) == (
            0,
            (),
            (),
            (),
        )


def test_without_an_index_searching_says_so(empty_library: Library) -> None:
    with pytest.raises(IndexUnavailable):
        empty_library.searching.run("gold")


def test_what_is_removed_is_not_found_before_the_index_knows(
    empty_library: Library, tmp_path: Path
) -> None:
    fill(empty_library, tmp_path / "more")
    before = run(empty_library, "gold")
    empty_library.removal.remove([document(empty_library, "River gold")], Marks.REMOVE)
    after = run(empty_library, "gold")
    assert "River gold" not in titles(after)
    assert after.total == before.total - before.groups[titles(before).index("River gold")].total
    assert set(facet(after, "year")) == {"2019", "unknown"}


def test_a_change_of_the_metadata_shows_at_the_next_query(
    empty_library: Library, tmp_path: Path
) -> None:
    fill(empty_library, tmp_path / "more")
    assert run(empty_library, "gold tag:quay").total == 0
    coast = document(empty_library, "The coast and its ports")
    empty_library.tagging.add("quay", [coast])
    assert run(empty_library, "gold tag:quay").total == 2
    empty_library.bookmarks.add_quote(coast, "Dockers", note="pay slips")
    assert run(empty_library, "slip in:notes").total == 1


# fmt: off
_PARTS = [
    "gold", "mining", "mercury", "oro", "minero", "Túpac", "70,000", "zymurgy", "godl", '"', "(",
    ")", "-", "OR", "AND", "NOT", "*", "~", "~2", "=", ":", ",", "..", "country:", "country:pe",
    "year:", "year:2013..", "year:x", 'publisher:"', "tag:mining", "tag:/", "indicator:", "lang:es",
    "title:the", "in:notes", "in:", "\x00", "\ud800", "😀", "a\u0301", "ﬁ", "٣", "%", "\\", "[a-z]",
    "' OR 1=1 --", "“", "”", "\n", "\t", "x" * 300, "gold" * 40, "\u202e", "country:pe,co,,",
    '"gold mercury"~10', "traff*", '="',
]
# fmt: on


def test_no_query_raises(library: Library) -> None:
    chance = random.Random(4)
    for number in range(2000):
        parts = [chance.choice(_PARTS) for _ in range(chance.randint(1, 9))]
        if number % 5 == 0:
            parts += [chr(chance.randrange(0x110000)) for _ in range(5)]
        text = chance.choice(["", " "]).join(parts)
        results = run(library, text, typing=number % 2 == 0, order=chance.choice(list(Order)))
        assert results.query.text == text
        assert sum(group.total for group in results.groups) <= results.total
