"""Pictures and texts of pages: brought one at a time, off the UI thread, and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reader.domain.document import Passage, Version
from reader.domain.errors import ReaderError
from reader.domain.page import PageSize
from reader.library.page_text import PageText
from reader.library.pages import Pages
from reader.ui.tasks import Tasks

_BYTES_AT_MOST = 160 * 1024 * 1024


class PageLoader(QObject):
    """Loads what is wanted of one version, the first wanted first."""

    sized = Signal(object)
    """The sizes of all pages, once."""
    loaded = Signal(int)
    """A page's picture or text came, or it cannot be had."""
    failed = Signal(object)
    """The ReaderError for which there are no pages at all."""

    def __init__(
        self,
        tasks: Tasks,
        pages: Pages,
        version: Version,
        passages: Sequence[Passage],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pages = pages
        self._version = version
        self._passages = passages
        self._pictures: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._texts: dict[int, PageText] = {}
        self._broken: dict[int, str] = {}
        self._wanted: list[int] = []
        self._scale = 1.0
        self._busy = False
        self._key = f"pages-{id(self)}"

    @property
    def version(self) -> Version:
        """The version whose pages these are."""
        return self._version

    def start(self) -> None:
        """Ask for the pages' sizes."""
        self._tasks.read(
            self._key,
            lambda: self._pages.sizes(self._version),
            self._take_sizes,
            self.failed.emit,
        )

    def want(self, pages: Sequence[int], scale: float) -> None:
        """Bring these pages at `scale` pixels a point; what was wanted before is forgotten."""
        self._wanted, self._scale = list(pages), scale
        self._next()

    def picture(self, page: int) -> QImage | None:
        """The picture of a page, if need be at another scale than is wanted now."""
        known = self._pictures.get(page)
        if known is None:
            return None
        self._pictures.move_to_end(page)
        return known[1]

    def text(self, page: int) -> PageText | None:
        """Where the text stands on a page, None while that is not known."""
        return self._texts.get(page)

    def trouble(self, page: int) -> str:
        """Why a page cannot be drawn, empty if it can."""
        return self._broken.get(page, "")

    def _next(self) -> None:
        if self._busy:
            return
        for page in self._wanted:
            if page in self._broken:
                continue
            known = self._pictures.get(page)
            if known is None or abs(known[0] - self._scale) > 0.01:
                draw = partial(_drawn, self._pages, self._version, page, self._scale)
                self._ask(draw, partial(self._take_picture, page, self._scale), page)
                return
            if page not in self._texts:
                read = partial(self._pages.text, self._version, self._passages, page)
                self._ask(read, partial(self._take_text, page), page)
                return

    def _ask(self, work: Callable[[], Any], done: Callable[[Any], None], page: int) -> None:
        self._busy = True
        self._tasks.read(self._key, work, done, partial(self._fail, page))

    def _take_sizes(self, sizes: tuple[PageSize, ...]) -> None:
        self.sized.emit(sizes)

    def _take_picture(self, page: int, scale: float, image: QImage) -> None:
        self._pictures[page] = (scale, image)
        self._pictures.move_to_end(page)
        size = sum(each.sizeInBytes() for _, each in self._pictures.values())
        while size > _BYTES_AT_MOST and len(self._pictures) > 1:
            _, (_, dropped) = self._pictures.popitem(last=False)
            size -= dropped.sizeInBytes()
        self._came(page)

    def _take_text(self, page: int, text: PageText) -> None:
        self._texts[page] = text
        self._came(page)

    def _fail(self, page: int, error: ReaderError) -> None:
        self._broken[page] = str(error)
        self._came(page)

    def _came(self, page: int) -> None:
        self._busy = False
        self.loaded.emit(page)
        self._next()


def _drawn(pages: Pages, version: Version, page: int, scale: float) -> QImage:
    picture = pages.picture(version, page, scale)
    image = QImage(
        picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
    )
    # The picture's bytes are Python's and would be gone.
    return image.copy()
