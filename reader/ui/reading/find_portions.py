"""Find in document, portion by portion: from where one reads to the end, and then from the top."""

from __future__ import annotations

import bisect
import time
from collections.abc import Iterator, Sequence

from reader.domain.document import Passage
from reader.ui.reading.find_in_passages import find_in_passages

# Passages between two looks at the clock: so many, or of so many characters together.
_PASSAGES = 64
_CHARACTERS = 6_000


class FindPortions:
    """What `find_in_passages` finds, in stretches of the text, each in order and none twice.

    The first stretch begins with the passage that holds `origin`, a position in code points of
    the version's text.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        wanted: str,
        origin: int,
        *,
        case: bool,
        whole_words: bool,
    ) -> None:
        self._passages = passages
        self._wanted = wanted
        self._case = case
        self._whole_words = whole_words
        begins = bisect.bisect_right(passages, origin, key=lambda passage: passage.start) - 1
        self._portions = _portions(passages, max(begins, 0)) if wanted else iter(())
        self.done = False

    def look_for(self, seconds: float) -> list[list[tuple[int, int]]]:
        """Look for about so long: one list of ranges for each stretch; `done` after the last."""
        until = time.perf_counter() + seconds
        stretches: list[list[tuple[int, int]]] = []
        last = -1
        for low, high in self._portions:
            found = find_in_passages(
                self._passages[low:high],
                self._wanted,
                case=self._case,
                whole_words=self._whole_words,
            )
            if low != last:
                stretches.append([])
            stretches[-1].extend(found)
            last = high
            if time.perf_counter() > until:
                return stretches
        self.done = True
        return stretches


def _portions(passages: Sequence[Passage], first: int) -> Iterator[tuple[int, int]]:
    for begin, end in ((first, len(passages)), (0, first)):
        low = begin
        while low < end:
            high, start = low + 1, passages[low].start
            while high < min(end, low + _PASSAGES) and passages[high].end - start <= _CHARACTERS:
                high += 1
            yield low, high
            low = high
