"""Where a mark stands in a new version, told from both versions and never guessed.

The two texts are aligned first: identical copies of a sentence are told apart by what stands
around each of them in both versions, so that a copy that was there before never takes a mark.
Where two copies would do equally well, the mark is an orphan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from reader.domain.alignment import Alignment, Run, fold_words
from reader.domain.anchoring import Anchor, Exact, Moved, Orphaned
from reader.domain.document import PASSAGE_SEPARATOR
from reader.domain.text_changes import common_length

# A quotation of so many code points is not written again by chance.
_TELLING_QUOTE = 24
# One whose surroundings are all others needs more, with what is left of them.
_TELLING_ALONE = 48
_TELLING_MOVED = 32
# Runs shorter than this agree by chance.
_TELLING_RUN = 12
_LETTERS = 4
# Code points of surroundings that are compared, on either side, where words stand twice.
_SURROUNDINGS = 4000
# By so many code points more must one place agree than any other.
_CLEAR_LEAD = 16
# So much unchanged text on both sides, that stands once with the quotation, tells a place.
_ENCLOSURE = 32
# Equal places that are compared one by one.
_MOST_PLACES = 200
# Words of so many code points, on either side of a short mark, hold its place.
_FRAME = 8
# Code points around a mark in which it is looked for what stayed beside it.
_WIDE = 300
# Code points around a mark in which the edges of an altered quotation are looked for.
_NEAR = 80
# The share of a quotation that must stand in a place for it to be the altered quotation.
_LEAST_KEPT = 0.6

_SURROUNDED = "the text around the quotation changed"
_ELSEWHERE = "its passage now stands elsewhere in the source"
_ALIKE = "the quotation stands in several places that cannot be told apart"
_GONE = "the quotation is no longer in the text"
_COPY_LEFT = "the quotation is no longer in its place; the same words elsewhere are another place"
_APART = "the words of the quotation now stand far apart"
_OTHERS = "the words occur, but in other surroundings"
_REPLACED = "the quotation was replaced by other words"
_SPACES = "only spaces or line breaks in the quotation changed"
_SIGNS = "only capitals, accents, quotation marks or spaces in the quotation changed"
_DISAGREED = "where it was made and where it last stood lead to different places"
_WORDS = "the words of the quotation changed"


def reanchor(old: str, new: str, start: int, end: int) -> Anchor:
    """Where `[start, end)` of an old text stands in a new one; see `anchored`."""
    return anchored(Alignment(old, new), start, end)


def anchored(alignment: Alignment, start: int, end: int) -> Anchor:
    """Where the old text's `[start, end)` (code points) stands in the new text.

    Exact: these very characters, in their place. Moved: they stand in another order or altered,
    and a person should look; the reason says what changed. Orphaned: they are gone, or stand in
    places that cannot be told apart. Raises ValueError for an empty or impossible range.
    """
    if not 0 <= start < end <= len(alignment.old):
        raise ValueError(f"no range [{start}, {end}) in {len(alignment.old)} code points")
    if alignment.old == alignment.new:
        return Exact(start, end)
    mark = _Mark(alignment, start, end)
    return mark.verbatim() or mark.altered() or mark.elsewhere() or Orphaned(mark.why_not())


def agreed(made: Anchor, stood: Anchor) -> Anchor:
    """One anchor of two: from where a mark was made, and from where it last stood exactly.

    What one of them is certain of goes before what the other only finds likely; where they name
    different places, neither is believed.
    """
    if isinstance(made, Orphaned):
        return stood if not isinstance(stood, Orphaned) else made
    if isinstance(stood, Orphaned):
        return made
    if isinstance(made, Exact) and isinstance(stood, Exact):
        return made if made == stood else Orphaned(_DISAGREED)
    if made.end <= stood.start or stood.end <= made.start:
        return Orphaned(_DISAGREED)
    return stood if isinstance(stood, Exact) else made


class _Mark:
    """One mark's range in the old text, and what the alignment tells of it."""

    def __init__(self, alignment: Alignment, start: int, end: int) -> None:
        self._alignment = alignment
        self._old, self._new = alignment.old, alignment.new
        self._start, self._end = start, end
        self._quote = alignment.old[start:end]
        self._length = end - start
        self._around = alignment.runs(max(start - _NEAR, 0), min(end + _NEAR, len(alignment.old)))
        self._places = list(islice(_occurrences(self._new, self._quote), _MOST_PLACES + 1))
        self._before = list(islice(_occurrences(self._old, self._quote), _MOST_PLACES + 1))

    def verbatim(self) -> Anchor | None:
        """The quotation to the letter, where the alignment has most of it."""
        found = _diagonal(self._around, self._start, self._end, self._places)
        if found is None:
            return None
        place, certain, moved = found
        stands = place, place + self._length
        alone = len(self._places) == len(self._before) == 1
        if not alone and not (certain and (self._enclosed(place) or self._leads(place))):
            return Orphaned(_ALIKE)
        if not alone and self._of_another(place):
            return Orphaned(_ALIKE)
        if not moved and self._isolated(place):
            telling = alone and self._length >= _TELLING_ALONE
            return Moved(*stands, _SURROUNDED) if telling else Orphaned(_OTHERS)
        if not moved and self._strays(place):
            return Orphaned(_APART)
        return Moved(*stands, _ELSEWHERE) if moved else Exact(*stands)

    def altered(self) -> Anchor | None:
        """The quotation in its place among its old neighbours, with other words in it."""
        letters = self._letters
        inside = [_clipped(run, self._start, self._end) for run in self._around]
        moved = sum(letters(run) * (1 if run.moved else -1) for run in inside) > 0
        kept = [
            run for run in inside if run.certain and run.moved == moved and run.old < run.old_end
        ]
        kept = self._without_scraps(kept)
        size, whole = sum(map(letters, kept)), len("".join(self._quote.split()))
        if not kept or size < _LEAST_KEPT * whole:
            return None
        if size < _TELLING_QUOTE and not self._framed(kept):
            return None
        if any(one.new_end > other.new for one, other in pairwise(kept)):
            return None
        if not self._alone(max(kept, key=letters)):
            return Orphaned(_ALIKE)
        start, end = self._edges(kept[0], kept[-1])
        if end - start > 2 * self._length + 4 * _NEAR:
            return Orphaned(_APART)
        return Moved(start, end, _difference(self._quote, self._new[start:end]))

    def elsewhere(self) -> Anchor | None:
        """The quotation to the letter, in another order: in the one place no other copy has."""
        if self._length < _TELLING_MOVED or len(self._places) > _MOST_PLACES:
            return None
        taken = set()
        for other in self._before:
            if other == self._start:
                continue
            end = other + self._length
            found = _diagonal(self._alignment.runs(other, end), other, end, self._places)
            if found is None or not found[1]:
                return None
            taken.add(found[0])
        free = [place for place in self._places if place not in taken]
        if len(free) != 1:
            return None
        return Moved(free[0], free[0] + self._length, _ELSEWHERE)

    def why_not(self) -> str:
        """Why the mark has no place."""
        if self._places:
            return _COPY_LEFT if len(self._before) > 1 else _OTHERS
        return _REPLACED if any(not run.moved for run in self._around) else _GONE

    def _alone(self, core: Run) -> bool:
        """Whether what was kept of a quotation stands in clearly the same place in both texts."""
        old, new = self._alignment.old_letters, self._alignment.new_letters
        start, place = old.at(core.old), new.at(core.new)
        length = min(old.at(core.old_end) - start, new.at(core.new_end) - place)
        words = old.text[start : start + length]
        before = list(islice(_occurrences(old.text, words), _MOST_PLACES + 1))
        places = list(islice(_occurrences(new.text, words), _MOST_PLACES + 1))
        if max(len(before), len(places)) > _MOST_PLACES:
            return False
        mine = sum(_sides(old.text, new.text, start, place, length))
        rivals = [(each, place) for each in before if each != start]
        rivals += [(start, each) for each in places if each != place]
        return all(
            mine >= sum(_sides(old.text, new.text, *rival, length)) + _CLEAR_LEAD
            for rival in rivals
        )

    def _of_another(self, place: int) -> bool:
        """Whether the passage there is, to the letter, another one than the mark's was.

        Passages that changed places between the same neighbours look like one that was altered.
        """
        there = _passage_at(self._new, place)
        return there != _passage_at(self._old, self._start) and there in self._alignment.all_old

    def _strays(self, place: int) -> bool:
        """Whether some of the marked words surely went elsewhere, and equal ones stand here."""
        inside = [_clipped(run, self._start, self._end) for run in self._around]
        return any(
            run.certain
            and run.verbatim
            and run.old_end - run.old >= _TELLING_RUN
            and run.new - run.old != place - self._start
            for run in inside
        )

    def _isolated(self, place: int) -> bool:
        """Whether too little of what stood around the mark stands around its place."""
        near = [
            max(self._start - run.old, 0) + max(run.old_end - self._end, 0)
            for run in self._alignment.runs(
                max(self._start - _WIDE, 0), min(self._end + _WIDE, len(self._old))
            )
            if not run.moved
            and run.old_end - run.old >= _TELLING_RUN
            and abs((run.new - place) - (run.old - self._start)) < 2 * _WIDE
        ]
        return sum(near) + self._length < _TELLING_ALONE

    def _enclosed(self, place: int) -> bool:
        """Whether the quotation with its neighbours on both sides stands once in either text."""
        sides = _sides(self._old, self._new, self._start, place, self._length)
        left, right = min(sides[0], _ENCLOSURE), min(sides[1], _ENCLOSURE)
        window = self._old[self._start - left : self._end + right]
        return left + right >= _CLEAR_LEAD and _once(self._old, window) and _once(self._new, window)

    def _without_scraps(self, runs: list[Run]) -> list[Run]:
        """Runs without a word or a full stop alone at an edge: it may be another one's."""
        while len(runs) > 1 and self._scrap(runs[0], runs[0], runs[1]):
            runs = runs[1:]
        while len(runs) > 1 and self._scrap(runs[-1], runs[-2], runs[-1]):
            runs = runs[:-1]
        return runs

    def _scrap(self, run: Run, first: Run, second: Run) -> bool:
        old = self._old[first.old_end : second.old]
        new = self._new[first.new_end : second.new]
        letters = self._letters(run)
        if letters < _LETTERS and (bool((old + new).strip()) or PASSAGE_SEPARATOR in old + new):
            return True
        return letters < _TELLING_RUN and len(new) > 2 * len(old) + _NEAR // 2

    def _letters(self, run: Run) -> int:
        return len("".join(self._old[run.old : run.old_end].split()))

    def _framed(self, kept: Sequence[Run]) -> bool:
        """Whether what stands just before and just after the mark is what stood there.

        Words in either text, or the edge of a passage.
        """
        moved = kept[0].moved
        near = [run for run in self._around if run.certain and run.moved == moved]
        before = any(
            run.old_end >= self._start - 1 and self._start - run.old >= _FRAME
            for run in near
            if run.old < self._start
        ) or (
            _to_edge(self._old[max(self._start - _FRAME, 0) : self._start][::-1])
            and _to_edge(self._new[max(kept[0].new - _FRAME, 0) : kept[0].new][::-1])
        )
        after = any(
            run.old <= self._end + 1 and run.old_end - self._end >= _FRAME
            for run in near
            if run.old_end > self._end
        ) or (
            _to_edge(self._old[self._end : self._end + _FRAME])
            and _to_edge(self._new[kept[-1].new_end : kept[-1].new_end + _FRAME])
        )
        return before and after

    def _leads(self, place: int) -> bool:
        """Whether mark and place agree clearly better than either does with any equal words.

        Equal words that agree still better with others of their kind are no rivals.
        """
        if max(len(self._places), len(self._before)) > _MOST_PLACES:
            return False
        mine = self._agreed(self._start, place)
        places = [each for each in self._places if each != place]
        before = [each for each in self._before if each != self._start]
        for other in places:
            rival = self._agreed(self._start, other)
            if not _clearly(mine, rival):
                better = (sum(self._agreed(each, other)) for each in before)
                if max(better, default=0) < sum(rival) + _CLEAR_LEAD:
                    return False
        for other in before:
            rival = self._agreed(other, place)
            if not _clearly(mine, rival):
                better = (sum(self._agreed(other, each)) for each in places)
                if max(better, default=0) < sum(rival) + _CLEAR_LEAD:
                    return False
        return True

    def _agreed(self, one: int, other: int) -> tuple[int, int]:
        """Letters that agree before and after equal words in the old and in the new text."""
        old, new = self._alignment.old_letters, self._alignment.new_letters
        first, second = old.at(one), new.at(other)
        length = old.at(one + self._length) - first
        before, after = _sides(old.text, new.text, first, second, length)
        at_ends = first + length + after == len(old.text) and second + length + after == len(
            new.text
        )
        return (
            _SURROUNDINGS if before == first == second else before,
            _SURROUNDINGS if at_ends else after,
        )

    def _edges(self, first: Run, last: Run) -> tuple[int, int]:
        """The new range from the first to the last word kept, and what replaced words at its ends.

        What stands now between the mark's edge and its old neighbour replaced what stood there.
        """
        lost = self._old[self._start : first.old]
        room = self._new[max(first.new - len(lost), 0) : first.new]
        before = _telling(lost[::-1], common_length(lost[::-1], room[::-1]))
        lost = self._old[last.old_end : self._end]
        after = _telling(lost, common_length(lost, self._new[last.new_end :][: len(lost)]))
        first = replace(first, old=first.old - before, new=first.new - before)
        last = replace(last, old_end=last.old_end + after, new_end=last.new_end + after)
        start, end = first.new, last.new_end
        sure = [run for run in self._around if run.certain]
        ahead = [run for run in sure if run.old_end <= self._start]
        if first.old > self._start and ahead:
            near = ahead[-1]
            beside = not self._old[near.old_end : self._start].strip()
            if beside and self._replaced(near.new_end, first.new, first.old - self._start):
                start = near.new_end
        behind = [run for run in sure if run.old >= self._end]
        if last.old_end < self._end and behind:
            near = behind[0]
            beside = not self._old[self._end : near.old].strip()
            if beside and self._replaced(last.new_end, near.new, self._end - last.old_end):
                end = near.new
        # A sentence that went may have left its neighbour's full stop, or its own.
        while start < end and self._quote[0].isalnum() and not self._new[start].isalnum():
            start += 1
        while start < end and self._quote[-1].isalnum() and not self._new[end - 1].isalnum():
            end -= 1
        found = self._new[start:end]
        return start + len(found) - len(found.lstrip()), end - len(found) + len(found.rstrip())

    def _replaced(self, start: int, end: int, length: int) -> bool:
        """Whether a new range is what so many code points were replaced by, within a passage."""
        room = self._new[start:end]
        return 0 < len(room) <= 2 * length + _CLEAR_LEAD and PASSAGE_SEPARATOR not in room


