"""The beginning of every sheet of a table, for somebody who describes its columns."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.mapping_draft import TableSheet
from reader.ingest.decoding import decode
from reader.ingest.imported import Source
from reader.ingest.spreadsheet import Table, read_delimited, read_workbook

MOST_SHEETS = 60
MOST_ROWS = 3000
MOST_COLUMNS = 300
# Of all sheets together: 250 countries by 240 columns. They are checked after every edit.
MOST_CELLS = 60_000
MOST_TEXT = 8_000_000
LONGEST_CELL = 500


def delimited_sheets(source: Source) -> tuple[TableSheet, ...]:
    """The one sheet of a CSV or TSV file. Raises ImportFailed."""
    text, _ = decode(source.data, source.name)
    return _beginnings([read_delimited(text, source.name)])


def workbook_sheets(source: Source) -> tuple[TableSheet, ...]:
    """The sheets of a workbook. Raises ImportFailed."""
    return _beginnings(read_workbook(source.data, source.name))


def as_table(sheet: TableSheet) -> Table:
    """A sheet as importers read it."""
    return Table(sheet.name, sheet.rows, sheet.decimal_comma)


def _beginnings(tables: Sequence[Table]) -> tuple[TableSheet, ...]:
    cells, text = MOST_CELLS, MOST_TEXT
    sheets = []
    for table in tables[:MOST_SHEETS]:
        rows = []
        for row in table.rows[:MOST_ROWS]:
            kept = tuple(cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS])
            cells -= len(kept)
            text -= sum(map(len, kept))
            if cells < 0 or text < 0:
                break
            rows.append(kept)
        if table.rows:
            widest = max(len(row) for row in table.rows)
            name = table.name[:LONGEST_CELL]
            sheets.append(
                TableSheet(name, tuple(rows), len(table.rows), widest, table.decimal_comma)
            )
    return tuple(sheets)
