"""Saved pages of a scored index (ocindex.net): figures, the table they stand in, narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reader.domain.country import Country, fold_name
from reader.domain.document import Block, CellPosition, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.domain.scoring import (
    Composite,
    Edition,
    Pillar,
    Score,
    ScoredIndex,
    ScoreSheet,
    Total,
    disagreements,
    parse_figure,
)
from reader.ingest.boilerplate import Line, lines_of, load_boilerplate
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.metadata import detect_language, infer_countries, names
from reader.places import resources
from reader.text.folding import fold

FORMAT = "index_page"

_FIGURE = re.compile(r"(\d{1,2}\.\d\d)\s*(n/?a|[-−–+]?\d{1,2}\.\d\d)?", re.I)
_ENDS_IN_FIGURE = re.compile(r"\d\.\d\d[ \t]*(?:n/?a|[-−–+]?\d{1,2}\.\d\d)?[ \t]*$", re.I | re.M)
_ON_ONE_LINE = re.compile(rf"(.*\D)\s*({_FIGURE.pattern})", re.I)
_RANK = re.compile(r"\d+(?:st|nd|rd|th) of \d+ .{0,60}", re.I)
_NOT_APPLICABLE = re.compile(r"n/?a", re.I)
# So many labelled figures make a page of the index; an article may quote one or two.
_LEAST_FIGURES = 5
_LONGEST_LABEL_LINE = 200
_LONGEST_DEFINITION = 220
_LONG = 60


@dataclass(frozen=True, slots=True)
class _Label:
    """A line that names an indicator or a total."""

    id: str
    text: str
    is_indicator: bool


@dataclass(frozen=True, slots=True)
class _Figure:
    """A line of a value and, perhaps, its change, as they are printed."""

    value: str
    change: str | None


@dataclass(frozen=True, slots=True)
class _Rank:
    """A line that ranks the country among others."""

    text: str


@dataclass(frozen=True, slots=True)
class _Text:
    """Any other line."""

    text: str


_Token = _Label | _Figure | _Rank | _Text


@dataclass(frozen=True, slots=True)
class _Row:
    """A labelled figure with the places of both among the page's lines."""

    label: _Label
    figure: _Figure
    label_place: int
    place: int
    definition: str | None = None

    @property
    def last(self) -> int:
        """The later of the two places."""
        return max(self.label_place, self.place)


def is_index_page(text: str, knowledge: Knowledge) -> bool:
    """Whether `text` has so many labelled figures of a scored index that it is a page of it."""
    return _which(text, knowledge) is not None


def _which(text: str, knowledge: Knowledge) -> ScoredIndex | None:
    if sum(1 for _ in _ENDS_IN_FIGURE.finditer(text)) < _LEAST_FIGURES:
        return None
    lines = lines_of(text)
    for index in knowledge.indices.values():
        tokens = _tokens(lines, index)
        found = {row.label.id for row in _rows(tokens) if row.label.is_indicator}
        if len(found) >= _LEAST_FIGURES:
            return index
    return None


