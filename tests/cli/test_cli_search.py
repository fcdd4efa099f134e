"""Searching from the command line: narrowing, order, help with what finds nothing, batches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import Dossier


@pytest.mark.parametrize(
    "options, titles",
    [
        (["--country", "Peru"], {"Gold and the rivers", "Cocaine in short"}),
        (["--country", "BO,peru", "--type", "article,summary"],
         {"Gold and the rivers", "Cocaine in short"}),
        (["--publisher", "press"], {"Gold and the rivers", "Cocaine in short"}),
        (["--year", "2019.."], {"Gold and the rivers"}),
        (["--year", "2013", "--country", "pe"], {"Cocaine in short"}),
        (["--type", "summary"], {"Cocaine in short"}),
        (["--tag", "gold"], {"Gold and the rivers"}),
        (["--indicator", "cocaine"], {"Cocaine in short"}),
        (["--lang", "English", "--year", "2020"], {"Gold and the rivers"}),
    ],
)  # fmt: skip
def test_options_narrow_as_filters_in_the_query_do(
    reading: Dossier, options: list[str], titles: set[str]
) -> None:
    alone = reading.json("search", *options, "--limit", "999")
    assert {hit["title"] for hit in alone["hits"]} == titles
    typed = " ".join(f"{name[2:]}:{value}" for name, value in zip(options[::2], options[1::2]))
    within_query = reading.json("search", typed, "--limit", "999")
    assert within_query["hits"] == alone["hits"]
    assert within_query["facets"] == alone["facets"]


def test_the_order_is_the_one_asked_for(reading: Dossier) -> None:
    def dates(order: str) -> list[str | None]:
        told = reading.json("search", "peru OR timber", "--order", order, "--limit", "999")
        return list(dict.fromkeys(hit["published"] for hit in told["hits"]))

    assert dates("newest") == ["2020-05", None]
    assert dates("oldest") == [None, "2020-05"], "a summary stands at the date of its work"
    assert reading("search", "peru", "--order", "colour").code == 2


def test_facets_have_all_their_fields(reading: Dossier) -> None:
    told = reading.json("search", "peru", "--limit", "1")
    assert set(told["facets"]) == {"country", "publisher", "year", "type", "tag", "indicator"}
    assert told["facets"]["country"] == {"PE": told["total"]}
    assert told["documents"] == 2
    assert reading("search", "zymurgy", "--json").json["facets"]["country"] == {}


def test_documents_that_match_only_as_a_whole_are_listed_apart(reading: Dossier) -> None:
    told = reading.json("search", "mercury cash")
    assert (told["total"], told["hits"]) == (0, [])
    assert [hit["title"] for hit in told["whole"]] == ["Gold and the rivers"]
    run = reading("search", "mercury cash")
    assert run.code == 0
    assert "match only as a whole" in run.out


def test_what_finds_nothing_is_helped(reading: Dossier) -> None:
    run = reading("search", "gold zymurgy", "--json")
    assert run.code == 4
    assert run.json["notes"] == ["“zymurgy” does not occur in the library"]
    assert [each["query"] for each in run.json["alternatives"]] == ["gold"]
    run = reading("search", "gold publisher:pres")
    assert "did you mean “A test's own press”?" in run.err
    assert 'with: gold publisher:"A test\'s own press"' in run.err


def test_explain_says_how_a_query_was_read(reading: Dossier) -> None:
    run = reading("search", "gold country:perú", "--explain")
    assert "Read as: gold AND country:perú" in run.out
    assert "country:perú: Peru, 2 documents" in run.out
    told = reading.json("search", "gold country:perú")
    assert told["reading"] == "gold AND country:perú"
    assert "gold: in any form" in told["details"]


def test_more_hits_than_are_listed_are_counted_and_can_be_narrowed(reading: Dossier) -> None:
    run = reading("search", "peru OR timber", "--limit", "1")
    assert "country:PE (" in run.out
    assert "year:2020 (" in run.out
    assert "--limit shows more" in run.err


def test_a_bad_line_does_not_end_a_batch(reading: Dossier, tmp_path: Path) -> None:
    batch = tmp_path / "queries.txt"
    lines = [b"gold", b"sna\xefl", b'"((country: year:x', b"\x01\x02", b"a" * 40_000, b"timber"]
    batch.write_bytes(b"\n".join(lines))

    run = reading("search", "--batch", batch)

    told = [json.loads(line) for line in run.out.splitlines()]
    assert [bool(each["total"]) for each in told] == [True, False, False, False, True]
    assert run.code == 3
    assert run.err.splitlines() == [
        f"dossier: {batch}, line 2: it is not UTF-8; it was left out",
    ]


def test_a_batch_is_narrowed_too(reading: Dossier, tmp_path: Path) -> None:
    batch = tmp_path / "queries.txt"
    batch.write_text("gold\ntimber\n", encoding="utf-8")
    run = reading("search", "--batch", batch, "--country", "bolivia")
    told = [json.loads(line) for line in run.out.splitlines()]
    assert [each["total"] > 0 for each in told] == [False, True]
    assert [each["query"] for each in told] == ["gold", "timber"]
    assert reading("search", "--batch", batch, "--country", "Atlantis").code == 4
