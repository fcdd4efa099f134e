"""What a search answers: marked passages grouped by document, counts to narrow by, and help."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass

from reader.domain.document import Document, Passage
from reader.domain.query import Query
from reader.search.marking import Snippet, Span


class Order(enum.StrEnum):
    """In what order hits come; a document's hits always stand together in the list."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matches: `matches` are ranges in code points of the passage's text.

    `snippet` shows the passage, or the table row that it belongs to, around its matches.
    """

    document: Document
    passage: Passage
    matches: tuple[Span, ...]
    snippet: Snippet
    score: float


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one document, best first; `total` counts those not listed too.

    With `whole`, the document matches only as a whole: no passage of it holds all that was asked
    for, its one hit is the passage that holds most, and it counts in no total.
    """

    document: Document
    hits: tuple[Hit, ...]
    total: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to narrow by: `value` as the filter takes it, `label` as it is shown.

    `count` is how many passages there would be with this value chosen alone in its facet and all
    other facets as they are. `chosen` values are in the query, where `written` are the filter's
    values that stand for it: "peru" for PE, "2013..2016" for each of these years.
    """

    value: str
    label: str
    count: int
    chosen: bool = False
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter's field with its values, the chosen first, then by count; over all hits.

    `field` is one of country, publisher, year (newest first), type, tag, indicator.
    """

    field: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A query close to one that found nothing, as text, and how many passages it would find."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to one query.

    `groups` hold the listed hits by document, the document with the first hit first, and after
    them the documents that match only as a whole; `hits` are the listed hits in order, without
    those of whole documents. `total` counts all matching passages, `documents` the documents that
    they are in. With a `suggestion`, nothing matched as typed and the hits are the suggestion's;
    with `alternatives`, nothing matched at all. `notes` say how the query was mended; `reading` is
    the query as it was understood, `details` what each part of it stood for.
    """

    query: Query
    reading: str
    hits: tuple[Hit, ...]
    groups: tuple[HitGroup, ...]
    total: int
    elapsed_ms: float
    suggestion: str | None = None
    notes: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    documents: int = 0
    order: Order = Order.RELEVANCE
    details: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    def with_group(self, whole: HitGroup) -> SearchResults:
        """These results with all hits of a document listed where some of them were."""
        groups = tuple(
            whole if group.document.id == whole.document.id and not group.whole else group
            for group in self.groups
        )
        hits = tuple(hit for group in groups if not group.whole for hit in group.hits)
        return dataclasses.replace(self, groups=groups, hits=hits)
