"""The tree of countries and their documents, filtered here."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.citation import content_date
from reader.domain.country import fold_name
from reader.domain.document import Document, SourceMetadata

AnyIndex = QModelIndex | QPersistentModelIndex
NO_COUNTRY = "No country"
_TOP = 0  # internal id of a country; a document carries its country's place + 1


class LibraryRole(enum.IntEnum):
    """Values for the delegate: the row's country, and its document (None on a country's line)."""

    COUNTRY = int(Qt.ItemDataRole.UserRole) + 1
    DOCUMENT = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True)
class CountryGroup:
    """Documents on a country; `code` is None for those on none."""

    code: str | None
    name: str
    documents: tuple[Document, ...]


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


def group_by_country(
    documents: Sequence[Document], names: Mapping[str, str]
) -> tuple[CountryGroup, ...]:
    """Documents by country's name, those on no country last; one on two countries is in both."""
    by_code: dict[str | None, list[Document]] = {}
    for document in documents:
        for code in document.metadata.countries or (None,):
            by_code.setdefault(code, []).append(document)
    groups = [
        CountryGroup(code, names.get(code, code) if code else NO_COUNTRY, tuple(held))
        for code, held in by_code.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.code is None, fold_name(group.name))))


class LibraryModel(QAbstractItemModel):
    """Countries at the top, their documents below, in the order they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[CountryGroup, ...] = ()
        self._shown: tuple[CountryGroup, ...] = ()
        self._filter = ""

    def set_documents(self, documents: Sequence[Document], names: Mapping[str, str]) -> None:
        """Show documents; `names` gives a country's name by its alpha-2 code."""
        self._all = group_by_country(documents, names)
        self._rebuild()

    def set_filter(self, text: str) -> None:
        """Keep documents in whose title, source or country every word of `text` stands."""
        if text != self._filter:
            self._filter = text
            self._rebuild()

    def find(self, document: str) -> QModelIndex:
        """The first row of a document; invalid where it is not shown."""
        for place, group in enumerate(self._shown):
            for row, each in enumerate(group.documents):
                if each.id == document:
                    return self.createIndex(row, 0, place + 1)
        return QModelIndex()

    @property
    def total(self) -> int:
        """Documents of the library, shown or not."""
        return len({each.id for group in self._all for each in group.documents})

    # Qt's model

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt: the index of a row."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: AnyIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Qt: the country of a document."""
        place = index.internalId() if index.isValid() else _TOP
        return QModelIndex() if place == _TOP else self.createIndex(place - 1, 0, _TOP)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: countries at the top, documents in a country."""
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() != _TOP:
            return 0
        return len(self._shown[parent.row()].documents)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: one column."""
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        place = index.internalId()
        group = self._shown[index.row() if place == _TOP else place - 1]
        document = None if place == _TOP else group.documents[index.row()]
        if role == LibraryRole.COUNTRY:
            return group
        if role == LibraryRole.DOCUMENT:
            return document
        if role == Qt.ItemDataRole.DisplayRole:
            return group.name if document is None else document.metadata.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(group, document)
        if role == Qt.ItemDataRole.ToolTipRole and document is not None:
            return "\n".join(_lines(document.metadata))
        return None

    # Own

    def _rebuild(self) -> None:
        self.beginResetModel()
        wanted = fold_name(self._filter).split()
        kept = []
        for group in self._all:
            documents = tuple(each for each in group.documents if _matches(group, each, wanted))
            if documents:
                kept.append(CountryGroup(group.code, group.name, documents))
        self._shown = tuple(kept)
        self.endResetModel()


def _lines(metadata: SourceMetadata) -> list[str]:
    lines = (metadata.title, source_words(metadata), after_words(metadata))
    return [line for line in lines if line]


def _spoken(group: CountryGroup, document: Document | None) -> str:
    if document is not None:
        return ", ".join(_lines(document.metadata))
    count = len(group.documents)
    return f"{group.name}, {count} {'document' if count == 1 else 'documents'}"


def _matches(group: CountryGroup, document: Document, wanted: list[str]) -> bool:
    metadata = document.metadata
    text = " ".join((group.name, *_lines(metadata), *metadata.authors, *metadata.tags))
    folded = fold_name(text)
    return all(word in folded for word in wanted)
