"""Makes small XLSX files: sheets of rows, a number as a number, a text as a text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from reader.domain.scoring import ScoredIndex

Cell = str | float | int | None
Rows = Sequence[Sequence[Cell]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The bytes of a workbook with these sheets, in this order."""
    return packed({each: sheet_xml(rows) for each, rows in sheets.items()})


def packed(sheets: Mapping[str, str], extra: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook of sheets that are XML already, with further parts."""
    numbered = list(enumerate(sheets, 1))
    named = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in numbered
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet"'
        f' Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r"'
        f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{related}</Relationships>",
    }
    parts |= {f"xl/worksheets/sheet{at}.xml": sheets[name] for at, name in numbered}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return data.getvalue()


def sheet_xml(rows: Rows) -> str:
    """A sheet's XML; an empty cell is not written."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{_letters(at)}{number}", cell)
            for at, cell in enumerate(row)
            if cell is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, cell: str | float) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def index_header(index: ScoredIndex, edition: str, average: str = "") -> list[Cell]:
    """The columns of an edition's sheet, averages before their parts, as the publisher has them."""
    header: list[Cell] = ["Continent", "Region", "Country", f"Criminality{average}"]
    for pillar in index.pillars:
        header.append(f"{pillar.name}{average}")
        header += [
            each.name for each in pillar.indicators if each.id in index.edition(edition).indicators
        ]
    return header


def index_row(index: ScoredIndex, edition: str, country: str, value: float) -> list[Cell]:
    """A country whose every figure is `value`."""
    return ["Somewhere", "A region", country, *[value] * (len(index_header(index, edition)) - 3)]
