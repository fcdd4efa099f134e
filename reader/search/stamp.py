"""The stamp beside an index: which engine wrote it, in what form, and which versions it holds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

_FILE = "dossier-index.json"
_CONTENTS = ".toc"
_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: its bytes, when it was changed (ns), and its CRC-32."""

    size: int
    changed: int
    summed: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """Entries and the metadata's revision by version; `words` names the files of its words.

    `files` are all files of the index as they were written.
    """

    versions: Mapping[int, int] = field(default_factory=dict)
    revisions: Mapping[int, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    files: Mapping[str, Written] = field(default_factory=dict)

    def agrees(self, folder: Path) -> bool:
        """Whether all files are there as they were written, and no list of contents but theirs.

        Only files that were written to since are read. Whoosh's list of contents is a pickle: it
        is always read, and a newer one that another program put there would be taken for ours.
        """
        try:
            lists = [file for file in folder.iterdir() if file.suffix == _CONTENTS]
            return all(self._holds(file) for file in lists) and all(
                self.untouched(folder / name) or self._holds(folder / name) for name in self.files
            )
        except OSError:
            return False

    def is_whole(self, folder: Path) -> bool:
        """Whether all files are as they were written, to the last byte; reads all of them."""
        try:
            return self.agrees(folder) and all(self._holds(folder / name) for name in self.files)
        except OSError:
            return False

    def untouched(self, file: Path) -> bool:
        """Whether a file of the stamp has the length and the time of its last change."""
        there, written = file.stat(), self.files[file.name]
        return (there.st_size, there.st_mtime_ns) == (written.size, written.changed)

    def _holds(self, file: Path) -> bool:
        written = self.files.get(file.name)
        return written is not None and written == replace(_written(file), changed=written.changed)


def read_stamp(folder: Path, engine: str, number: int) -> Stamp | None:
    """The stamp of an index of this engine in this form; None where there is none."""
    try:
        data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if data["engine"] != engine or data["format"] != number:
            return None
        return Stamp(
            {int(version): int(count) for version, count in data["versions"].items()},
            {int(version): int(count) for version, count in data["revisions"].items()},
            tuple(Path(str(name)).name for name in data["words"]),
            {
                Path(str(name)).name: Written(int(size), int(changed), int(summed))
                for name, (size, changed, summed) in data["files"].items()
            },
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def write_stamp(folder: Path, engine: str, number: int, stamp: Stamp) -> None:
    """Put a stamp in place of the one before, at once."""
    revisions = {version: stamp.revisions.get(version, 0) for version in stamp.versions}
    text = json.dumps(
        {
            "engine": engine,
            "format": number,
            "versions": stamp.versions,
            "revisions": revisions,
            "words": stamp.words,
            "files": {
                name: (each.size, each.changed, each.summed) for name, each in stamp.files.items()
            },
        }
    )
    fresh = folder / f"{_FILE}.new"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(folder / _FILE)


def remove_stamp(folder: Path) -> None:
    """Say that there is no index any more, before its files go one by one."""
    with suppress(OSError):
        (folder / _FILE).unlink()


def files_of(folder: Path, words: Collection[str], before: Stamp | None) -> dict[str, Written]:
    """Every file of an index as it is, with those of its words that are in force.

    Its stamp and its locks are not among them. What was not touched since `before` is not read.
    """
    found = {}
    for file in folder.iterdir():
        name = file.name
        if not file.is_file() or name.startswith(_FILE) or name.endswith("LOCK"):
            continue
        if name.startswith("words-") and name not in words:
            continue
        known = before is not None and name in before.files and before.untouched(file)
        found[name] = before.files[name] if before and known else _written(file)
    return found


def _written(file: Path) -> Written:
    summed = 0
    with file.open("rb") as stream:
        while part := stream.read(_PART):
            summed = zlib.crc32(part, summed)
    there = file.stat()
    return Written(there.st_size, there.st_mtime_ns, summed)


def generation(folder: Path) -> int:
    """A number that changes whenever a stamp was written; 0 where there is none."""
    try:
        there = (folder / _FILE).stat()
    except OSError:
        return 0
    # Two stamps may be of one tick of the clock, which may also be set back: but a file that takes
    # another's place is never the same file.
    return abs(hash((there.st_mtime_ns, there.st_ino, there.st_size))) or 1
