"""Answers to show: made by hand where the characters matter."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Sequence

from reader.domain.bookmark import AnchorState, Bookmark, BookmarkColour
from reader.domain.country import Country
from reader.domain.document import (
    Document,
    Passage,
    PassageKind,
    SourceMetadata,
    Version,
)
from reader.domain.query import Query
from reader.domain.query_parsing import parse
from reader.domain.query_words import explain
from reader.domain.scoring import Indicator
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.library.search_help import (
    Elsewhere,
    FoundCountry,
    FoundIndicator,
    FoundNote,
    SavedSearch,
)
from reader.library.search_results import (
    Alternative,
    Facet,
    FacetValue,
    Hit,
    HitGroup,
    SearchResults,
)
from reader.search.marking import Snippet, matches, snippet

NAMES = {"PE": "Peru", "EC": "Ecuador"}

PROFILE = (
    "Index profile",
    (
        "Illegal gold mining earns billions of dollars a year, more than cocaine does.",
        "Cases cluster around unlicensed gold mining, where recruiters wait for the young.",
    ),
)
OVERVIEW = ("Overview", ("Mercury pools are what gold mining leaves in the Amazon.",))


def document(identifier: str, title: str, countries: tuple[str, ...] = ("PE",)) -> Document:
    version = Version(1, identifier, 1, "", "2024-01-01T00:00:00Z", "a.md", "markdown", 3)
    return Document(identifier, SourceMetadata(title, "Starter", countries=countries), version)


def answer(
    query: str,
    *sources: tuple[str, Sequence[str]],
    total: int | None = None,
    suggestion: str | None = None,
    facets: dict[str, dict[str, int]] | None = None,
    chosen: Collection[str] = (),
    totals: dict[str, int] | None = None,
    whole: Sequence[tuple[str, Sequence[str]]] = (),
    alternatives: Sequence[tuple[str, int]] = (),
    notes: tuple[str, ...] | None = None,
    details: tuple[str, ...] = (),
) -> SearchResults:
    """Every passage is a hit; a document's identifier is its title.

    `chosen` are values of facets that the query holds, `totals` how many hits a document has where
    not all are listed, `whole` documents that match only as a whole.
    """
    parsed = parse(query)
    groups = [_group(parsed, *each, totals or {}) for each in sources]
    apart = [dataclasses.replace(_group(parsed, *each, {}), whole=True, total=0) for each in whole]
    flat = tuple(itertools.chain.from_iterable(group.hits for group in groups))
    counted = {"country": {"PE": len(flat)}, "publisher": {"Starter": len(flat)}} if flat else {}
    return SearchResults(
        query=parsed,
        reading=explain(parsed.root),
        hits=flat,
        groups=(*groups, *apart),
        total=len(flat) if total is None else total,
        elapsed_ms=1.0,
        suggestion=suggestion,
        notes=parsed.notes if notes is None else notes,
        facets=tuple(
            Facet(name, tuple(_value(*each, each[0] in chosen) for each in values.items()))
            for name, values in (counted if facets is None else facets).items()
        ),
        documents=len(groups),
        details=details,
        alternatives=tuple(Alternative(*each) for each in alternatives),
    )


def elsewhere(*, countries: int = 1, indicators: int = 1, notes: int = 1) -> Elsewhere:
    """So many of each, made by hand."""
    peru = Country("PE", "PER", "Peru")
    gold = Indicator("gold", "Non-renewable resource crimes", "criminal_markets", "Gold and oil.")
    said = "Taking and selling gold and oil against the law."
    return Elsewhere(
        tuple(FoundCountry(peru, 12, scored=True) for _ in range(countries)),
        tuple(FoundIndicator(gold, Snippet(said, ((19, 23),))) for _ in range(indicators)),
        tuple(
            FoundNote(
                _bookmark(f"b{at}"),
                document("Overview", "Overview"),
                Snippet("Check the gold figure", ((10, 14),)),
            )
            for at in range(notes)
        ),
    )


def saved(name: str, query: str, total: int | None = None, fresh: int | None = None) -> SavedSearch:
    """A saved search whose identifier is its name."""
    then = "2024-01-01T00:00:00+00:00"
    return SavedSearch(name, name, query, then, then, total, fresh)


def _bookmark(identifier: str) -> Bookmark:
    place = TextPositionSelector(0, 4)
    return Bookmark(
        identifier, "Overview", 1, TextQuoteSelector("gold"), place, "Check the gold figure",
        (), BookmarkColour.YELLOW, "2024-01-01T00:00:00+00:00", AnchorState.EXACT, place,
    )  # fmt: skip


def _group(query: Query, title: str, texts: Sequence[str], totals: dict[str, int]) -> HitGroup:
    held = document(title, title)
    hits = []
    for ordinal, text in enumerate(texts):
        spans = tuple(matches(text, query.root))
        path = ("Criminal markets", f"Section {ordinal}")
        passage = Passage(PassageKind.PARAGRAPH, text, heading_path=path, ordinal=ordinal)
        hits.append(Hit(held, passage, spans, snippet(text, list(spans)), 1.0))
    return HitGroup(held, tuple(hits), totals.get(title, len(hits)))


def _value(value: str, count: int, chosen: bool) -> FacetValue:
    return FacetValue(value, NAMES.get(value, value), count, chosen)
