"""Lines of a PDF in reading order, and how the text of two of them is joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.ingest.pdf_layout import Region, Row
from reader.ingest.pdf_text import HYPHEN_AT_END
from reader.text.stemming import stem

LEADERS = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]*$", re.I)
"""The dots between an entry of a table of contents and its page."""
_HYPHENS = f"-\u00ad\u2010{HYPHEN_AT_END}"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# What stands after a hyphen at a line's end and is no word, so that a word was broken there.
_ENDING_WORDS = (
    "ing ings ed er ers ly al ally tion tions tional sion sions ment ments mental ness ity "
    "ities ism isms ist ists ance ances ence ences able ible ous ive ives ize ized izes ise "
    "ised ization isation ate ated ation ations ating ates ure ures ary tic tics tive tives "
    "cal cally ding ting ning ring king ming ping ling ving zing cing ging ted ded ned tain "
    "tains tained cer cers ción ciones sión siones miento mientos mente dad dades ado ada "
    "ados adas ando iendo rio ria rios rias cia cias "
)
_ENDINGS = frozenset(_ENDING_WORDS.split())
_NO_BEGINNING = re.compile(
    r"([bcdfghjkmnpqrstvwxz])\1|ll(?=[^aeiouáéíóú])|ck|mb|mp|nc|nd|ng|nk|nt|rc|rd|rk|rm|rn|rt"
)


@dataclass(slots=True)
class Line:
    """One line: its text as the page has it, its place in the frame it reads in, its look.

    `column` is the left and right edge of the region it stands in, `region` that region's number
    in the document. `heading` is a level from 1, 0 for none; lines of one heading share `group`.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    column: tuple[float, float]
    region: int
    first_word: float
    heading: int = 0
    group: int = 0

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return (self.top + self.bottom) / 2


def line_of(row: Row, region: Region, page: int, number: int) -> Line:
    """The line that a row's fragments make, with a space between two of them."""
    text = " ".join(each.text for each in row)
    characters = sum(len(each.text) for each in row)
    size = max(row, key=lambda each: len(each.text)).size
    return Line(
        text=text,
        page=page,
        left=row[0].left,
        top=min(each.top for each in row),
        right=max(each.right for each in row),
        bottom=max(each.bottom for each in row),
        size=size,
        bold=2 * sum(len(each.text) for each in row if each.bold) > characters,
        column=(region.left, region.right),
        region=number,
        first_word=_first_word_width(row),
    )


def _first_word_width(row: Row) -> float:
    first = row[0]
    length = max(len(first.text.split(" ", 1)[0]), 1)
    return (first.right - first.left) * length / max(len(first.text), 1)


class Words:
    """The words of a document that stand unbroken in it: what tells a broken word from two."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = _WORD.findall(line.casefold().replace("\u2010", "-"))
            begins = 1 if broken else 0
            broken = line.rstrip()[-1:] in _HYPHENS and bool(line.strip())
            self._counts.update(words[begins : len(words) - broken])
        self._stems = {stem(each) for each in self._counts if "-" not in each}

    def count(self, word: str) -> int:
        """How often a word stands in the document, in any case."""
        return self._counts[word.casefold()]

    def inflected(self, word: str) -> bool:
        """Whether a word of the same stem stands in the document."""
        return stem(word.casefold()) in self._stems


def join_lines(lines: Sequence[str], words: Words) -> str:
    """One text of the lines of a paragraph; a word broken by a hyphen is joined on evidence."""
    text = ""
    for line in lines:
        text = _joined(text, line.strip(), words) if text else line.strip()
    return _settled(text)


def _joined(text: str, line: str, words: Words) -> str:
    if not line:
        return text
    before = _LAST_WORD.search(text[:-1])
    if text[-1] not in _HYPHENS or before is None:
        # "10-" and "20" or a dash after a space: nothing was broken.
        glued = text[-1] in _HYPHENS and text[-2:-1].isalnum() and line[0].isalnum()
        return f"{text}{line}" if glued else f"{text} {line}"
    after = _FIRST_WORD.match(line)
    if after is None:
        return f"{text}{line}" if line[0].isdigit() else f"{text} {line}"
    if not line[0].islower():
        return f"{text}{line}"
    if text[-1] == "\u00ad" or _is_one_word(before.group(), after.group(), words):
        return f"{text[:-1]}{line}"
    return f"{text}{line}"


def _is_one_word(before: str, after: str, words: Words) -> bool:
    """Whether a hyphen between these was put there by the break; in doubt it was not."""
    whole, compound = words.count(f"{before}{after}"), words.count(f"{before}-{after}")
    if whole != compound:
        return whole > compound
    if whole:
        return False
    if words.count(before) and words.count(after):
        return False
    return (
        words.inflected(f"{before}{after}")
        or after.casefold() in _ENDINGS
        or _NO_BEGINNING.match(after.casefold()) is not None
    )


def _settled(text: str) -> str:
    """Hyphens of broken lines that stayed become plain ones."""
    return text.replace(HYPHEN_AT_END, "-")


def plain_line(text: str) -> str:
    """The text of one line by itself."""
    return _settled(text.strip())
