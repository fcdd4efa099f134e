"""A source that changed: versions stay readable, marks are found, flagged or orphaned."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.domain.bookmark import AnchorState, Bookmark, MarkReport
from reader.domain.comparison import Change
from reader.domain.document import version_text
from reader.domain.errors import InvalidInput, NotFound
from reader.library.import_results import SourceResult, SourceStatus
from reader.library.library import Library

PAGE = """---
title: The pier
---

# The pier

Fuel came by night in barrels that nobody had counted. The harbour master looked the other way.

Boats without lights left before dawn, and came back before noon with empty holds.

Fuel came by night in barrels that nobody had counted. All the same the school stayed shut.

By the end of the year the pier had been sold twice, and nobody knew to whom.
"""
FUEL = "Fuel came by night in barrels that nobody had counted."


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "pier.md"
    file.write_text(PAGE, encoding="utf-8")
    return file


def imported(library: Library, file: Path, text: str | None = None) -> SourceResult:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    (result,) = library.importing.run([file]).sources
    return result


def marked(library: Library, document: str, quote: str, nth: int = 0) -> Bookmark:
    text = version_text(library.documents.passages(library.documents.get(document)))
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return library.bookmarks.add(document, start, start + len(quote))[0]


def document_of(result: SourceResult) -> str:
    assert result.document is not None
    return result.document


def quoted(library: Library, bookmark: Bookmark) -> str | None:
    now = library.bookmarks.get(bookmark.id)
    text = version_text(library.documents.passages(library.documents.get(bookmark.document)))
    return text[now.anchored.start : now.anchored.end] if now.anchored else None


def test_a_changed_source_says_what_became_of_its_marks(empty_library: Library, page: Path) -> None:
    document = document_of(imported(empty_library, page))
    stays = marked(empty_library, document, FUEL, 1)
    goes = marked(empty_library, document, FUEL)
    alters = marked(empty_library, document, "came back before noon with empty holds")
    changed = PAGE.replace(f"{FUEL} The harbour", "The harbour").replace("before noon", "by noon")
    result = imported(empty_library, page, changed)
    assert result.status is SourceStatus.UPDATED
    assert result.marks == MarkReport(exact=1, moved=1, orphaned=1)
    assert result.marks.words == "1 mark in place, 1 moved (check it), 1 no longer in the text"
    assert quoted(empty_library, stays) == FUEL
    assert empty_library.bookmarks.get(goes.id).anchor is AnchorState.ORPHANED
    assert quoted(empty_library, alters) == "came back by noon with empty holds"
    assert empty_library.versions.marks(document) == result.marks
    empty_library.deriving.run()
    assert empty_library.integrity.verify() == []


def test_a_document_without_marks_has_nothing_to_report(empty_library: Library, page: Path) -> None:
    imported(empty_library, page)
    assert imported(empty_library, page, PAGE.replace("twice", "thrice")).marks is None
    assert imported(empty_library, page).status is SourceStatus.UNCHANGED


def test_words_that_come_back_are_found_again_where_they_were(
    empty_library: Library, page: Path
) -> None:
    document = document_of(imported(empty_library, page))
    mark = marked(empty_library, document, "Boats without lights left before dawn")
    imported(
        empty_library, page, PAGE.replace("Boats without lights left before dawn, and", "They")
    )
    assert empty_library.bookmarks.get(mark.id).anchor is AnchorState.ORPHANED
    again = imported(empty_library, page, PAGE)
    assert again.status is SourceStatus.UPDATED
    assert [each.number for each in empty_library.versions.of_document(document)] == [3, 2, 1]
    assert empty_library.bookmarks.get(mark.id).anchor is AnchorState.EXACT
    assert empty_library.bookmarks.get(mark.id).anchored == mark.position


def test_a_mark_does_not_drift_over_many_small_changes(empty_library: Library, page: Path) -> None:
    document = document_of(imported(empty_library, page))
    mark = marked(empty_library, document, FUEL, 1)
    text = PAGE
    for old, new in (
        ("The harbour master looked", "The harbour guard looked"),
        ("All the same the school", "And still the school"),
        ("Boats without lights", "Ships without lights"),
        ("stayed shut", "was closed for good"),
    ):
        text = text.replace(old, new)
        imported(empty_library, page, text)
        now = empty_library.bookmarks.get(mark.id)
        assert now.anchor is AnchorState.EXACT
        assert now.anchored is not None
        assert now.anchored.start > PAGE.index("lights") - 60


def test_older_versions_are_read_and_compared(empty_library: Library, page: Path) -> None:
    document = document_of(imported(empty_library, page))
    mark = marked(empty_library, document, "sold twice")
    imported(empty_library, page, PAGE.replace("sold twice", "sold three times"))
    old = empty_library.versions.get(document, 1)
    texts = [each.text for each in empty_library.versions.passages(old)]
    assert any("sold twice" in text for text in texts)
    (standing,) = empty_library.versions.marks_in(old)
    assert standing.bookmark.id == mark.id
    assert standing.place == mark.position
    compared = empty_library.versions.compare(document, 1, 2)
    assert compared.comparison.counts[Change.CHANGED] == 1
    (row,) = [row for row in compared.comparison.rows if row.change is Change.CHANGED]
    assert row.old is not None
    assert row.new is not None
    assert [compared.old_passages[row.old].text[a:b] for a, b in row.removed] == ["twice"]
    assert [compared.new_passages[row.new].text[a:b] for a, b in row.added] == ["three times"]


def test_a_version_that_is_not_there_is_refused_with_those_that_are(
    empty_library: Library, page: Path
) -> None:
    document = document_of(imported(empty_library, page))
    with pytest.raises(NotFound, match="It has one version"):
        empty_library.versions.get(document, 2)
    imported(empty_library, page, PAGE.replace("twice", "thrice"))
    with pytest.raises(NotFound, match="Its versions are 1 to 2"):
        empty_library.versions.compare(document, 1, 9)


def test_accepting_a_moved_place_makes_a_new_quotation_and_keeps_the_old_words(
    empty_library: Library, page: Path
) -> None:
    document = document_of(imported(empty_library, page))
    mark = marked(empty_library, document, "came back before noon with empty holds")
    report, _ = empty_library.reports.new("Piers")
    empty_library.reports.add_clip(report.id, mark.id)
    imported(empty_library, page, PAGE.replace("before noon", "by noon"))
    accepted, changes = empty_library.bookmarks.accept(mark.id)
    assert accepted.anchor is AnchorState.EXACT
    assert accepted.quote.exact == "came back by noon with empty holds"
    assert accepted.note == "In version 1: “came back before noon with empty holds”"
    assert empty_library.bookmarks.get(mark.id) == accepted
    assert changes.bookmarks == {mark.id}
    assert changes.reports == {report.id}
    empty_library.deriving.run()
    assert empty_library.integrity.verify() == []
    with pytest.raises(InvalidInput, match="only a mark that moved"):
        empty_library.bookmarks.accept(mark.id)


def test_files_of_one_name_and_title_in_different_folders_stay_two_documents(
    empty_library: Library, tmp_path: Path
) -> None:
    files = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "page.md")
        files[-1].write_text(f"---\ntitle: Twin\n---\n\nOnly in {folder}.\n", encoding="utf-8")
    first, second = (imported(empty_library, file) for file in files)
    assert (first.status, second.status) == (SourceStatus.ADDED, SourceStatus.ADDED)
    changed = imported(empty_library, files[1], "---\ntitle: Twin\n---\n\nAll is new here.\n")
    assert changed.status is SourceStatus.UPDATED
    assert changed.document == second.document


def test_a_source_that_was_put_elsewhere_and_added_to_is_the_same_source(
    empty_library: Library, page: Path, tmp_path: Path
) -> None:
    first = imported(empty_library, page)
    (tmp_path / "later").mkdir()
    moved = tmp_path / "later" / page.name
    again = imported(empty_library, moved, f"{PAGE}\nA paragraph that was added later.\n")
    assert again.status is SourceStatus.UPDATED
    assert again.document == first.document


def test_a_page_saved_again_under_another_name_is_known_by_its_address(
    empty_library: Library, tmp_path: Path
) -> None:
    head = "---\ntitle: A page\nurl: https://weekly.example/page\n---\n\n"
    first = imported(empty_library, tmp_path / "page.md", f"{head}As it was.\n")
    again = imported(empty_library, tmp_path / "page (1).md", f"{head}As it is now.\n")
    assert again.status is SourceStatus.UPDATED
    assert again.document == first.document


def test_another_page_saved_over_a_file_is_another_source(
    empty_library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "download.md"
    page = "---\ntitle: {0}\nurl: https://weekly.example/{0}\n---\n\nAbout {0}.\n"
    first = imported(empty_library, file, page.format("fuel"))
    second = imported(empty_library, file, page.format("gold"))
    assert second.status is SourceStatus.ADDED
    assert second.document != first.document
