"""What every engine's index is: a folder with a vocabulary and a stamp, which say what it holds."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from reader.domain.errors import IndexUnavailable
from reader.search.engine import IndexedVersion
from reader.search.stamp import Stamp, generation, read_stamp, remove_stamp, write_stamp
from reader.search.word_files import WordFiles

_REMEDY = "It is rebuilt from the catalogue: `dossier reindex`"


class Holdings:
    """What an index will hold when a writing is done: its versions, revisions and words."""

    def __init__(self, before: Stamp | None, words: WordFiles) -> None:
        self._before = before or Stamp()
        self._words = words
        self._versions = dict(self._before.versions)
        self._revisions = dict(self._before.revisions)
        self._counts: Counter[str] = Counter()
        self._languages: dict[str, set[str]] = {}

    @property
    def entries(self) -> int:
        """The entries of all versions."""
        return sum(self._versions.values())

    def remove(self, version: int) -> None:
        """A version is taken out."""
        self._versions.pop(version, None)

    def add(
        self, version: IndexedVersion, words: Mapping[str, int], language: str, revision: int
    ) -> None:
        """A version is written, with its words by count and the language of their stems."""
        if version.version in self._before.versions:
            words = self._words.new(words, language, self._before.words)
        self._counts.update(words)
        self._languages.setdefault(language, set()).update(words)
        self._versions[version.version] = len(version.entries)
        self._revisions[version.version] = revision

    def stamp(self) -> Stamp:
        """The stamp without its files; writes the words that were added."""
        words = self._words.add(self._before.words, self._counts, self._languages)
        return Stamp(self._versions, self._revisions, words)


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
