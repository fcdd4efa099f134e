"""What a PDF repeats around its text: headers, footers, page numbers and watermarks.

Only what stands at the same place on several pages and says the same, but for a number that
counts with the pages, and only from the edge inwards: nothing that has text outside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.ingest.pdf_text import Fragment, PageText

_LEAST_PAGES = 3
# A document of two pages has its numbers twice.
_LEAST_NUMBERED = 2
# Headers and footers stand in the outer parts of a page.
_ZONE = 0.14
_SAME_PLACE = 8.0
_SAME_LINE = 2.0
# Between the furniture and the text, in heights of a line.
_LEAST_ROOM = 0.5
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,4}|[ivxlc]{1,7})(?![\w]|[.,]\d)", re.I)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BARE_NUMBER = re.compile(
    r"[\[(|–—-]*\s*(?:(?:page|p\.|página|pág\.)\s*)?#\s*(?:(?:of|de|/)\s*\d+)?\s*[\])|–—-]*", re.I
)

Key = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Furniture:
    """The fragments to leave out, as places in each page's `fragments`, and their words once."""

    dropped: tuple[frozenset[int], ...]
    words: tuple[str, ...]


def find_furniture(pages: Sequence[PageText]) -> Furniture:
    """What is repeated around the text of these pages."""
    seen: dict[Key, list[tuple[int, float]]] = defaultdict(list)
    for at, page in enumerate(pages):
        for fragment in page.fragments:
            if (zone := _zone(page, fragment)) is not None:
                for key in _keys(page, fragment, zone):
                    seen[key].append((at, _place(page, fragment, zone)))
    dropped: list[frozenset[int]] = []
    words: dict[str, None] = {}
    for page in pages:
        repeated: set[int] = set()
        counting: set[int] = set()
        for place, fragment in enumerate(page.fragments):
            if (zone := _zone(page, fragment)) is None:
                continue
            for key in _keys(page, fragment, zone):
                if _repeats(seen[key], _place(page, fragment, zone), key):
                    repeated.add(place)
                    if _counts(key):
                        counting.add(place)
        left_out = _outermost(page, repeated, counting)
        dropped.append(frozenset(left_out))
        for place in sorted(left_out - counting):
            words.setdefault(page.fragments[place].text)
    return Furniture(tuple(dropped), tuple(words))


def _zone(page: PageText, fragment: Fragment) -> str | None:
    if fragment.slanted or fragment.turn:
        return "aside"
    if fragment.bottom < _ZONE * page.height:
        return "top"
    if fragment.top > (1 - _ZONE) * page.height:
        return "bottom"
    return None


def _place(page: PageText, fragment: Fragment, zone: str) -> float:
    """How far from its edge it stands, so that pages of several sizes agree."""
    return page.height - fragment.bottom if zone == "bottom" else fragment.top


def _keys(page: PageText, fragment: Fragment, zone: str) -> Iterator[Key]:
    """What to look for on other pages: the words, and the words around a number that counts."""
    text = " ".join(fragment.text.casefold().split())
    yield text, None, zone
    for match in _NUMBER.finditer(text):
        number = _value(match.group(1))
        if number is not None:
            rest = f"{text[: match.start()]}#{text[match.end() :]}"
            yield rest, number - page.number, zone


def _value(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _repeats(places: Sequence[tuple[int, float]], place: float, key: Key) -> bool:
    pages = {page for page, other in places if abs(other - place) <= _SAME_PLACE}
    return len(pages) >= (_LEAST_NUMBERED if _counts(key) else _LEAST_PAGES)


def _counts(key: Key) -> bool:
    """Whether it is a page's number and nothing else."""
    words, offset, _ = key
    return offset is not None and _BARE_NUMBER.fullmatch(words) is not None


def _outermost(page: PageText, repeated: set[int], counting: set[int]) -> set[int]:
    """Of what is repeated, that with nothing but the like between it and its edge.

    Words close to the text below them are a table's header or a heading; a page's number may even
    stand on the first line of the text.
    """
    found = {place for place in repeated if _zone(page, page.fragments[place]) == "aside"}
    upright = [place for place, each in enumerate(page.fragments) if place not in found]
    for order in (
        sorted(upright, key=lambda place: page.fragments[place].middle),
        sorted(upright, key=lambda place: -page.fragments[place].middle),
    ):
        text = next((place for place in order if place not in repeated), None)
        run = order if text is None else order[: order.index(text)]
        if text is not None:
            first = page.fragments[text]
            beside = {
                place
                for place in counting
                if abs(page.fragments[place].middle - first.middle) < _SAME_LINE
            }
            run = _with_room(page, run, first, counting)
            found |= beside
        found |= set(run)
    return found


def _with_room(page: PageText, run: list[int], text: Fragment, counting: set[int]) -> list[int]:
    """`run` from the edge inwards, without what stands close to the text inside of it."""
    kept: list[int] = []
    for place in reversed(run):
        fragment = page.fragments[place]
        if kept or place in counting or _room(fragment, text) >= _LEAST_ROOM * text.height:
            kept.append(place)
        else:
            text = fragment
    return kept


def _room(one: Fragment, other: Fragment) -> float:
    return max(one.top - other.bottom, other.top - one.bottom)
