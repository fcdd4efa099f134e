"""Between a version's text and a printed page: which characters of it stand where.

The passages say what the text is, the page where its characters are; each line of the page is
looked for in the passages. So a mark stands right whatever program read the file once, and a line
that is not found (a running header) carries no mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.domain.document import Passage
from reader.domain.page import Box, PageLine

# What reading may have dropped or changed: spaces, hyphens, bullets, characters without a shape.
_PASSED_OVER = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200d\ufeff\ufffe\uffff\uf000-\uf0ff"
    r"•◦▪▫●○■□‣⁃∙·*‐‑–—-]"
)
_NUMBER = re.compile(r"\d{1,3}[.)]")
# So many characters say by themselves where they are from.
_TELLING = 12
_GAP_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a page; `positions` has one a character, None where it is not in the text."""

    positions: tuple[int | None, ...]
    boxes: tuple[Box, ...]

    @property
    def first(self) -> int | None:
        """The position of its first character in the text."""
        return next((each for each in self.positions if each is not None), None)

    @property
    def bounds(self) -> Box:
        """The box around the line."""
        return _around(self.boxes)


class PageText:
    """One page's lines with their positions in the version's text."""

    def __init__(self, lines: Sequence[PlacedLine]) -> None:
        self.lines = tuple(each for each in lines if each.first is not None)

    @cached_property
    def reach(self) -> tuple[int, int] | None:
        """From the first to after the last position of the text on the page, None without any."""
        positions = [each for line in self.lines for each in line.positions if each is not None]
        return (min(positions), max(positions) + 1) if positions else None

    def rectangles(self, start: int, end: int) -> list[Box]:
        """Where the characters of `[start, end)` stand, one box a line, in reading order."""
        found: list[Box] = []
        for line in self.lines:
            run: list[Box] = []
            missed = 0
            for position, box in zip(line.positions, line.boxes, strict=True):
                if position is not None and start <= position < end:
                    run.append(box)
                    missed = 0
                elif position is None and run and missed < _GAP_AT_MOST:
                    missed += 1
                elif run:
                    found.append(_around(run))
                    run = []
            if run:
                found.append(_around(run))
        return found

    def position_at(self, x: float, y: float) -> int | None:
        """The caret position in the text nearest to a point, None on a page without text."""
        if not self.lines:
            return None
        line = min(self.lines, key=lambda each: _distance(each.bounds, x, y))
        best = min(
            (
                (_distance(box, x, y), position, box)
                for position, box in zip(line.positions, line.boxes, strict=True)
                if position is not None
            ),
            key=lambda each: each[0],
        )
        _, position, box = best
        return position + (x > (box[0] + box[2]) / 2)

    def first_below(self, y: float) -> int | None:
        """The position of the first line that does not end above `y`, None if all do."""
        for line in self.lines:
            if line.bounds[3] > y:
                return line.first
        return None


def place_page(lines: Sequence[PageLine], passages: Sequence[Passage], page: int) -> PageText:
    """Find the lines of a page (from 1) in a version's passages."""
    text, positions, places = _compact(passages, page)
    bare = [_bare(line.text) for line in lines]
    search = _Search(text, [words for words, _ in bare])
    search.unmistakable()
    search.beside()
    search.in_order()
    search.beside()
    search.whole(places)
    search.beside()
    placed = []
    for line, (_, kept), found, skipped in zip(
        lines, bare, search.found, search.skipped, strict=True
    ):
        own: list[int | None] = [None] * len(line.text)
        if found is not None:
            for offset, index in enumerate(kept[skipped:]):
                own[index] = positions[found + offset]
        placed.append(PlacedLine(tuple(own), line.boxes))
    return PageText(placed)


