"""What lies in a watched folder: its files by their paths, each with a stamp of its state."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.ingest.archive import is_archive
from reader.ingest.formats import is_supported
from reader.library.source_files import page_of

MOST_ENTRIES = 50_000
_PAGES = (".html", ".htm", ".xhtml")
# What browsers add to the name of a file while it is on its way.
_ON_ITS_WAY = (".part", ".crdownload", ".tmp", ".download", ".partial", ".opdownload")


@dataclass(frozen=True, slots=True)
class Listing:
    """The files that Dossier reads, by their path below the folder (with `/`).

    A stamp is equal as long as the file, and what was saved beside it, stays as it is. `cut` tells
    that there is more than was looked at, `closed` which folders below could not be read.
    """

    stamps: dict[str, str]
    cut: bool = False
    closed: tuple[str, ...] = ()


def list_folder(
    folder: Path,
    spared: Collection[Path] = (),
    check: Callable[[], object] = lambda: None,
    most: int = MOST_ENTRIES,
) -> Listing:
    """List a folder with all below it, at most so many entries; `check` may raise to stop.

    Left out, as when a folder is imported: hidden files, links, what is no regular file, the
    folders of saved pages; also empty files, those of `spared` folders, what an office program
    has put beside an open document and what is still being downloaded. Raises OSError when the
    folder itself cannot be read.
    """
    return _Walk(folder.resolve(), {str(each.resolve()) for each in spared}, check, most).all()


class _Walk:
    def __init__(
        self, root: Path, spared: set[str], check: Callable[[], object], most: int
    ) -> None:
        self._root = str(root)
        self._spared = spared
        self._check = check
        self._left = most
        self._stamps: dict[str, str] = {}
        self._closed: list[str] = []
        self._read: dict[str, bool] = {}

    def all(self) -> Listing:
        pending = [""]
        while pending and self._left >= 0:
            below = pending.pop()
            try:
                entries = list(self._entries(below))
            except OSError:
                if not below:
                    raise
                self._closed.append(below)
                continue
            pending += reversed(self._take(below, entries))
        return Listing(self._stamps, self._left < 0, tuple(self._closed))

    def _entries(self, below: str) -> Iterator[os.DirEntry[str]]:
        self._check()
        with os.scandir(os.path.join(self._root, below)) as listing:  # noqa: PTH118 (50,000 names)
            for entry in listing:
                self._left -= 1
                if self._left < 0:
                    return
                yield entry

    def _take(self, below: str, entries: list[os.DirEntry[str]]) -> list[str]:
        """Note the files of a folder; the folders in it that are to be looked into."""
        names = {entry.name for entry in entries}
        pages = {os.path.splitext(each)[0] for each in names if each.lower().endswith(_PAGES)}  # noqa: PTH122 (names)
        coming = {each[: each.rfind(".")] for each in names if each.endswith(_ON_ITS_WAY)}
        parts: dict[str, list[str]] = {}
        folders, files = [], []
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                page = page_of(entry.name, pages)
                if page is not None:
                    parts.setdefault(page, []).append(path)
                elif f"{self._root}{os.sep}{path.replace('/', os.sep)}" not in self._spared:
                    folders.append(path)
            elif entry.is_file(follow_symlinks=False) and self._is_wanted(entry.name, coming):
                files.append((path, entry))
        for path, entry in files:
            stamp = _stamp(entry)
            if stamp is not None:
                stem = os.path.splitext(entry.name)[0]  # noqa: PTH122 (a name)
                beside = parts.get(stem, ()) if entry.name.lower().endswith(_PAGES) else ()
                self._stamps[path] = " ".join([stamp, *(self._together(each) for each in beside)])
        return folders

    def _is_wanted(self, name: str, coming: Collection[str]) -> bool:
        ending = name[name.rfind(".") :]
        if ending not in self._read:
            self._read[ending] = is_supported(f"a{ending}") or is_archive(f"a{ending}", b"")
        return self._read[ending] and not name.startswith("~$") and name not in coming

    def _together(self, below: str) -> str:
        """One stamp of all files of a saved page's folder."""
        count = size = newest = 0
        pending = [below]
        while pending and self._left >= 0:
            folder = pending.pop()
            try:
                for entry in self._entries(folder):
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(f"{folder}/{entry.name}")
                        continue
                    about = entry.stat(follow_symlinks=False)
                    count, size = count + 1, size + about.st_size
                    newest = max(newest, about.st_mtime_ns)
            except OSError:
                continue
        return f"{count}:{size}:{newest}"


def _stamp(entry: os.DirEntry[str]) -> str | None:
    """Size and time of a file; None for one that is empty, or gone by now."""
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return f"{about.st_size}:{about.st_mtime_ns}" if about.st_size else None
