"""Describe a range of a text by selectors, and find it again in the same or a changed text.

The order of attempts is that of the Hypothesis client (position must match the quote, then the
quote by its surroundings, then an altered quote between unaltered surroundings); what differs is
that a doubtful find is an orphan here: a mark is never put on words that its reader did not mark.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from reader.domain.selector import TextPositionSelector, TextQuoteSelector

# Code points kept on either side at least; more where the text repeats itself.
CONTEXT = 64
# Runs shorter than this agree by chance in unrelated prose, so they prove nothing.
_TELLING_RUN = 6
# Share of the surroundings that must still be there, and the lead over the second-best place.
_LEAST_AGREEMENT = 0.25
_CLEAR_LEAD = 0.25
# Surroundings that enclose an altered quote, tried from the longest to the shortest.
_ENCLOSURES = (64, 32, 16)
# An altered quote must keep at least this share of its characters (difflib's ratio).
_ALTERED_SIMILARITY = 0.6


@dataclass(frozen=True, slots=True)
class Exact:
    """The quote stands verbatim in its old surroundings (wherever these have moved to)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The quote was found, but its words or its surroundings changed: a person should look."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Orphaned:
    """The quote is not in the text, or in several places that cannot be told apart."""

    reason: str


Anchor = Exact | Moved | Orphaned


def describe(text: str, start: int, end: int) -> tuple[TextQuoteSelector, TextPositionSelector]:
    """The selectors of the range `[start, end)` in code points of `text`.

    The surroundings grow beyond `CONTEXT` until they tell the range from every other place with
    the same words, so that the quote selector alone finds it again in this text.
    Raises ValueError unless 0 <= start < end <= len(text): an empty mark marks nothing.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no range [{start}, {end}) in a text of {len(text)} code points")
    context = CONTEXT
    while True:
        quote = TextQuoteSelector(
            exact=text[start:end],
            prefix=text[max(0, start - context) : start],
            suffix=text[end : end + context],
        )
        if _count_whole(text, quote) == 1:
            return quote, TextPositionSelector(start, end)
        context *= 2


def anchor(text: str, quote: TextQuoteSelector, position: TextPositionSelector) -> Anchor:
    """Find in `text` what `describe` described, perhaps in another text.

    Exact when quote, prefix and suffix stand together in one place only; Moved when the quote
    stands in part of its surroundings, or altered between unaltered surroundings, or among equal
    copies at its old position; Orphaned otherwise. All positions are code points.
    """
    if not quote.exact:
        return Orphaned("the mark has no quotation")
    places = list(_occurrences(text, quote.exact))
    if not places:
        return _find_altered(text, quote)
    length = len(quote.exact)
    whole = [place for place in places if _stands_whole(text, quote, place)]
    if len(whole) == 1:
        return Exact(whole[0], whole[0] + length)
    if whole:
        reason = f"the quotation stands in {len(whole)} places with equal surroundings"
        if position.start in whole:
            return Moved(position.start, position.start + length, reason)
        return Orphaned(reason)
    return _find_by_context(text, quote, places)


def _occurrences(text: str, needle: str) -> Iterator[int]:
    place = text.find(needle)
    while place >= 0:
        yield place
        place = text.find(needle, place + 1)


def _stands_whole(text: str, quote: TextQuoteSelector, place: int) -> bool:
    end = place + len(quote.exact)
    return text.startswith(quote.suffix, end) and text.endswith(quote.prefix, 0, place)


def _count_whole(text: str, quote: TextQuoteSelector) -> int:
    return sum(_stands_whole(text, quote, place) for place in _occurrences(text, quote.exact))


def _shared(expected: str, found: str) -> int:
    """Code points of `expected` that stand in `found` too, in order, in telling runs."""
    blocks = difflib.SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _TELLING_RUN)


def _agreement(text: str, quote: TextQuoteSelector, place: int) -> float:
    """The share of the surroundings nearest to the quote that still surround `place`, 0 to 1."""
    prefix, suffix = quote.prefix[-CONTEXT:], quote.suffix[:CONTEXT]
    end = place + len(quote.exact)
    before = _shared(prefix, text[max(0, place - 2 * CONTEXT) : place])
    after = _shared(suffix, text[end : end + 2 * CONTEXT])
    # A quote without surroundings stands whole wherever it stands, and does not come here.
    return (before + after) / (len(prefix) + len(suffix))


def _find_by_context(text: str, quote: TextQuoteSelector, places: list[int]) -> Anchor:
    ranked = sorted(((_agreement(text, quote, place), -place) for place in places), reverse=True)
    agreement, place = ranked[0][0], -ranked[0][1]
    if agreement < _LEAST_AGREEMENT:
        return Orphaned("the words occur, but in other surroundings")
    if len(ranked) > 1 and agreement - ranked[1][0] < _CLEAR_LEAD:
        return Orphaned(f"the quotation stands in {len(places)} places that cannot be told apart")
    return Moved(place, place + len(quote.exact), "the text around the quotation changed")


def _find_altered(text: str, quote: TextQuoteSelector) -> Anchor:
    for context in _ENCLOSURES:
        prefix, suffix = quote.prefix[-context:], quote.suffix[:context]
        if min(len(prefix), len(suffix)) < _ENCLOSURES[-1]:
            break
        enclosed = _enclosed(text, prefix, suffix, 2 * len(quote.exact))
        if len(enclosed) > 1:
            break
        if enclosed:
            start, end = enclosed[0]
            words = difflib.SequenceMatcher(None, quote.exact, text[start:end], autojunk=False)
            if words.ratio() < _ALTERED_SIMILARITY:
                return Orphaned("the quotation was replaced by other words")
            return Moved(start, end, "the words of the quotation changed")
    return Orphaned("the quotation is no longer in the text")


def _enclosed(text: str, prefix: str, suffix: str, longest: int) -> list[tuple[int, int]]:
    """The ranges of 1 to `longest` code points between a prefix and the next suffix."""
    ranges = []
    for place in _occurrences(text, prefix):
        start = place + len(prefix)
        end = text.find(suffix, start + 1, start + longest + len(suffix))
        if end >= 0:
            ranges.append((start, end))
    return ranges
