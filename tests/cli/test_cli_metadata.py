"""Looking at a document's metadata and correcting it from the command line."""

from __future__ import annotations

import pytest
from cli_runs import Dossier


def _gold(dossier: Dossier) -> str:
    documents = dossier.json("documents")
    found = next(each for each in documents if each["title"] == "Gold and the rivers")
    return str(found["document"])


def test_metadata_come_with_their_origins_and_the_reasons_for_countries(reading: Dossier) -> None:
    told = reading.json("metadata", _gold(reading))
    assert told["title"] == "Gold and the rivers"
    assert told["origins"]["title"] == "stated"
    assert told["origins"]["accessed"] is None
    assert told["country_reasons"] == {"PE": "stated"}
    assert told["changed"] == {}
    plain = reading("metadata", _gold(reading)).out
    assert "PE (stated)" in plain
    assert "unknown" in plain
    shown = reading.json("show", _gold(reading))
    assert shown["origins"] == told["origins"]
    assert shown["country_reasons"] == told["country_reasons"]


def test_an_edit_tells_what_changed_and_search_follows(writing: Dossier) -> None:
    document = _gold(writing)
    told = writing.json(
        "metadata", document, "--title", "Quicksilver", "--country", "Bolivia", "--country", "PER",
        "--author", "A. One", "--author", "B. Two", "--clear", "published",
    )  # fmt: skip
    assert list(told["changed"]) == ["title", "authors", "published", "countries"]
    assert told["changed"]["title"] == {
        "before": {"value": "Gold and the rivers", "origin": "stated"},
        "after": {"value": "Quicksilver", "origin": "by_hand"},
    }
    assert told["countries"] == ["BO", "PE"]
    assert told["country_reasons"] == {"BO": "by hand", "PE": "stated"}
    assert (told["published"], told["origins"]["published"]) == (None, "by_hand")
    hits = writing.json("search", "country:BO mercury")["hits"]
    assert {(each["document"], each["title"]) for each in hits} == {(document, "Quicksilver")}
    back = writing.json("metadata", document, "--reset", "title", "--reset", "countries")
    assert (back["title"], back["countries"]) == ("Gold and the rivers", ["PE"])
    assert writing("metadata", document, "--kind", "note").out.split()[-4:] == [
        "kind", "note", "by", "hand",
    ]  # fmt: skip
    assert "Nothing was changed" in writing("metadata", document, "--reset", "url").out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--published", "last May"], "published: “last May” is not a date"),
        (["--url", "example.org", "--kind", "x"], "url: “example.org” is not a web address"),
        (["--language", "Spanish"], "language: "),
        (["--country", "Atlantis"], "countries: no country “Atlantis”"),
        (["--country", "World"], "not a country but the whole world"),
        (["--clear", "title"], "title: a document needs a title"),
        (["--title", " "], "title: a document needs a title"),
    ],
)
def test_what_cannot_be_read_names_its_field_and_changes_nothing(
    options: list[str], says: str, writing: Dossier
) -> None:
    before = writing.json("metadata", _gold(writing))
    run = writing("metadata", _gold(writing), *options)
    assert run.code == 1
    assert says in run.err
    assert writing.json("metadata", _gold(writing)) == before


def test_wrong_usage_and_unknown_documents(writing: Dossier) -> None:
    assert writing("metadata", "nowhere").code == 4
    assert writing("metadata", "nowhere", "--title", "x").code == 4
    document = _gold(writing)
    assert writing("metadata", document, "--kind", "x", "--clear", "kind").code == 2
    assert writing("metadata", document, "--kind", "x", "--reset", "kind").code == 2
    assert writing("metadata", document, "--clear", "kind", "--reset", "kind").code == 2
    assert writing("metadata", document, "--clear", "passages").code == 2
