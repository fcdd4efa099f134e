"""The lines of a saved index page: labels, figures, and which figure belongs to which label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reader.domain.country import fold_name
from reader.domain.scoring import Composite, Pillar, ScoredIndex, parse_figure
from reader.ingest.boilerplate import Line

_CHANGE = r"n/?a|[-−–+]?\d{1,2}\.\d\d"
_FIGURE = re.compile(rf"(\d{{1,2}}\.\d\d)\s*(?:({_CHANGE})|\(({_CHANGE})\))?", re.I)
_ON_ONE_LINE = re.compile(rf"(.*?\D)\s*({_FIGURE.pattern})", re.I)
_SIGNED = re.compile(r"[-−–+]\d{1,2}\.\d\d")
_RANK = re.compile(r"\d+(?:st|nd|rd|th) of \d+ .{0,60}", re.I)
NOT_APPLICABLE = re.compile(r"n/?a", re.I)
LONGEST_LABEL_LINE = 200
# Fewer changes on lines of their own may as well be figures that stand at the edge of two blocks.
_LEAST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A line that names an indicator or a total."""

    id: str
    text: str
    is_indicator: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of a value and, perhaps, its change, as they are printed."""

    value: str
    change: str | None


@dataclass(frozen=True, slots=True)
class Rank:
    """A line that ranks the country among others."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Any other line."""

    text: str


Token = Label | Figure | Rank | Text


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled figure with the places of both among the page's lines."""

    label: Label
    figure: Figure
    label_place: int
    place: int
    definition: str | None = None

    @property
    def last(self) -> int:
        """The later of the two places."""
        return max(self.label_place, self.place)


def label_key(name: str) -> str:
    """A label for comparison, however it is spelled."""
    return fold_name(name.replace("&", " and "))


def names_of(index: ScoredIndex) -> dict[str, tuple[str, bool]]:
    """Every spelling of an indicator or a total: its identifier, and whether it is an indicator."""
    names = {
        spelling: (indicator.id, True)
        for indicator in index.indicators()
        for spelling in (indicator.name, *indicator.aliases)
    }
    totals: tuple[Composite | Pillar, ...] = (*index.composites, *index.pillars)
    for total in totals:
        names |= dict.fromkeys((total.name, f"{total.name} score"), (total.id, False))
    return names


def tokens_of(lines: Sequence[Line], index: ScoredIndex) -> list[Token]:
    """What each line of a page is; a line on which two things are glued gives both."""
    names = names_of(index)
    labels = {label_key(spelling): what for spelling, what in names.items()}
    tokens: list[Token] = []
    for line in lines:
        text = line.text
        figure = _FIGURE.fullmatch(text.strip())
        if figure:
            tokens.append(Figure(figure.group(1), figure.group(2) or figure.group(3)))
            continue
        last = tokens[-1] if tokens else None
        is_change = NOT_APPLICABLE.fullmatch(text) or _SIGNED.fullmatch(text)
        if isinstance(last, Figure) and not last.change and is_change:
            tokens[-1] = replace(last, change=text)
            continue
        if _RANK.fullmatch(text):
            tokens.append(Rank(text))
            continue
        tokens += _labelled(text, labels, names)
    return _with_changes_below(tokens, index)


def _with_changes_below(tokens: list[Token], index: ScoredIndex) -> list[Token]:
    """With a bare figure below another as its change, on pages that print changes in that way.

    A figure below the scale among them proves it: two columns of scores would have none.
    """
    below = {
        place
        for place in range(1, len(tokens))
        if _is_bare(tokens[place]) and _is_bare(tokens[place - 1])
    }
    below -= {place for place in below if place - 1 in below}
    small = [place for place in below if _value(tokens[place]) < index.lowest]
    if len(small) < _LEAST_CHANGES:
        return tokens
    joined: list[Token] = []
    for place, token in enumerate(tokens):
        if place in below and isinstance(token, Figure) and isinstance(joined[-1], Figure):
            joined[-1] = replace(joined[-1], change=token.value)
        else:
            joined.append(token)
    return joined


