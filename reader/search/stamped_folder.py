"""What every engine's index is: a folder with a vocabulary and a stamp, which say what it holds."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from reader.domain.errors import IndexUnavailable
from reader.search.stamp import Stamp, generation, read_stamp, remove_stamp, write_stamp
from reader.search.word_files import WordFiles

_REMEDY = "It is rebuilt from the catalogue: `dossier reindex`"


class StampedFolder:
    """The part of a `SearchIndex` that does not depend on its engine."""

    engine = ""
    form = 0
    """The number of what is held: an index of another one is built anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._words = WordFiles(folder)

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        return self._folder

    def stamp(self) -> Mapping[int, int]:
        """Entries by version; empty when there is no index of this engine and format."""
        stamp = self._stamp()
        return stamp.versions if stamp else {}

    def revisions(self) -> Mapping[int, int]:
        """The revision of the metadata by version that it was indexed with; empty as `stamp`."""
        stamp = self._stamp()
        return stamp.revisions if stamp else {}

    def generation(self) -> int:
        """A number that changes whenever the index was written; 0 when there is none."""
        return generation(self._folder)

    def clear(self) -> None:
        """Remove the index, and whatever else has its place."""
        remove_stamp(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._folder.is_file() or self._folder.is_symlink():
            self._folder.unlink()

    def _stamp(self) -> Stamp | None:
        return read_stamp(self._folder, self.engine, self.form)

    def _put_stamp(self, stamp: Stamp) -> None:
        write_stamp(self._folder, self.engine, self.form, stamp)

    def _unavailable(self, what: str) -> IndexUnavailable:
        return IndexUnavailable(what, item=str(self._folder), remedy=_REMEDY)

    def _none_yet(self) -> IndexUnavailable:
        return self._unavailable("there is no search index yet")

    def _unusable(self, error: BaseException) -> IndexUnavailable:
        return self._unavailable(
            f"the search index cannot be used ({type(error).__name__}: {error})"
        )

    def _miscounted(self, held: int, written: int) -> IndexUnavailable:
        return self._unavailable(f"it holds {held} passages where {written} were written")
