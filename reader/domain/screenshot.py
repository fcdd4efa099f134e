"""What a picture of the window is to show; asked for by the command line, painted by the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ScreenshotRequest:
    """One picture of the window.

    `file` is the PNG file to write. `country` is an alpha-2 code, `document` a document's and
    `indicator` an indicator's identifier, `search` a query; None leaves that part as the window
    opens it. `size` is width and height in pixels, `theme` is `light` or `dark`.
    """

    file: Path
    country: str | None
    document: str | None
    indicator: str | None
    search: str | None
    size: tuple[int, int]
    theme: str
