"""Help for a query that finds nothing: the words that were probably meant, or a part of it."""

from __future__ import annotations

import heapq
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice, pairwise

from reader.domain.query import Query, positive_leaves
from reader.domain.query_lexing import Kind, Lexeme, lexemes
from reader.library.search_results import Alternative
from reader.search.engine import FoundPassages, Searcher
from reader.text.folding import fold
from reader.text.tokens import tokens, words

MOST_TRIES = 24
"""So many queries are tried before nothing is suggested."""
MOST_ALTERNATIVES = 5
MOST_OFFERED = 3
"""So many queries with words and figures written otherwise are offered."""
_MOST_SECONDS = 0.1
_MOST_WORDS = 8
_CANDIDATES = 8
_SHORTEST_PART = 3
# A word of fewer letters is mended only by a swap; what else it may be is only offered.
_SHORT = 5
# No word of a text is longer; what is was never typed by hand.
_LONGEST_WORD = 40
# What a change costs: a word of the library in place of one that is spelled otherwise by so many
# edits; more where what was typed is a word too; a space left out or put in.
_EDIT_COSTS = (2, 2, 5, 9)
_FOR_A_KNOWN_WORD = 2
_FOR_LEAVING_A_STRANGE_WORD = 6
_SPACE_COST = 3

_SPELLED = (Kind.WORD, Kind.QUOTED, Kind.EXACT)
_BETWEEN = (Kind.AND, Kind.OR)

_PLAIN_FIGURE = re.compile(r"[1-9][0-9]{3,14}")
_PARTED_FIGURE = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}")

