"""HTML to blocks: sanitised first, then read as a stream of tags, without recursion."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from reader.domain.document import Block, CellPosition, InlineSpan, PassageKind, SpanStyle
from reader.text.plain import plain_text, without_surrogates

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STYLES = {
    "strong": SpanStyle.STRONG,
    "b": SpanStyle.STRONG,
    "em": SpanStyle.EMPHASIS,
    "i": SpanStyle.EMPHASIS,
    "code": SpanStyle.CODE,
    "kbd": SpanStyle.CODE,
    "samp": SpanStyle.CODE,
    "a": SpanStyle.LINK,
}
_LISTS = frozenset({"ul", "ol"})
_CAPTIONS = frozenset({"caption", "figcaption"})
_CELLS = frozenset({"td", "th"})
# Tags between which text does not run on.
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
BLOCK_TAGS = frozenset(_BLOCK_NAMES.split())
_INLINE_TAGS = frozenset({*_STYLES, "br", "img", "sup"})
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# Left out with everything in them.
_DROPPED = frozenset(
    {"script", "style", "iframe", "noscript", "template", "object", "svg", "math", "title"}
)
# Tags that need no end, or end at the next of their kind: they do not nest by being left open.
_SELF_CLOSING_NAMES = (
    "area base br col colgroup dd dt embed hr img input li link meta option p param source tbody "
    "td tfoot th thead tr track wbr"
)
_SELF_CLOSING = frozenset(_SELF_CLOSING_NAMES.split())
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)[^<>]*>")
# Browsers stop nesting at 512; no text is written deeper than this.
_DEEPEST = 100
_DEEPEST_INLINE = 12
_NUMBER = re.compile(r"\d{1,6}")
# A note's number set above the line: glued to a figure as it is, it would make another figure.
_RAISED = re.compile(r"[\d\s,;–-]+")
_RAISE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDEST_SPAN = 100
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]+", re.I)
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cf", "Cn", "Cs"})


def blocks_from_html(html: str, pictures: Callable[[str], str | None] | None = None) -> list[Block]:
    """The passages of an HTML page or fragment, in reading order, without heading paths.

    Scripts, styles, frames, comments and event handlers are left out; links keep http and https
    targets only. Text is never lost to unknown or unclosed tags, nor to nesting of any depth.

    `pictures` gives the key (SHA-256) of a picture that came with the source by its address, None
    for any other. Its alternative text, or the caption of its figure, becomes a caption with that
    key; without words it is a caption without text. Other pictures leave their words only.
    """
    import nh3

    clean = nh3.clean(
        bounded(without_surrogates(html)),
        tags=set(BLOCK_TAGS | _INLINE_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        attribute_filter=lambda tag, name, value: _attribute(tag, name, value, pictures),
        url_schemes={"http", "https", "data", "cid"},
        link_rel=None,
        strip_comments=True,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    reader.flush()
    return reader.blocks


def _attribute(
    tag: str, name: str, value: str, pictures: Callable[[str], str | None] | None
) -> str | None:
    """An attribute as it may stay: a picture's key for its address, web addresses for links."""
    if name == "src":
        return pictures(value) if tag == "img" and pictures is not None else None
    if name == "href" and not _WEB_ADDRESS.fullmatch(value):
        return None
    return value


def bounded(html: str) -> str:
    """`html` without the tags that nest too deep; the text in them stays."""
    blocks: Counter[str] = Counter()
    inline: Counter[str] = Counter()
    skipped: Counter[str] = Counter()

    def keep(match: re.Match[str]) -> str:
        closing, name = match.group(1), match.group(2).lower()
        if name in _SELF_CLOSING:
            return match.group()
        opened, deepest = (blocks, _DEEPEST) if name in BLOCK_TAGS else (inline, _DEEPEST_INLINE)
        if closing and skipped[name]:
            skipped[name] -= 1
            return " " if opened is blocks else ""
        if closing:
            opened[name] = max(0, opened[name] - 1)
            return match.group()
        if opened.total() >= deepest:
            skipped[name] += 1
            return " " if opened is blocks else ""
        opened[name] += 1
        return match.group()

    return _TAG.sub(keep, html)


