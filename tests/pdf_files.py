"""Small PDF files written by hand, so that a test knows every point of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

REGULAR, BOLD = "F1", "F2"
LETTER = (612.0, 792.0)
# Codes of the font F3 that stand for what no single byte can: a ligature and a character of two
# UTF-16 units.
LIGATURE, EMOJI, SOFT_HYPHEN, NO_BREAK = "\x81", "\x82", "\x83", "\x84"
_TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Own def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
95 beginbfchar
{plain}
endbfchar
4 beginbfchar
<81> <FB01>
<82> <D83DDE00>
<83> <00AD>
<84> <00A0>
endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass
class Page:
    """One page: text is put at points from its lower left corner."""

    size: tuple[float, float] = LETTER
    rotate: int = 0
    content: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 10,
        font: str = REGULAR,
        matrix: str = "1 0 0 1",
    ) -> Page:
        """Put one line of text with its baseline at `y`; returns the page."""
        escaped = words.encode("latin-1" if font == "F3" else "cp1252")
        codes = "".join(f"{byte:02X}" for byte in escaped)
        self.content.append(f"BT /{font} {size:g} Tf {matrix} {x:g} {y:g} Tm <{codes}> Tj ET")
        return self

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = 10,
        font: str = REGULAR,
        leading: float = 12,
    ) -> Page:
        """Put lines below each other from a first baseline at `y`; returns the page."""
        for at, line in enumerate(lines):
            self.text(x, y - at * leading, line, size=size, font=font)
        return self


@dataclass(frozen=True)
class Entry:
    """An entry of the outline; `page` counts from 1."""

    title: str
    page: int
    children: tuple[Entry, ...] = ()


def pdf(
    *pages: Page,
    info: Mapping[str, str] | None = None,
    outline: Sequence[Entry] = (),
    lang: str | None = None,
    xmp: str | None = None,
    locked: bool = False,
) -> bytes:
    """The bytes of a PDF file; a `locked` one needs a password that nobody has."""
    objects: list[str | None] = [None, None, *_fonts()]
    numbers = [len(objects) + 1 + 2 * at for at in range(len(pages))]
    for at, page in enumerate(pages):
        width, height = page.size
        body = "\n".join(page.content)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}]"
            f" /Rotate {page.rotate} /Contents {numbers[at] + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>"
    catalog = "/Type /Catalog /Pages 2 0 R"
    if outline:
        root = len(objects) + 1
        objects.append(None)
        first, last = _outline(objects, outline, root, numbers)
        objects[root - 1] = f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R >>"
        catalog += f" /Outlines {root} 0 R"
    if lang:
        catalog += f" /Lang ({lang})"
    if xmp:
        objects.append(
            f"<< /Type /Metadata /Subtype /XML /Length {len(xmp.encode())} >>\nstream\n"
            f"{xmp}\nendstream"
        )
        catalog += f" /Metadata {len(objects)} 0 R"
    objects[0] = f"<< {catalog} >>"
    trailer = "/Root 1 0 R"
    if info:
        entries = " ".join(f"/{key} <FEFF{_utf16(value)}>" for key, value in info.items())
        objects.append(f"<< {entries} >>")
        trailer += f" /Info {len(objects)} 0 R"
    if locked:
        objects.append(
            f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{'5A' * 32}> /U <{'A5' * 32}> >>"
        )
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    return written(objects, trailer)


def written(objects: Sequence[str | None], trailer: str = "/Root 1 0 R") -> bytes:
    """Objects, numbered from 1, as a file with its table of places."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return data


def _fonts() -> list[str]:
    plain = "\n".join(f"<{code:02X}> <{code:04X}>" for code in range(0x20, 0x7F))
    to_unicode = _TO_UNICODE.format(plain=plain)
    common = "/Type /Font /Subtype /Type1"
    return [
        f"<< {common} /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {common} /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< {common} /BaseFont /Courier /ToUnicode 6 0 R >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
    ]


def _outline(
    objects: list[str | None], entries: Sequence[Entry], parent: int, pages: Sequence[int]
) -> tuple[int, int]:
    """Append the entries of one level; the numbers of the first and the last."""
    own = []
    for _ in entries:
        objects.append(None)
        own.append(len(objects))
    for at, entry in enumerate(entries):
        parts = [
            f"/Title <FEFF{_utf16(entry.title)}> /Parent {parent} 0 R",
            f"/Dest [{pages[entry.page - 1]} 0 R /Fit]",
        ]
        if at:
            parts.append(f"/Prev {own[at - 1]} 0 R")
        if at + 1 < len(own):
            parts.append(f"/Next {own[at + 1]} 0 R")
        if entry.children:
            first, last = _outline(objects, entry.children, own[at], pages)
            parts.append(f"/First {first} 0 R /Last {last} 0 R /Count {len(entry.children)}")
        objects[own[at] - 1] = f"<< {' '.join(parts)} >>"
    return own[0], own[-1]


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