def import_index_page(text: str, name: str, knowledge: Knowledge) -> Imported:
    """Read a page of a scored index: a document, and the sheet of its figures.

    The figures become a table (indicator, value, change, the publisher's definition) where they
    stand on the page, everything else but the site's furniture paragraphs. There is no sheet where
    the country or the edition cannot be told; the warnings say so, and what else is doubtful.
    """
    index = _which(text, knowledge)
    if index is None:
        raise ImportFailed(
            "this is not a page of a scored index that Dossier knows",
            item=name,
            remedy=f"It knows {', '.join(each.name for each in knowledge.indices.values())}",
        )
    warnings: list[str] = []
    tokens = _without_furniture(_tokens(lines_of(text), index))
    texts = [token.text for token in tokens if isinstance(token, _Text)]
    country = _country(texts, knowledge)
    printed = _defined(_rows(tokens), tokens, country)
    rows = _once(printed, warnings)
    stated = _stated_edition(texts, index)
    kept = _on_scale(rows, index, warnings)
    edition, basis = (stated, None) if stated else _inferred_edition(kept, index)
    title = _title(country, index, edition)
    publisher_stated = any(fold(index.publisher) in fold(each) for each in texts)
    language = detect_language("\n".join(texts))
    countries = (country.iso2,) if country else ()
    inferred = {"title": title, "language": language, "countries": countries, "kind": "profile"}
    origins = {key: Origin.INFERRED for key, value in inferred.items() if value}
    origins["publisher"] = Origin.STATED if publisher_stated else Origin.INFERRED
    metadata = SourceMetadata(
        title=title,
        publisher=index.publisher,
        language=language,
        countries=countries,
        kind="profile",
        origins=origins,
    )
    sheets: tuple[ScoreSheet, ...] = ()
    if country is None:
        warnings.append("The page does not say which country its figures are about")
    elif edition is None:
        warnings.append(
            "The edition can be told neither from the page's words nor from its changes; the "
            "figures are in the document's table only"
        )
    else:
        sheet = _sheet(index, edition, country, kept, warnings)
        sheets = (replace(sheet, edition_basis=basis, source_title=title),)
    return Imported(
        format=FORMAT,
        metadata=metadata,
        blocks=tuple(_blocks(tokens, rows, printed)),
        sheets=sheets,
        warnings=tuple(warnings),
    )


def _key(name: str) -> str:
    return fold_name(name.replace("&", " and "))


def _tokens(lines: Sequence[Line], index: ScoredIndex) -> list[_Token]:
    names = {
        spelling: (indicator.id, True)
        for indicator in index.indicators()
        for spelling in (indicator.name, *indicator.aliases)
    }
    totals: tuple[Composite | Pillar, ...] = (*index.composites, *index.pillars)
    for total in totals:
        names |= dict.fromkeys((total.name, f"{total.name} score"), (total.id, False))
    labels = {_key(spelling): what for spelling, what in names.items()}
    tokens: list[_Token] = []
    for line in lines:
        text = line.text
        figure = _FIGURE.fullmatch(text.strip())
        if figure:
            tokens.append(_Figure(figure.group(1), figure.group(2)))
            continue
        last = tokens[-1] if tokens else None
        if isinstance(last, _Figure) and not last.change and _NOT_APPLICABLE.fullmatch(text):
            tokens[-1] = replace(last, change=text)
            continue
        if _RANK.fullmatch(text):
            tokens.append(_Rank(text))
            continue
        tokens += _labelled(text, labels, names)
    return tokens


def _labelled(
    text: str, labels: Mapping[str, tuple[str, bool]], names: Iterable[str]
) -> list[_Token]:
    """The tokens of a line that is no figure: a label, one glued to a link, one with its figure."""
    if len(text) > _LONGEST_LABEL_LINE:
        return [_Text(text)]
    if what := labels.get(_key(text)):
        return [_Label(what[0], text, what[1])]
    if (match := _ON_ONE_LINE.fullmatch(text)) and (what := labels.get(_key(match.group(1)))):
        label = _Label(what[0], match.group(1).strip(), what[1])
        return [label, _Figure(match.group(3), match.group(4))]
    for spelling in sorted(names, key=len, reverse=True):
        before = text.removesuffix(spelling)
        if before != text and (before[-1].islower() or before[-1].isdigit()):
            identifier, is_indicator = labels[_key(spelling)]
            return [_Text(before), _Label(identifier, spelling, is_indicator)]
    return [_Text(text)]


def _rows(tokens: Sequence[_Token]) -> list[_Row]:
    """Every label with its figure, in the order of the page.

    A label stands above or below its figure. Within a run of lines without other text the order
    is the one that gives most indicators, then most totals, a figure.
    """
    rows: list[_Row] = []
    run: list[int] = []
    for place in range(len(tokens) + 1):
        if place < len(tokens) and not isinstance(tokens[place], _Text):
            if not isinstance(tokens[place], _Rank):
                run.append(place)
            continue
        rows += _paired(tokens, run)
        run = []
    return rows


