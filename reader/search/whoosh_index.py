"""The Whoosh index on disk: writing it, and opening it for reading."""

from __future__ import annotations

import gc
import pickle
import shutil
import struct
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader

from reader.domain.errors import IndexUnavailable
from reader.search.analysis import analysed
from reader.search.engine import IndexedVersion, Searcher
from reader.search.postings import INDEX_FORMAT, make_schema
from reader.search.stamp import Stamp, files_of
from reader.search.stamped_folder import Holdings, StampedFolder
from reader.search.vocabulary import Vocabulary

# What Whoosh calls the parts of an index.
_NAME = "MAIN"
# What Whoosh raises on files that were cut short, overwritten or are not its own.
DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    ArithmeticError,
    MemoryError,
    ImportError,
    NameError,
    struct.error,
    pickle.UnpicklingError,
    zlib.error,
    whoosh_index.IndexError,
)
# Postings are held in memory up to this, then sorted on disk, which takes twice as long.
_MEMORY_MB = 512
# Every write adds a segment, and every segment a look-up to each word: so many are left alone.
_MOST_SEGMENTS = 10
_KEPT_SEGMENTS = 4
_PAUSES = 10
_PAUSE_SECONDS = 0.05


class WhooshIndex(StampedFolder):
    """A folder with a Whoosh index, its vocabulary and its stamp; see `SearchIndex`."""

    engine = "whoosh"
    form = INDEX_FORMAT

    def open(self) -> tuple[Any, Vocabulary]:
        """The Whoosh index and the vocabulary, for reading. Raises IndexUnavailable."""
        stamp = self._sound_stamp()
        with self.guarded():
            return (
                whoosh_index.open_dir(str(self._folder)),
                self._words.vocabulary(stamp.words),
            )

    def count(self) -> int:
        """Entries that the index holds, whatever its stamp says. Raises IndexUnavailable."""
        index, _ = self.open()
        with self.guarded():
            return _entries(index)

    def check(self) -> None:
        """Read all files. Raises IndexUnavailable when one is not as it was written."""
        stamp = self._sound_stamp()
        if not stamp.is_whole(self._folder):
            raise self._unsound()

    def write(
        self,
        add: Iterable[IndexedVersion],
        remove: Iterable[int],
        progress: Callable[[int], None] = lambda done: None,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        """Add versions and remove versions, then update the stamp; see `SearchIndex.write`."""
        stamp = self._sound_stamp() if self._stamp() else None
        holdings = Holdings(stamp, self._words)
        with self.guarded():
            if stamp is not None:
                self._sweep(stamp)
            index = self._open_or_create(held=stamp is not None)
            # Compressing costs more time than reading it costs space.
            present = _versions(index)
            writer = index.writer(
                limitmb=_MEMORY_MB,
                timeout=10.0,
                codec=W3Codec(compression=0),
                # Opening a compound segment copies all of it into memory.
                compound=False,
            )

        def take_out(version: int) -> None:
            # Whoosh opens the whole index for every one that it looks for.
            if version in present:
                with self.guarded():
                    writer.delete_by_term("version", str(version))

        finished = False
        with _without_collecting():
            try:
                for version in remove:
                    holdings.remove(version)
                    take_out(version)
                for done, each in enumerate(add, 1):
                    document = analysed(each)
                    # Only now: making the entries may read the newest revisions.
                    revision = (revisions or {}).get(each.version, 0)
                    holdings.add(each, document.words, document.language, revision)
                    take_out(each.version)
                    with self.guarded():
                        writer.add_document(**document.fields)
                    progress(done)
                with self.guarded():
                    writer.commit(mergetype=_merge)
                finished = True
            finally:
                if not finished:
                    # On a full disk this fails as well; the first error says more.
                    with suppress(*DAMAGE):
                        writer.cancel()
                    if stamp is not None:
                        self._sweep(stamp)
            with self.guarded():
                held = _entries(whoosh_index.open_dir(str(self._folder)))
                if held != holdings.entries:
                    raise self._miscounted(held, holdings.entries)
                fresh = holdings.stamp()
                files = files_of(self._folder, fresh.words, stamp)
                self._put_stamp(replace(fresh, files=files))
                self._words.forget_others(fresh.words)

    def _sweep(self, stamp: Stamp) -> None:
        """Remove what a writer left that was killed, or found the disk full: nothing lists it."""
        with suppress(OSError):
            shutil.rmtree(self._folder / f"{_NAME}.tmp", ignore_errors=True)
            if not all((self._folder / name).is_file() for name in stamp.files):
                return
            for file in self._folder.glob(f"{_NAME}_*"):
                if file.name not in stamp.files and not file.name.endswith("LOCK"):
                    file.unlink()

    def searcher(self) -> Searcher:
        """A reader of this index."""
        from reader.search.whoosh_searcher import WhooshSearcher

        return WhooshSearcher(self)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what Whoosh raises on damaged files into IndexUnavailable."""
        try:
            yield
        except DAMAGE as error:
            raise self._unusable(error) from error

    def _sound_stamp(self) -> Stamp:
        """The stamp of an index whose files are whole."""
        for pause in (*[_PAUSE_SECONDS] * _PAUSES, None):
            stamp = self._stamp()
            # An index that this program did not write is never opened: its schema is a pickle.
            if stamp is None:
                raise self._none_yet()
            if stamp.agrees(self._folder):
                return stamp
            if pause:
                # A writer may be about to put the stamp of what it wrote.
                time.sleep(pause)
        raise self._unsound()

    def _unsound(self) -> IndexUnavailable:
        return self._unavailable("a file of the search index is missing, cut short or not its own")

    def _open_or_create(self, *, held: bool) -> Any:
        if held:
            return whoosh_index.open_dir(str(self._folder))
        self.clear()
        self._folder.mkdir(parents=True, exist_ok=True)
        return whoosh_index.create_in(str(self._folder), make_schema())


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Millions of postings, none of them garbage: looking for some doubles the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _entries(index: Any) -> int:
    """The entries of all versions that an index holds."""
    with index.reader() as reader:
        return sum(value for _, value in column_values(reader, "entries"))


def _versions(index: Any) -> set[int]:
    with index.reader() as reader:
        return {value for _, value in column_values(reader, "number")}


def column_values(reader: Any, name: str) -> Iterator[tuple[int, int]]:
    """The number of each of Whoosh's documents that is not deleted, with its value in a column."""
    for part, first in reader.leaf_readers():
        if part.doc_count():
            column = part.column_reader(name, translate=False)
            for number in part.all_doc_ids():
                yield first + number, column[number]


def _merge(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy: the smallest segments become one when there are too many.

    Whoosh's own counts documents, of which ours has one a version: it would write a large index
    anew for every version that is added.
    """
    kept = [each for each in segments if each.doc_count() > 0]
    if len(kept) <= _MOST_SEGMENTS:
        return kept
    kept.sort(key=lambda each: each.doc_count_all(), reverse=True)
    for segment in kept[_KEPT_SEGMENTS:]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept[:_KEPT_SEGMENTS]