class _Search:
    """Where each of the lines `wanted` begins in `text`, None while that is not known.

    Of a list item's line, so many characters as `skipped` says are its number, which the text of
    a passage does not have.
    """

    def __init__(self, text: str, wanted: Sequence[str]) -> None:
        self._text = text
        self._wanted = wanted
        self.found: list[int | None] = [None] * len(wanted)
        self.skipped = [0] * len(wanted)
        self._taken = bytearray(len(text))

    def unmistakable(self) -> None:
        """Place the lines that are long enough and stand once, in the text and on the page."""
        often = Counter(self._wanted)
        # The longest first: a short line may be a part of one.
        for number, words in sorted(self._left(), key=lambda each: -len(each[1])):
            alone = often[self._wanted[number]] == 1
            if alone and len(words) >= _TELLING and self._text.count(words) == 1:
                self._place(number, self._text.index(words), words)

    def beside(self) -> None:
        """Place the lines that the text has just after the line before, or before the next."""
        for number, words in self._left():
            before = self.found[number - 1] if number else None
            if before is not None:
                end = before + len(self._wanted[number - 1]) - self.skipped[number - 1]
                if words and self._text.startswith(words, end):
                    self._place(number, end, words)
        for number, words in reversed(list(self._left())):
            after = self.found[number + 1] if number + 1 < len(self.found) else None
            if after is not None and words and self._text.endswith(words, 0, after):
                self._place(number, after - len(words), words)

    def in_order(self) -> None:
        """Place long lines that stand in the text as often as on the page, in their order."""
        alike: dict[str, list[int]] = {}
        for number, words in self._left():
            if len(words) >= _TELLING:
                alike.setdefault(words, []).append(number)
        for words, numbers in alike.items():
            starts = [each for each in _occurrences(self._text, words) if not self._taken[each]]
            if len(starts) == len(numbers):
                for number, start in zip(numbers, starts, strict=True):
                    self._place(number, start, words)

    def whole(self, passages: Mapping[int, int]) -> None:
        """Place the lines that are a whole passage (its start to its end), in their order."""
        for number, words in self._left():
            for start, end in passages.items():
                if not self._taken[start] and self._text[start:end] == words:
                    self._place(number, start, words)
                    break

    def _left(self) -> Iterator[tuple[int, str]]:
        """The lines without a place, with and without the number of a list item."""
        for number, words in enumerate(self._wanted):
            if self.found[number] is None:
                yield number, words
            if self.found[number] is None and (match := _NUMBER.match(words)):
                yield number, words[match.end() :]

    def _place(self, number: int, start: int, words: str) -> None:
        end = start + len(words)
        if self.found[number] is not None or any(self._taken[start:end]):
            return
        self._taken[start:end] = b"\1" * len(words)
        self.found[number] = start
        self.skipped[number] = len(self._wanted[number]) - len(words)


def _bare(text: str) -> tuple[str, list[int]]:
    """`text` without what reading may have changed, and where each character of it stood."""
    kept = [at for at, each in enumerate(text) if not _PASSED_OVER.match(each)]
    return "".join(text[at] for at in kept), kept


def _compact(passages: Sequence[Passage], page: int) -> tuple[str, list[int], dict[int, int]]:
    """The bare text of what stands on a page, the version's position of each character of it, and
    where each passage begins and ends in it."""
    parts: list[str] = []
    positions: list[int] = []
    places: dict[int, int] = {}
    for passage in passages:
        last = len(passage.text) - 1
        if passage.page is None or not passage.page <= page <= (passage.page_at(last) or 0):
            continue
        bare, kept = _bare(passage.text)
        here = [at for at, each in enumerate(kept) if passage.page_at(each) == page]
        if here:
            places[len(positions)] = len(positions) + len(here)
            parts.append(bare[here[0] : here[-1] + 1])
            positions += [passage.start + kept[at] for at in here]
    return "".join(parts), positions, places


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _distance(box: Box, x: float, y: float) -> float:
    """How far a point lies from a box; a line's height counts more than its length."""
    left, top, right, bottom = box
    across = max(left - x, x - right, 0.0)
    down = max(top - y, y - bottom, 0.0)
    return across + 4 * down
