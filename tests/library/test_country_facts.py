"""The facts of a profile: from every document on the country, newest first, each once."""

from __future__ import annotations

import json
from pathlib import Path

from reader.library.library import Library
from reader.library.profile_values import Fact


def country_file(folder: Path, capital: str, population: str, title: str = "Peru") -> Path:
    country = {
        "Introduction": {"Background": {"text": "On the coast of the Pacific."}},
        "People and Society": {"Population": {"total": {"text": population}}},
        "Government": {
            "Country name": {"conventional short form": {"text": title}},
            "Capital": {"name": {"text": capital}},
        },
    }
    folder.mkdir(exist_ok=True)
    file = folder / "pe.json"
    file.write_text(json.dumps(country), encoding="utf-8")
    return file


def facts(library: Library, country: str = "PE") -> list[tuple[str, str, str | None]]:
    return [
        (fact.name, fact.value, str(fact.date) if fact.date else None)
        for fact in library.profiles.get(country).facts
    ]


def stating(library: Library, fact: Fact) -> str:
    document = library.documents.get(fact.source)
    assert fact.passage is not None
    return library.documents.passages(document)[fact.passage].text


def test_a_fact_leads_to_the_passage_that_states_it(empty_library: Library, tmp_path: Path) -> None:
    empty_library.importing.run([country_file(tmp_path / "one", "Lima", "34 million (2025 est.)")])
    capital, population = empty_library.profiles.get("PE").facts
    assert (capital.value, stating(empty_library, capital)) == ("Lima", "name: Lima")
    assert stating(empty_library, population) == "total: 34 million (2025 est.)"


def test_of_two_sources_the_newer_figure_stands_first_and_what_agrees_stands_once(
    empty_library: Library, tmp_path: Path
) -> None:
    older = country_file(tmp_path / "older", "Lima", "33 million (2020 est.)", "Republic of Peru")
    newer = country_file(tmp_path / "newer", "LIMA", "34 million (2025 est.)")
    empty_library.importing.run([older, newer])
    assert len(empty_library.documents.of_country("PE")) == 2
    (_, capital, _), *populations = facts(empty_library)
    assert capital in {"Lima", "LIMA"}
    assert populations == [
        ("Population", "34 million (2025 est.)", "2025"),
        ("Population", "33 million (2020 est.)", "2020"),
    ]


def test_only_the_newest_version_of_a_document_speaks(
    empty_library: Library, tmp_path: Path
) -> None:
    empty_library.importing.run([country_file(tmp_path / "one", "Cusco", "1")])
    empty_library.importing.run([country_file(tmp_path / "one", "Lima", "2")])
    assert facts(empty_library) == [("Capital", "Lima", None), ("Population", "2", None)]
    assert facts(empty_library, "CO") == []
