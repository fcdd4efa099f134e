"""Find in document: plain words in the passages of a version, as positions that stay true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.domain.document import Passage
from reader.text.folding import fold


def find_in_passages(
    passages: Sequence[Passage], wanted: str, *, case: bool = False, whole_words: bool = False
) -> list[tuple[int, int]]:
    """Where `wanted` stands: ranges `[start, end)` in code points of the version's text, in order.

    A match lies in one passage and never overlaps the one before. Without `case`, letters match
    whatever their case or accents, and curly quotes, dashes and no-break spaces match the plain
    ones; a match still begins and ends with whole characters of the text ("s" is not found in
    half a "ß"). With `case` every character must be the same. `whole_words` wants no letter,
    digit or underscore on either side.
    """
    return [
        (passage.start + start, passage.start + end)
        for passage in passages
        for start, end in find_in_text(passage.text, wanted, case=case, whole_words=whole_words)
    ]


def find_in_text(
    text: str, wanted: str, *, case: bool = False, whole_words: bool = False
) -> list[tuple[int, int]]:
    """Where `wanted` stands in one text, in code points of it, as in `find_in_passages`."""
    needle = wanted if case else fold(wanted)
    if not needle:
        return []
    return [
        (start, end)
        for start, end in _matches(text, needle, case)
        if not whole_words or _stands_alone(text, start, end)
    ]


def _matches(text: str, needle: str, case: bool) -> Iterator[tuple[int, int]]:
    if case or text.isascii():
        haystack = text if case else text.lower()
        at = haystack.find(needle)
        while at >= 0:
            yield at, at + len(needle)
            at = haystack.find(needle, at + len(needle))
        return
    yield from _folded_matches(text, needle)


def _folded_matches(text: str, needle: str) -> Iterator[tuple[int, int]]:
    pieces = [fold(character) for character in text]
    haystack = "".join(pieces)
    # For each folded position the character it begins, -1 inside one; characters that fold to
    # nothing (combining marks, soft hyphens) belong to the character before.
    begins = [-1] * (len(haystack) + 1)
    ends = [-1] * (len(haystack) + 1)
    place = 0
    for index, piece in enumerate(pieces):
        if piece:
            begins[place] = index
            place += len(piece)
        ends[place] = index + 1
    at = haystack.find(needle)
    while at >= 0:
        start, end = begins[at], ends[at + len(needle)]
        if start >= 0 and end >= 0:
            yield start, end
            at = haystack.find(needle, at + len(needle))
        else:
            at = haystack.find(needle, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not _in_word(before) and not _in_word(after)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
