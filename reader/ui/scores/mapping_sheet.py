"""The sheet on which a foreign table of scores is described, with what would be read of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.domain.mapping_draft import EditionPlace, MappingCheck, MappingDraft, TablePreview
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.reports.flat_combo import FlatCombo
from reader.ui.scores.choice_delegate import ChoiceDelegate
from reader.ui.scores.columns_model import CHOICES, ColumnsModel, Field
from reader.ui.scores.figures_model import FiguresModel
from reader.ui.scores.mapping_style import table_style
from reader.ui.theme import Theme

EDITION_WORDS = {
    EditionPlace.COLUMN: "from a column",
    EditionPlace.HEADER: "from the columns' names",
    EditionPlace.SHEET: "from the sheet's name",
    EditionPlace.TITLE: "from the lines above",
    EditionPlace.FILE: "from the file's name",
    EditionPlace.FIXED: "always",
}
SAVE = "Save and import"
REPLACE = "Replace and import"
_WIDTHS = {Field.HEADER: 220, Field.ROLE: 112, Field.NAME: 220, Field.LOWEST: 64,
           Field.HIGHEST: 64, Field.DIRECTION: 84}  # fmt: skip
_ROW = 26
_COUNTRY, _WIDEST, _AROUND = 180, 220, 12
_HIGHEST_ROW = 60


class MappingSheet(QFrame):
    """Lies over `over`, a widget of the same parent. It reads and writes nothing itself.

    `draftChanged` carries the `MappingDraft` after every edit; `layoutWanted` a sheet and a header
    row, both from 0, to guess anew from; `saveWanted` whether an existing file is to be replaced.
    """

    draftChanged = Signal(object)
    layoutWanted = Signal(int, int)
    saveWanted = Signal(bool)
    closed = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over.parentWidget())
        self.setObjectName("mappingSheet")
        self.setAccessibleName("Map a table of scores")
        self._over = over
        self._draft: MappingDraft | None = None
        self._sure = False
        self._title = QLabel("Map a table of scores", self)
        self._file = ElidedLabel(self)
        self.close_button = self._button("Close", "Close without saving (Esc)")
        self.index_name = self._line("Name of the index", "what the publisher calls it")
        self.publisher = self._line("Publisher", "unknown")
        self.edition = FlatCombo(theme, self)
        self.edition_fixed = self._line("Year of the table", "2024")
        self.decimals = self._spin("Decimals of the figures", 0, 9)
        self.sheet_choice = FlatCombo(theme, self)
        self.header_row = self._spin("Row with the columns' names", 1, _HIGHEST_ROW)
        self.columns_model = ColumnsModel(theme, self)
        self.columns = self._table("Columns of the table", self.columns_model)
        self._figures_model = FiguresModel(self)
        self.figures = self._table("What would be read", self._figures_model)
        self._notes = QLabel(self)
        self._summary = QLabel(self)
        self.save = self._button(SAVE, "Keep the description in the library and import the table")
        self._labels: list[QLabel] = []
        self._arrange()
        self._connect()
        self.set_theme(theme)
        over.installEventFilter(self)
        self.setGeometry(over.geometry())
        self.hide()

    @property
    def draft(self) -> MappingDraft | None:
        """The description as it stands."""
        return self._draft

    @property
    def notes(self) -> str:
        """What is said against the description, or of what would be read."""
        return self._notes.text()

    @property
    def summary(self) -> str:
        """How much would be read."""
        return self._summary.text()

    def show_table(self, preview: TablePreview, draft: MappingDraft) -> None:
        """Show a table with a first description."""
        self._file.set_text(preview.name)
        blocked = QSignalBlocker(self.sheet_choice)
        self.sheet_choice.clear()
        self.sheet_choice.addItems([each.name for each in preview.sheets])
        blocked.unblock()
        several = len(preview.sheets) > 1
        self.sheet_choice.setVisible(several)
        self._sheet_label.setVisible(several)
        self._show_draft(draft, anew=True)
        self.setGeometry(self._over.geometry())
        self.show()
        self.raise_()
        self.index_name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.index_name.selectAll()

    def relay(self, draft: MappingDraft) -> None:
        """Show a description of another sheet or from another header row."""
        self._show_draft(draft, anew=True)

    def show_check(self, check: MappingCheck) -> None:
        """Show what would be read, or why nothing can be."""
        self._figures_model.show(check)
        head = self.figures.horizontalHeader()
        for at in range(self._figures_model.columnCount()):
            widest = _WIDEST if at else _COUNTRY
            room = head.sectionSizeHint(at) + _AROUND if at else _COUNTRY
            self.figures.setColumnWidth(at, min(room, widest))
        self._notes.setText("\n\n".join(f"{each}." for each in check.problems or check.notes))
        self._notes.setProperty("tone", "error" if check.problems else "")
        self._notes.style().polish(self._notes)
        self.save.setEnabled(not check.problems)
        count = len(check.problems)
        self._summary.setText(
            f"{_counted(count, 'thing', 'things')} to settle first"
            if count
            else ("" if check.whole else "In what was looked at: ")
            + f"{_counted(check.countries, 'country', 'countries')} · "
            f"{_counted(check.figures, 'figure', 'figures')} · {_years(check.editions)}"
        )
        self._notes.setAccessibleDescription(self._summary.text())

    def ask_to_replace(self, file: str) -> None:
        """Say that the library has such a file, and make the button one that replaces it."""
        self._sure = True
        self.save.setText(REPLACE)
        self._summary.setText(f"The library has {file} already; its description would be replaced.")
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self.setPalette(panel_palette(theme))
        self.setAutoFillBackground(True)
        self.setFont(theme.font("tool"))
        self._title.setFont(theme.font("tool", bold=True))
        for label in (*self._labels, self._file):
            label.setFont(theme.font("small"))
            label.setPalette(panel_palette(theme, muted=True))
        for combo in (self.edition, self.sheet_choice):
            combo.set_theme(theme)
            combo.setFont(theme.font("tool"))
        for view in (self.columns, self.figures):
            view.setFont(theme.font("tool"))
            view.horizontalHeader().setFont(theme.font("small"))
        self._summary.setFont(theme.font("tool"))
        self._notes.setFont(theme.font("tool"))
        self.columns_model.set_theme(theme)
        self.setStyleSheet(control_style(theme) + table_style(theme))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep the place and size of what it lies over."""
        if watched is self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._over.geometry())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes, Ctrl+Enter saves, Enter edits the chosen cell or presses a button."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save.click()
            elif isinstance(focused, QPushButton):
                focused.click()
            elif focused is self.columns:
                self.columns.edit(self.columns.currentIndex())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _show_draft(self, draft: MappingDraft, *, anew: bool) -> None:
        self._draft = draft
        self._sure = False
        self.save.setText(SAVE)
        widgets = (self.edition, self.sheet_choice, self.header_row, self.decimals)
        blocked = [QSignalBlocker(each) for each in widgets]
        self.sheet_choice.setCurrentIndex(draft.sheet)
        self.header_row.setValue(draft.header + 1)
        self.decimals.setValue(draft.decimals)
        self.edition.setCurrentIndex(list(EDITION_WORDS).index(draft.edition_from))
        for each in blocked:
            each.unblock()
        self.edition_fixed.setVisible(draft.edition_from is EditionPlace.FIXED)
        for line, text in (
            (self.index_name, draft.index_name),
            (self.publisher, draft.publisher),
            (self.edition_fixed, draft.edition_fixed),
        ):
            if line.text() != text:
                line.setText(text)
        self.columns_model.show(draft, anew=anew)
        if anew and draft.columns:
            self.columns.setCurrentIndex(self.columns_model.index(0, Field.ROLE))

    def _edit(self, draft: MappingDraft) -> None:
        self._show_draft(draft, anew=False)
        self.draftChanged.emit(draft)

    def _typed(self) -> None:
        if self._draft is not None:
            self._edit(
                replace(
                    self._draft,
                    index_name=self.index_name.text(),
                    publisher=self.publisher.text(),
                    edition_fixed=self.edition_fixed.text(),
                    edition_from=list(EDITION_WORDS)[self.edition.currentIndex()],
                    decimals=self.decimals.value(),
                )
            )

    def _laid_out(self) -> None:
        self.layoutWanted.emit(self.sheet_choice.currentIndex(), self.header_row.value() - 1)

    def _connect(self) -> None:
        for line in (self.index_name, self.publisher, self.edition_fixed):
            line.textEdited.connect(lambda _: self._typed())
        self.edition.currentIndexChanged.connect(lambda _: self._typed())
        self.decimals.valueChanged.connect(lambda _: self._typed())
        # Another sheet's names may stand in another row.
        self.sheet_choice.currentIndexChanged.connect(lambda at: self.layoutWanted.emit(at, -1))
        self.header_row.valueChanged.connect(lambda _: self._laid_out())
        self.columns_model.edited.connect(self._edit)
        self.columns.clicked.connect(
            lambda index: self.columns.edit(index) if index.column() in CHOICES else None
        )
        self.close_button.clicked.connect(self.closed)
        self.save.clicked.connect(lambda: self.saveWanted.emit(self._sure))

    def _arrange(self) -> None:
        self.edition.addItems(list(EDITION_WORDS.values()))
        self.edition.setAccessibleName("Where the year is read")
        self.edition.setMinimumWidth(176)
        self.edition_fixed.setMaximumWidth(64)
        self.sheet_choice.setAccessibleName("Sheet of the workbook")
        self.sheet_choice.setMinimumWidth(120)
        head, fields, year, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 2)
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._file, 1)
        head.addWidget(self.close_button)
        fields.setContentsMargins(16, 2, 12, 10)
        fields.setSpacing(12)
        year.setSpacing(6)
        year.addWidget(self.edition)
        year.addWidget(self.edition_fixed)
        fields.addLayout(self._field("Index", self.index_name), 3)
        fields.addLayout(self._field("Publisher", self.publisher), 2)
        fields.addLayout(self._field("Year", year))
        fields.addLayout(self._field("Decimals", self.decimals))
        fields.addLayout(self._field("Sheet", self.sheet_choice))
        self._sheet_label = self._labels[-1]
        fields.addLayout(self._field("Names in row", self.header_row))
        self._notes.setWordWrap(True)
        self._notes.setObjectName("mappingNotes")
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea(self)
        scroll.setObjectName("mappingNotesArea")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._notes)
        scroll.setAccessibleName("What to know of the description")
        below = QSplitter(Qt.Orientation.Horizontal, self)
        below.addWidget(self._titled("What will be read", self.figures))
        below.addWidget(self._titled("To know", scroll))
        below.setSizes([640, 360])
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self._padded(self.columns))
        parts.addWidget(below)
        parts.setSizes([330, 270])
        for splitter in (below, parts):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        foot.setContentsMargins(16, 8, 12, 10)
        foot.addWidget(self._summary, 1)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(fields)
        layout.addWidget(parts, 1)
        layout.addLayout(foot)
        self._shape_columns()

    def _shape_columns(self) -> None:
        view = self.columns
        view.setItemDelegate(ChoiceDelegate(view))
        triggers = QAbstractItemView.EditTrigger
        view.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        for field, width in _WIDTHS.items():
            view.setColumnWidth(field, width)
        view.horizontalHeader().setSectionResizeMode(Field.VALUES, QHeaderView.ResizeMode.Stretch)

    def _table(self, name: str, model: ColumnsModel | FiguresModel) -> QTableView:
        view = QTableView(self)
        view.setModel(model)
        view.setAccessibleName(name)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(_ROW)
        view.horizontalHeader().setHighlightSections(False)
        return view

    def _field(self, words: str, content: QWidget | QHBoxLayout) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._label(words))
        if isinstance(content, QWidget):
            column.addWidget(content)
        else:
            column.addLayout(content)
        column.addStretch(1)
        return column

    def _titled(self, words: str, widget: QWidget) -> QWidget:
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(16, 8, 4, 0)
        column.setSpacing(4)
        column.addWidget(self._label(words))
        column.addWidget(widget, 1)
        return whole

    def _padded(self, widget: QWidget) -> QWidget:
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(10, 0, 4, 0)
        column.addWidget(widget)
        return whole

    def _label(self, words: str) -> QLabel:
        label = QLabel(words, self)
        self._labels.append(label)
        return label

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        return line

    def _spin(self, name: str, lowest: int, highest: int) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setAccessibleName(name)
        spin.setRange(lowest, highest)
        spin.setToolTip("Up and Down change it")
        return spin

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        return button


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _years(editions: tuple[str, ...]) -> str:
    if len(editions) <= 3:
        return ", ".join(editions)
    return f"{len(editions)} years, {editions[0]} to {editions[-1]}"
