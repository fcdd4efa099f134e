"""How the text of one version stands in another: found once for a document, asked for each mark."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reader.domain.document import PASSAGE_SEPARATOR
from reader.domain.text_changes import Pair, common_pairs, in_order, unique_pairs

# A word with its accents; one character of a script that is written without spaces; any other sign.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|(?:[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[\u0300-\u036f])+"
    r"|[^\w\s]"
)
_SAME_SIGNS = str.maketrans("“”„‟«»‘’‚‛‹›´`‐‑‒–—―", "\"\"\"\"\"\"''''''''------")

_SPACE = re.compile(r"\s")
# New passages between two old neighbours among which an altered one is looked for.
_LOOKED_AT = 50
# The share of a passage's letters, in words that stand in another, for that to be it, altered.
_ALTERED = 0.7


class _PlainLetters(dict[int, str]):
    """What each character is without case, accents and kinds of sign, one for one."""

    def __missing__(self, code: int) -> str:
        plain = fold_words(chr(code)) or chr(code)
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


class Letters:
    """A text's letters and signs alone: no spaces, case, accents or kinds of quotation mark."""

    def __init__(self, text: str) -> None:
        self._spaces = [space.start() for space in _SPACE.finditer(text)]
        self.text = _SPACE.sub("", text).translate(_PlainLetters())

    def at(self, position: int) -> int:
        """How many letters stand before a position of the text."""
        return position - bisect.bisect_left(self._spaces, position)


@dataclass(frozen=True, slots=True)
class Run:
    """Code points `[old, old_end)` of the old text are `[new, new_end)` of the new text.

    `verbatim` where they are the same to the letter; else they differ in case, accents, or the
    kind of a quotation mark. `certain` where no other place would do as well; `moved` where their
    passage stands in another order among the others.
    """

    old: int
    old_end: int
    new: int
    new_end: int
    verbatim: bool = True
    certain: bool = True
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The ordinals of old and new passages that belong to each other.

    `equal` ones are one passage each; what changed may be any number on either side, also none.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    equal: bool
    certain: bool = True
    moved: bool = False


