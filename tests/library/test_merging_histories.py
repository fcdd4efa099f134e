"""Two libraries whose readers went different ways with one source: both histories come together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.document import Document, Origin
from reader.library.library import Library
from reader.library.removal import Marks

FIRST = "# Port\n\nTwo ships lay in the port at night."
SECOND = "# Port\n\nThree ships lay in the port at night."
THIRD = "# Port\n\nThree ships lay in the port at night. One left."


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "ours", program="x") as library:
        yield library


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "theirs", program="x") as library:
        yield library


def bring(library: Library, file: Path, *texts: str) -> Document:
    """A file imported with one text after the other."""
    file.parent.mkdir(exist_ok=True)
    for text in texts:
        file.write_text(text, encoding="utf-8")
        library.importing.run([file])
    return library.documents.all()[0]


def history(library: Library) -> list[str]:
    """The last passage of each version, the oldest first."""
    (document,) = library.documents.all()
    versions = reversed(library.versions.of_document(document.id))
    return [library.versions.passages(each)[-1].text for each in versions]


def lines(*texts: str) -> list[str]:
    return [text.rsplit("\n", 1)[-1] for text in texts]


def is_clean(library: Library) -> bool:
    library.deriving.run()
    return library.integrity.verify() == []


def imported_in(library: Library, years: dict[int, int]) -> None:
    """Versions by number, and the year in which each was imported: a test is one second long."""
    with library._database.transaction() as connection:
        connection.executemany(
            "UPDATE version SET imported_at = ? WHERE number = ?",
            [(f"{year}-01-01T00:00:00+00:00", number) for number, year in years.items()],
        )


def test_a_source_that_was_changed_back_there_is_changed_back_here(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    bring(ours, tmp_path / "port.md", FIRST, SECOND)
    bring(theirs, tmp_path / "port.md", FIRST, SECOND, FIRST)
    imported_in(ours, {1: 2001, 2: 2002})
    imported_in(theirs, {1: 2001, 2: 2002, 3: 2003})

    assert ours.merging.run(theirs.folder).versions == 1

    assert history(ours) == lines(FIRST, SECOND, FIRST)
    assert ours.merging.run(theirs.folder).versions == 0
    assert is_clean(ours)


def test_a_clock_that_was_set_back_does_not_turn_our_versions_round(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    bring(ours, tmp_path / "port.md", FIRST, SECOND)
    bring(theirs, tmp_path / "port.md", SECOND, THIRD)
    imported_in(ours, {1: 2005, 2: 2001})
    imported_in(theirs, {1: 2006, 2: 2007})

    ours.merging.run(theirs.folder)

    assert history(ours) == lines(FIRST, SECOND, THIRD)
    assert ours.merging.run(theirs.folder).versions == 0
    assert is_clean(ours)


def test_a_document_with_another_title_by_hand_is_the_same_document(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    document = bring(ours, tmp_path / "a" / "port.md", FIRST)
    other = bring(theirs, tmp_path / "b" / "port.md", SECOND)
    theirs.metadata.edit(other.id, title="What I call it")

    merged = ours.merging.run(theirs.folder)

    assert (merged.documents, merged.versions) == (0, 1)
    assert ours.documents.get(document.id).metadata.title == "What I call it"
    ours.metadata.reset(document.id, "title")
    assert ours.documents.get(document.id).metadata.title == "Port"
    assert is_clean(ours)


def test_what_their_reader_set_by_hand_goes_before_what_our_source_says(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    document = bring(ours, tmp_path / "port.md", FIRST)
    other = bring(theirs, tmp_path / "port.md", FIRST)
    theirs.metadata.edit(other.id, publisher="House", countries=["PE"], published="1999")

    ours.merging.run(theirs.folder)

    metadata = ours.documents.get(document.id).metadata
    assert (metadata.publisher, metadata.countries) == ("House", ("PE",))
    assert metadata.origins["countries"] is Origin.BY_HAND
    assert not ours.merging.run(theirs.folder).updated
    # A new version of the source does not drop it, and it can be taken back.
    bring(ours, tmp_path / "port.md", SECOND)
    assert ours.documents.get(document.id).metadata.countries == ("PE",)
    ours.metadata.reset(document.id, "publisher", "countries", "published")
    metadata = ours.documents.get(document.id).metadata
    assert (metadata.publisher, metadata.countries, metadata.published) == (None, (), None)


def test_what_both_set_by_hand_stays_as_it_is_here_and_is_said(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    document = bring(ours, tmp_path / "port.md", FIRST)
    other = bring(theirs, tmp_path / "port.md", FIRST)
    ours.metadata.edit(document.id, publisher="Our house", language="es")
    theirs.metadata.edit(other.id, publisher="Their house", language="es")

    merged = ours.merging.run(theirs.folder)

    assert ours.documents.get(document.id).metadata.publisher == "Our house"
    assert merged.warnings == ("Port: publisher set by hand here and there; ours stays",)


def test_a_document_that_was_removed_here_stays_removed_and_that_is_said(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    document = bring(ours, tmp_path / "port.md", FIRST)
    bring(theirs, tmp_path / "port.md", FIRST)
    ours.removal.remove([document.id], Marks.REMOVE)

    merged = ours.merging.run(theirs.folder)

    assert ours.documents.all() == []
    assert merged.warnings == ("Port: it was removed here and stays so until put back",)


def test_a_mark_removed_there_with_its_document_is_seen_where_the_document_is_in_use(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    bring(ours, tmp_path / "port.md", FIRST)
    other = bring(theirs, tmp_path / "port.md", FIRST)
    mark, _ = theirs.bookmarks.add_quote(other.id, "Two ships")
    report, _ = theirs.reports.new("Ships")
    theirs.reports.add_clip(report.id, mark.id)
    theirs.removal.remove([other.id], Marks.REMOVE)

    ours.merging.run(theirs.folder)

    assert [each.quote.exact for each in ours.bookmarks.all()] == ["Two ships"]
    assert "Two ships" in ours.reports.markdown("Ships")
    assert is_clean(ours)


def test_chains_of_versions_with_marks_in_each_come_together_and_survive_a_backup(
    ours: Library, theirs: Library, tmp_path: Path
) -> None:
    for library, texts in ((ours, (FIRST, THIRD)), (theirs, (FIRST, SECOND, THIRD))):
        for text in texts:
            document = bring(library, tmp_path / "port.md", text)
            quote = text.rsplit("\n", 1)[-1].split(".")[0]
            library.bookmarks.add_quote(document.id, quote, note=f"{library.folder.name} {quote}")
    imported_in(ours, {1: 2001, 2: 2003})
    imported_in(theirs, {1: 2001, 2: 2002, 3: 2003})

    ours.merging.run(theirs.folder)

    assert history(ours) == lines(FIRST, SECOND, THIRD)
    assert len(ours.bookmarks.all()) == 5
    texts = {
        version.id: "\n".join(each.text for each in ours.versions.passages(version))
        for version in ours.versions.of_document(ours.documents.all()[0].id)
    }
    for mark in ours.bookmarks.all():
        start, end = mark.position.start, mark.position.end
        assert texts[mark.version][start:end] == mark.quote.exact
    assert is_clean(ours)
    ours.keeping.backup(tmp_path / "whole.zip")


def test_a_file_of_scores_that_was_removed_here_stays_removed_and_that_is_said(
    ours: Library, theirs: Library, sources: Path
) -> None:
    for library in (ours, theirs):
        library.importing.run([sources / "scores.csv"])
    (file,) = ours.removal.score_files()
    ours.removal.remove([file.id], Marks.KEEP)

    merged = ours.merging.run(theirs.folder)

    assert ours.removal.score_files() == []
    assert merged.warnings == ("scores.csv: it was removed here and stays so until put back",)
