"""Change the search engine of a library on this machine: a new index, then the choice."""

from __future__ import annotations

from pathlib import Path

from reader.catalogue.document_store import DocumentStore
from reader.library.engines import Engines
from reader.library.indexing import Indexed, Indexing, one_at_a_time
from reader.library.progress import CancelToken, Report, silent


class Switching:
    """Builds the index of another engine and chooses it."""

    def __init__(self, documents: DocumentStore, engines: Engines, lock_file: Path) -> None:
        self._documents = documents
        self._engines = engines
        self._lock_file = lock_file

    def run(
        self, engine: str, report: Report = silent, cancel: CancelToken | None = None
    ) -> Indexed:
        """Build an engine's index anew, use it from now on, and remove the other's.

        Until the new index is whole the old one answers. Raises InvalidInput for an engine that
        cannot be used, LibraryBusy after a minute of waiting, Cancelled when stopped.
        """
        self._engines.check(engine)
        index = self._engines.index(engine)
        indexed = Indexing(self._documents, index, self._lock_file).run(report, cancel, anew=True)
        with one_at_a_time(self._lock_file):
            self._engines.choose(engine)
            self._engines.forget_others()
        return indexed
