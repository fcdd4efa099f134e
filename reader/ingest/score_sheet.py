"""Dossier's own tables of scores: CSV with one figure a line, for any countries and editions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reader.domain.country import Country
from reader.domain.errors import ImportFailed, InvalidInput, NotFound, ReaderError
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
from reader.ingest.imported import Imported, Knowledge
from reader.text.plain import plain_text

FORMAT = "score_sheet"
REQUIRED = ("country", "index", "edition", "indicator", "value")
OPTIONAL = ("change", "comparable", "source_title", "source_publisher", "source_url")
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_MOST_NAMED = 5
_NOT_GIVEN = frozenset({"", "n/a", "na", "-"})


@dataclass(slots=True)
class _Sheet:
    """The figures of one country, edition and source as they come in, with their lines."""

    index: ScoredIndex
    edition: Edition
    country: Country
    source: tuple[str, str, str]
    scores: list[Score] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def has_score_sheet_header(text: str) -> bool:
    """Whether the first line that says anything names most of the columns of `REQUIRED`."""
    line = next((each for each in text.split("\n") if each.strip(" ,\t")), "")
    named = {cell.strip().strip('"').lower() for cell in line.split(",")}
    return len(named.intersection(REQUIRED)) >= len(REQUIRED) - 1


def import_score_sheet(text: str, name: str, knowledge: Knowledge) -> Imported:
    """Read a table with the columns of `REQUIRED` and, if present, of `OPTIONAL`.

    A row's `indicator` is an indicator's identifier, or a pillar's or a composite's for a published
    total. Raises ImportFailed naming the line when a row cannot be read: half a table is not taken.
    """
    sheets: dict[tuple[str, ...], _Sheet] = {}
    for line, row in _rows(text, name):
        try:
            _take(row, line, sheets, knowledge)
        except ReaderError as error:
            detail = f" ({error.item})" if error.item else ""
            raise ImportFailed(
                f"line {line}: {error.what}{detail}",
                item=name,
                remedy=error.remedy or "Mend the line and import the file again",
            ) from error
    if not sheets:
        raise ImportFailed(
            "the table has no rows", item=name, remedy="Write one figure a line below the header"
        )
    warnings = [warning for sheet in sheets.values() for warning in _doubts(sheet)]
    return Imported(
        format=FORMAT,
        metadata=None,
        sheets=tuple(_finished(sheet) for sheet in sheets.values()),
        warnings=tuple(warnings),
    )


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(plain_text(cell) for cell in cells):
                continue
            if header is None:
                header = _header(cells, name)
            elif len(cells) != len(header):
                raise ImportFailed(
                    f"line {reader.line_num}: {len(cells)} cells under {len(header)} columns",
                    item=name,
                    remedy="Put a cell that contains a comma in quotes",
                )
            else:
                yield reader.line_num, dict(zip(header, (plain_text(cell) for cell in cells)))
    except csv.Error as error:
        raise ImportFailed(
            f"line {reader.line_num}: not a CSV table ({error})",
            item=name,
            remedy="Save the table again as CSV",
        ) from error


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    missing = [column for column in REQUIRED if column not in header]
    if missing or len(set(header)) != len(header):
        reason = f"it lacks {', '.join(missing)}" if missing else "a column stands twice"
        raise ImportFailed(
            f"not a table of scores that Dossier knows: {reason}",
            item=name,
            remedy=f"The first line names the columns {','.join((*REQUIRED, *OPTIONAL))}",
        )
    return header


def _take(
    row: dict[str, str], line: int, sheets: dict[tuple[str, ...], _Sheet], knowledge: Knowledge
) -> None:
    index = knowledge.indices.get(row["index"])
    if index is None:
        raise NotFound(
            "no such index",
            item=row["index"],
            remedy=f"Known indices: {', '.join(sorted(knowledge.indices))}",
        )
    edition = index.edition(row["edition"])
    country = knowledge.countries.resolve(row["country"])
    source = (
        row.get("source_title", ""),
        row.get("source_publisher", ""),
        row.get("source_url", ""),
    )
    key = (index.id, edition.id, country.iso2, *source)
    sheet = sheets.setdefault(key, _Sheet(index, edition, country, source))
    identifier = row["indicator"]
    if identifier in sheet.lines:
        raise InvalidInput(
            f"{identifier} stands on line {sheet.lines[identifier]} already", item=country.name
        )
    sheet.lines[identifier] = line
    change = None if row.get("change", "").lower() in _NOT_GIVEN else parse_figure(row["change"])
    value = _value(row["value"], index)
    if change is not None and not index.lowest <= value - change <= index.highest:
        raise InvalidInput("the change comes from a figure off the scale", item=row["change"])
    totals = {each.id for each in index.pillars} | {each.id for each in index.composites}
    if identifier in totals:
        same_set = comparable_totals(index, edition.id)
        comparable = _comparable(row, change, otherwise=identifier in same_set)
        sheet.totals.append(Total(identifier, value, change, comparable, computed=False))
        return
    index.indicator(identifier)
    if identifier not in edition.indicators:
        raise InvalidInput(f"the edition {edition.id} does not score this", item=identifier)
    comparable = _comparable(row, change, otherwise=identifier not in edition.new)
    if comparable and identifier in edition.new:
        raise InvalidInput(
            f"it is new in the edition {edition.id} and compares with none before", item=identifier
        )
    sheet.scores.append(Score(identifier, value, change, comparable))


def _value(text: str, index: ScoredIndex) -> Decimal:
    value = parse_figure(text)
    if not index.lowest <= value <= index.highest:
        raise InvalidInput(f"not on the scale from {index.lowest} to {index.highest}", item=text)
    return value


def _comparable(row: dict[str, str], change: Decimal | None, *, otherwise: bool) -> bool:
    """Whether the row says that it compares; without a word of it, what its change says."""
    word = row.get("comparable", "").lower()
    if word not in _YES | _NO | {""}:
        raise InvalidInput("`comparable` is neither yes nor no", item=row["comparable"])
    if word in _NO and change is not None:
        raise InvalidInput("a change is given, but `comparable` says no", item=row["change"])
    if not word:
        return change is not None or otherwise
    return word in _YES


def _doubts(sheet: _Sheet) -> list[str]:
    whole = f"{sheet.country.name} {sheet.edition.id}"
    missing = sheet.edition.indicators - {score.indicator for score in sheet.scores}
    doubts = []
    if missing:
        names = [each.name for each in sheet.index.indicators() if each.id in missing]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        doubts.append(
            f"{whole}: {len(names)} of {len(sheet.edition.indicators)} indicators have no score: "
            f"{', '.join(names[:_MOST_NAMED])}{more}"
        )
    doubts += [
        f"{whole}: {doubt}"
        for doubt in disagreements(sheet.index, sheet.edition.id, sheet.scores, sheet.totals)
    ]
    return doubts


def _finished(sheet: _Sheet) -> ScoreSheet:
    title, publisher, url = sheet.source
    return ScoreSheet(
        index=sheet.index.id,
        edition=sheet.edition.id,
        country=sheet.country.iso2,
        scores=tuple(sheet.scores),
        totals=tuple(sheet.totals),
        source_title=title or None,
        source_publisher=publisher or None,
        source_url=url or None,
    )
