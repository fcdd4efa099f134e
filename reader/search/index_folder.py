"""The index on disk: a folder in the user's cache that only this program writes."""

from __future__ import annotations

import gc
import json
import pickle
import shutil
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Codec

from reader.domain.errors import IndexUnavailable
from reader.search.schema import INDEX_FORMAT, IndexEntry, make_schema, whoosh_document

_STAMP = "dossier-index.json"
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
    whoosh_index.IndexError,
)
_REMEDY = "It is rebuilt from the catalogue: `dossier reindex`"
# Postings are held in memory up to this, then sorted on disk, which takes twice as long.
_MEMORY_MB = 512


class IndexFolder:
    """A Whoosh index with a stamp that says which versions it holds.

    The stamp is written after the index, so that a killed writer leaves a stamp that claims too
    little, never too much.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        return self._folder

    def stamp(self) -> Mapping[int, int]:
        """Entries by version; empty when there is no index of this program's format."""
        return self._read_stamp("versions") or {}

    def revisions(self) -> Mapping[int, int]:
        """The revision of the metadata by version that it was indexed with; empty as `stamp`."""
        return self._read_stamp("revisions") or {}

    def _read_stamp(self, part: str) -> Mapping[int, int] | None:
        try:
            data = json.loads((self._folder / _STAMP).read_text(encoding="utf-8"))
            if data["format"] != INDEX_FORMAT:
                return None
            return {int(version): int(number) for version, number in data[part].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def generation(self) -> int:
        """A number that changes whenever the index was written; 0 when there is none."""
        try:
            return (self._folder / _STAMP).stat().st_mtime_ns
        except OSError:
            return 0

    def open(self) -> Any:
        """The Whoosh index, for reading. Raises IndexUnavailable when it is not sound."""
        if self._read_stamp("versions") is None:
            raise IndexUnavailable(
                "there is no search index yet", item=str(self._folder), remedy=_REMEDY
            )
        with self._guarded():
            return whoosh_index.open_dir(str(self._folder))

    def count(self) -> int:
        """Entries that the index holds, whatever its stamp says. Raises IndexUnavailable."""
        index = self.open()
        with self._guarded():
            held: int = index.doc_count()
        return held

    def write(
        self,
        add: Iterable[tuple[int, Iterable[IndexEntry]]],
        remove: Iterable[int],
        progress: Callable[[int], None] = lambda done: None,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        """Add versions (with all their entries) and remove versions, then update the stamp.

        `revisions` are those of the documents' metadata, by version, for the stamp to name.
        `progress` is called with the number of versions done so far; what it raises stops the
        writing and leaves the index as it was. Raises IndexUnavailable when the index turns out
        to be damaged or to hold another number of entries than was written.
        """
        stamp, held_revisions = dict(self.stamp()), dict(self.revisions())
        with self._guarded():
            index = self._open_or_create(bool(stamp))
            # Compressing costs more time than reading it costs space.
            writer = index.writer(limitmb=_MEMORY_MB, timeout=10.0, codec=W3Codec(compression=0))
        finished = False
        collecting = gc.isenabled()
        # Millions of postings, none of them garbage: looking for some doubles the time.
        gc.disable()
        try:
            for version in remove:
                stamp.pop(version, None)
                with self._guarded():
                    writer.delete_by_term("version", str(version))
            for done, (version, entries) in enumerate(add, 1):
                seen: set[bytes] = set()
                documents = [whoosh_document(entry, seen) for entry in entries]
                stamp[version] = len(documents)
                held_revisions[version] = (revisions or {}).get(version, 0)
                with self._guarded():
                    writer.delete_by_term("version", str(version))
                    for document in documents:
                        writer.add_document(**document)
                progress(done)
            with self._guarded():
                writer.commit()
            finished = True
        finally:
            if collecting:
                gc.enable()
            if not finished:
                # On a full disk this fails as well; the first error says more.
                with suppress(*DAMAGE):
                    writer.cancel()
        with self._guarded():
            held = int(whoosh_index.open_dir(str(self._folder)).doc_count())
        if held != sum(stamp.values()):
            raise IndexUnavailable(
                f"it holds {held} passages where {sum(stamp.values())} were written",
                item=str(self._folder),
                remedy=_REMEDY,
            )
        with self._guarded():
            self._put_stamp(stamp, held_revisions)

    def clear(self) -> None:
        """Remove the index."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _open_or_create(self, stamped: bool) -> Any:
        if stamped:
            return whoosh_index.open_dir(str(self._folder))
        self.clear()
        self._folder.mkdir(parents=True, exist_ok=True)
        return whoosh_index.create_in(str(self._folder), make_schema())

    def _put_stamp(self, stamp: Mapping[int, int], revisions: Mapping[int, int]) -> None:
        kept = {version: revisions.get(version, 0) for version in stamp}
        text = json.dumps({"format": INDEX_FORMAT, "versions": stamp, "revisions": kept})
        fresh = self._folder / f"{_STAMP}.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._folder / _STAMP)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except DAMAGE as error:
            raise IndexUnavailable(
                f"the search index cannot be used ({type(error).__name__}: {error})",
                item=str(self._folder),
                remedy=_REMEDY,
            ) from error