def _paired(tokens: Sequence[_Token], run: Sequence[int]) -> list[_Row]:
    best: list[_Row] = []
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
    tokens: Sequence[_Token],
    run: Sequence[int],
    steps: Sequence[int],
    used: frozenset[int],
    *,
    indicators: bool,
) -> list[_Row]:
    """Labels of one sort with the first free figure at one of `steps` from them in the run.

    Figures at the places `used` belong to other labels.
    """
    rows = []
    taken = set(used)
    for at, place in enumerate(run):
        label = tokens[place]
        if not isinstance(label, _Label) or label.is_indicator is not indicators:
            continue
        for other in (at + step for step in steps):
            if not 0 <= other < len(run) or run[other] in taken:
                continue
            figure = tokens[run[other]]
            if isinstance(figure, _Figure):
                taken.add(run[other])
                rows.append(_Row(label, figure, place, run[other]))
                break
    return rows


def _without_furniture(tokens: Iterable[_Token]) -> list[_Token]:
    """Without what the site says of itself, and without long lines that stand twice."""
    furniture = load_boilerplate(resources() / "boilerplate.toml").index_furniture
    kept: list[_Token] = []
    seen: set[str] = set()
    for token in tokens:
        if not isinstance(token, _Text):
            kept.append(token)
            continue
        text = token.text
        while match := furniture.match(text):
            text = text[match.end() :]
        folded = fold(text)
        if text.strip() and folded not in seen:
            kept.append(_Text(text.strip()))
        if len(text) >= _LONG:
            seen.add(folded)
    return kept


def _country(texts: Sequence[str], knowledge: Knowledge) -> Country | None:
    """The country that a line of the page consists of, if one only; else the one most named."""
    table = knowledge.countries
    alone = {
        country.iso2: country
        for text in texts
        if 3 < len(text) <= _LONGEST_LABEL_LINE and (country := table.find(text))
    }
    if len(alone) == 1:
        return next(iter(alone.values()))
    found = infer_countries("", "\n".join(texts), table)
    return table.by_code(found[0]) if found else None


def _defined(rows: Sequence[_Row], tokens: Sequence[_Token], country: Country | None) -> list[_Row]:
    """Rows with the line after each that defines its label, on pages that give definitions.

    A line that names the page's country, or is too long, is narrative.
    """

    def after(row: _Row) -> str | None:
        token = tokens[row.last + 1] if row.last + 1 < len(tokens) else None
        if not isinstance(token, _Text) or len(token.text) > _LONGEST_DEFINITION:
            return None
        return None if country is not None and names(token.text, country) else token.text

    definitions = [after(row) for row in rows]
    if 2 * sum(each is not None for each in definitions) < len(rows):
        return list(rows)
    return [replace(row, definition=each) for row, each in zip(rows, definitions)]


def _once(printed: Sequence[_Row], warnings: list[str]) -> list[_Row]:
    """Each label's first figure; another one that does not agree with it is reported."""
    rows: dict[str, _Row] = {}
    for row in printed:
        first = rows.setdefault(row.label.id, row)
        if _shown(first.figure) != _shown(row.figure):
            warnings.append(
                f"{first.label.text} is printed twice with different figures: "
                f"{_shown(first.figure)} was kept, {_shown(row.figure)} was not"
            )
    return list(rows.values())


def _shown(figure: _Figure) -> str:
    return figure.value if figure.change is None else f"{figure.value} ({figure.change})"


def _on_scale(rows: Sequence[_Row], index: ScoredIndex, warnings: list[str]) -> list[_Row]:
    kept = []
    for row in rows:
        if index.lowest <= parse_figure(row.figure.value) <= index.highest:
            kept.append(row)
        else:
            warnings.append(
                f"{row.label.text}: {row.figure.value} is not on the index's scale from "
                f"{index.lowest} to {index.highest}; it was left out"
            )
    return kept


def _change(figure: _Figure) -> Decimal | None:
    if figure.change is None or _NOT_APPLICABLE.fullmatch(figure.change):
        return None
    return parse_figure(figure.change.replace("–", "-"))


