"""Archives: every member told of, none beyond its bounds, none outside."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping

import pytest

from reader.domain.errors import ImportFailed
from reader.ingest.archive import Bounds, Member, NoArchive, is_archive, members

PAGE = b"# River gold\n\nMiners dig at night.\n"
SMALL = Bounds(members=20, member=2_000_000, total=4_000_000, ratio=50, free=100_000)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(files: Mapping[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for entry in extra:
            archive.addfile(entry)
    return made.getvalue()


def found(data: bytes, name: str = "pages.zip", bounds: Bounds = SMALL) -> list[Member]:
    return list(members(io.BytesIO(data), name, bounds, lambda one: one.endswith(".md")))


def read(data: bytes, name: str = "pages.zip") -> dict[str, bytes]:
    return {one.path: one.data for one in found(data, name) if one.data is not None}


def left(data: bytes, name: str = "pages.zip") -> dict[str, str]:
    return {one.path: one.left for one in found(data, name) if one.left is not None}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("pages.zip", lambda files: zipped(files)),
        ("pages.tar", lambda files: tarred(files)),
        ("pages.tar.gz", lambda files: gzip.compress(tarred(files))),
        ("pages.tgz", lambda files: gzip.compress(tarred(files))),
        ("pages.tar.bz2", lambda files: bz2.compress(tarred(files))),
        ("pages.tar.xz", lambda files: lzma.compress(tarred(files))),
        ("pages", lambda files: gzip.compress(tarred(files))),
    ],
)
def test_every_kind_of_archive_gives_its_files(
    name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    files = {"a/river.md": PAGE, "./b.md": b"# B\n", "größe.md": b"# C\n"}
    data = pack(files)
    assert is_archive(name, data[:512], named=True)
    assert read(data, name) == {"a/river.md": PAGE, "b.md": b"# B\n", "größe.md": b"# C\n"}


def test_a_single_packed_file_is_called_as_it_was() -> None:
    assert read(gzip.compress(PAGE), "river.md.gz") == {"river.md": PAGE}


def test_what_nobody_reads_is_named_and_hidden_files_are_not() -> None:
    data = zipped({"a.md": PAGE, "song.mp3": b"ID3", ".DS_Store": b"", "__MACOSX/a.md": b"x"})
    assert list(read(data)) == ["a.md"]
    assert left(data) == {"song.mp3": "no importer reads this kind of file"}


@pytest.mark.parametrize(
    "name", ["/etc/passwd.md", "../up.md", "a/../../up.md", "..\\up.md", "C:\\up.md", "c:up.md"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_is_left_out(
    name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    (only,) = found(pack({name: PAGE}))
    assert only.data is None
    assert only.left == "its name leads out of the archive"


def test_links_and_devices_are_left_out() -> None:
    link, hard, pipe = (tarfile.TarInfo(name) for name in ("link.md", "hard.md", "pipe.md"))
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard.type, hard.linkname = tarfile.LNKTYPE, "a.md"
    pipe.type = tarfile.FIFOTYPE
    data = tarred({"a.md": PAGE}, link, hard, pipe)
    assert list(read(data, "a.tar")) == ["a.md"]
    assert set(left(data, "a.tar")) == {"link.md", "hard.md", "pipe.md"}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("link.md")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert left(made.getvalue()) == {"link.md": "it is a link"}


def test_an_encrypted_member_is_a_failure_with_its_remedy() -> None:
    data = bytearray(zipped({"secret.md": PAGE, "open.md": PAGE}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    secret, other = found(bytes(data))
    assert secret.failed
    assert "password" in (secret.left or "")
    assert other.data == PAGE


def test_a_damaged_member_leaves_the_others() -> None:
    data = bytearray(zipped({"one.md": PAGE * 50, "two.md": PAGE}, zipfile.ZIP_STORED))
    data[data.index(PAGE) + 5] ^= 0xFF
    one, two = found(bytes(data))
    assert one.failed
    assert "damaged" in (one.left or "")
    assert two.data == PAGE


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.zip", zipped({"a.md": b"0" * 1_900_000}), "50 times its size"),
        ("a.md.gz", gzip.compress(b"0" * 1_900_000), "50 times its size"),
        ("a.tar.xz", lzma.compress(tarred({"a.md": b"0" * 1_900_000})), "50 times its size"),
        ("a.zip", zipped({f"{n}.md": b"" for n in range(21)}), "more than 20 files"),
        ("a.tar", tarred({f"{n}.md": b"" for n in range(21)}), "more than 20 files"),
        (
            "a.zip",
            zipped({f"{n}.md": bytes(1_500_000) for n in range(4)}, zipfile.ZIP_STORED),
            "more than 3 MB",
        ),
        ("a.zip", zipped({"a.md": PAGE})[:-30], "damaged"),
        ("a.tar.gz", gzip.compress(tarred({"a.md": PAGE * 400}))[:-50], "damaged"),
        ("a.zip", b"not a zip at all", "no archive"),
    ],
)
def test_a_bomb_or_a_wreck_is_refused_whole(name: str, data: bytes, complaint: str) -> None:
    with pytest.raises(ImportFailed, match=complaint) as refused:
        found(data, name)
    assert name in str(refused.value)
    assert refused.value.remedy


def test_a_member_larger_than_a_file_may_be_is_named() -> None:
    data = zipped({"a.md": bytes(2_000_001), "b.md": PAGE}, zipfile.ZIP_STORED)
    assert left(data) == {"a.md": "it is larger than 1 MB: unpack and split it"}
    assert list(read(data)) == ["b.md"]


def test_members_that_share_their_bytes_are_no_archive() -> None:
    """As zbsm: many entries of the directory point at one kernel."""
    data = zipped({"a.md": PAGE, "b.md": PAGE}, zipfile.ZIP_STORED)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    with pytest.raises(ImportFailed, match="overlap"):
        found(data[: second + 42] + struct.pack("<L", 0) + data[second + 46 :])


def test_archives_in_archives_end() -> None:
    inner = zipped({"deep.md": PAGE})
    assert read(zipped({"in/inner.zip": inner})) == {"in/inner.zip/deep.md": PAGE}
    (only,) = found(zipped({"outer.zip": zipped({"inner.zip": inner})}))
    assert only.path == "outer.zip/inner.zip"
    assert only.failed
    assert "archive in an archive" in (only.left or "")


def test_a_packed_file_in_an_archive_keeps_its_place() -> None:
    assert read(zipped({"a/river.md.gz": gzip.compress(PAGE)})) == {"a/river.md.gz/river.md": PAGE}


def test_an_office_document_is_no_archive() -> None:
    with pytest.raises(NoArchive):
        found(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}))
