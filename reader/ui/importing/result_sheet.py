"""The sheet under the reading column that says what came of an import, source by source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.library.worker import SourceOutcome
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.importing.results_model import (
    Column,
    ResultsModel,
    is_unread_table,
    marks_words,
    remarks,
    report_text,
    summary,
)
from reader.ui.theme import Theme

_WIDTHS = {
    Column.STATUS: 102,
    Column.COUNTRIES: 84,
    Column.BROUGHT: 108,
    Column.MARKS: 164,
}
# Below this width countries, and what was brought beside marks, give way to the rest.
_NARROW = 720
_ROW = 26
_REMARK_LINES = 4


class ResultSheet(QFrame):
    """Outcomes with what can be done about them.

    `openRequested` carries a document's identifier, `mendRequested` that of one whose details are
    to be corrected, `retryRequested` a list of paths, `revealRequested` a path, and so does
    `describeRequested`, of a table whose columns nothing describes yet.
    """

    openRequested = Signal(str)
    mendRequested = Signal(str)
    retryRequested = Signal(list)
    revealRequested = Signal(str)
    describeRequested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultSheet")
        self.setAccessibleName("What came of the import")
        self._model = ResultsModel(theme, self)
        self._title = QLabel("Import", self)
        self._summary = QLabel(self)
        self._remarks = QLabel(self)
        self.view = QTableView(self)
        self.problems = self._button("Problems only", "Show only what needs looking at")
        self.problems.setCheckable(True)
        self.retry_failed = self._button("Retry failed", "Import every failed source again")
        self.copy = self._button("Copy", "Copy the whole report as text")
        self.close_button = self._button("Close", "Close this sheet (Esc)")
        self.open = self._button("Open", "Open the document (Enter)")
        self.mend = self._button("Details", "Correct what is known of the document")
        self.describe = self._button("Describe its columns…", "Say which columns are the scores")
        self.retry = self._button("Try again", "Import this source again")
        self.reveal = self._button("Show in folder", "Show the file in its folder")
        self._set_up()
        self._arrange()
        self.set_theme(theme)
        self.hide()

    def show_outcomes(self, outcomes: Sequence[SourceOutcome]) -> None:
        """Show what came of an import; what needs looking at is chosen first."""
        self._model.show(outcomes)
        self._summary.setText(summary(outcomes))
        count = len(self._model.problems)
        failed = any(each.status == "failed" for each in outcomes)
        self.problems.setText(f"Problems only ({count:,})" if count else "No problems")
        self.problems.setEnabled(bool(count))
        self.problems.setChecked(False)
        self.retry_failed.setVisible(failed)
        self.show()
        self._fit_columns()
        statuses = [each.status for each in outcomes]
        first = self._model.problems[0] if count else None
        row = self._model.outcomes.index(first) if first is not None else 0
        row = statuses.index("failed") if failed else row
        self.view.setCurrentIndex(self._model.index(row, 0))
        self._chosen()

    def add_quietly(self, outcomes: Sequence[SourceOutcome]) -> None:
        """Take over what came in by itself: below what is being read here, else in its place.

        What is shown stays shown, and what is hidden stays hidden.
        """
        hidden, row = self.isHidden(), self.view.currentIndex().row()
        only = self.problems.isChecked()
        self.show_outcomes(outcomes if hidden else [*self._model.outcomes, *outcomes])
        if hidden:
            self.hide()
        else:
            self.problems.setChecked(only and self.problems.isEnabled())
            self.choose(row)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setPalette(panel_palette(theme))
        self.setAutoFillBackground(True)
        self._title.setFont(theme.font("tool", bold=True))
        for label in (self._summary, self._remarks):
            label.setFont(theme.font("tool"))
            label.setPalette(panel_palette(theme, muted=label is self._summary))
        self.view.setFont(theme.font("tool"))
        self.view.horizontalHeader().setFont(theme.font("small"))
        self._model.set_theme(theme)
        surface, line, selected, text, muted = (
            theme.colour(each).name() for each in ("surface", "line", "selected", "text", "muted")
        )
        self.setStyleSheet(
            control_style(theme)
            + f"#resultSheet {{ border: 0; border-top: 1px solid {line}; background: {surface}; }}"
            f"QTableView {{ border: 0; border-bottom: 1px solid {line}; background: {surface};"
            f" color: {text};"
            f" selection-background-color: {selected}; selection-color: {text}; outline: 0; }}"
            f"QTableView::item {{ border: 0; padding: 0 6px; }}"
            f"QTableView::item:focus {{ border: 1px solid {theme.colour('accent').name()}; }}"
            f"QHeaderView::section {{ border: 0; border-bottom: 1px solid {line};"
            f" background: {surface}; color: {muted}; padding: 3px 9px; }}"
        )
        lines = QFontMetrics(theme.font("tool")).lineSpacing() * _REMARK_LINES
        self._remarks.setMaximumHeight(lines)

    @property
    def text(self) -> str:
        """The whole report as text."""
        return report_text(self._model.outcomes)

    @property
    def summary(self) -> str:
        """The line that sums it up."""
        return self._summary.text()

    @property
    def remarks(self) -> str:
        """What is said of the chosen source."""
        return self._remarks.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes the sheet, Enter opens the chosen document."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self._open()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: show the columns that there is room for."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        outcomes, narrow = self._model.outcomes, self.width() < _NARROW
        marked = any(marks_words(each) for each in outcomes)
        hide = self.view.setColumnHidden
        hide(Column.MARKS, not marked)
        hide(Column.COUNTRIES, narrow or not any(each.countries for each in outcomes))
        hide(Column.BROUGHT, narrow and marked)
        hide(Column.REMARKS, not any(remarks(each) for each in outcomes))

    def _set_up(self) -> None:
        view = self.view
        view.setModel(self._model)
        view.setAccessibleName("Sources of the import")
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        # One height for all: ten thousand rows are measured by none.
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(_ROW)
        head = view.horizontalHeader()
        head.setHighlightSections(False)
        for column in Column:
            if column in _WIDTHS:
                view.setColumnWidth(column, _WIDTHS[column])
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())
        view.doubleClicked.connect(lambda _: self._open())
        self._model.modelReset.connect(self._chosen)
        self._remarks.setWordWrap(True)
        self._remarks.setTextFormat(Qt.TextFormat.PlainText)
        self._remarks.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._remarks.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.problems.toggled.connect(lambda only: self._model.show_problems_only(only=only))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        self.close_button.clicked.connect(self.hide)
        self.open.clicked.connect(self._open)
        self.mend.clicked.connect(lambda: self._with_document(self.mendRequested.emit))
        self.describe.clicked.connect(self._describe)
        self.retry.clicked.connect(lambda: self._retry([self._current()]))
        self.retry_failed.clicked.connect(
            lambda: self._retry([one for one in self._model.outcomes if one.status == "failed"])
        )
        self.reveal.clicked.connect(self._reveal)

    def _arrange(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(14, 6, 10, 0)
        self._summary.setContentsMargins(14, 0, 10, 4)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        for button in (self.problems, self.retry_failed, self.copy, self.close_button):
            head.addWidget(button)
        foot.setContentsMargins(14, 6, 10, 8)
        foot.setSpacing(8)
        foot.addWidget(self._remarks, 1)
        for button in (self.open, self.mend, self.describe, self.retry, self.reveal):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._summary)
        rows = QHBoxLayout()
        rows.setContentsMargins(5, 0, 0, 0)
        rows.addWidget(self.view)
        layout.addLayout(rows, 1)
        layout.addLayout(foot)
        self.setMinimumHeight(190)

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        return button

    def _current(self) -> SourceOutcome | None:
        return self._model.outcome(self.view.currentIndex())

    def _chosen(self) -> None:
        outcome = self._current()
        said = remarks(outcome) if outcome is not None else []
        marks = marks_words(outcome) if outcome is not None else ""
        self._remarks.setText("\n".join([*said, *([f"Marks: {marks}"] if marks else ())]))
        self._remarks.setToolTip(self._remarks.text())
        there = outcome is not None and outcome.document is not None
        self.open.setVisible(there)
        self.mend.setVisible(there)
        self.describe.setVisible(outcome is not None and is_unread_table(outcome))
        self.retry.setVisible(outcome is not None and outcome.status in ("failed", "skipped"))
        self.reveal.setVisible(outcome is not None)

    def _open(self) -> None:
        self._with_document(self.openRequested.emit)

    def _with_document(self, call: Callable[[str], object]) -> None:
        outcome = self._current()
        if outcome is not None and outcome.document is not None:
            call(outcome.document)

    def _retry(self, outcomes: Sequence[SourceOutcome | None]) -> None:
        paths = [one.path for one in outcomes if one is not None]
        if paths:
            self.retryRequested.emit(paths)

    def _describe(self) -> None:
        outcome = self._current()
        if outcome is not None:
            self.describeRequested.emit(outcome.path)

    def _reveal(self) -> None:
        outcome = self._current()
        if outcome is not None:
            self.revealRequested.emit(outcome.path)

    def choose(self, row: int) -> None:
        """Choose a row."""
        self.view.setCurrentIndex(self._model.index(row, 0) if row >= 0 else QModelIndex())
