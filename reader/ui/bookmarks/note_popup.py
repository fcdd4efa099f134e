"""The note of a new bookmark: a small frame inside the window, no dialog."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.domain.bookmark import BookmarkColour
from reader.ui.bookmarks.colour_dots import ColourDots
from reader.ui.bookmarks.note_field import NoteField
from reader.ui.documents.control_style import control_style, panel_palette
from reader.ui.search.wrapped_text import WrappedText
from reader.ui.theme import Theme

WIDTH = 340
_LINES = 2


class _Quotation(QWidget):
    """Two lines of what was marked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.set_theme(theme)

    def set_text(self, text: str) -> None:
        self._text = f"“{' '.join(text.split())}”"
        self.setAccessibleName(self._text)
        self.setToolTip(self._text)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._font = theme.font("tool", role="reading")
        self.setFixedHeight(_LINES * WrappedText("", self._font, 10, _LINES).line_spacing + 2)
        self.update()

    @property
    def shown(self) -> str:
        return self._wrapped().shown

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.colour("muted"))
        self._wrapped().layout.draw(painter, self.rect().topLeft().toPointF())
        painter.end()

    def _wrapped(self) -> WrappedText:
        return WrappedText(self._text, self._font, self.width(), _LINES)


class NotePopup(QFrame):
    """Asks for the note and colour of a mark.

    `saved` carries the note and the `BookmarkColour` (Enter; Shift+Enter is a new line),
    `cancelled` is Escape. The window places the frame (`open_for`, then `move`).
    """

    saved = Signal(str, object)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quotation = _Quotation(theme, self)
        self._note = NoteField(self, enter_ends=True)
        self._dots = ColourDots(theme, self)
        self._save = QPushButton("Save", self)
        self._cancel = QPushButton("Cancel", self)
        self._arrange()
        self.set_theme(theme)
        self.hide()

    def open_for(
        self, quotation: str, *, note: str = "", colour: BookmarkColour = BookmarkColour.YELLOW
    ) -> None:
        """Show the frame for a quotation, with the focus in the note."""
        self._quotation.set_text(quotation)
        self._note.setPlainText(note)
        self._dots.set_colour(colour)
        self.adjustSize()
        self.show()
        self.raise_()
        self._note.setFocus(Qt.FocusReason.PopupFocusReason)

    def keep(self) -> None:
        """Save a note that is being written; for the window to call before it closes."""
        if not self.isHidden() and self._note.toPlainText().strip():
            self._finish()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setStyleSheet(control_style(theme))
        self.setPalette(panel_palette(theme))
        self._quotation.set_theme(theme)
        self._note.setFont(theme.font("tool"))
        self._note.set_lines(3)
        self._dots.set_theme(theme)
        for button in (self._save, self._cancel):
            button.setFont(theme.font("tool"))
        self.adjustSize()

    @property
    def quotation(self) -> str:
        """The quotation as it is shown, cut to its lines."""
        return self._quotation.shown

    @property
    def note_field(self) -> NoteField:
        """The note."""
        return self._note

    @property
    def dots(self) -> ColourDots:
        """The colours."""
        return self._dots

    @property
    def save_button(self) -> QPushButton:
        """The button that saves."""
        return self._save

    @property
    def cancel_button(self) -> QPushButton:
        """The button that leaves."""
        return self._cancel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape leaves and Enter saves, wherever the focus is."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a raised card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("muted"), 1))
        painter.setBrush(self._theme.colour("raised"))
        radius = self._theme.size("radius")
        card = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(card, radius, radius)
        painter.end()

    def _arrange(self) -> None:
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("New bookmark")
        self._note.setPlaceholderText("Note (optional)")
        self._note.setAccessibleName("Note of the new bookmark")
        self._note.done.connect(self._finish)
        self._note.escaped.connect(self._leave)
        self._save.setToolTip("Save the bookmark (Enter)")
        self._cancel.setToolTip("Mark nothing (Esc)")
        self._save.clicked.connect(self._finish)
        self._cancel.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._dots)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._quotation)
        layout.addWidget(self._note)
        layout.addLayout(row)

    def _finish(self) -> None:
        self.hide()
        self.saved.emit(self._note.toPlainText().strip(), self._dots.colour)

    def _leave(self) -> None:
        self.hide()
        self.cancelled.emit()