def _is_bare(token: Token) -> bool:
    return isinstance(token, Figure) and token.change is None


def _value(token: Token) -> Decimal:
    return parse_figure(token.value) if isinstance(token, Figure) else Decimal(0)


def _labelled(
    text: str, labels: Mapping[str, tuple[str, bool]], names: Iterable[str]
) -> list[Token]:
    """The tokens of a line that is no figure: a label, one glued to a link, one with its figure."""
    if len(text) > LONGEST_LABEL_LINE:
        return [Text(text)]
    if what := labels.get(label_key(text)):
        return [Label(what[0], text, what[1])]
    if (match := _ON_ONE_LINE.fullmatch(text)) and (what := labels.get(label_key(match.group(1)))):
        label = Label(what[0], match.group(1).strip(" \t:"), what[1])
        return [label, Figure(match.group(3), match.group(4) or match.group(5))]
    for spelling in sorted(names, key=len, reverse=True):
        before = text.removesuffix(spelling)
        if before != text and (before[-1].islower() or before[-1].isdigit()):
            identifier, is_indicator = labels[label_key(spelling)]
            return [Text(before), Label(identifier, spelling, is_indicator)]
    return [Text(text)]


def rows_of(tokens: Sequence[Token]) -> list[Row]:
    """Every label with its figure, in the order of the page.

    A label stands above or below its figure. Within a run of lines without other text the order
    is the one that gives most indicators, then most totals, a figure. A line between a label and a
    figure (a definition, a sign to press) is passed over where more indicators then have one: else
    the label would take the figure of the one before it.
    """
    rows = _rows(tokens, frozenset())
    between = frozenset(
        place
        for place in range(1, len(tokens) - 1)
        if isinstance(tokens[place], Text)
        and isinstance(tokens[place - 1], Label)
        and isinstance(tokens[place + 1], Figure)
    )
    return max(rows, _rows(tokens, between), key=_indicators) if between else rows


def _indicators(rows: Sequence[Row]) -> int:
    return sum(row.label.is_indicator for row in rows)


def _rows(tokens: Sequence[Token], passed_over: frozenset[int]) -> list[Row]:
    rows: list[Row] = []
    run: list[int] = []
    for place, token in enumerate(tokens):
        if isinstance(token, Rank) or place in passed_over:
            continue
        if isinstance(token, Text):
            rows += _paired(tokens, run)
            run = []
        else:
            run.append(place)
    return rows + _paired(tokens, run)


def _paired(tokens: Sequence[Token], run: Sequence[int]) -> list[Row]:
    best: list[Row] = []
    best_counts = (0, 0)
    for step in (1, -1):
        indicators = _pair(tokens, run, (step,), frozenset(), indicators=True)
        used = frozenset(row.place for row in indicators)
        for steps in ((step,), (-step,), (-1, 1)):
            totals = _pair(tokens, run, steps, used, indicators=False)
            if (len(indicators), len(totals)) > best_counts:
                best_counts = (len(indicators), len(totals))
                best = sorted((*indicators, *totals), key=lambda row: row.place)
    return best


def _pair(
    tokens: Sequence[Token],
    run: Sequence[int],
    steps: Sequence[int],
    used: frozenset[int],
    *,
    indicators: bool,
) -> list[Row]:
    """Labels of one sort with the first free figure at one of `steps` from them in the run.

    Figures at the places `used` belong to other labels.
    """
    rows = []
    taken = set(used)
    for at, place in enumerate(run):
        label = tokens[place]
        if not isinstance(label, Label) or label.is_indicator is not indicators:
            continue
        for other in (at + step for step in steps):
            if not 0 <= other < len(run) or run[other] in taken:
                continue
            figure = tokens[run[other]]
            if isinstance(figure, Figure):
                taken.add(run[other])
                rows.append(Row(label, figure, place, run[other]))
                break
    return rows
