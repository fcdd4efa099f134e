"""The headings of a PDF: lines that its outline names, and lines that are clearly larger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reader.ingest.pdf_lines import LEADERS, Line
from reader.text.folding import fold

_LARGER = 1.15
_LONGEST = 220
_LINES_AT_MOST = 4
_TITLE_LARGER = 1.2
_NUMBERING = re.compile(
    r"(?:chapter|part|section|capítulo|parte)?\s*[\divxlc]*(?:[.:)\s—–-]|\d)*", re.I
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark of the file: its title, its depth from 0, and the page it leads to, from 1."""

    title: str
    depth: int
    page: int | None


def body_size(lines: Sequence[Line]) -> float:
    """The size in points that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def title_lines(lines: Sequence[Line], body: float) -> list[Line]:
    """The lines of the largest text on the first page, if it is clearly larger than the body."""
    first = [each for each in lines if each.page == 1 and _LETTER.search(each.text)]
    if not first:
        return []
    largest = max(each.size for each in first)
    if largest < _TITLE_LARGER * body:
        return []
    found = [each for each in first if each.size > 0.97 * largest]
    run = [found[0]]
    for line in found[1:]:
        if line.region != run[-1].region or line.middle - run[-1].middle > 2.2 * largest:
            break
        run.append(line)
    return run if sum(len(each.text) for each in run) <= _LONGEST else []


def mark_headings(lines: Sequence[Line], outline: Sequence[OutlineEntry], body: float) -> None:
    """Give headings their level: 1 for the title, below it what the outline or the size says."""
    group = 0
    title = title_lines(lines, body)
    for line in title:
        line.heading, line.group = 1, (group := group or 1)
    levels: dict[float, int] = {}
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    group = 1
    for entry in outline:
        found = _named(by_page.get(entry.page or 0, []), entry)
        group += 1
        for line in found:
            if not line.heading:
                line.heading, line.group = min(entry.depth + 2, 6), group
                size = round(line.size * 2) / 2
                levels[size] = min(levels.get(size, 6), line.heading)
    _mark_by_size(lines, body, levels, group)


def _named(here: Sequence[Line], entry: OutlineEntry) -> Sequence[Line]:
    """The lines, one after the other among those of its page, that say what an entry says."""
    wanted = _letters(entry.title)
    if not wanted:
        return []
    bare = _letters(_NUMBERING.sub("", entry.title, count=1)) or wanted
    for at in range(len(here)):
        said = ""
        for end in range(at, min(at + _LINES_AT_MOST, len(here))):
            said += _letters(here[end].text)
            unnumbered = _letters(_NUMBERING.sub("", here[at].text, count=1))
            rest = said[len(_letters(here[at].text)) :]
            if said == wanted or unnumbered + rest in (wanted, bare):
                return here[at : end + 1]
            if len(said) > len(wanted) + 12:
                break
    return []


def _letters(text: str) -> str:
    return "".join(each for each in fold(text) if each.isalnum())


def _mark_by_size(lines: Sequence[Line], body: float, levels: dict[float, int], group: int) -> None:
    """Mark larger lines; `levels` are those that sizes are known to have from the outline."""
    candidates = _candidates(lines, body)
    sizes = sorted({round(each.size * 2) / 2 for run in candidates for each in run}, reverse=True)
    level = 1
    for size in sizes:
        if size in levels:
            level = levels[size]
        else:
            level = min(level + 1, 6)
            levels[size] = level
    for run in candidates:
        group += 1
        for line in run:
            line.heading, line.group = levels[round(line.size * 2) / 2], group


def _candidates(lines: Sequence[Line], body: float) -> list[list[Line]]:
    """Runs of larger lines of one size, short enough for a heading and followed by other text."""
    runs: list[list[Line]] = []
    previous: Line | None = None
    for line in lines:
        larger = line.size >= _LARGER * body and not line.heading and not LEADERS.search(line.text)
        if larger:
            beside = (
                previous is not None
                and bool(runs)
                and runs[-1][-1] is previous
                and previous.region == line.region
                and abs(previous.size - line.size) < 0.05 * line.size
                and line.middle - previous.middle < 1.8 * line.size
            )
            if beside:
                runs[-1].append(line)
            else:
                runs.append([line])
        previous = line
    return [
        run
        for run in runs
        if len(run) <= _LINES_AT_MOST
        and sum(len(each.text) for each in run) <= _LONGEST
        and any(_LETTER.search(each.text) for each in run)
    ]
