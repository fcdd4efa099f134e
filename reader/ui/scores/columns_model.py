"""The columns of a table as rows: what each is used as, called and scaled, edited in place."""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont

from reader.domain.mapping_draft import DraftColumn, MappingDraft, Role
from reader.domain.scoring import Direction
from reader.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Value = TypeVar("_Value")
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
ROLE_WORDS = {
    Role.INDICATOR: "score",
    Role.CODE: "country code",
    Role.NAME: "country name",
    Role.EDITION: "year",
    Role.IGNORE: "not used",
}
DIRECTION_WORDS = {
    Direction.HIGHER_IS_BETTER: "better",
    Direction.HIGHER_IS_WORSE: "worse",
}


class Field(enum.IntEnum):
    """What is shown of a column, from left to right."""

    HEADER = 0
    ROLE = 1
    NAME = 2
    LOWEST = 3
    HIGHEST = 4
    DIRECTION = 5
    VALUES = 6


_HEADS = ("Column", "Used as", "Called", "From", "To", "Higher is", "Values")
CHOICES = {
    Field.ROLE: tuple(ROLE_WORDS.values()),
    Field.DIRECTION: tuple(DIRECTION_WORDS.values()),
}


class ColumnsModel(QAbstractTableModel):
    """Shows a draft; `edited` carries the draft that an edit makes of it."""

    edited = Signal(object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft: MappingDraft | None = None

    @property
    def columns(self) -> tuple[DraftColumn, ...]:
        """The table's columns."""
        return self._draft.columns if self._draft is not None else ()

    def show(self, draft: MappingDraft, *, anew: bool) -> None:
        """Show a draft; not `anew`, it is of the same columns, and what is chosen stays so."""
        if anew or len(draft.columns) != len(self.columns):
            self.beginResetModel()
            self._draft = draft
            self.endResetModel()
        else:
            self._draft = draft
            self._all_changed()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another look."""
        self._theme = theme
        self._all_changed()

    def _all_changed(self) -> None:
        if self.columns:
            last = self.index(len(self.columns) - 1, len(_HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Qt: how many columns the table has."""
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Qt: how much is shown of each."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: what is shown of each."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt: what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field = index.column()
        scored = self.columns[index.row()].role is Role.INDICATOR
        if field == Field.HEADER:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        elif field == Field.ROLE or (scored and field != Field.VALUES):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: what a cell shows."""
        column, field = self.columns[index.row()], index.column()
        if role in _TEXT_ROLES:
            return _text(column, field)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADS[field]}: {_text(column, field) or 'none'}"
        if role == Qt.ItemDataRole.CheckStateRole and field == Field.HEADER:
            used = column.role is not Role.IGNORE
            return Qt.CheckState.Checked if used else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(column.samples) if field == Field.VALUES else _text(column, field)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(column, field)
        if role == Qt.ItemDataRole.FontRole and field == Field.HEADER:
            return self._font(column)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt: a cell was edited, or a column taken in or left out."""
        if self._draft is None:
            return False
        column, field = self.columns[index.row()], index.column()
        draft = self._draft
        if role == Qt.ItemDataRole.CheckStateRole:
            used = column.role is not Role.IGNORE
            draft = draft.with_role(column.place, Role.IGNORE if used else Role.INDICATOR)
        elif role != Qt.ItemDataRole.EditRole:
            return False
        elif field == Field.ROLE:
            draft = draft.with_role(column.place, _chosen(ROLE_WORDS, str(value), column.role))
        else:
            draft = draft.with_column(_edited(column, field, " ".join(str(value).split())))
        if draft != self._draft:
            self.edited.emit(draft)
        return True

    def _colour(self, column: DraftColumn, field: int) -> QColor:
        muted = column.role is Role.IGNORE or field == Field.VALUES
        return self._theme.colour("muted" if muted else "text")

    def _font(self, column: DraftColumn) -> QFont:
        return self._theme.font("tool", bold=column.role is not Role.IGNORE)


def _text(column: DraftColumn, field: int) -> str:
    if field == Field.HEADER:
        return " ".join(column.header.split()) or f"column {column.place + 1}, without a name"
    if field == Field.ROLE:
        return ROLE_WORDS[column.role]
    if field == Field.VALUES:
        return " · ".join(column.samples)
    if column.role is not Role.INDICATOR:
        return ""
    if field == Field.DIRECTION:
        return DIRECTION_WORDS[column.direction]
    return {Field.NAME: column.name, Field.LOWEST: column.lowest}.get(Field(field), column.highest)


def _edited(column: DraftColumn, field: int, text: str) -> DraftColumn:
    if field == Field.NAME:
        return replace(column, name=text)
    if field == Field.LOWEST:
        return replace(column, lowest=text)
    if field == Field.HIGHEST:
        return replace(column, highest=text)
    return replace(column, direction=_chosen(DIRECTION_WORDS, text, column.direction))


def _chosen(words: dict[_Value, str], text: str, otherwise: _Value) -> _Value:
    return next((each for each, word in words.items() if word == text), otherwise)