class StyledText:
    """A passage's text as it grows, run by run, with the styles of its runs."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._spans: list[InlineSpan] = []

    def add(self, text: str, styles: Iterable[tuple[SpanStyle, str | None]] = ()) -> None:
        """Append a run, collapsing white space across the seam."""
        if text.isascii() and text.isprintable() and "  " not in text:
            run = text
        else:
            # The guards keep the run's own outer spaces, which `plain_text` would strip.
            run = plain_text(f"|{text}|")[1:-1]
        if self._ends_in_space:
            run = run.lstrip(" ")
        if not run:
            return
        start = self._length
        self._parts.append(run)
        self._length += len(run)
        self._ends_in_space = run.endswith(" ")
        for style, target in styles:
            self._extend(start, self._length, style, target)

    def _extend(self, start: int, end: int, style: SpanStyle, target: str | None) -> None:
        for place in range(len(self._spans) - 1, max(-1, len(self._spans) - 5), -1):
            last = self._spans[place]
            if last.end == start and last.style is style and last.target == target:
                self._spans[place] = InlineSpan(last.start, end, style, target)
                return
        self._spans.append(InlineSpan(start, end, style, target))

    def take(self) -> tuple[str, tuple[InlineSpan, ...]]:
        """The finished text without outer space, and its spans; empty if nothing is to be seen."""
        whole = "".join(self._parts)
        text = whole.strip()
        shift = len(whole) - len(whole.lstrip())
        spans = []
        for span in self._spans:
            start, end = max(0, span.start - shift), min(len(text), span.end - shift)
            if start < end:
                spans.append(InlineSpan(start, end, span.style, span.target))
        self._parts, self._spans = [], []
        self._length, self._ends_in_space = 0, True
        if not is_visible(text):
            return "", ()
        return text, tuple(spans)


def is_visible(text: str) -> bool:
    """Whether `text` has a character that shows on paper."""
    return any(unicodedata.category(character) not in _INVISIBLE for character in text)


class _Quote:
    """An open quotation."""


@dataclass(slots=True)
class _Figure:
    """An open figure: the number of blocks before it, and pictures that wait for its caption."""

    start: int
    waiting: list[str] = field(default_factory=list)

    def show(self, blocks: list[Block], key: str) -> None:
        """Give a picture to the figure's caption: the one that is there, else the one to come."""
        last = blocks[-1] if len(blocks) > self.start else None
        if last is not None and last.kind is PassageKind.CAPTION and last.picture is None:
            blocks[-1] = replace(last, picture=key)
        else:
            self.waiting.append(key)

    def take(self) -> list[str]:
        """The pictures that wait, for a caption: it belongs to the last of them."""
        waiting, self.waiting = self.waiting, []
        return waiting


@dataclass(slots=True)
class _List:
    """An open list: the number of its next item, None for bullets."""

    number: int | None


@dataclass(slots=True)
class _Item:
    """An open list item: its depth and number, and whether its text has begun."""

    level: int
    number: int | None
    begun: bool = False


@dataclass(slots=True)
class _Table:
    """The open table: where its next cell stands, and the cells that reach down into its rows."""

    number: int
    row: int = -1
    column: int = 0
    in_head: bool = False
    occupied: frozenset[int] = frozenset()
    reaching: dict[int, int] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)

    def next_row(self) -> None:
        self.row += 1
        self.column = 0
        self.occupied = frozenset(self.reaching)
        self.reaching = {column: rows - 1 for column, rows in self.reaching.items() if rows > 1}

    def next_cell(self, columns: int, rows: int, *, header: bool) -> CellPosition:
        while self.column in self.occupied:
            self.column += 1
        place = CellPosition(self.number, self.row, self.column, header or self.in_head)
        self.column += columns
        if rows > 1:
            self.reaching.update(dict.fromkeys(range(place.column, self.column), rows - 1))
        return place


