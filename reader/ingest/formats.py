"""Which importer reads a file: by its name and its content, named where none does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge

LARGEST = 64 * 1024 * 1024
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich text document"),
)
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 8192
_FRONT_MATTER = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*:")

TextReader = Callable[[str, str, Knowledge], Imported]
"""Reads a decoded file: its text with `\\n` line ends, its name, what is known of the world."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the endings of its name, and how it is called in messages."""

    name: str
    endings: tuple[str, ...]


MARKDOWN = Format("Markdown", (".md", ".markdown", ".mdown", ".mkd"))
TEXT = Format("saved web pages as plain text", (".txt", ".text"))
SCORES = Format("tables of scores as CSV", (".csv",))
FORMATS = (MARKDOWN, TEXT, SCORES)


def is_supported(name: str) -> bool:
    """Whether a file of that name is one that Dossier reads, by its ending."""
    ending = _ending(name)
    return any(ending in each.endings for each in FORMATS)


def import_file(data: bytes, name: str, knowledge: Knowledge) -> Imported:
    """Read a file's bytes by what they and its name say it is.

    Raises ImportFailed with the reason and a remedy when it is empty, too large, damaged, no text,
    or of a kind that Dossier does not know; nothing is guessed.
    """
    if len(data) > LARGEST:
        raise ImportFailed(
            f"the file is larger than {LARGEST // 1024**2} MB", item=name, remedy="Split it"
        )
    text, warnings = _decode(data, name)
    if not text.strip():
        raise ImportFailed("the file is empty", item=name, remedy="Save it again with its content")
    reader = _reader(text, name, knowledge)
    imported = reader(text, name, knowledge)
    return Imported(
        format=imported.format,
        metadata=imported.metadata,
        blocks=imported.blocks,
        sheets=imported.sheets,
        warnings=(*warnings, *imported.warnings),
    )


def _ending(name: str) -> str:
    return PureWindowsPath(PurePosixPath(name).name).suffix.lower()


def _reader(text: str, name: str, knowledge: Knowledge) -> TextReader:
    ending = _ending(name)
    if ending in SCORES.endings or (not ending and _is_score_sheet(text)):
        from reader.ingest.score_sheet import import_score_sheet

        return import_score_sheet
    if ending in MARKDOWN.endings or (not ending and _FRONT_MATTER.match(text)):
        from reader.ingest.markdown_file import import_markdown

        return import_markdown
    if ending in TEXT.endings or not ending:
        from reader.ingest.index_page import import_index_page, is_index_page

        if is_index_page(text, knowledge):
            return import_index_page
    if ending in TEXT.endings:
        from reader.ingest.saved_text import import_saved_text

        return import_saved_text
    raise ImportFailed(
        f"Dossier does not know this kind of file ({ending or 'no ending'})",
        item=name,
        remedy=f"It reads {known_formats()}",
    )


def known_formats() -> str:
    """All kinds of files that Dossier reads, as one phrase."""
    phrases = [f"{each.name} ({', '.join(each.endings)})" for each in FORMATS]
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def _is_score_sheet(text: str) -> bool:
    header = text.split("\n", 1)[0]
    return header.replace(" ", "").lower().startswith("country,index,edition,indicator,value")


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The file's text with `\\n` line ends, and what has to be said about its encoding."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ImportFailed(
                f"this is {kind}, not text", item=name, remedy=f"Dossier reads {known_formats()}"
            )
    warnings: tuple[str, ...] = ()
    encoding = next((each for mark, each in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and not _is_damaged_utf8(data):
            encoding = "cp1252"
            warnings = (f"The file is not UTF-8 (byte {error.start}); it was read as Windows-1252",)
        else:
            warnings = (f"The file is damaged {encoding.upper()}: what is unreadable shows as �",)
        text = data.decode(encoding, "replace")
    if "\0" in text:
        raise ImportFailed(
            "this is not a text file (it contains NUL characters)",
            item=name,
            remedy=f"Dossier reads {known_formats()}",
        )
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), warnings


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII still reads as UTF-8, as it never does by chance."""
    text = data.decode("utf-8", "replace")
    unreadable = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - unreadable > unreadable
