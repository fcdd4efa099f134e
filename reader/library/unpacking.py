"""An archive's members as sources of their own, kept on disk for as long as their import takes."""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import Path, PurePosixPath

from reader.domain.errors import ImportFailed
from reader.ingest.archive import Bounds, is_archive
from reader.ingest.formats import is_supported
from reader.library import frames
from reader.library.parsing import Parser
from reader.library.source_files import (
    Companion,
    FoundSource,
    belongs_to_a_page,
    companion_paths,
    first_bytes,
    shown_path,
)

_HEAD = 512
_PAGES = (".html", ".htm", ".xhtml")


def looks_like_archive(source: FoundSource) -> bool:
    """Whether a source that was found is an archive, by its name or its first bytes."""
    if source.member or source.wrong or source.left:
        return False
    if is_archive(source.name, b""):
        return True
    if not source.named or is_supported(source.name):
        return False
    try:
        head = first_bytes(source.file, _HEAD)
    except OSError:
        return False
    return is_archive(source.name, head, named=True)


def holds_many(path: Path) -> bool:
    """Whether a path that the user named stands for more than one source."""
    return path.is_dir() or looks_like_archive(FoundSource(shown_path(path), path))


class Unpacking:
    """A folder in which archives are unpacked under numbers: no member names a file of ours."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self._folder = folder
        self._bounds = bounds
        self._number = 0
        # What an import left that was killed.
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove it all."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def members(
        self, archive: FoundSource, parser: Parser, told: Callable[[str], None]
    ) -> list[FoundSource] | None:
        """The sources in an archive, in its order; None for what is a document after all.

        `told` hears the name of each member that comes. Raises ImportFailed naming the archive,
        Cancelled when the parser was stopped.
        """
        found: list[tuple[str, Path | None, str | None, bool]] = []
        files: dict[str, Path] = {}
        room = self._bounds.total
        for kind, data in parser.unpack(archive.file, archive.name):
            if kind == frames.NO_ARCHIVE:
                return None
            if kind == frames.MEMBER:
                about = json.loads(data)
                path, left = str(about["path"]), about["left"]
                found.append((path, None, None if left is None else str(left), about["failed"]))
                told(path)
            elif kind == frames.HELD and found:
                room -= len(data)
                if room < 0 or len(found) > self._bounds.members:
                    raise ImportFailed("it unfolds too far", item=archive.shown)
                path = found[-1][0]
                files[path] = self._kept(data, archive)
                found[-1] = (path, files[path], None, False)
        pages = _pages(files)
        return [
            self._source(archive, path, file, left, failed=failed, files=files)
            for path, file, left, failed in found
            if not _is_companion(path, pages)
        ]

    def _kept(self, data: bytes, archive: FoundSource) -> Path:
        self._number += 1
        file = self._folder / str(self._number)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as error:
            raise ImportFailed(
                f"it cannot be unpacked ({error.strerror or error})",
                item=archive.shown,
                remedy=f"Free disk space where {self._folder.parent} lies",
            ) from error
        return file

    @staticmethod
    def _source(
        archive: FoundSource,
        path: str,
        file: Path | None,
        left: str | None,
        *,
        failed: bool,
        files: dict[str, Path],
    ) -> FoundSource:
        return FoundSource(
            shown=f"{archive.shown}/{path}",
            file=file or archive.file,
            named=False,
            companion=_beside(path, files),
            wrong=left if failed else None,
            left=None if failed else left,
            member=True,
        )


def _pages(files: Iterable[str]) -> dict[str, set[str]]:
    """The names of web pages, without their ending, by the folder that they are in."""
    pages: dict[str, set[str]] = {}
    for path in files:
        if path.lower().endswith(_PAGES):
            folder, name = posixpath.split(path)
            pages.setdefault(folder, set()).add(posixpath.splitext(name)[0])
    return pages


def _is_companion(path: str, pages: Mapping[str, Set[str]]) -> bool:
    """Whether a member belongs to a saved page of the same archive."""
    parts = path.split("/")
    return any(
        belongs_to_a_page(folder, pages.get("/".join(parts[:at]), set()))
        for at, folder in enumerate(parts[:-1])
    )


def _beside(path: str, files: dict[str, Path]) -> Companion:
    allowed = companion_paths(PurePosixPath(path).name)

    def companion(relative: str) -> bytes | None:
        if allowed is None or not allowed(relative):
            return None
        file = files.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), relative)))
        return None if file is None else file.read_bytes()

    return companion
