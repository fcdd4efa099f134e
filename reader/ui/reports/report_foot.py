"""The foot of the report panel: what is added at the end, and what becomes of the report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.ui.bookmarks.note_field import NoteField
from reader.ui.reports.report_chooser import NameLine
from reader.ui.theme import Theme


class ReportFoot(QWidget):
    """Lines and buttons; signals as those of `ReportPanel`, `left` when writing ends by Escape."""

    headingAdded = Signal(str)
    textAdded = Signal(str)
    removeRequested = Signal()
    previewToggled = Signal()
    exportRequested = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = NameLine(self)
        self._text = NoteField(self)
        self._add_heading = QPushButton("+ Heading", self)
        self._add_text = QPushButton("+ Text", self)
        self._preview = QPushButton("Preview", self)
        self._export = QPushButton("Save as Markdown…", self)
        self._remove = QPushButton("Remove", self)
        self._set_up()
        self._arrange()
        self.set_theme(theme)
        self.close_lines()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        for field in (self._heading, self._text):
            field.setFont(theme.font("tool"))
        self._text.set_lines(4)
        for button in self._buttons():
            button.setFont(theme.font("small"))

    def keep(self) -> None:
        """Add what is being written; for the window to call before it closes."""
        if not self._heading.isHidden():
            self._heading.finish()
        if not self._text.isHidden():
            self._tell_text()

    def close_lines(self) -> None:
        """Hide the fields for a new heading and a new text."""
        self._heading.hide()
        self._text.hide()

    def set_possible(self, *, remove: bool, export: bool) -> None:
        """Which of the buttons would do something."""
        self._remove.setEnabled(remove)
        self._export.setEnabled(export)

    @property
    def preview_shown(self) -> bool:
        """Whether the preview is asked for."""
        return self._preview.isChecked()

    @property
    def heading_line(self) -> NameLine:
        """The line for a new heading."""
        return self._heading

    @property
    def text_field(self) -> NoteField:
        """The field for new text."""
        return self._text

    def button(self, words: str) -> QPushButton:
        """One of the buttons, by its words."""
        return next(each for each in self._buttons() if each.text() == words)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self._add_heading, self._add_text, self._remove, self._preview, self._export)

    def _set_up(self) -> None:
        self._heading.setPlaceholderText("Heading (Enter adds it)")
        self._heading.setAccessibleName("New heading")
        self._heading.named.connect(self._tell_heading)
        self._heading.escaped.connect(self._leave)
        self._text.setPlaceholderText("Your own text, in Markdown (Ctrl+Enter adds it)")
        self._text.setAccessibleName("New text")
        self._text.done.connect(self._tell_text)
        self._text.escaped.connect(self._leave)
        self._add_heading.setToolTip("Add a heading at the end")
        self._add_heading.setAccessibleName("Add a heading")
        self._add_heading.clicked.connect(self._begin_heading)
        self._add_text.setToolTip("Add your own text at the end")
        self._add_text.setAccessibleName("Add a text")
        self._add_text.clicked.connect(self._begin_text)
        self._remove.setToolTip("Remove the chosen item from the report (Delete)")
        self._remove.clicked.connect(self.removeRequested)
        self._preview.setCheckable(True)
        self._preview.setToolTip("Show the report as Markdown")
        self._preview.toggled.connect(self.previewToggled)
        self._export.setToolTip("Save the report with its citations")
        self._export.clicked.connect(self.exportRequested)

    def _arrange(self) -> None:
        adding, saving = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (adding, (self._add_heading, self._add_text, self._remove)),
            (saving, (self._preview, self._export)),
        ):
            row.setSpacing(6)
            for button in buttons:
                row.addWidget(button)
        adding.insertStretch(2, 1)
        saving.setStretch(1, 1)
        foot = QVBoxLayout(self)
        foot.setContentsMargins(14, 8, 14, 10)
        foot.setSpacing(6)
        foot.addWidget(self._heading)
        foot.addWidget(self._text)
        foot.addLayout(adding)
        foot.addLayout(saving)

    def _begin_heading(self) -> None:
        if not self._heading.isHidden():
            # A second click is the mouse's way to say Enter.
            self._heading.finish()
        self._text.hide()
        self._heading.show()
        self._heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_text(self) -> None:
        if not self._text.isHidden():
            self._tell_text()
        self._heading.hide()
        self._text.show()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_heading(self, text: str) -> None:
        self._heading.clear()
        self.headingAdded.emit(text)

    def _tell_text(self) -> None:
        text = self._text.toPlainText().strip()
        if text:
            self._text.clear()
            self.textAdded.emit(text)

    def _leave(self) -> None:
        self.close_lines()
        self.left.emit()
