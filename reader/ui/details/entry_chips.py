"""Entries as chips: side by side, or one a line where each has its reason beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from reader.ui.flow_row import FlowRow
from reader.ui.profile.elided_label import ElidedLabel

_GAP = 4
# The text of a field begins there, beside its label.
_EDGES = QMargins(9, 2, 0, 2)


class Entry(NamedTuple):
    """One entry: its key, its name, and why it is there (empty where there is no reason)."""

    key: str
    name: str
    reason: str = ""


class EntryChips(FlowRow):
    """Chips in as many lines as they need. `removed` carries the key of one that is taken out."""

    removed = Signal(str)

    def __init__(self, of: str, parent: QWidget) -> None:
        super().__init__(parent, gap=_GAP, line_gap=_GAP, edges=_EDGES)
        self._of = of
        self._items: list[QWidget] = []

    @property
    def buttons(self) -> list[QToolButton]:
        """The buttons that take an entry out, in order."""
        return [button for item in self._items for button in item.findChildren(QToolButton)]

    def show_entries(self, entries: Sequence[Entry], *, removable: bool) -> None:
        """Show these entries in place of others."""
        for item in self._items:
            item.hide()
            item.deleteLater()
        self._items = [self._item(entry, removable=removable) for entry in entries]
        explained = [item for item, entry in zip(self._items, entries, strict=True) if entry.reason]
        for item in self._items:
            item.show()
        self.setVisible(bool(entries))
        self.set_widgets(self._items, alone=explained)

    def _item(self, entry: Entry, *, removable: bool) -> QWidget:
        pill = QWidget(self)
        pill.setObjectName("detailChip")
        pill.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = ElidedLabel(pill)
        name.setFont(self.font())
        name.set_text(entry.name)
        inside = QHBoxLayout(pill)
        inside.setContentsMargins(9, 2, 3 if removable else 9, 2)
        inside.setSpacing(1)
        inside.addWidget(name)
        if removable:
            remove = QToolButton(pill)
            remove.setObjectName("removeChip")
            remove.setText("×")
            remove.setToolTip(f"Remove {entry.name}")
            remove.setAccessibleName(f"Remove {entry.name} from {self._of}")
            remove.clicked.connect(lambda: self.removed.emit(entry.key))
            inside.addWidget(remove)
        if not entry.reason:
            return pill
        whole = QWidget(self)
        reason = QLabel(entry.reason, whole)
        reason.setObjectName("chipReason")
        reason.setTextFormat(Qt.TextFormat.PlainText)
        reason.setWordWrap(True)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(reason, 1)
        return whole
