"""Removing a source, its marks with it or not, putting it back, and purging it for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.domain.errors import NotFound
from reader.library.import_results import SourceStatus
from reader.library.library import Library
from reader.library.originals import Originals
from reader.library.removal import Marks

QUOTE = "Illegal gold mining pays better than any other work along the upper river."


def called(library: Library, title: str) -> str:
    return next(each.id for each in library.documents.all() if each.metadata.title == title)


def marked(library: Library) -> tuple[str, str]:
    """The article's identifier and that of a mark in it, which stands in a report."""
    river = called(library, "River gold")
    bookmark, _ = library.bookmarks.add_quote(river, QUOTE, note="Check the figure")
    report, _ = library.reports.new("Gold")
    library.reports.add_clip(report.id, bookmark.id)
    return river, bookmark.id


def is_clean(library: Library) -> bool:
    library.deriving.run()
    return library.integrity.verify() == []


def test_what_removing_touches_is_told_before(library: Library) -> None:
    river, _ = marked(library)
    library.bookmarks.add_quote(river, "Buyers from the coast pay in cash.")

    affected = library.removal.look([river])

    assert affected.names == ("River gold",)
    assert (affected.marks, affected.clips, affected.reports) == (2, 1, ("Gold",))


def test_a_removed_document_is_nowhere_to_be_found(library: Library) -> None:
    river, _ = marked(library)
    assert library.evidence.of_country("PE", "non_renewable_resource_crimes")

    changes = library.removal.remove([river], Marks.KEEP)

    assert changes.documents == {river}
    assert changes.countries == {"PE"}
    assert [each.metadata.title for each in library.documents.all()] == ["A digest in short"]
    assert [each.id for each in library.removal.removed()] == [river]
    assert library.searching.run("gold mining").hits == ()
    assert library.evidence.of_country("PE", "non_renewable_resource_crimes") == []
    assert [each.title for each in library.profiles.get("PE").documents] == ["A digest in short"]
    library.deriving.run()
    assert library.searching.run("gold mining").total == 0
    assert is_clean(library)


def test_kept_marks_keep_quotation_and_citation_and_say_that_the_source_was_removed(
    library: Library,
) -> None:
    river, mark = marked(library)
    before = library.reports.markdown("Gold")

    library.removal.remove([river], Marks.KEEP)

    bookmark = library.bookmarks.get(mark)
    assert [each.id for each in library.bookmarks.all()] == [mark]
    assert library.reports.clip(bookmark).source_removed
    assert library.reports.clip(bookmark).quotation == QUOTE
    assert library.reports.markdown("Gold") == before


def test_removed_marks_leave_list_and_reports_and_come_back_where_they_were(
    library: Library,
) -> None:
    river, mark = marked(library)
    other, _ = library.bookmarks.add_quote(
        called(library, "A digest in short"), "Counterfeit dollars were seized twice as often"
    )
    library.reports.add_clip("Gold", other.id)
    library.reports.add_heading("Gold", "After")
    before = library.reports.get("Gold").items

    changes = library.removal.remove([river], Marks.REMOVE)

    assert changes.bookmarks == {mark}
    assert len(changes.reports) == 1
    assert [each.id for each in library.bookmarks.all()] == [other.id]
    assert len(library.reports.get("Gold").items) == len(before) - 1
    assert is_clean(library)

    library.removal.restore([river])

    assert library.reports.get("Gold").items == before
    assert library.bookmarks.get(mark).removed is None
    assert len(library.documents.all()) == 2
    assert is_clean(library)


