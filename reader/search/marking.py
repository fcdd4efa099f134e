"""Which characters of a text a query matches, and the snippet around them. No index needed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reader.domain.query import Leaf, Node, positive_leaves
from reader.search.text_matching import Span, matcher
from reader.text.folding import fold
from reader.text.stemming import stem_language

__all__ = ["Snippet", "Span", "held", "matches", "snippet"]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text with the matches in it, in code points of `text`."""

    text: str
    matches: tuple[Span, ...]


def matches(text: str, root: Node | None, language: str | None = None) -> list[Span]:
    """The ranges `[start, end)` of `text` in code points that a query's words match, in order.

    A phrase is one range; of words near one another each is a range, where all stand together.
    Words that must not occur mark nothing. `language` is the text's, and decides the stems.
    """
    leaves = positive_leaves(root)
    return _merged(matcher(leaves, stem_language(language)).spans(text)) if leaves else []


def held(text: str, root: Node | None, language: str | None = None) -> frozenset[Leaf]:
    """Which words and phrases of a query a text holds: of its leaves those that match in it."""
    leaves = positive_leaves(root)
    return matcher(leaves, stem_language(language)).held(text) if leaves else frozenset()


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(text: str, spans: list[Span], length: int = 160) -> Snippet:
    """About `length` code points of `text` where most different matches are, cut between words.

    Cuts are shown as an ellipsis.
    """
    if len(text) <= length:
        return Snippet(text, tuple(spans))
    start = _best_start(text, spans, length)
    start = max(0, min(start - length // 5, len(text) - length))
    if start:
        gap = _SPACE.search(text, start, start + 20)
        start = gap.end() if gap else _before_marks(text, start)
    end = min(len(text), start + length)
    if end < len(text):
        gaps = list(_SPACE.finditer(text, end - 20, end))
        end = gaps[-1].start() if gaps else max(_before_marks(text, end), start + 1)
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in spans if a >= start and b <= end)
    return Snippet(f"{before}{text[start:end]}{after}", inside)


def _before_marks(text: str, at: int) -> int:
    """`at`, or before it where an accent would be parted from its letter."""
    first = max(at - 20, 0)
    while at > first and unicodedata.combining(text[at]):
        at -= 1
    return at


def _best_start(text: str, spans: list[Span], length: int) -> int:
    """Where the stretch with the most different words begins, then with the most words."""
    window = length * 3 // 4
    inside: dict[str, int] = {}
    best, most = 0, (0, 0)
    last = 0
    for at, (start, end) in enumerate(spans):
        while last < len(spans) and spans[last][1] - start <= window:
            word = fold(text[slice(*spans[last])])
            inside[word] = inside.get(word, 0) + 1
            last += 1
        if last <= at:
            last = at + 1
            continue
        if (len(inside), last - at) > most:
            best, most = start, (len(inside), last - at)
        word = fold(text[start:end])
        inside[word] -= 1
        if not inside[word]:
            del inside[word]
    return best
