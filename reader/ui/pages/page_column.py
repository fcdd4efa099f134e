"""Where the pages of a document stand below each other, in pixels, and which of them is where."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from PySide6.QtCore import QRectF

from reader.domain.page import PageSize

GAP = 18.0
MARGIN = 24.0
# Pixels a point at which paper has about its own size on a desk; a wide window makes it no larger.
_LARGEST_FIT = 1.5


class PageColumn:
    """Pages centred in a column: `viewport` pixels wide to see, at a `zoom` of 1.0 fitted to it."""

    def __init__(self, sizes: Sequence[PageSize], viewport: float, zoom: float) -> None:
        self._sizes = sizes
        widest = max((each.width for each in sizes), default=1.0)
        self.scale = min((viewport - 2 * MARGIN) / widest, _LARGEST_FIT) * zoom
        self.scale = max(self.scale, 0.05)
        self.width = max(viewport, widest * self.scale + 2 * MARGIN)
        self._tops: list[float] = []
        y = GAP
        for size in sizes:
            self._tops.append(y)
            y += size.height * self.scale + GAP
        self.height = y

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def rectangle(self, page: int) -> QRectF:
        """Where a page (from 1) stands."""
        size = self._sizes[page - 1]
        width = size.width * self.scale
        return QRectF(
            (self.width - width) / 2, self._tops[page - 1], width, size.height * self.scale
        )

    def page_at(self, y: float) -> int:
        """The page (from 1) at a y, or the next one below it."""
        at = max(bisect.bisect_right(self._tops, y) - 1, 0)
        if y > self._tops[at] + self._sizes[at].height * self.scale and at + 1 < self.count:
            at += 1
        return at + 1

    def visible(self, top: float, bottom: float) -> range:
        """The pages of which some part lies between two ys."""
        first = self.page_at(top)
        last = max(bisect.bisect_left(self._tops, bottom), first)
        return range(first, last + 1)

    def place_at(self, y: float) -> tuple[int, float]:
        """The page at a y, and how far down it that is, in points."""
        page = self.page_at(y)
        return page, max(y - self._tops[page - 1], 0.0) / self.scale

    def y_of(self, page: int, down: float) -> float:
        """The y of a place `down` points down a page."""
        return self._tops[page - 1] + down * self.scale
