"""The backup file: a zip of a library's parts and a manifest with the SHA-256 of each."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from reader.domain.errors import InvalidInput, LibraryUnavailable
from reader.library.progress import CancelToken, Progress, Report

FORMAT = "dossier-backup"
FORMAT_VERSION = 1
CATALOGUE = "catalogue.sqlite3"
_MANIFEST = "manifest.json"
_NAME = re.compile(
    r"catalogue\.sqlite3|countries\.csv|mappings/[A-Za-z0-9_][A-Za-z0-9_ -]{0,99}\.toml"
    r"|originals/[0-9a-f]{2}/[0-9a-f]{64}"
)
_LARGEST_MANIFEST = 256 * 1024 * 1024
# Deflate cannot do better than 1032 to 1; a catalogue of real text stays below 20.
_HIGHEST_RATIO = 200
_RATIO_FROM = 1024 * 1024
_CHUNK = 1024 * 1024
_LOOKED_AT_ONCE = 64 * 1024
# How files begin that are packed already: deflating them again only takes time.
_PACKED = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"GIF8", b"RIFF")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a library: its name in the backup, and where it lies on disk."""

    name: str
    path: Path


def may_be_in_backup(name: str) -> bool:
    """Whether a backup can hold a file of that name: nothing but what a library consists of."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a backup, with its SHA-256 in hexadecimal and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `made` is an ISO 8601 instant in UTC."""

    made: str
    library: str
    documents: int
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes of all files when unpacked."""
        return sum(entry.size for entry in self.entries)


def write_backup(
    file: Path,
    parts: Sequence[Part],
    *,
    library: str,
    documents: int,
    report: Report,
    cancel: CancelToken,
) -> Manifest:
    """Write the parts and their manifest into a new zip file, safely on disk at the end.

    Raises OSError as the system gives it, Cancelled when stopped; the file is then to be removed.
    """
    entries = []
    with file.open("wb") as out:
        with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
            for done, part in enumerate(parts):
                cancel.check()
                report(Progress("backup", done, len(parts), part.name))
                entries.append(_add(archive, part, cancel))
            manifest = Manifest(
                datetime.now(UTC).isoformat(timespec="seconds"), library, documents, tuple(entries)
            )
            archive.writestr(_info(_MANIFEST), _manifest_text(manifest), zipfile.ZIP_DEFLATED)
        out.flush()
        os.fsync(out.fileno())
    report(Progress("backup", len(parts), len(parts)))
    return manifest


class BackupFile:
    """A backup open for reading; nothing in it is trusted before it was checked."""

    def __init__(self, file: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self._archive = archive
        self.manifest = manifest

    def check(self, report: Report, cancel: CancelToken) -> None:
        """Read everything and compare with the manifest. Raises LibraryUnavailable, Cancelled."""
        self._read_all(None, "check-backup", report, cancel)

    def extract(self, folder: Path, report: Report, cancel: CancelToken) -> None:
        """Write all files below an empty folder, each checked, safely on disk.

        Raises LibraryUnavailable for a damaged backup, OSError when it cannot be written,
        Cancelled; the folder is then to be removed.
        """
        self._read_all(folder, "restore", report, cancel)

    def _read_all(
        self, folder: Path | None, stage: str, report: Report, cancel: CancelToken
    ) -> None:
        entries = self.manifest.entries
        for done, entry in enumerate(entries):
            report(Progress(stage, done, len(entries), entry.name))
            try:
                if folder is None:
                    self._copy(entry, None, cancel)
                    continue
                target = folder / entry.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as out:
                    self._copy(entry, out, cancel)
                    out.flush()
                    os.fsync(out.fileno())
            except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
                raise _damaged(self._file, f"{entry.name} cannot be read ({error})") from error
        report(Progress(stage, len(entries), len(entries)))

    def _copy(self, entry: Entry, out: IO[bytes] | None, cancel: CancelToken) -> None:
        digest, read = hashlib.sha256(), 0
        with self._archive.open(entry.name) as source:
            while chunk := source.read(_CHUNK):
                cancel.check()
                read += len(chunk)
                if read > entry.size:
                    break
                digest.update(chunk)
                if out is not None:
                    out.write(chunk)
        if read != entry.size or digest.hexdigest() != entry.sha256:
            raise _damaged(self._file, f"{entry.name} is not what was backed up")


@contextmanager
def open_backup(file: Path) -> Iterator[BackupFile]:
    """Open a backup and read its manifest.

    Raises LibraryUnavailable when it cannot be read, is no backup, is damaged or hostile (names
    that lead elsewhere, links, more than it says, impossible ratios), or was made by a newer
    Dossier.
    """
    try:
        archive = zipfile.ZipFile(file)
    except OSError as error:
        raise LibraryUnavailable(
            f"it cannot be read ({error.strerror or error})",
            item=str(file),
            remedy="Check the name and its permissions",
        ) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _no_backup(file) from error
    with archive:
        yield BackupFile(file, archive, _read_manifest(file, archive))


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    infos = {info.filename: info for info in archive.infolist()}
    if _MANIFEST not in infos or infos[_MANIFEST].file_size > _LARGEST_MANIFEST:
        raise _no_backup(file)
    try:
        with archive.open(_MANIFEST) as source:
            data = json.loads(source.read(_LARGEST_MANIFEST))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _damaged(file, f"its manifest cannot be read ({error})") from error
    except ValueError as error:
        raise _no_backup(file) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _no_backup(file)
    if not isinstance(data.get("version"), int) or data["version"] > FORMAT_VERSION:
        raise LibraryUnavailable(
            "the backup was made by a newer Dossier", item=str(file), remedy="Update Dossier"
        )
    try:
        manifest = _manifest(data)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise _damaged(file, "its manifest is not one") from error
    _check_names(file, archive, infos, manifest)
    return manifest


def _check_names(
    file: Path,
    archive: zipfile.ZipFile,
    infos: Mapping[str, zipfile.ZipInfo],
    manifest: Manifest,
) -> None:
    names = [entry.name for entry in manifest.entries]
    if len(archive.infolist()) != len(infos) or len(set(names)) != len(names):
        raise _damaged(file, "a name stands in it twice")
    if set(infos) != {*names, _MANIFEST} or CATALOGUE not in names:
        raise _damaged(file, "it holds other files than its manifest says")
    for entry in manifest.entries:
        info = infos[entry.name]
        mode = info.external_attr >> 16
        wrong = (
            not may_be_in_backup(entry.name)
            or (mode and not stat.S_ISREG(mode))
            or info.flag_bits & 1
            or info.file_size != entry.size
            or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        )
        if wrong:
            raise _damaged(file, f"{entry.name[:80]!r} is no file of a library")
        if info.file_size > _RATIO_FROM and info.file_size > _HIGHEST_RATIO * info.compress_size:
            raise _damaged(file, f"{entry.name} would unpack to a size that no library has")


def _add(archive: zipfile.ZipFile, part: Part, cancel: CancelToken) -> Entry:
    digest, size = hashlib.sha256(), 0
    info = _info(part.name)
    with part.path.open("rb") as source:
        packed = source.read(4).startswith(_PACKED)
        info.file_size = os.fstat(source.fileno()).st_size
        as_it_is = packed or _would_look_hostile(source, info.file_size)
        info.compress_type = zipfile.ZIP_STORED if as_it_is else zipfile.ZIP_DEFLATED
        source.seek(0)
        with archive.open(info, "w") as out:
            while chunk := source.read(_CHUNK):
                cancel.check()
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
    return Entry(part.name, digest.hexdigest(), size)


def _would_look_hostile(source: IO[bytes], size: int) -> bool:
    """Whether a file repeats itself so much that, deflated, it would be refused at a restore.

    Looks no further than it must: text of any variety is known by its first hundredth.
    """
    if size <= _RATIO_FROM:
        return False
    source.seek(0)
    deflating, written = zlib.compressobj(), 0
    while chunk := source.read(_LOOKED_AT_ONCE):
        written += len(deflating.compress(chunk))
        # Half of what is allowed: zipfile may deflate a little better.
        if written * _HIGHEST_RATIO > 2 * size:
            return False
    return True


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _manifest_text(manifest: Manifest) -> str:
    return json.dumps(
        {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "made": manifest.made,
            "library": manifest.library,
            "documents": manifest.documents,
            "files": {
                entry.name: {"sha256": entry.sha256, "size": entry.size}
                for entry in manifest.entries
            },
        },
        indent=1,
    )


def _manifest(data: Mapping[str, object]) -> Manifest:
    files, documents = data["files"], data["documents"]
    if not isinstance(files, dict) or not isinstance(documents, int):
        raise TypeError
    entries = []
    for name, said in files.items():
        sha256, size = said["sha256"], said["size"]
        if not isinstance(sha256, str) or not isinstance(size, int) or size < 0:
            raise TypeError
        entries.append(Entry(name, sha256, size))
    return Manifest(str(data["made"]), str(data["library"]), documents, tuple(entries))


def _no_backup(file: Path) -> InvalidInput:
    return InvalidInput(
        "it is no backup of a library",
        item=str(file),
        remedy="Choose a file that `dossier backup` or “Back up…” made",
    )


def _damaged(file: Path, what: str) -> LibraryUnavailable:
    return LibraryUnavailable(
        f"the backup is damaged: {what}", item=str(file), remedy="Use another backup"
    )
