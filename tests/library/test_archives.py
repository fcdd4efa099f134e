"""Importing archives: each member a source of its own, what was saved with it beside it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from reader.library.import_results import ImportResult, SourceStatus
from reader.library.library import Library


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"g" * 64) * 48))
    + _chunk(b"IEND", b"")
)


def packed(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def told(result: ImportResult, folder: Path) -> dict[str, str]:
    return {source.path.removeprefix(f"{folder}/"): str(source.status) for source in result.sources}


def test_the_members_of_an_archive_are_sources_of_their_own(
    empty_library: Library, sources: Path
) -> None:
    files = {f"in/{each.name}": each.read_bytes() for each in sorted(sources.iterdir())}
    archive = packed(sources / "all.zip", {**files, "in/song.mp3": b"ID3", "../up.md": b"# Up"})
    result = empty_library.importing.run([archive])
    assert told(result, sources) == {
        "all.zip/in/digest.md": "added",
        "all.zip/in/river.md": "added",
        "all.zip/in/scores.csv": "added",
        "all.zip/in/song.mp3": "skipped",
        "all.zip/../up.md": "skipped",
    }
    assert "leads out" in (result.sources[-1].error or "")
    originals = {path.name for path in empty_library._originals.all()}
    assert len(originals) == 3, "the files themselves are kept, not the archive"
    assert not (empty_library.cache_folder / "unpacked").exists()
    again = empty_library.importing.run([archive])
    assert {source.status for source in again.sources} == {
        SourceStatus.UNCHANGED,
        SourceStatus.SKIPPED,
    }
    assert empty_library.importing.run([sources]).sources[1].status is SourceStatus.UNCHANGED


def test_an_archive_stands_in_its_place_among_the_files_of_a_folder(
    empty_library: Library, sources: Path
) -> None:
    packed(sources / "middle.zip", {"a.md": b"# A\n\nOne.\n", "b.md": b"# B\n\nTwo.\n"})
    seen: list[str] = []
    result = empty_library.importing.run([sources], report=lambda one: seen.append(one.name))
    assert list(told(result, sources)) == [
        "digest.md",
        "middle.zip/a.md",
        "middle.zip/b.md",
        "river.md",
        "scores.csv",
    ]
    assert "a.md" in seen


def test_a_bad_archive_costs_no_other_source(empty_library: Library, sources: Path) -> None:
    (sources / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    packed(sources / "music.zip", {"song.mp3": b"ID3"})
    packed(sources / "bomb.zip", {"zeros.md": bytes(60 * 1024 * 1024)})
    result = empty_library.importing.run([sources])
    found = told(result, sources)
    assert found["broken.zip"] == found["music.zip"] == found["bomb.zip"] == "failed"
    assert found["river.md"] == "added"
    errors = {Path(source.path).name: source.error or "" for source in result.sources}
    assert "damaged" in errors["broken.zip"]
    assert "nothing that Dossier reads" in errors["music.zip"]
    assert "times its size" in errors["bomb.zip"]


def test_what_lies_beside_a_member_is_found_and_is_no_source(
    empty_library: Library, tmp_path: Path
) -> None:
    archive = packed(
        tmp_path / "pages.zip",
        {
            "a/river.md": b"# River\n\nWords.\n\n![Camp](pictures/camp.png)\n",
            "a/pictures/camp.png": PNG,
            "b/page_files/frame.html": b"<html><body><p>An advertisement.</p></body></html>",
            "b/page.html": b"<html><body><h1>Page</h1><p>Words of a page.</p></body></html>",
        },
    )
    result = empty_library.importing.run([archive])
    assert "pages.zip/b/page_files/frame.html" not in told(result, tmp_path)
    (river,) = (each for each in result.sources if each.path.endswith("river.md"))
    assert river.document is not None
    document = empty_library.documents.get(river.document)
    pictures = [each.picture for each in empty_library.documents.passages(document) if each.picture]
    assert len(pictures) == 1
    assert empty_library._originals.read(pictures[0]).startswith(b"\x89PNG")
    empty_library.deriving.run()
    assert empty_library.integrity.verify() == []


def test_a_document_with_the_name_of_an_archive_is_read_as_what_it_is(
    empty_library: Library, tmp_path: Path
) -> None:
    file = packed(tmp_path / "book.zip", {"mimetype": b"application/epub+zip", "a.md": b"# A"})
    (only,) = empty_library.importing.run([file]).sources
    assert only.path == str(file), "it is not taken apart"
