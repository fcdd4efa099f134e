"""Another library taken into this one: nothing lost, nothing twice, and the other as it was."""

from __future__ import annotations

import hashlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, InvalidInput, LibraryUnavailable, NotFound
from reader.domain.report import ReportClip
from reader.library.library import Library
from reader.library.merging import Merged
from reader.library.progress import CancelToken
from reader.library.removal import Marks

QUOTE = "Illegal gold mining pays better than any other work along the upper river."
OTHER_QUOTE = "Counterfeit dollars were seized twice as often as the year before."


def titled(library: Library, title: str) -> str:
    return next(each.id for each in library.documents.all() if each.metadata.title == title)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock" and not path.name.endswith(("-shm", "-wal"))
    }


def is_clean(library: Library) -> bool:
    library.deriving.run()
    return library.integrity.verify() == []


def came(merged: Merged) -> tuple[int, ...]:
    return (
        merged.documents, merged.updated, merged.versions, merged.bookmarks, merged.reports,
        merged.collections, merged.score_sheets,
    )  # fmt: skip


NOTHING = (0, 0, 0, 0, 0, 0, 0)


@pytest.fixture
def other(tmp_path: Path, sources: Path) -> Path:
    """Another library with the same sources, and one of its own: marks, report, collection."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "timber.md").write_text(
        "---\ntitle: Timber\ncountries: [BO]\ntags: [wood]\n---\n\n"
        "# Timber\n\nTrees fall at night.\n"
    )
    with Library.create(tmp_path / "other", program="x") as library:
        library.importing.run([sources, tmp_path / "more"])
        mark, _ = library.bookmarks.add_quote(titled(library, "River gold"), QUOTE, note="theirs")
        second, _ = library.bookmarks.add_quote(titled(library, "Timber"), "Trees fall at night.")
        report, _ = library.reports.new("Gold")
        library.reports.add_heading(report.id, "First")
        library.reports.add_clip(report.id, mark.id)
        library.reports.add_clip(report.id, second.id)
        library.collections.put("Rivers", [titled(library, "River gold")])
        library.removal.remove([titled(library, "A digest in short")], Marks.KEEP)
    return tmp_path / "other"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "empty", program="x") as library:
        yield library


def test_an_empty_library_gets_everything_and_the_other_is_only_read(
    empty: Library, other: Path
) -> None:
    before = contents(other)

    merged = empty.merging.run(other)

    assert came(merged) == (3, 0, 3, 2, 1, 1, 1)
    assert (merged.refused, merged.warnings) == ((), ())
    assert contents(other) == before
    with Library.open(other, writing=False, program="x") as theirs:
        assert [(each.id, each.metadata) for each in empty.documents.all()] == [
            (each.id, each.metadata) for each in theirs.documents.all()
        ]
        assert [each.id for each in empty.removal.removed()] == [
            each.id for each in theirs.removal.removed()
        ]
        assert empty.reports.markdown("Gold") == theirs.reports.markdown("Gold")
        assert empty.collections.all() == {"Rivers": 1}
        assert empty.profiles.get("PE").totals == theirs.profiles.get("PE").totals
    assert is_clean(empty)


def test_merging_twice_adds_nothing(library: Library, other: Path) -> None:
    assert came(library.merging.run(other)) != NOTHING
    before = contents(library.folder / "originals")
    again = library.merging.run(other)
    assert came(again) == NOTHING
    assert not again.changes
    assert contents(library.folder / "originals") == before
    assert is_clean(library)


def test_the_same_document_is_one_and_keeps_the_marks_of_both(
    library: Library, other: Path
) -> None:
    river = titled(library, "River gold")
    mine, _ = library.bookmarks.add_quote(river, QUOTE, note="mine")
    library.reports.new("Gold")

    merged = library.merging.run(other)

    assert (merged.documents, merged.bookmarks) == (1, 2)
    assert sorted(each.metadata.title for each in library.documents.all()) == [
        "A digest in short", "River gold", "Timber",
    ]  # fmt: skip
    assert {each.note for each in library.bookmarks.of_document(river)} == {"mine", "theirs"}
    assert library.bookmarks.get(mine.id) == mine
    theirs = library.reports.get("Gold (2)")
    clips = [item.bookmark for item in theirs.items if isinstance(item, ReportClip)]
    assert library.bookmarks.get(clips[0]).document == river
    assert library.documents.get(river).collections == ("Rivers",)
    assert is_clean(library)


def test_the_same_mark_with_another_note_is_kept_twice(empty: Library, other: Path) -> None:
    empty.merging.run(other)
    mark = next(each for each in empty.bookmarks.all() if each.note == "theirs")
    empty.bookmarks.edit(mark.id, note="changed here")
    empty.reports.add_heading("Gold", "More of mine")

    merged = empty.merging.run(other)

    assert (merged.bookmarks, merged.reports) == (1, 1)
    notes = {each.note for each in empty.bookmarks.all()}
    assert notes == {"changed here", "theirs", ""}
    assert [each.name for each in empty.reports.all()] == ["Gold", "Gold (2)"]
    assert came(empty.merging.run(other)) == NOTHING
    assert is_clean(empty)


def test_a_newer_version_of_theirs_is_shown_and_our_marks_are_found_in_it(
    library: Library, other: Path, sources: Path
) -> None:
    river = titled(library, "River gold")
    mark, _ = library.bookmarks.add_quote(river, QUOTE)
    text = (sources / "river.md").read_text(encoding="utf-8")
    (sources / "river.md").write_text(
        text.replace("## The camps", "A new beginning.\n\n## The camps"), encoding="utf-8"
    )
    with Library.open(other, writing=True, program="x") as theirs:
        theirs.importing.run([sources / "river.md"])
        _later(theirs, 2)

    merged = library.merging.run(other)

    assert merged.updated == 1
    assert library.documents.get(river).version.number == 2
    moved = library.bookmarks.get(mark.id)
    assert moved.anchored is not None
    assert moved.anchored.start > mark.position.start
    assert came(library.merging.run(other)) == NOTHING
    assert is_clean(library)


def test_an_older_version_of_theirs_stands_before_ours(
    library: Library, other: Path, sources: Path
) -> None:
    river = titled(library, "River gold")
    text = (sources / "river.md").read_text(encoding="utf-8")
    (sources / "river.md").write_text(text.replace("dig at night", "dig all day"), encoding="utf-8")
    library.importing.run([sources / "river.md"])
    with library._database.transaction() as connection:
        connection.execute("DELETE FROM version WHERE document = ? AND number = 1", (river,))
    _later(library, 2)
    newest = library.documents.get(river).version

    merged = library.merging.run(other)

    assert merged.versions == 2
    found = library._document_store.versions(river)
    assert [each.number for each in found] == [2, 1]
    assert found[0].id == newest.id
    theirs = next(each for each in library.bookmarks.all() if each.note == "theirs")
    assert theirs.version == found[1].id
    assert is_clean(library)


def _later(library: Library, number: int) -> None:
    """The version was imported in another year: within a test all is one second."""
    with library._database.transaction() as connection:
        connection.execute(
            "UPDATE version SET imported_at = '2090-01-01T00:00:00+00:00' WHERE number = ?",
            (number,),
        )


def test_gaps_in_our_metadata_are_filled_and_nothing_of_ours_is_changed(
    empty: Library, other: Path, tmp_path: Path
) -> None:
    source = tmp_path / "more" / "timber.md"
    empty.importing.run([source])
    timber = titled(empty, "Timber")
    empty.tagging.add("mine", [timber])
    with Library.open(other, writing=True, program="x") as theirs:
        theirs.tagging.add("theirs", [titled(theirs, "Timber")])
        with theirs._database.transaction() as connection:
            connection.execute("UPDATE document SET publisher = 'A press' WHERE title = 'Timber'")

    empty.merging.run(other)

    metadata = empty.documents.get(timber).metadata
    assert metadata.tags == ("wood", "mine", "theirs")
    assert metadata.publisher == "A press"
    assert came(empty.merging.run(other)) == NOTHING


def test_two_documents_of_one_name_are_not_taken_for_one(
    empty: Library, other: Path, tmp_path: Path
) -> None:
    for name, words in (("a", "One text."), ("b", "Another text.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.md").write_text(f"---\ntitle: Page\n---\n\n# Page\n\n{words}\n")
    with Library.open(other, writing=True, program="x") as theirs:
        theirs.importing.run([tmp_path / "a", tmp_path / "b"])
        assert sum(each.metadata.title == "Page" for each in theirs.documents.all()) == 2
    (tmp_path / "b" / "index.md").write_text("---\ntitle: Page\n---\n\n# Page\n\nA third.\n")
    empty.importing.run([tmp_path / "b"])

    empty.merging.run(other)

    assert sum(each.metadata.title == "Page" for each in empty.documents.all()) == 3
    assert came(empty.merging.run(other)) == NOTHING


def test_what_is_not_sound_is_named_and_left_out(empty: Library, other: Path) -> None:
    damage = {
        "River gold": "UPDATE passage SET start = start + 1 WHERE ordinal > 2 AND version = ?",
        "Timber": "UPDATE passage SET text = 'two' || char(10) || 'lines' WHERE version = ?",
    }
    with Library.open(other, writing=True, program="x") as theirs:
        for title, statement in damage.items():
            version = theirs.documents.get(titled(theirs, title)).version.id
            with theirs._database.transaction() as connection:
                connection.execute(statement, (version,))

    merged = empty.merging.run(other)

    assert empty.documents.all() == []
    assert len(empty.removal.removed()) == 1
    assert {each.split(":")[0] for each in merged.refused} == set(damage)
    assert is_clean(empty)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passage SET kind = 'poem'",
        "UPDATE passage SET spans = '[[0, 99999, \"strong\", null]]'",
        "UPDATE passage SET spans = '{'",
        "UPDATE passage SET picture = '../../etc/passwd'",
        "UPDATE version SET sha256 = '../../etc/passwd'",
        "UPDATE version SET passage_count = 1",
        "DELETE FROM passage WHERE ordinal = 0",
        "UPDATE document_country SET country = country || '; DROP'",
        "UPDATE passage SET heading_path = '7'",
    ],
)
def test_hostile_rows_do_no_harm(empty: Library, other: Path, statement: str) -> None:
    with Library.open(other, writing=True, program="x") as theirs:
        with theirs._database.transaction() as connection:
            connection.execute(statement)
    before = contents(empty.folder)
    merged = empty.merging.run(other)
    assert merged.refused
    assert is_clean(empty)
    assert not [name for name in contents(empty.folder) if name not in before and ".." in name]


def test_a_mark_that_does_not_stand_where_it_says_is_found_or_named(
    empty: Library, other: Path
) -> None:
    with Library.open(other, writing=True, program="x") as theirs:
        with theirs._database.transaction() as connection:
            connection.execute("UPDATE bookmark SET start = 0, \"end\" = 5 WHERE note = 'theirs'")
            connection.execute(
                "UPDATE bookmark SET exact = 'Never said.', prefix = '', suffix = ''"
                " WHERE note = ''"
            )

    merged = empty.merging.run(other)

    (found,) = empty.bookmarks.all()
    assert found.quote.exact == QUOTE
    assert found.position.start > 0
    assert any("Never said." in each for each in merged.refused)
    assert is_clean(empty)


def test_files_that_are_missing_or_changed_there_are_named(empty: Library, other: Path) -> None:
    first, second = sorted(each for each in (other / "originals").rglob("*") if each.is_file())[:2]
    first.unlink()
    second.write_text("tampered")

    merged = empty.merging.run(other)

    assert len(merged.warnings) == 2
    assert not (empty.folder / "incoming").exists()
    said = [each.what for each in empty.integrity.verify() if "original" in each.item]
    assert said == ["the original is missing: import its source again"] * 2


def test_no_library_a_damaged_one_a_newer_one_and_itself_are_refused(
    library: Library, other: Path, tmp_path: Path
) -> None:
    with pytest.raises(LibraryUnavailable, match="no library"):
        library.merging.run(tmp_path)
    with pytest.raises(InvalidInput, match="itself"):
        library.merging.run(library.folder)
    newer = tmp_path / "newer"
    shutil.copytree(other, newer)
    connection = sqlite3.connect(newer / "catalogue.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryUnavailable, match="newer"):
        library.merging.run(newer)
    data = (other / "catalogue.sqlite3").read_bytes()
    for name, content in (
        ("text", b"no catalogue" * 500),
        ("half", data[: len(data) // 2]),
        ("holes", data[:8192] + b"\xff" * 8192 + data[16384:]),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "catalogue.sqlite3").write_bytes(content)
        with pytest.raises(LibraryUnavailable, match=r"damaged|catalogue"):
            library.merging.run(tmp_path / name)
        assert (tmp_path / name / "catalogue.sqlite3").read_bytes() == content
    assert len(library.documents.all()) == 2
    assert not (library.folder / "incoming").exists()
    assert is_clean(library)


def test_a_stopped_merge_can_be_done_again(empty: Library, other: Path) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        empty.merging.run(other, lambda step: step.done and cancel.cancel(), cancel)
    assert is_clean(empty)
    empty.merging.run(other)
    assert len(empty.documents.all()) == 2
    assert is_clean(empty)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_merge_leaves_a_clean_library(other: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for at in range(40):
        (many / f"{at}.md").write_text(
            f"---\ntitle: Text {at}\n---\n\n# T\n\nNumber {at} is here.\n"
        )
    with Library.open(other, writing=True, program="x") as theirs:
        theirs.importing.run([many])
        total = len(theirs.documents.all())
    mine = tmp_path / "mine"
    Library.create(mine, program="x").close()
    code = (
        "import sys; from pathlib import Path; from reader.library.library import Library\n"
        "with Library.open(Path(sys.argv[1]), writing=True, program='victim') as library:\n"
        "    print('go', flush=True)\n"
        "    library.merging.run(Path(sys.argv[2]))\n"
    )
    for at in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(mine), str(other)], stdout=subprocess.PIPE
        ) as victim:
            assert victim.stdout is not None
            victim.stdout.readline()
            time.sleep(0.02 + at * 0.03)
            victim.send_signal(signal.SIGKILL)
        with Library.open(mine, writing=True, program="x") as library:
            assert not (mine / "incoming").exists()
            assert is_clean(library)
    with Library.open(mine, writing=True, program="x") as library:
        library.merging.run(other)
        assert len(library.documents.all()) == total
        assert is_clean(library)
        with pytest.raises(NotFound):
            library.bookmarks.get("nobody")
