"""Keeping house from the command line: remove, group, tag, back up, restore, move, merge."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from cli_runs import Dossier

from reader.places import default_library, follow_default

QUOTE = "The police seized counterfeit dollars"


def called(dossier: Dossier, title: str) -> str:
    return next(
        str(each["document"]) for each in dossier.json("documents") if each["title"] == title
    )


@pytest.fixture
def gold(writing: Dossier) -> str:
    """An article with a bookmark that stands in a report."""
    document = called(writing, "Gold and the rivers")
    mark = writing.json("bookmark", "add", "--document", document, "--quote", QUOTE)["id"]
    assert writing("report", "new", "R").code == 0
    assert writing("report", "add", "R", "--bookmark", mark).code == 0
    return document


def test_removing_a_document_with_marks_asks_what_becomes_of_them(
    writing: Dossier, gold: str
) -> None:
    run = writing("remove", gold)

    assert run.code == 2
    assert run.out == ""
    assert "1 bookmark, 1 of them in reports" in run.err
    assert "--marks keep" in run.err
    assert len(writing.json("documents")) == 3


def test_remove_undo_and_purge_tell_what_changed(writing: Dossier, gold: str) -> None:
    told = writing.json("remove", gold, "--marks", "remove")

    assert set(told) == {
        "done", "documents", "score_files", "titles", "marks", "bookmarks", "reports", "countries",
    }  # fmt: skip
    assert (told["done"], told["documents"], told["marks"]) == ("removed", [gold], "remove")
    assert (len(told["bookmarks"]), len(told["reports"]), told["countries"]) == (1, 1, ["PE"])
    assert writing.json("bookmark", "list") == []
    assert writing("search", "mercury").code == 4
    assert [each["document"] for each in writing.json("documents", "--removed")] == [gold]
    assert writing("verify").code == 0

    assert writing.json("remove", gold, "--undo")["done"] == "restored"
    assert len(writing.json("bookmark", "list")) == 1
    assert writing.json("search", "mercury")["total"] == 1

    assert writing("remove", gold, "--purge").code == 2
    assert writing("remove", gold, "--purge", "--marks", "keep").code == 2
    assert writing.json("remove", gold, "--purge", "--marks", "remove")["done"] == "purged"
    assert writing("show", gold).code == 4
    assert writing.json("documents", "--removed") == []
    assert writing("verify").code == 0


def test_kept_marks_are_listed_and_exported(writing: Dossier, gold: str, tmp_path: Path) -> None:
    assert writing("remove", gold, "--marks", "keep").code == 0
    assert "source removed" in writing("bookmark", "list").out
    out = tmp_path / "r.md"
    assert writing("report", "export", "R", "--format", "markdown", "-o", out).code == 0
    assert QUOTE in out.read_text(encoding="utf-8")


def test_a_file_of_scores_is_removed_by_its_identifier(writing: Dossier) -> None:
    (file,) = writing.json("documents", "--scores")
    assert (file["source_name"], file["scores"], file["removed"]) == ("scores.csv", 32, None)

    assert writing("remove", file["score_file"]).code == 0
    assert writing.json("profile", "PE")["scores"]["criminality"]["value"] is None
    assert writing.json("documents", "--scores")[0]["removed"] is not None
    assert writing("remove", "--undo", file["score_file"]).code == 0
    assert writing.json("profile", "PE")["scores"]["criminality"]["value"] is not None
    assert writing("remove", "scores-nothing").code == 4


def test_collections_and_tags_choose_documents(writing: Dossier, gold: str) -> None:
    other = called(writing, "Timber of the north")
    told = writing.json("collection", "add", "Rivers", gold, other)
    assert told == {"collections": ["Rivers"], "documents": sorted([gold, other])}
    assert writing.json("collection", "list") == [{"name": "Rivers", "documents": 2}]
    assert writing.json("tag", "add", "Wood", other)["documents"] == [other]
    assert writing.json("tag", "add", "wood", other)["documents"] == []
    assert {"tag": "Wood", "documents": 1} in writing.json("tag", "list")

    chosen = writing.json("documents", "--collection", "RIVERS", "--tag", "wood")
    assert [each["document"] for each in chosen] == [other]
    assert chosen[0]["collections"] == ["Rivers"]
    assert chosen[0]["origins"]["tags"] == "by_hand"
    assert writing("documents", "--collection", "none").code == 4

    assert writing("collection", "rename", "rivers", "Water").code == 0
    assert writing("collection", "remove", "Water", other).code == 0
    assert writing("collection", "add", "wATER").code == 0
    assert writing.json("collection", "list") == [{"name": "Water", "documents": 1}]
    assert writing("collection", "delete", "Water").code == 0
    assert writing("tag", "remove", "WOOD", other).code == 0
    assert writing.json("documents", "--tag", "wood") == []
    assert len(writing.json("documents")) == 3


def test_the_original_comes_out_as_it_came_in(
    reading: Dossier, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = called(reading, "Gold and the rivers")
    monkeypatch.chdir(tmp_path)

    told = reading.json("original", document)

    assert told["file"] == "gold.md"
    assert (tmp_path / "gold.md").read_bytes() == (sources / "gold.md").read_bytes()
    assert told["sha256"] == hashlib.sha256((sources / "gold.md").read_bytes()).hexdigest()
    assert reading("original", document).code == 1
    assert reading("original", document, "-o", tmp_path / "none" / "x.md").code == 1
    assert reading("original", "nobody").code == 4


def test_an_original_that_was_changed_is_not_handed_out(
    writing: Dossier, gold: str, tmp_path: Path
) -> None:
    sha256 = writing.json("documents")[0]["sha256"]
    for each in (writing.library / "originals").rglob("*"):
        if each.is_file():
            each.write_text("tampered")
    run = writing("original", gold, "-o", tmp_path / "x.md")
    assert run.code == 1
    assert "changed on disk" in run.err
    assert not (tmp_path / "x.md").exists()
    shutil.rmtree(writing.library / "originals")
    assert writing("original", gold, "-o", tmp_path / "x.md").code == 4
    assert sha256


def test_a_name_that_leads_elsewhere_leads_nowhere(
    writing: Dossier, gold: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here" / "below")
    for name in ("../../evil.md", "/evil.md", "..", "C:\\evil.md", "nul", "x" * 400 + ".md", "\n"):
        connection = sqlite3.connect(writing.library / "catalogue.sqlite3")
        with connection:
            connection.execute("UPDATE version SET source_name = ?", (name,))
        connection.close()
        file = Path(writing.json("original", gold)["file"])
        assert file.parent == Path()
        assert [each.name for each in Path().iterdir()] == [file.name]
        file.unlink()


def test_backup_restore_and_merge(writing: Dossier, gold: str, tmp_path: Path) -> None:
    file = tmp_path / "out.zip"

    told = writing.json("backup", file)

    assert set(told) == {"file", "bytes", "documents", "files", "warnings"}
    assert (told["documents"], told["files"], told["bytes"]) == (3, 5, file.stat().st_size)
    assert writing("backup", file).code == 1

    refused = writing("restore", file)
    assert refused.code == 1
    assert "--replace" in refused.err
    assert writing("remove", gold, "--purge", "--marks", "remove").code == 0
    told = writing.json("restore", file, "--replace")
    assert set(told) == {"library", "documents", "files", "made", "aside"}
    assert Path(told["aside"], "catalogue.sqlite3").is_file()
    assert len(writing.json("bookmark", "list")) == 1
    assert writing("verify").code == 0

    other = Dossier(tmp_path / "second", writing.capsys)
    told = other.json("merge", writing.library)
    assert told["documents"] == 3
    assert told["bookmarks"] == told["reports"] == told["score_sheets"] == 1
    assert (told["refused"], told["warnings"]) == ([], [])
    assert "nothing new" in other("merge", writing.library).out
    assert other("verify").code == 0
    assert other("merge", tmp_path / "none").code == 1


def test_restoring_makes_a_library_where_there_is_none(
    reading: Dossier, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reading("backup", tmp_path / "b.zip").code == 0
    new = Dossier(tmp_path / "new", capsys)
    assert new("restore", tmp_path / "b.zip").code == 0
    assert len(new.json("documents")) == 3
    (tmp_path / "text.zip").write_text("no backup")
    third = Dossier(tmp_path / "third", capsys)
    run = third("restore", tmp_path / "text.zip")
    assert run.code == 1
    assert "no backup" in run.err
    assert not (tmp_path / "third").exists()


def test_move_leaves_only_what_is_not_the_library(writing: Dossier, tmp_path: Path) -> None:
    (writing.library / "notes.txt").write_text("mine")
    place = tmp_path / "else"

    told = writing.json("move", place)

    assert set(told) == {"from", "to", "files", "left"}
    assert (told["to"], told["left"]) == (str(place), ["notes.txt"])
    moved = Dossier(place, writing.capsys)
    assert len(moved.json("documents")) == 3
    assert moved("verify").code == 0
    assert moved("move", place / "below").code == 1


def test_the_default_library_is_found_where_it_was_moved_to(tmp_path: Path) -> None:
    first = default_library()
    follow_default(tmp_path / "another", tmp_path / "place")
    assert default_library() == first
    (tmp_path / "place").mkdir()
    follow_default(first, tmp_path / "place")
    assert default_library() == tmp_path / "place"
    (tmp_path / "place").rmdir()
    with pytest.raises(Exception, match="not there now"):
        default_library()


def test_watched_folders_are_looked_into_once(writing: Dossier, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert writing.json("watch", "list") == []
    assert writing.json("watch", "add", inbox) == [{"folder": str(inbox), "there": True}]
    assert writing("watch", "add", inbox).code == 1
    assert writing("watch", "add", tmp_path / "nowhere").code == 1
    (inbox / "note.md").write_text("# A note by itself\n\nWords.\n")
    (inbox / "broken.pdf").write_text("no PDF at all")
    run = writing("watch", "once", "--json")
    assert run.code == 3
    assert [each["status"] for each in run.json["sources"]] == ["failed", "added"]
    assert writing.json("watch", "once")["sources"] == []
    moved = tmp_path / "moved"
    assert writing("move", moved).code == 0
    writing.library = moved
    assert writing.json("watch", "list")[0]["folder"] == str(inbox)
    assert writing("watch", "remove", inbox).code == 0
    assert writing("watch", "remove", inbox).code == 4
