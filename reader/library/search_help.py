"""What stands beside a search's hits: completions, what else matches, and saved searches."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from reader.domain.bookmark import Bookmark
from reader.domain.country import Country
from reader.domain.document import Document
from reader.domain.saved_search import SavedSearch
from reader.domain.scoring import Indicator
from reader.search.marking import Snippet

__all__ = [
    "Completion",
    "CompletionKind",
    "Elsewhere",
    "FoundCountry",
    "FoundIndicator",
    "FoundNote",
    "SavedSearch",
]


class CompletionKind(enum.StrEnum):
    """What a completion would put into the query."""

    WORD = "word"
    COUNTRY = "country"
    TITLE = "title"
    TAG = "tag"
    INDICATOR = "indicator"
    PUBLISHER = "publisher"
    FILTER = "filter"
    SAVED = "saved search"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on with what is typed.

    `text` is shown, with `detail` beside it ("1,204 times", "12 documents"); taken, the query
    becomes `query` with the cursor at `cursor` (code points). `country` is the alpha-2 code whose
    profile opens instead, for a country that is offered as such.
    """

    kind: CompletionKind
    text: str
    query: str
    cursor: int
    detail: str = ""
    country: str | None = None


@dataclass(frozen=True, slots=True)
class FoundCountry:
    """A country whose name was typed: its profile is offered before any passage."""

    country: Country
    documents: int
    scored: bool


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """An indicator whose name or definition matches; `snippet` is of the definition."""

    indicator: Indicator
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A bookmark whose note or tags match; `snippet` is of the note, or of the tags."""

    bookmark: Bookmark
    document: Document
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What matches a query besides passages, the nearest first; each list is short."""

    countries: tuple[FoundCountry, ...] = ()
    indicators: tuple[FoundIndicator, ...] = ()
    notes: tuple[FoundNote, ...] = ()
