"""Lines of a PDF joined into paragraphs, by their places: gaps, indents, sizes, room at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from reader.ingest.pdf_lines import LEADERS, Line
from reader.ingest.pdf_tables import TableRows

_ENDED = re.compile(r"[.!?:…]['\"”’»)\]]*\s*\d{0,3}$")
BULLET = re.compile(r"[•◦▪▫●○■□‣⁃∙\uf0b7\uf0a7\uf0d8\uf076]\s*(?=\S)")
_WEAK_BULLET = re.compile(r"[–—*·-]\s+(?=\S)")
NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
CAPTION = re.compile(
    r"(?:figure|fig\.|table|map|chart|graph|box|figura|tabla|cuadro|gráfico|mapa|recuadro)"
    r"\s+\d+(?:[.-]\d+)*\s*(?:[.:—–|]|$)",
    re.I,
)
_SIZES_DIFFER = 0.12
_GAP = 1.4
_INDENT = 0.7
# Footnotes, captions and tables may stand between the two parts of a paragraph.
_LOOK_BACK = 12


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the page it stands on."""

    page: int
    rows: TableRows


Piece = Paragraph | Table


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is usual in a region: distance of lines, edges, which way first lines stand out."""

    leading: float
    left: float
    right: float
    hanging: bool


def paragraphs(regions: Sequence[Sequence[Line | Table]], body: float) -> list[Piece]:
    """The paragraphs and tables of a document's regions in reading order.

    `body` is the size of its running text in points. A paragraph that goes on in the next column
    or on the next page is one.
    """
    pieces: list[Piece] = []
    for region in regions:
        own: list[Piece] = []
        run: list[Line] = []
        for item in region:
            if isinstance(item, Table):
                own += _split(run)
                own.append(item)
                run = []
            else:
                run.append(item)
        own += _split(run)
        if own and isinstance(first := own[0], Paragraph):
            open_one = _open_paragraph(pieces, first, body)
            if open_one is not None:
                open_one.lines += first.lines
                own = own[1:]
        pieces += own
    return pieces


def _split(lines: Sequence[Line]) -> Iterator[Paragraph]:
    if not lines:
        return
    shape = _shape(lines)
    current = Paragraph([lines[0]])
    for line in lines[1:]:
        if _begins(current, line, shape):
            yield current
            current = Paragraph([line])
        else:
            current.lines.append(line)
    yield current


def _shape(lines: Sequence[Line]) -> _Shape:
    sizes = Counter(round(each.size) for each in lines)
    usual = sizes.most_common(1)[0][0]
    own = [each for each in lines if round(each.size) == usual]
    steps = [
        after.middle - before.middle
        for before, after in pairwise(own)
        if 0 < after.middle - before.middle < 3 * before.size
    ]
    leading = median(steps) if steps else own[0].size * 1.2
    lefts = Counter(round(each.left / 2) * 2 for each in own)
    margin = min(left for left, count in lefts.items() if count >= max(lefts.values()) * 0.25)
    right = max(each.right for each in own)
    votes = 0
    for before, after in pairwise(own):
        if before.left < margin + 2 and after.left > margin + _INDENT * after.size:
            full = right - before.right < after.first_word + 0.5 * after.size
            votes += 1 if full and not _ENDED.search(before.text) else -1
    return _Shape(leading, margin, right, votes > 0)


def _begins(current: Paragraph, line: Line, shape: _Shape) -> bool:
    """Whether `line`, which stands below the last line of `current`, begins a paragraph."""
    above = current.last
    if line.heading or above.heading:
        return line.group != above.group or line.heading != above.heading
    if abs(line.size - above.size) > _SIZES_DIFFER * max(line.size, above.size):
        return True
    step = line.middle - above.middle
    leading = shape.leading * max(line.size / max(above.size, 1.0), 1.0)
    if step > _GAP * leading or step < 0:
        return True
    if BULLET.match(line.text) or LEADERS.search(above.text):
        return True
    room = shape.right - above.right
    fits = room > line.first_word + 0.5 * line.size
    ended = _ENDED.search(above.text) is not None
    if line.bold != above.bold and (fits or above.bold):
        return True
    if (fits or ended) and (_WEAK_BULLET.match(line.text) or NUMBERED.match(line.text)):
        return True
    if CAPTION.match(line.text) and (fits or ended):
        return True
    if _centred(above) and _centred(line):
        return False
    return _stands_out(current, line, shape, fits=fits, ended=ended) or (
        fits and (ended or room > 0.4 * (shape.right - shape.left))
    )


def _stands_out(current: Paragraph, line: Line, shape: _Shape, *, fits: bool, ended: bool) -> bool:
    """Whether the left edge of a line says that a paragraph begins with it."""
    above, reach = current.last, _INDENT * line.size
    outwards, inwards = line.left < above.left - reach, line.left > above.left + reach
    if shape.hanging:
        return outwards
    if outwards:
        # The second line of a paragraph stands left of its indented first one.
        return len(current.lines) > 1 or (fits and ended)
    if inwards and not _is_item(current.first):
        return fits or ended
    return False


def _is_item(line: Line) -> bool:
    return any(each.match(line.text) for each in (BULLET, _WEAK_BULLET, NUMBERED))


def _centred(line: Line) -> bool:
    left, right = line.left - line.column[0], line.column[1] - line.right
    return left > line.size and abs(left - right) < line.size


def _open_paragraph(pieces: Sequence[Piece], first: Paragraph, body: float) -> Paragraph | None:
    """The paragraph before that `first`, the beginning of a region, is the rest of."""
    line = first.first
    if line.heading or _is_item(line) or CAPTION.match(line.text):
        return None
    lower = line.text[:1].islower()
    for back, piece in enumerate(reversed(pieces[-_LOOK_BACK:])):
        if isinstance(piece, Paragraph):
            last = piece.last
            if last.heading:
                return None
            alike = abs(last.size - line.size) <= 0.06 * line.size and last.bold == line.bold
            if alike and _goes_on(last, line, lower=lower):
                return piece if back == 0 or lower else None
            aside = last.size < 0.93 * body or CAPTION.match(piece.first.text)
            if not aside or alike:
                return None
        if not lower or line.page - _page(piece) > 1:
            return None
    return None


def _goes_on(last: Line, line: Line, *, lower: bool) -> bool:
    if last.page > line.page or line.page - last.page > 1:
        return False
    full = last.column[1] - last.right < line.first_word + 2 * line.size
    if _ENDED.search(last.text):
        return lower and full
    indented = line.left > line.column[0] + _INDENT * line.size
    return lower or (full and not indented)


def _page(piece: Piece) -> int:
    return piece.page if isinstance(piece, Table) else piece.last.page