class _Reader(HTMLParser):
    """Turns the tags of sanitised, balanced HTML into blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text = StyledText()
        self._styles: list[tuple[str, SpanStyle, str | None]] = []
        self._open: list[_Quote | _List | _Item] = []
        self._heading = 0
        self._in_caption = False
        self._lines: list[str] | None = None
        self._alternatives: list[tuple[str, str | None]] = []
        self._raised = 0
        self._figures: list[_Figure] = []
        self._table: _Table | None = None
        self._tables = 0
        self._cell: CellPosition | None = None
        self._tables_in_cell = 0

    def handle_data(self, data: str) -> None:
        if self._lines is not None:
            self._lines.append(data)
        else:
            if self._raised and _RAISED.fullmatch(data):
                data = data.translate(_RAISE)
            self._text.add(data, [(style, target) for _, style, target in self._styles])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES:
            self._open_style(tag, dict(attrs).get("href"))
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "sup":
            self._raised += 1
        elif tag == "img":
            attributes = dict(attrs)
            self._alternative(plain_text(attributes.get("alt") or ""), attributes.get("src"))
        elif self._cell is not None:
            self._text.add(" ")
            self._tables_in_cell += tag == "table"
        else:
            self.flush()
            self._open_block(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _STYLES:
            self._close_style(tag)
        elif tag == "sup":
            self._raised -= 1
        elif self._cell is None:
            self.flush()
            self._close_block(tag)
        elif tag in _CELLS and not self._tables_in_cell:
            self.flush()
            self._cell = None
        else:
            self._text.add(" ")
            self._tables_in_cell -= tag == "table"

    def flush(self) -> None:
        """End the passage that is being read."""
        if self._lines is not None:
            for line in "".join(self._lines).split("\n"):
                if is_visible(text := plain_text(line)):
                    self.blocks.append(Block(PassageKind.CODE, text))
            self._lines = None
        text, spans = self._text.take()
        alternatives, self._alternatives = self._alternatives, []
        if self._cell is not None:
            self._emit_cell(text, spans, [key for _, key in alternatives if key is not None])
            return
        if text:
            self._emit(text, spans)
        for words, key in alternatives:
            if words or not self._figures:
                self._caption(words, (), key)
            elif key is not None:
                self._figures[-1].show(self.blocks, key)

    def _emit(self, text: str, spans: tuple[InlineSpan, ...]) -> None:
        item = next((each for each in reversed(self._open) if not isinstance(each, _List)), None)
        if self._heading:
            self.blocks.append(Block(PassageKind.HEADING, text, level=self._heading, spans=spans))
        elif self._in_caption:
            keys = self._figures[-1].take() if self._figures else []
            for key in keys[:-1]:
                self._caption("", (), key)
            self._caption(text, spans, keys[-1] if keys else None)
        elif isinstance(item, _Item) and not item.begun:
            item.begun = True
            self.blocks.append(
                Block(
                    PassageKind.LIST_ITEM,
                    text,
                    level=item.level,
                    ordered=item.number,
                    spans=spans,
                )
            )
        elif any(isinstance(each, _Quote) for each in self._open):
            self.blocks.append(Block(PassageKind.QUOTE, text, spans=spans))
        else:
            self.blocks.append(Block(PassageKind.PARAGRAPH, text, spans=spans))

    def _emit_cell(self, text: str, spans: tuple[InlineSpan, ...], keys: list[str]) -> None:
        """A cell with its picture; a cell's further pictures stand below the table."""
        if text or keys:
            cell = Block(PassageKind.TABLE_CELL, text, cell=self._cell, spans=spans)
            self.blocks.append(replace(cell, picture=keys[0]) if keys else cell)
        if self._table is not None:
            self._table.pictures += keys[1:]

    def _caption(self, text: str, spans: tuple[InlineSpan, ...], key: str | None = None) -> None:
        """A caption, unless the one before says the same of the same picture."""
        last = self.blocks[-1] if self.blocks else None
        repeats = text and last and last.kind is PassageKind.CAPTION and last.text == text
        if last and repeats and (None in {key, last.picture} or key == last.picture):
            self.blocks[-1] = replace(last, picture=last.picture or key)
        elif text or key is not None:
            self.blocks.append(Block(PassageKind.CAPTION, text, spans=spans, picture=key))

    def _alternative(self, text: str, key: str | None) -> None:
        """A picture and its words: a caption after the passage; in a cell they are its text."""
        words = text.strip() if is_visible(text) else ""
        if self._cell is not None and words:
            self._text.add(f" {words} ")
        if words or key is not None:
            self._alternatives.append((words, key))

    def _open_style(self, tag: str, target: str | None) -> None:
        style = _STYLES[tag]
        if self._lines is not None:
            return
        if style is SpanStyle.LINK and not _WEB_ADDRESS.fullmatch(target or ""):
            return
        self._styles.append((tag, style, target))

    def _close_style(self, tag: str) -> None:
        for place in range(len(self._styles) - 1, -1, -1):
            if self._styles[place][0] == tag:
                del self._styles[place]
                return

    def _open_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._lines = []
        elif tag in _CAPTIONS:
            self._in_caption = True
        elif tag == "figure":
            self._figures.append(_Figure(len(self.blocks)))
        elif tag == "blockquote":
            self._open.append(_Quote())
        elif tag in _LISTS:
            start = _count(attributes.get("start"), 1)
            self._open.append(_List(start if tag == "ol" else None))
        elif tag == "li":
            self._open_item(attributes.get("value"))
        elif tag == "table":
            self._table = _Table(self._tables)
            self._tables += 1
        elif self._table is not None:
            self._open_part(self._table, tag, attributes)

    def _open_item(self, value: str | None) -> None:
        lists = [each for each in self._open if isinstance(each, _List)]
        number = None
        if lists and lists[-1].number is not None:
            number = _count(value, lists[-1].number)
            lists[-1].number = number + 1
        self._open.append(_Item(max(1, len(lists)), number))

    def _open_part(self, table: _Table, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "thead":
            table.in_head = True
        elif tag == "tr":
            table.next_row()
        elif tag in _CELLS:
            columns = min(_WIDEST_SPAN, max(1, _count(attributes.get("colspan"), 1)))
            rows = min(_WIDEST_SPAN, max(1, _count(attributes.get("rowspan"), 1)))
            self._cell = table.next_cell(columns, rows, header=tag == "th")

    def _close_block(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in _CAPTIONS:
            self._in_caption = False
        elif tag == "figure":
            for key in self._figures.pop().take():
                self._caption("", (), key)
        elif tag == "table":
            for key in self._table.pictures if self._table is not None else ():
                self._caption("", (), key)
            self._table = None
        elif tag == "thead" and self._table is not None:
            self._table.in_head = False
        elif tag in _LISTS or tag in {"blockquote", "li"}:
            self._open.pop()


def _count(text: str | None, otherwise: int) -> int:
    """A small number of an attribute, or `otherwise`."""
    return int(text) if text and _NUMBER.fullmatch(text) else otherwise
