"""What several importers read off a source in the same way: title, dates, countries, language."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath

from reader.domain.country import Country, CountryTable
from reader.domain.dates import PartialDate
from reader.domain.document import Block, Origin, PassageKind, SourceMetadata
from reader.domain.errors import InvalidInput
from reader.domain.metadata import BY_HAND
from reader.text.folding import fold
from reader.text.plain import plain_text
from reader.text.tokens import tokens

# Why a document belongs to a country, as `SourceMetadata.country_reasons` says it.
STATED = "stated"
IN_TITLE = "in the title"
INFERRED = "inferred"

_LEAST_MENTIONS = 2
_LEAST_AMONG_SEVERAL = 5
_MOST_SUBJECTS = 12
# As much of a text as decides on its language and its country; beyond, it costs time only.
_TELLING_PART = 200_000
_LEAST_STOPWORDS = 5
# So many of a text's words are such words at least; a list of names or of files has fewer.
_STOPWORDS_SHARE = 0.08
# What an address may begin with; one without a scheme is only words.
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_SCHEMES = frozenset({"http", "https", "ftp", "doi", "urn", "isbn"})
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
    least = max(_LEAST_STOPWORDS, _STOPWORDS_SHARE * words.total())
    return first if most >= least and most >= 2 * second else None


def without_strange_addresses(
    metadata: SourceMetadata,
) -> tuple[SourceMetadata, tuple[str, ...]]:
    """`metadata` without addresses that would run a program or open a file when followed.

    With what has to be said of them.
    """
    doubts = []
    if metadata.url is not None and _is_strange(metadata.url):
        doubts.append(f"The source's address is none of the web, it was left out: {metadata.url}")
        origins = {key: each for key, each in metadata.origins.items() if key != "url"}
        metadata = dataclasses.replace(metadata, url=None, origins=origins)
    work = metadata.summarises
    if work is not None and work.url is not None and _is_strange(work.url):
        doubts.append(f"The summarised work's address is none of the web: {work.url}")
        work = dataclasses.replace(work, url=None)
        metadata = dataclasses.replace(metadata, summarises=work)
    return metadata, tuple(doubts)


def _is_strange(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return scheme is not None and scheme.group(1).lower() not in _SCHEMES


def infer_countries(title: str, text: str, table: CountryTable) -> tuple[str, ...]:
    """Alpha-2 codes of the countries a source is about, as `infer_country_reasons` finds them."""
    return tuple(infer_country_reasons(title, text, table))


def infer_country_reasons(title: str, text: str, table: CountryTable) -> Mapping[str, str]:
    """The countries (alpha-2) a source is about as far as its words tell, and why each is.

    Those that its title names. Else the one that its text names most often, if that is at least
    twice and no other is named as often; and with it, or without one that leads, all that are
    named at least five times, half as often as the first, and not in one part of the text only.
    Empty when none of this decides, or when so many qualify that it is about none of them.
    """
    named = table.mentions(title)
    if named:
        return dict.fromkeys(named, IN_TITLE)
    part = text[:_TELLING_PART]
    places = table.mentioned_at(part)
    counts = Counter(code for _, code in places)
    ranked = counts.most_common()
    if not ranked or ranked[0][1] < _LEAST_MENTIONS:
        return {}
    subjects = _subjects(ranked, places, len(part))
    if len(subjects) > _MOST_SUBJECTS:
        return {}
    if len(subjects) < 2:
        return infer_most_named(text, table)
    where = _where(part, text)
    return {code: _reason(code, subjects, ranked, where) for code in subjects}


def infer_most_named(text: str, table: CountryTable) -> Mapping[str, str]:
    """The country (alpha-2) that a text names most often, at least twice, and how often it does.

    Empty when there is none, or another is named as often.
    """
    part = text[:_TELLING_PART]
    ranked = table.mentions(part).most_common()
    if not ranked or ranked[0][1] < _LEAST_MENTIONS:
        return {}
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return {}
    first = ranked[0][0]
    return {first: _reason(first, [first], ranked, _where(part, text))}


def _where(part: str, text: str) -> str:
    return "text" if len(part) == len(text) else "first part of the text"


def _subjects(
    ranked: Sequence[tuple[str, int]], places: Sequence[tuple[int, str]], length: int
) -> list[str]:
    """Those that are named often, and in more than one third of a text of `length` characters."""
    parts: dict[str, set[int]] = {}
    for position, code in places:
        parts.setdefault(code, set()).add(3 * position // max(1, length))
    least = max(_LEAST_AMONG_SEVERAL, ranked[0][1] / 2)
    return [code for code, count in ranked if count >= least and len(parts[code]) > 1]


def _reason(
    code: str, subjects: Sequence[str], ranked: Sequence[tuple[str, int]], where: str
) -> str:
    counts = dict(ranked)
    others = [count for other, count in ranked if other not in subjects]
    following = f"the next one {others[0]}" if others else "no other"
    if len(subjects) > 1:
        following = f"as one of {len(subjects)}, {following}"
    return f"named {counts[code]} times in the {where}, {following}"


def with_country_reasons(
    metadata: SourceMetadata, blocks: Iterable[Block], table: CountryTable
) -> SourceMetadata:
    """`metadata` with a reason for each of its countries that its importer did not explain."""
    unexplained = [each for each in metadata.countries if each not in metadata.country_reasons]
    if not unexplained:
        return metadata
    match metadata.origins.get("countries"):
        case Origin.STATED:
            found: Mapping[str, str] = dict.fromkeys(unexplained, STATED)
        case Origin.BY_HAND:
            found = dict.fromkeys(unexplained, BY_HAND)
        case _:
            text = "\n".join(block.text for block in blocks)
            found = infer_country_reasons(metadata.title, text, table)
            counts = table.mentions(text[:_TELLING_PART])
            found = {
                code: found.get(code)
                or (f"named {counts[code]} times in the text" if counts[code] else INFERRED)
                for code in unexplained
            }
    reasons = {
        code: metadata.country_reasons.get(code) or found[code] for code in metadata.countries
    }
    return dataclasses.replace(metadata, country_reasons=reasons)


def names(text: str, country: Country, table: CountryTable) -> bool:
    """Whether `text` names `country` by a name, an alias or a demonym."""
    return country.iso2 in table.mentions(text)


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
