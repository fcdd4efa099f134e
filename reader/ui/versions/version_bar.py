"""The quiet line above a document that has several versions, and above what is shown of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from reader.domain.bookmark import MarkReport
from reader.domain.comparison import Change, Comparison
from reader.domain.document import Version
from reader.ui.profile.elided_label import ElidedLabel

_CHANGES = {
    Change.CHANGED: "changed",
    Change.ADDED: "added",
    Change.REMOVED: "removed",
    Change.MOVED: "moved",
}


class VersionBar(QFrame):
    """Says which version one reads; its buttons lead to the others.

    `compareRequested` carries the numbers of the older and the newer version, `versionChosen` the
    number of one to read, `stepped` 1 or -1 for the next or previous change.
    """

    compareRequested = Signal(int, int)
    versionChosen = Signal(int)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versionBar")
        self._versions: tuple[Version, ...] = ()
        self._marks = MarkReport(0, 0, 0)
        self._words = ElidedLabel(self)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.previous = self._button("▲", "Previous change (Shift+F3)")
        self.next = self._button("▼", "Next change (F3)")
        self.compare = self._button("Compare", "Compare with the version before")
        self.newest = self._button("Newest", "Go back to the newest version (Esc)")
        self.older = self._button("Older", "Read an older version")
        self.older.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.older)
        self.older.setMenu(self.menu)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(6)
        row.addWidget(self._words, 1)
        for button in (self.previous, self.next, self.compare, self.newest, self.older):
            row.addWidget(button)
        self.newest.clicked.connect(self._choose_newest)
        self.compare.clicked.connect(self._compare)
        self._pair = (0, 0)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text

    def show_newest(self, versions: Sequence[Version], marks: MarkReport) -> None:
        """Above the newest of several versions, the newest first; hidden where there is one."""
        self._versions, self._marks = tuple(versions), marks
        self.setVisible(len(versions) > 1)
        if len(versions) < 2:
            return
        newest, before = versions[0], versions[1]
        doubtful = [
            f"{number} {'mark' if number == 1 else 'marks'} {words}"
            for number, words in ((marks.moved, "moved"), (marks.orphaned, "gone"))
            if number
        ]
        self._say(
            " · ".join([f"Version {newest.number} of {newest.number}", *doubtful, _day(newest)]),
            older=False,
        )
        self._pair = (before.number, newest.number)
        self._fill_menu()
        self._show(self.compare, self.older)

    def show_older(self, version: Version) -> None:
        """Above a version that is not the newest."""
        newest = self._versions[0]
        self._say(
            f"An older version: {version.number} of {newest.number}, {_day(version)}",
            older=True,
        )
        self._pair = (version.number, newest.number)
        self._show(self.compare, self.newest, self.older)

    def show_comparison(self, old: Version, new: Version, comparison: Comparison) -> None:
        """Above two versions side by side."""
        counts = comparison.counts
        told = [f"{counts[each]} {words}" for each, words in _CHANGES.items() if counts[each]]
        self._say(
            f"Versions {old.number} and {new.number}, passages: "
            f"{', '.join(told) or 'all the same'}",
            older=True,
        )
        for button in (self.previous, self.next):
            button.setEnabled(bool(told))
        self._show(self.previous, self.next, self.newest, self.older)

    def _say(self, words: str, *, older: bool) -> None:
        self._words.set_text(words)
        self.setAccessibleName(words)
        self.setProperty("older", "true" if older else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _show(self, *buttons: QToolButton) -> None:
        for button in (self.previous, self.next, self.compare, self.newest, self.older):
            button.setVisible(button in buttons)

    def _fill_menu(self) -> None:
        self.menu.clear()
        for version in self._versions[1:]:
            action = self.menu.addAction(f"Version {version.number}, {_day(version)}")
            action.triggered.connect(
                lambda _=False, number=version.number: self.versionChosen.emit(number)
            )

    def _choose_newest(self) -> None:
        self.versionChosen.emit(self._versions[0].number)

    def _compare(self) -> None:
        self.compareRequested.emit(*self._pair)

    def _button(self, text: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button


def _day(version: Version) -> str:
    return f"imported {version.imported_at[:10]}"
