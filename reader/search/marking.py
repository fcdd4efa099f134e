"""Which characters of a text a query matches, and the snippet around them. No index needed."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.query import Node, Prefix, positive_leaves
from reader.text.folding import fold
from reader.text.stemming import stem
from reader.text.tokens import Token, tokens

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text with the matches in it, in code points of `text`."""

    text: str
    matches: tuple[Span, ...]


def matches(text: str, root: Node | None, language: str | None = None) -> list[Span]:
    """The ranges `[start, end)` of `text` in code points that a query's words match, in order.

    Words that must not occur mark nothing; touching words of a phrase are one range.
    """
    words = list(tokens(text))
    stemmed = [stem(word.text, language) for word in words]
    found: set[Span] = set()
    for leaf in positive_leaves(root):
        if isinstance(leaf, Prefix):
            start = fold(leaf.text)
            found.update(
                (word.start, word.end)
                for word, stemmed_word in zip(words, stemmed)
                if fold(word.text).startswith(start) or stemmed_word.startswith(start)
            )
        else:
            found.update(_sequences(words, stemmed, leaf.text, language))
    return _merged(sorted(found))


def _sequences(
    words: list[Token], stemmed: list[str], wanted: str, language: str | None
) -> set[Span]:
    forms = [stem(token.text, language) for token in tokens(wanted)]
    if not forms:
        return set()
    return {
        (words[at].start, words[at + len(forms) - 1].end)
        for at in range(len(words) - len(forms) + 1)
        if stemmed[at : at + len(forms)] == forms
    }


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(text: str, spans: list[Span], length: int = 160) -> Snippet:
    """About `length` code points of `text` around the densest matches, cut between words.

    Cuts are shown as an ellipsis.
    """
    if len(text) <= length:
        return Snippet(text, tuple(spans))
    start = _best_start(spans, length)
    start = max(0, min(start - length // 5, len(text) - length))
    if start:
        gap = text.find(" ", start)
        start = gap + 1 if 0 <= gap < start + 20 else start
    end = min(len(text), start + length)
    if end < len(text):
        gap = text.rfind(" ", start, end)
        end = gap if gap > end - 20 else end
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in spans if a >= start and b <= end)
    return Snippet(f"{before}{text[start:end]}{after}", inside)


def _best_start(spans: list[Span], length: int) -> int:
    window = length * 3 // 4
    best, most = 0, 0
    for at, (start, _) in enumerate(spans):
        count = sum(1 for _, end in spans[at:] if end - start <= window)
        if count > most:
            best, most = start, count
    return best
