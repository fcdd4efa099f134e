"""A report in the left column: chooser, outline, what can be added, preview and saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.domain.report import Clip, Report
from reader.ui.bookmarks.note_field import NoteField
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.documents.empty_state import EmptyState
from reader.ui.reports.outline_model import OutlineModel
from reader.ui.reports.outline_view import OutlineView
from reader.ui.reports.report_chooser import NameLine, ReportChooser
from reader.ui.theme import Theme

NO_REPORT = ("No report yet.", "Name one to start.")
NONE_CHOSEN = ("No report is chosen.", "Choose one above, or begin a new one.")
NO_ITEMS = (
    "Nothing in this report yet.",
    "Mark a passage (Ctrl+D), then add it here. Headings and your own text are added below.",
)


class ReportPanel(QWidget):
    """The outline of one report.

    `reportChosen` carries a report's identifier; `newRequested` and `renameRequested` a name;
    `headingAdded` and `textAdded` words to put at the end; `itemChanged` a `ReportItem` with new
    words, `itemRemoved` an item's identifier, `orderChanged` the identifiers of all items;
    `exportRequested` asks for a Markdown file, `previewRequested` for `show_preview`;
    `clipActivated` carries the bookmark whose passage is to be opened.
    """

    reportChosen = Signal(str)
    newRequested = Signal(str)
    renameRequested = Signal(str)
    headingAdded = Signal(str)
    textAdded = Signal(str)
    itemChanged = Signal(object)
    itemRemoved = Signal(int)
    orderChanged = Signal(list)
    exportRequested = Signal()
    previewRequested = Signal()
    clipActivated = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._count = 0
        self._model = OutlineModel(self)
        self._chooser = ReportChooser(theme, self)
        self._pages = QStackedWidget(self)
        self._view = OutlineView(self._model, theme, self._pages)
        self._preview = QPlainTextEdit(self._pages)
        self._empty = EmptyState(theme, "New report…", self._pages)
        self._heading = NameLine(self)
        self._text = NoteField(self)
        self._foot = QWidget(self)
        self._add_heading = QPushButton("+ Heading", self)
        self._add_text = QPushButton("+ Text", self)
        self._show_preview = QPushButton("Preview", self)
        self._export = QPushButton("Save as Markdown…", self)
        self._remove = QPushButton("Remove", self)
        self._arrange()
        self.set_theme(theme)
        self.show_reports([], None)

    # What the window calls

    def show_reports(self, reports: Sequence[Report], current: str | None) -> None:
        """Offer these reports; `current` is the identifier of the one that is shown."""
        self._count = len(reports)
        self._chooser.setVisible(bool(reports))
        self._chooser.show_reports(reports, current)
        if current is None:
            self.show_report(None, {})
        else:
            self._refresh()

    def show_report(self, report: Report | None, clips: Mapping[str, Clip]) -> None:
        """Show a report; `clips` holds the clip of every bookmark in its outline.

        The chosen item stays chosen, or its neighbour is. With the preview open, a new one is
        asked for.
        """
        item, row = self._view.current_item(), self._view.currentIndex().row()
        other = report is None or self._report is None or report.id != self._report.id
        self._report = report
        self._model.show_report(report, clips)
        if other:
            self._close_lines()
        elif item is not None and self._model.rowCount():
            found = self._model.find(item.id)
            if not found.isValid():
                found = self._model.index(min(row, self._model.rowCount() - 1))
            self._view.setCurrentIndex(found)
        self._refresh()
        if report is not None and self._show_preview.isChecked():
            self.previewRequested.emit()

    def show_preview(self, markdown: str) -> None:
        """Bring the report's Markdown for the open preview."""
        bar = self._preview.verticalScrollBar()
        place = bar.value()
        self._preview.setPlainText(markdown)
        bar.setValue(place)

    def focus_list(self) -> None:
        """Go to the outline, or to what has to be done before there is one."""
        if self._report is None and not self._count:
            self._empty.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(self._model.index(0))
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setStyleSheet(control_style(theme))
        self.setPalette(panel_palette(theme))
        self._chooser.set_theme(theme)
        self._view.set_theme(theme)
        self._empty.set_theme(theme)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(theme.size("small"))
        self._preview.setFont(fixed)
        for field in (self._heading, self._text):
            field.setFont(theme.font("tool"))
        self._text.set_lines(4)
        for button in self._buttons():
            button.setFont(theme.font("small"))

    @property
    def chooser(self) -> ReportChooser:
        """The head."""
        return self._chooser

    @property
    def view(self) -> OutlineView:
        """The outline."""
        return self._view

    @property
    def heading_line(self) -> NameLine:
        """The line for a new heading."""
        return self._heading

    @property
    def text_field(self) -> NoteField:
        """The field for new text."""
        return self._text

    @property
    def preview(self) -> QPlainTextEdit:
        """The Markdown."""
        return self._preview

    @property
    def empty_state(self) -> EmptyState:
        """What stands in place of items."""
        return self._empty

    @property
    def message(self) -> str:
        """What stands in place of items; empty while there are some."""
        return self._empty.text if self._pages.currentWidget() is self._empty else ""

    def button(self, name: str) -> QPushButton:
        """One of the buttons below, by its words."""
        return next(each for each in self._buttons() if each.text() == name)

    # Own

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self._add_heading, self._add_text, self._remove, self._show_preview, self._export)

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(200)
        self._set_up_fields()
        chooser, view, model = self._chooser, self._view, self._model
        chooser.reportChosen.connect(self.reportChosen)
        chooser.newRequested.connect(self.newRequested)
        chooser.renameRequested.connect(self.renameRequested)
        view.opened.connect(self.clipActivated)
        view.removed.connect(self.itemRemoved)
        view.walked.connect(self._refresh_buttons)
        model.edited.connect(self.itemChanged)
        model.ordered.connect(self.orderChanged)
        self._empty.pressed.connect(self._begin_new)
        for page in (self._view, self._preview, self._empty):
            self._pages.addWidget(page)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 6)
        head.addWidget(self._chooser)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._foot)
        self._arrange_foot()

    def _set_up_fields(self) -> None:
        self._preview.setReadOnly(True)
        self._preview.setAccessibleName("Report as Markdown")
        self._heading.setPlaceholderText("Heading (Enter adds it)")
        self._heading.setAccessibleName("New heading")
        self._heading.named.connect(self._tell_heading)
        self._heading.escaped.connect(self._leave_lines)
        self._text.setPlaceholderText("Your own text, in Markdown (Ctrl+Enter adds it)")
        self._text.setAccessibleName("New text")
        self._text.done.connect(self._tell_text)
        self._text.escaped.connect(self._leave_lines)
        self._add_heading.setToolTip("Add a heading at the end")
        self._add_heading.clicked.connect(self._begin_heading)
        self._add_text.setToolTip("Add your own text at the end")
        self._add_text.clicked.connect(self._begin_text)
        self._remove.setToolTip("Remove the chosen item from the report (Delete)")
        self._remove.clicked.connect(self._view.remove_current)
        self._show_preview.setCheckable(True)
        self._show_preview.setToolTip("Show the report as Markdown")
        self._show_preview.toggled.connect(self._toggle_preview)
        self._export.setToolTip("Save the report with its citations")
        self._export.clicked.connect(self.exportRequested)

    def _arrange_foot(self) -> None:
        adding, saving = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (adding, (self._add_heading, self._add_text, self._remove)),
            (saving, (self._show_preview, self._export)),
        ):
            row.setSpacing(6)
            for button in buttons:
                row.addWidget(button)
        adding.insertStretch(2, 1)
        saving.setStretch(1, 1)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(14, 8, 14, 10)
        foot.setSpacing(6)
        foot.addWidget(self._heading)
        foot.addWidget(self._text)
        foot.addLayout(adding)
        foot.addLayout(saving)
        self._close_lines()

    def _begin_new(self) -> None:
        self._chooser.show()
        self._chooser.begin_new()

    def _begin_heading(self) -> None:
        self._text.hide()
        self._heading.show()
        self._heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_text(self) -> None:
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

    def _close_lines(self) -> None:
        self._heading.hide()
        self._text.hide()

    def _leave_lines(self) -> None:
        self._close_lines()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_preview(self, shown: bool) -> None:
        self._refresh()
        if shown and self._report is not None:
            self.previewRequested.emit()

    def _refresh(self) -> None:
        report = self._report
        self._foot.setVisible(report is not None)
        self._refresh_buttons()
        if report is None:
            self._empty.say(*(NONE_CHOSEN if self._count else NO_REPORT))
            self._pages.setCurrentWidget(self._empty)
        elif self._show_preview.isChecked():
            self._pages.setCurrentWidget(self._preview)
        elif not report.items:
            self._empty.say(*NO_ITEMS, action=False)
            self._pages.setCurrentWidget(self._empty)
        else:
            self._pages.setCurrentWidget(self._view)

    def _refresh_buttons(self) -> None:
        self._remove.setEnabled(self._view.currentIndex().isValid())
        self._export.setEnabled(self._report is not None and bool(self._report.items))
