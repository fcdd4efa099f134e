"""Office documents rewritten before pandoc reads them, where it would lose words of theirs.

Found by comparing letters: pandoc 3.9 passes over what stands in text boxes, shapes, simple fields,
ruby, custom markup and unsigned insertions, and cells beyond a table's declared grid.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from reader.ingest.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT = f"{{{_ODF}:text:1.0}}"
_DRAW = f"{{{_ODF}:drawing:1.0}}"
_UNWRAPPED = ("fldSimple", "smartTag", "customXml", "ins", "moveTo", "dir", "bdo")
_COLUMN_WIDTH = "2000"
# Inline elements of OpenDocument that pandoc reads as what they are; others are read as their text.
_KNOWN_INLINE_NAMES = (
    "a annotation bookmark bookmark-end bookmark-ref bookmark-start change change-end change-start "
    "line-break list list-item note note-body note-citation p h reference-mark reference-mark-end "
    "reference-mark-start s soft-page-break span tab"
)
_KNOWN_INLINE = frozenset(f"{_TEXT}{name}" for name in _KNOWN_INLINE_NAMES.split())
_SHAPE_NAMES = "text-box custom-shape rect ellipse circle polygon polyline path line connector"
_SHAPES = tuple(f"{_DRAW}{name}" for name in _SHAPE_NAMES.split())


def smooth_docx(package: Package) -> bytes:
    """A Word document that pandoc reads whole; its pictures and notes as they are."""
    changed = {}
    for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root = package.xml(part)
        if root is not None:
            _choose(root)
            _unwrap(root, _UNWRAPPED)
            _lay_ruby_open(root)
            for box in list(root.iter(f"{_W}txbxContent")):
                _move_below(box, box.getparent(), (f"{_W}p",))
            for table in list(root.iter(f"{_W}tbl")):
                _widen_grid(table)
            changed[part] = root
    return _packed(package, changed)


def smooth_odt(package: Package) -> bytes:
    """An OpenDocument text that pandoc reads whole; its pictures and styles as they are."""
    root = package.xml("content.xml")
    if root is None:
        return package.data
    for box in list(root.iter(*_SHAPES)):
        holder = box.getparent()
        if holder is not None and holder.tag == f"{_DRAW}frame":
            _move_below(box, holder, (f"{_TEXT}p", f"{_TEXT}h"))
        else:
            _move_below(box, box, (f"{_TEXT}p", f"{_TEXT}h"))
    for numbered in list(root.iter(f"{_TEXT}numbered-paragraph")):
        _replace(numbered, list(numbered))
    for paragraph in list(root.iter(f"{_TEXT}p", f"{_TEXT}h")):
        for element in list(paragraph.iterdescendants()):
            unknown = isinstance(element.tag, str) and element.tag.startswith(_TEXT)
            if unknown and element.tag not in _KNOWN_INLINE:
                if element.tag == f"{_TEXT}ruby-text":
                    element.text = f" {element.text or ''}"
                element.tag = f"{_TEXT}span"
    return _packed(package, {"content.xml": root})


def _choose(root: Any) -> None:
    """Of the forms that one thing has for newer and older programs, the newest."""
    for alternative in list(root.iter(f"{_MC}AlternateContent")):
        chosen = alternative.find(f"{_MC}Choice")
        if chosen is None:
            chosen = alternative.find(f"{_MC}Fallback")
        _replace(alternative, [] if chosen is None else list(chosen))


def _unwrap(root: Any, names: tuple[str, ...]) -> None:
    for element in list(root.iter(*(f"{_W}{name}" for name in names))):
        if not len(element):  # a mark in a run's or a row's properties
            continue
        own = (f"{_W}fldData", f"{_W}smartTagPr", f"{_W}customXmlPr")
        _replace(element, [child for child in element if child.tag not in own])


def _lay_ruby_open(root: Any) -> None:
    """Small glosses stand after the words they are set above."""
    for ruby in list(root.iter(f"{_W}ruby")):
        run = ruby.getparent()
        if run is None or run.getparent() is None:
            continue
        for part in ("rubyBase", "rt"):
            inside = list(ruby.iterfind(f"{_W}{part}/*"))
            if part == "rt":
                space = run.makeelement(f"{_W}t", {_PRESERVE: "preserve"})
                space.text = " "
                between = run.makeelement(f"{_W}r", {})
                between.append(space)
                inside.insert(0, between)
            for inner in inside:
                run.addprevious(inner)
        run.remove(ruby)


def _widen_grid(table: Any) -> None:
    """Declare as many columns as the rows have, each with a width."""
    grid = table.find(f"{_W}tblGrid")
    if grid is None:
        return
    wanted = max((_row_width(row) for row in table.iterfind(f".//{_W}tr")), default=0)
    columns = grid.findall(f"{_W}gridCol")
    for column in columns:
        if not (column.get(f"{_W}w") or "").isdigit():
            column.set(f"{_W}w", _COLUMN_WIDTH)
    for _ in range(len(columns), min(wanted, 1000)):
        grid.append(grid.makeelement(f"{_W}gridCol", {f"{_W}w": _COLUMN_WIDTH}))


def _row_width(row: Any) -> int:
    width = 0
    for cell in row.iter(f"{_W}tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        value = "" if span is None else span.get(f"{_W}val") or ""
        width += int(value) if value.isdigit() and len(value) < 4 else 1
    return width


def _move_below(box: Any, holder: Any, paragraphs: tuple[str, ...]) -> None:
    """Put what stands in a box below the paragraph that it hangs on, in its order."""
    above = next((each for each in box.iterancestors(*paragraphs)), None)
    children = [child for child in box if isinstance(child.tag, str)]
    if above is None:
        _replace(holder, children)
        return
    for child in reversed(children):
        child.tail = None
        above.addnext(child)
    # Only the box goes: a run's other text stays where it is.
    box.text = None


def _replace(element: Any, children: list[Any]) -> None:
    """Put `children` in the place of `element`, and keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    for child in children:
        element.addprevious(child)
    previous = element.getprevious()
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def _packed(package: Package, changed: dict[str, Any]) -> bytes:
    from lxml import etree

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(package.names, key=lambda name: name != "mimetype"):
            root = changed.get(name)
            data = package.read(name) if root is None else etree.tostring(root, encoding="utf-8")
            if data is not None:
                archive.writestr(name, data)
    return out.getvalue()
