"""The passage view: one version's passages in a column, with caret, selection and zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QWidget

from reader.domain.document import Document, Passage, SourceMetadata
from reader.ui.reading.document_builder import meta_line
from reader.ui.reading.far_place import FarPlace, FarPlaces
from reader.ui.reading.formats import GUTTER, ReadingFormats
from reader.ui.reading.jump_flash import JumpFlash
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.reading.picture_layout import PictureLayout
from reader.ui.reading.pictures import Pictures
from reader.ui.reading.selection import selected_range
from reader.ui.reading.viewport_map import ReadingPlace, ViewportMap
from reader.ui.theme import Theme

ZOOM_STEPS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
# Seconds of building at a time, before the first paint and while the event loop runs.
_SLICE = 0.008
# A jump's target stands so far down the viewport.
_THIRD = 1 / 3


class PassageView(QTextBrowser):
    """Shows passages read-only; all positions are code points of the version's text.

    Nothing is ever loaded from anywhere, and a link is only reported. A document appears at once
    and grows while the event loop runs, until `ready`.
    """

    selectionRangeChanged = Signal(object)  # (start, end), or None
    passageChanged = Signal(int)  # ordinal of the first visible passage
    linkActivated = Signal(str)
    bookmarkRequested = Signal(int, int)  # start, end
    contextMenuRequested = Signal(object)  # QMenu, to add to before it shows
    zoomChanged = Signal(float)
    wentTo = Signal(int, int)  # start, end of what was jumped to
    ready = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, pictures: Pictures | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture_layout = PictureLayout(pictures, 0.0, 1.0)
        self._zoom = 1.0
        self._metadata = SourceMetadata(title="")
        self._first_visible = -1
        self._formats = ReadingFormats(theme)
        self._text = PassageDocument((), self._metadata, self._formats, self)
        self._map = ViewportMap(self, self._text)
        self._flash = JumpFlash(self)
        self._flash.changed.connect(self.viewport().update)
        self._far = FarPlaces()
        self._growing = QTimer(self, interval=0)
        self._growing.timeout.connect(self._grow)
        self._set_up()
        self._adopt(self._text)
        self._apply_palette()
        if pictures is not None:
            pictures.arrived.connect(self.viewport().update)
        self.anchorClicked.connect(lambda url: self.linkActivated.emit(url.toString()))
        self.selectionChanged.connect(
            lambda: self.selectionRangeChanged.emit(self.selected_range())
        )
        self.verticalScrollBar().valueChanged.connect(self._report_passage)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumWidth(240)
        self.setAccessibleName("Document text")

    # The document

    def show_document(self, document: Document, passages: Sequence[Passage]) -> None:
        """Show the passages of a document's version from their beginning."""
        self._metadata = document.metadata
        self._flash.stop()
        self.setAccessibleName(f"Text of {document.metadata.title}")
        self.setAccessibleDescription(meta_line(document.metadata, len(passages)))
        self._rebuild(passages)
        self._first_visible = -1
        self._report_passage()

    @property
    def text(self) -> PassageDocument:
        """The passages and their text document, built as far as it is."""
        return self._text

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages shown."""
        return self._text.passages

    @property
    def is_ready(self) -> bool:
        """Whether the whole document is built."""
        return self._text.complete

    def finish(self) -> None:
        """Build the rest of the document now."""
        self._text.build_to(len(self.passages) - 1)
        self._grow()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing: a document is its text. (For None, Qt would look for a file itself.)"""
        return QByteArray()

    def _rebuild(self, passages: Sequence[Passage]) -> None:
        old = self._text
        self._far.begin()
        self._formats = ReadingFormats(self._theme, self._zoom)
        self._fit_pictures()
        self._text = PassageDocument(
            passages,
            self._metadata,
            self._formats,
            self,
            lambda passage, share: self._picture_layout.size(passage, share).height(),
        )
        self._map = ViewportMap(self, self._text)
        self._adopt(self._text)
        old.text_document.deleteLater()
        self._text.build_for(_SLICE)
        self._set_qt_cursor(0, 0)
        self._growing.start()

    def _adopt(self, text: PassageDocument) -> None:
        self.setFont(self._formats.font)
        self._fit_column()
        self.setDocument(text.text_document)

    def _grow(self) -> None:
        if not self._text.complete:
            self._text.build_for(_SLICE)
        elif self._growing.isActive():
            self._growing.stop()
            self.ready.emit()
        self._far.arrive(self._text)

    # Look

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    @property
    def zoom(self) -> float:
        """The zoom, 1.0 for 100 %."""
        return self._zoom

    def set_theme(self, theme: Theme) -> None:
        """Change the look; what is read stays where it is."""
        self._theme = theme
        self._formats = ReadingFormats(theme, self._zoom)
        self._apply_palette()
        self._text.recolour(self._formats)
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Set the zoom (within `ZOOM_STEPS`); what is read stays where it is."""
        zoom = min(max(zoom, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        if zoom != self._zoom:
            self._zoom = zoom
            self._rebuild_in_place()
            self.zoomChanged.emit(zoom)

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(next((each for each in ZOOM_STEPS if each > self._zoom), self._zoom))

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(next((each for each in ZOOM_STEPS[::-1] if each < self._zoom), self._zoom))

    def zoom_reset(self) -> None:
        """Back to 100 %."""
        self.set_zoom(1.0)

    def _rebuild_in_place(self) -> None:
        place, cursor, later = self._map.place(), self.textCursor(), self._far.waiting
        anchor = self._text.from_qt(cursor.anchor())
        position = self._text.from_qt(cursor.position())
        self._rebuild(self.passages)
        if self.passages:
            self._set_qt_cursor(self._text.to_qt(anchor), self._text.to_qt(position))
        if later is not None:
            self._far.go(later, self._text, _SLICE)
        elif place is not None:
            self._map.return_to(place)

    def _apply_palette(self) -> None:
        palette = self._theme.palette()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, self._theme.colour("raised"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def _fit_column(self) -> None:
        """Centre a column of the measure; a narrow window makes it narrower."""
        column = round(self._formats.measure + 2 * GUTTER)
        free = max(self.width() - self.verticalScrollBar().sizeHint().width() - column, 0)
        self.setViewportMargins(free // 2, 0, free - free // 2, 0)

    def _fit_pictures(self) -> bool:
        """Take the column's width for pictures; whether it is another than before."""
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * GUTTER
        column = max(min(self._formats.measure, room), 40.0)
        before = self._picture_layout
        self._picture_layout = PictureLayout(before.pictures, column, self._zoom)
        return before.column != column

    # Places

    @property
    def caret(self) -> int:
        """The caret's position; on the way to a place far down, that place."""
        far = self._far.waiting
        if far is not None and far.caret is not None:
            return far.caret
        return self._text.from_qt(self.textCursor().position())

    def go_to(self, start: int, end: int, *, flash: bool = True) -> None:
        """Scroll until the range begins a third down, put the caret there, and flash it."""

        def go() -> None:
            self._set_qt_cursor(*[self._text.to_qt(start)] * 2)
            self._map.show_range(start, _THIRD)
            if flash:
                self._flash.start(start, end)
            self.wentTo.emit(start, end)

        self._far.go(FarPlace(start, start, go), self._text, _SLICE)

    def position(self) -> ReadingPlace | None:
        """Where one reads, to be remembered: the line at the upper edge."""
        return self._map.place()

    @property
    def read_from(self) -> int:
        """The ordinal of the passage at the upper edge, or of one that is being gone to."""
        far = self._far.waiting
        if far is not None:
            passage = self._text.passage_at(far.position)
            return passage.ordinal if passage else 0
        place = self._map.place()
        return place.ordinal if place else 0

    def restore_position(self, place: ReadingPlace) -> None:
        """Go back to where `position` was; a place beyond the document is its end."""
        if self.passages:
            at = self.passages[min(max(place.ordinal, 0), len(self.passages) - 1)].start
            far = FarPlace(at, None, lambda: self._map.return_to(place))
            self._far.go(far, self._text, _SLICE)

    def fraction_of(self, position: int) -> float:
        """How far down the document a position is, 0 to 1; estimated beyond what is built."""
        return self._map.fraction_of(position)

    def visible_fractions(self) -> tuple[float, float]:
        """The part of the document that is visible, each end 0 to 1."""
        return self._map.visible_fractions()

    def scroll_to_fraction(self, part: float) -> None:
        """Bring the place that is `part` (0 to 1) down the document to the viewport's middle."""

        def go() -> None:
            self._map.scroll_to_fraction(part)
            if (place := self._map.place()) is not None:
                start = self.passages[place.ordinal].start + place.offset
                self.wentTo.emit(start, start)

        position = round(min(max(part, 0.0), 1.0) * self._text.length)
        self._far.go(FarPlace(position, None, go), self._text, _SLICE)

    def visible_passages(self) -> list[Passage]:
        """The passages of which some part is visible."""
        return self._map.visible_passages()

    def passage_under_cursor(self) -> Passage | None:
        """The passage with the caret in it."""
        return self._text.passage_at(self.caret)

    def selected_range(self) -> tuple[int, int] | None:
        """The selected range; separators at its edges are left out, words never are."""
        return selected_range(self._text, self.textCursor())

    @property
    def selected_text(self) -> str:
        """The version's text in the selected range, empty for none."""
        selected = self.selected_range()
        return self._text.text(*selected) if selected else ""

    def select_range(self, start: int, end: int) -> None:
        """Select a range."""
        self._set_qt_cursor(self._text.to_qt(start), self._text.to_qt(end))

    def _set_qt_cursor(self, anchor: int, position: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _report_passage(self) -> None:
        place = self._map.place()
        if place is not None and place.ordinal != self._first_visible:
            self._first_visible = place.ordinal
            self.passageChanged.emit(place.ordinal)

    # What Qt calls

    def build_context_menu(self) -> QMenu:
        """The menu of the context key and the right button."""
        menu = QMenu(self)
        selected = self.selected_range()
        copy = menu.addAction("&Copy")
        copy.setEnabled(selected is not None)
        copy.triggered.connect(self.copy)
        under = self.passage_under_cursor()
        target = selected or ((under.start, under.end) if under and under.text else None)
        mark = menu.addAction("&Bookmark selection" if selected else "&Bookmark passage")
        mark.setEnabled(target is not None)
        if target is not None:
            mark.triggered.connect(lambda: self.bookmarkRequested.emit(*target))
        menu.addSeparator()
        menu.addAction("Select &all").triggered.connect(self.selectAll)
        self.contextMenuRequested.emit(menu)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu; a right click first takes the caret along, a selection stays."""
        if event.reason() is QContextMenuEvent.Reason.Mouse and self.selected_range() is None:
            self.setTextCursor(self.cursorForPosition(event.pos()))
        menu = self.build_context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected characters as the passages have them, as plain text only."""
        data = QMimeData()
        data.setText(self.selected_text)
        return data

    def event(self, event: QEvent) -> bool:
        """Fit the column before a new size reaches the text, which then is laid out once."""
        if event.type() is QEvent.Type.Resize:
            self._fit_column()
            if self._fit_pictures():
                self._text.refit_pictures()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is read in place while the lines break anew."""
        place = self._map.place() if event.oldSize().width() != event.size().width() else None
        super().resizeEvent(event)
        if place is not None and self._map.scroll > 0:
            self._map.return_to(place)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the reading font, whatever font a style sheet gives to widgets."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.document().setDefaultFont(self._formats.font)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Alt+arrows, which a browser takes for its own history, to the window."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, also beside the column; with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)
