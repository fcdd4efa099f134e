"""The JSON of every command has the contract's keys, all of them, and its exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_runs import Dossier

IMPORT = {"sources", "documents", "passages", "scores"}
SOURCE = {
    "path",
    "format",
    "status",
    "document",
    "title",
    "publisher",
    "published",
    "countries",
    "passages",
    "scores",
    "error",
    "warnings",
    "marks",
}
SEARCH = {"query", "total", "elapsed_ms", "suggestion", "hits", "facets"}
SEARCH |= {"documents", "whole", "notes", "reading", "details", "alternatives"}
HIT = {
    "document",
    "title",
    "publisher",
    "published",
    "countries",
    "passage",
    "heading",
    "page",
    "text",
    "snippet",
    "matches",
    "score",
}
PASSAGE = {"ordinal", "kind", "heading", "page", "text", "start", "end"}
PROFILE = {"country", "index", "edition", "scores", "rank", "facts", "documents"}
TOTALS = ["criminality", "criminal_markets", "criminal_actors", "resilience"]
# Whose change it is stands beside what the contract asks for.
CHANGES = {"published_change", "computed_change"}
TOTAL = {"value", "change", "comparable", "computed"} | CHANGES
INDICATOR = {"indicator", "name", "pillar", "value", "change", "comparable", "evidence"} | CHANGES
EVIDENCE = {"indicator", "document", "passage", "text", "start", "end", "score", "matched", "state"}
BOOKMARK = {"id", "document", "quote", "note", "tags", "colour", "selectors", "anchor"}
EXPORT = {"file", "format", "clips"}
TWO_DECIMALS = re.compile(r"-?\d+\.\d\d")


def document_called(dossier: Dossier, title: str) -> str:
    found: str = next(
        each["document"] for each in dossier.json("documents") if each["title"] == title
    )
    return found


def test_import_tells_the_outcome_of_every_source(fresh: Dossier, sources: Path) -> None:
    told = fresh.json("import", sources)

    assert set(told) == IMPORT
    assert all(set(source) == SOURCE for source in told["sources"])
    assert (told["documents"], told["scores"]) == (3, 32)
    assert told["passages"] == sum(source["passages"] for source in told["sources"])
    by_name = {Path(source["path"]).name: source for source in told["sources"]}
    gold, scores = by_name["gold.md"], by_name["scores.csv"]
    assert gold["status"] == "added"
    assert (gold["published"], gold["countries"]) == ("2020-05", ["PE"])
    assert (gold["error"], gold["warnings"]) == (None, [])
    assert (scores["document"], scores["title"], scores["scores"]) == (None, None, 32)
    assert by_name["cocaine.md"]["published"] is None, "a summary's date is not the paper's"


def test_importing_again_changes_nothing(writing: Dossier, sources: Path) -> None:
    told = writing.json("import", sources)

    assert {source["status"] for source in told["sources"]} == {"unchanged"}
    assert (told["documents"], told["passages"], told["scores"]) == (0, 0, 0)


def test_search_marks_ranges_of_the_passage(reading: Dossier) -> None:
    told = reading.json("search", '"illegal gold mining"')

    assert set(told) == SEARCH
    assert all(set(hit) == HIT for hit in told["hits"])
    hit = told["hits"][0]
    assert [hit["text"][start:end] for start, end in hit["matches"]] == ["Illegal gold mining"]
    assert (told["query"], told["total"], told["suggestion"]) == ('"illegal gold mining"', 1, None)
    assert hit["title"] == "Gold and the rivers"
    assert (hit["published"], hit["page"]) == ("2020-05", None)
    assert isinstance(hit["heading"], list)
    assert told["elapsed_ms"] >= 0


def test_search_never_dates_a_summary_by_the_original(reading: Dossier) -> None:
    hit = reading.json("search", "cocaine")["hits"][0]

    assert (hit["title"], hit["publisher"]) == ("Cocaine in short", "A test's own press")
    assert hit["published"] is None


def test_a_suggestion_is_named_and_its_hits_are_given(reading: Dossier) -> None:
    told = reading.json("search", "mercuri minign")

    assert told["suggestion"] is not None
    assert told["hits"]


def test_the_total_does_not_depend_on_the_limit(reading: Dossier) -> None:
    few, many = (reading.json("search", "the", "--limit", limit) for limit in ("1", "999999999"))

    assert few["total"] == many["total"] == len(many["hits"]) > 1
    assert few["hits"] == many["hits"][:1]


def test_search_within_a_country(reading: Dossier) -> None:
    told = reading.json("search", "timber OR cocaine", "--country", "Bolivia")

    assert {tuple(hit["countries"]) for hit in told["hits"]} == {("BO",)}


def test_nothing_found_is_exit_four_and_still_one_document(reading: Dossier) -> None:
    run = reading("search", "zymurgy", "--json")

    assert run.code == 4
    assert (run.json["total"], run.json["hits"]) == (0, [])


def test_an_empty_library_is_searched_without_complaint(fresh: Dossier) -> None:
    run = fresh("search", "gold", "--json")

    assert run.code == 4
    assert run.json["total"] == 0


def test_a_batch_prints_one_object_a_line(reading: Dossier, tmp_path: Path) -> None:
    batch = tmp_path / "queries.txt"
    batch.write_text("gold\r\n\nzymurgy\n“counterfeit dollars”\n", encoding="utf-8-sig")

    run = reading("search", "--batch", batch)

    told = [json.loads(line) for line in run.out.splitlines()]
    assert run.code == 0
    assert [each["query"] for each in told] == ["gold", "zymurgy", "“counterfeit dollars”"]
    assert [bool(each["total"]) for each in told] == [True, False, True]
    assert all(set(each) == SEARCH for each in told)


def test_a_batch_without_any_hit_is_exit_four(reading: Dossier, tmp_path: Path) -> None:
    batch = tmp_path / "queries.txt"
    batch.write_text("zymurgy\n", encoding="utf-8")

    assert reading("search", "--batch", batch).code == 4


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_an_unreadable_batch_is_an_error_in_one_line(
    reading: Dossier, tmp_path: Path, content: bytes | None
) -> None:
    batch = tmp_path / "queries.txt"
    if content is not None:
        batch.write_bytes(content)

    run = reading("search", "--batch", batch)

    assert run.code == 1
    assert len(run.err.splitlines()) == 1
    assert str(batch) in run.err


def test_show_gives_passages_that_stand_where_they_say(reading: Dossier) -> None:
    told = reading.json("show", document_called(reading, "Gold and the rivers"))

    assert all(set(passage) == PASSAGE for passage in told["passages"])
    text = "\n".join(passage["text"] for passage in told["passages"])
    for at, passage in enumerate(told["passages"]):
        assert passage["ordinal"] == at
        assert text[passage["start"] : passage["end"]] == passage["text"]
    assert told["authors"] == ["Ada Example"]
    assert (told["published"], told["accessed"]) == ("2020-05", None)
    assert told["summarises"] is None
    assert {"heading", "paragraph", "table_cell"} <= {each["kind"] for each in told["passages"]}


def test_a_summary_says_what_it_was_written_after(reading: Dossier) -> None:
    told = reading.json("show", document_called(reading, "Cocaine in short"))

    assert (told["kind"], told["published"]) == ("summary", None)
    assert told["summarises"] == {
        "title": "The long paper",
        "publisher": "An institute",
        "authors": [],
        "published": "2013",
        "published_basis": None,
        "url": "https://example.org/long",
    }


def test_documents_and_countries_are_lists(reading: Dossier) -> None:
    documents, countries = reading.json("documents"), reading.json("countries")

    assert [each["title"] for each in documents] == [
        "Cocaine in short",
        "Gold and the rivers",
        "Timber of the north",
    ]
    assert all(each["passages"] > 0 for each in documents)
    assert documents[2]["publisher"] is None
    assert countries == [
        {"iso2": "BO", "iso3": "BOL", "name": "Bolivia", "documents": 1, "scores": 0},
        {"iso2": "PE", "iso3": "PER", "name": "Peru", "documents": 2, "scores": 32},
    ]


@pytest.mark.parametrize("name", ["Peru", "pe", "PER", "Republic of Peru"])
def test_a_profile_has_the_published_and_the_computed_scores(reading: Dossier, name: str) -> None:
    told = reading.json("profile", name)

    assert set(told) >= PROFILE
    assert told["country"] == {"iso2": "PE", "iso3": "PER", "name": "Peru"}
    assert (told["index"], told["edition"]) == ("global_organized_crime_index", "2023")
    assert list(told["scores"]) == TOTALS
    assert all(set(total) == TOTAL for total in told["scores"].values())
    assert [told["scores"][each]["value"] for each in TOTALS] == ["6.40", "6.20", "6.60", "4.38"]
    assert [told["scores"][each]["computed"] for each in TOTALS] == [True, False, False, True]
    assert told["rank"] == {"world": None, "continent": None, "region": None}
    assert told["facts"] == []
    assert {each["title"] for each in told["documents"]} == {
        "Cocaine in short",
        "Gold and the rivers",
    }


def test_a_profile_without_scores_is_full_of_nulls(reading: Dossier) -> None:
    told = reading.json("profile", "BO")

    assert told["edition"] is None
    assert all(set(total.values()) == {None} for total in told["scores"].values())


def test_a_profile_of_a_country_without_anything_is_exit_four(reading: Dossier) -> None:
    run = reading("profile", "Iceland", "--json")

    assert run.code == 4
    assert (run.json["documents"], run.json["edition"]) == ([], None)


def test_indicators_are_the_published_figures_in_order(reading: Dossier, sources: Path) -> None:
    told = reading.json("indicators", "PE")

    assert all(set(row) == INDICATOR for row in told)
    assert len(told) == 32
    lines = (sources / "scores.csv").read_text(encoding="utf-8").splitlines()[1:33]
    for row, line in zip(told, lines, strict=True):
        _, _, _, indicator, value, change, comparable = line.split(",")[:7]
        assert (row["indicator"], row["value"]) == (indicator, value)
        assert row["change"] == (change or None)
        assert row["comparable"] is (comparable == "yes")
        assert TWO_DECIMALS.fullmatch(row["value"])
    cocaine = next(row for row in told if row["indicator"] == "cocaine_trade")
    assert set(cocaine["evidence"]) == {"passages", "sources", "newest"}
    assert cocaine["evidence"]["passages"] >= 1
    assert cocaine["evidence"]["newest"] == "2013"


def test_indicators_of_all_countries_name_country_and_edition(reading: Dossier) -> None:
    told = reading.json("indicators")

    assert all(set(row) == INDICATOR | {"country", "edition"} for row in told)
    peru = [row for row in told if row["country"] == "PE"]
    assert {row["edition"] for row in peru} == {"2023"}
    assert len(peru) == 32


def test_indicators_of_a_country_without_scores_have_evidence_only(reading: Dossier) -> None:
    told = reading.json("indicators", "Bolivia")

    assert {row["value"] for row in told} == {row["comparable"] for row in told} == {None}
    assert any(row["evidence"]["passages"] for row in told)


@pytest.mark.parametrize("command", ["profile", "indicators"])
def test_an_edition_can_be_named(reading: Dossier, command: str) -> None:
    assert reading(command, "PE", "--edition", "2023").code == 0
    missing = reading(command, "PE", "--edition", "2021")
    assert missing.code == 4
    assert "2021" in missing.err
    assert missing.out == ""


def test_an_unknown_edition_of_all_countries_is_exit_four(reading: Dossier) -> None:
    assert reading("indicators", "--edition", "1999").code == 4
    assert reading("indicators", "--edition", "2021", "--json").json == []


def test_evidence_stands_in_its_document(reading: Dossier) -> None:
    told = reading.json("evidence", "Peru")

    assert all(set(link) == EVIDENCE for link in told)
    order = [row["indicator"] for row in reading.json("indicators", "PE")]
    places = [order.index(link["indicator"]) for link in told]
    assert places == sorted(places)
    for link in told:
        passages = reading.json("show", link["document"])["passages"]
        passage = passages[link["passage"]]
        assert (link["text"], link["start"], link["end"]) == (
            passage["text"],
            passage["start"],
            passage["end"],
        )
        assert all(word in link["text"] for word in link["matched"])
        assert link["state"] == "suggested"


def test_evidence_of_one_indicator_and_of_a_country_without_scores(reading: Dossier) -> None:
    assert {each["indicator"] for each in reading.json("evidence", "PE", "cocaine_trade")} == {
        "cocaine_trade"
    }
    assert {each["indicator"] for each in reading.json("evidence", "BO", "flora_crimes")} == {
        "flora_crimes"
    }


def test_no_evidence_is_exit_four(reading: Dossier) -> None:
    run = reading("evidence", "Iceland", "--json")

    assert (run.code, run.json) == (4, [])


def test_bookmarks_are_w3c_selectors(writing: Dossier) -> None:
    document = document_called(writing, "Gold and the rivers")
    quote = "Buyers in Lima pay cash."

    made = writing.json(
        "bookmark", "add", "--document", document, "--quote", quote, "--tag", "cash", "--tag",
        "Lima", "--note", "Who are they?", "--colour", "green",
    )  # fmt: skip

    assert set(made) == BOOKMARK
    words, place = made["selectors"]
    assert (words["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    text = "\n".join(each["text"] for each in writing.json("show", document)["passages"])
    assert text[place["start"] : place["end"]] == quote == words["exact"] == made["quote"]
    assert (made["note"], made["tags"], made["colour"], made["anchor"]) == (
        "Who are they?",
        ["cash", "Lima"],
        "green",
        "exact",
    )
    assert writing.json("bookmark", "list") == [made]
    assert writing.json("bookmark", "remove", made["id"]) == made
    assert writing.json("bookmark", "list") == []


def test_a_quote_must_stand_there_once(writing: Dossier) -> None:
    document = document_called(writing, "Gold and the rivers")

    missing = writing("bookmark", "add", "--document", document, "--quote", "Never written")
    twice = writing("bookmark", "add", "--document", document, "--quote", "the")

    assert (missing.code, twice.code) == (4, 1)
    assert writing.json("bookmark", "list") == []


def test_a_bookmark_reaches_the_report_character_for_character(
    writing: Dossier, tmp_path: Path
) -> None:
    document = document_called(writing, "Gold and the rivers")
    quote = "Illegal gold mining poisons the rivers of Peru with mercury; miners work by night."
    bookmark = writing.json("bookmark", "add", "--document", document, "--quote", quote)["id"]

    assert writing.json("report", "new", "Rivers")["clips"] == 0
    assert writing.json("report", "add", "Rivers", "--bookmark", bookmark)["clips"] == 1
    file = tmp_path / "rivers.md"
    told = writing.json("report", "export", "Rivers", "--format", "markdown", "-o", file)

    assert set(told) == EXPORT
    assert told == {"file": str(file), "format": "markdown", "clips": 1}
    assert f"> {quote}" in file.read_text(encoding="utf-8")
    assert "https://example.org/gold" in file.read_text(encoding="utf-8")


def test_a_report_is_refused_whole_when_one_bookmark_is_unknown(writing: Dossier) -> None:
    document = document_called(writing, "Gold and the rivers")
    known = writing.json("bookmark", "add", "--document", document, "--quote", "in Lima")["id"]
    writing.json("report", "new", "Rivers")

    run = writing("report", "add", "Rivers", "--bookmark", known, "--bookmark", "nothing")

    assert run.code == 4
    assert writing.json("report", "add", "Rivers", "--bookmark", known)["clips"] == 1


def test_a_report_name_is_used_once(writing: Dossier) -> None:
    assert writing("report", "new", "Rivers").code == 0
    assert writing("report", "new", "Rivers").code == 1


def test_a_format_that_is_not_written_yet_is_refused(writing: Dossier, tmp_path: Path) -> None:
    writing("report", "new", "Rivers")

    later = writing("report", "export", "Rivers", "--format", "docx", "-o", tmp_path / "r.docx")
    never = writing("report", "export", "Rivers", "--format", "xml", "-o", tmp_path / "r.xml")

    assert (later.code, never.code) == (1, 2)
    assert "markdown" in later.err
    assert not list(tmp_path.glob("r.*"))


def test_verify_tells_what_is_wrong(writing: Dossier) -> None:
    clean = writing.json("verify")
    original = next(path for path in (writing.library / "originals").rglob("*") if path.is_file())
    original.write_bytes(b"changed")
    (original.parent / "left-over").write_bytes(b"")

    found = writing("verify", "--json")
    mended = writing("verify", "--repair", "--json")

    assert (clean["ok"], clean["problems"]) == (True, [])
    assert (found.code, found.json["ok"], len(found.json["problems"])) == (1, False, 2)
    assert all(set(each) == {"item", "what", "repaired"} for each in found.json["problems"])
    assert mended.code == 1
    assert [each["repaired"] for each in mended.json["problems"]].count(True) == 1
    assert len(writing("verify", "--json").json["problems"]) == 1


# Whoosh leaves a file open when it fails on it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_verify_sees_a_damaged_index_and_repairs_it(writing: Dossier, tmp_path: Path) -> None:
    writing.json("reindex")
    for segment in (tmp_path / "cache").rglob("MAIN_*.pst"):
        segment.write_bytes(b"torn")

    assert writing("verify").code == 1
    assert writing("verify", "--repair").code == 0
    assert writing("verify").code == 0


def test_reindex_counts(writing: Dossier) -> None:
    told = writing.json("reindex")

    assert (told["indexed"], told["evaluated"]) == (3, 3)
    assert told["passages"] == sum(each["passages"] for each in writing.json("documents"))
    assert (told["engine"], told["recommendation"]) == ("whoosh", None)


def test_reindex_changes_the_search_engine(writing: Dossier) -> None:
    pytest.importorskip("tantivy")
    before = writing.json("search", "gold")["total"]

    told = writing.json("reindex", "--engine", "tantivy")

    assert (told["indexed"], told["engine"]) == (3, "tantivy")
    assert writing.json("search", "gold")["total"] == before
    assert writing.json("reindex")["engine"] == "tantivy"
    assert writing("verify").code == 0
    assert writing("reindex", "--engine", "lucene").code == 2


def test_a_screenshot_is_painted_from_resolved_names(writing: Dossier, tmp_path: Path) -> None:
    document = document_called(writing, "Gold and the rivers")
    file = tmp_path / "window.png"

    told = writing.json(
        "screenshot", file, "--country", "peru", "--document", document, "--indicator",
        "cocaine_trade", "--search", "gold", "--size", "900x700", "--theme", "dark",
    )  # fmt: skip

    ((library, request),) = writing.painted
    assert library == writing.library
    assert (request.file, request.country, request.document) == (file, "PE", document)
    assert (request.indicator, request.search) == ("cocaine_trade", "gold")
    assert (request.size, request.theme) == ((900, 700), "dark")
    assert told == {"file": str(file), "size": [900, 700], "theme": "dark"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nothing"),
        ("profile", "Atlantis"),
        ("indicators", "Atlantis"),
        ("evidence", "Atlantis"),
        ("evidence", "PE", "piracy"),
        ("search", "gold", "--country", "Atlantis"),
        ("report", "export", "None", "--format", "markdown", "-o", "x.md"),
        ("screenshot", "x.png", "--country", "Atlantis"),
        ("screenshot", "x.png", "--document", "nothing"),
        ("screenshot", "x.png", "--indicator", "piracy"),
    ],
)
def test_what_is_named_and_not_known_is_exit_four(
    reading: Dossier, arguments: tuple[str, ...]
) -> None:
    run = reading(*arguments, "--json")

    assert (run.code, run.out) == (4, "")
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith("dossier: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("search",),
        ("search", "a", "--batch", "b"),
        ("search", "a", "--limit", "-1"),
        ("search", "a", "--limit", "0"),
        ("search", "a", "--limit", "many"),
        ("search", "a", "--lim", "3"),
        ("indicators", "PE", "--csv", "--json"),
        ("import",),
        ("import", "x.md", "--country", "Atlantis"),
        ("import", "x.md", "--published", "yesterday"),
        ("import", "x.md", "--title", " "),
        ("import", "x.md", "y.md", "--title", "Both"),
        ("import", ".", "--url", "https://example.org/"),
        ("bookmark",),
        ("bookmark", "add", "--quote", "x"),
        ("bookmark", "add", "--document", "d", "--quote", "x", "--colour", "beige"),
        ("report", "add", "x"),
        ("screenshot", "x.jpg"),
        ("screenshot", "x.png", "--size", "10x10"),
        ("screenshot", "x.png", "--size", "99999x800"),
        ("screenshot", "x.png", "--theme", "sepia"),
    ],
)
def test_wrong_usage_is_exit_two_and_touches_nothing(
    fresh: Dossier, arguments: tuple[str, ...]
) -> None:
    run = fresh(*arguments)

    assert (run.code, run.out) == (2, "")
    assert "usage:" in run.err
    assert not fresh.library.exists()


def test_json_is_the_only_thing_on_standard_output(fresh: Dossier, sources: Path) -> None:
    for arguments in (("import", sources), ("search", "gold"), ("profile", "PE"), ("verify",)):
        run = fresh(*arguments, "--json")
        json.loads(run.out)


def test_unknown_is_null_and_never_left_out(reading: Dossier) -> None:
    rows: list[dict[str, Any]] = reading.json("documents")

    assert len({frozenset(row) for row in rows}) == 1
