"""The figures that would be read, a country in an edition a row."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.mapping_draft import MappingCheck

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FIXED = ("Country", "Year")


class FiguresModel(QAbstractTableModel):
    """The first countries of a check."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._check = MappingCheck(())

    def show(self, check: MappingCheck) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self._check = check
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Qt: how many rows there are."""
        return 0 if parent.isValid() else len(self._check.head)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Qt: the country, the edition, and a column for each indicator."""
        return 0 if parent.isValid() else len(_FIXED) + len(self._check.indicators)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the indicators' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        names = (*_FIXED, *self._check.indicators)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return names[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a figure as it would be kept; a dash where the table has none."""
        row, column = self._check.head[index.row()], index.column()
        figures = tuple(each or "–" for each in row.figures)
        cell = (row.country, row.edition, *figures)[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = (*_FIXED, *self._check.indicators)[column]
            return f"{row.country}, {name}: {'no figure' if cell == '–' else cell}"
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
