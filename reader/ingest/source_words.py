"""The words that stand in an office document's own XML, to see whether all of them arrived."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from reader.ingest.package import Package

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BREAK_NAMES = (
    "body br cr div h li line-break noBreakHyphen p rt ruby-base ruby-text rubyBase s tab td th "
    "title tr"
)
_BREAKS = frozenset(_BREAK_NAMES.split())
# In a Word document: what was moved away or deleted, the older form of what stands beside it,
# and the instructions of fields.
_NOT_IN_WORD = frozenset(
    {f"{_WORD}moveFrom", f"{_WORD}del", f"{_COMPATIBLE}Fallback", f"{_WORD}instrText"}
)
# In an OpenDocument text: what was deleted, remarks, descriptions, lists that a program makes.
_NOT_TEXT_NAMES = (
    "alphabetical-index annotation bibliography desc forms illustration-index note-citation object "
    "object-index sequence-decls table-index table-of-content title tracked-changes user-index"
)
_NOT_IN_OPEN_DOCUMENT = frozenset(_NOT_TEXT_NAMES.split())
# Words are compared without their digits, and those one by one: a note's raised number may stand
# apart from the word that it follows. A soft hyphen may be left out.
_COMPARED = re.compile(r"[^\W\d_]+|\d")
_WORDS = re.compile(r"[^\W_]+")
_UNCOMPARED = re.compile(r"[\W_]")
_LEVELLED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", "\xad")


def docx_text(package: Package) -> str:
    """The text of a Word document's body and notes; without headers, footers and comments."""
    parts = (package.xml(f"word/{part}.xml") for part in ("document", "footnotes", "endnotes"))
    pieces: list[str] = []
    for root in parts:
        if root is not None:
            pieces += _pieces(root, _NOT_IN_WORD, only=f"{_WORD}t")
    return "".join(pieces)


def odt_text(package: Package) -> str:
    """The text of an OpenDocument text, without comments and what was deleted."""
    root = package.xml("content.xml")
    body = None if root is None else root.find(".//{*}body")
    return "" if body is None else "".join(_pieces(body, _NOT_IN_OPEN_DOCUMENT))


def missing_words(source: str, arrived: str) -> list[str]:
    """The words that stand more often in `source` than in `arrived`, each once, in order.

    None where every letter and digit is there as often as it should be: what only stands closer
    together or further apart is not missing.
    """
    wanted, found = source.translate(_LEVELLED), arrived.translate(_LEVELLED)
    if not Counter(wanted) - Counter(found) - Counter(_UNCOMPARED.findall(wanted)):
        return []
    parts = Counter(_COMPARED.findall(wanted)) - Counter(_COMPARED.findall(found))
    words = Counter(_WORDS.findall(wanted)) - Counter(_WORDS.findall(found))
    return [word for word in words if any(part in parts for part in _COMPARED.findall(word))]


def _pieces(root: Any, left_out: frozenset[str], only: str | None = None) -> Iterator[str]:
    """The text of a tree in its order, without recursion, blocks parted by line breaks."""
    skipped: Any = None
    events = _walk(root)
    for event, element in events:
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.rpartition("}")[2]
        if event == "start":
            if skipped is None and (tag in left_out or name in left_out):
                skipped = element
            if skipped is None and name in _BREAKS:
                yield "\n"
            if skipped is None and tag and (only is None or tag == only):
                yield element.text or ""
        else:
            if skipped is element:
                skipped = None
            elif skipped is None and name in _BREAKS:
                yield "\n"
            if skipped is None and only is None and element is not root:
                yield element.tail or ""


def _walk(root: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))
