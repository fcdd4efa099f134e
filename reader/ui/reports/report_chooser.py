"""The head of the report panel: which report, and a line to name a new one or rename this one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.domain.report import Report
from reader.ui.reports.flat_combo import FlatCombo, PencilButton
from reader.ui.theme import Theme


class NameLine(QLineEdit):
    """A name to type: `named` by Enter where it is not empty, `escaped` by Escape."""

    named = Signal(str)
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys that end the naming."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def finish(self) -> None:
        """Tell the name, where there is one."""
        name = " ".join(self.text().split())
        if name:
            self.named.emit(name)


class ReportChooser(QWidget):
    """Chooses, names and renames: signals as those of `ReportPanel`."""

    reportChosen = Signal(str)
    newRequested = Signal(str)
    renameRequested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = FlatCombo(theme, self)
        self._new = QPushButton("New…", self)
        self._rename = PencilButton(theme, self)
        self._line = NameLine(self)
        self._accept = QPushButton("Create", self)
        self._cancel = QToolButton(self)
        self._rows = QStackedWidget(self)
        self._renaming = False
        self._arrange()
        self.set_theme(theme)

    def show_reports(self, reports: Sequence[Report], current: str | None) -> None:
        """Offer these reports, with `current` (an identifier) chosen, without a signal.

        A name that is being typed stays.
        """
        self._combo.blockSignals(True)  # noqa: FBT003 - Qt's
        self._combo.clear()
        for report in reports:
            self._combo.addItem(report.name, report.id)
        self._combo.setCurrentIndex(self._combo.findData(current) if current else -1)
        self._combo.blockSignals(False)  # noqa: FBT003 - Qt's
        self._combo.setEnabled(bool(reports))
        self._combo.setPlaceholderText("Choose a report" if reports else "No report yet")
        self._rename.setEnabled(self._combo.currentIndex() >= 0)

    def begin_new(self) -> None:
        """Show the line for a new report's name."""
        self._open_line(renaming=False)

    def begin_rename(self) -> None:
        """Show the line for another name of the chosen report."""
        if self._combo.currentIndex() >= 0:
            self._open_line(renaming=True)

    def close_line(self) -> None:
        """Show the choice again."""
        had_focus = self._line.hasFocus()
        self._rows.setCurrentIndex(0)
        if had_focus:
            self._combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._combo.set_theme(theme)
        self._rename.set_theme(theme)
        self._line.setFont(theme.font("tool"))
        for button in (self._new, self._accept, self._cancel):
            button.setFont(theme.font("small"))

    @property
    def combo(self) -> FlatCombo:
        """The choice."""
        return self._combo

    @property
    def line(self) -> NameLine:
        """The line for a name."""
        return self._line

    @property
    def new_button(self) -> QPushButton:
        """The button for a new report."""
        return self._new

    @property
    def rename_button(self) -> QToolButton:
        """The button for another name."""
        return self._rename

    @property
    def naming(self) -> bool:
        """Whether the line for a name is shown."""
        return self._rows.currentIndex() == 1

    def _arrange(self) -> None:
        self._combo.setAccessibleName("Report")
        self._combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._combo.activated.connect(self._choose)
        self._new.setToolTip("Begin a new report")
        self._new.clicked.connect(self.begin_new)
        self._rename.setAccessibleName("Rename the report")
        self._rename.setToolTip("Give this report another name")
        self._rename.clicked.connect(self.begin_rename)
        self._line.named.connect(self._named)
        self._line.escaped.connect(self.close_line)
        self._accept.clicked.connect(self._line.finish)
        self._cancel.setText("×")
        self._cancel.setAccessibleName("Cancel")
        self._cancel.setToolTip("Cancel (Esc)")
        self._cancel.clicked.connect(self.close_line)
        for widgets in (
            (self._combo, self._rename, self._new),
            (self._line, self._accept, self._cancel),
        ):
            page = QWidget(self)
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for at, widget in enumerate(widgets):
                row.addWidget(widget, 0 if at else 1)
            self._rows.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._rows)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _open_line(self, *, renaming: bool) -> None:
        self._renaming = renaming
        self._line.setText(self._combo.currentText() if renaming else "")
        self._line.setPlaceholderText("Name of the report")
        self._line.setAccessibleName("New name" if renaming else "Name of the new report")
        self._accept.setText("Rename" if renaming else "Create")
        self._rows.setCurrentIndex(1)
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    def _named(self, name: str) -> None:
        renaming = self._renaming
        self.close_line()
        (self.renameRequested if renaming else self.newRequested).emit(name)

    def _choose(self, row: int) -> None:
        self.reportChosen.emit(str(self._combo.itemData(row)))
