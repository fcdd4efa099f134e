"""Entries as chips: side by side, or one a line where each has its reason beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from reader.ui.profile.elided_label import ElidedLabel

_GAP = 4
# Where the text of a field begins, beside its label.
_LEFT = 9


class Entry(NamedTuple):
    """One entry: its key, its name, and why it is there (empty where there is no reason)."""

    key: str
    name: str
    reason: str = ""


class EntryChips(QWidget):
    """Chips in as many lines as they need. `removed` carries the key of one that is taken out."""

    removed = Signal(str)

    def __init__(self, of: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._of = of
        self._items: list[tuple[QWidget, bool]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def buttons(self) -> list[QToolButton]:
        """The buttons that take an entry out, in order."""
        return [button for item, _ in self._items for button in item.findChildren(QToolButton)]

    def show_entries(self, entries: Sequence[Entry], *, removable: bool) -> None:
        """Show these entries in place of others."""
        for item, _ in self._items:
            item.hide()
            item.deleteLater()
        self._items = [
            (self._item(entry, removable=removable), bool(entry.reason)) for entry in entries
        ]
        for item, _ in self._items:
            item.show()
        self.setVisible(bool(entries))
        self._place()

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

    def hasHeightForWidth(self) -> bool:
        """Qt: chips wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: the height of all lines."""
        return self._arranged(width, move=False)

    def sizeHint(self) -> QSize:
        """Qt: as high as its lines."""
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt: chips wrap, so little width will do."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: wrap anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._arranged(self.width(), move=True)
        self.updateGeometry()

    def _arranged(self, width: int, *, move: bool) -> int:
        left, top, bottom = _LEFT, 2, 2
        for item, whole_line in self._items:
            room = max(width - _LEFT, 1)
            size = item.sizeHint()
            wide = room if whole_line else min(size.width(), room)
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else size.height()
            if left > _LEFT and left + wide > width:
                left, top = _LEFT, bottom + _GAP
            if move:
                item.setGeometry(left, top, wide, max(high, size.height() if not whole_line else 0))
            left += wide + _GAP
            bottom = max(bottom, top + high)
        return bottom + 2
