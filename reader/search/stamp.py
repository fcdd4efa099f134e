"""The stamp beside an index: which engine wrote it, in what form, and which versions it holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_FILE = "dossier-index.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Entries and the metadata's revision by version; `words` names the files of its words.

    `files` are the sizes of all files of the index, in bytes.
    """

    versions: Mapping[int, int] = field(default_factory=dict)
    revisions: Mapping[int, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    files: Mapping[str, int] = field(default_factory=dict)

    def agrees(self, folder: Path) -> bool:
        """Whether all files are there in their whole length."""
        try:
            return all((folder / name).stat().st_size == size for name, size in self.files.items())
        except OSError:
            return False


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
            {Path(str(name)).name: int(size) for name, size in data["files"].items()},
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
            "files": stamp.files,
        }
    )
    fresh = folder / f"{_FILE}.new"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(folder / _FILE)


def sizes(folder: Path, words: Collection[str]) -> dict[str, int]:
    """The size in bytes of every file of an index, with those of its words that are in force.

    Its stamp and its locks are not among them.
    """
    return {
        file.name: file.stat().st_size
        for file in folder.iterdir()
        if file.is_file()
        and not file.name.startswith(_FILE)
        and not file.name.endswith("LOCK")
        and (not file.name.startswith("words-") or file.name in words)
    }


def generation(folder: Path) -> int:
    """A number that changes whenever a stamp was written; 0 where there is none."""
    try:
        return (folder / _FILE).stat().st_mtime_ns
    except OSError:
        return 0
