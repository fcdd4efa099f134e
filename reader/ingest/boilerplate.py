"""What a saved page carries beside its text, and what remains without it."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.text.folding import fold
from reader.text.plain import plain_text

_BULLET = re.compile(r"[•◦▪‣·∙●○–*-][ \t\u00a0]+(?=\S)")
# From here on a line is no label: repeated, it is a teaser printed twice; after a link's
# announcement, it is text.
LONG = 60
_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
# An article has at least one line of that length before its comments begin.
_ARTICLE = 120
_LONGEST_APPEAL = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line or a paragraph of a saved page: `gap` says that blank lines stand before it."""

    text: str
    gap: bool = True
    indent: int = 0
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The rules of `resources/boilerplate.toml`, folded for comparison."""

    lines: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    suffixes: re.Pattern[str]
    with_next: tuple[str, ...]
    ends: frozenset[str]
    menus: frozenset[str]
    index_furniture: re.Pattern[str]
    appeals: tuple[tuple[str, str], ...]


def load_boilerplate(path: Path) -> Boilerplate:
    """Read the rules. Raises KeyError or ValueError when the file is not as it should be."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    suffixes = "|".join(re.escape(each) for each in data["suffixes"])
    return Boilerplate(
        lines=_folded(data["lines"]),
        patterns=tuple(re.compile(each, re.IGNORECASE) for each in data["patterns"]),
        suffixes=re.compile(rf"(?<=[.!?…\"”’)])\s*(?:{suffixes})\s*[»›>→]*$", re.IGNORECASE),
        with_next=tuple(sorted(_folded(data["with_next"]))),
        ends=_folded(data["ends"]),
        menus=_folded(data["menus"]),
        index_furniture=re.compile(rf"(?:{'|'.join(data['index_furniture'])})\s*", re.IGNORECASE),
        appeals=tuple((fold(each["first"]), fold(each["last"])) for each in data["appeals"]),
    )


def _folded(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(line) for line in lines)


def lines_of(text: str) -> list[Line]:
    """The lines of a text file that hold something, as plain text, without their bullets."""
    lines = []
    gap = True
    for raw in text.split("\n"):
        line = plain_text(raw)
        if not line.strip():
            gap = True
            continue
        indent = len(raw) - len(raw.lstrip())
        bullet = _BULLET.match(line)
        lines.append(Line(line[bullet.end() :] if bullet else line, gap, indent, bool(bullet)))
        gap = False
    return lines


def is_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return _SENTENCE.search(text) is not None


def drop_boilerplate(lines: Sequence[Line], rules: Boilerplate) -> tuple[list[Line], list[Line]]:
    """The lines that are the page's own, and those after its end (comments, teasers)."""
    lines, after = _cut(lines, rules)
    kept: list[Line] = []
    gap = False
    skip_to = 0
    for place, line in enumerate(lines):
        if place < skip_to:
            continue
        gap = gap or line.gap
        skip_to = _skipped(lines, place, rules)
        if skip_to > place:
            gap = True
            continue
        text = rules.suffixes.sub("", line.text).rstrip()
        kept.append(replace(line, text=text, gap=gap))
        # A link that led elsewhere ended its paragraph.
        gap = text != line.text
    return kept, after


def _cut(lines: Sequence[Line], rules: Boilerplate) -> tuple[Sequence[Line], list[Line]]:
    article = False
    for place, line in enumerate(lines):
        if article and fold(line.text.strip()) in rules.ends:
            return lines[:place], list(lines[place + 1 :])
        article = article or (len(line.text) >= _ARTICLE and is_sentence(line.text))
    return lines, []


def _skipped(lines: Sequence[Line], place: int, rules: Boilerplate) -> int:
    """Where reading goes on if boilerplate begins at `place`; `place` itself if none does."""
    text = lines[place].text.strip()
    folded = fold(text)
    for first, last in rules.appeals:
        if folded == first:
            for end in range(place + 1, min(len(lines), place + 2 + _LONGEST_APPEAL)):
                if fold(lines[end].text.strip()) == last:
                    return end + 1
    if folded in rules.with_next:
        follows = place + 1 < len(lines) and not _is_text(lines[place + 1].text)
        return place + 2 if follows else place + 1
    if folded.startswith(rules.with_next) and not _is_text(text):
        return place + 1
    if folded in rules.lines or folded in rules.ends:
        return place + 1
    if any(pattern.fullmatch(text) for pattern in rules.patterns):
        return place + 1
    return place


def _is_text(text: str) -> bool:
    return len(text) > 2 * LONG or (is_sentence(text) and not text.endswith("?"))


def drop_repeats(paragraphs: Sequence[Line], after: Sequence[Line]) -> list[Line]:
    """Without what the page prints again: titles twice in a row, teasers twice on the page.

    A short line that stands again among the lines `after` the page's end, with a blurb that begins
    in the same way there, was a teaser here too. The first copy of a long line is the one kept.
    """
    teasers = {
        fold(line.text): fold(blurb.text) for line, blurb in itertools.pairwise(after) if line.gap
    }
    kept: list[Line] = []
    seen: dict[str, int] = {}
    skip = False
    for place, paragraph in enumerate(paragraphs):
        folded = fold(paragraph.text)
        if skip:
            skip = False
            continue
        following = fold(paragraphs[place + 1].text) if place + 1 < len(paragraphs) else ""
        if len(folded) < 2 * LONG and _same_start(following, teasers.get(folded, "")):
            skip = True
            continue
        if kept and fold(kept[-1].text) == folded and any(map(str.isalpha, folded)):
            continue
        if len(folded) >= LONG and folded in seen:
            title = fold(kept[-1].text)
            if len(title) < 2 * LONG and seen[title] < len(kept) - 1:
                kept.pop()
            continue
        seen.setdefault(folded, len(kept))
        kept.append(paragraph)
    return kept


def _same_start(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 20 and longer.startswith(shorter)
