"""How large pictures stand above their passages' text, and how they are painted there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from reader.domain.document import Passage
from reader.ui.reading.formats import ReadingFormats
from reader.ui.reading.passage_document import PassageDocument
from reader.ui.reading.pictures import Pictures
from reader.ui.reading.text_geometry import block_rectangle

MISSING = "A picture that cannot be shown"
_TALLEST = 560.0  # pixels at zoom 1
_FRAME = QSizeF(360, 56)


class PictureLayout:
    """The sizes of pictures in a column of so many pixels, at one zoom."""

    def __init__(self, pictures: Pictures | None, column: float, zoom: float) -> None:
        self.pictures = pictures
        self.column = column
        self._zoom = zoom

    def size(self, passage: Passage, share: float = 1.0) -> QSizeF:
        """How large a passage's picture is drawn; `share` of the column is there for it.

        A picture is never larger than it is by itself (in pixels, times the zoom), than its room,
        nor much taller than a screen. Where none can be shown, the size of the words that say so.
        """
        if self.pictures is None or passage.picture is None:
            return QSizeF(0, 0)
        room = max(self.column * share, 1.0)
        natural = QSizeF(self.pictures.size(passage.picture)) * self._zoom
        if natural.isEmpty():
            return QSizeF(min(_FRAME.width() * self._zoom, room), _FRAME.height() * self._zoom)
        bounds = QSizeF(min(natural.width(), room), min(natural.height(), _TALLEST * self._zoom))
        return natural.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio)


def paint_pictures(
    painter: QPainter,
    formats: ReadingFormats,
    document: PassageDocument,
    passages: Sequence[Passage],
    layout: PictureLayout,
) -> None:
    """Paint the pictures of these built passages in document coordinates."""
    pictures = layout.pictures
    if pictures is None:
        return
    ratio = painter.device().devicePixelRatio()
    theme = formats.theme
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for passage in passages:
        if passage.picture is None:
            continue
        size = layout.size(passage, document.picture_share(passage.ordinal))
        block = block_rectangle(document.block(passage.ordinal))
        top = block.top() - formats.picture_gap - size.height()
        box = QRectF(round(block.left()), round(top), size.width(), size.height())
        image = None
        if pictures.size(passage.picture).isValid():
            image = pictures.image(passage.picture, max(1, round(size.width() * ratio)))
            if image is not None and not image.isNull():
                painter.drawImage(box, image)
                continue
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if image is not None or not pictures.size(passage.picture).isValid():
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font("small"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, MISSING)
    painter.restore()
