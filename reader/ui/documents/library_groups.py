"""The groups of the library's tree and their rows: by country, collection, tag or kind."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.domain.citation import content_date
from reader.domain.country import fold_name
from reader.domain.document import Document, SourceMetadata
from reader.domain.scoring import ScoreFile

NO_COUNTRY = "No country"
SCORE_FILES = "Files of scores"
REMOVED = "Removed documents"
Item = Document | ScoreFile


class Grouping(enum.StrEnum):
    """What the documents are grouped by."""

    COUNTRY = "country"
    COLLECTION = "collection"
    TAG = "tag"
    KIND = "kind"


_LOOSE = {
    Grouping.COUNTRY: NO_COUNTRY,
    Grouping.COLLECTION: "In no collection",
    Grouping.TAG: "Without a tag",
    Grouping.KIND: "Kind not stated",
}


class Shelf(enum.StrEnum):
    """What stands in a group."""

    DOCUMENTS = "documents"
    SCORES = "scores"
    REMOVED = "removed"


@dataclass(frozen=True)
class DocumentGroup:
    """A line of the tree with what stands below it.

    `code` is a country's alpha-2 code, or the name of a collection, a tag or a kind; None for
    documents that have none of it, and on the shelves of score files and removed documents.
    """

    grouping: Grouping
    shelf: Shelf
    code: str | None
    name: str
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        """What tells the group again after the library changed."""
        return f"{self.grouping}/{self.shelf}/{self.code or ''}"

    @property
    def country(self) -> str | None:
        """The alpha-2 code of a country's group."""
        return self.code if self.grouping is Grouping.COUNTRY else None

    @property
    def collection(self) -> str | None:
        """The name of a collection's group."""
        return self.code if self.grouping is Grouping.COLLECTION else None


@dataclass(frozen=True)
class LibraryRow:
    """What a row says: its title, the line of its source, and what a summary was written after."""

    title: str
    source: str
    after: str

    @property
    def lines(self) -> list[str]:
        """Everything that is said, line by line."""
        return [line for line in (self.title, self.source, self.after) if line]


@dataclass(frozen=True)
class Shelves:
    """What the library holds beside documents in use: empty collections too, by name."""

    collections: tuple[str, ...] = ()
    removed: tuple[Item, ...] = ()
    score_files: tuple[ScoreFile, ...] = ()


def after_words(metadata: SourceMetadata) -> str:
    """What a summary was written after, such as `summary after Peru Profile, 2016`; else empty."""
    work = metadata.summarises
    if work is None:
        return ""
    parts = [work.title]
    if work.publisher:
        parts.append(work.publisher)
    if work.published:
        parts.append(str(work.published))
    return f"summary after {', '.join(parts)}"


def source_words(metadata: SourceMetadata) -> str:
    """Publisher, date and kind of a source, as far as they are known.

    A summary's line has no date: the date is that of the work named beside it.
    """
    parts = [metadata.publisher or ""]
    if metadata.summarises is None:
        date = content_date(metadata)
        parts += [str(date) if date else "", metadata.kind or ""]
    return " · ".join(part for part in parts if part)


def row_of(item: Item) -> LibraryRow:
    """What the row of a document or a file of scores says."""
    if isinstance(item, Document):
        metadata = item.metadata
        return LibraryRow(metadata.title, source_words(metadata), after_words(metadata))
    countries = "1 country" if len(item.countries) == 1 else f"{len(item.countries)} countries"
    editions = ", ".join(item.editions)
    return LibraryRow(item.source_name, f"{item.scores:,} scores · {countries} · {editions}", "")


def grouped(
    documents: Sequence[Document], names: Mapping[str, str], grouping: Grouping, shelves: Shelves
) -> tuple[DocumentGroup, ...]:
    """Documents by group's name, those in none last; one in two groups is in both.

    Files of scores and removed documents stand after them where there are some.
    """
    by_code: dict[str | None, list[Item]] = {}
    if grouping is Grouping.COLLECTION:
        by_code = {name: [] for name in shelves.collections}
    for document in documents:
        for code in _codes(document, grouping) or (None,):
            by_code.setdefault(code, []).append(document)
    groups = [
        DocumentGroup(
            grouping,
            Shelf.DOCUMENTS,
            code,
            _called(code, names, grouping) if code else _LOOSE[grouping],
            tuple(held),
        )
        for code, held in by_code.items()
    ]
    groups.sort(key=lambda group: (group.code is None, fold_name(group.name)))
    for shelf, name, items in (
        (Shelf.SCORES, SCORE_FILES, shelves.score_files),
        (Shelf.REMOVED, REMOVED, shelves.removed),
    ):
        if items:
            groups.append(DocumentGroup(grouping, shelf, None, name, tuple(items)))
    return tuple(groups)


def _called(code: str, names: Mapping[str, str], grouping: Grouping) -> str:
    if grouping is Grouping.COUNTRY:
        return names.get(code, code)
    # Kinds are words of the program's, tags and collections are the reader's own.
    return code[:1].upper() + code[1:] if grouping is Grouping.KIND else code


def _codes(document: Document, grouping: Grouping) -> Iterable[str]:
    match grouping:
        case Grouping.COUNTRY:
            return document.metadata.countries
        case Grouping.COLLECTION:
            return document.collections
        case Grouping.TAG:
            return document.metadata.tags
        case Grouping.KIND:
            return (document.metadata.kind,) if document.metadata.kind else ()
