"""Search: from what the user typed to ranked, marked passages grouped by document."""

from __future__ import annotations

import dataclasses
import time

from reader.catalogue.document_store import DocumentStore
from reader.domain.country import CountryTable
from reader.domain.document import Document, Passage, PassageKind
from reader.domain.query import (
    And,
    Filter,
    InVersions,
    Node,
    Not,
    Or,
    Prefix,
    Query,
    positive_leaves,
)
from reader.domain.query_parsing import parse
from reader.domain.query_words import explain
from reader.library.documents import row_text
from reader.library.search_results import Facet, FacetValue, Hit, HitGroup, SearchResults
from reader.search.engine import Found, FoundPassages, Searcher, Wanted
from reader.search.marking import Span, matches, snippet

DEFAULT_LIMIT = 100


class Searching:
    """Answers queries over the passages of all documents' newest versions."""

    def __init__(
        self, searcher: Searcher, documents: DocumentStore, countries: CountryTable
    ) -> None:
        self._searcher = searcher
        self._documents = documents
        self._countries = countries

    def run(
        self,
        text: str,
        *,
        limit: int = DEFAULT_LIMIT,
        country: str | None = None,
        typing: bool = False,
    ) -> SearchResults:
        """Search for `text`, within a country (any name or code) when one is given.

        Raises IndexUnavailable when there is no sound index, NotFound for an unknown `country`.
        """
        started = time.perf_counter()
        query = parse(text, typing=typing)
        notes = list(query.notes)
        within = None if country is None else self._countries.resolve(country).iso2
        found, root = self._find(query.root, within, limit, notes)
        suggestion = None
        if not found.total and query.root is not None:
            suggestion = self._suggest(text, query.root)
            if suggestion is not None:
                again = parse(suggestion)
                mended, mended_root = self._find(again.root, within, limit, [])
                if mended.total:
                    found, root, query = mended, mended_root, dataclasses.replace(again, text=text)
                else:
                    suggestion = None
        hits = self._hits(found, root)
        return SearchResults(
            query=query,
            reading=explain(query.root),
            hits=hits,
            groups=_grouped(hits),
            total=found.total,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
            suggestion=suggestion,
            notes=tuple(notes),
            facets=_facets(hits, self._countries),
            documents=len(_grouped(hits)),
        )

    def spans(self, text: str, query: Query, language: str | None) -> list[Span]:
        """The ranges of a passage's text that a query matches, for marking it in the reader."""
        return matches(text, query.root, language)

    def words(self, prefix: str, limit: int = 20) -> list[str]:
        """Words of the library that begin with `prefix`, the most frequent first."""
        return [each.word for each in self._searcher.words(prefix, limit)]

    def close(self) -> None:
        """Let go of the index's files."""
        self._searcher.close()

    def _find(
        self, root: Node | None, within: str | None, limit: int, notes: list[str]
    ) -> tuple[FoundPassages, Node | None]:
        if root is None:
            return FoundPassages((), 0), None
        resolved = self._resolved(root, notes)
        if within is not None:
            resolved = And((resolved, self._about(within)))
        return self._searcher.search(resolved, Wanted(limit)), root

    def _about(self, code: str) -> Node:
        documents = self._documents.of_countries((code,))
        return InVersions(frozenset(document.version.id for document in documents))

    def _resolved(self, node: Node, notes: list[str]) -> Node:
        match node:
            case Filter("country", value):
                country = self._countries.find(value)
                if country is None:
                    notes.append(f"no country is called “{value}”")
                return self._about(country.iso2 if country else "?")
            case Not(child):
                return Not(self._resolved(child, notes))
            case And(nodes):
                return And(tuple(self._resolved(each, notes) for each in nodes))
            case Or(nodes):
                return Or(tuple(self._resolved(each, notes) for each in nodes))
            case _:
                return node

    def _suggest(self, text: str, root: Node) -> str | None:
        """The query with each word that does not occur replaced by its nearest, None if none is."""
        mended = text
        for leaf in positive_leaves(root):
            words = leaf.text.split() if not isinstance(leaf, Prefix) else []
            for word in words:
                near = [] if self._searcher.occurs(word) else self._searcher.near(word, 1)
                if near:
                    mended = mended.replace(word, near[0].word)
        return mended if mended.casefold() != text.casefold() else None

    def _hits(self, found: FoundPassages, root: Node | None) -> tuple[Hit, ...]:
        documents = {document.version.id: document for document in self._documents.all()}
        passages = self._documents.some_passages(
            (each.version, each.passage) for each in found.best
        )
        hits = []
        for each in found.best:
            document = documents.get(each.version)
            passage = passages.get((each.version, each.passage))
            # The index may be a moment behind the catalogue: what is gone is left out.
            if document is not None and passage is not None:
                hits.append(self._hit(document, passage, each, root))
        return tuple(hits)

    def _hit(self, document: Document, passage: Passage, found: Found, root: Node | None) -> Hit:
        language = document.metadata.language
        if passage.kind is not PassageKind.TABLE_CELL:
            spans = matches(passage.text, root, language)
            return Hit(document, passage, tuple(spans), snippet(passage.text, spans), found.score)
        cells = self._documents.row_cells(found.version, found.passage)
        line = row_text(cells)
        marked = [(matches(cell.text, root, language), cell) for cell in cells]
        spans, best = max(marked, key=lambda entry: (len(entry[0]), -entry[1].ordinal))
        shown = snippet(line, matches(line, root, language))
        return Hit(document, best, tuple(spans), shown, found.score)


def _grouped(hits: tuple[Hit, ...]) -> tuple[HitGroup, ...]:
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document.id, []).append(hit)
    return tuple(
        HitGroup(group[0].document, tuple(group), len(group)) for group in by_document.values()
    )


def _facets(hits: tuple[Hit, ...], countries: CountryTable) -> tuple[Facet, ...]:
    """How many of the hits belong to each country and publisher."""
    by_country: dict[str, int] = {}
    by_publisher: dict[str, int] = {}
    for hit in hits:
        for code in hit.document.metadata.countries:
            by_country[code] = by_country.get(code, 0) + 1
        publisher = hit.document.metadata.publisher
        if publisher:
            by_publisher[publisher] = by_publisher.get(publisher, 0) + 1

    def label(code: str) -> str:
        country = countries.by_code(code)
        return country.name if country else code

    return (
        Facet("country", _values({code: (label(code), n) for code, n in by_country.items()})),
        Facet("publisher", _values({name: (name, n) for name, n in by_publisher.items()})),
    )


def _values(counts: dict[str, tuple[str, int]]) -> tuple[FacetValue, ...]:
    found = sorted(counts.items(), key=lambda each: -each[1][1])
    return tuple(FacetValue(value, label, count) for value, (label, count) in found)