Try = Callable[[str], FoundPassages | None]
"""Answers a query as text, None for one that asks for nothing."""


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of a query and where it stands, `[start, end)` in code points of what was typed."""

    text: str
    start: int
    end: int
    occurs: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """Something else in the place of `[start, end)`; `cost` is lower for what is more probable."""

    start: int
    end: int
    text: str
    cost: int


def typed_words(query: Query, searcher: Searcher) -> list[TypedWord]:
    """The words of a query that were meant as they are spelled.

    Not those of filters, after NOT, with a `*` or `~`, or with a digit: a number is never mended.
    """
    wanted = {fold(word) for leaf in positive_leaves(query.root) for word in words(leaf.text)}
    found = []
    for lexeme in lexemes(query.text):
        part = query.text[lexeme.start : lexeme.end]
        if lexeme.kind not in _SPELLED or (lexeme.kind is Kind.WORD and set(part) & {"*", "~"}):
            continue
        for token in tokens(part):
            word = token.text
            if fold(word) in wanted and not any(each.isdigit() for each in word):
                start = lexeme.start + token.start
                found.append(TypedWord(word, start, start + len(word), searcher.occurs(word)))
    return found


def mend(
    query: Query,
    typed: Sequence[TypedWord],
    searcher: Searcher,
    attempt: Try,
    check: Callable[[], None],
) -> str | None:
    """The query closest to one that finds nothing that does find something, None for none.

    A query that finds passages goes before one that documents match only as a whole; that is no
    better guess than what was typed where each word of it occurs. `check` is called before each
    try and may raise.
    """
    if not typed:
        return None
    strict = not any(lexeme.kind is Kind.OR for lexeme in lexemes(query.text))
    choices = _choices(query.text, typed, searcher, strict=strict)
    ends = time.monotonic() + _MOST_SECONDS
    whole: str | None = None
    misspelled = any(not word.occurs for word in typed)
    mended_texts = (_changed(query.text, changes) for changes in _combined(choices))
    fresh = (text for text in mended_texts if text != query.text)
    for mended in islice(fresh, MOST_TRIES):
        if time.monotonic() > ends:
            break
        check()
        found = attempt(mended)
        if found is not None and found.total:
            return mended
        if misspelled and found is not None and found.whole and whole is None:
            whole = mended
    return whole


def alternatives(
    texts: Iterable[str], attempt: Try, check: Callable[[], None]
) -> tuple[Alternative, ...]:
    """Those of some queries that find passages, the most first."""
    ends = time.monotonic() + _MOST_SECONDS
    found = []
    for text in list(dict.fromkeys(texts))[:MOST_TRIES]:
        if time.monotonic() > ends:
            break
        check()
        answer = attempt(text)
        if answer is not None and answer.total:
            found.append(Alternative(text, answer.total))
    return tuple(sorted(found, key=lambda each: -each.total)[:MOST_ALTERNATIVES])


def with_or(query: Query) -> str | None:
    """The query with OR for each "or" between two things; None without any."""
    read = list(lexemes(query.text))
    text = query.text
    for at in reversed(range(1, len(read) - 1)):
        if read[at].kind is Kind.WORD and read[at].text == "or":
            text = f"{text[: read[at].start]}OR{text[read[at].end :]}"
    return text if text != query.text else None


def otherwise_written(text: str, strange: Iterable[TypedWord], searcher: Searcher) -> Iterator[str]:
    """The query with another short word for one that does not occur, and figures as they may stand.

    A figure stays the same number: with a comma at every thousand, or without.
    """
    for word in strange:
        if len(word.text) < _SHORT:
            for near in searcher.near(word.text, _CANDIDATES):
                yield f"{text[: word.start]}{near.word}{text[word.end :]}"
    for lexeme in lexemes(text):
        if lexeme.kind is Kind.WORD:
            figure = lexeme.text
            if _PLAIN_FIGURE.fullmatch(figure):
                figure = f"{int(figure):,}"
            elif _PARTED_FIGURE.fullmatch(figure):
                figure = figure.replace(",", "")
            if figure != lexeme.text:
                yield f"{text[: lexeme.start]}{figure}{text[lexeme.end :]}"


def less_of(text: str, strange: Iterable[TypedWord]) -> Iterator[str]:
    """The query with less in it: without all `strange` words, then without each part in turn.

    A part is a word, a quotation or a filter, with a NOT before it and an OR beside it.
    """
    read = list(lexemes(text))
    parts = list(_parts(read))
    starts = {word.start for word in strange}
    odd = [
        part
        for part in parts
        if any(read[part[1]].start <= at < read[part[1]].end for at in starts)
    ]
    if 1 < len(odd) < len(parts):
        yield _without(text, read, odd)
    if len(parts) > 1:
        for part in parts:
            yield _without(text, read, [part])


def each_of(text: str) -> Iterator[str]:
    """Each word, quotation and filter of a query alone, but for those after NOT."""
    read = list(lexemes(text))
    parts = [(first, last) for first, last in _parts(read) if first == last]
    if len(parts) > 1:
        for first, last in parts:
            yield text[read[first].start : read[last].end]


def _parts(read: Sequence[Lexeme]) -> Iterator[tuple[int, int]]:
    """The first and last lexeme of each part of a query."""
    first: int | None = None
    for at, lexeme in enumerate(read):
        if lexeme.kind is Kind.NOT:
            first = at if first is None else first
            continue
        if lexeme.kind in (*_SPELLED, Kind.FIELD):
            yield (at if first is None else first, at)
        first = None


def _without(text: str, read: Sequence[Lexeme], parts: Sequence[tuple[int, int]]) -> str:
    for first, last in reversed(parts):
        # What stood between it and its neighbour goes with it.
        before = first > 0 and read[first - 1].kind in _BETWEEN
        after = not before and last + 1 < len(read) and read[last + 1].kind in _BETWEEN
        left = text[: read[first - before].start].rstrip()
        right = text[read[last + after].end :].lstrip()
        space = "" if left.endswith("(") or right.startswith(")") else " "
        text = f"{left}{space}{right}".strip()
    return text


def _choices(
    text: str, typed: Sequence[TypedWord], searcher: Searcher, *, strict: bool
) -> list[list[_Change]]:
    """What may have been meant in each place, what was typed among it.

    With `strict`, all words have to occur: what does not occur is never left as it is.
    """
    strange = [word for word in typed if not word.occurs]
    # Looking for near words takes a millisecond or two each.
    looked_at = (strange + [word for word in typed if word.occurs])[:_MOST_WORDS]
    choices = []
    joined = list(_joined(text, typed, searcher))
    for word in sorted(looked_at, key=lambda each: each.start):
        changes = _changes(word, searcher)
        changes += [join for join in joined if join.start <= word.start < join.end]
        changes.sort(key=lambda change: change.cost)
        if word.occurs or not strict:
            cost = 0 if word.occurs else _FOR_LEAVING_A_STRANGE_WORD
            changes.append(_Change(word.start, word.end, word.text, cost))
        choices.append(changes)
    return choices


def _changes(word: TypedWord, searcher: Searcher) -> list[_Change]:
    known = _FOR_A_KNOWN_WORD if word.occurs else 0
    if len(word.text) > _LONGEST_WORD:
        return []
    folded = fold(word.text)
    found = []
    for near in searcher.near(word.text, _CANDIDATES):
        # "pais" is not "paid": of a short word, another letter makes another one.
        if len(folded) < _SHORT and sorted(near.word) != sorted(folded):
            continue
        edits = min(_edits(folded, near.word), len(_EDIT_COSTS) - 1)
        found.append(_Change(word.start, word.end, near.word, _EDIT_COSTS[edits] + known))
    if not word.occurs:
        found += [
            _Change(word.start, word.end, parts, _SPACE_COST) for parts in _parted(word, searcher)
        ]
    return found


def _parted(word: TypedWord, searcher: Searcher) -> Iterator[str]:
    """Two words that were written as one."""
    text = word.text
    for at in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1):
        if searcher.occurs(text[:at]) and searcher.occurs(text[at:]):
            yield f"{text[:at]} {text[at:]}"


def _joined(text: str, typed: Sequence[TypedWord], searcher: Searcher) -> Iterator[_Change]:
    """One word that was written as two."""
    for one, other in pairwise(typed):
        if text[one.end : other.start] == " " and not (one.occurs and other.occurs):
            together = one.text + other.text
            if searcher.occurs(together):
                yield _Change(one.start, other.end, together, _SPACE_COST)


def _combined(choices: Sequence[Sequence[_Change]]) -> Iterator[tuple[_Change, ...]]:
    """One choice for each place, the cheapest sets first."""
    order = count()
    waiting: list[tuple[int, int, tuple[_Change, ...], int]] = [(0, next(order), (), 0)]
    while waiting:
        cost, _, changes, place = heapq.heappop(waiting)
        if place == len(choices):
            yield changes
            continue
        for change in choices[place]:
            if changes and change.start < changes[-1].end:
                # The other word of two that are read as one.
                if change == changes[-1]:
                    heapq.heappush(waiting, (cost, next(order), changes, place + 1))
            else:
                further = (*changes, change)
                heapq.heappush(waiting, (cost + change.cost, next(order), further, place + 1))


def _changed(text: str, changes: Sequence[_Change]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _edits(one: str, other: str) -> int:
    """Edits between two words, a swap of neighbours being one (optimal string alignment)."""
    above: list[int] = []
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, above[j - 2] + 1)
            row.append(least)
        above, before = before, row
    return before[-1]
