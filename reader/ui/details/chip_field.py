"""A field of several entries, each a chip that can be removed, with a line to add one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLabel, QVBoxLayout, QWidget

from reader.ui.details.details_words import HINTS, LABELS
from reader.ui.details.entry_chips import Entry, EntryChips
from reader.ui.details.field_edit import FieldHead, LineInPlace


class ChipField(QWidget):
    """Entries, one a line with its reason. `saved` carries the keys, a new entry as typed."""

    saved = Signal(list)
    resetWanted = Signal()
    undoWanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._entries: tuple[Entry, ...] = ()
        self._editable = True
        self._sent = ""
        self.head = FieldHead(name, self)
        self.head.resetWanted.connect(self.resetWanted)
        self.chips = EntryChips(LABELS[name].lower(), self)
        self.chips.removed.connect(self._remove)
        self.line = LineInPlace(self)
        self.line.setAccessibleName(HINTS[name])
        self.line.set_hints(f"{HINTS[name]}…", f"{HINTS[name]}…")
        self.line.returnPressed.connect(self._add)
        self.line.cancelled.connect(self._cancel)
        self.line.undoWanted.connect(self.undoWanted)
        self.line.textEdited.connect(lambda: self.show_error(""))
        self.error = QLabel(self)
        self.error.setObjectName("fieldError")
        self.error.setWordWrap(True)
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.head)
        column.addWidget(self.chips)
        column.addWidget(self.line)
        column.addWidget(self.error)

    @property
    def names(self) -> list[str]:
        """The names of the entries shown."""
        return [entry.name for entry in self._entries]

    def offer(self, names: Sequence[str]) -> None:
        """Complete what is typed from these names."""
        completer = QCompleter(QStringListModel(list(names), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _: self._add())
        self.line.setCompleter(completer)

    def show_entries(
        self,
        entries: Sequence[Entry],
        origin: str,
        *,
        resettable: bool,
        editable: bool,
        anew: bool,
    ) -> None:
        """Show entries; what is typed and not saved stays, unless the document is `anew`."""
        focused = any(button.hasFocus() for button in self.chips.buttons)
        self.head.origin.setText(origin)
        self.head.reset.setVisible(resettable and editable)
        self.line.setVisible(editable)
        if anew or self._sent:
            self._cancel()
        if tuple(entries) == self._entries and editable == self._editable:
            return
        self._entries, self._editable = tuple(entries), editable
        self.chips.show_entries(self._entries, removable=editable)
        if focused:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, words: str) -> None:
        """Say below the field why it was not saved."""
        self._sent = ""
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.line.setAccessibleDescription(words)

    def _keys(self) -> list[str]:
        return [entry.key for entry in self._entries]

    def _add(self) -> None:
        text = self.line.text().strip()
        # Enter on a completion comes twice: from the line and from the completer.
        if text and text != self._sent:
            self._sent = text
            self.saved.emit([*self._keys(), text])

    def _remove(self, key: str) -> None:
        self.saved.emit([each for each in self._keys() if each != key])

    def _cancel(self) -> None:
        self.line.clear()
        self.line.setModified(False)
        self.show_error("")
