"""Which files an import is about, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.domain.errors import ImportFailed

# Far above any saved page or report; a file beyond it is refused before it is read.
LARGEST_FILE = 64 * 1024 * 1024


def files_of(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Files with whether the user named them; links that leave a named folder are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        for below in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in below.relative_to(path).parts)
            if below.is_file() and not below.is_symlink() and not hidden:
                yield below, False


def name_of(path: Path) -> str:
    """A file's own name as text, even where the file system allows bytes that are none."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises ImportFailed naming it when it cannot be read."""
    try:
        if not path.is_file():
            what = "it is not a regular file" if path.exists() else "there is no such file"
            raise ImportFailed(what, item=str(path), remedy="Check the name")
        if path.stat().st_size > LARGEST_FILE:
            raise ImportFailed(
                f"larger than {LARGEST_FILE // 1024 // 1024} MB",
                item=str(path),
                remedy="Split it and import the parts",
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportFailed(
            f"it cannot be read ({error.strerror or error})",
            item=str(path),
            remedy="Check its permissions, and that no other program keeps it locked",
        ) from error
