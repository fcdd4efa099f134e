"""A report in the left column: chooser, outline, what can be added, preview and saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from reader.domain.report import Clip, Report
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.documents.empty_state import EmptyState
from reader.ui.reports.outline_model import OutlineModel
from reader.ui.reports.outline_view import OutlineView
from reader.ui.reports.report_chooser import ReportChooser
from reader.ui.reports.report_foot import ReportFoot
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
        self._foot = ReportFoot(theme, self)
        self._arrange()
        self.set_theme(theme)
        self.show_reports([], None)

    # What the window calls

    def show_reports(self, reports: Sequence[Report], current: str | None) -> None:
        """Offer these reports; `current` is the identifier of the one that is shown."""
        self._count = len(reports)
        self._chooser.setVisible(bool(reports) or self._chooser.naming)
        self._chooser.show_reports(reports, current)
        if current is None:
            self.show_report(None, {})
        else:
            self._refresh()

    def show_report(self, report: Report | None, clips: Mapping[str, Clip]) -> None:
        """Show a report; `clips` holds the clip of every bookmark in its outline.

        The chosen item stays chosen, or its neighbour is; one that was added is. With the preview
        open, a new one is asked for.
        """
        before = self._model.order()
        item, row = self._view.current_item(), self._view.currentIndex().row()
        other = report is None or self._report is None or report.id != self._report.id
        self._report = report
        self._model.show_report(report, clips)
        if other:
            self._foot.close_lines()
        elif self._model.order()[:-1] == before:
            self._view.setCurrentIndex(self._model.index(len(before)))
            self._view.scrollToBottom()
        elif item is not None and self._model.rowCount():
            found = self._model.find(item.id)
            if not found.isValid():
                found = self._model.index(min(row, self._model.rowCount() - 1))
            self._view.setCurrentIndex(found)
        self._refresh()
        if report is not None and self._foot.preview_shown:
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
        self._foot.set_theme(theme)

    @property
    def chooser(self) -> ReportChooser:
        """The head."""
        return self._chooser

    @property
    def view(self) -> OutlineView:
        """The outline."""
        return self._view

    @property
    def foot(self) -> ReportFoot:
        """What is added and saved."""
        return self._foot

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

    # Own

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(200)
        self._preview.setReadOnly(True)
        self._preview.setAccessibleName("Report as Markdown")
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
        foot = self._foot
        foot.headingAdded.connect(self.headingAdded)
        foot.textAdded.connect(self.textAdded)
        foot.removeRequested.connect(view.remove_current)
        foot.previewToggled.connect(self._toggle_preview)
        foot.exportRequested.connect(self.exportRequested)
        foot.left.connect(self.focus_list)
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

    def _begin_new(self) -> None:
        self._chooser.show()
        self._chooser.begin_new()

    def _toggle_preview(self) -> None:
        self._refresh()
        if self._foot.preview_shown and self._report is not None:
            self.previewRequested.emit()

    def _refresh(self) -> None:
        report = self._report
        self._foot.setVisible(report is not None)
        self._refresh_buttons()
        if report is None:
            self._empty.say(*(NONE_CHOSEN if self._count else NO_REPORT))
            self._pages.setCurrentWidget(self._empty)
        elif self._foot.preview_shown:
            self._pages.setCurrentWidget(self._preview)
        elif not report.items:
            self._empty.say(*NO_ITEMS, action=False)
            self._pages.setCurrentWidget(self._empty)
        else:
            self._pages.setCurrentWidget(self._view)

    def _refresh_buttons(self) -> None:
        self._foot.set_possible(
            remove=self._view.currentIndex().isValid() and not self._foot.preview_shown,
            export=self._report is not None and bool(self._report.items),
        )
