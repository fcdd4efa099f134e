"""The reading view: the passage view with highlights, and the ways from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.domain.document import Document, Passage
from reader.ui.reading.highlight_painter import HighlightPainter
from reader.ui.reading.highlight_pointer import HighlightPointer
from reader.ui.reading.highlights import Highlight, HighlightKind, HighlightLayers
from reader.ui.reading.ornaments import paint_ornaments, underline_links
from reader.ui.reading.passage_view import PassageView
from reader.ui.reading.picture_layout import paint_pictures
from reader.ui.reading.pictures import Pictures
from reader.ui.theme import Theme


class ReadingView(PassageView):
    """Shows passages and highlights; all positions are code points of the version's text."""

    highlightActivated = Signal(object, str)  # HighlightKind, key
    highlightHovered = Signal(object)  # Highlight, or None
    currentHighlightChanged = Signal(object)  # Highlight that next_highlight went to
    highlightsChanged = Signal()
    wrapped = Signal(object, int)  # HighlightKind, step: next_highlight went round

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, pictures: Pictures | None = None
    ) -> None:
        self._layers = HighlightLayers()
        self._current: Highlight | None = None
        self._came_to = -1
        super().__init__(theme, parent, pictures)
        self._pointer = HighlightPointer(self)
        self._pointer.hovered.connect(self.highlightHovered)
        self._pointer.activated.connect(self._activate)

    def show_document(self, document: Document, passages: Sequence[Passage]) -> None:
        """Show the passages of a document's version from their beginning, without highlights."""
        self._layers = HighlightLayers()
        self._current = None
        self._came_to = -1
        super().show_document(document, passages)
        self.highlightsChanged.emit()

    def set_highlights(self, kind: HighlightKind, highlights: Iterable[Highlight]) -> None:
        """Replace the highlights of a kind. Raises ValueError for one of another kind."""
        self._layers.set(kind, highlights)
        if self._current is not None and self._current.kind is kind:
            self._current = None
        self._take_current(kind)
        self.viewport().update()
        self.highlightsChanged.emit()

    def add_highlights(self, kind: HighlightKind, highlights: Iterable[Highlight]) -> None:
        """Add the highlights of one more stretch of the text, in order, as they are found."""
        found = list(highlights)
        if not found:
            return
        self._layers.add(kind, found)
        self._take_current(kind)
        visible = self._map.visible_passages()
        if visible and found[0].start <= visible[-1].end and found[-1].end >= visible[0].start:
            self.viewport().update()
        self.highlightsChanged.emit()

    def _take_current(self, kind: HighlightKind) -> None:
        """A hit that was gone to before it was marked is the current one: the next is the next."""
        if kind is HighlightKind.HIT and self._current is None and self._came_to == self.caret:
            self._current = self._layers.starting_at(kind, self._came_to)

    def go_to(self, start: int, end: int, *, flash: bool = True) -> None:
        """Scroll until the range begins a third down, put the caret there, and flash it."""
        self._came_to = start
        self._current = self._layers.starting_at(HighlightKind.HIT, start)
        super().go_to(start, end, flash=flash)

    def highlights(self, kind: HighlightKind) -> Sequence[Highlight]:
        """The highlights of a kind in the text's order."""
        return self._layers.of(kind)

    def highlights_within(self, start: int, end: int) -> list[Highlight]:
        """The highlights that share a character with `[start, end)`, lowest kind first."""
        return self._layers.within(start, end)

    @property
    def current_highlight(self) -> Highlight | None:
        """The one that `next_highlight` went to last."""
        return self._current

    def next_highlight(self, kind: HighlightKind, step: int = 1) -> Highlight | None:
        """Go to the next (1) or previous (-1) highlight of a kind, seen from the caret.

        Goes round at the document's end, and says so by `wrapped`. None when there is none.
        """
        return self._step(kind, self._seen_from(step), step)

    def highlight_ahead(self, kind: HighlightKind, step: int = 1) -> Highlight | None:
        """The one that `next_highlight` would go to without going round; None past the last."""
        found = self._layers.step(kind, self._seen_from(step), step)
        return None if found is None or found[1] else found[0]

    def beyond_caret(self, kind: HighlightKind, step: int) -> Highlight | None:
        """The nearest highlight of a kind that begins after (1) or before (-1) the caret."""
        found = self._layers.step(kind, self.caret, step)
        return None if found is None or found[1] else found[0]

    def place_of(self, highlight: Highlight) -> int | None:
        """Which one a highlight is among those of its kind, from 0; None where it is not one."""
        return self._layers.place(highlight)

    def _seen_from(self, step: int) -> int:
        # A highlight that begins at the caret counts as the next one, unless it is the current one.
        seen = self._current is not None and self._current.start == self.caret
        return self.caret - (step > 0 and not seen)

    def next_highlight_from(self, kind: HighlightKind, position: int) -> Highlight | None:
        """Go to the first highlight of a kind that begins at `position` or later."""
        return self._step(kind, position - 1, 1)

    def _step(self, kind: HighlightKind, position: int, step: int) -> Highlight | None:
        found = self._layers.step(kind, position, step)
        if found is None:
            return None
        highlight, went_round = found
        self.go_to(highlight.start, highlight.end, flash=False)
        self._current = highlight
        self.viewport().update()
        if went_round:
            self.wrapped.emit(kind, step)
        self.currentHighlightChanged.emit(highlight)
        return highlight

    def _activate(self, highlight: Highlight) -> None:
        self.highlightActivated.emit(highlight.kind, highlight.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the highlights under the text, then the text."""
        if not self._far.worth_painting():
            return
        visible = self._map.visible_passages()
        if visible:
            painter = QPainter(self.viewport())
            painter.translate(0, -self._map.scroll)
            under = HighlightPainter(painter, self._theme, self._text, self.viewport().width())
            highlights = self._layers.within(visible[0].start, visible[-1].end + 1)
            paint_ornaments(painter, self._formats, self._text, visible, self.viewport().width())
            paint_pictures(painter, self._formats, self._text, visible, self._picture_layout)
            under.paint(visible, highlights, self._current)
            underline_links(painter, self._theme, self._text, visible)
            if self._flash.range is not None:
                under.flash(visible, *self._flash.range, self._flash.strength)
            painter.end()
        super().paintEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Let the highlights know of the mouse."""
        if event.type() is QEvent.Type.ToolTip or event.type() is QEvent.Type.Leave:
            self._pointer.handle(event, self._under(event))
            return True
        handled = super().viewportEvent(event)
        if isinstance(event, QMouseEvent):
            self._pointer.handle(event, self._under(event))
        return handled

    def _under(self, event: QEvent) -> Highlight | None:
        if isinstance(event, QHelpEvent):
            return self._map.highlight_at(event.pos(), self._layers)
        if isinstance(event, QMouseEvent) and not event.buttons():
            return self._map.highlight_at(event.position().toPoint(), self._layers)
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter activates the highlight at the caret."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not self.textCursor().hasSelection()
        ):
            here = self._layers.within(self.caret, self.caret + 1)
            if here:
                self._activate(here[-1])
                return
        super().keyPressEvent(event)
