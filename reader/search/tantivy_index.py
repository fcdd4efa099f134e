"""The tantivy index on disk: writing it, and opening it for reading."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from reader.domain.errors import IndexUnavailable, LibraryBusy
from reader.search.engine import IndexedVersion, Searcher
from reader.search.stamped_folder import Holdings, StampedFolder
from reader.search.tantivy_checksums import damaged
from reader.search.tantivy_fields import (
    INDEX_FORMAT,
    analysed,
    make_schema,
    register_tokenizer,
    tantivy,
)
from reader.search.tantivy_leaves import in_set
from reader.search.tantivy_query import every
from reader.search.vocabulary import Vocabulary

# Making the terms in Python takes longer than writing them: a second thread brought nothing, and
# this much memory holds 100,000 passages before a segment is written (measured at 500,000).
_MEMORY = 128 * 1_000_000
_THREADS = 1
_LOCK_SECONDS = 10.0
_LOCKED = "LockBusy"
MOST_VERSIONS = 1_000_000
"""More than any library has: every one is counted."""


class TantivyIndex(StampedFolder):
    """A folder with a tantivy index, its vocabulary and its stamp; see `SearchIndex`."""

    engine = "tantivy"
    form = INDEX_FORMAT

    def open(self) -> tuple[Any, Vocabulary]:
        """Tantivy's searcher of the last state, and the vocabulary. Raises IndexUnavailable."""
        stamp = self._stamp()
        if stamp is None:
            raise self._none_yet()
        with self.guarded():
            return self._open().searcher(), self._words.vocabulary(stamp.words)

    def count(self) -> int:
        """Entries that the index holds, whatever its stamp says. Raises IndexUnavailable."""
        searcher, _ = self.open()
        with self.guarded():
            return _entries(searcher)

    def check(self) -> None:
        """Read all files. Raises IndexUnavailable when one is not as it was written."""
        held, written = self.count(), sum(self.stamp().values())
        if held != written:
            raise self._miscounted(held, written)
        with self.guarded():
            file = damaged(self._folder)
            if file is not None:
                raise ValueError(f"{file} is not as it was written")

    def write(
        self,
        add: Iterable[IndexedVersion],
        remove: Iterable[int],
        progress: Callable[[int], None] = lambda done: None,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        """Add versions and remove versions, then update the stamp; see `SearchIndex.write`.

        Raises LibraryBusy when another program is writing it.
        """
        stamp = self._stamp()
        holdings = Holdings(stamp, self._words)
        if stamp is not None:
            with self.guarded():
                self._words.vocabulary(stamp.words)
        with self._writer(held=stamp is not None) as (writer, present):
            for version in remove:
                holdings.remove(version)
                with self.guarded():
                    _take_out(writer, version)
            for done, each in enumerate(add, 1):
                document = analysed(each)
                # Only now: making the entries may read the newest revisions.
                revision = (revisions or {}).get(each.version, 0)
                holdings.add(each, document.words, document.language, revision)
                with self.guarded():
                    if each.version in present:
                        _take_out(writer, each.version)
                    for one in document.documents:
                        writer.add_document(one)
                progress(done)
            with self.guarded():
                writer.commit()
                held = _entries(self._open().searcher())
                if held != holdings.entries:
                    raise self._miscounted(held, holdings.entries)
                fresh = holdings.stamp()
                self._put_stamp(fresh)
        self._words.forget_others(fresh.words)

    def searcher(self) -> Searcher:
        """A reader of this index."""
        from reader.search.tantivy_searcher import TantivySearcher

        return TantivySearcher(self)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what tantivy raises on damaged files into IndexUnavailable."""
        try:
            yield
        except (OSError, ValueError, LookupError, TypeError, RuntimeError, MemoryError) as error:
            raise self._unusable(error) from error
        except BaseException as error:
            # A panic of the engine is no Exception, and its class cannot be imported.
            if type(error).__name__ == "PanicException":
                raise self._unusable(error) from error
            raise

    def _open(self) -> Any:
        index = tantivy().Index.open(str(self._folder))
        register_tokenizer(index)
        return index

    @contextmanager
    def _writer(self, *, held: bool) -> Iterator[tuple[Any, set[int]]]:
        """Tantivy's writer, and the versions that are there.

        What was not committed when it ends is as if it never was.
        """
        with self.guarded():
            if held:
                index = self._open()
            else:
                tantivy()
                self.clear()
                self._folder.mkdir(parents=True, exist_ok=True)
                index = tantivy().Index(make_schema(), str(self._folder))
                register_tokenizer(index)
        writer = self._locked_writer(index)
        finished = False
        try:
            with self.guarded():
                present = _versions(index)
            yield writer, present
            finished = True
        finally:
            try:
                if not finished:
                    # On a full disk this fails as well; the first error says more.
                    with suppress(IndexUnavailable), self.guarded():
                        writer.rollback()
            finally:
                # Lets go of the lock; segments are joined before.
                with suppress(IndexUnavailable), self.guarded():
                    writer.wait_merging_threads()

    def _locked_writer(self, index: Any) -> Any:
        until = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                with self.guarded():
                    return index.writer(_MEMORY, _THREADS)
            except IndexUnavailable as error:
                if _LOCKED not in str(error):
                    raise
                if time.monotonic() > until:
                    raise LibraryBusy(
                        "another program is writing the search index",
                        item=str(self._folder),
                        remedy="Try again when it has finished",
                    ) from error
            time.sleep(0.05)


def _take_out(writer: Any, version: int) -> None:
    # By term, a number is taken for one that may be negative, and nothing is removed.
    for field in ("version", "of"):
        writer.delete_documents_by_query(in_set(field, [version]))


def _versions(index: Any) -> set[int]:
    """The versions that an index holds, whatever the stamp says."""
    counting = {"versions": {"terms": {"field": "of", "size": MOST_VERSIONS}}}
    found = index.searcher().aggregate(every("of"), counting)
    return {int(each["key"]) for each in found["versions"]["buckets"]}


def _entries(searcher: Any) -> int:
    """The entries that an index holds: its documents without those of whole versions."""
    return int(searcher.num_docs) - int(searcher.search(every("of"), 1).count)
