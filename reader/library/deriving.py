"""All that is derived from the catalogue: the search index and the suggested evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.domain.changes import LibraryChanges
from reader.domain.document import Document
from reader.library.evaluating import Evaluating
from reader.library.indexing import Indexing
from reader.library.progress import CancelToken, Report, silent
from reader.library.switching import Switching


@dataclass(frozen=True, slots=True)
class Derived:
    """How much was brought up to date, in documents."""

    indexed: int
    removed: int
    evaluated: int
    changes: LibraryChanges


class Deriving:
    """Brings everything derived up to date; each half can be had by itself."""

    def __init__(self, indexing: Indexing, evaluating: Evaluating, switching: Switching) -> None:
        self.indexing = indexing
        self.evaluating = evaluating
        self.switching = switching

    def is_current(self) -> bool:
        """Whether index and evidence agree with the catalogue, by their stamps."""
        return self.indexing.is_current() and self.evaluating.is_current()

    def is_built(self) -> bool:
        """Whether there is a search index on this machine, current or not."""
        return self.indexing.is_built()

    def run(
        self,
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        anew: bool = False,
        engine: str | None = None,
    ) -> Derived:
        """Index and evaluate what is new, forget what is gone; with `anew` do it all again.

        With `engine`, the index is built anew for that search engine, which is used from then on.
        A damaged index is removed and built again. One program derives at a time: another waits.
        Raises LibraryBusy after a minute of waiting, Cancelled when stopped (nothing is lost),
        InvalidInput for an engine that cannot be used.
        """
        if engine is None:
            indexed = self.indexing.run(report, cancel, anew=anew)
        else:
            indexed = self.switching.run(engine, report, cancel)
        evaluated = self.evaluating.run(report, cancel, anew=anew)
        return Derived(
            indexed=indexed.added,
            removed=indexed.removed,
            evaluated=len(evaluated),
            changes=LibraryChanges(
                evidence=countries_of(evaluated),
                search_index=bool(indexed.added or indexed.removed),
            ),
        )


def countries_of(documents: Iterable[Document]) -> frozenset[str]:
    """The countries (alpha-2) that any of the documents belongs to."""
    return frozenset(each for document in documents for each in document.metadata.countries)
