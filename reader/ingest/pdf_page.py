"""Pages of PDF files as they are printed: sizes, pictures, and where their characters stand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium

from reader.domain.errors import ReaderError
from reader.domain.page import PageLine, PagePicture, PageSize
from reader.ingest.pdf_file import open_document
from reader.ingest.pdf_layout import regions
from reader.ingest.pdf_text import read_page

# A page as large as a wall is drawn smaller than it was asked for.
PIXELS_AT_MOST = 24_000_000
_SMALLEST_SIDE = 1.0
_LETTER = (612.0, 792.0)
_LARGEST_SIDE = 20_000.0


class PdfPages:
    """Reads the pages of files; the one that was asked for last stays open.

    What cannot be read raises a ReaderError that names the file by its own `name`. Pages count
    from 1.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._document: pdfium.PdfDocument | None = None

    def sizes(self, path: Path, name: str) -> list[PageSize]:
        """The size of every page; one that cannot be read has that of a letter."""
        document = self._open(path, name)
        sizes = []
        for at in range(len(document)):
            try:
                width, height = document.get_page_size(at)
            except pdfium.PdfiumError:
                width, height = _LETTER
            sizes.append(PageSize(_bounded(width), _bounded(height)))
        return sizes

    def picture(self, path: Path, name: str, number: int, scale: float) -> PagePicture:
        """A page with `scale` pixels a point, fewer for a page that would be too large."""
        with self._page(path, name, number) as page:
            width, height = page.get_size()
            most = min(
                math.sqrt(PIXELS_AT_MOST / max(width * height, 1.0)),
                _LARGEST_SIDE / max(width, height, 1.0),
            )
            bitmap = page.render(
                scale=min(scale, most), prefer_bgrx=True, maybe_alpha=False, may_draw_forms=False
            )
            try:
                data = bytes(bitmap.buffer)
                return PagePicture(bitmap.width, bitmap.height, bitmap.stride, data)
            finally:
                bitmap.close()

    def lines(self, path: Path, name: str, number: int) -> list[PageLine]:
        """The characters of a page with their boxes, line by line in reading order."""
        with self._page(path, name, number) as page:
            text = read_page(page, number)
        return [
            PageLine(fragment.text, tuple(fragment.boxes))
            for region in regions(text.fragments)
            for row in region.rows
            for fragment in row
        ]

    @contextmanager
    def _page(self, path: Path, name: str, number: int) -> Iterator[pdfium.PdfPage]:
        document = self._open(path, name)
        try:
            page = document[number - 1]
            try:
                yield page
            finally:
                page.close()
        except (pdfium.PdfiumError, IndexError, MemoryError, ValueError) as error:
            raise ReaderError(
                "the page cannot be read",
                item=f"{name}, page {number}",
                remedy="The file is damaged there; open the original in another program",
            ) from error

    def _open(self, path: Path, name: str) -> pdfium.PdfDocument:
        if self._document is None or path != self._path:
            if self._document is not None:
                self._document.close()
                self._document = None
            try:
                data = path.read_bytes()
            except OSError as error:
                raise ReaderError(
                    "the original is missing", item=name, remedy="Import the source again"
                ) from error
            self._document, self._path = open_document(data, name), path
        return self._document


def _bounded(side: float) -> float:
    return min(max(side, _SMALLEST_SIDE), _LARGEST_SIDE) if math.isfinite(side) else _SMALLEST_SIDE
