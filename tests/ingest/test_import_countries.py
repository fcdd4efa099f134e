"""Which countries a source is about, and the reason given for each."""

from __future__ import annotations

import pytest
from importing import Import

from reader.domain.country import CountryTable
from reader.domain.document import Origin
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.metadata import infer_countries, infer_country_reasons, infer_most_named


@pytest.fixture(scope="module")
def table(knowledge: Knowledge) -> CountryTable:
    return knowledge.countries


def test_a_title_decides_over_any_text(table: CountryTable) -> None:
    assert infer_country_reasons("Chile and Peru", "Bolivia " * 9, table) == {
        "CL": "in the title",
        "PE": "in the title",
    }


def test_the_most_named_country_comes_with_the_counts(table: CountryTable) -> None:
    text = "Peru and its neighbour. " * 14 + "Chile. Chile. Chile."
    reasons = infer_country_reasons("Ships", text, table)
    assert reasons == {"PE": "named 14 times in the text, the next one 3"}
    alone = infer_country_reasons("Ships", "Peru. Peru.", table)
    assert alone == {"PE": "named 2 times in the text, no other"}


def test_a_passing_mention_and_a_tie_are_none(table: CountryTable) -> None:
    assert infer_countries("Ships", "Peru once.", table) == ()
    assert infer_countries("Ships", "Peru, Chile, Peru, Chile.", table) == ()
    assert infer_most_named("Peru, Chile, Peru, Chile.", table) == {}
    assert infer_countries("", "", table) == ()


def test_a_regional_report_belongs_to_all_that_it_is_clearly_about(table: CountryTable) -> None:
    chapter = "Peru did this. Chile did that. Ecuador looked on. "
    text = chapter * 8 + "Bolivia. Bolivia."
    reasons = infer_country_reasons("The Andes", text, table)
    assert list(reasons) == ["PE", "CL", "EC"]
    assert reasons["CL"] == "named 8 times in the text, as one of 3, the next one 2"


def test_one_paragraph_on_a_neighbour_is_not_what_a_text_is_about(table: CountryTable) -> None:
    peru = "Peru did this. " * 5
    text = peru + "Chile, Chile, Chile, Chile, Chile. " + peru
    assert infer_countries("Ships", text, table) == ("PE",)


def test_a_survey_of_the_world_is_about_no_country(table: CountryTable) -> None:
    names = [country.name for country in table.all() if " " not in country.name][:40]
    text = ". ".join(name for _ in range(9) for name in names)
    assert infer_countries("The World in Figures", text, table) == ()


def test_a_long_text_says_that_its_beginning_was_read(table: CountryTable) -> None:
    reasons = infer_country_reasons("Ships", "Peru. Peru. " + "word " * 60_000, table)
    assert reasons == {"PE": "named 2 times in the first part of the text, no other"}


def _metadata(imported: Imported) -> object:
    metadata = imported.metadata
    assert metadata is not None
    return metadata.countries, dict(metadata.country_reasons), metadata.origins.get("countries")


def test_every_importer_explains_its_countries(import_text: Import) -> None:
    stated = import_text("---\ntitle: Ships\ncountries: [PE, Chile]\n---\nWords.\n", "a.md")
    assert _metadata(stated) == (("PE", "CL"), {"PE": "stated", "CL": "stated"}, Origin.STATED)
    titled = import_text("# Peru at Sea\n\nWords and words.\n", "a.md")
    assert _metadata(titled) == (("PE",), {"PE": "in the title"}, Origin.INFERRED)
    saved = import_text("Ships\n\nPeru has ships. Peruvian ships are old, they say.\n", "a.txt")
    assert _metadata(saved) == (
        ("PE",),
        {"PE": "named 2 times in the text, no other"},
        Origin.INFERRED,
    )
    unknown = import_text("# Ships\n\nWords and words.\n", "a.md")
    assert _metadata(unknown) == ((), {}, None)
