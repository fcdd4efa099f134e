"""The outcomes of an import as rows, all of them or only those with a problem."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from reader.library.worker import SourceOutcome
from reader.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SIGNS = {"added": "✓", "updated": "↻", "unchanged": "=", "skipped": "–", "failed": "✕"}
_COUNTRIES = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(enum.IntEnum):
    """What a column of the sheet shows, from left to right."""

    STATUS = 0
    SOURCE = 1
    COUNTRIES = 2
    BROUGHT = 3
    MARKS = 4
    REMARKS = 5


_HEADS = ("Outcome", "Source", "Countries", "Brought", "Marks", "Remarks")


class ResultsModel(QAbstractTableModel):
    """One row for each source, in the order of the import."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: tuple[SourceOutcome, ...] = ()
        self._shown: Sequence[SourceOutcome] = ()
        self._only_problems = False

    def show(self, outcomes: Sequence[SourceOutcome]) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self._all = tuple(outcomes)
        self._choose()
        self.endResetModel()

    def show_problems_only(self, *, only: bool) -> None:
        """Leave out what went well, or show everything again."""
        self.beginResetModel()
        self._only_problems = only
        self._choose()
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another look."""
        self._theme = theme
        if self._shown:
            last = self.index(len(self._shown) - 1, len(_HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def outcomes(self) -> tuple[SourceOutcome, ...]:
        """All of them, shown or not."""
        return self._all

    @property
    def problems(self) -> list[SourceOutcome]:
        """Those that somebody has to look at."""
        return [each for each in self._all if is_problem(each)]

    def outcome(self, index: _Index) -> SourceOutcome | None:
        """The outcome of a row."""
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Qt: how many rows there are."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Qt: how many columns there are."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: what the columns are called."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: what a cell shows."""
        outcome, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cell(outcome, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(outcome, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(outcome, column)
        return None

    def _colour(self, outcome: SourceOutcome, column: int) -> QColor:
        if outcome.status == "failed" and column in (Column.STATUS, Column.REMARKS):
            return self._theme.colour("error")
        quiet = outcome.status in ("unchanged", "skipped") or column == Column.REMARKS
        return self._theme.colour("muted" if quiet else "text")

    def _choose(self) -> None:
        self._shown = self.problems if self._only_problems else self._all


def is_problem(outcome: SourceOutcome) -> bool:
    """Whether somebody has to look at it; a kind of file that nobody reads is none."""
    marks = outcome.marks
    unsettled = marks is not None and bool(marks.moved or marks.orphaned)
    return outcome.status == "failed" or bool(outcome.warnings) or unsettled


def is_unread_table(outcome: SourceOutcome) -> bool:
    """Whether it is a table that could not be read, perhaps because nothing describes it."""
    table = PurePath(outcome.path).suffix.lower() in (".csv", ".tsv", ".xlsx")
    return table and outcome.status == "failed"


def summary(outcomes: Sequence[SourceOutcome]) -> str:
    """How many sources came to what, and what they brought, in a line."""
    if not outcomes:
        return "Nothing to import"
    counts = Counter(each.status for each in outcomes)
    brought = [each for each in outcomes if each.status in ("added", "updated")]
    words = [f"{counts[status]:,} {status}" for status in _SIGNS if counts[status]]
    passages = sum(each.passages for each in brought)
    scores = sum(each.scores for each in brought)
    return " · ".join(filter(None, (*words, brought_words(passages, scores))))


def brought_words(passages: int, scores: int) -> str:
    """How many passages and scores came in, empty for none."""
    counted = ((passages, "passage"), (scores, "score"))
    return ", ".join(
        f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counted if count
    )


def report_text(outcomes: Sequence[SourceOutcome]) -> str:
    """All outcomes as tab-separated lines under a summary, for a mail or a spreadsheet."""
    lines = [summary(outcomes), "\t".join((*_HEADS, "File"))]
    for each in outcomes:
        cells = [_cell(each, column) for column in Column if column is not Column.REMARKS]
        cells[0] = each.status
        cells += ["; ".join(remarks(each)), each.path]
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return "\n".join(lines) + "\n"


def remarks(outcome: SourceOutcome) -> list[str]:
    """What there is to say of a source: its error, then its warnings."""
    return [*((outcome.error,) if outcome.error else ()), *outcome.warnings]


def _cell(outcome: SourceOutcome, column: int) -> str:
    if column == Column.STATUS:
        return f"{_SIGNS.get(outcome.status, '?')} {outcome.status}"
    if column == Column.SOURCE:
        return outcome.title or PurePath(outcome.path).name
    if column == Column.COUNTRIES:
        more = len(outcome.countries) - _COUNTRIES
        shown = ", ".join(outcome.countries[:_COUNTRIES])
        return f"{shown} +{more}" if more > 0 else shown
    if column == Column.BROUGHT:
        return brought_words(outcome.passages, outcome.scores)
    if column == Column.MARKS:
        return marks_words(outcome)
    said = remarks(outcome)
    more_said = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
    # The file is named in the row already.
    return _without_path(said[0], outcome.path) + more_said if said else ""


def _tip(outcome: SourceOutcome, column: int) -> str:
    if column == Column.REMARKS:
        return "\n".join(remarks(outcome))
    if column == Column.COUNTRIES:
        return ", ".join(outcome.countries)
    return outcome.path


def marks_words(outcome: SourceOutcome) -> str:
    """How the bookmarks of a changed source fared; empty where there were none."""
    marks = outcome.marks
    if marks is None:
        return ""
    parts = (
        (marks.exact, "in place"),
        (marks.moved, "moved"),
        (marks.orphaned, "gone"),
    )
    return ", ".join(f"{count} {words}" for count, words in parts if count)


def _without_path(words: str, path: str) -> str:
    for known in (path, PurePath(path).name):
        words = words.removeprefix(f"{known}: ")
    return words[:1].upper() + words[1:]
