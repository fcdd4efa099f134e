"""Saved searches and hits in files, from the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from cli_runs import Dossier

SAVED = {"id", "name", "query", "created", "seen", "total", "new"}


def test_a_search_is_saved_listed_run_and_removed(writing: Dossier, tmp_path: Path) -> None:
    saved = writing.json("saved", "add", "Gold news", "gold country:peru")
    assert set(saved) == SAVED
    assert (saved["name"], saved["query"]) == ("Gold news", "gold country:peru")
    assert (saved["total"], saved["new"]) == (None, None)

    (listed,) = writing.json("saved", "list")
    assert set(listed) == SAVED
    assert listed["new"] == 0
    total = listed["total"]
    assert total == writing.json("search", "gold country:peru")["total"] > 0

    (tmp_path / "new.md").write_text(
        "---\ntitle: New\ncountries: [PE]\n---\n\n# New\n\nGold again.\n"
    )
    assert writing("import", tmp_path / "new.md").code == 0
    assert [(each["total"], each["new"]) for each in writing.json("saved", "list")] == [
        (total + 1, 1)
    ]
    told = writing.json("saved", "run", "GOLD news", "--limit", "1")
    assert (told["query"], told["total"], len(told["hits"])) == ("gold country:peru", total + 1, 1)
    assert writing.json("saved", "list")[0]["new"] == 1, "looking on is not marked"
    assert writing("saved", "run", "Gold news", "--seen").code == 0
    assert writing.json("saved", "list")[0]["new"] == 0

    assert writing.json("saved", "rename", "gold news", "Oro")["name"] == "Oro"
    run = writing("saved", "list")
    assert run.out.splitlines()[0].split() == ["NAME", "PASSAGES", "NEW", "QUERY"]
    assert run.out.splitlines()[1].split()[:3] == ["Oro", str(total + 1), "0"]
    assert writing.json("saved", "remove", "oro")["id"] == saved["id"]
    assert writing.json("saved", "list") == []


def test_what_cannot_be_saved_is_told(writing: Dossier) -> None:
    assert writing("saved", "add", "Gold", "gold").code == 0
    twice = writing("saved", "add", "GOLD", "silver")
    assert twice.code == 1
    assert "Choose another name" in twice.err
    assert writing("saved", "add", "Empty", "  ").code == 1
    for action in ("run", "remove"):
        assert writing("saved", action, "nobody").code == 4
    assert writing("saved").code == 2


def test_saved_searches_travel_with_the_library(writing: Dossier, tmp_path: Path) -> None:
    writing("saved", "add", "Gold", "gold")
    assert writing("backup", tmp_path / "b.zip").code == 0
    second = Dossier(tmp_path / "second", writing.capsys)
    assert second("restore", tmp_path / "b.zip").code == 0
    assert [each["name"] for each in second.json("saved", "list")] == ["Gold"]
    third = Dossier(tmp_path / "third", writing.capsys)
    assert third.json("merge", writing.library)["saved_searches"] == 1
    assert third.json("merge", writing.library)["saved_searches"] == 0
    assert third("verify").code == 0


def test_all_hits_go_into_a_table(reading: Dossier, tmp_path: Path) -> None:
    total = reading.json("search", "the OR a")["total"]
    run = reading("search", "the OR a", "--csv")
    assert run.code == 0
    rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
    assert len(rows) == total
    assert all(row["quotation"] and row["citation"] for row in rows)
    few = reading("search", "the OR a", "--csv", "--limit", "1")
    assert len(few.out.splitlines()) == 2

    file = tmp_path / "hits.csv"
    run = reading("search", "the OR a", "--csv", "-o", file)
    assert (run.code, run.out) == (0, "")
    assert f"{total} passages in {file}" in run.err
    assert file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") == "\n".join(
        [*io.StringIO(reading("search", "the OR a", "--csv").out).read().splitlines(), ""]
    )


def test_hits_go_out_as_markdown(reading: Dossier, tmp_path: Path) -> None:
    run = reading("search", "mercury", "--markdown")
    assert run.code == 0
    assert run.out.startswith("# Search: mercury\n")
    assert "\n> Illegal gold mining poisons the rivers of Peru with mercury" in run.out
    narrowed = reading("search", "--country", "bolivia", "--markdown")
    assert narrowed.out.startswith("# Search: country:")


@pytest.mark.parametrize(
    "options",
    [
        ("gold", "--csv", "--markdown"),
        ("gold", "--csv", "--json"),
        ("gold", "-o", "x.csv"),
        ("--batch", "-", "--csv"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    reading: Dossier, options: tuple[str, ...]
) -> None:
    assert reading("search", *options).code == 2


def test_nothing_found_writes_no_file(reading: Dossier, tmp_path: Path) -> None:
    run = reading("search", "qqqqqqqq", "--csv", "-o", tmp_path / "x.csv")
    assert (run.code, run.out) == (4, "")
    assert not (tmp_path / "x.csv").exists()
    lost = reading("search", "gold", "--csv", "-o", tmp_path / "none" / "x.csv")
    assert lost.code == 1
    assert "Choose another folder" in lost.err
