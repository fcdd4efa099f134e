"""Import: each source whole or not at all, known content recognised, marks carried over."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reader.catalogue.document_store import DocumentStore
from reader.domain.bookmark import AnchorState
from reader.domain.dates import PartialDate
from reader.domain.document import Origin, version_text
from reader.domain.errors import InvalidInput, LibraryUnavailable
from reader.library.import_results import ImportOptions, ImportResult, SourceStatus
from reader.library.library import Library
from reader.library.progress import CancelToken, Progress


def statuses(result: ImportResult) -> dict[str, str]:
    return {Path(source.path).name: source.status.value for source in result.sources}


def titled(library: Library, title: str) -> str:
    return next(each.id for each in library.documents.all() if each.metadata.title == title)


def test_a_folder_is_imported_source_by_source(empty_library: Library, sources: Path) -> None:
    seen: list[Progress] = []
    result = empty_library.importing.run([sources], report=seen.append)
    assert statuses(result) == {"digest.md": "added", "river.md": "added", "scores.csv": "added"}
    assert result.changes.countries == {"PE", "EC"}
    assert len(result.changes.documents) == 2
    assert [each.done for each in seen] == [0, 1, 2, 3]
    assert {each.metadata.title for each in empty_library.documents.all()} == {
        "River gold",
        "A digest in short",
    }


def test_known_content_is_left_as_it_is(library: Library, sources: Path) -> None:
    again = library.importing.run([sources])
    assert set(statuses(again).values()) == {"unchanged"}
    assert not again.changes
    assert all(source.document for source in again.sources if source.format == "markdown")
    assert len(library.documents.all()) == 2


def test_a_changed_source_becomes_a_new_version_and_keeps_its_marks(
    library: Library, sources: Path
) -> None:
    document = titled(library, "River gold")
    kept, _ = library.bookmarks.add_quote(document, "Fuel comes by night here too")
    gone, _ = library.bookmarks.add_quote(document, "corrupt officers look away 😀")
    file = sources / "river.md"
    text = file.read_text(encoding="utf-8")
    text = text.replace("# River gold\n", "# River gold\n\nA new first paragraph.\n")
    file.write_text(text.replace(", and corrupt officers look away 😀", ""), encoding="utf-8")
    result = library.importing.run([file])
    assert statuses(result) == {"river.md": "updated"}
    assert result.changes.bookmarks == {kept.id, gone.id}
    assert library.documents.get(document).version.number == 2
    moved = library.bookmarks.get(kept.id)
    assert moved.anchor is AnchorState.EXACT
    assert moved.anchored is not None
    assert moved.anchored.start != kept.position.start
    newest = version_text(library.documents.passages(library.documents.get(document)))
    assert newest[moved.anchored.start : moved.anchored.end] == kept.quote.exact
    assert library.bookmarks.get(gone.id).anchor is AnchorState.ORPHANED
    assert library.integrity.verify(repair=True) is not None
    assert library.integrity.verify() == []


def test_a_source_that_fails_names_itself_and_stops_no_other(
    empty_library: Library, sources: Path
) -> None:
    broken = sources / "broken.csv"
    broken.write_text("country,index\nPE", encoding="utf-8")
    (sources / "empty.md").write_bytes(b"")
    (sources / "picture.xyz").write_bytes(b"\x00\x01")
    (sources / ".hidden.md").write_text("# Hidden")
    missing = sources / "missing.md"
    result = empty_library.importing.run([sources, missing])
    found = statuses(result)
    assert found["empty.md"] == "failed"
    assert found["picture.xyz"] == "skipped"
    assert found["missing.md"] == "failed"
    assert found["river.md"] == "added"
    assert ".hidden.md" not in found
    for source in result.sources:
        if source.status in (SourceStatus.FAILED, SourceStatus.SKIPPED):
            assert Path(source.path).name in (source.error or "")


def test_a_named_file_of_an_unknown_kind_fails(empty_library: Library, sources: Path) -> None:
    strange = sources / "strange.bin"
    strange.write_bytes(b"\x00\x01\x02")
    result = empty_library.importing.run([strange])
    assert statuses(result) == {"strange.bin": "failed"}


def test_a_file_beyond_reason_is_refused_before_it_is_read(
    empty_library: Library, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.md"
    with huge.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    result = empty_library.importing.run([huge])
    assert "larger than" in (result.sources[0].error or "")


def test_stopping_keeps_what_was_finished(empty_library: Library, sources: Path) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.done == 1:
            cancel.cancel()

    result = empty_library.importing.run([sources], report=stop, cancel=cancel)
    found = list(statuses(result).values())
    # The second may have been parsed already, and is then stored as well.
    assert found in (["added", "added", "skipped"], ["added", "skipped", "skipped"])
    assert len(empty_library.documents.all()) == found.count("added")
    assert empty_library.integrity.verify(repair=True) is not None


def test_what_the_user_states_goes_before_what_the_source_says(
    empty_library: Library, sources: Path
) -> None:
    options = ImportOptions("Ecuador", "Mine", "Me", PartialDate(2020), "https://me.example")
    empty_library.importing.run([sources / "river.md", sources / "scores.csv"], options)
    metadata = empty_library.documents.all()[0].metadata
    assert (metadata.title, metadata.publisher, metadata.countries) == ("Mine", "Me", ("EC",))
    assert metadata.published == PartialDate(2020)
    assert metadata.origins["title"] is Origin.BY_HAND
    assert metadata.authors == ("A. Writer",)


def test_a_second_sheet_that_disagrees_is_warned_of_and_the_newest_is_shown(
    library: Library, sources: Path
) -> None:
    other = sources / "other.csv"
    text = (sources / "scores.csv").read_text(encoding="utf-8")
    other.write_text(
        text.replace("arms_trafficking,6.50", "arms_trafficking,7.00"), encoding="utf-8"
    )
    result = library.importing.run([other])
    assert any("6.50 in scores.csv" in warning for warning in result.sources[0].warnings)
    rows = [row for pillar in library.profiles.get("PE").pillars for row in pillar.rows]
    shown = {row.indicator.id: row.score for row in rows}
    assert shown["arms_trafficking"] is not None
    assert shown["arms_trafficking"].value == Decimal("7.00")


def test_a_corrected_sheet_replaces_the_one_of_the_same_name(
    library: Library, sources: Path
) -> None:
    file = sources / "scores.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("arms_trafficking,6.50", "arms_trafficking,7.00"),
        encoding="utf-8",
    )
    result = library.importing.run([file])
    assert result.sources[0].status is SourceStatus.UPDATED
    assert library.profiles.get("PE").sources == 2


def test_a_library_open_for_reading_cannot_be_imported_into(
    library: Library, sources: Path, tmp_path: Path
) -> None:
    with Library.open(library.folder, writing=False, program="a reader") as reader:
        (sources / "new.md").write_text("# New\n\nWords.", encoding="utf-8")
        result = reader.importing.run([sources / "new.md"])
        assert "reading only" in (result.sources[0].error or "")
        with pytest.raises(LibraryUnavailable):
            reader.bookmarks.add(titled(library, "River gold"), 0, 5)
        with pytest.raises(InvalidInput):
            reader.bookmarks.add(titled(library, "River gold"), 5, 5)


def test_files_called_the_same_are_documents_of_their_own(
    empty_library: Library, tmp_path: Path
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        text = f"---\ntitle: Twin\n---\n\nOnly in folder {folder}.\n"
        (tmp_path / folder / "page.md").write_text(text, encoding="utf-8")
    first = empty_library.importing.run([tmp_path / "one", tmp_path / "two"])
    assert [source.status for source in first.sources] == [SourceStatus.ADDED] * 2
    assert len(empty_library.documents.all()) == 2

    changed = tmp_path / "two" / "page.md"
    changed.write_text("---\ntitle: Twin\n---\n\nChanged.\n", encoding="utf-8")
    both = empty_library.importing.run([tmp_path / "one", tmp_path / "two"])
    assert [source.status for source in both.sources] == [
        SourceStatus.UNCHANGED,
        SourceStatus.UPDATED,
    ]
    assert both.sources[1].document == first.sources[1].document

    changed.write_text("---\ntitle: Twin\n---\n\nChanged again.\n", encoding="utf-8")
    alone = empty_library.importing.run([changed])
    assert alone.sources[0].status is SourceStatus.UPDATED
    assert alone.sources[0].document == first.sources[1].document
    texts = {
        passage.text
        for document in empty_library.documents.all()
        for passage in empty_library.documents.passages(document)
    }
    assert "Only in folder one." in texts


def test_what_is_stated_of_known_content_is_not_said_to_be_stored(
    library: Library, sources: Path
) -> None:
    held = library.documents.get(titled(library, "River gold")).metadata
    file = sources / "river.md"
    (again,) = library.importing.run([file], ImportOptions(publisher="Another")).sources
    assert again.status is SourceStatus.UNCHANGED
    assert again.metadata == held
    assert "not taken over" in again.warnings[0]
    assert not library.importing.run([file]).sources[0].warnings


def test_the_basis_of_a_summarised_work_s_date_is_kept(
    empty_library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "short.md"
    file.write_text(
        "---\ntitle: In short\nsummarises:\n  title: At length\n  published: 2016\n"
        "  published_basis: its newest figure\n---\n\nWords.\n",
        encoding="utf-8",
    )
    empty_library.importing.run([file])
    metadata = empty_library.documents.get(titled(empty_library, "In short")).metadata
    assert metadata.summarises is not None
    assert metadata.summarises.published_basis == "its newest figure"
    assert "summarises" not in metadata.extra


def test_a_source_that_the_catalogue_cannot_take_leaves_no_original(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new.md").write_text("# New\n\nA page that finds no room.\n", encoding="utf-8")

    def full(*_: object, **__: object) -> int:
        raise LibraryUnavailable("it cannot be written (database or disk is full)")

    with monkeypatch.context() as patch:
        patch.setattr(DocumentStore, "add_version", full)
        (outcome,) = library.importing.run([tmp_path / "new.md"]).sources
    assert outcome.error is not None
    assert library.integrity.verify() == []

    (outcome,) = library.importing.run([tmp_path / "new.md"]).sources
    assert outcome.error is None
    library.deriving.run()
    assert library.integrity.verify() == []
