"""Makes small picture files of a given size, of each kind that is shown."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 64, height: int = 48, colour: int = 128) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = (b"\0" + bytes([colour]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def gif(width: int = 64, height: int = 48) -> bytes:
    """The head of a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def jpeg(width: int = 64, height: int = 48) -> bytes:
    """The head of a JPEG: an application segment, then the frame."""
    frame = struct.pack(">HBHH", 8, 8, height, width)
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"\0\0" + b"\xff\xff\xc2" + frame + b"\0"


def webp(kind: bytes, width: int = 64, height: int = 48) -> bytes:
    """The head of a WebP: lossy (`VP8 `), lossless (`VP8L`) or extended (`VP8X`)."""
    if kind == b"VP8 ":
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    elif kind == b"VP8L":
        body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
    else:
        sizes = ((width - 1).to_bytes(3, "little"), (height - 1).to_bytes(3, "little"))
        body = b"\0\0\0\0" + b"".join(sizes)
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + kind + b"\0\0\0\0" + body
