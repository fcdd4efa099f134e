"""Passages to and from the rows of the table `passage`."""

from __future__ import annotations

import functools
import json
import sqlite3

from reader.domain.document import CellPosition, InlineSpan, Passage, PassageKind, SpanStyle

INSERT_PASSAGE = (
    "INSERT INTO passage (version, ordinal, kind, level, start, page, ordered, heading_path, cell,"
    " spans, text, picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@functools.lru_cache(maxsize=16)
def _path_json(path: tuple[str, ...]) -> str:
    # All passages under one heading have one path.
    return json.dumps(path, ensure_ascii=False)


@functools.lru_cache(maxsize=256)
def _path(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def passage_values(version: int, passage: Passage) -> tuple[object, ...]:
    """The values of a passage for `INSERT_PASSAGE`."""
    cell = passage.cell
    return (
        version,
        passage.ordinal,
        passage.kind.value,
        passage.level,
        passage.start,
        passage.page,
        passage.ordered,
        _path_json(passage.heading_path),
        None if cell is None else json.dumps([cell.table, cell.row, cell.column, cell.header]),
        json.dumps([[each.start, each.end, each.style, each.target] for each in passage.spans])
        if passage.spans
        else "[]",
        passage.text,
        passage.picture,
    )


def passage_from_row(row: sqlite3.Row) -> Passage:
    """The passage of a row of the table `passage`."""
    cell = json.loads(row["cell"]) if row["cell"] else None
    return Passage(
        kind=PassageKind(row["kind"]),
        text=row["text"],
        level=row["level"],
        heading_path=_path(row["heading_path"]),
        page=row["page"],
        cell=None if cell is None else CellPosition(cell[0], cell[1], cell[2], bool(cell[3])),
        ordered=row["ordered"],
        spans=()
        if row["spans"] == "[]"
        else tuple(
            InlineSpan(start, end, SpanStyle(style), target)
            for start, end, style, target in json.loads(row["spans"])
        ),
        picture=row["picture"],
        ordinal=row["ordinal"],
        start=row["start"],
    )
