"""What the library holds: documents, their passages, and the countries they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.catalogue.document_store import DocumentStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.country import Country, CountryTable
from reader.domain.document import Document, Passage
from reader.library.originals import Originals

CELL_SEPARATOR = " · "
"""What stands between the cells of a table's row where it is one line."""


@dataclass(frozen=True, slots=True)
class CountryHoldings:
    """A country and how much the library holds on it."""

    country: Country
    documents: int
    scores: int


class Documents:
    """Reads documents and passages."""

    def __init__(
        self,
        documents: DocumentStore,
        scores: ScoreStore,
        countries: CountryTable,
        originals: Originals,
    ) -> None:
        self._originals = originals
        self._documents = documents
        self._scores = scores
        self._countries = countries

    def all(self) -> list[Document]:
        """Every document with its newest version, by title."""
        return self._documents.all()

    def get(self, identifier: str) -> Document:
        """One document. Raises NotFound."""
        return self._documents.get(identifier)

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """All passages of a document's newest version, in order."""
        return self._documents.passages(document.version.id)

    def picture(self, sha256: str) -> bytes:
        """The file of a picture that a passage shows. Raises NotFound when it is missing."""
        return self._originals.read(sha256)

    def of_country(self, country: str) -> list[Document]:
        """The documents on a country (alpha-2), by title."""
        return self._documents.of_countries([country])

    def countries(self) -> list[CountryHoldings]:
        """The countries that the library holds documents or scores on, by name."""
        documents: Mapping[str, int] = self._documents.country_counts()
        scores: Mapping[str, int] = self._scores.countries()
        held = []
        for code in sorted({*documents, *scores}):
            country = self._countries.by_code(code) or Country(code, code, code)
            held.append(CountryHoldings(country, documents.get(code, 0), scores.get(code, 0)))
        return sorted(held, key=lambda each: each.country.name)

    @property
    def passage_total(self) -> int:
        """Passages of all documents' newest versions."""
        return sum(count for _, count in self._documents.newest_versions().values())


def row_text(cells: list[Passage]) -> str:
    """The cells of a table's row as one line, for searching and for snippets."""
    return CELL_SEPARATOR.join(cell.text for cell in cells)
