"""`versions`, `show --version` and `bookmark accept`: what was said, and what changed."""

from __future__ import annotations

from pathlib import Path

from cli_runs import Dossier

FIRST = "# The pier\n\nBoats left before dawn.\n\nThe pier was sold twice in a year.\n"
SECOND = FIRST.replace("twice", "three times") + "\nNobody knew to whom.\n"


def changed(fresh: Dossier, folder: Path) -> tuple[str, str]:
    file = folder / "pier.md"
    file.write_text(FIRST, encoding="utf-8")
    document = fresh.json("import", file)["sources"][0]["document"]
    mark = fresh.json(
        "bookmark", "add", "--document", document, "--quote", "The pier was sold twice in a year"
    )
    file.write_text(SECOND, encoding="utf-8")
    (source,) = fresh.json("import", file)["sources"]
    assert source["status"] == "updated"
    assert source["marks"] == {"exact": 0, "moved": 1, "orphaned": 0}
    return document, mark["id"]


def test_versions_are_listed_the_newest_first(fresh: Dossier, tmp_path: Path) -> None:
    document, _ = changed(fresh, tmp_path)
    told = fresh.json("versions", document)
    assert [each["number"] for each in told["versions"]] == [2, 1]
    assert set(told) == {"document", "title", "versions", "marks"}
    assert set(told["versions"][0]) == {
        "number",
        "imported",
        "file",
        "format",
        "passages",
        "sha256",
        "warnings",
    }
    assert told["marks"] == {"exact": 0, "moved": 1, "orphaned": 0}
    assert "marks: 1 moved (check it)" in fresh("versions", document).out


def test_two_versions_are_compared_by_passages(fresh: Dossier, tmp_path: Path) -> None:
    document, _ = changed(fresh, tmp_path)
    told = fresh.json("versions", document, "--compare", "1", "2")
    assert told["counts"] == {"same": 2, "changed": 1, "added": 1, "removed": 0, "moved": 0}
    row = next(each for each in told["passages"] if each["change"] == "changed")
    assert [row["old_text"][start:end] for start, end in row["removed"]] == ["twice"]
    assert [row["new_text"][start:end] for start, end in row["added"]] == ["three times"]
    words = fresh("versions", document, "--compare", "1", "2").out
    assert "~ The pier was sold [-twice-] in a year." in words
    assert "~ The pier was sold {+three times+} in a year." in words
    assert "+ Nobody knew to whom." in words


def test_an_older_version_is_shown_as_such(fresh: Dossier, tmp_path: Path) -> None:
    document, _ = changed(fresh, tmp_path)
    told = fresh.json("show", document, "--version", "1")
    assert told["version"] == 1
    assert any("sold twice" in each["text"] for each in told["passages"])
    assert "An older version: 1 of 2" in fresh("show", document, "--version", "1").out
    assert fresh.json("show", document)["version"] == 2
    assert fresh("show", document, "--version", "3").code == 4


def test_a_moved_bookmark_can_be_accepted_once(fresh: Dossier, tmp_path: Path) -> None:
    _, mark = changed(fresh, tmp_path)
    told = fresh.json("bookmark", "accept", mark)
    assert told["quote"] == "The pier was sold three times in a year"
    assert told["anchor"] == "exact"
    assert "sold twice" in told["note"]
    assert fresh("bookmark", "accept", mark).code == 1
