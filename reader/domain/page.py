"""Pages as they are printed: their size, their picture, and the lines that stand on them."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points (1/72 inch) from a page's upper left corner."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page as it is shown, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as pixels: `stride` bytes a row, four bytes a pixel (blue, green, red, unused)."""

    width: int
    height: int
    stride: int
    data: bytes


@dataclass(frozen=True, slots=True)
class PageLine:
    """Characters of one line of a page, and a box for each."""

    text: str
    boxes: tuple[Box, ...]
