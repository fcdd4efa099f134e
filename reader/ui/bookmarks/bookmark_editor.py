"""The strip below the list: note, colour and what can be done with the chosen bookmark."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.domain.bookmark import AnchorState, Bookmark, BookmarkColour
from reader.ui.bookmarks.colour_dots import ColourDots
from reader.ui.bookmarks.entries import BookmarkEntry, anchor_reason
from reader.ui.bookmarks.note_field import NoteField
from reader.ui.documents.control_style import panel_palette
from reader.ui.theme import Theme

_LINES = 3


class BookmarkEditor(QWidget):
    """Edits one bookmark; signals as those of `BookmarksPanel`, `closed` by Escape."""

    noteChanged = Signal(str, str)
    colourChanged = Signal(str, object)
    addToReportRequested = Signal(str)
    removeRequested = Signal(str)
    acceptRequested = Signal(str)
    madeRequested = Signal(str)
    compareRequested = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bookmark: Bookmark | None = None
        self._saved = ""
        self._state = QLabel(self)
        self._note = NoteField(self)
        self._dots = ColourDots(theme, self)
        self._add = QPushButton("Add to report", self)
        self._remove = QPushButton("Remove", self)
        self.accept_button = QPushButton("Accept", self)
        self.made_button = QPushButton("Where it was made", self)
        self.compare_button = QPushButton("Compare", self)
        self._arrange()
        self.set_theme(theme)

    def show_entry(self, entry: BookmarkEntry | None) -> None:
        """Edit a bookmark; a note being written on another one is saved first."""
        bookmark = entry.bookmark if entry else None
        same = (
            bookmark is not None
            and self._bookmark is not None
            and (bookmark.id == self._bookmark.id)
        )
        if not same:
            self.save()
        unsaved = same and self._note.toPlainText().strip() != self._saved
        self._bookmark = bookmark
        self.setVisible(bookmark is not None)
        if bookmark is None:
            return
        if not unsaved and self._note.toPlainText().strip() != bookmark.note:
            self._note.setPlainText(bookmark.note)
        self._saved = bookmark.note
        self._dots.set_colour(bookmark.colour)
        reason = anchor_reason(bookmark)
        self._state.setText(f"{reason[:1].upper()}{reason[1:]}." if reason else "")
        self._state.setVisible(bool(reason))
        self.accept_button.setVisible(bookmark.anchor is AnchorState.MOVED)
        for button in (self.made_button, self.compare_button):
            button.setVisible(bool(reason))

    def save(self) -> None:
        """Tell a note that was changed and not yet told."""
        note = self._note.toPlainText().strip()
        if self._bookmark is not None and note != self._saved:
            self._saved = note
            self.noteChanged.emit(self._bookmark.id, note)

    def focus_note(self) -> None:
        """Go to the note."""
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setPalette(panel_palette(theme))
        self._state.setPalette(panel_palette(theme, muted=True))
        self._state.setFont(theme.font("small"))
        self._note.setFont(theme.font("tool"))
        self._note.set_lines(_LINES)
        self._dots.set_theme(theme)
        for button in self.findChildren(QPushButton):
            button.setFont(theme.font("small"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a line parts the strip from the list."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
        painter.end()

    @property
    def note_field(self) -> NoteField:
        """The note."""
        return self._note

    @property
    def dots(self) -> ColourDots:
        """The colours."""
        return self._dots

    @property
    def add_button(self) -> QPushButton:
        """The button that adds to the report."""
        return self._add

    @property
    def remove_button(self) -> QPushButton:
        """The button that removes."""
        return self._remove

    @property
    def state(self) -> str:
        """What is said of an anchor that is not exact."""
        return self._state.text()

    def _arrange(self) -> None:
        self._state.setWordWrap(True)
        self._note.setPlaceholderText("Note")
        self._note.setAccessibleName("Note of the bookmark")
        self._note.setToolTip("Saved when you leave it, or by Ctrl+Enter")
        self._note.done.connect(self.save)
        self._note.left.connect(self.save)
        self._note.escaped.connect(self._undo)
        self._dots.chosen.connect(self._colour)
        self._add.setToolTip("Add this passage to the report")
        self._add.clicked.connect(lambda: self._tell(self.addToReportRequested))
        self._remove.setToolTip("Remove this bookmark (Delete)")
        self._remove.clicked.connect(lambda: self._tell(self.removeRequested))
        review = QHBoxLayout()
        review.setSpacing(6)
        for button, signal, tip in (
            (self.accept_button, self.acceptRequested, "Quote what stands in the new place"),
            (self.made_button, self.madeRequested, "Show it in the version where it was made"),
            (self.compare_button, self.compareRequested, "Compare that version with the newest"),
        ):
            button.setToolTip(tip)
            button.clicked.connect(partial(self._tell, signal))
            review.addWidget(button)
        review.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self._add)
        buttons.addStretch(1)
        buttons.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 10)
        layout.setSpacing(6)
        layout.addWidget(self._state)
        layout.addLayout(review)
        layout.addWidget(self._note)
        layout.addWidget(self._dots)
        layout.addLayout(buttons)

    def _undo(self) -> None:
        self._note.setPlainText(self._saved)
        self.closed.emit()

    def _colour(self, colour: BookmarkColour) -> None:
        if self._bookmark is not None:
            self.colourChanged.emit(self._bookmark.id, colour)

    def _tell(self, signal: SignalInstance, _checked: bool = False) -> None:
        if self._bookmark is not None:
            self.save()
            signal.emit(self._bookmark.id)
