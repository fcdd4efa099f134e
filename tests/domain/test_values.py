"""Dates, documents, selectors, countries, citations and changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.bookmark import AnchorState
from reader.domain.changes import LibraryChanges
from reader.domain.citation import citation, clip_citation, content_date, locator_words
from reader.domain.country import Country, CountryTable, fold_name
from reader.domain.dates import PartialDate
from reader.domain.document import (
    Block,
    PassageKind,
    SourceMetadata,
    Work,
    passage_at,
    place_blocks,
    version_text,
)
from reader.domain.errors import Cancelled, InvalidInput, NotFound, ReaderError
from reader.domain.evidence import Coverage, coverage
from reader.domain.report import Clip, Locator
from reader.domain.selector import TextPositionSelector, TextQuoteSelector


@pytest.mark.parametrize("text", ["2023", "2023-05", "2023-05-31", "2024-02-29"])
def test_a_date_says_no_more_than_was_stated(text: str) -> None:
    assert str(PartialDate.parse(f" {text} ")) == text


@pytest.mark.parametrize(
    "text",
    ["", "23", "2023-13", "2023-02-30", "2023-00", "2023-05-00", "May 2023", "2023-5", "0000"],
)
def test_what_is_no_date_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(InvalidInput, match="not a date"):
        PartialDate.parse(text)


def test_dates_order_by_what_is_known() -> None:
    assert PartialDate(2023) < PartialDate(2023, 5) < PartialDate(2023, 5, 1) < PartialDate(2024)


def test_an_error_reads_as_one_line() -> None:
    assert str(ReaderError("it burnt", item="a.txt", remedy="Call for help")) == (
        "a.txt: it burnt. Call for help."
    )
    assert str(ReaderError("it burnt")) == "it burnt."
    assert str(ReaderError("is it?", remedy="Is it?")) == "is it?. Is it?"
    assert str(Cancelled()) == "stopped on request."


plain_words = st.text(
    alphabet=st.characters(blacklist_characters="\n", blacklist_categories=("Cs", "Cc")),
    max_size=30,
)


@given(st.lists(plain_words, max_size=12))
def test_every_passage_stands_where_it_says(texts: list[str]) -> None:
    passages = place_blocks(Block(PassageKind.PARAGRAPH, text) for text in texts)
    whole = version_text(passages)
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert whole[passage.start : passage.end] == passage.text
        assert passage_at(passages, passage.start) == passage
        assert passage_at(passages, passage.end) == passage
    assert passage_at(passages, len(whole) + 1) is None
    assert passage_at(passages, -1) is None


def test_selectors_survive_their_json() -> None:
    quote, position = TextQuoteSelector("a", "b", "c"), TextPositionSelector(3, 4)
    assert TextQuoteSelector.from_json(quote.as_json()) == quote
    assert TextPositionSelector.from_json(position.as_json()) == position
    assert TextQuoteSelector.from_json({"exact": "a"}) == TextQuoteSelector("a")


@pytest.mark.parametrize("data", [{}, {"exact": 1}, {"exact": "a", "prefix": 2}])
def test_a_quote_without_words_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        TextQuoteSelector.from_json(data)


@pytest.mark.parametrize(
    "data", [{}, {"start": 2, "end": 1}, {"start": -1, "end": 1}, {"start": "0"}]
)
def test_a_position_that_is_none_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        TextPositionSelector.from_json(data)


NAMIBIA = Country("NA", "NAM", "Namibia", ("Republic of Namibia",), ("Namibian",))
IVORY = Country("CI", "CIV", "Côte d'Ivoire", ("Ivory Coast",))
NIGER = Country("NE", "NER", "Niger")
NIGERIA = Country("NG", "NGA", "Nigeria", (), ("Nigerian",))
TABLE = CountryTable([NAMIBIA, IVORY, NIGER, NIGERIA])


@pytest.mark.parametrize(
    "name, country",
    [
        ("NA", NAMIBIA),
        ("nam", NAMIBIA),
        ("namibia", NAMIBIA),
        ("COTE D’IVOIRE", IVORY),
        ("Ivory coast", IVORY),
        (" ne ", NIGER),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_names_aliases_and_codes_resolve(name: str, country: Country | None) -> None:
    assert TABLE.find(name) == country


def test_resolving_an_unknown_name_says_what_to_write() -> None:
    assert TABLE.resolve("Niger") is NIGER
    with pytest.raises(NotFound, match="ISO 3166"):
        TABLE.resolve("Atlantis")


def test_all_countries_stand_once_by_name() -> None:
    assert TABLE.all() == (IVORY, NAMIBIA, NIGER, NIGERIA)


def test_countries_are_found_in_prose_as_whole_words() -> None:
    assert TABLE.named_in("Nigerian groups moved on to Ivory Coast.") == (NIGERIA, IVORY)
    assert TABLE.named_in("NA ne") == ()


def test_names_fold_for_comparison() -> None:
    assert fold_name("  São Tomé & Príncipe ") == "sao tome principe"


def test_coverage_counts_sources_once_and_takes_the_newest_date() -> None:
    links = [("a", PartialDate(2020)), ("a", PartialDate(2020)), ("b", None)]
    assert coverage(links) == Coverage(3, 2, PartialDate(2020))
    assert coverage([]) == Coverage()


SUMMARY = SourceMetadata(
    title="Peru, in short",
    publisher="Starter",
    summarises=Work(
        "The Long Report",
        "Big House",
        ("A. Writer", "B. Second"),
        PartialDate(2013),
        "https://x.example",
    ),
)
ARTICLE = SourceMetadata(
    title="Rivers",
    authors=("C. Third",),
    publisher="Daily",
    published=PartialDate(2020, 5),
    url="https://y.example",
    accessed=PartialDate(2021, 1, 2),
)


def test_an_article_is_cited_with_all_that_is_known() -> None:
    assert citation(ARTICLE) == (
        "C. Third, “Rivers”, Daily, 2020-05, https://y.example, accessed 2021-01-02"
    )


def test_what_is_not_known_is_left_out_and_a_missing_date_is_said() -> None:
    assert citation(SourceMetadata(title="Leaflet")) == "“Leaflet”, n.d."


def test_a_summary_is_cited_after_the_work_and_never_as_the_work() -> None:
    assert citation(SUMMARY) == (
        "“Peru, in short”, Starter, summary after A. Writer and B. Second, “The Long Report”,"
        " Big House, 2013, https://x.example"
    )
    bare = SourceMetadata(title="S", summarises=Work("W"))
    assert citation(bare) == "“S”, summary after “W”, n.d."


def test_a_date_that_was_inferred_is_never_cited_as_stated() -> None:
    work = Work("W", published=PartialDate(2016), published_basis="figures of 2016")
    summary = SourceMetadata(title="S", summarises=work)
    assert citation(summary) == "“S”, summary after “W”, [2016]"
    assert content_date(summary) == PartialDate(2016)


def test_a_summary_speaks_from_the_date_of_its_work() -> None:
    assert content_date(SUMMARY) == PartialDate(2013)
    assert content_date(ARTICLE) == PartialDate(2020, 5)
    assert content_date(SourceMetadata(title="x")) is None


@pytest.mark.parametrize(
    "locator, path, words",
    [
        (Locator(3, 3), (), "para. 3"),
        (Locator(3, 5), ("Markets", "Gold"), "Markets › Gold, paras. 3–5"),
        (Locator(3, 5, page=12), ("Gold",), "Gold, p. 12"),
        (Locator(3, 3, page=12, last_page=12), (), "p. 12"),
        (Locator(3, 3, page=12, last_page=13), (), "pp. 12–13"),
    ],
)
def test_a_locator_is_the_page_or_the_paragraph(
    locator: Locator, path: tuple[str, ...], words: str
) -> None:
    assert locator_words(locator, path) == words


def test_a_clip_is_cited_with_its_place() -> None:
    clip = Clip(
        bookmark="b",
        quotation="q",
        quote=TextQuoteSelector("q"),
        position=TextPositionSelector(0, 1),
        metadata=ARTICLE,
        heading_path=(),
        locator=Locator(2, 2),
        version_sha256="0",
        imported=PartialDate(2026, 1, 1),
        note="",
        tags=(),
        anchor=AnchorState.EXACT,
    )
    assert clip_citation(clip).endswith("; para. 2")


def test_changes_add_up() -> None:
    one = LibraryChanges(documents=frozenset("a"), search_index=True)
    other = LibraryChanges(documents=frozenset("b"), bookmarks=frozenset("c"))
    both = one | other
    assert both.documents == {"a", "b"}
    assert both.bookmarks == {"c"}
    assert both.search_index
    assert bool(both)
    assert not LibraryChanges()
