"""The values of a filter: `country:peru,co`, `publisher:"A, Inc"`, `year:2013..2016`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ITEM = re.compile(r'(?:"(?:[^"]|"")*"?|[^",])+')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"?')
_BARE = re.compile(r'[^\s()"|,]+')
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_YEARS = re.compile(
    r"\s*(?P<first>\d{4})?\s*(?P<to>\.{2,3}|…|[-–—])\s*(?P<last>\d{4})?\s*|\s*(?P<only>\d{4})\s*"
)


def filter_values(value: str) -> tuple[str, ...]:
    """The values that `Filter.value` holds, any of which will do, without their quotes.

    Within quotes a comma parts nothing and a doubled quotation mark stands for one.
    """
    found = (_plain(_QUOTED.sub(_unquoted, item)) for item in _ITEM.findall(value))
    return tuple(dict.fromkeys(each for each in found if each))


def filter_value(values: Iterable[str]) -> str:
    """`Filter.value` for values: a comma between them, quotes around what holds one of either."""
    plain = (_plain(value.translate(_STRAIGHT)) for value in values)
    return ",".join(
        _quoted(value) if "," in value or '"' in value else value
        for value in dict.fromkeys(plain)
        if value
    )


def written_filter(field: str, value: str) -> str:
    """A filter as it is typed: each value in quotes that would not be read as one without."""
    values = filter_values(value)
    written = (each if _BARE.fullmatch(each) else _quoted(each) for each in values)
    return f"{field}:{','.join(written)}"


def year_range(text: str) -> tuple[int | None, int | None] | None:
    """The first and the last year of `2013`, `2013..2016`, `2013..` or `..2016`.

    None for what is none of these. A bound that is left open is None. Dashes and three points are
    taken for the two points.
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        return None
    if match["only"]:
        return int(match["only"]), int(match["only"])
    first = int(match["first"]) if match["first"] else None
    last = int(match["last"]) if match["last"] else None
    if first is None and last is None:
        return None
    if first is not None and last is not None and first > last:
        return last, first
    return first, last


def _unquoted(match: re.Match[str]) -> str:
    return match[1].replace('""', '"')


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _plain(value: str) -> str:
    return " ".join(value.split())
