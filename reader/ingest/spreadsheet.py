"""Workbooks (XLSX) and delimited texts as tables of text, bounded in what they may unfold to."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_high

from python_calamine import CalamineError, CalamineWorkbook

from reader.domain.errors import ImportFailed
from reader.text.plain import plain_text

# Far above any published table of scores; a workbook beyond them is refused before it is parsed.
LARGEST_UNPACKED = 128 * 1024 * 1024
_MOST_CELLS = 5_000_000
_MOST_TEXT = 512 * 1024 * 1024
_MOST_PARTS = 2000
# As many as a sheet of a spreadsheet program has.
_MOST_COLUMNS = 16_384
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]*)(\d+)\s*[\"']")
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
# More digits, or letters, than any place in a sheet has.
_LONGEST_NUMBER = 9
_DELIMITERS = ",;\t|"
_REMEDY = "Open it in a spreadsheet program, and save the sheet with the scores as CSV"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name and its rows as text, a number in its shortest exact form.

    The first row is row 1, as a spreadsheet program counts. With `decimal_comma`, figures may be
    written `7,50`.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    decimal_comma: bool = False


def read_workbook(data: bytes, name: str) -> list[Table]:
    """The sheets of an XLSX file. Raises ImportFailed when it is damaged or unfolds to too much.

    Pictures, macros and links are not looked at.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_plain_archive(data, name)))
        return [
            Table(sheet, tuple(tuple(map(_text, row)) for row in rows))
            for sheet in book.sheet_names
            if (rows := book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
        ]
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise ImportFailed(
            f"the workbook is damaged ({error})", item=name, remedy="Save or copy it again"
        ) from error
    except (NotImplementedError, RuntimeError) as error:
        raise ImportFailed(
            f"the workbook is locked or packed in an unknown way ({error})",
            item=name,
            remedy="Save it again without a password",
        ) from error


def read_delimited(text: str, name: str) -> Table:
    """A CSV or TSV text, whatever it is delimited by. Raises ImportFailed with the line."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        for cells in reader:
            if len(cells) > _MOST_COLUMNS:
                raise ImportFailed(
                    f"line {reader.line_num} has {len(cells):,} columns, more than the "
                    f"{_MOST_COLUMNS:,} of a spreadsheet",
                    item=name,
                    remedy="Keep the columns of countries, years and scores, and save it again",
                )
            rows += [()] * (reader.line_num - len(rows) - 1)
            rows.append(tuple(plain_text(cell) for cell in cells))
    except csv.Error as error:
        raise ImportFailed(
            f"line {reader.line_num}: not a CSV table ({error})",
            item=name,
            remedy="Save the table again as CSV",
        ) from error
    return Table(name, tuple(rows), decimal_comma=delimiter == ";")


def _delimiter(text: str) -> str:
    """The one that most lines of the beginning have most of; a banner's commas do not count."""
    head = [line for line in text[:50_000].split("\n")[:60] if line.strip()]
    return max(
        _DELIMITERS,
        key=lambda each: median_high(line.count(each) for line in head) if head else 0,
    )


def _plain_archive(data: bytes, name: str) -> bytes:
    """The XML of a workbook, unpacked within bounds, as an archive without compression.

    What an archive's directory says of its sizes may be a lie; the parser gets none to believe.
    """
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [each for each in archive.infolist() if each.filename.endswith((".xml", ".rels"))]
        if len(members) > _MOST_PARTS:
            raise _too_large(f"{len(members)} parts", name)
        for member in members:
            with archive.open(member) as file:
                part = file.read(left + 1)
            left -= len(part)
            if left < 0:
                raise _too_large(f"more than {LARGEST_UNPACKED // 1024**2} MB", name)
            parts[member.filename] = part
    _check_extent(parts, name)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        for part_name, part in parts.items():
            archive.writestr(part_name, part)
    return plain.getvalue()


def _check_extent(parts: dict[str, bytes], name: str) -> None:
    """Refuse sheets whose cells lie so far apart, or repeat texts so long, that memory would end.

    The parser keeps every cell between the first and the last one, each with its own text.
    """
    shared = next((part for each, part in parts.items() if each.endswith("sharedStrings.xml")), b"")
    longest = max((len(each) for each in shared.split(b"</si>")), default=0)
    for part in parts.values():
        rows = columns = placed = 0
        for letters, number in _PLACE.findall(part):
            rows = max(rows, int(number[:_LONGEST_NUMBER]))
            if letters:
                placed += 1
                columns = max(columns, _column_number(letters[:_LONGEST_NUMBER]))
        # Rows and cells may be written without their place, one after the other.
        rows = max(rows, len(_ROW.findall(part)))
        if placed < len(_CELL.findall(part)):
            columns = max(columns, *(len(_CELL.findall(row)) for row in _ROW.split(part)))
        if rows * columns > _MOST_CELLS:
            raise _too_large(f"{rows} rows of {columns} columns in one sheet", name)
        if longest * len(_SHARED.findall(part)) > _MOST_TEXT:
            raise _too_large("very long texts that repeat", name)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_large(what: str, name: str) -> ImportFailed:
    return ImportFailed(f"the workbook unfolds to {what}", item=name, remedy=_REMEDY)


def _text(cell: object) -> str:
    """A cell as text; a whole number without decimals, any other with those that it needs."""
    if isinstance(cell, str):
        return plain_text(cell)
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        return str(cell)
    exact = Decimal(repr(cell))
    if not exact.is_finite():
        return str(cell)
    if exact == exact.to_integral_value() and abs(exact) < 10**15:
        return str(int(exact))
    return f"{exact:f}" if abs(exact.adjusted()) < 30 else str(exact)


def header_text(cells: Sequence[str]) -> str:
    """The names of columns as one phrase, for messages."""
    return ", ".join(f"`{each[:60]}`" for each in cells if each)
