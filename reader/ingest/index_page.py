"""Saved pages of a scored index (ocindex.net): figures, the table they stand in, narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reader.domain.country import Country, CountryTable
from reader.domain.document import Block, CellPosition, Origin, PassageKind, SourceMetadata
from reader.domain.errors import ImportFailed
from reader.domain.score_changes import comparable_totals
from reader.domain.scoring import (
    Edition,
    Score,
    ScoredIndex,
    ScoreSheet,
    Total,
    disagreements,
    parse_figure,
)
from reader.ingest.boilerplate import lines_of, load_boilerplate
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.index_lines import (
    LONGEST_LABEL_LINE,
    NOT_APPLICABLE,
    Figure,
    Row,
    Text,
    Token,
    rows_of,
    tokens_of,
)
from reader.ingest.metadata import detect_language, infer_most_named, names
from reader.places import resources
from reader.text.folding import fold

FORMAT = "index_page"

_ENDS_IN_FIGURE = re.compile(
    r"\d\.\d\d[ \t]*\(?(?:n/?a|[-−–+]?\d{1,2}\.\d\d)?\)?[ \t]*$", re.I | re.M
)
# So many labelled figures make a page of the index; an article may quote one or two.
_LEAST_FIGURES = 5
_LONGEST_DEFINITION = 220
_LONG = 60


def is_index_page(text: str, knowledge: Knowledge) -> bool:
    """Whether `text` has so many labelled figures of a scored index that it is a page of it."""
    return _which(text, knowledge) is not None


def _which(text: str, knowledge: Knowledge) -> ScoredIndex | None:
    if sum(1 for _ in _ENDS_IN_FIGURE.finditer(text)) < _LEAST_FIGURES:
        return None
    lines = lines_of(text)
    for index in knowledge.indices.values():
        tokens = tokens_of(lines, index)
        found = {row.label.id for row in rows_of(tokens) if row.label.is_indicator}
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
    tokens = _without_furniture(tokens_of(lines_of(text), index))
    texts = [token.text for token in tokens if isinstance(token, Text)]
    country, reasons = _country(texts, knowledge.countries)
    printed = _defined(rows_of(tokens), tokens, country, knowledge.countries)
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
        country_reasons=reasons,
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


def _without_furniture(tokens: Iterable[Token]) -> list[Token]:
    """Without what the site says of itself, and without long lines that stand twice."""
    furniture = load_boilerplate(resources() / "boilerplate.toml").index_furniture
    kept: list[Token] = []
    seen: set[str] = set()
    for token in tokens:
        if not isinstance(token, Text):
            kept.append(token)
            continue
        text = token.text
        while match := furniture.match(text):
            text = text[match.end() :]
        folded = fold(text)
        if text.strip() and folded not in seen:
            kept.append(Text(text.strip()))
        if len(text) >= _LONG:
            seen.add(folded)
    return kept


def _country(texts: Sequence[str], table: CountryTable) -> tuple[Country | None, Mapping[str, str]]:
    """The country that a line of the page consists of, if one only; else the one most named.

    With it comes why, by its code.
    """
    alone = {
        country.iso2: country
        for text in texts
        if 3 < len(text) <= LONGEST_LABEL_LINE and (country := table.find(text))
    }
    if len(alone) == 1:
        return next(iter(alone.values())), dict.fromkeys(alone, "a line of the page is its name")
    found = infer_most_named("\n".join(texts), table)
    return (table.by_code(next(iter(found))) if found else None), found


def _defined(
    rows: Sequence[Row], tokens: Sequence[Token], country: Country | None, table: CountryTable
) -> list[Row]:
    """Rows with the line after each that defines its label, on pages that give definitions.

    A line that names the page's country, or is too long, is narrative.
    """

    def after(row: Row) -> str | None:
        token = tokens[row.last + 1] if row.last + 1 < len(tokens) else None
        if not isinstance(token, Text) or len(token.text) > _LONGEST_DEFINITION:
            return None
        return None if country is not None and names(token.text, country, table) else token.text

    definitions = [after(row) for row in rows]
    if 2 * sum(each is not None for each in definitions) < len(rows):
        return list(rows)
    return [replace(row, definition=each) for row, each in zip(rows, definitions)]


def _once(printed: Sequence[Row], warnings: list[str]) -> list[Row]:
    """Each label's first figure; another one that does not agree with it is reported."""
    rows: dict[str, Row] = {}
    for row in printed:
        first = rows.setdefault(row.label.id, row)
        if _shown(first.figure) != _shown(row.figure):
            warnings.append(
                f"{first.label.text} is printed twice with different figures: "
                f"{_shown(first.figure)} was kept, {_shown(row.figure)} was not"
            )
    return list(rows.values())


def _shown(figure: Figure) -> str:
    return figure.value if figure.change is None else f"{figure.value} ({figure.change})"


def _on_scale(rows: Sequence[Row], index: ScoredIndex, warnings: list[str]) -> list[Row]:
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


def _change(figure: Figure) -> Decimal | None:
    if figure.change is None or NOT_APPLICABLE.fullmatch(figure.change):
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
        if len(text) <= LONGEST_LABEL_LINE
        for match in pattern.finditer(text)
    }
    return index.edition(found.pop()) if len(found) == 1 else None


def _inferred_edition(rows: Sequence[Row], index: ScoredIndex) -> tuple[Edition | None, str | None]:
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
    return edition, f"not stated on the page; {reason}"


def _title(country: Country | None, index: ScoredIndex, edition: Edition | None) -> str:
    subject = f"{country.name}: {index.name}" if country else index.name
    return f"{subject} {edition.id}" if edition else subject


def _sheet(
    index: ScoredIndex,
    edition: Edition,
    country: Country,
    rows: Sequence[Row],
    warnings: list[str],
) -> ScoreSheet:
    scores: dict[str, Score] = {}
    totals: list[Total] = []
    same_set = comparable_totals(index, edition.id)
    for row in rows:
        value, change = parse_figure(row.figure.value), _change(row.figure)
        identifier = row.label.id
        if not row.label.is_indicator:
            given = row.figure.change is not None
            comparable = change is not None if given else identifier in same_set
            totals.append(Total(identifier, value, change, comparable, computed=False))
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
    tokens: Sequence[Token], rows: Sequence[Row], printed: Sequence[Row]
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
        text = _shown(token) if isinstance(token, Figure) else token.text
        yield Block(PassageKind.PARAGRAPH, text)


def _table(rows: Sequence[Row]) -> Iterable[Block]:
    for number, row in enumerate(rows):
        cells = (row.label.text, row.figure.value, row.figure.change, row.definition)
        for column, text in enumerate(cells):
            if text:
                cell = CellPosition(0, number, column)
                yield Block(PassageKind.TABLE_CELL, text, cell=cell)
