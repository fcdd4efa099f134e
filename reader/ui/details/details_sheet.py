"""The side sheet with all that is known of one document, each field edited where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.domain.document import Document, Origin
from reader.domain.metadata import EDITABLE
from reader.ui.details.chip_field import ChipField
from reader.ui.details.details_words import field_text, file_rows, origin_words, written
from reader.ui.details.entry_chips import Entry
from reader.ui.details.field_edit import FieldEdit
from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.theme import Theme

_CHIPS = ("countries", "tags")
# Short fields share a line.
_SHARED = (("published", "accessed"), ("language", "kind"))
_ROWS = tuple(
    next((pair for pair in _SHARED if pair[0] == name), (name,))
    for name in EDITABLE
    if name not in {second for _, second in _SHARED}
)


class DetailsSheet(QFrame):
    """Lies over its parent and has its size. It changes nothing itself.

    `edited` carries a field and what was written into it, `resetWanted` a field; `undoWanted` is
    Ctrl+Z, `closed` Esc or the button.
    """

    edited = Signal(str, object)
    resetWanted = Signal(str)
    undoWanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("detailsSheet")
        self.setAccessibleName("Document details")
        self._document: Document | None = None
        self._names: Mapping[str, str] = {}
        self.fields: dict[str, FieldEdit | ChipField] = {}
        self._file = QFormLayout()
        self._font = self.font()
        self._warnings = QLabel(self)
        self._warnings.setObjectName("detailsWarnings")
        self._warnings.setWordWrap(True)
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("closeDetails")
        self._read_only = QLabel("This library is open for reading only.", self)
        self._read_only.setObjectName("fieldOrigin")
        self._arrange()
        parent.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use the fonts of another look; its colours are in the window's stylesheet."""
        self._font = theme.font("tool")
        self.setFont(self._font)
        for name in _CHIPS:
            field = self.fields[name]
            if isinstance(field, ChipField):
                field.chips.setFont(self._font)
        if self._document is not None:
            self._show_file(self._document)

    @property
    def document(self) -> Document | None:
        """The document shown."""
        return self._document

    @property
    def warnings(self) -> str:
        """What the import of the version had to say, a line each."""
        return self._warnings.text()

    def show_document(
        self, document: Document, names: Mapping[str, str], *, editable: bool
    ) -> None:
        """Show a document; `names` gives a country's name by its alpha-2 code."""
        anew = self._document is None or self._document.id != document.id
        self._document, self._names = document, names
        metadata = document.metadata
        for name, field in self.fields.items():
            resettable = metadata.origins.get(name) is Origin.BY_HAND and name in metadata.replaced
            origin = origin_words(metadata, name)
            if isinstance(field, FieldEdit):
                field.show_value(
                    field_text(metadata, name),
                    origin,
                    resettable=resettable,
                    editable=editable,
                    anew=anew,
                )
            else:
                field.show_entries(
                    self._entries(name),
                    origin,
                    resettable=resettable,
                    editable=editable,
                    anew=anew,
                )
        self._read_only.setVisible(not editable)
        self._show_file(document)

    def offer_countries(self, names: Sequence[str]) -> None:
        """Complete a country that is typed from these names."""
        field = self.fields["countries"]
        if isinstance(field, ChipField):
            field.offer(names)

    def show_error(self, name: str, words: str) -> bool:
        """Say at a field why it was not saved; False where there is no such field."""
        field = self.fields.get(name)
        if field is None:
            return False
        field.show_error(words)
        return True

    def focus_first(self) -> None:
        """Go to the first field."""
        self.fields["title"].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entries(self, name: str) -> tuple[Entry, ...]:
        if self._document is None:
            return ()
        metadata = self._document.metadata
        if name == "tags":
            return tuple(Entry(tag, tag) for tag in metadata.tags)
        return tuple(
            Entry(code, self._names.get(code, code), metadata.country_reasons.get(code, ""))
            for code in metadata.countries
        )

    def _arrange(self) -> None:
        title = QLabel("Document details", self)
        title.setObjectName("detailsTitle")
        self.close_button.setText("×")
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.setAccessibleName("Close document details")
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(18, 10, 10, 6)
        head.setSpacing(10)
        head.addWidget(title)
        head.addWidget(self._read_only)
        head.addStretch(1)
        head.addWidget(self.close_button)
        inside = QWidget(self)
        inside.setObjectName("detailsInside")
        body = QVBoxLayout(inside)
        body.setContentsMargins(9, 4, 16, 16)
        body.setSpacing(9)
        for names in _ROWS:
            row = QHBoxLayout()
            row.setSpacing(14)
            for name in names:
                field = self._field(name, inside)
                if len(names) > 1:
                    # Halves are halves in every row, whatever stands in them.
                    field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            body.addLayout(row)
        source = QLabel("The source", inside)
        source.setObjectName("detailsSection")
        body.addSpacing(6)
        body.addWidget(source)
        self._file.setContentsMargins(9, 0, 0, 0)
        self._file.setHorizontalSpacing(14)
        self._file.setVerticalSpacing(4)
        self._file.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        body.addLayout(self._file)
        body.addWidget(self._warnings)
        body.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("detailsScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scroll = scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def _field(self, name: str, parent: QWidget) -> QWidget:
        field: FieldEdit | ChipField
        if name in _CHIPS:
            field = ChipField(name, parent)
            field.saved.connect(lambda entries: self.edited.emit(name, entries))
        else:
            field = FieldEdit(name, parent)
            field.saved.connect(lambda text: self.edited.emit(name, written(name, text)))
        field.resetWanted.connect(lambda: self.resetWanted.emit(name))
        field.undoWanted.connect(self.undoWanted)
        self.fields[name] = field
        return field

    def _show_file(self, document: Document) -> None:
        while self._file.rowCount():
            self._file.removeRow(0)
        for label, words, whole in file_rows(document):
            head = QLabel(label, self)
            head.setObjectName("fieldLabel")
            value = ElidedLabel(self)
            value.setFont(self._font)
            value.set_text(words, tip=whole if whole != words else "")
            value.setAccessibleName(f"{label}: {whole}")
            self._file.addRow(head, value)
        warnings = document.version.warnings
        self._warnings.setText("\n".join(each[:1].upper() + each[1:] for each in warnings))
        self._warnings.setVisible(bool(document.version.warnings))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep the size of the parent that it lies over."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Qt: Ctrl+Z belongs to the sheet while one is in it, not to the window's action."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes, Ctrl+Z undoes the last edit."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undoWanted.emit()
        else:
            super().keyPressEvent(event)
