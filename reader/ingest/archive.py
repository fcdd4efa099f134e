"""Archives (zip, tar, gzip, bzip2, xz): their members one after the other, within bounds.

Nothing is ever written here, no size that an archive states is believed, and no member is more
than a name and bytes: links, devices and names that lead elsewhere are told of and left out.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from reader.domain.errors import ImportFailed
from reader.ingest import zim_file

_MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_TAR_AT, _TAR = 257, b"ustar"
_PACKED: tuple[tuple[bytes, Callable[..., object]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_ENDINGS = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", zim_file.ENDING)
_PACKED_ENDINGS = (".gz", ".bz2", ".xz")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_NAME = 1000
_HEAD = 512
_CHUNK = 256 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)
_UNPACK = "Unpack it and import what you need"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far an archive may unfold, with all archives in it; sizes in bytes.

    `ratio` is how many times its own size, looked at beyond `free` bytes. `depth` counts archives
    in archives, 1 for none.
    """

    members: int = 20_000
    member: int = 64 * _MEGABYTE
    total: int = 1024 * _MEGABYTE
    ratio: int = 200
    free: int = 16 * _MEGABYTE
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive by its path there; `data` is None for one that is left out.

    `left` says why, `failed` whether that is a failure: it should have been read.
    """

    path: str
    data: bytes | None = None
    left: str | None = None
    failed: bool = False


class NoArchive(Exception):
    """What looks like an archive is a document: office formats are zip files."""


def is_archive(name: str, head: bytes, *, named: bool = False) -> bool:
    """Whether a file is an archive by its name, or, where the user named it, by its beginning."""
    if name.lower().endswith(_ENDINGS):
        return True
    signatures = (_ZIP, _EMPTY_ZIP, zim_file.MAGIC, *(each for each, _ in _PACKED))
    signed = head.startswith(signatures)
    return named and (signed or head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR)


def members(
    file: IO[bytes], name: str, bounds: Bounds, wanted: Callable[[str], bool]
) -> Iterator[Member]:
    """The files of an archive and of archives in it; only those whose name is `wanted` are read.

    A ZIM file is read by libzim, by the path that `file` was opened with. Raises ImportFailed for
    one that is damaged or beyond its bounds, NoArchive for a document.
    """
    if file.read(len(zim_file.MAGIC)) == zim_file.MAGIC:
        for member in zim_file.zim_members(Path(file.name), name, bounds):
            about = _member("", member.path, member.left, failed=member.failed)
            yield Member(about.path, member.data, member.left, member.failed)
        return
    yield from _Walk(name, bounds, wanted).of(file, _size(file), "", 1)


class _Walk:
    """One archive and those in it, which share what they may unfold to."""

    def __init__(self, name: str, bounds: Bounds, wanted: Callable[[str], bool]) -> None:
        self._name = name
        self._bounds = bounds
        self._wanted = wanted
        self._count = 0
        self._unfolded = 0
        self._free = 0

    def of(self, file: IO[bytes], size: int, above: str, depth: int) -> Iterator[Member]:
        """The members of one archive; `above` is its own path in the outer one."""
        self._free = max(self._free, size * self._bounds.ratio, self._bounds.free)
        head = file.read(_HEAD)
        file.seek(0)
        try:
            if head.startswith((_ZIP, _EMPTY_ZIP)):
                yield from self._zip(file, above, depth)
                return
            for signature, unpack in _PACKED:
                if head.startswith(signature):
                    yield from self._packed(cast("IO[bytes]", unpack(file)), above, depth)
                    return
            old_tar = (above or self._name).lower().endswith(".tar")
            if head[_TAR_AT : _TAR_AT + len(_TAR)] != _TAR and not old_tar:
                raise self._refused("it is no archive that Dossier knows", "Save it again")
            yield from self._tar(_Counted(file, self._count_bytes), above, depth)
        except ImportFailed:
            raise
        except _DAMAGED as error:
            raise self._refused(f"the archive is damaged ({error})", "Copy it again") from error

    def _zip(self, file: IO[bytes], above: str, depth: int) -> Iterator[Member]:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names or "mimetype" in names:
                raise NoArchive
            self._refuse_overlaps(entries)
            for entry in entries:
                self._count_member()
                if entry.is_dir():
                    continue
                reason = _leads_away(entry.filename)
                if stat.S_ISLNK(entry.external_attr >> 16):
                    reason = "it is a link"
                if entry.flag_bits & 1 and reason is None:
                    reason = "it is encrypted: unpack it with its password"
                    yield _member(above, entry.filename, reason, failed=True)
                    continue
                opened = None if reason else (lambda one=entry: archive.open(one))
                yield from self._file(above, entry.filename, reason, opened, depth)

    def _refuse_overlaps(self, entries: list[zipfile.ZipInfo]) -> None:
        """Entries that share their bytes are made to unfold without end."""
        end = -1
        for entry in sorted(entries, key=lambda each: each.header_offset):
            if entry.header_offset < end:
                raise self._refused("its members overlap, as in no honest archive", _UNPACK)
            end = entry.header_offset + 30 + entry.compress_size

    def _packed(self, unpacked: IO[bytes], above: str, depth: int) -> Iterator[Member]:
        counted = _Counted(unpacked, self._count_bytes)
        head = counted.read(_HEAD)
        stream = _Counted(unpacked, self._count_bytes, head)
        if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
            yield from self._tar(stream, above, depth)
            return
        own = PurePosixPath(above or self._name).name
        inner = own[: own.rindex(".")] if own.lower().endswith(_PACKED_ENDINGS) else own
        parent = str(PurePosixPath(above).parent / own) if above else ""
        yield from self._file(
            parent, inner, None, lambda: cast("IO[bytes]", stream), depth, counted=True
        )

    def _tar(self, stream: _Counted, above: str, depth: int) -> Iterator[Member]:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in archive:
                self._count_member()
                if entry.isdir():
                    continue
                reason = _leads_away(entry.name)
                if entry.issym() or entry.islnk():
                    reason = "it is a link"
                elif not entry.isreg():
                    reason = "it is a device or a pipe"

                def opened(one: tarfile.TarInfo = entry) -> IO[bytes]:
                    return archive.extractfile(one) or io.BytesIO()

                yield from self._file(
                    above, entry.name, reason, None if reason else opened, depth, counted=True
                )

    def _file(
        self,
        above: str,
        name: str,
        reason: str | None,
        opened: Callable[[], IO[bytes]] | None,
        depth: int,
        *,
        counted: bool = False,
    ) -> Iterator[Member]:
        inner = is_archive(name, b"")
        if opened is None or _is_hidden(name):
            if reason:
                yield _member(above, name, reason)
            return
        path = _member(above, name).path
        if name.lower().endswith(zim_file.ENDING):
            yield _member(above, name, "a ZIM file is imported by itself: unpack it", failed=True)
            return
        if not (inner or self._wanted(name) or name.lower().endswith(_PICTURES)):
            yield _member(above, name, "no importer reads this kind of file")
            return
        if inner and depth >= self._bounds.depth:
            reason = "it is an archive in an archive in an archive: unpack it, and import it alone"
            yield _member(above, name, reason, failed=True)
            return
        try:
            with opened() as stream:
                data = self._read(stream, counted=counted)
        except ImportFailed:
            raise
        except _DAMAGED as error:
            reason = f"it is damaged in the archive ({error})"
            yield _member(above, name, reason, failed=True)
            return
        if data is None:
            reason = f"it is larger than {self._bounds.member // _MEGABYTE} MB: unpack and split it"
            yield _member(above, name, reason, failed=True)
        elif inner:
            yield from self._inner(data, path, depth)
        else:
            yield Member(path, data)

    def _inner(self, data: bytes, path: str, depth: int) -> Iterator[Member]:
        try:
            yield from self.of(io.BytesIO(data), len(data), path, depth + 1)
        except NoArchive:
            yield Member(path, None, "it is a document with the name of an archive", failed=True)

    def _read(self, stream: IO[bytes], *, counted: bool) -> bytes | None:
        """All bytes of a member, None where there are more than a file may have."""
        pieces, size = [], 0
        while piece := stream.read(_CHUNK):
            if not counted:
                self._count_bytes(len(piece))
            size += len(piece)
            if size > self._bounds.member:
                return None
            pieces.append(piece)
        return b"".join(pieces)

    def _count_member(self) -> None:
        self._count += 1
        if self._count > self._bounds.members:
            raise self._refused(f"it holds more than {self._bounds.members:,} files", _UNPACK)

    def _count_bytes(self, count: int) -> None:
        self._unfolded += count
        if self._unfolded > self._bounds.total:
            limit = self._bounds.total // _MEGABYTE
            raise self._refused(f"it unfolds to more than {limit} MB", _UNPACK)
        if self._unfolded > self._free:
            raise self._refused(
                f"it unfolds to more than {self._bounds.ratio} times its size, as a bomb does",
                _UNPACK,
            )

    def _refused(self, what: str, remedy: str) -> ImportFailed:
        return ImportFailed(what, item=self._name, remedy=remedy)


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted as they come; `first` were read, and counted, before."""

    def __init__(self, stream: IO[bytes], count: Callable[[int], None], first: bytes = b"") -> None:
        self._stream = stream
        self._count = count
        self._first = first

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, all there are for none given."""
        count = len(self._first) if size < 0 else size
        data, self._first = self._first[:count], self._first[count:]
        if size < 0 or len(data) < size:
            more = self._stream.read(size - len(data) if size >= 0 else -1)
            self._count(len(more))
            data += more
        return data


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


def _member(above: str, name: str, left: str | None = None, *, failed: bool = False) -> Member:
    clean = _CONTROL.sub("�", "/".join(_parts(name)))[:_LONGEST_NAME]
    return Member(f"{above}/{clean}" if above else clean, None, left, failed)


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("\\", "/").split("/") if part != "."]


def _is_hidden(name: str) -> bool:
    parts = _parts(name)
    return "__MACOSX" in parts or any(part.startswith(".") and part.strip(".") for part in parts)


def _leads_away(name: str) -> str | None:
    """Why a member's name is not one below the archive; None where it is."""
    parts = _parts(name)
    if not any(parts) or len(name) > _LONGEST_NAME or "\0" in name:
        return "its name is none"
    if not parts[0] or ":" in parts[0] or ".." in parts:
        return "its name leads out of the archive"
    return None
