"""What a query means besides passages: countries, indicators, notes and tags of bookmarks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.domain.query_parsing import parse
from reader.library.library import Library
from reader.library.removal import Marks
from reader.library.search_help import Elsewhere
from reader.library.short_texts import ShortTexts

QUOTES = (
    ("Illegal gold mining pays better", "Miners at the river were fined", ("rivers", "fines")),
    ("corrupt officers look away", "Compruebe las prisiones y los ríos", ()),
    ("Fuel comes by night. Buyers", "", ("Fuel", "night trade")),
)


@pytest.fixture
def noted(library: Library) -> Library:
    """The small library with three marks, the first the oldest."""
    river = next(each.id for each in library.documents.all() if "River" in each.metadata.title)
    for quote, note, tags in QUOTES:
        library.bookmarks.add_quote(river, quote, note=note, tags=tags)
    return library


def countries(found: Elsewhere) -> list[str]:
    return [each.country.iso2 for each in found.countries]


def indicators(found: Elsewhere) -> list[str]:
    return [each.indicator.id for each in found.indicators]


def notes(library: Library, text: str) -> list[str]:
    found = library.elsewhere.run(text).notes
    return [each.bookmark.note or each.bookmark.tags[0] for each in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("peru", ["PE"]),
        ("PERÚ ", ["PE"]),
        ("per", ["PE"]),
        ("pe", ["PE"]),
        ("PER", ["PE"]),
        ("burma", ["MM"]),
        ("gold peru", ["PE"]),
        ("peru gold", ["PE"]),
        ("peruvian gold", ["PE"]),
        ("gold in the united states of america", ["US"]),
        ("papua new guinea", ["PG"]),
        ("country:PE", ["PE"]),
        ("country:PE gold", []),
        ("gold -peru", []),
        ("-peru", []),
        ("NOT peru", []),
        ("gold -country:peru", []),
        ("gold per night", []),
        ("it is no use", []),
        ("gulf of mexico", []),
        ("peru OR colombia", ["PE", "CO"]),
        ("colombia peru", ["CO", "PE"]),
        ('"peru" gold', ["PE"]),
        ("tell PE more", ["PE"]),
        ("zz", []),
    ],
)
def test_countries_are_found_by_what_they_are_called(
    library: Library, text: str, expected: list[str]
) -> None:
    assert countries(library.elsewhere.run(text)) == expected


def test_a_country_says_what_is_held_on_it(library: Library) -> None:
    (peru,) = library.elsewhere.run("peru").countries
    assert (peru.documents, peru.scored) == (2, True)
    (chile,) = library.elsewhere.run("chile").countries
    assert (chile.documents, chile.scored) == (0, False)
    held = library.elsewhere.run("guinea").countries
    assert len(held) == 3
    assert held[0].country.iso2 == "GN"


def test_of_countries_that_begin_so_the_held_come_first(library: Library) -> None:
    assert countries(library.elsewhere.run("ecu")) == ["EC"]
    assert countries(library.elsewhere.run("eri")) == ["ER"]
    assert countries(library.elsewhere.run("e")) == []


def test_indicators_are_found_by_name_before_definition(library: Library) -> None:
    assert indicators(library.elsewhere.run("cocaine trade")) == ["cocaine_trade"]
    assert indicators(library.elsewhere.run("peru cocaine")) == ["cocaine_trade"]
    assert indicators(library.elsewhere.run("arms traffickers"))[0] == "arms_trafficking"
    assert indicators(library.elsewhere.run("arms traff"))[0] == "arms_trafficking"
    found = library.elsewhere.run("weapons").indicators
    assert found[0].indicator.id == "arms_trafficking"
    snippet = found[0].snippet
    assert [snippet.text[start:end] for start, end in snippet.matches] == ["weapons"]
    assert snippet.text.startswith(found[0].indicator.definition[:40])
    assert indicators(library.elsewhere.run("cocaine -trade")) == []
    assert len(indicators(library.elsewhere.run("trade"))) == 3
    assert indicators(library.elsewhere.run("zebra OR cocaine"))[0] == "cocaine_trade"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("river", [1, 0]),
        ("rivers fine", [0]),
        ("fines miner", [0]),
        ("rio", [1]),
        ("prisión", [1]),
        ("fuel OR prisiones", [2, 1]),
        ("river -fined", []),
        ("-river", []),
        ("NOT (a OR b)", []),
        ('"night trade"', [2]),
        ('"trade night"', []),
        ('"fuel night"', []),
        ("fuel night", [2]),
        ("fue", [2]),
        ("fin*", [0]),
        ("minrs~", [0]),
        ("=Miners", [0]),
        ("=miner", []),
        ("in:notes fuel", [2]),
        ("gold", []),
        ("country:peru fuel", [2]),
        ("country:peru", []),
    ],
)
def test_notes_and_tags_are_found_the_newest_first(
    noted: Library, text: str, expected: list[int]
) -> None:
    said = [note or tags[0] for _, note, tags in QUOTES]
    wanted = [said[place] for place in expected]
    # "rivers" is a tag of the first, "ríos" no form of it.
    assert notes(noted, text) == [each for each in wanted if text != "river" or "Miners" in each]


def test_a_note_is_shown_around_what_matches(noted: Library) -> None:
    (found,) = noted.elsewhere.run("fined").notes
    assert found.document.metadata.title == "River gold"
    assert [found.snippet.text[a:b] for a, b in found.snippet.matches] == ["fined"]
    (found,) = noted.elsewhere.run("fuel").notes
    assert found.snippet.text == "Fuel; night trade"
    (found,) = noted.elsewhere.run("fines").notes
    assert found.bookmark.quote.exact == QUOTES[0][0]


def test_what_changes_is_found_as_it_is_now(noted: Library) -> None:
    assert notes(noted, "zebra") == []
    (found,) = noted.elsewhere.run("miners").notes
    noted.bookmarks.edit(found.bookmark.id, note="A zebra")
    assert notes(noted, "zebra") == ["A zebra"]
    assert notes(noted, "miners") == []
    noted.removal.remove([found.document.id], Marks.KEEP)
    assert notes(noted, "zebra") == ["A zebra"], "a kept mark stays in its list"
    noted.removal.restore([found.document.id])
    noted.removal.remove([found.document.id], Marks.REMOVE)
    assert notes(noted, "zebra") == []


def test_the_limit_holds_for_each_kind(noted: Library) -> None:
    river = next(each.id for each in noted.documents.all() if "River" in each.metadata.title)
    for number in range(5):
        noted.bookmarks.add_quote(river, "Guards", note=f"Zebra {number}")
    found = noted.elsewhere.run("zebra", 2)
    assert [each.bookmark.note for each in found.notes] == ["Zebra 4", "Zebra 3"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet='gop"-=~*,:() éru😀\ud800ORNT', max_size=40))
def test_any_text_has_an_answer(noted: Library, text: str) -> None:
    found = noted.elsewhere.run(text)
    assert max(map(len, (found.countries, found.indicators, found.notes))) <= 3


@pytest.mark.parametrize(
    "note, asked",
    [
        ("He was dying of thirst", "die"),
        ("Skies over the river", "sky"),
        ("O'Neil’s report", "oneil"),
        ("O'Neil’s report", "o'neil"),
        ("las elecciones", "elección"),
        ("In 2014 it fell", "2014"),
        ("US aid", "us"),
    ],
)
def test_every_form_of_a_word_in_a_note_is_found(note: str, asked: str) -> None:
    texts = ShortTexts([("Something else", "a tag"), (note,)])
    assert texts.matching(parse(asked).root) == {1}
