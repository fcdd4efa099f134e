"""The rows of the completion list: ways to go on with what is typed."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.library.search_help import Completion, CompletionKind

AnyIndex = QModelIndex | QPersistentModelIndex

KIND_WORDS = {
    CompletionKind.WORD: "word",
    CompletionKind.COUNTRY: "country",
    CompletionKind.TITLE: "title",
    CompletionKind.TAG: "tag",
    CompletionKind.INDICATOR: "indicator",
    CompletionKind.PUBLISHER: "publisher",
    CompletionKind.FILTER: "filter",
    CompletionKind.SAVED: "saved search",
    CompletionKind.HISTORY: "recent search",
}
"""What a kind is called on screen and aloud."""


class CompletionRole(enum.IntEnum):
    """Values for the delegate: a row's `Completion`, and the text that it goes on from."""

    COMPLETION = int(Qt.ItemDataRole.UserRole) + 1
    TYPED = int(Qt.ItemDataRole.UserRole) + 2


class CompletionModel(QAbstractListModel):
    """Completions of one typed text, the likeliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Completion, ...] = ()
        self._typed = ""

    def set_completions(self, typed: str, completions: Sequence[Completion]) -> None:
        """Show the completions of `typed`, the text before the cursor."""
        self.beginResetModel()
        self._typed = typed
        self._rows = tuple(completions)
        self.endResetModel()

    @property
    def completions(self) -> tuple[Completion, ...]:
        """All rows."""
        return self._rows

    # Qt's model

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt: one row a completion."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what a row says in a role."""
        if not index.isValid():
            return None
        completion = self._rows[index.row()]
        if role == CompletionRole.COMPLETION:
            return completion
        if role == CompletionRole.TYPED:
            return self._typed
        if role == Qt.ItemDataRole.DisplayRole:
            return completion.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(completion)
        return None


def spoken(completion: Completion) -> str:
    """A row in words: what it is, what kind of thing, and what is known of it."""
    return ", ".join(filter(None, (completion.text, kind_words(completion), completion.detail)))


def kind_words(completion: Completion) -> str:
    """What a completion is, such as `country profile`."""
    if completion.country is not None:
        return "country profile"
    return KIND_WORDS[completion.kind]
