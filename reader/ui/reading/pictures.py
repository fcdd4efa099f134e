"""Pictures that came with a source: measured and decoded off the UI thread, some of them kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from reader.domain.document import Passage
from reader.domain.errors import ReaderError
from reader.ui.tasks import Tasks

_MEGABYTE = 1024 * 1024
# What one picture may take while it is decoded, and what all that are kept may take.
_DECODED_AT_MOST = 160
_KEPT_AT_MOST = 64 * _MEGABYTE
_FORMATS = frozenset({b"png", b"jpeg", b"gif", b"webp"})

Read = Callable[[str], bytes]
"""The file of a picture by its SHA-256. Raises ReaderError when it is missing."""


class Pictures(QObject):
    """The pictures of a library for all its reading views, each by its SHA-256."""

    arrived = Signal(str)
    """A picture that was asked for is there, or is known not to be shown."""

    def __init__(self, read: Read, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(_DECODED_AT_MOST)
        self._read = read
        self._tasks = tasks
        self._sizes: dict[str, QSize] = {}
        self._kept: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._under_way: set[tuple[str, int]] = set()

    def measure(self, passages: Iterable[Passage]) -> None:
        """Learn the sizes of the passages' pictures; for any thread, before they are shown."""
        for passage in passages:
            if passage.picture is not None and passage.picture not in self._sizes:
                self._sizes[passage.picture] = _size(self._read, passage.picture)

    def size(self, key: str) -> QSize:
        """A picture's own size in pixels; not valid where it is missing or cannot be decoded."""
        if key not in self._sizes:
            self._sizes[key] = _size(self._read, key)
        return self._sizes[key]

    def image(self, key: str, width: int) -> QImage | None:
        """A picture `width` pixels wide, a null image where there is none to show.

        None while it is on its way; then `arrived` tells.
        """
        wanted = (key, width)
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
            return self._kept[wanted]
        if wanted not in self._under_way:
            self._under_way.add(wanted)
            self._tasks.read(
                f"picture-{key}-{width}",
                lambda: _decoded(self._read, key, width),
                lambda image: self._keep(wanted, image),
            )
        return None

    def _keep(self, wanted: tuple[str, int], image: QImage) -> None:
        self._under_way.discard(wanted)
        self._kept[wanted] = image
        while len(self._kept) > 1 and self._size() > _KEPT_AT_MOST:
            self._kept.popitem(last=False)
        self.arrived.emit(wanted[0])

    def _size(self) -> int:
        return sum(image.sizeInBytes() for image in self._kept.values())


def _size(read: Read, key: str) -> QSize:
    """The size that a picture's head states, turned as its camera was."""
    reader, _device = _reader(read, key)
    if reader is None:
        return QSize()
    size = reader.size()
    turned = reader.transformation().value & 4  # a quarter turn, mirrored or not
    return size.transposed() if turned else size


def _decoded(read: Read, key: str, width: int) -> QImage:
    reader, _device = _reader(read, key)
    if reader is None:
        return QImage()
    size = _size(read, key)
    if not size.isValid() or size.isEmpty():
        return QImage()
    height = max(1, round(size.height() * width / size.width()))
    if width < size.width():
        scaled = QSize(width, height)
        turned = reader.transformation().value & 4
        reader.setScaledSize(scaled.transposed() if turned else scaled)
    image = reader.read()
    if image.isNull() or image.width() == width:
        return image
    return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


def _reader(read: Read, key: str) -> tuple[QImageReader | None, QBuffer]:
    """A reader of a picture's file, by what the file holds; and the device that it reads."""
    device = QBuffer()
    try:
        device.setData(QByteArray(read(key)))
    except ReaderError:
        return None, device
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    known = bytes(reader.format().data()) in _FORMATS
    return (reader if known else None), device