def _to_edge(signs: str) -> bool:
    """Whether a passage ends within these signs."""
    return len(signs) < _FRAME or PASSAGE_SEPARATOR in signs


def _passage_at(text: str, position: int) -> str:
    start = text.rfind(PASSAGE_SEPARATOR, 0, position) + 1
    end = text.find(PASSAGE_SEPARATOR, position)
    return text[start : len(text) if end < 0 else end]


def _occurrences(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _once(text: str, words: str) -> bool:
    return text.find(words, text.find(words) + 1) < 0


def _diagonal(
    runs: Iterable[Run], start: int, end: int, places: Sequence[int]
) -> tuple[int, bool, bool] | None:
    """The place to which at least half of a mark leads; whether certainly, and whether it moved."""
    known = set(places)
    whole: Counter[tuple[int, bool]] = Counter()
    sure: Counter[tuple[int, bool]] = Counter()
    for run in runs:
        shared = min(run.old_end, end) - max(run.old, start)
        place = run.new - run.old + start
        if run.verbatim and shared > 0 and place in known:
            whole[place, run.moved] += shared
            sure[place, run.moved] += shared * run.certain
    if not whole:
        return None
    (best, size), *_ = whole.most_common(1)
    if 2 * size < end - start:
        return None
    return best[0], 2 * sure[best] >= end - start, best[1]


def _sides(old: str, new: str, start: int, place: int, length: int) -> tuple[int, int]:
    """Code points that agree before and after two equal quotations, up to a limit."""
    before = common_length(
        old[max(start - _SURROUNDINGS, 0) : start][::-1],
        new[max(place - _SURROUNDINGS, 0) : place][::-1],
    )
    after = common_length(
        old[start + length : start + length + _SURROUNDINGS],
        new[place + length : place + length + _SURROUNDINGS],
    )
    return before, after


def _telling(words: str, length: int) -> int:
    """So much of a common beginning as is whole words, and no mere scrap of another passage."""
    if length < len(words):
        while length and words[length - 1].isalnum() and words[length].isalnum():
            length -= 1
        last = words.rfind(PASSAGE_SEPARATOR, 0, length)
        if last >= 0 and length - last <= _TELLING_RUN:
            length = last
    return length


def _clearly(mine: tuple[int, int], rival: tuple[int, int]) -> bool:
    """Whether a place agrees clearly better; one that could be a copy, on either side."""
    if sum(mine) < sum(rival) + _CLEAR_LEAD:
        return False
    return sum(rival) < _CLEAR_LEAD or all(
        one > other or one == _SURROUNDINGS for one, other in zip(mine, rival)
    )


def _clipped(run: Run, start: int, end: int) -> Run:
    """The part of a run within a range of the old text; empty where there is none."""
    if run.old >= start and run.old_end <= end:
        return run
    if run.old >= end or run.old_end <= start:
        return replace(run, old=start, old_end=start, new=run.new, new_end=run.new)
    if not run.verbatim:
        return run
    cut, left = max(start - run.old, 0), max(run.old_end - end, 0)
    return replace(
        run,
        old=run.old + cut,
        old_end=run.old_end - left,
        new=run.new + cut,
        new_end=run.new_end - left,
    )


def _difference(old: str, new: str) -> str:
    """In words, what of a quotation changed."""
    if "".join(old.split()) == "".join(new.split()):
        return _SPACES
    if fold_words(old).replace(" ", "") == fold_words(new).replace(" ", ""):
        return _SIGNS
    return _WORDS