def _stated_edition(texts: Sequence[str], index: ScoredIndex) -> Edition | None:
    """The edition that a short line names together with the index; None if several are named."""
    years = "|".join(re.escape(each.id) for each in index.editions)
    names = f"{re.escape(index.name)}|{re.escape(index.short_name)}|index|edition"
    pattern = re.compile(rf"(?:{names})\W{{0,3}}({years})\b|\b({years})\W{{0,3}}(?:{names})", re.I)
    found = {
        match.group(1) or match.group(2)
        for text in texts
        if len(text) <= _LONGEST_LABEL_LINE
        for match in pattern.finditer(text)
    }
    return index.edition(found.pop()) if len(found) == 1 else None


def _inferred_edition(
    rows: Sequence[_Row], index: ScoredIndex
) -> tuple[Edition | None, str | None]:
    """The one edition whose indicators and new indicators fit the page, with the reason."""
    scores = {row.label.id: row.figure for row in rows if row.label.is_indicator}
    without = frozenset(each for each, figure in scores.items() if _change(figure) is None)
    fitting = [
        edition
        for edition in index.editions
        if scores.keys() <= edition.indicators and without == edition.new & scores.keys()
    ]
    if len(fitting) != 1 or not scores:
        return None, None
    edition = fitting[0]
    if edition.new == edition.indicators:
        reason = f"no change is given, and none of its {len(scores)} indicators is a later one"
    elif without:
        reason = f"exactly the {len(without)} indicators that were new in it have no change"
    else:
        reason = "every indicator has a change"
    return edition, f"Inferred, not stated on the page: {reason}"


def _title(country: Country | None, index: ScoredIndex, edition: Edition | None) -> str:
    subject = f"{country.name}: {index.name}" if country else index.name
    return f"{subject} {edition.id}" if edition else subject


def _sheet(
    index: ScoredIndex,
    edition: Edition,
    country: Country,
    rows: Sequence[_Row],
    warnings: list[str],
) -> ScoreSheet:
    scores: dict[str, Score] = {}
    totals: list[Total] = []
    for row in rows:
        value, change = parse_figure(row.figure.value), _change(row.figure)
        identifier = row.label.id
        if not row.label.is_indicator:
            totals.append(Total(identifier, value, change, change is not None, computed=False))
        elif identifier not in edition.indicators:
            warnings.append(
                f"{row.label.text} is not scored in the edition {edition.id}; it was left out"
            )
        else:
            given = row.figure.change is not None
            comparable = change is not None if given else identifier not in edition.new
            scores[identifier] = Score(identifier, value, change, comparable)
    expected = [each for each in index.indicators() if each.id in edition.indicators]
    missing = [each.name for each in expected if each.id not in scores]
    if missing:
        warnings.append(
            f"{len(missing)} of {len(expected)} indicators are missing: {', '.join(missing)}"
        )
    ordered = tuple(scores[each.id] for each in expected if each.id in scores)
    warnings += disagreements(index, edition.id, ordered, totals)
    return ScoreSheet(
        index=index.id,
        edition=edition.id,
        country=country.iso2,
        scores=ordered,
        totals=tuple(totals),
        source_publisher=index.publisher,
    )


def _blocks(
    tokens: Sequence[_Token], rows: Sequence[_Row], printed: Sequence[_Row]
) -> Iterable[Block]:
    """Passages in the order of the page, the table where its first figure stands."""
    in_table = {place for row in printed for place in (row.label_place, row.place)}
    in_table |= {row.last + 1 for row in printed if row.definition is not None}
    table_at = min(in_table)
    for place, token in enumerate(tokens):
        if place == table_at:
            yield from _table(rows)
        if place in in_table:
            continue
        text = _shown(token) if isinstance(token, _Figure) else token.text
        yield Block(PassageKind.PARAGRAPH, text)


def _table(rows: Sequence[_Row]) -> Iterable[Block]:
    for number, row in enumerate(rows):
        cells = (row.label.text, row.figure.value, row.figure.change, row.definition)
        for column, text in enumerate(cells):
            if text:
                cell = CellPosition(0, number, column)
                yield Block(PassageKind.TABLE_CELL, text, cell=cell)
