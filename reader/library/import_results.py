"""What becomes of the sources of one import, and what the user states about them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from reader.domain.bookmark import MarkReport
from reader.domain.changes import LibraryChanges
from reader.domain.dates import PartialDate
from reader.domain.document import SourceMetadata


class SourceStatus(enum.StrEnum):
    """What became of one source."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceResult:
    """The outcome for one source; `passages` and `scores` count what it brought.

    `marks` tells what became of the marks in an updated document; None where there were none.
    """

    path: str
    status: SourceStatus
    format: str | None = None
    document: str | None = None
    metadata: SourceMetadata | None = None
    countries: tuple[str, ...] = ()
    passages: int = 0
    scores: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()
    marks: MarkReport | None = None


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user states about all sources of one import; None leaves it to each source.

    `accessed` is for a source that does not say when it was read: today, for what is pasted now.
    """

    country: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    accessed: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The outcomes in the order of the sources, and what changed in the library."""

    sources: tuple[SourceResult, ...]
    changes: LibraryChanges
