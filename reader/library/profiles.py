"""A country's profile and its indicator table, put together from what the library holds."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping

from reader.catalogue.document_store import DocumentStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.citation import content_date
from reader.domain.country import Country, CountryTable, fold_name
from reader.domain.document import Document, PassageKind
from reader.domain.errors import NotFound
from reader.domain.evidence import Coverage
from reader.domain.scoring import ScoredIndex, Total
from reader.library.country_facts import country_facts
from reader.library.evidence import Evidence
from reader.library.held_scores import HeldScores, edition_totals, held_scores
from reader.library.other_indices import OtherIndices
from reader.library.profile_values import (
    CountryProfile,
    IndicatorRow,
    PillarRows,
    ProfileSource,
    Rank,
    counted,
)

# Fewer countries than this give no rank worth showing.
_FEWEST_RANKED = 3
# Words in the title of a page that introduces a country, in English and Spanish.
_INTRODUCING = ("profile", "overview", "glance", "introduction", "perfil", "panorama")
_SHORTEST_SUMMARY = 80


class Profiles:
    """Reads profiles."""

    def __init__(
        self,
        scores: ScoreStore,
        documents: DocumentStore,
        evidence: Evidence,
        countries: CountryTable,
        index: ScoredIndex,
        others: OtherIndices,
    ) -> None:
        self._scores = scores
        self._documents = documents
        self._evidence = evidence
        self._countries = countries
        self._index = index
        self._others = others

    @property
    def index(self) -> ScoredIndex:
        """The index that profiles show."""
        return self._index

    def editions(self, country: str) -> list[str]:
        """The editions that the library holds scores of a country (alpha-2) for, newest first."""
        return self._scores.editions(country, self._index.id)

    def get(self, country: str, edition: str | None = None) -> CountryProfile:
        """The profile of a country (alpha-2), in the newest edition held unless one is named.

        Raises NotFound for an unknown country, or an edition that the library has no scores of.
        """
        table = self.table(country, edition)
        documents = self._documents.of_countries([table.country.iso2])
        summary = _summary(self._documents, documents)
        dates = [content_date(document.metadata) for document in documents]
        return dataclasses.replace(
            table,
            ranks=self._ranks(table.country, table.edition, table.totals) if table.edition else {},
            summary=summary[0] if summary else None,
            summary_source=summary[1] if summary else None,
            facts=country_facts(self._documents, documents, table.country.iso2),
            documents=tuple(_source(document) for document in documents),
            sources=len(documents),
            newest=max((date for date in dates if date is not None), default=None),
            other_indices=self._others.of_country(table.country.iso2),
        )

    def table(self, country: str, edition: str | None = None) -> CountryProfile:
        """As `get`, with the scored table only: what all countries are listed by."""
        known = self._countries.by_code(country)
        if known is None:
            raise NotFound("no such country", item=country)
        editions = self.editions(known.iso2)
        if edition is not None and edition not in editions:
            remedy = f"The library holds {', '.join(editions)}" if editions else "Import its scores"
            raise NotFound(
                f"no scores of edition {edition} for {known.name}", item=edition, remedy=remedy
            )
        chosen = edition or (editions[0] if editions else None)
        coverage = self._evidence.coverage(known.iso2)
        held = held_scores(self._scores, self._index, known.iso2, chosen) if chosen else None
        return CountryProfile(
            country=known,
            index=self._index,
            edition=chosen,
            edition_basis=_basis(held),
            editions=tuple(editions),
            totals=held.totals if held else {},
            pillars=self._pillars(chosen, held, coverage),
            score_source=_source_words(held),
            score_sheets=held.origins if held else {},
        )

    def _pillars(
        self, edition: str | None, held: HeldScores | None, coverage: Mapping[str, Coverage]
    ) -> tuple[PillarRows, ...]:
        described = self._index.edition(edition) if edition else None
        before = self._index.edition_before(edition) if edition else None
        return tuple(
            PillarRows(
                pillar=pillar,
                total=held.totals.get(pillar.id) if held else None,
                rows=tuple(
                    IndicatorRow(
                        indicator=indicator,
                        score=held.scores.get(indicator.id) if held else None,
                        evidence=coverage.get(indicator.id, Coverage()),
                        new_in_edition=described is not None and indicator.id in described.new,
                        previous_edition=before.id if before else None,
                    )
                    for indicator in pillar.indicators
                    if described is None or indicator.id in described.indicators
                ),
            )
            for pillar in self._index.pillars
        )

    def _ranks(
        self, country: Country, edition: str, totals: Mapping[str, Total]
    ) -> Mapping[str, Rank]:
        """The place of a country by criminality, highest first, among those the library knows."""
        composite = next((each.id for each in self._index.composites), None)
        own = totals.get(composite) if composite else None
        if own is None or composite is None:
            return {}
        values = edition_totals(self._scores, self._index, edition, composite)
        ranks: dict[str, Rank] = {}
        for scope in ("world", "continent", "region"):
            peers = [code for code in values if self._is_peer(code, country, scope)]
            if len(peers) >= _FEWEST_RANKED:
                place = 1 + sum(1 for code in peers if values[code] > own.value)
                ranks[scope] = Rank(place, len(peers))
        return ranks

    def _is_peer(self, code: str, country: Country, scope: str) -> bool:
        other = self._countries.by_code(code)
        if scope == "world" or other is None:
            return scope == "world"
        mine = country.continent if scope == "continent" else country.region
        theirs = other.continent if scope == "continent" else other.region
        return mine is not None and mine == theirs


def _basis(held: HeldScores | None) -> str | None:
    """How the edition was inferred, None as soon as one source states it."""
    bases = [stored.sheet.edition_basis for stored in held.sheets] if held else []
    return bases[0] if bases and all(bases) else None


def _source_words(held: HeldScores | None) -> str | None:
    """The publication that most of the figures are taken from, and how many others there are."""
    if not held or not held.sheets:
        return None
    names = {id(each.sheet): each.source_name for each in held.sheets}
    given = Counter(
        (sheet.source_title or names[id(sheet)], sheet.source_publisher)
        for sheet in held.origins.values()
    )
    most = max(given, key=lambda each: given[each])
    words = ", ".join(part for part in most if part)
    others = len(given) - 1
    return f"{words}, and {counted(others, 'other source')}" if others else words


def _source(document: Document) -> ProfileSource:
    metadata = document.metadata
    return ProfileSource(
        document=document.id,
        title=metadata.title,
        publisher=metadata.publisher,
        date=content_date(metadata),
        kind=metadata.kind,
    )


def _summary(store: DocumentStore, documents: list[Document]) -> tuple[str, tuple[str, int]] | None:
    """The lead paragraph of the document that best introduces the country.

    Only documents on this country alone count: one whose title says that it introduces it goes
    first, then one without a date (a country page that is kept up), then the newest.
    """
    alone = [each for each in documents if len(each.metadata.countries) == 1]

    def order(document: Document) -> tuple[bool, bool, int, str]:
        date = content_date(document.metadata)
        title = fold_name(document.metadata.title)
        introduces = any(word in title.split() for word in _INTRODUCING)
        year = -date.year if date else 0
        return not introduces, date is not None, year, document.metadata.title

    for document in sorted(alone, key=order):
        for passage in store.passages(document.version.id):
            if passage.kind is PassageKind.PARAGRAPH and len(passage.text) >= _SHORTEST_SUMMARY:
                return passage.text, (document.id, passage.ordinal)
    return None
