"""Keeps the pages and the text of one document at the same place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from reader.domain.document import Passage, passage_at
from reader.domain.page import Box
from reader.library.page_text import PageText
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.viewport_map import ReadingPlace

# After scrolling ends, so many milliseconds until the text goes to the same place.
_FOLLOW_MS = 120
# A passage that runs over a page is over before so many more have begun.
_NEXT_PASSAGES = 40
# A jump's target stands so far down the view.
_THIRD = 1 / 3


class PageFollower(QObject):
    """Finds the page for a range of the text, and the place in the text for a page.

    Where a range stands is known once the text of its page has come: until then it is the target.
    """

    reached = Signal(int, object, float)
    """A page to show, the box on it that was meant (None for the page itself), and what part of
    the view belongs above it."""
    arrived = Signal(int, int)
    """A range that was jumped to is in view: it may flash."""

    def __init__(
        self, text: ReadingView, page_text: Callable[[int], PageText | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._page_text = page_text
        self._target: tuple[int, int, bool] | None = None
        self._page = 0
        self._last_page = 0
        self._leading = False
        self._place: Callable[[], tuple[int, float]] = lambda: (1, 0.0)
        self._follow = QTimer(self, interval=_FOLLOW_MS, singleShot=True)
        self._follow.timeout.connect(self._take_text_along)
        text.wentTo.connect(self.go_to)

    @property
    def target_page(self) -> int | None:
        """The page whose text is needed to go where one is to go."""
        return self._page if self._target is not None else None

    def begin(self, pages: int, place: Callable[[], tuple[int, float]]) -> None:
        """There are so many pages; `place` says which is at the upper edge, and how far down."""
        self._last_page, self._place = pages, place
        if self._target is None:
            self.go_to_text()
        else:
            self.reach()

    def go_to(self, start: int, end: int, *, flash: bool = True) -> None:
        """Show a range of the text, in code points."""
        if self._leading:
            return
        passage = passage_at(self._text.passages, start)
        self._target = (start, end, flash)
        self._page = (passage.page_at(start - passage.start) if passage else None) or 1
        self.reach()

    def go_to_text(self) -> None:
        """Go where the text is read."""
        place = self._text.position()
        if place is not None:
            start = self._text.passages[place.ordinal].start + place.offset
            self.go_to(start, start, flash=False)

    def reach(self) -> None:
        """Show the page of the target, and its very line when the page's text is there."""
        if self._target is None or not self._last_page:
            return
        start, end, flash = self._target
        self._page = min(self._page, self._last_page)
        text = self._page_text(self._page)
        if text is None:
            self.reached.emit(self._page, None, 0.0)
            return
        boxes = text.rectangles(start, max(end, start + 1))
        if not boxes and self._may_be_on_next(start):
            self._page += 1
            self.reach()
            return
        self._target = None
        first: Box | None = boxes[0] if boxes else None
        self.reached.emit(self._page, first, _THIRD if flash else 0.0)
        self._follow.stop()
        if flash and boxes and end > start:
            self.arrived.emit(start, end)

    def give_up(self) -> None:
        """The text of the target's page cannot be had."""
        self._target = None

    def scrolled(self) -> None:
        """The pages were scrolled: the text follows when that ends."""
        self._follow.start()

    def finish(self) -> None:
        """Let the text follow now."""
        if self._follow.isActive():
            self._follow.stop()
            self._take_text_along()

    def _may_be_on_next(self, start: int) -> bool:
        """Whether a position that is not on the page may be on the next: its passage runs over."""
        passage = passage_at(self._text.passages, start)
        if passage is None or passage.page is None or self._page >= self._last_page:
            return False
        following = self._text.passages[passage.ordinal + 1 :][:_NEXT_PASSAGES]
        pages = [each.page for each in following if each.page and each.page > passage.page]
        return self._page < (pages[0] if pages else passage.page + 1)

    def _take_text_along(self) -> None:
        """Let the text, which one does not see, stand where the pages do."""
        if not self._last_page or self._target is not None:
            return
        position = self._position_in_view()
        passage: Passage | None = None
        if position is not None:
            passage = passage_at(self._text.passages, position)
        if passage is None or position is None:
            return
        self._leading = True
        try:
            self._text.restore_position(ReadingPlace(passage.ordinal, position - passage.start))
        finally:
            self._leading = False

    def _position_in_view(self) -> int | None:
        page, down = self._place()
        text = self._page_text(page)
        position = text.first_below(down) if text is not None else None
        if position is not None:
            return position
        later = (each.start for each in self._text.passages if (each.page or 0) > page)
        return next(later, None)
