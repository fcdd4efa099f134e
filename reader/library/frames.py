"""Messages through a pipe: one byte for their kind, eight for their length, then their bytes."""

from __future__ import annotations

import struct
from typing import IO

_HEAD = struct.Struct(">cQ")

# From the one that parses.
ASKED = b"A"
"""The path of a companion, relative to the source."""
PICTURE = b"P"
IMPORTED = b"I"
"""What `reader.ingest.wire` makes of a source; its pictures came before it."""
SHEETS = b"T"
"""The beginnings of a table's sheets, as `reader.ingest.wire` has them."""
FAILED = b"E"
SPENT = b"X"
"""The process has grown too large to be used again."""
MEMBER = b"M"
"""A member of an archive as JSON; where `held` says so, its bytes follow in a message."""
HELD = b"H"
NO_ARCHIVE = b"S"
"""What looked like an archive is a document."""
DONE = b"O"

# To it.
KNOWLEDGE = b"K"
JOB = b"J"
DATA = b"D"
COMPANION = b"C"
NO_COMPANION = b"N"


def send(stream: IO[bytes], kind: bytes, data: bytes | memoryview = b"") -> None:
    """Write one message. Raises OSError when nobody reads."""
    stream.write(_HEAD.pack(kind, len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes], largest: int) -> tuple[bytes, bytes]:
    """Read one message.

    Raises EOFError at the end of the stream, ValueError for a message of more than `largest`
    bytes, which is not read.
    """
    kind, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if length > largest:
        raise ValueError(f"a message of {length} bytes")
    return kind, _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise EOFError("the stream ended")
    return data
