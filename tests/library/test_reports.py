"""Reports: made, filled, ordered, exported whole or not at all; bookmarks and their clips."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.domain.bookmark import AnchorState, BookmarkColour
from reader.domain.document import version_text
from reader.domain.errors import InvalidInput, NotFound, ReaderError
from reader.domain.report import ReportClip, ReportHeading, ReportText
from reader.library.library import Library

QUOTE = "corrupt officers look away 😀"


def river(library: Library) -> str:
    return next(each.id for each in library.documents.all() if each.metadata.title == "River gold")


def test_a_report_is_made_renamed_and_removed(library: Library) -> None:
    report, changes = library.reports.new("  Andean   gold ")
    assert report.name == "Andean gold"
    assert changes.reports == {report.id}
    with pytest.raises(InvalidInput, match="of that name"):
        library.reports.new("Andean gold")
    with pytest.raises(InvalidInput, match="needs a name"):
        library.reports.new("  ")
    assert library.reports.rename(report.id, "Gold").reports == {report.id}
    assert not library.reports.rename("Gold", "Gold")
    assert [each.name for each in library.reports.all()] == ["Gold"]
    library.reports.remove("Gold")
    with pytest.raises(NotFound, match="report new"):
        library.reports.get("Gold")


def test_items_keep_the_order_they_are_given(library: Library) -> None:
    bookmark, _ = library.bookmarks.add_quote(river(library), QUOTE)
    report, _ = library.reports.new("Gold")
    library.reports.add_heading(report.id, "Findings ", 2)
    library.reports.add_text(report.id, " My words. ")
    assert library.reports.add_clip(report.id, bookmark.id)
    assert not library.reports.add_clip(report.id, bookmark.id)
    items = library.reports.get(report.id).items
    assert [type(item) for item in items] == [ReportHeading, ReportText, ReportClip]
    library.reports.order(report.id, [item.id for item in reversed(items)])
    library.reports.change_item(report.id, ReportText(items[1].id, "Other words."))
    changed = library.reports.get(report.id).items
    assert [item.id for item in changed] == [item.id for item in reversed(items)]
    assert changed[1] == ReportText(items[1].id, "Other words.")
    library.reports.drop_item(report.id, items[0].id)
    assert len(library.reports.get(report.id).items) == 2
    with pytest.raises(InvalidInput, match="every item"):
        library.reports.order(report.id, [items[1].id])
    for nothing in ("", "  "):
        with pytest.raises(InvalidInput):
            library.reports.add_heading(report.id, nothing)
        with pytest.raises(InvalidInput):
            library.reports.add_text(report.id, nothing)
    with pytest.raises(NotFound, match="bookmark"):
        library.reports.add_clip(report.id, "nobody")


def test_a_clip_says_what_is_known_and_where_it_stands(library: Library) -> None:
    document = library.documents.get(river(library))
    text = version_text(library.documents.passages(document))
    start = text.index(QUOTE)
    bookmark, _ = library.bookmarks.add(
        document.id, start, start + len(QUOTE), note=" Why? ", tags=["gold", " gold", ""]
    )
    clip = library.reports.clip(bookmark)
    assert clip.quotation == QUOTE
    assert clip.heading_path == ("The camps",)
    assert clip.locator.paragraph == clip.locator.last_paragraph == 3
    assert (clip.note, clip.tags, clip.anchor) == ("Why?", ("gold",), AnchorState.EXACT)
    assert clip.version_sha256 == document.version.sha256


def test_an_export_is_whole_or_not_at_all(library: Library, tmp_path: Path) -> None:
    bookmark, _ = library.bookmarks.add_quote(river(library), QUOTE, note="A note.")
    report, _ = library.reports.new("Gold")
    library.reports.add_clip(report.id, bookmark.id)
    exported = library.reports.export("Gold", "markdown", tmp_path / "gold.md")
    assert (exported.clips, exported.format) == (1, "markdown")
    text = exported.file.read_text(encoding="utf-8")
    assert QUOTE in text
    assert "A. Writer, “River gold”, Example Weekly, 2021-03" in text.replace("\\", "")
    with pytest.raises(InvalidInput, match="does not write"):
        library.reports.export("Gold", "docx", tmp_path / "gold.docx")
    with pytest.raises(ReaderError, match="could not be written"):
        library.reports.export("Gold", "markdown", tmp_path / "no such folder" / "gold.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(ReaderError, match="could not be written"):
        library.reports.export("Gold", "markdown", tmp_path / "folder.md")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_removed_bookmark_takes_its_clips_and_can_be_put_back(library: Library) -> None:
    bookmark, _ = library.bookmarks.add_quote(river(library), QUOTE)
    report, _ = library.reports.new("Gold")
    library.reports.add_clip(report.id, bookmark.id)
    edited, changes = library.bookmarks.edit(
        bookmark.id, note="Seen", tags=["a/b"], colour=BookmarkColour.PINK
    )
    assert (edited.note, edited.tags, edited.colour) == ("Seen", ("a/b",), BookmarkColour.PINK)
    assert changes.reports == {report.id}
    removed, changes = library.bookmarks.remove(bookmark.id)
    assert changes.reports == {report.id}
    assert library.reports.get(report.id).items == ()
    with pytest.raises(NotFound):
        library.bookmarks.get(bookmark.id)
    assert library.bookmarks.restore(removed).bookmarks == {bookmark.id}
    assert library.bookmarks.get(bookmark.id) == edited


def test_a_quote_that_cannot_be_placed_is_not_guessed(library: Library) -> None:
    document = river(library)
    with pytest.raises(NotFound, match="do not stand"):
        library.bookmarks.add_quote(document, "Nobody wrote this")
    with pytest.raises(NotFound, match="do not stand"):
        library.bookmarks.add_quote(document, "")
    with pytest.raises(InvalidInput, match="more than once"):
        library.bookmarks.add_quote(document, "Fuel comes by night")
    with pytest.raises(NotFound, match="no such document"):
        library.bookmarks.add("nobody", 0, 1)
