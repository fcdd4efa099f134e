"""The rows of a search's answer as Qt's model."""

from __future__ import annotations

import enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.library.search_help import Elsewhere, FoundCountry, FoundIndicator
from reader.library.search_results import Hit, HitGroup, SearchResults
from reader.ui.search.result_rows import ResultRow, RowKey, RowKind, hit_row_key, rows_of
from reader.ui.search.result_words import WHOLE, WHOLE_HINT, Found, counted, hits_words

AnyIndex = QModelIndex | QPersistentModelIndex


class ResultRole(enum.IntEnum):
    """Values for the delegate: a row, its document group, and its hit (None on other rows)."""

    GROUP = int(Qt.ItemDataRole.UserRole) + 1
    HIT = int(Qt.ItemDataRole.UserRole) + 2
    ROW = int(Qt.ItemDataRole.UserRole) + 3


def hit_key(hit: Hit) -> RowKey:
    """What a hit is known by, whatever the query."""
    return hit_row_key(hit)


def hit_place(hit: Hit) -> str:
    """The headings above a hit, outermost first; empty where there are none."""
    return " › ".join(hit.passage.heading_path)


class ResultsModel(QAbstractListModel):
    """All rows as one flat list, so that Up and Down walk through all of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results: SearchResults | None = None
        self._elsewhere = Elsewhere()
        self._folded: set[str] = set()
        self._rows: list[ResultRow] = []
        self._places: dict[RowKey, int] = {}

    def set_results(
        self, results: SearchResults | None, elsewhere: Elsewhere | None = None
    ) -> None:
        """Show an answer; None shows nothing. What was found elsewhere stays, unless given."""
        if results is None or self._results is None or results.query != self._results.query:
            self._folded.clear()
        self._results = results
        self._elsewhere = self._elsewhere if elsewhere is None else elsewhere
        self._refill()

    def fold(self, document: str, *, folded: bool) -> None:
        """Hide a document's hits, or show them."""
        (self._folded.add if folded else self._folded.discard)(document)
        self._refill()

    def fold_all(self) -> None:
        """Hide all hits; only documents show."""
        groups = self._results.groups if self._results else ()
        self._folded = {group.document.id for group in groups}
        self._refill()

    def unfold_all(self) -> None:
        """Show all hits."""
        self._folded.clear()
        self._refill()

    @property
    def elsewhere(self) -> Elsewhere:
        """What was found besides passages."""
        return self._elsewhere

    @property
    def rows(self) -> list[ResultRow]:
        """The rows, from the top."""
        return list(self._rows)

    def row(self, index: AnyIndex) -> ResultRow | None:
        """The row at an index; None where it is none."""
        return self._rows[index.row()] if index.isValid() else None

    def find(self, key: RowKey) -> QModelIndex:
        """Where a row stands; invalid where it is not shown."""
        row = self._places.get(key)
        return QModelIndex() if row is None else self.index(row)

    def step(self, row: int, by: int) -> QModelIndex:
        """The nearest row to stop at after (`by` 1) or before (-1) a row; invalid past ends."""
        row += by
        while 0 <= row < len(self._rows):
            if self._rows[row].walked:
                return self.index(row)
            row += by
        return QModelIndex()

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = list(rows_of(self._results, self._elsewhere, self._folded))
        self._places = {row.key: at for at, row in enumerate(self._rows)}
        self.endResetModel()

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: all rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: what Up and Down stop at can be selected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        walked = self._rows[index.row()].walked
        return flags | Qt.ItemFlag.ItemIsSelectable if walked else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ResultRole.ROW:
            return row
        if role == ResultRole.HIT:
            return row.hit
        if role == ResultRole.GROUP:
            return row.group
        if role == Qt.ItemDataRole.DisplayRole:
            return _written(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row)
        return None


def found_words(each: Found) -> tuple[str, str]:
    """What was found elsewhere in a line, and what there is to it."""
    if isinstance(each, FoundCountry):
        scored = ", scored" if each.scored else ""
        return f"{each.country.name} — profile", f"{counted(each.documents, 'document')}{scored}"
    if isinstance(each, FoundIndicator):
        return each.indicator.name, each.snippet.text
    return each.snippet.text, each.document.metadata.title


def more_words(group: HitGroup) -> str:
    """What the row below a document's listed hits offers."""
    return f"Show all {group.total:,} hits"


def _written(row: ResultRow) -> str:
    if row.found is not None:
        return found_words(row.found)[0]
    if row.hit is not None:
        return row.hit.snippet.text
    if row.group is None:
        return WHOLE
    return more_words(row.group) if row.kind is RowKind.MORE else row.group.document.metadata.title


def _spoken(row: ResultRow) -> str:
    if row.found is not None:
        kind = {FoundCountry: "Country", FoundIndicator: "Indicator"}.get(type(row.found), "Note")
        return f"{kind}: {'; '.join(found_words(row.found))}"
    if row.kind is RowKind.GROUP and row.group is not None:
        noun = "hit" if len(row.group.hits) == 1 else "hits"
        title = row.group.document.metadata.title
        state = ", folded" if row.folded else ""
        if row.group.whole:
            return f"{title}, matches as a whole{state}"
        return f"{title}, {hits_words(row.group)} {noun}{state}"
    if row.hit is not None:
        place = hit_place(row.hit)
        return f"{place}: {row.hit.snippet.text}" if place else row.hit.snippet.text
    return WHOLE_HINT if row.kind is RowKind.HEADING else _written(row)


def _tip(row: ResultRow) -> str | None:
    if row.kind is RowKind.GROUP and row.group is not None:
        return row.group.document.metadata.title
    if row.kind is RowKind.HEADING:
        return WHOLE_HINT
    if row.found is not None and not isinstance(row.found, FoundCountry):
        return "\n".join(found_words(row.found))
    return None
