"""The versions of a document: read, compared with each other, and the marks that stand in each."""

from __future__ import annotations

from dataclasses import dataclass

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.document_store import DocumentStore
from reader.domain.anchoring import Exact, Moved
from reader.domain.bookmark import Bookmark, MarkReport
from reader.domain.comparison import Comparison, compare
from reader.domain.document import Document, Passage, Version
from reader.domain.errors import NotFound
from reader.domain.selector import TextPositionSelector
from reader.library.reanchoring import Reanchoring, report_of


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """Two versions of a document with their passages, and what changed from `old` to `new`."""

    document: Document
    old: Version
    new: Version
    old_passages: tuple[Passage, ...]
    new_passages: tuple[Passage, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class StandingMark:
    """A mark, and its range in a version: code points of that version's text."""

    bookmark: Bookmark
    place: TextPositionSelector


class Versions:
    """Reads versions of documents; none of them is ever changed."""

    def __init__(self, documents: DocumentStore, bookmarks: BookmarkStore) -> None:
        self._documents = documents
        self._bookmarks = bookmarks

    def of_document(self, document: str) -> list[Version]:
        """All versions of a document, the newest first. Raises NotFound."""
        self._documents.get(document)
        return self._documents.versions(document)

    def get(self, document: str, number: int) -> Version:
        """A document's version of a number, from 1. Raises NotFound."""
        versions = self.of_document(document)
        for version in versions:
            if version.number == number:
                return version
        newest = versions[0].number
        raise NotFound(
            f"there is no version {number}",
            item=self._documents.get(document).metadata.title,
            remedy=f"Its versions are 1 to {newest}" if newest > 1 else "It has one version",
        )

    def passages(self, version: Version) -> tuple[Passage, ...]:
        """All passages of a version, in order."""
        return self._documents.passages(version.id)

    def compare(self, document: str, old: int, new: int) -> ComparedVersions:
        """What changed from one version to another, by their numbers. Raises NotFound."""
        first, second = self.get(document, old), self.get(document, new)
        ours, theirs = self.passages(first), self.passages(second)
        return ComparedVersions(
            self._documents.get(document),
            first,
            second,
            ours,
            theirs,
            compare([each.text for each in ours], [each.text for each in theirs]),
        )

    def marks_in(self, version: Version) -> list[StandingMark]:
        """The marks that were made in a version, and the others that stand there.

        In an older version only those that stand exactly; in the newest the moved ones, too.
        """
        reanchoring = Reanchoring(self._documents, version.document)
        newest = self._documents.get(version.document).version.id == version.id
        standing = []
        for bookmark in self._bookmarks.of_document(version.document):
            found = reanchoring.in_version(bookmark, version.id)
            if isinstance(found, Exact) or (newest and isinstance(found, Moved)):
                place = TextPositionSelector(found.start, found.end)
                standing.append(StandingMark(bookmark, place))
        return standing

    def marks(self, document: str) -> MarkReport:
        """How a document's marks stand in its newest version."""
        return report_of(self._bookmarks.of_document(document))
