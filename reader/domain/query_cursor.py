"""What stands at the cursor of a query that is being typed, and may be completed."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from reader.domain.query import FILTERS
from reader.domain.query_filters import filter_values
from reader.domain.query_lexing import Kind, Lexeme, lexemes, readable

# Names of countries and titles are completed over as many words as this.
_MOST_WORDS = 6
# A word as it is typed, with what joins it; what follows it may be a sign.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad]|['’ʼ](?=[^\W_]))*")
_ALL_WORDS = frozenset({Kind.WORD, Kind.AND, Kind.OR, Kind.NOT})


class Place(enum.Enum):
    """Where the cursor stands: in a word, among words only, in a filter's value, in no such."""

    WORD = "word"
    IN_QUOTES = "in quotes"
    VALUE = "value"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class AtCursor:
    """What is completed: `[start, end)` in code points of the query, `typed` up to the cursor.

    `starts` are where the words before it begin that may be one name with it, the nearest last.
    For a value, `field` is its filter and `others` are the filter's other values.
    """

    place: Place
    start: int = 0
    end: int = 0
    typed: str = ""
    starts: tuple[int, ...] = ()
    field: str = ""
    others: tuple[str, ...] = ()


_NOTHING = AtCursor(Place.ELSEWHERE)


def at_cursor(text: str, cursor: int) -> AtCursor:
    """What stands at a cursor before code point `cursor`; nothing is where a thing is complete.

    In the middle of a word or a value it is their beginning, and all of them is to be replaced.
    """
    plain = readable(text)
    before: list[Lexeme] = []
    for lexeme in lexemes(text):
        if lexeme.start >= cursor:
            break
        if cursor <= lexeme.end:
            return _inside(plain, cursor, lexeme, before)
        before.append(lexeme)
    return _NOTHING


def _inside(plain: str, cursor: int, lexeme: Lexeme, before: list[Lexeme]) -> AtCursor:
    if lexeme.kind is Kind.FIELD:
        return _value(plain, cursor, lexeme)
    if lexeme.kind in (Kind.QUOTED, Kind.EXACT):
        opened = plain.index('"', lexeme.start) + 1
        closing = opened + len(lexeme.text)
        if not opened < cursor <= closing:
            return _NOTHING
        return _word(plain, cursor, opened, closing, Place.IN_QUOTES)
    # One sign may be an operator ("|"), a word that reads as one may go on ("OR" to "ORGANIZED").
    raw = plain[lexeme.start : lexeme.end]
    if lexeme.kind not in _ALL_WORDS or not (raw[0].isalnum() or raw[0] in "=¿¡'"):
        return _NOTHING
    if any(sign in raw for sign in "*~:"):
        return _NOTHING
    place = Place.IN_QUOTES if raw.startswith("=") else Place.WORD
    found = _word(plain, cursor, lexeme.start, lexeme.end, place)
    if found.place is not Place.WORD:
        return found
    inner = [*_starts(plain, lexeme.start, found.start)]
    outer: list[int] = []
    end = lexeme.start
    for each in reversed(before):
        is_word = each.kind is Kind.WORD and not any(sign in each.text for sign in "=*~:")
        if not is_word or plain[each.end : end].strip() or len(outer) >= _MOST_WORDS:
            break
        outer.append(each.start)
        end = each.start
    starts = (*reversed(outer), *inner)[-_MOST_WORDS:]
    return AtCursor(Place.WORD, found.start, found.end, found.typed, starts)


def _starts(plain: str, start: int, end: int) -> list[int]:
    """Where words begin between two places, as those of "cyber-dep" before its last one."""
    return [match.start() for match in _WORD.finditer(plain, start, end)]


def _word(plain: str, cursor: int, start: int, end: int, place: Place) -> AtCursor:
    for match in _WORD.finditer(plain, start, end):
        if match.start() < cursor <= match.end():
            return AtCursor(place, match.start(), match.end(), plain[match.start() : cursor])
    return _NOTHING


def _value(plain: str, cursor: int, lexeme: Lexeme) -> AtCursor:
    first = lexeme.start + len(lexeme.field) + 1
    if lexeme.field not in FILTERS or cursor < first:
        return _NOTHING
    items = _items(plain, first, lexeme.end)
    start, end = next((a, b) for a, b in items if cursor <= b)
    others = tuple(
        value for a, b in items if (a, b) != (start, end) for value in filter_values(plain[a:b])
    )
    typed = plain[start:cursor]
    if typed.startswith('"'):
        inside = typed[1:].replace('""', "")
        if '"' in inside:
            return _NOTHING
        typed = typed[1:].replace('""', '"')
    elif '"' in typed:
        return _NOTHING
    return AtCursor(Place.VALUE, start, end, typed.lstrip(), (), lexeme.field, others)


def _items(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of a filter's values, parted by the commas that stand in no quotes."""
    found: list[tuple[int, int]] = []
    quoted = False
    begins = start
    for at in range(start, end):
        quoted ^= plain[at] == '"'
        if plain[at] == "," and not quoted:
            found.append((begins, at))
            begins = at + 1
    return [*found, (begins, end)]