def test_scores_of_a_removed_document_are_not_shown(library: Library, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: A page\ncountries: [PE]\n---\n\n# A page\n\nWords.\n")
    result = library.importing.run([page]).sources[0]
    assert result.document is not None
    scores = library._score_store
    version = library.documents.get(result.document).version
    sheet = scores.sheets(country="PE")[0].sheet
    with library._database.transaction() as connection:
        scores.add(
            connection,
            [sheet],
            version=version.id,
            sha256=version.sha256,
            source_name="page.md",
            imported_at="2030-01-01T00:00:00+00:00",
        )
    assert [each.document for each in scores.sheets(country="PE")] == [result.document, None]

    changes = library.removal.remove([result.document], Marks.KEEP)

    assert [each.document for each in scores.sheets(country="PE")] == [None]
    assert "PE" in changes.countries


def test_a_file_of_scores_is_removed_put_back_and_purged(library: Library) -> None:
    (file,) = library.removal.score_files()
    assert (file.source_name, file.editions, file.countries, file.scores) == (
        "scores.csv",
        ("2023",),
        ("PE",),
        3,
    )

    assert library.removal.remove([file.id], Marks.KEEP).countries == {"PE"}

    assert library.profiles.editions("PE") == []
    assert library.removal.score_files() == []
    assert [each.id for each in library.removal.score_files(removed=True)] == [file.id]
    assert is_clean(library)

    library.removal.restore([file.id])
    assert library.profiles.editions("PE") == ["2023"]

    library.removal.purge([file.id])
    assert library.profiles.editions("PE") == []
    assert not library._originals.path(file.sha256).exists()
    assert is_clean(library)


def test_purging_deletes_text_marks_and_the_original_for_good(library: Library) -> None:
    river, _ = marked(library)
    sha256 = library.documents.get(river).version.sha256
    library.removal.remove([river], Marks.KEEP)

    library.removal.purge([river])

    with pytest.raises(NotFound):
        library.documents.get(river)
    assert library.bookmarks.all() == []
    assert library.reports.get("Gold").items == ()
    assert not library._originals.path(sha256).exists()
    assert is_clean(library)


def test_purging_leaves_an_original_that_another_source_needs(library: Library) -> None:
    river = called(library, "River gold")
    digest = library.documents.get(called(library, "A digest in short"))
    with library._database.transaction() as connection:
        connection.execute(
            "UPDATE passage SET picture = ? WHERE version = ? AND ordinal = 0",
            (library.documents.get(river).version.sha256, digest.version.id),
        )
    sha256 = library.documents.get(river).version.sha256

    library.removal.purge([river])

    assert library._originals.path(sha256).exists()
    assert is_clean(library)


def test_importing_a_removed_source_again_brings_it_back(library: Library, sources: Path) -> None:
    river, mark = marked(library)
    library.removal.remove([river], Marks.REMOVE)

    same = library.importing.run([sources / "river.md"])

    assert [each.status for each in same.sources] == [SourceStatus.UPDATED]
    assert same.sources[0].document == river
    assert any("had been removed" in each for each in same.sources[0].warnings)
    assert same.changes.search_index
    assert [each.id for each in library.bookmarks.all()] == [mark]
    assert is_clean(library)

    library.removal.remove([river], Marks.REMOVE)
    text = (sources / "river.md").read_text(encoding="utf-8")
    (sources / "river.md").write_text(text.replace("## The camps", "New words.\n\n## The camps"))
    changed = library.importing.run([sources / "river.md"])

    assert changed.sources[0].document == river
    assert any("had been removed" in each for each in changed.sources[0].warnings)
    (bookmark,) = library.bookmarks.all()
    assert bookmark.anchored is not None
    assert bookmark.anchored.start != bookmark.position.start
    assert is_clean(library)


def test_importing_a_removed_file_of_scores_again_brings_it_back(
    library: Library, sources: Path
) -> None:
    (file,) = library.removal.score_files()
    library.removal.remove([file.id], Marks.KEEP)

    again = library.importing.run([sources / "scores.csv"])

    assert any("had been removed" in each for each in again.sources[0].warnings)
    assert library.profiles.editions("PE") == ["2023"]


def test_nothing_is_removed_when_one_name_is_unknown(library: Library) -> None:
    river = called(library, "River gold")
    for unknown in ("nobody", "scores-nobody"):
        with pytest.raises(NotFound):
            library.removal.remove([river, unknown], Marks.KEEP)
    assert len(library.documents.all()) == 2


def test_a_purge_that_was_killed_is_ended_at_the_next_start(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    river = next(e.id for e in library.documents.all() if e.metadata.title == "River gold")
    original = library._originals.path(library.documents.get(river).version.sha256)

    def killed(_self: Originals, _sha256: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Originals, "delete", killed)
        with pytest.raises(KeyboardInterrupt):
            library.removal.purge([river])
    assert original.is_file()
    assert not library.is_settled
    library.close()

    with Library.open(library.folder, writing=True, program="x") as again:
        assert not original.exists()
        assert again.is_settled
        again.deriving.run()
        assert again.integrity.verify() == []
