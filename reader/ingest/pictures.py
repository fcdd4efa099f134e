"""Pictures that came with a source: which are kept, and what is said of the rest."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes

LARGEST_PICTURE = 8 * 1024 * 1024
LARGEST_TOGETHER = 64 * 1024 * 1024
MOST_PICTURES = 200
# A tracking pixel, a spacer, a bullet or an icon: smaller than this either way, in pixels.
_LEAST_SIDE = 32
_DATA_ADDRESS = re.compile(r"data:([^,]{0,200}),", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|[\\/]", re.I)
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


class PictureShelf:
    """The pictures of one document while it is read, each kept once under its SHA-256.

    Kept are PNG, JPEG, GIF and WebP by their first bytes, within the limits of this room; tracking
    pixels and icons are not. `warnings` says what was left out and why.
    """

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self._size = 0
        self._left_out: dict[str, int] = {}

    def add(self, data: bytes) -> str | None:
        """Keep a picture's file and give its key; None for what is no picture to be shown."""
        measured = measure(data)
        if measured is None:
            self.leave_out("of another kind than PNG, JPEG, GIF and WebP")
            return None
        if min(measured) < _LEAST_SIDE:
            return None
        key = hashlib.sha256(data).hexdigest()
        if key in self.pictures:
            return key
        if len(data) > LARGEST_PICTURE:
            self.leave_out(f"larger than {LARGEST_PICTURE // 1024**2} MB")
        elif len(self.pictures) >= MOST_PICTURES:
            self.leave_out(f"after the first {MOST_PICTURES}")
        elif self._size + len(data) > LARGEST_TOGETHER:
            self.leave_out(f"beyond {LARGEST_TOGETHER // 1024**2} MB together")
        else:
            self.pictures[key] = data
            self._size += len(data)
            return key
        return None

    def leave_out(self, reason: str) -> None:
        """Count a picture that is not kept; `reason` follows "was left out:"."""
        self._left_out[reason] = self._left_out.get(reason, 0) + 1

    def only(self, keys: Iterable[str | None]) -> dict[str, bytes]:
        """The pictures under `keys`, for the blocks that were kept in the end."""
        return {key: self.pictures[key] for key in keys if key is not None and key in self.pictures}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, a sentence for each reason."""
        return tuple(
            f"{count} picture{'s were' if count > 1 else ' was'} left out: {reason}"
            for reason, count in self._left_out.items()
        )


def picture_finder(
    shelf: PictureShelf, companion: Callable[[str], bytes | None]
) -> Callable[[str], str | None]:
    """What `blocks_from_html` asks for pictures: an address in the source to a key on `shelf`.

    Addresses are `data:` URIs or paths relative to the source, for `companion`. Whatever lies
    elsewhere (on the web, on the disk) has no key: nothing is fetched.
    """
    known: dict[str, str | None] = {}

    def find(address: str) -> str | None:
        address = address.strip()
        if address not in known:
            known[address] = _find(address)
        return known[address]

    def _find(address: str) -> str | None:
        data = data_of(address)
        if data is None and not _SCHEME.match(address):
            data = _beside(address, companion)
        return shelf.add(data) if data else None

    return find


def _beside(address: str, companion: Callable[[str], bytes | None]) -> bytes | None:
    """The file at a relative address, as it is written or with its escapes read."""
    bare = re.split("[?#]", address, maxsplit=1)[0]
    for path in dict.fromkeys((unquote(bare), bare, unquote(address))):
        if not bare or "\0" in path or ".." in PurePosixPath(path).parts:
            continue
        if (data := companion(str(PurePosixPath(path)))) is not None:
            return data
    return None


def data_of(address: str) -> bytes | None:
    """What a `data:` URI (RFC 2397) holds; None for other addresses and for damaged ones."""
    match = _DATA_ADDRESS.match(address)
    if match is None:
        return None
    body = address[match.end() :]
    if not match.group(1).lower().rstrip().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(body)) + "==", validate=False)
    except (binascii.Error, ValueError):
        return None


def measure(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels by the file's own header; None for what Dossier does not show.

    Formats: PNG (ISO 15948), GIF89a, JPEG (ITU T.81), WebP (RFC 9649).
    """
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack_from(">II", data, 16)
        elif data.startswith((b"GIF87a", b"GIF89a")):
            width, height = struct.unpack_from("<HH", data, 6)
        elif data.startswith(b"\xff\xd8\xff"):
            return _measure_jpeg(data)
        elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _measure_webp(data)
        else:
            return None
    except struct.error:
        return None
    return width, height


def _measure_jpeg(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == 0xFF or marker in _JPEG_ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + max(2, length)
    return None


def _measure_webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        (first, second) = struct.unpack_from("<IQ", data[24:27] + b"\0" + data[27:30] + b"\0" * 5)
        return first + 1, second + 1
    return None
