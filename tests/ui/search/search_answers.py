"""Answers to show: made by hand where the characters matter."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from reader.domain.document import (
    Document,
    Passage,
    PassageKind,
    SourceMetadata,
    Version,
)
from reader.domain.query_parsing import parse
from reader.domain.query_words import explain
from reader.library.search_results import Facet, FacetValue, Hit, HitGroup, SearchResults
from reader.search.marking import matches, snippet

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
) -> SearchResults:
    """Every passage is a hit; a document's identifier is its title."""
    parsed = parse(query)
    groups = []
    for title, texts in sources:
        held = document(title, title)
        hits = []
        for ordinal, text in enumerate(texts):
            spans = tuple(matches(text, parsed.root))
            path = ("Criminal markets", f"Section {ordinal}")
            passage = Passage(PassageKind.PARAGRAPH, text, heading_path=path, ordinal=ordinal)
            hits.append(Hit(held, passage, spans, snippet(text, list(spans)), 1.0))
        groups.append(HitGroup(held, tuple(hits), len(hits)))
    flat = tuple(itertools.chain.from_iterable(group.hits for group in groups))
    counted = {"country": {"PE": len(flat)}, "publisher": {"Starter": len(flat)}} if flat else {}
    return SearchResults(
        query=parsed,
        reading=explain(parsed.root),
        hits=flat,
        groups=tuple(groups),
        total=len(flat) if total is None else total,
        elapsed_ms=1.0,
        suggestion=suggestion,
        notes=parsed.notes,
        facets=tuple(
            Facet(name, tuple(_value(*each) for each in values.items()))
            for name, values in (counted if facets is None else facets).items()
        ),
        documents=len(groups),
    )


def _value(value: str, count: int) -> FacetValue:
    return FacetValue(value, NAMES.get(value, value), count)
