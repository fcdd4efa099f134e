"""Passage text: one line of characters that every view shows as they are."""

from __future__ import annotations

import re

# What a text document keeps for itself (block and frame marks, embedded objects), code points that
# are no characters at all, and control characters (Unicode's category Cc).
_RESERVED = re.compile("[\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\ufeff\x00-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029 ]+")


def without_surrogates(text: str) -> str:
    """`text` with U+FFFD for every lone surrogate, which no encoding can write."""
    return _SURROGATES.sub("\ufffd", text)


def plain_text(text: str) -> str:
    """`text` as a passage holds it: one line, single spaces, no control or reserved characters.

    No-break spaces, curly quotes, accents, joiners and combining marks stay as they are; nothing
    is normalised. Lone surrogates become U+FFFD.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    text = _BREAKS.sub(" ", text)
    text = _RESERVED.sub("", text)
    text = without_surrogates(text)
    return _BREAKS.sub(" ", text).strip(" ")
