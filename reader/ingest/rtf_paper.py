"""The paragraphs, tables and notes of rich text as they come, and their HTML."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_NUMBER = re.compile(r"(\d{1,6})[.)]?")
_BULLETS = frozenset("•·●○◦▪■□‣–-*o§\uf0b7\uf0a7\uf06f")
_DEEPEST_LIST = 9


@dataclass(slots=True)
class _Cell:
    """A cell of a row: its HTML, where it begins and how far it reaches."""

    content: str
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class _Edge:
    """What `\\cellx` and the words before it say of a cell."""

    joins_left: bool = False
    joins_above: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[_Cell] = field(default_factory=list)


class Paper:
    """What is written paragraph by paragraph; tables and lists are made of them."""

    def __init__(self) -> None:
        self.heading = 0
        self._parts: list[str] = []
        self._runs: list[str] = []
        self._marker: list[str] = []
        self._list_level = 0
        self._in_table = False
        self._cell: list[str] = []
        self._contents: list[str] = []
        self._edges: list[_Edge] = []
        self._edge = _Edge()
        self._rows: list[_Row] = []

    def write(
        self,
        text: str,
        *,
        strong: bool = False,
        emphasis: bool = False,
        raised: bool = False,
        link: str | None = None,
    ) -> None:
        """Append text to the paragraph."""
        run = html.escape(text, quote=False)
        for tag, wanted in (("sup", raised), ("em", emphasis), ("strong", strong)):
            if wanted:
                run = f"<{tag}>{run}</{tag}>"
        if link:
            run = f'<a href="{html.escape(link)}">{run}</a>'
        self._runs.append(run)

    def picture(self, kind: str, data: bytes) -> None:
        """Put a picture where the paragraph stands."""
        encoded = base64.b64encode(data).decode("ascii")
        self._runs.append(f'<img src="data:{kind};base64,{encoded}">')

    def mark(self, text: str) -> None:
        """Append to the mark before a list's item."""
        self._marker.append(text)

    def shape(self, word: str, number: int | None) -> None:
        """Take a control word of paragraphs and tables; others mean nothing to a text."""
        if word == "pard":
            self.heading = self._list_level = 0
            self._in_table = False
        elif word == "line":
            self._runs.append("<br>")
        elif word == "ilvl":
            self._list_level = min(max(number or 0, 0), _DEEPEST_LIST)
        elif word == "intbl":
            self._in_table = True
        elif word == "trowd":
            self._edges, self._edge = [], _Edge()
        elif word == "clmrg":
            self._edge.joins_left = True
        elif word == "clvmrg":
            self._edge.joins_above = True
        elif word == "cellx":
            self._edges.append(self._edge)
            self._edge = _Edge()
        elif word == "cell":
            self._in_table = True
            self.end_paragraph()
            self._contents.append("".join(self._cell))
            self._cell = []
        elif word == "row":
            self._end_row()

    def end_paragraph(self) -> None:
        """What was written since the last one is a paragraph."""
        content = _joined("".join(self._runs))
        marker = "".join(self._marker).strip()
        self._runs, self._marker = [], []
        if self._in_table:
            # A cell's paragraphs are one text; marks of lists stay as they are written.
            marked = f"{html.escape(marker)} {content}" if marker else content
            self._cell.append(f"<p>{marked}</p>" if marked else "")
            return
        self._end_table()
        if not content:
            # A picture may follow; a mark without text is none.
            return
        if self.heading:
            level = min(self.heading, 6)
            before = f"{html.escape(marker)} " if marker else ""
            self._parts.append(f"<h{level}>{before}{content}</h{level}>")
        elif marker:
            self._parts.append(self._item(marker, content))
        else:
            self._parts.append(f"<p>{content}</p>")

    def _item(self, marker: str, content: str) -> str:
        number = _NUMBER.fullmatch(marker)
        if number is None and marker not in _BULLETS:
            return f"<p>{html.escape(marker)} {content}</p>"
        inner = f'<ol start="{number.group(1)}">' if number else "<ul>"
        end = "</ol>" if number else "</ul>"
        outer = self._list_level
        return f"{'<ul>' * outer}{inner}<li>{content}</li>{end}{'</ul>' * outer}"

    def _end_row(self) -> None:
        if self._runs or self._cell:
            self._in_table = True
            self.end_paragraph()
            self._contents.append("".join(self._cell))
            self._cell = []
        row = _Row()
        for column, content in enumerate(self._contents):
            edge = self._edges[column] if column < len(self._edges) else _Edge()
            if edge.joins_left and row.cells and not content:
                row.cells[-1].columns += 1
            elif edge.joins_above and not content and (above := self._above(column)):
                above.rows += 1
            else:
                row.cells.append(_Cell(content, column))
        self._contents = []
        self._rows.append(row)

    def _above(self, column: int) -> _Cell | None:
        """The cell that reaches down to the row that is being made."""
        for back, row in enumerate(reversed(self._rows), 1):
            for cell in row.cells:
                if cell.column == column:
                    return cell if cell.rows == back else None
        return None

    def _end_table(self) -> None:
        if self._cell or self._contents:
            self._end_row()
        rows, self._rows = self._rows, []
        if not rows:
            return
        lines = []
        for row in rows:
            cells = [
                f"<td{_span('colspan', cell.columns)}{_span('rowspan', cell.rows)}>"
                f"{cell.content}</td>"
                for cell in row.cells
            ]
            lines.append(f"<tr>{''.join(cells)}</tr>")
        self._parts.append(f"<table>{''.join(lines)}</table>")

    def html(self, notes: Iterable[tuple[int | None, Paper]] = ()) -> str:
        """All of it, with the notes below: numbered as their marks, or with their own marks."""
        self._in_table = False
        self.end_paragraph()
        self._end_table()
        parts = [*self._parts]
        for number, note in notes:
            content = note.html()
            if number is None:
                parts.append(content)
            elif content:
                parts.append(f'<ol start="{number}"><li>{content}</li></ol>')
        return "".join(parts)


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _joined(text: str) -> str:
    """Halves of characters beyond the first plane, written one by one, as the characters."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.strip(" ")
