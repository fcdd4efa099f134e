"""Code points (Python's positions) to UTF-16 units (Qt's) and back: the only place that does it.

Positions outside a text are clamped to it. A position between the two halves of a character goes
to the character's start.
"""

from __future__ import annotations


def to_utf16(text: str, position: int) -> int:
    """The position in UTF-16 units of a position in code points of `text`."""
    position = min(max(position, 0), len(text))
    return position if text.isascii() else len(_encode(text[:position])) // 2


def from_utf16(text: str, units: int) -> int:
    """The position in code points of a position in UTF-16 units of `text`."""
    units = max(units, 0)
    if text.isascii():
        return min(units, len(text))
    # `ignore` drops half a character at the cut, which is the snap to its start.
    return len(_encode(text[:units])[: 2 * units].decode("utf-16-le", "ignore"))


def range_to_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """The range `[start, end)` in code points of `text` as a range in UTF-16 units."""
    return to_utf16(text, start), to_utf16(text, end)


def range_from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """The range `[start, end)` in UTF-16 units of `text` as a range in code points."""
    return from_utf16(text, start), from_utf16(text, end)


def _encode(text: str) -> bytes:
    # Passages hold no lone surrogates (see `reader.text.plain`).
    return text.encode("utf-16-le")
