"""The coordinates of a PDF page as it is shown: points from its upper left corner, y downwards."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """From the file's coordinates (y upwards) to those of the page as it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> ShownFrame:
        """The frame of a page."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def width(self) -> float:
        """The width as shown."""
        return abs(self.top - self.bottom if self.rotation % 180 else self.right - self.left)

    @property
    def height(self) -> float:
        """The height as shown."""
        return abs(self.right - self.left if self.rotation % 180 else self.top - self.bottom)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box (left, bottom, right, top) of the file."""
        if self.rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.rotation == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0

    def turned(self, box: Box, turn: int) -> Box:
        """A shown box in the frame of text that reads turned by `turn` quarters clockwise."""
        left, top, right, bottom = box
        if turn == 1:
            return top, self.width - right, bottom, self.width - left
        if turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if turn == 3:
            return self.height - bottom, left, self.height - top, right
        return box
