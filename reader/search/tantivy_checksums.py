"""Whether tantivy's files are as they were written: each ends with a checksum of what is before."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path

# A part of the index and what it holds; the list of parts has no checksum, and needs none.
_FILE = re.compile(r"([0-9a-f]{32})(?:\.\d+)?\.\w+")
_CONTENTS = "meta.json"
_END = struct.Struct("<II")
_MARK = 1337
_LONGEST_FOOTER = 1 << 16
_PART = 1 << 20


def damaged(folder: Path) -> str | None:
    """The name of a file that is not as it was written, None when all are. Raises OSError.

    What a writer left that was killed, or found the disk full, is no part of the index. Raises
    ValueError, LookupError and TypeError for a list of parts that is not one.
    """
    listed = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))["segments"]
    parts = {each["segment_id"].replace("-", "") for each in listed}
    for file in sorted(folder.iterdir()):
        named = _FILE.fullmatch(file.name)
        if named and named[1] in parts and not _is_whole(file):
            return file.name
    return None


def _is_whole(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _LONGEST_FOOTER))
            tail = stream.read()
            length, mark = _END.unpack(tail[-_END.size :])
            footer = tail[-_END.size - length : -_END.size]
            if mark != _MARK or len(footer) != length:
                return False
            written = json.loads(footer)["crc"]
            left = size - _END.size - length
            stream.seek(0)
            summed = 0
            while left > 0 and (part := stream.read(min(_PART, left))):
                summed = zlib.crc32(part, summed)
                left -= len(part)
    except FileNotFoundError:
        # Parts are joined meanwhile; one that is needed is missed by opening.
        return True
    except (struct.error, ValueError, LookupError, TypeError):
        return False
    return bool(left == 0 and summed == written)
