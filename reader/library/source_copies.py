"""The original of a document handed out again: as a file of its own name, never the kept one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

from reader.catalogue.document_store import DocumentStore
from reader.domain.document import Version
from reader.domain.errors import InvalidInput, ReaderError
from reader.library.originals import Originals, sha256_of

_PREFIX = "dossier-original-"
# What no file system of a desktop allows in a name, and what steers a terminal or a shell's eye.
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_LONGEST_NAME = 120


class SourceCopies:
    """Writes copies of kept originals, checked against their SHA-256."""

    def __init__(self, documents: DocumentStore, originals: Originals) -> None:
        self._documents = documents
        self._originals = originals
        self._folders: list[Path] = []

    def kept_file(self, document: str) -> Path:
        """Where the newest original of a document lies in the library. Raises NotFound."""
        return self._originals.path(self._documents.get(document).version.sha256)

    def write_out(self, document: str, file: Path | None = None) -> Path:
        """Write the newest original of a document to a new file; returns where it went.

        Without a file its own name is taken, in the current folder. Raises NotFound for the
        document or when its original is missing, InvalidInput for a file that exists, ReaderError
        when the kept file was changed or the new one cannot be written.
        """
        version = self._documents.get(document).version
        data = self._read(version)
        target = file or Path(safe_name(version))
        try:
            with target.open("xb") as out:
                out.write(data)
        except FileExistsError as error:
            raise InvalidInput(
                "there is a file of that name", item=str(target), remedy="Choose another"
            ) from error
        except OSError as error:
            raise ReaderError(
                f"the original could not be written ({error.strerror or error})",
                item=str(target),
                remedy="Choose another folder, or free disk space",
            ) from error
        return target

    def open_copy(self, document: str) -> Path:
        """A read-only copy of a document's original under its own name, in a temporary folder.

        `clean` removes it. Raises as `write_out`.
        """
        version = self._documents.get(document).version
        data = self._read(version)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._folders.append(folder)
        copy = folder / safe_name(version)
        try:
            copy.write_bytes(data)
            copy.chmod(stat.S_IRUSR)
        except OSError as error:
            raise ReaderError(
                f"the original could not be copied ({error.strerror or error})",
                item=str(copy),
                remedy="Free disk space in the folder for temporary files",
            ) from error
        return copy

    def clean(self) -> None:
        """Remove the copies that were made to be opened; what another program holds open stays."""
        for folder in self._folders:
            for copy in folder.glob("*"):
                with contextlib.suppress(OSError):
                    copy.chmod(stat.S_IRUSR | stat.S_IWUSR)
            shutil.rmtree(folder, ignore_errors=True)
        self._folders.clear()

    def _read(self, version: Version) -> bytes:
        data = self._originals.read(version.sha256)
        if sha256_of(data) != version.sha256:
            raise ReaderError(
                "the kept original was changed on disk",
                item=str(self._originals.path(version.sha256)),
                remedy="Put back a backup, or import the source again",
            )
        return data


def safe_name(version: Version) -> str:
    """A version's own file name, as one that every system takes and that leads nowhere else."""
    name = _NOT_IN_A_NAME.sub("_", version.source_name).strip(" .")
    if not name or _RESERVED.match(name):
        name = f"original {name}".strip()
    if len(os.fsencode(name)) <= _LONGEST_NAME:
        return name
    stem, ending = os.path.splitext(name)  # noqa: PTH122 (a name, not a path)
    ending = ending[:16]
    while len(os.fsencode(stem + ending)) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + ending
