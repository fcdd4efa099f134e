"""What a text cursor has selected, as a range of the version's text."""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import QTextCursor

from reader.domain.document import PASSAGE_SEPARATOR
from reader.ui.reading.passage_document import PassageDocument


def selected_range(document: PassageDocument, cursor: QTextCursor) -> tuple[int, int] | None:
    """The selected range `[start, end)` in code points of the version's text, None for nothing.

    Separators at the edges are left out, words never are. Cells of a table that are selected as
    a rectangle count from the first to the last in reading order, which is what is copied, too.
    """
    if not cursor.hasSelection():
        return None
    low, high = cursor.selectionStart(), cursor.selectionEnd()
    table = cursor.currentTable()
    if cursor.hasComplexSelection() and table is not None:
        # The stub calls it an object; it is first row, rows, first column, columns.
        row, rows, column, columns = cast("tuple[int, int, int, int]", cursor.selectedTableCells())
        low = table.cellAt(row, column).firstPosition()
        high = table.cellAt(row + rows - 1, column + columns - 1).lastPosition()
    start = document.from_qt(low, forwards=True)
    end = document.from_qt(high, forwards=False)
    if start >= end:
        return None
    text = document.text(start, end)
    separators = len(text) - len(text.lstrip(PASSAGE_SEPARATOR))
    start += separators
    end = start + len(text.strip(PASSAGE_SEPARATOR))
    return (start, end) if start < end else None
