"""The chapters of an EPUB, which are web pages in a package: read as such, and all of them."""

from __future__ import annotations

import dataclasses
import html
import posixpath
import re

from reader.domain.document import Block
from reader.domain.errors import ImportFailed
from reader.ingest.blocks import blocks_from_html
from reader.ingest.decoding import decode
from reader.ingest.office_metadata import reading_order
from reader.ingest.package import Package
from reader.ingest.pictures import PictureShelf, picture_finder

# Bounded where a hostile chapter could make a search run to its end again and again.
_BODY = re.compile(r"<body(?:\s[^<>]*)?>", re.I)
_BODY_END = re.compile(r"</body\s*>", re.I)
_HEAD_END = re.compile(r"</head\s*>", re.I)
# XHTML may close any tag where it opens; read as HTML, `<a id="p1"/>` would stay open.
_CLOSED = re.compile(r"<([A-Za-z][\w:-]*)((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/>")
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
# A picture of a page made for readers that scale: `<svg><image xlink:href="cover.jpg"/></svg>`.
_DRAWN = re.compile(r"<(?:svg:)?image\b[^<>]{0,2000}?\bhref\s*=\s*([\"'])(.{0,2000}?)\1", re.S)
_SVG = re.compile(r"<(?:svg:)?svg\b.{0,20000}?</(?:svg:)?svg\s*>", re.S | re.I)
_PICTURE = re.compile(r"(<img\b[^<>]{0,2000}?\bsrc\s*=\s*)([\"'])(.{0,2000}?)\2", re.S | re.I)
# The number of a note is set above the line by a style sheet as often as by its tag.
_NOTE_MARK = re.compile(
    r"<a\b[^<>]{0,500}\b(?:doc-)?noteref\b[^<>]{0,500}>.{0,200}?</a\s*>", re.S | re.I
)
_FONTS = (".ttf", ".otf", ".woff", ".woff2", ".ttc")


def is_protected(package: Package) -> bool:
    """Whether more than fonts is encrypted (EPUB Open Container Format 3.3, 4.2.6.3.3)."""
    encryption = package.xml("META-INF/encryption.xml")
    if encryption is None:
        return "META-INF/rights.xml" in package.names
    targets = [each.get("URI") or "" for each in encryption.iter("{*}CipherReference")]
    return any(not target.lower().endswith(_FONTS) for target in targets)


def book_blocks(package: Package, name: str, shelf: PictureShelf) -> tuple[list[Block], list[str]]:
    """The passages of all chapters in the order of the book's spine, and warnings.

    Raises ImportFailed when the package does not say what its chapters are.
    """
    chapters = reading_order(package)
    if not chapters:
        raise ImportFailed(
            "the book does not list its chapters", item=name, remedy="Save or copy it again"
        )
    blocks: list[Block] = []
    warnings: list[str] = []
    tables = 0
    found = picture_finder(shelf, package.read)
    for chapter in chapters:
        data = package.read(chapter)
        if data is None:
            warnings.append(f"A chapter is missing: {chapter}")
            continue
        text, said = decode(data, f"{name}: {chapter}")
        warnings += said
        for block in blocks_from_html(_as_html(text, posixpath.dirname(chapter)), found):
            if block.cell is None:
                blocks.append(block)
                continue
            cell = dataclasses.replace(block.cell, table=tables + block.cell.table)
            blocks.append(dataclasses.replace(block, cell=cell))
        tables = 1 + max((each.cell.table for each in blocks if each.cell), default=-1)
    return blocks, warnings


def _as_html(chapter: str, folder: str) -> str:
    """A chapter's body, with pictures by their paths in the package and notes' marks raised."""
    begin = _BODY.search(chapter) or _HEAD_END.search(chapter)
    text = chapter[begin.end() :] if begin else chapter
    text = _SVG.sub(_drawn, _BODY_END.sub("", text))
    text = _CLOSED.sub(_opened_and_closed, text)
    text = _NOTE_MARK.sub(r"<sup>\g<0></sup>", text)

    def inside(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, html.unescape(match.group(3))))
        if re.match(r"[A-Za-z][\w+.-]*:", match.group(3)) or path.startswith(".."):
            return match.group()
        return f"{match.group(1)}{match.group(2)}{html.escape(path)}{match.group(2)}"

    return _PICTURE.sub(inside, text)


def _opened_and_closed(tag: re.Match[str]) -> str:
    name, attributes = tag.groups()
    return tag.group() if name.lower() in _VOID else f"<{name}{attributes}></{name}>"


def _drawn(svg: re.Match[str]) -> str:
    """The pictures in a drawing; the drawing itself is not shown."""
    return "".join(f'<img src="{match.group(2)}">' for match in _DRAWN.finditer(svg.group()))
