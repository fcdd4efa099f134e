"""Pages as they are printed: of which documents there are, their pictures, what stands where."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from reader.domain.document import Document, Passage, Version
from reader.domain.page import PageLine, PagePicture, PageSize
from reader.library.originals import Originals
from reader.library.page_process import PageProcess
from reader.library.page_text import PageText, place_page

FORMATS_WITH_PAGES = frozenset({"pdf"})
_KEPT = 200


class Pages:
    """Draws the pages of documents that have them, in a process of its own."""

    def __init__(self, originals: Originals, process: PageProcess) -> None:
        self._originals = originals
        self._process = process
        self._lines: OrderedDict[tuple[str, int], list[PageLine]] = OrderedDict()
        self._guard = Lock()

    def has_pages(self, document: Document) -> bool:
        """Whether a document's original has pages that can be drawn."""
        return document.version.format in FORMATS_WITH_PAGES

    def sizes(self, version: Version) -> tuple[PageSize, ...]:
        """The size of each page of a version. Raises ReaderError; may take a second."""
        said, _ = self._process.ask({"do": "sizes", **self._file(version)})
        return tuple(PageSize(width, height) for width, height in said["sizes"])

    def picture(self, version: Version, page: int, scale: float) -> PagePicture:
        """A page (from 1) with `scale` pixels a point. Raises ReaderError; may take seconds."""
        said, data = self._process.ask(
            {"do": "draw", "page": page, "scale": scale, **self._file(version)}
        )
        return PagePicture(said["width"], said["height"], said["stride"], data)

    def text(self, version: Version, passages: Sequence[Passage], page: int) -> PageText:
        """Where the text of a version's passages stands on a page (from 1). Raises ReaderError."""
        return place_page(self._lines_of(version, page), passages, page)

    def close(self) -> None:
        """End the process that draws."""
        self._process.close()

    def _lines_of(self, version: Version, page: int) -> list[PageLine]:
        key = (version.sha256, page)
        with self._guard:
            known = self._lines.get(key)
        if known is None:
            said, _ = self._process.ask({"do": "lines", "page": page, **self._file(version)})
            known = [
                PageLine(text, tuple((box[0], box[1], box[2], box[3]) for box in boxes))
                for text, boxes in said["lines"]
            ]
            with self._guard:
                self._lines[key] = known
                while len(self._lines) > _KEPT:
                    self._lines.popitem(last=False)
        return known

    def _file(self, version: Version) -> dict[str, object]:
        return {"path": str(self._originals.path(version.sha256)), "name": version.source_name}
