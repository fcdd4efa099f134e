"""A query cut into its signs and words, each with its place in what was typed."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.domain.query import FILTERS

# What a person types is shorter; what is longer was pasted by mistake.
LONGEST = 10_000

# Signs of other keyboards, each for the one it stands for; what is no character is a space.
_SIGNS = str.maketrans("“”„‟«»＂−－：（）＊～＝｜，", '"""""""--:()*~=|,')
_UNUSABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

_LEXEME = re.compile(
    r"""(?P<open>\()
      | (?P<close>\))
      | (?P<bar>\|+)
      | (?P<minus>(?<![^\s(|])-(?=[^\s)|-]))
      | (?P<exact>=?)"(?P<quoted>[^"]*)(?P<closed>"?)(?:~(?P<within>\d+)(?![^\s()"|]))?
      | (?P<field>[^\W\d_]+):(?P<value>(?:"(?:[^"]|"")*"?|[^\s()"|])*)
      | (?P<word>[^\s()"|]+?)(?=(?:="|[\s()"|]|\Z))
    """,
    re.VERBOSE,
)


class Kind(enum.Enum):
    """What a lexeme is."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    QUOTED = "quoted"
    EXACT = "exact"
    FIELD = "field"
    WORD = "word"


_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One sign or word: `[start, end)` in code points of what was typed.

    `text` is a word as it stands, the inside of quotes, or the value of a `field`. `within` are the
    digits after `~`, `closed` is false for quotes that were not.
    """

    kind: Kind
    text: str
    start: int
    end: int
    field: str = ""
    within: str = ""
    closed: bool = True


def readable(text: str) -> str:
    """`text` up to LONGEST, with plain signs and without what is no character; places stay."""
    return _UNUSABLE.sub(" ", text[:LONGEST]).translate(_SIGNS)


def lexemes(text: str) -> Iterator[Lexeme]:
    """The signs and words of what was typed, in order."""
    for match in _LEXEME.finditer(readable(text)):
        yield _lexeme(match)


def _lexeme(match: re.Match[str]) -> Lexeme:
    start, end = match.span()
    if match["word"] is not None:
        return Lexeme(_OPERATORS.get(match["word"], Kind.WORD), match["word"], start, end)
    if match["quoted"] is not None:
        kind = Kind.EXACT if match["exact"] else Kind.QUOTED
        within = match["within"] or ""
        return Lexeme(kind, match["quoted"], start, end, "", within, bool(match["closed"]))
    if match["field"] is not None:
        field, value = match["field"].lower(), match["value"]
        if field in FILTERS or '"' in value:
            return Lexeme(Kind.FIELD, value, start, end, field, "", value.count('"') % 2 == 0)
        return Lexeme(Kind.WORD, match.group(), start, end)
    if match["open"]:
        return Lexeme(Kind.OPEN, "(", start, end)
    if match["close"]:
        return Lexeme(Kind.CLOSE, ")", start, end)
    return Lexeme(Kind.OR if match["bar"] else Kind.NOT, match.group(), start, end)