class Alignment:
    """The passages of two texts, one a line, paired; their words, where they are asked for."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.old_passages = tuple(old.split(PASSAGE_SEPARATOR))
        self.new_passages = tuple(new.split(PASSAGE_SEPARATOR))
        self._old_starts = _starts(self.old_passages)
        self._new_starts = _starts(self.new_passages)
        self._words_of: dict[Stretch, tuple[Run, ...]] = {}

    @cached_property
    def all_old(self) -> frozenset[str]:
        """The old text's passages, each once."""
        return frozenset(self.old_passages)

    @cached_property
    def old_letters(self) -> Letters:
        """The old text's letters."""
        return Letters(self.old)

    @cached_property
    def new_letters(self) -> Letters:
        """The new text's letters."""
        return Letters(self.new)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The two texts passage by passage, in order; passages that moved come after the others."""
        old, new = self.old_passages, self.new_passages
        weights = [len(passage) + 1 for passage in old]
        kept, moved = unique_pairs(old, new, weights)
        moved = self._truly_moved(kept, moved)
        gone, came = {pair.old for pair in moved}, {pair.new for pair in moved}
        found: list[Stretch] = []
        for (a, b, c, d), pair in in_order(kept, len(old), len(new)):
            ours = [at for at in range(a, b) if at not in gone]
            theirs = [at for at in range(c, d) if at not in came]
            found += _between(old, new, weights, ours, theirs)
            found += [] if pair is None else [_equal(pair)]
        return (*found, *(replace(_equal(pair), moved=True) for pair in moved))

    def _truly_moved(self, kept: Sequence[Pair], moved: Sequence[Pair]) -> list[Pair]:
        """Without the passages that stand altered where they were: what is elsewhere is a copy."""
        elsewhere = {pair.new for pair in moved}
        order = [pair.old for pair in kept]
        found = []
        for pair in moved:
            at = bisect.bisect(order, pair.old)
            start = kept[at - 1].new + 1 if at else 0
            end = kept[at].new if at < len(kept) else len(self.new_passages)
            words = _word_letters(self.old_passages[pair.old])
            in_place = (
                sum((words & _word_letters(self.new_passages[each])).values())
                for each in range(start, min(end, start + _LOOKED_AT))
                if each not in elsewhere
            )
            if max(in_place, default=0) < _ALTERED * sum(words.values()):
                found.append(pair)
        return found

    @cached_property
    def _stretch_of(self) -> dict[int, Stretch]:
        return {ordinal: stretch for stretch in self.stretches for ordinal in stretch.old}

    def runs(self, start: int, end: int) -> list[Run]:
        """Where the old text's `[start, end)` stands in the new text, in the old one's order.

        A run reaches as far as it goes, beyond the range too, through the passages that the range
        touches and their neighbours.
        """
        first = max(bisect.bisect_right(self._old_starts, start) - 2, 0)
        last = min(bisect.bisect_left(self._old_starts, end) + 1, len(self.old_passages))
        pieces: list[Run] = []
        for stretch in dict.fromkeys(self._stretch_of[each] for each in range(first, last)):
            pieces += self.runs_of(stretch)
        pieces.sort(key=lambda run: run.old)
        return [run for run in self._joined(pieces) if run.old < end and run.old_end > start]

    def runs_of(self, stretch: Stretch) -> tuple[Run, ...]:
        """What the two sides of a stretch have in common, word by word where it changed."""
        if not (stretch.old and stretch.new):
            return ()
        if stretch.equal:
            old, new = self._old_starts[stretch.old[0]], self._new_starts[stretch.new[0]]
            length = len(self.old_passages[stretch.old[0]])
            return (
                Run(
                    old,
                    old + length,
                    new,
                    new + length,
                    certain=stretch.certain,
                    moved=stretch.moved,
                ),
            )
        if stretch not in self._words_of:
            self._words_of[stretch] = _shared_words(
                self._words(self.old, self._old_starts, self.old_passages, stretch.old),
                self._words(self.new, self._new_starts, self.new_passages, stretch.new),
            )
        return self._words_of[stretch]

    def old_start(self, ordinal: int) -> int:
        """Where an old passage begins in the old text."""
        return self._old_starts[ordinal]

    def new_start(self, ordinal: int) -> int:
        """Where a new passage begins in the new text."""
        return self._new_starts[ordinal]

    @staticmethod
    def _words(
        text: str, starts: Sequence[int], passages: Sequence[str], ordinals: Iterable[int]
    ) -> list[re.Match[str]]:
        return [
            word
            for at in ordinals
            for word in _TOKEN.finditer(text, starts[at], starts[at] + len(passages[at]))
        ]

    def _joined(self, pieces: Sequence[Run]) -> list[Run]:
        """Pieces put together where what stands between them is the same on either side."""
        joined: list[Run] = []
        for piece in pieces:
            before = joined[-1] if joined else None
            if before is not None and self._goes_on(before, piece):
                joined[-1] = replace(before, old_end=piece.old_end, new_end=piece.new_end)
            else:
                joined.append(piece)
        return joined

    def _goes_on(self, before: Run, piece: Run) -> bool:
        return (
            before.verbatim
            and piece.verbatim
            and (before.certain, before.moved) == (piece.certain, piece.moved)
            and before.new_end <= piece.new
            and self.old[before.old_end : piece.old] == self.new[before.new_end : piece.new]
        )


def _shared_words(old: Sequence[re.Match[str]], new: Sequence[re.Match[str]]) -> tuple[Run, ...]:
    """The words that two lists have in common, whatever their case and accents."""
    pairs = common_pairs(
        [fold_words(each[0]) for each in old],
        [fold_words(each[0]) for each in new],
        [each.end() - each.start() for each in old],
    )
    return tuple(
        Run(one.start(), one.end(), other.start(), other.end(), one[0] == other[0], pair.certain)
        for pair in pairs
        for one, other in [(old[pair.old], new[pair.new])]
    )


def fold_words(text: str) -> str:
    """A text without case, accents, kinds of quotation mark and dash, and runs of spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_SAME_SIGNS))
        text = "".join(each for each in text if not unicodedata.combining(each))
    return " ".join(text.casefold().split())


def _word_letters(passage: str) -> Counter[str]:
    """The letters that each word of a passage has in it, all told."""
    letters: Counter[str] = Counter()
    for word in fold_words(passage).split():
        letters[word] += len(word)
    return letters


def _between(
    old: Sequence[str],
    new: Sequence[str],
    weights: Sequence[int],
    ours: Sequence[int],
    theirs: Sequence[int],
) -> list[Stretch]:
    """The stretches of passages between two that are paired for sure, by their ordinals.

    Equal passages that could be paired otherwise stay among what changed: their words and their
    neighbours may tell.
    """
    pairs = common_pairs(
        [old[at] for at in ours], [new[at] for at in theirs], [weights[at] for at in ours]
    )
    certain = [pair for pair in pairs if pair.certain]
    found = []
    for (a, b, c, d), pair in in_order(certain, len(ours), len(theirs)):
        if a < b or c < d:
            found.append(Stretch(tuple(ours[a:b]), tuple(theirs[c:d]), equal=False))
        if pair is not None:
            found.append(_equal(Pair(ours[pair.old], theirs[pair.new], certain=True)))
    return found


def _equal(pair: Pair) -> Stretch:
    return Stretch((pair.old,), (pair.new,), equal=True, certain=pair.certain)


def _starts(passages: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for passage in passages:
        starts.append(at)
        at += len(passage) + len(PASSAGE_SEPARATOR)
    return starts
