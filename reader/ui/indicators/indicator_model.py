"""The tree of pillars and their indicators: what each cell says, sorted and filtered here."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.country import fold_name
from reader.library.profile_values import CountryProfile, IndicatorRow, PillarRows
from reader.ui.indicators.cells import (
    HEADERS,
    Column,
    cell_text,
    cell_words,
    definition_tip,
    sort_key,
)

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = 0  # internal id of a pillar; a child carries its pillar's place + 1


class IndicatorRole(enum.IntEnum):
    """Values for the delegate: the row (None for a pillar), its pillar, and the bar (0 to 1)."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1
    GROUP = int(Qt.ItemDataRole.UserRole) + 2
    SHARE = int(Qt.ItemDataRole.UserRole) + 3


@dataclass
class _Group:
    rows: PillarRows
    shown: list[IndicatorRow]


class IndicatorModel(QAbstractItemModel):
    """Pillars at the top, their indicators below, in the publisher's order until sorted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile: CountryProfile | None = None
        self._groups: list[_Group] = []
        self._text = ""
        self._without_evidence = False
        self._column = -1
        self._order = Qt.SortOrder.AscendingOrder

    # What is shown

    def set_profile(self, profile: CountryProfile | None) -> None:
        """Show a country's rows, filtered and sorted as before; None shows nothing."""
        self._profile = profile
        self._rebuild()

    def set_filter(self, text: str, *, without_evidence: bool = False) -> None:
        """Keep rows whose name, other spelling or definition has every word of `text`."""
        if (text, without_evidence) != (self._text, self._without_evidence):
            self._text, self._without_evidence = text, without_evidence
            self._rebuild()

    def counts(self) -> tuple[int, int]:
        """How many indicators are shown, and of how many."""
        pillars = self._profile.pillars if self._profile else ()
        return sum(len(group.shown) for group in self._groups), sum(
            len(pillar.rows) for pillar in pillars
        )

    def find(self, indicator: str) -> QModelIndex:
        """Where an indicator stands by its identifier; invalid while it is not shown."""
        for place, group in enumerate(self._groups):
            for row, each in enumerate(group.shown):
                if each.indicator.id == indicator:
                    return self.createIndex(row, Column.NAME, place + 1)
        return QModelIndex()

    def knows(self, indicator: str) -> bool:
        """Whether the country has a row for an indicator, shown or filtered out."""
        pillars = self._profile.pillars if self._profile else ()
        return any(row.indicator.id == indicator for pillar in pillars for row in pillar.rows)

    def shown(self) -> list[tuple[PillarRows, IndicatorRow]]:
        """Every shown indicator with its pillar, top to bottom."""
        return [(group.rows, row) for group in self._groups for row in group.shown]

    @property
    def profile(self) -> CountryProfile | None:
        """The profile that the rows belong to."""
        return self._profile

    # Qt's model

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt: the index of a cell."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: AnyIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Qt: the pillar of an indicator."""
        place = index.internalId() if index.isValid() else _TOP
        return QModelIndex() if place == _TOP else self.createIndex(place - 1, 0, _TOP)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: pillars at the top, indicators in a pillar's first column."""
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() != _TOP or parent.column() != Column.NAME:
            return 0
        return len(self._groups[parent.row()].shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: the four columns."""
        return len(Column)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: every row can be walked to and selected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Qt: the head of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        name, tip = HEADERS[Column(section)]
        numeric = section != Column.NAME
        values: dict[int, Any] = {
            Qt.ItemDataRole.DisplayRole: name,
            Qt.ItemDataRole.ToolTipRole: tip,
            Qt.ItemDataRole.TextAlignmentRole: _alignment(Column(section)),
            Qt.ItemDataRole.InitialSortOrderRole: Qt.SortOrder.DescendingOrder
            if numeric
            else Qt.SortOrder.AscendingOrder,
        }
        return values.get(role)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a cell says in a role."""
        if not index.isValid() or self._profile is None:
            return None
        column = Column(index.column())
        place = index.internalId()
        group = self._groups[index.row() if place == _TOP else place - 1]
        row = None if place == _TOP else group.shown[index.row()]
        if role == IndicatorRole.ROW:
            return row
        if role == IndicatorRole.GROUP:
            return group.rows
        if role == IndicatorRole.SHARE:
            return self._share(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(group.rows, row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if row and column is Column.NAME:
                return definition_tip(row)
            return cell_words(self._profile, group.rows, row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_words(self._profile, group.rows, row, column)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row and column is Column.NAME:
            return row.indicator.definition
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort within pillars by a column; -1 is the publisher's order. Unknowns come last."""
        self.layoutAboutToBeChanged.emit()
        self._column, self._order = column, order
        before = self.persistentIndexList()
        marked = [index.data(IndicatorRole.ROW) for index in before]
        for group in self._groups:
            group.shown = self._sorted(group)
        after = [
            index if row is None else self.find(row.indicator.id).siblingAtColumn(index.column())
            for index, row in zip(before, marked)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    # How rows are chosen and worded

    def _rebuild(self) -> None:
        self.beginResetModel()
        wanted = fold_name(self._text).split()
        self._groups = []
        for pillar in self._profile.pillars if self._profile else ():
            kept = [row for row in pillar.rows if self._keeps(row, wanted)]
            if kept:
                group = _Group(pillar, kept)
                group.shown = self._sorted(group)
                self._groups.append(group)
        self.endResetModel()

    def _keeps(self, row: IndicatorRow, wanted: list[str]) -> bool:
        if self._without_evidence and row.evidence.passages:
            return False
        about = row.indicator
        text = fold_name(" ".join((about.name, *about.aliases, about.definition)))
        return all(word in text for word in wanted)

    def _sorted(self, group: _Group) -> list[IndicatorRow]:
        kept = {row.indicator.id for row in group.shown}
        rows = [row for row in group.rows.rows if row.indicator.id in kept]
        if self._column < 0:
            return rows
        keyed = [(sort_key(row, Column(self._column)), row) for row in rows]
        known = [entry for entry in keyed if entry[0] is not None]
        known.sort(key=lambda entry: entry[0], reverse=self._order is Qt.SortOrder.DescendingOrder)
        return [row for _, row in known] + [row for key, row in keyed if key is None]

    def _share(self, row: IndicatorRow | None) -> float | None:
        if row is None or row.score is None or self._profile is None:
            return None
        return float(min(max(row.score.value / self._profile.index.highest, Decimal()), Decimal(1)))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column is Column.NAME else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
