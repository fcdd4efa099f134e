"""The characters of a PDF page with their places, gathered into fragments of lines.

Places are in points (1/72 inch) from the upper left corner of the page as it is shown, its
rotation applied. pdfium gives one character a UTF-16 unit, takes ligatures apart, and writes U+0002
for a hyphen at a line's end.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reader.ingest.pdf_frame import Box, ShownFrame

CHARACTERS_AT_MOST = 250_000
_OBJECTS_LOOKED_AT = 2_000
HYPHEN_AT_END = "\x02"
# Some versions of pdfium write this one for it.
_OLD_HYPHEN_AT_END = "\ufffe"
_UNKNOWN = "\ufffd"
# A no-break space is a character of the text.
_SPACES = frozenset({0x09, 0x0B, 0x0C, 0x20})
_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
# Between two characters of one fragment, in parts of the font's size; a wider gap may be that
# between two columns.
_WIDEST_GAP = 1.3
_LEAST_OVERLAP = 0.3
_BOLD = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_SLANTED = math.radians(10)


@dataclass(slots=True)
class Fragment:
    """A run of characters on one line without a wide gap.

    `boxes` has one box a code point of `text`, as the page is shown. `left`, `top`, `right` and
    `bottom` are those of the whole in the frame in which it reads from left to right: turned by
    `turn` quarters clockwise. `slanted` text (a watermark) has no frame of its own. `size` is the
    font's, in points; `unknown` counts characters that the file gives no meaning.
    """

    text: str
    boxes: list[Box]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    turn: int = 0
    slanted: bool = False
    unknown: int = 0

    @property
    def height(self) -> float:
        """The height of its line."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The y of its line's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageText:
    """The fragments of one page in the order of the file; `width` and `height` as it is shown.

    `has_pictures` says whether pictures are drawn on it, `has_content` whether anything is;
    `cut` whether it has more characters than are read, `broken` whether it could not be loaded.
    """

    number: int
    width: float
    height: float
    fragments: tuple[Fragment, ...]
    has_pictures: bool = False
    has_content: bool = False
    cut: bool = False
    broken: bool = False


def read_page(page: pdfium.PdfPage, number: int) -> PageText:
    """The text of a page; `number` counts from 1."""
    frame = ShownFrame.of(page)
    has_content, has_pictures = _objects(page)
    textpage = page.get_textpage()
    try:
        total = textpage.count_chars()
        reader = _FragmentReader(textpage.raw, frame)
        fragments = reader.read(min(total, CHARACTERS_AT_MOST))
    finally:
        textpage.close()
    return PageText(
        number=number,
        width=frame.width,
        height=frame.height,
        fragments=tuple(fragments),
        has_pictures=has_pictures,
        has_content=has_content,
        cut=total > CHARACTERS_AT_MOST,
    )


def _objects(page: pdfium.PdfPage) -> tuple[bool, bool]:
    """Whether anything is drawn on a page, and whether pictures or forms are."""
    total = pdfium_c.FPDFPage_CountObjects(page.raw)
    pictures = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM)
    for at in range(min(total, _OBJECTS_LOOKED_AT)):
        if pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page.raw, at)) in pictures:
            return True, True
    return total > 0, False


@dataclass(frozen=True, slots=True)
class _Font:
    size: float
    bold: bool
    turn: int
    slanted: bool


