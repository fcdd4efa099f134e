"""The vocabulary of an index on disk: a large file of words, and small ones of what was added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reader.search.vocabulary import Vocabulary, WordList
from reader.text.stemming import stem

# So many files are looked into for every word; then the small ones, or all, become one.
_MOST_FILES = 8
_SMALL_SHARE = 0.25


class WordFiles:
    """Reads and writes the vocabulary of one index folder; keeps what it read.

    Files never change; the index's stamp says which are in force.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[tuple[int, ...], WordList]] = {}

    def vocabulary(self, names: Sequence[str]) -> Vocabulary:
        """All words of some files. Raises OSError and ValueError for files that are not whole."""
        lists = [self._list(name) for name in names]
        self._read = {name: self._read[name] for name in names}
        return Vocabulary(lists)

    def new(
        self, counts: Mapping[str, int], language: str, names: Sequence[str]
    ) -> Mapping[str, int]:
        """The words that are not in some files, or not as words of texts in a language.

        A text that is written again is counted once.
        """
        known = self.vocabulary(names)
        return {
            word: count
            for word, count in counts.items()
            if not known.count(word) or word not in known.forms(stem(word, language), language)
        }

    def add(
        self,
        names: Sequence[str],
        counts: Mapping[str, int],
        languages: Mapping[str, Iterable[str]],
    ) -> tuple[str, ...]:
        """Write words that were added beside those of `names`; the files now in force."""
        if not counts:
            return tuple(names)
        lists = [self._list(name) for name in names] if len(names) >= _MOST_FILES else []
        number = 1 + max((int(name.split("-")[1].split(".")[0]) for name in names), default=0)
        fresh = f"words-{number}.txt"
        self._folder.mkdir(parents=True, exist_ok=True)
        added = WordList.of(counts, languages)
        if not lists:
            added.write(self._folder / fresh)
            return (*names, fresh)
        small = [added, *lists[1:]]
        if sum(len(each.words) for each in small) < _SMALL_SHARE * len(lists[0].words):
            WordList.joined(small).write(self._folder / fresh)
            return (names[0], fresh)
        WordList.joined([lists[0], *small]).write(self._folder / fresh)
        return (fresh,)

    def forget_others(self, names: Sequence[str]) -> None:
        """Remove the files that are not in force any more."""
        for file in self._folder.glob("words-*.txt"):
            if file.name not in names:
                # A reader may hold it open, where that forbids removing it: the next write does.
                with suppress(OSError):
                    file.unlink()

    def _list(self, name: str) -> WordList:
        file = self._folder / name
        # An index that was built anew has files of the same names.
        there = file.stat()
        changed = (there.st_mtime_ns, there.st_ino, there.st_size)
        held = self._read.get(name)
        if held is None or held[0] != changed:
            held = changed, WordList.read(file)
            self._read[name] = held
        return held[1]
