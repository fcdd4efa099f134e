"""What several importers read off a source in the same way: title, dates, countries, language."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath

from reader.domain.country import Country, CountryTable, fold_name
from reader.domain.dates import PartialDate
from reader.domain.document import Block, PassageKind
from reader.domain.errors import InvalidInput
from reader.text.folding import fold
from reader.text.plain import plain_text
from reader.text.tokens import tokens

# As much of a text as decides on its language and its country; beyond, it costs time only.
_TELLING_PART = 200_000
_LEAST_STOPWORDS = 5
# Words of one language only: `a` and `no` say nothing.
_STOPWORDS = {
    "en": "the of and to in is are was were that for with on as by from had it its this these "
    "which not be been their they an at or but who will would",
    "es": "el la los las de del que en un una unos unas por para con se su sus al es son fue "
    "fueron ha han como pero este esta estos estas lo les y o sin sobre",
}
_MONTH_NAMES = (
    "january february march april may june july august september october november december"
)
_MONTHS = _MONTH_NAMES.split()
_MONTH = "|".join((*(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS), "sept"))
_DAY_MONTH_YEAR = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?,?\s+(\d{{4}})", re.I)
_MONTH_DAY_YEAR = re.compile(rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.I)
_MONTH_YEAR = re.compile(rf"({_MONTH})\.?,?\s+(\d{{4}})", re.I)
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:.*")


def title_from_name(name: str) -> str:
    """A file's name as a title: without folder and ending, underscores as spaces."""
    stem = PureWindowsPath(PurePosixPath(name).name).stem
    return plain_text(re.sub(r"[_\s]+", " ", stem)) or plain_text(name) or "Untitled"


def read_date(text: str) -> PartialDate | None:
    """The date that `text` is, in ISO form or with an English month; None if it is anything else.

    A time of day after an ISO date is dropped.
    """
    text = " ".join(text.split())
    instant = _INSTANT.fullmatch(text)
    if instant:
        text = instant.group(1)
    day = month = ""
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_DAY_YEAR.fullmatch(text):
        month, day, year = match.groups()
    elif match := _MONTH_YEAR.fullmatch(text):
        month, year = match.groups()
    else:
        year = text
    if month:
        number = next(
            place for place, each in enumerate(_MONTHS, 1) if each[:3] == month[:3].lower()
        )
        text = f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")
    try:
        return PartialDate.parse(text)
    except InvalidInput:
        return None


def detect_language(text: str) -> str | None:
    """`en` or `es` by the commonest words, None where they do not decide."""
    counts: Counter[str] = Counter()
    words = Counter(fold(token.text) for token in tokens(text[:_TELLING_PART]))
    for language, stopwords in _STOPWORDS.items():
        counts[language] = sum(words[word] for word in stopwords.split())
    (first, most), (_, second) = counts.most_common(2)
    return first if most >= _LEAST_STOPWORDS and most >= 2 * second else None


def infer_countries(title: str, text: str, table: CountryTable) -> tuple[str, ...]:
    """Alpha-2 codes of the countries a source is about, as far as its words tell.

    Those that its title names; else the one that its text names most often, if that is at least
    twice and no other is named as often. Empty when neither decides.
    """
    named = _mentions(title, table)
    if named:
        return tuple(named)
    ranked = _mentions(text[:_TELLING_PART], table).most_common(2)
    if not ranked or ranked[0][1] < 2:
        return ()
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return ()
    return (ranked[0][0],)


def names(text: str, country: Country) -> bool:
    """Whether `text` names `country` by a name, an alias or a demonym."""
    folded = f" {fold_name(text)} "
    return any(f" {name} " in folded for name in _telling_names(country))


def _telling_names(country: Country) -> list[str]:
    """The folded names of a country but for abbreviations, which may stand for anything."""
    spellings = (*country.demonyms, *country.aliases, country.name)
    return [fold_name(spelling) for spelling in spellings if len(spelling) > 3]


def _mentions(text: str, table: CountryTable) -> Counter[str]:
    """How often each country is named in `text`, longer names first (Guinea-Bissau, Guinea)."""
    by_name: dict[str, Country] = {}
    for country in table.named_in(text):
        by_name |= dict.fromkeys(_telling_names(country), country)
    if not by_name:
        return Counter()
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    return Counter(by_name[found].iso2 for found in pattern.findall(fold_name(text)))


def with_heading_paths(blocks: Iterable[Block], title: str) -> tuple[Block, ...]:
    """`blocks` with the headings above each, outermost first, without the document's title.

    The first heading of level 1 is the title when it says the same, or when it is the only one of
    its level and no other heading comes before it.
    """
    blocks = tuple(blocks)
    headings = [place for place, block in enumerate(blocks) if block.kind is PassageKind.HEADING]
    top = [place for place in headings if blocks[place].level == 1]
    title_place = next((place for place in top if fold(blocks[place].text) == fold(title)), None)
    if title_place is None and len(top) == 1 and top[0] == headings[0]:
        title_place = top[0]
    placed: list[Block] = []
    above: list[Block] = []
    path: tuple[str, ...] = ()
    for place, block in enumerate(blocks):
        if block.kind is PassageKind.HEADING:
            while above and above[-1].level >= block.level:
                above.pop()
            path = tuple(each.text for each in above)
        placed.append(dataclasses.replace(block, heading_path=path))
        if block.kind is PassageKind.HEADING and place != title_place:
            above.append(block)
            path = tuple(each.text for each in above)
    return tuple(placed)