class _FragmentReader:
    """Walks the characters of one page and cuts them into fragments."""

    def __init__(self, textpage: object, frame: ShownFrame) -> None:
        self._textpage = textpage
        self._frame = frame
        self._fragments: list[Fragment] = []
        self._open: Fragment | None = None
        self._bold = 0
        self._last: Box = (0.0, 0.0, 0.0, 0.0)
        self._space: Box | None = None
        self._font = _Font(size=0.0, bold=False, turn=0, slanted=False)

    def read(self, count: int) -> list[Fragment]:
        """The fragments of the first `count` characters."""
        box = pdfium_c.FS_RECTF()
        get_code, get_box = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
        textpage, high = self._textpage, 0
        word_begins = True
        for at in range(count):
            code = get_code(textpage, at)
            if code in (0x0D, 0x0A):
                self._finish()
                word_begins = True
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            get_box(textpage, at, box)
            shown = self._frame.box(box.left, box.bottom, box.right, box.top)
            if code in _SPACES:
                self._space = self._space or shown
                word_begins = True
                continue
            if word_begins:
                self._font = self._font_at(at)
                word_begins = False
            self._add(_character(code), shown)
        self._finish()
        return self._fragments

    def _add(self, character: str, shown: Box) -> None:
        if not self._on_page(shown):
            return
        font = self._font
        box = self._frame.turned(shown, font.turn)
        fragment = self._open
        if fragment is None or not self._continues(fragment, box):
            self._finish()
            fragment = self._open = _begun(box, font)
        elif self._space is not None:
            fragment.text += " "
            fragment.boxes.append(self._space_box(fragment, shown))
        self._space = None
        fragment.text += character
        fragment.boxes.extend([shown] * len(character))
        fragment.left, fragment.right = min(fragment.left, box[0]), max(fragment.right, box[2])
        fragment.top, fragment.bottom = min(fragment.top, box[1]), max(fragment.bottom, box[3])
        fragment.size = max(fragment.size, font.size)
        fragment.unknown += character == _UNKNOWN
        self._bold += font.bold
        self._last = box

    def _continues(self, fragment: Fragment, box: Box) -> bool:
        """Whether a character stands on the fragment's line, next to its last one."""
        if fragment.turn != self._font.turn or fragment.slanted != self._font.slanted:
            return False
        if fragment.slanted:
            return True
        last = self._last
        overlap = min(last[3], box[3]) - max(last[1], box[1])
        if overlap < _LEAST_OVERLAP * min(last[3] - last[1], box[3] - box[1]):
            return False
        gap = max(box[0] - last[2], last[0] - box[2])
        return gap <= _WIDEST_GAP * max(self._font.size, fragment.size, 1.0)

    def _space_box(self, fragment: Fragment, following: Box) -> Box:
        """The room between two words; the spaces that pdfium makes up have no width."""
        last = fragment.boxes[-1]
        if fragment.turn == 0 and last[2] <= following[0]:
            return last[2], last[1], following[0], last[3]
        return self._space or last

    def _finish(self) -> None:
        self._space = None
        fragment, self._open = self._open, None
        if fragment is not None:
            fragment.bold = 2 * self._bold > len(fragment.text.replace(" ", ""))
            self._fragments.append(fragment)
        self._bold = 0

    def _on_page(self, shown: Box) -> bool:
        """Whether a character is on the page at all, and not beside it as printers' marks are."""
        x, y = (shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2
        return 0 <= x <= self._frame.width and 0 <= y <= self._frame.height

    def _font_at(self, at: int) -> _Font:
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(self._textpage, at, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(pdfium_c.FPDFText_GetFontSize(self._textpage, at)) * scale
        # The direction that the text reads in, clockwise as the page is shown.
        angle = -math.atan2(matrix.b, matrix.a) + math.radians(self._frame.rotation)
        quarter = round(angle / (math.pi / 2))
        slanted = abs(angle - quarter * math.pi / 2) > _SLANTED
        return _Font(
            size=size,
            bold=self._is_bold(at),
            turn=0 if slanted else quarter % 4,
            slanted=slanted,
        )

    def _is_bold(self, at: int) -> bool:
        if pdfium_c.FPDFText_GetFontWeight(self._textpage, at) >= _BOLD:
            return True
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._textpage, at, name, len(name), flags)
        folded = name.value.decode("latin-1").lower()
        return any(each in folded for each in _BOLD_NAMES)


def _begun(box: Box, font: _Font) -> Fragment:
    left, top, right, bottom = box
    return Fragment(
        text="",
        boxes=[],
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        size=font.size,
        bold=False,
        turn=font.turn,
        slanted=font.slanted,
    )


def _character(code: int) -> str:
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return _UNKNOWN
    character = chr(code)
    if character in (HYPHEN_AT_END, _OLD_HYPHEN_AT_END):
        return HYPHEN_AT_END
    if code < 0x20 or 0x7F <= code < 0xA0:
        # A control character that is drawn: the font does not say what it means.
        return _UNKNOWN
    return _LIGATURES.get(character, character)
