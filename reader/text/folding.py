"""Folding for comparison: case, accents, no-break spaces, curly quotes and dashes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_EQUIVALENTS = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u00ad": None,
        "\u200b": None,
    }
)


POSSESSIVE = "'s"
"""What a name may have after it and still stand as it is written."""


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`text` without case and accents, with plain spaces, quotes and hyphens.

    The tilde of ñ is an accent like any other: who has no such key types "ano" and finds "año".
    The result may be longer or shorter than `text`: positions in it mean nothing in `text`.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_EQUIVALENTS).casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def as_written(text: str) -> str:
    """`text` with its case and accents, composed, with plain spaces, quotes and hyphens."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_EQUIVALENTS))
