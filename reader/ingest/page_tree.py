"""A page's elements: parsed without ever reaching out, and put so that blocks can be read off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from reader.ingest.blocks import BLOCK_TAGS

# Elements that show no text of the page.
_SILENT = (
    "audio base canvas datalist embed input link map meta optgroup option param script select "
    "source style track"
)
# Libraries put the real address of a picture that is loaded late into one of these.
_LATE_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-srcset")
# Where a button holds words of the text: the heading of a part that it unfolds.
_LABELLED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})
_LONGEST_CELL = 100
_NOTE = re.compile(r"\s*\[?\d{1,3}\]?\s*")
_SEAM = re.compile(r"[^\W\d_]{2}\n\d|[a-zß-öø-ÿ]\n[A-ZÀ-Þ]")
_EMPTY_PICTURE = re.compile(r"(?:data:|about:|#|$)", re.I)
_WORD = re.compile(r"\w+")


def parse(html: str) -> HtmlElement | None:
    """The page's `html` element, None where there is nothing in it.

    Of `html` that `page_source.read_source` has bounded. Entities that a page defines are not
    expanded, and nothing that it names is loaded.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml.html.document_fromstring(html.encode(), parser=parser)
    except lxml.etree.ParserError:
        return None
    return root


def prepare(root: HtmlElement) -> None:
    """Make of `root`'s layout what it stands for: paragraphs, notes, pictures, table cells."""
    for element in list(root.iter(*_SILENT.split())):
        if element.tag != "meta" and element.tag != "link":
            element.drop_tree()
    for button in list(root.iter("button")):
        if any(each.tag in _LABELLED for each in button.iterancestors()):
            button.tag = "span"
    for element in list(root.iter("head")):
        element.drop_tree()
    _part_at_double_breaks(root)
    _unfold_layout_tables(root)
    for link in root.iter("a"):
        if (link.get("href") or "").startswith("#") and _NOTE.fullmatch(link.text_content()):
            _raise(link)
    for span in root.iter("span", "a"):
        _part_from_next(span)
    for picture in root.iter("img"):
        _address(picture)
    for figure in root.iter("figure"):
        caption = figure.find(".//figcaption")
        if caption is not None and _WORD.search(caption.text_content()):
            for picture in figure.iter("img"):
                picture.attrib.pop("alt", None)


def words(text: str | None) -> int:
    """How many words `text` has."""
    return sum(1 for _ in _WORD.finditer(text)) if text else 0


def is_block(element: HtmlElement) -> bool:
    """Whether text does not run on over the edges of `element`."""
    return element.tag in BLOCK_TAGS


def _part_from_next(span: HtmlElement) -> None:
    """Put a blank between a label and its value, which only the page's style keeps apart."""
    following = span.getnext()
    if span.tail or following is None or following.tag not in {"span", "a"}:
        return
    if _SEAM.search(f"{span.text_content()[-2:]}\n{following.text_content()[:1]}"):
        span.tail = " "


def is_under(element: HtmlElement, above: HtmlElement) -> bool:
    """Whether `element` is `above`, or somewhere in it."""
    return element is above or any(each is above for each in element.iterancestors())


def _raise(link: HtmlElement) -> None:
    """Set a note's number above the line, where only its style did so."""
    parent = link.getparent()
    if parent is None or parent.tag == "sup" or link.find(".//sup") is not None:
        return
    before = link.getprevious()
    text = (before.tail if before is not None else parent.text) or ""
    if text[-1:].strip():
        raised = lxml.etree.Element("sup")
        raised.tail, link.tail = link.tail, None
        parent.replace(link, raised)
        raised.append(link)


def _part_at_double_breaks(root: HtmlElement) -> None:
    """Two breaks in a row part paragraphs: a rule takes the place of the first."""
    for line_break in list(root.iter("br")):
        following = line_break.getnext()
        if following is not None and following.tag == "br" and not (line_break.tail or "").strip():
            line_break.tag = "hr"


def _unfold_layout_tables(root: HtmlElement) -> None:
    """Tables that only arrange the page become plain divisions; those of data stay."""
    for table in reversed(list(root.iter("table"))):
        if not _is_layout(table):
            continue
        for part in [table, *_parts(table)]:
            part.tag = "div"


def _parts(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows and cells of `table` itself, not those of tables in its cells."""
    pending = list(table)
    while pending:
        element = pending.pop()
        if element.tag in {"thead", "tbody", "tfoot", "tr", "center", "form"}:
            pending += list(element)
            yield element
        elif element.tag in {"td", "th", "caption"}:
            yield element


def _is_layout(table: HtmlElement) -> bool:
    if table.get("role") in {"presentation", "none"}:
        return True
    if table.find(".//table") is not None:
        return True
    parts = list(_parts(table))
    if any(part.tag in {"th", "caption", "thead"} for part in parts):
        return False
    cells = [part for part in parts if part.tag == "td"]
    if len(cells) <= 1:
        return True
    for cell in cells:
        if cell.find(".//h1") is not None or cell.find(".//hr") is not None:
            return True
        if len(cell.findall(".//p")) > 2 or words(cell.text_content()) > _LONGEST_CELL:
            return True
    return False


def _address(picture: HtmlElement) -> None:
    """Where the picture's file is: the stated address, or the late one where that is a stand-in."""
    stated = (picture.get("src") or "").strip()
    if stated and not _EMPTY_PICTURE.match(stated):
        return
    if stated.startswith("data:picture/"):
        return
    for name in _LATE_ADDRESSES:
        if late := (picture.get(name) or "").split(",")[0].strip().split(" ")[0]:
            picture.set("src", late)
            return
