"""What a PDF says of itself: its information dictionary, its XMP packet, its outline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

from reader.domain.dates import PartialDate
from reader.domain.errors import InvalidInput
from reader.ingest.pdf_headings import OutlineEntry
from reader.text.plain import plain_text

_ENTRIES_AT_MOST = 5_000
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.S)
_LARGEST_PACKET = 1_000_000
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_PRISM = re.compile(r"\{http://prismstandard\.org/namespaces/basic/[\d.]+/\}")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
# What programs write where nobody wrote a title.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|sin t[íi]tulo.*|no title|title|"
    r"powerpoint presentation|presentaci[óo]n de powerpoint|slide \d+|layout \d+|"
    r"(?:document|documento|doc|book|scan|print|blank|template)[\s_-]*\d*|[\w.-]*template|"
    r".*\.(?:docx?|pdf|indd|qxd|qxp|tex|dvi|ps|rtf|odt|pptx?|xlsx?|fm|pmd|p65|html?|txt|tiff?|jpe?g)|"
    r"(?:https?|file):.*|[\d\W_]+)",
    re.I,
)
_NO_AUTHOR_WORDS = (
    "admin administrator user owner unknown anonymous author default guest test root usuario "
    "propietario autor "
)
_NO_AUTHOR = frozenset(_NO_AUTHOR_WORDS.split())
# The name that a machine gives to who works at it.
_ACCOUNT = re.compile(
    r"(?i:(?:microsoft office|windows|office|pc|hp|dell|lenovo)[\w ]*user)"
    r"|[a-z0-9._-]+|\w*[\d_][\w.-]*|\w+-\d+"
)
_BETWEEN_AUTHORS = re.compile(r"\s*;\s*|\s+(?:and|y)\s+|\s+&\s+")


@dataclass(frozen=True, slots=True)
class FileWords:
    """What a file states of its content; None or empty where it says nothing that can be used.

    `published` is stated by publishers only (PRISM). `created` is the day the file was made, as
    it says; `program` what made it.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    created: PartialDate | None = None
    program: str | None = None


def read_words(document: pdfium.PdfDocument, data: bytes) -> FileWords:
    """What the information dictionary and the XMP packet of a file say."""
    info: Mapping[str, str] = document.get_metadata_dict(skip_empty=True)
    xmp = _xmp(data)
    title = next(
        (
            each
            for each in map(plain_text, (info.get("Title", ""), *xmp.get("title", ())))
            if is_title(each)
        ),
        None,
    )
    authors = [plain_text(each) for each in xmp.get("creator", ())]
    if len(authors) < 2:
        written = plain_text(info.get("Author", "")) or "".join(authors[:1])
        authors = _BETWEEN_AUTHORS.split(written)
    doi = _first(xmp, "doi")
    return FileWords(
        title=title,
        authors=tuple(each for each in authors if is_author(each)),
        publisher=_first(xmp, "publisher"),
        published=_date(_first(xmp, "publicationDate") or "", iso=True),
        url=_first(xmp, "url") or (f"https://doi.org/{doi}" if doi else None),
        language=_language(document),
        created=_date(info.get("CreationDate", "")),
        program=plain_text(info.get("Creator", "") or info.get("Producer", "")) or None,
    )


def is_title(text: str) -> bool:
    """Whether a title in a file's properties is one that somebody gave."""
    letters = sum(each.isalpha() for each in text)
    return letters >= 3 and _NO_TITLE.fullmatch(text) is None


def is_author(text: str) -> bool:
    """Whether an author in a file's properties is a name, and not the account of a machine."""
    return (
        len(text) > 2
        and text.casefold() not in _NO_AUTHOR
        and _ACCOUNT.fullmatch(text) is None
        and any(each.isalpha() for each in text)
    )


def read_outline(document: pdfium.PdfDocument) -> list[OutlineEntry]:
    """The bookmarks of a file in order, as far as there are not absurdly many."""
    found: list[OutlineEntry] = []
    for entry in document.get_toc(max_depth=6):
        destination = entry.get_dest()
        index = destination.get_index() if destination is not None else None
        title = plain_text(entry.get_title())
        found.append(OutlineEntry(title, entry.level, None if index is None else index + 1))
        if len(found) >= _ENTRIES_AT_MOST:
            break
    return found


def _language(document: pdfium.PdfDocument) -> str | None:
    length = pdfium_c.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < length < 200:
        return None
    buffer = (pdfium_c.FPDF_WCHAR * (length // 2))()
    pdfium_c.FPDFCatalog_GetLanguage(document.raw, buffer, length)
    tag = bytes(buffer).decode("utf-16-le", "ignore").strip("\0 ")
    primary = re.match(r"[A-Za-z]{2}(?=$|[-_])", tag)
    return primary.group().lower() if primary else None


def _date(text: str, *, iso: bool = False) -> PartialDate | None:
    """A date as PDF writes it (`D:20240131…`), or with `iso` as `2024-01-31…`."""
    text = text.strip()
    parts = (
        text[:10] if iso else "-".join(filter(None, getattr(_DATE.match(text), "groups", tuple)()))
    )
    try:
        date = PartialDate.parse(parts)
    except InvalidInput:
        return None
    return date if date.year >= 1000 else None


def _first(xmp: Mapping[str, list[str]], name: str) -> str | None:
    return next((text for each in xmp.get(name, ()) if (text := plain_text(each))), None)


def _xmp(data: bytes) -> dict[str, list[str]]:
    """The values of the last XMP packet by their local names (Dublin Core and PRISM only).

    Packets are stored as they are, so that programs that know no PDF can find them.
    """
    packets = _PACKET.findall(data)
    if not packets or len(packets[-1]) > _LARGEST_PACKET:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(packets[-1], parser)
    found: dict[str, list[str]] = {}
    if root is None:
        return found
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if _PRISM.match(name):
                found.setdefault(_PRISM.sub("", name), []).append(value)
        tag = str(element.tag)
        if tag.startswith(_DUBLIN_CORE) or _PRISM.match(tag):
            name = _PRISM.sub("", tag.removeprefix(_DUBLIN_CORE))
            # Not `itertext`, which would give the names of entities for their text.
            values = [
                each.text for each in element.iter(etree.Element) if (each.text or "").strip()
            ]
            found.setdefault(name, []).extend(values)
    return found
