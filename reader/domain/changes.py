"""What a use case touched, so that a view refreshes only what it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LibraryChanges:
    """Identifiers of what changed; empty sets for what did not.

    `documents`, `bookmarks`, `reports` and `saved_searches` hold identifiers, `countries` alpha-2
    codes of countries whose documents or scores changed, `evidence` countries whose evidence links
    changed, `collections` names.
    """

    documents: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    bookmarks: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()
    saved_searches: frozenset[str] = frozenset()
    search_index: bool = False

    def __or__(self, other: LibraryChanges) -> LibraryChanges:
        return LibraryChanges(
            documents=self.documents | other.documents,
            countries=self.countries | other.countries,
            evidence=self.evidence | other.evidence,
            bookmarks=self.bookmarks | other.bookmarks,
            reports=self.reports | other.reports,
            collections=self.collections | other.collections,
            saved_searches=self.saved_searches | other.saved_searches,
            search_index=self.search_index or other.search_index,
        )

    def __bool__(self) -> bool:
        return self != LibraryChanges()
