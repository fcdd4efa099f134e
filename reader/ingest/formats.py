"""Which importer reads a file: by its content and its name, named where none does."""

from __future__ import annotations

import dataclasses
import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from reader.domain.errors import ImportFailed
from reader.domain.mapping_draft import TableSheet
from reader.ingest.decoding import decode
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.metadata import with_country_reasons, without_strange_addresses

LARGEST = 64 * 1024 * 1024
_HEAD = 4096
_FRONT_MATTER = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*:")
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.I)
# What a zip file's directory, or a member of it, raises when it was cut short or altered.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
_AS_ARCHIVE = "Give its name the ending that archives have (%s) and import it again"
# Files that no importer reads, told by their first bytes whatever they are called, with what to do
# about them where that is not plain.
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old office document (.doc, .xls or .ppt)",
        "Open it in an office program and save it as .docx, .odt or .xlsx",
    ),
    (b"\x89PNG", "a picture", None),
    (b"\xff\xd8\xff", "a picture", None),
    (b"GIF8", "a picture", None),
    (b"SQLite format 3", "a database", None),
    (b"\x1f\x8b", "a gzip archive", _AS_ARCHIVE % ".gz or .tar.gz"),
    (b"PK\x03\x04", "a zip archive", _AS_ARCHIVE % ".zip"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is called in messages, the endings of its name, who reads it.

    `reader` is the module of `reader.ingest` and its function: of a `Source` and `Knowledge`, or,
    with `as_text`, of the decoded text, the file's name and `Knowledge`; `with_companions` then
    adds what gives the files beside it.
    """

    id: str
    name: str
    endings: tuple[str, ...]
    reader: str
    as_text: bool = False
    with_companions: bool = False


FORMATS = (
    Format(
        "markdown",
        "Markdown",
        (".md", ".markdown", ".mdown", ".mkd"),
        "markdown_file:import_markdown",
        as_text=True,
        with_companions=True,
    ),
    Format(
        "saved_text",
        "saved web pages as plain text",
        (".txt", ".text"),
        "saved_text:import_saved_text",
        as_text=True,
    ),
    Format("web_page", "web pages", (".html", ".htm", ".xhtml"), "web_page:import_web_page"),
    Format("web_archive", "web archives", (".mhtml", ".mht"), "web_archive:import_web_archive"),
    Format("pdf", "PDF", (".pdf",), "pdf_file:import_pdf"),
    Format("epub", "EPUB books", (".epub",), "office_file:import_epub"),
    Format("docx", "Word documents", (".docx",), "office_file:import_docx"),
    Format("odt", "OpenDocument texts", (".odt",), "office_file:import_odt"),
    Format("rtf", "rich text", (".rtf",), "office_file:import_rtf"),
    Format(
        "factbook", "country files of the World Factbook", (".json",), "factbook:import_factbook"
    ),
    Format(
        "scores",
        "tables of scores as CSV",
        (".csv", ".tsv"),
        "score_table:import_score_text",
        as_text=True,
    ),
    Format("workbook", "workbooks of scores", (".xlsx",), "score_table:import_score_workbook"),
)
_BY_ID = {each.id: each for each in FORMATS}
_BY_ENDING = {ending: each for each in FORMATS for ending in each.endings}
# How the sheets of a format are read for a preview: the function of `table_preview`.
_SHEETS = {"scores": "delimited_sheets", "workbook": "workbook_sheets"}
_INDEX_PAGE = Format("index_page", "", (), "index_page:import_index_page", as_text=True)


def is_supported(name: str) -> bool:
    """Whether a file of that name is one that Dossier reads, by its ending."""
    return _ending(name) in _BY_ENDING


def load_importer(name: str) -> None:
    """Import what reads a file of that name, where its ending says so."""
    found = _BY_ENDING.get(_ending(name))
    if found is not None:
        _load(found)


def known_formats() -> str:
    """All kinds of files that Dossier reads, as one phrase."""
    phrases = [f"{each.name} ({', '.join(each.endings)})" for each in FORMATS]
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def import_file(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source by what its content and its name say it is.

    Raises ImportFailed with the reason and a remedy when it is empty, too large, damaged, or of a
    kind that Dossier does not know; nothing is guessed.
    """
    data, name = source.data, source.name
    if len(data) > LARGEST:
        raise _too_large(name)
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise ImportFailed("the file is empty", item=name, remedy="Save it again with its content")
    found = _sniff(data, name)
    if found is not None and not found.as_text:
        return _explained(_load(found)(source, knowledge), knowledge)
    text, warnings = decode(data, name)
    if not text.strip():
        raise ImportFailed("the file is empty", item=name, remedy="Save it again with its content")
    found = _of_text(found, text, name, knowledge)
    beside = (source.companion,) if found.with_companions else ()
    imported = _load(found)(text, name, knowledge, *beside)
    imported = dataclasses.replace(imported, warnings=(*warnings, *imported.warnings))
    return _explained(imported, knowledge)


def read_sheets(source: Source) -> tuple[TableSheet, ...]:
    """The beginning of every sheet of a CSV or XLSX file, whatever its columns are.

    Raises ImportFailed when it is too large, damaged, empty or no table.
    """
    if len(source.data) > LARGEST:
        raise _too_large(source.name)
    found = _sniff(source.data, source.name)
    reader = _SHEETS.get(found.id) if found is not None else None
    if reader is None:
        raise ImportFailed(
            "this is no table", item=source.name, remedy="Save the table as CSV or XLSX"
        )
    module = importlib.import_module("reader.ingest.table_preview")
    sheets: tuple[TableSheet, ...] = getattr(module, reader)(source)
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise ImportFailed(
            "the table is empty", item=source.name, remedy="Save it again with its content"
        )
    return sheets


def _too_large(name: str) -> ImportFailed:
    return ImportFailed(
        f"the file is larger than {LARGEST // 1024**2} MB", item=name, remedy="Split it"
    )


def _explained(imported: Imported, knowledge: Knowledge) -> Imported:
    """With a reason for each country that the importer gave none for."""
    if imported.metadata is None:
        return imported
    metadata = with_country_reasons(imported.metadata, imported.blocks, knowledge.countries)
    metadata, doubts = without_strange_addresses(metadata)
    return dataclasses.replace(imported, metadata=metadata, warnings=(*imported.warnings, *doubts))


def _ending(name: str) -> str:
    return PureWindowsPath(PurePosixPath(name).name).suffix.lower()


def _sniff(data: bytes, name: str) -> Format | None:
    """The format that unmistakable content says, else the one of the name; None for neither."""
    head = data[:_HEAD]
    if data.startswith(b"PK\x03\x04") and (packed := _packed(data, name)) is not None:
        return packed
    if b"%PDF-" in head[:1024]:
        return _BY_ID["pdf"]
    if data.startswith(b"{\\rtf"):
        return _BY_ID["rtf"]
    for signature, kind, remedy in _FOREIGN:
        if data.startswith(signature):
            raise _unknown(f"this is {kind}", name, remedy)
    if _MHTML.search(head):
        return _BY_ID["web_archive"]
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return _BY_ID["web_page"]
    return _BY_ENDING.get(_ending(name))


def _packed(data: bytes, name: str) -> Format | None:
    """What the names in a zip file's directory say it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except _DAMAGED as error:
        raise ImportFailed(
            f"the file is damaged ({error})", item=name, remedy="Save or copy it again"
        ) from error
    if kind.startswith(b"application/epub+zip"):
        return _BY_ID["epub"]
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return _BY_ID["odt"]
    if "word/document.xml" in names:
        return _BY_ID["docx"]
    if "xl/workbook.xml" in names:
        return _BY_ID["workbook"]
    return None


def _of_text(found: Format | None, text: str, name: str, knowledge: Knowledge) -> Format:
    """The format of a text: that of its name, else one that its content says unmistakably."""
    if found is None and not _ending(name):
        if _is_score_sheet(text):
            return _BY_ID["scores"]
        if _FRONT_MATTER.match(text):
            return _BY_ID["markdown"]
    if (found is None and not _ending(name)) or (found is not None and found.id == "saved_text"):
        from reader.ingest.index_page import is_index_page

        if is_index_page(text, knowledge):
            return _INDEX_PAGE
    if found is None:
        raise _unknown(
            f"Dossier does not know this kind of file ({_ending(name) or 'no ending'})", name
        )
    return found


def _unknown(what: str, name: str, remedy: str | None = None) -> ImportFailed:
    return ImportFailed(what, item=name, remedy=remedy or f"Dossier reads {known_formats()}")


def _load(found: Format) -> Callable[..., Imported]:
    module, function = found.reader.split(":")
    read: Callable[..., Imported] = getattr(
        importlib.import_module(f"reader.ingest.{module}"), function
    )
    return read


def _is_score_sheet(text: str) -> bool:
    header = text.split("\n", 1)[0]
    return header.replace(" ", "").lower().startswith("country,index,edition,indicator,value")
