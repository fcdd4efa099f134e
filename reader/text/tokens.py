"""Words of a text with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Letters, digits and marks; an apostrophe, or a point or comma between digits, joins ("Peru's",
# "6.40", "70,000"). A hyphen parts: "cyber-dependent" is found by either word. So does the raised
# number of a note ("2021³"), but not that of a unit ("km²").
_WORD = re.compile(
    r"[⁰¹²³⁴-⁹]+|[^\W_](?:[^\W_⁰¹²³⁴-⁹]|[\u0300-\u036f\u00ad]|(?<=m)[²³]"
    r"|(?<=\d)[.,](?=\d)|['’ʼ](?=[^\W_]))*",
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in its text: `text[start:end]`, code points."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, in order."""
    for match in _WORD.finditer(text):
        yield Token(match.group(), match.start(), match.end())


def words(text: str) -> list[str]:
    """The words of `text` without their places, in order."""
    return _WORD.findall(text)


def word_matches(text: str) -> Iterator[re.Match[str]]:
    """The words of `text` as matches, in order: what `tokens` gives, at a third of the cost."""
    return _WORD.finditer(text)
