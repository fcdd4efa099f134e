"""Bring the search index up to date with the catalogue, at once or while an import goes on."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from reader.catalogue.document_store import DocumentStore
from reader.domain.document import Passage, PassageKind
from reader.domain.errors import IndexUnavailable, LibraryBusy, LibraryUnavailable
from reader.library.documents import row_text
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.search.engine import IndexedEntry, IndexedVersion, SearchIndex

# A heading is found by its words, but the paragraphs under it rank before it.
_HEADING_WEIGHT = 0.3
_LOCK_SECONDS = 60.0
_MAKE_ROOM = "Free disk space, or name a writable folder in DOSSIER_CACHE"
_DISK_ERRORS = "|".join(
    str(getattr(errno, name))
    for name in ("EPERM", "EACCES", "EFBIG", "ENOSPC", "EROFS", "EDQUOT")
    if hasattr(errno, name)
)
# As Python and tantivy write them, and Windows: refused, in use elsewhere, full.
_OF_THE_DISK = re.compile(
    rf"\[Errno (?:{_DISK_ERRORS})\]|\(os error (?:{_DISK_ERRORS})\)"
    r"|\[WinError (?:5|32|33|112)\]|\(os error (?:5|32|33|112)\)"
)


def nothing_more() -> bool:
    """No import goes on that could bring more."""
    return False


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many documents were added to the index, and how many removed."""

    added: int
    removed: int


class Indexing:
    """Computes the search index from the catalogue."""

    def __init__(self, documents: DocumentStore, index: SearchIndex, lock_file: Path) -> None:
        self._documents = documents
        self._index = index
        self._lock_file = lock_file

    def is_current(self) -> bool:
        """Whether the index agrees with the catalogue, by its stamp."""
        revisions = self._documents.revisions()
        return self._index.revisions() == revisions and (
            bool(revisions) or self._index.generation() > 0
        )

    def is_built(self) -> bool:
        """Whether there is an index on this machine, current or not."""
        return self._index.generation() > 0

    def run(
        self,
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        anew: bool = False,
        more: Callable[[], bool] = nothing_more,
    ) -> Indexed:
        """Add what is new, remove what is gone; with `anew` do it all again.

        `more` is called when everything in the catalogue is added: it waits, and tells whether
        there may be more now; all of it becomes searchable at the end. A damaged index is removed
        and built again. One program indexes at a time: another waits.
        Raises LibraryBusy after a minute of waiting, Cancelled when stopped (nothing is lost).
        """
        token = cancel or CancelToken()
        with one_at_a_time(self._lock_file):
            if anew:
                self._index.clear()
            try:
                return self._run(report, token, more)
            except IndexUnavailable as error:
                self._keep_if_not_written(error)
                self._index.clear()
            try:
                return self._run(report, token, nothing_more)
            except IndexUnavailable:
                # What is half written is of no use, and may have filled the disk.
                self._index.clear()
                raise

    def _keep_if_not_written(self, error: IndexUnavailable) -> None:
        """Raise LibraryUnavailable where it was the disk that failed, and the index is sound."""
        if not _OF_THE_DISK.search(str(error)):
            return
        try:
            self._index.check()
        except IndexUnavailable:
            return
        raise LibraryUnavailable(
            f"the search index could not be brought up to date ({error.what})",
            item=error.item,
            remedy=_MAKE_ROOM,
        ) from error

    def _run(self, report: Report, cancel: CancelToken, more: Callable[[], bool]) -> Indexed:
        stamp = self._index.revisions()
        revisions = self._documents.revisions()
        gone = [version for version in stamp if version not in revisions]
        known = {version for version in stamp if revisions.get(version, -1) == stamp[version]}
        known.update(gone)
        waiting = [version for version in revisions if version not in known]
        if more is nothing_more and not waiting and not gone and self.is_built():
            # Whoever asks for an index that its stamp calls current found that it cannot be read.
            self._index.check()
            return Indexed(0, 0)
        before = len(known)

        def progress(done: int) -> None:
            cancel.check()
            report(Progress("index", done, len(known) - before))

        def entries() -> Iterator[IndexedVersion]:
            looked = ending = False
            while not ending:
                # Asked before looking: the last look sees all that came until the end.
                ending = looked and not more()
                looked = True
                # Read before the metadata: an edit between is seen as one that is still to come.
                revisions.update(self._documents.revisions())
                found = self._documents.newest_versions()
                fresh = [version for version in found if version not in known]
                known.update(fresh)
                for version in fresh:
                    yield self._indexed(found[version][0])

        self._index.write(entries(), gone, progress, revisions)
        return Indexed(len(known) - before, len(gone))

    def _indexed(self, identifier: str) -> IndexedVersion:
        document = self._documents.get(identifier)
        passages = self._documents.passages(document.version.id)
        return IndexedVersion(
            version=document.version.id,
            title=document.metadata.title,
            language=document.metadata.language,
            entries=tuple(
                IndexedEntry(
                    passage=first.ordinal,
                    text=text,
                    headings=first.heading_path,
                    weight=_HEADING_WEIGHT if first.kind is PassageKind.HEADING else 1.0,
                )
                for first, text in _units(passages)
            ),
        )


@contextmanager
def one_at_a_time(lock_file: Path) -> Iterator[None]:
    """Hold a lock that other programs wait for.

    Raises LibraryBusy after a minute, LibraryUnavailable where the cache cannot be written.
    """
    lock = FileLock(lock_file, timeout=_LOCK_SECONDS, thread_local=False)
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise LibraryBusy(
            "another program is indexing this library",
            item=str(lock_file.parent),
            remedy="Try again when it has finished",
        ) from error
    except OSError as error:
        raise LibraryUnavailable(
            f"the cache folder cannot be written ({error.strerror or error})",
            item=str(lock_file.parent),
            remedy=_MAKE_ROOM,
        ) from error
    try:
        yield
    finally:
        lock.release()


def _units(passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, str]]:
    """What is searched as one: a passage, or a table's row under its first cell."""
    row: list[Passage] = []
    for passage in passages:
        cell = passage.cell
        if row and (cell is None or _row_of(row[0]) != (cell.table, cell.row)):
            yield row[0], row_text(row)
            row = []
        if cell is not None:
            row.append(passage)
        elif passage.text:
            yield passage, passage.text
    if row:
        yield row[0], row_text(row)


def _row_of(passage: Passage) -> tuple[int, int] | None:
    return None if passage.cell is None else (passage.cell.table, passage.cell.row)
