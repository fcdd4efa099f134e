"""What the cells of the indicator table say: short in the cell, in words on hover and aloud."""

from __future__ import annotations

import enum
import html
from typing import Any

from reader.domain.country import fold_name
from reader.library.profile_values import (
    COMPUTED,
    CountryProfile,
    IndicatorRow,
    PillarRows,
    change_origin_words,
    change_text,
    evidence_words,
    row_change_words,
    row_sentence,
    scale_text,
    score_text,
    total_change_words,
    total_sentence,
)

UNKNOWN = "–"


class Column(enum.IntEnum):
    """The columns, left to right."""

    NAME = 0
    SCORE = 1
    CHANGE = 2
    EVIDENCE = 3


HEADERS = {
    Column.NAME: ("Indicator", "Sort by name"),
    Column.SCORE: ("Score", "Sort by score"),
    Column.CHANGE: ("Change", "Sort by the change to the edition before"),
    Column.EVIDENCE: ("Evidence", "Passages / sources in the library; sort by passages"),
}
"""Name and tooltip of each column."""


def cell_text(pillar: PillarRows, row: IndicatorRow | None, column: Column) -> str:
    """The text of a cell; `row` None is the pillar's own line."""
    return _group_text(pillar, column) if row is None else _row_text(row, column)


def cell_words(
    profile: CountryProfile, pillar: PillarRows, row: IndicatorRow | None, column: Column
) -> str:
    """A cell in words; in the first column the whole row as a sentence."""
    if row is None:
        return _group_words(profile, pillar, column)
    direction = pillar.pillar.direction
    if column is Column.NAME:
        return row_sentence(row, direction, profile.index.highest)
    if column is Column.EVIDENCE:
        return evidence_words(row.evidence)
    if column is Column.SCORE and row.score is not None:
        return f"{score_text(row.score.value)} of {scale_text(profile.index.highest)}"
    words = row_change_words(row, direction)
    origin = change_origin_words(row.score, row.previous_edition) if row.score else ""
    return f"{words}; {origin}" if origin else words


def definition_tip(row: IndicatorRow) -> str:
    """The tooltip of a name: the definition and the evidence, as rich text that wraps."""
    parts = (row.indicator.definition, evidence_words(row.evidence))
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
    return f"<p><b>{html.escape(row.indicator.name)}</b></p>{paragraphs}"


def sort_key(row: IndicatorRow, column: Column) -> Any:
    """What a column sorts a row by; None where it is unknown."""
    if column is Column.NAME:
        return fold_name(row.indicator.name)
    if column is Column.EVIDENCE:
        return (row.evidence.passages, row.evidence.sources)
    if row.score is None:
        return None
    return row.score.value if column is Column.SCORE else row.score.shown_change


def as_tsv(rows: list[tuple[PillarRows, IndicatorRow | None]]) -> str:
    """Rows for a spreadsheet: tab-separated under a header line, plain minus signs, no arrows.

    A pillar's own line, `row` None, has no indicator.
    """
    head = ("Pillar", "Indicator", "Score", "Change", "Passages", "Sources", "Newest")
    lines = [head, *(_tsv_fields(pillar, row) for pillar, row in rows)]
    return "".join("\t".join(" ".join(each.split()) for each in line) + "\n" for line in lines)


def _tsv_fields(pillar: PillarRows, row: IndicatorRow | None) -> tuple[str, ...]:
    figures = tuple(
        cell_text(pillar, row, column).replace("−", "-").removeprefix("+").replace(UNKNOWN, "")
        for column in (Column.SCORE, Column.CHANGE)
    )
    if row is None:
        return (pillar.pillar.name, "", *figures, "", "", "")
    found = row.evidence
    newest = str(found.newest) if found.newest else ""
    counts = (str(found.passages), str(found.sources), newest)
    return (pillar.pillar.name, row.indicator.name, *figures, *counts)


def _row_text(row: IndicatorRow, column: Column) -> str:
    if column is Column.NAME:
        return row.indicator.name
    if column is Column.EVIDENCE:
        found = row.evidence
        return f"{found.passages} / {found.sources}" if found.passages else "none"
    if row.score is None:
        return UNKNOWN if column is Column.SCORE else ""
    if column is Column.SCORE:
        return score_text(row.score.value)
    return "n/a" if row.score.shown_change is None else change_text(row.score.shown_change)


def _group_text(group: PillarRows, column: Column) -> str:
    if column is Column.NAME:
        return group.pillar.name
    if group.total is None or column is Column.EVIDENCE:
        return ""
    if column is Column.SCORE:
        return score_text(group.total.value)
    return "n/a" if group.total.shown_change is None else change_text(group.total.shown_change)


def _group_words(profile: CountryProfile, group: PillarRows, column: Column) -> str:
    pillar, total = group.pillar, group.total
    if column is Column.NAME:
        return total_sentence(
            pillar.name, total, pillar.direction, profile.index.highest, profile.previous_edition
        )
    if total is None or column is Column.EVIDENCE:
        return ""
    if column is Column.SCORE:
        return COMPUTED if total.computed else f"Average of {pillar.name.lower()}"
    return total_change_words(total, pillar.direction, profile.previous_edition)
