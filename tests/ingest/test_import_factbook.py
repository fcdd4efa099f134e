"""Country files of the World Factbook: nothing of their text is lost, and facts are read off."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from reader.domain.document import Fact, InlineSpan, Origin, PassageKind, SpanStyle
from reader.domain.errors import ImportFailed
from reader.ingest.factbook import load_factbook_words
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.places import resources

COUNTRY = {
    "Introduction": {"Background": {"text": "<p>A mountain state.</p><p>Then came roads.</p>"}},
    "Geography": {
        "Area": {
            "total ": {"text": "83,871 sq km"},
            "land": {"text": "82,445 sq km"},
            "note": "<strong>note:</strong> lakes are counted as water",
        },
        "Land use": {
            "agricultural land": {"text": "31.5% (2023 est.)"},
            "agricultural land: arable land": {"text": "arable land: 16% (2023 est.)"},
        },
    },
    "Government": {
        "Country name": {
            "conventional long form": {"text": "Republic of Austria"},
            "conventional short form": {"text": "Austria"},
            "local short form": {"text": "&Ouml;sterreich"},
        },
        "Capital": {"name": {"text": "Vienna"}},
    },
    "Economy": {
        "Real GDP per capita": {
            "Real GDP per capita 2023": {"text": "$64,700 (2023 est.)"},
            "Real GDP per capita 2024": {"text": "$63,300 (2024 est.)"},
            "note": "<b>note:</b> in dollars of 2021",
        }
    },
    "Transnational Issues": {},
}


def read(country: object, knowledge: Knowledge, name: str = "au.json") -> Imported:
    return import_file(Source(json.dumps(country).encode(), name), knowledge)


def texts(imported: Imported) -> list[str]:
    return [block.text for block in imported.blocks]


def test_sections_and_fields_become_headings_and_parts_are_named_as_in_print(
    knowledge: Knowledge,
) -> None:
    imported = read(COUNTRY, knowledge)
    assert [(block.kind.value, block.level, block.text) for block in imported.blocks[:12]] == [
        ("heading", 2, "Introduction"),
        ("heading", 3, "Background"),
        ("paragraph", 0, "A mountain state."),
        ("paragraph", 0, "Then came roads."),
        ("heading", 2, "Geography"),
        ("heading", 3, "Area"),
        ("list_item", 1, "total: 83,871 sq km"),
        ("list_item", 1, "land: 82,445 sq km"),
        ("paragraph", 0, "note: lakes are counted as water"),
        ("heading", 3, "Land use"),
        ("list_item", 1, "agricultural land: 31.5% (2023 est.)"),
        ("list_item", 1, "agricultural land: arable land: 16% (2023 est.)"),
    ]
    total = imported.blocks[6]
    assert total.heading_path == ("Geography", "Area")
    assert total.spans == (InlineSpan(0, 6, SpanStyle.STRONG),)
    assert "Transnational Issues" not in texts(imported)


def test_the_country_is_the_one_the_file_names_and_not_the_code_it_is_called_by(
    knowledge: Knowledge,
) -> None:
    imported = read(COUNTRY, knowledge, "au.json")
    assert imported.metadata is not None
    assert imported.metadata.title == "Austria"
    assert imported.metadata.countries == ("AT",)
    assert imported.metadata.country_reasons == {"AT": "stated"}
    assert imported.metadata.origins["countries"] is Origin.STATED
    assert imported.metadata.published is None
    assert imported.metadata.language == "en"
    assert imported.metadata.kind == "facts"
    assert imported.warnings == ()


def test_facts_keep_the_files_words_their_year_and_the_passage_that_states_them(
    knowledge: Knowledge,
) -> None:
    imported = read(COUNTRY, knowledge)
    facts = {fact.name: fact for fact in imported.facts}
    assert list(facts) == ["Capital", "Area", "GDP per capita (PPP)"]
    capital = facts["Capital"]
    assert capital == Fact("Capital", "Vienna", capital.passage, None)
    assert texts(imported)[capital.passage] == "name: Vienna"
    newest = facts["GDP per capita (PPP)"]
    assert (newest.value, str(newest.date)) == ("$63,300 (2024 est.)", "2024")
    assert newest.value in texts(imported)[newest.passage]


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("3% (2023 est.)", "2023"),
        ("3 (July 2021 est.)", "2021-07"),
        ("3 (31 December 2022)", "2022-12-31"),
        ("1% (2020-25 est.)", None),
        ("2 (2019), 3 (2020)", None),
        ("3 of 4 (some)", None),
    ],
)
def test_a_fact_is_dated_only_when_one_date_is_stated(
    value: str, date: str | None, knowledge: Knowledge
) -> None:
    country = {
        "Introduction": {"Background": {"text": "Short."}},
        "People and Society": {"Population": {"total": {"text": value}}},
    }
    (fact,) = read(country, knowledge).facts
    assert fact.value == value
    assert (str(fact.date) if fact.date else None) == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one<br><br>two", ["one", "two"]),
        ("<em><br>2024: </em>north<br/>2020: south", ["2024: north", "2020: south"]),
        ("if a<b and c > d, e<5", ["if a<b and c > d, e<5"]),
        ("sand &lt;p&gt; &amp; sea&nbsp;salt", ["sand <p> & sea\u00a0salt"]),
        ("<p>open <strong>and never closed", ["open and never closed"]),
        ("</p></strong>only ends", ["only ends"]),
        ("<custom>odd</custom> tag", ["<custom>odd</custom> tag"]),
        ("kept<script>run()</script><!-- hidden --> whole", ["kept whole"]),
        ("AT&T &bogus; R&D", ["AT&T &bogus; R&D"]),
        ("<table><tr><td>1</td><td>2</td></tr></table>", ["1", "2"]),
        ("<h1>Own heading</h1>below", ["Own heading", "below"]),
        ("<br>", []),
    ],
)
def test_odd_markup_loses_no_word(text: str, expected: list[str], knowledge: Knowledge) -> None:
    country = {
        "Introduction": {"Background": {"text": "Short."}},
        "Geography": {"Climate": {"text": text}, "Terrain": {"text": "hills"}},
    }
    imported = read(country, knowledge)
    found = [b.text for b in imported.blocks if b.heading_path == ("Geography", "Climate")]
    assert found == expected


def test_tables_of_several_fields_stay_apart(knowledge: Knowledge) -> None:
    table = "<table><tr><td>a</td></tr></table>"
    country = {
        "Introduction": {"Background": {"text": table * 2}},
        "Geography": {"Climate": {"text": table}},
    }
    cells = [block.cell for block in read(country, knowledge).blocks if block.cell]
    assert [cell.table for cell in cells] == [0, 1, 2]


def test_names_that_stand_twice_lists_figures_and_deeper_parts_are_kept(
    knowledge: Knowledge,
) -> None:
    source = """{
        "Introduction": {"Background": {"text": "first"}, "Background": {"text": "second"}},
        "Geography": {
            "Area": {"parts": {"east": {"text": "e"}, "west": {"text": "w", "source": "survey"}}},
            "Elevation": {"highest": 3798.50, "named": ["one", {"text": "two"}], "sea": null}
        }
    }"""
    imported = import_file(Source(source.encode(), "au.json"), knowledge)
    assert texts(imported) == [
        "Introduction",
        "Background",
        "first",
        "second",
        "Geography",
        "Area",
        "parts",
        "east: e",
        "west: w",
        "source: survey",
        "Elevation",
        "highest: 3798.50",
        "named",
        "one",
        "two",
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [("xq.json", "Arctic Ocean"), ("xx.json", "World"), ("lake.json", "lake")],
)
def test_what_is_no_country_gets_none_and_says_so(
    name: str, title: str, knowledge: Knowledge
) -> None:
    ocean = {
        "Introduction": {"Background": {"text": "Mostly ice."}},
        "Geography": {"Location": {"text": "the north of the world"}},
        "Government": {"Country name": {"etymology": {"text": "from the Greek for bear"}}},
    }
    imported = read(ocean, knowledge, name)
    assert imported.metadata is not None
    assert imported.metadata.title == title
    assert imported.metadata.countries == ()
    assert imported.metadata.origins["title"] is Origin.INFERRED
    (warning,) = imported.warnings
    assert warning.startswith(f"“{title}” is no country of ISO 3166")
    assert ("it is an ocean" in warning) is (title == "Arctic Ocean")


@pytest.mark.parametrize(
    ("short", "full", "title"),
    [
        ("none", "United Arab Emirates", "United Arab Emirates"),
        ("DRC", "Democratic Republic of the Congo", "Democratic Republic of the Congo"),
        ("The Dominican", "Dominican Republic", "Dominican Republic"),
        ("C&ocirc;te d'Ivoire", "Republic of C&ocirc;te d'Ivoire", "Côte d'Ivoire"),
        ("Atlantis (an island that was told of long ago and never found)", "none", "Atlantis"),
    ],
)
def test_the_title_is_a_name_that_reads_as_one(
    short: str, full: str, title: str, knowledge: Knowledge
) -> None:
    names = {"conventional short form": {"text": short}, "conventional long form": {"text": full}}
    country = {
        "Introduction": {"Background": {"text": "Short."}},
        "Government": {"Country name": names},
    }
    imported = read(country, knowledge)
    assert imported.metadata is not None
    assert imported.metadata.title == title


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"type": "FeatureCollection", "features": []}', "no country file"),
        (b'["Introduction", "Geography"]', "no country file"),
        (b'{"Introduction": "a text", "Geography": 3}', "no country file"),
        (b'{"Introduction": {}, "Geography": {}}', "no text"),
        (b'{"Introduction": {"Background": {"text": "cut o', "damaged"),
        (b'{"Introduction": "\xff\xfe"}', "damaged"),
        (b"[" * 200_000, "nests deeper"),
        (
            b'{"Geography": {}, "Introduction": ' + b'{"a":' * 40 + b'"x"' + b"}" * 41,
            "nests deeper",
        ),
    ],
)
def test_other_json_is_refused_with_what_was_expected(
    data: bytes, said: str, knowledge: Knowledge
) -> None:
    with pytest.raises(ImportFailed, match=said) as failure:
        import_file(Source(data, "codes.json"), knowledge)
    assert str(failure.value).startswith("codes.json: ")
    assert "Introduction, Geography" in str(failure.value)


def test_every_fact_of_the_resource_has_a_name_of_its_own_and_a_path_in_a_section() -> None:
    words = load_factbook_words(resources() / "factbook.toml")
    names = [fact.name for fact in words.facts]
    assert len(names) == len(set(names))
    for fact in words.facts:
        assert all(path[0] in words.sections and len(path) > 1 for path in fact.paths)


def leaves(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    assert isinstance(value, dict)
    return [leaf for each in value.values() for leaf in leaves(each)]


PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "factbook"


@pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published files are not beside this checkout"
)
def test_no_letter_of_the_published_files_is_lost_or_out_of_order(knowledge: Knowledge) -> None:
    files = sorted(PUBLISHED.rglob("*.json"))
    assert len(files) > 250
    for file in files:
        imported = import_file(Source(file.read_bytes(), file.name), knowledge)
        kept = "".join("".join(texts(imported)).split())
        position = 0
        for leaf in leaves(json.loads(file.read_bytes())):
            without_tags = re.sub(r"<!--.*?-->|</?(?:p|br|b|strong|em|small)\b[^>]*>", "\n", leaf)
            for line in html.unescape(without_tags).split("\n"):
                wanted = "".join(line.split())
                found = kept.find(wanted, position)
                assert found >= 0, (file.name, leaf)
                position = found + len(wanted)
        for fact in imported.facts:
            stating = imported.blocks[fact.passage]
            assert stating.kind is not PassageKind.HEADING
            assert stating.text.endswith(fact.value), (file.name, fact)
