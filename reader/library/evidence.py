"""The links between scores and passages, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.catalogue.derived_store import DerivedStore
from reader.catalogue.document_store import DocumentStore
from reader.domain.citation import content_date
from reader.domain.document import Document, Passage
from reader.domain.evidence import Coverage, EvidenceLink, coverage
from reader.domain.scoring import ScoredIndex


@dataclass(frozen=True, slots=True)
class EvidencePassage:
    """A link with what it links to."""

    link: EvidenceLink
    document: Document
    passage: Passage


class Evidence:
    """Reads evidence links; all of them are suggestions until a reader decides."""

    def __init__(
        self, derived: DerivedStore, documents: DocumentStore, scored_index: ScoredIndex
    ) -> None:
        self._derived = derived
        self._documents = documents
        self._scored_index = scored_index

    def of_country(self, country: str, indicator: str | None = None) -> list[EvidencePassage]:
        """The links for a country (alpha-2), by indicator in the publisher's order, best first.

        Only documents on the country count. Raises NotFound for an unknown indicator.
        """
        if indicator is not None:
            self._scored_index.indicator(indicator)
        by_version = {
            document.version.id: document for document in self._documents.of_countries([country])
        }
        links = self._derived.links(list(by_version), indicator)
        passages = self._documents.some_passages((link.version, link.passage) for link in links)
        order = {each.id: at for at, each in enumerate(self._scored_index.indicators())}
        found = [
            EvidencePassage(link, by_version[link.version], passages[link.version, link.passage])
            for link in links
            if (link.version, link.passage) in passages and link.indicator in order
        ]
        return sorted(found, key=lambda each: order[each.link.indicator])

    def coverage(self, country: str) -> Mapping[str, Coverage]:
        """How well the library supports each score of a country (alpha-2), by indicator.

        Indicators without any passage are left out.
        """
        by_version = {
            document.version.id: document for document in self._documents.of_countries([country])
        }
        grouped: dict[str, list[EvidenceLink]] = {}
        for link in self._derived.links(list(by_version)):
            grouped.setdefault(link.indicator, []).append(link)
        return {
            indicator: coverage(
                (by_version[link.version].id, content_date(by_version[link.version].metadata))
                for link in links
            )
            for indicator, links in grouped.items()
        }

    def of_document(self, document: Document) -> list[EvidenceLink]:
        """The links into a document's newest version, in the order of its passages."""
        links = self._derived.links([document.version.id])
        return sorted(links, key=lambda link: (link.passage, -link.score, link.indicator))
