"""Rich text to HTML: every character of it, with paragraphs, headings, tables, notes and pictures.

Our own reader (RTF specification 1.9.1), because pandoc's loses letters after `\\u`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from reader.domain.errors import ImportFailed
from reader.ingest.rtf_paper import Paper
from reader.ingest.rtf_words import (
    CHARACTERS,
    CHARSETS,
    PAGES,
    PARAGRAPH_ENDS,
    PICTURES,
    READ,
    SKIPPED,
    SYMBOLS,
)
from reader.text.plain import plain_text

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})"
    r"|\\(?P<symbol>[\s\S])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_HEADING_STYLE = re.compile(r"heading (\d)", re.I)
_HYPERLINK = re.compile(r'HYPERLINK\s+"?([^"\s]+)', re.I)
_DEEPEST = 2_000
_INFO = frozenset({"title", "author", "creatim"})


@dataclass(frozen=True, slots=True)
class RtfRead:
    """A file's text as HTML, what it says of itself, and what has to be said of it."""

    html: str
    title: str = ""
    author: str = ""
    created: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group: where its text goes, its font and its style."""

    place: str = "text"
    skipped_after_unicode: int = 1
    font: int | None = None
    strong: bool = False
    emphasis: bool = False
    raised: bool = False
    hidden: bool = False
    link: str | None = None


@dataclass(slots=True)
class _Picture:
    kind: str | None = None
    hex: list[str] = field(default_factory=list)
    raw: bytes = b""


def rtf_to_html(data: bytes, name: str) -> RtfRead:
    """Read rich text. Raises ImportFailed when it nests absurdly deep.

    Deleted and hidden text, headers, footers and comments are left out; the text of text boxes,
    fields' results and notes is not. Pictures become `data:` addresses.
    """
    reader = _Reader(name)
    reader.read(data)
    return reader.finished()


class _Reader:
    """Goes through a file once, keeping a stack of states instead of calling itself."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._state = _State()
        self._stack: list[_State] = []
        self._paper = Paper()
        self._notes: list[tuple[int | None, Paper]] = []
        self._outer: list[tuple[int, Paper]] = []
        self._page = "cp1252"
        self._default_font: int | None = None
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()
        self._bytes_page = ""
        self._skip = 0
        self._star = False
        self._defining = 0
        self._styles: dict[int, int] = {}
        self._style = (0, 0, "")  # number, level, name of the one being defined
        self._instruction: list[str] = []
        self._info: dict[str, str] = {}
        self._picture = _Picture()
        self._marked = False
        self._comments = 0
        self._undecoded = 0
        self._left_out = 0
        self._truncated = False

    def read(self, data: bytes) -> None:
        """Read the whole file."""
        # One character a byte, until a code page says what it is.
        source = data.decode("latin-1")
        position = 0
        while position < len(source):
            match = _TOKEN.match(source, position)
            if match is None:  # a lone backslash at the end
                break
            position = match.end()
            kind = match.lastgroup
            if kind == "text":
                self._text(match.group())
            elif kind == "hex":
                self._character_byte(match["hex"])
            elif kind == "brace":
                self._brace(match.group())
                if not self._stack and match.group() == "}":
                    return
            elif kind == "symbol":
                self._symbol(match["symbol"])
            elif match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":
                    length = max(0, number or 0)
                    self._picture.raw += data[position : position + length]
                    position += length
                else:
                    self._word(match["word"], number)
        self._truncated = bool(self._stack)

    def finished(self) -> RtfRead:
        """The document as read."""
        self._flush()
        while self._outer:
            _, self._paper = self._outer.pop()
        self._paper.end_paragraph()
        warnings = []
        if self._truncated:
            warnings.append("The file ends in the middle: what follows is missing")
        if self._undecoded:
            warnings.append(f"{self._undecoded} characters could not be read and show as �")
        if self._comments:
            plural = "s" if self._comments > 1 else ""
            warnings.append(f"{self._comments} comment{plural} in the margin left out")
        if self._left_out:
            were = "s were" if self._left_out > 1 else " was"
            warnings.append(
                f"{self._left_out} picture{were} left out: of another kind than PNG and JPEG"
            )
        return RtfRead(
            html=self._paper.html(self._notes),
            title=plain_text(self._info.get("title", "")),
            author=plain_text(self._info.get("author", "")),
            created=self._info.get("creatim", ""),
            warnings=tuple(warnings),
        )

    # Groups.

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skip = 0
        self._star = False
        if brace == "{":
            if len(self._stack) >= _DEEPEST:
                raise ImportFailed(
                    f"it nests deeper than {_DEEPEST} groups",
                    item=self._name,
                    remedy="Save it again",
                )
            self._stack.append(self._state)
            return
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        if ended.place != self._state.place:
            self._leave(ended.place)
        if self._outer and len(self._stack) < self._outer[-1][0]:
            self._paper.end_paragraph()
            _, self._paper = self._outer.pop()

    def _leave(self, place: str) -> None:
        if place == "pict":
            self._end_picture()
        elif place == "style":
            number, level, name = self._style
            match = _HEADING_STYLE.fullmatch(name.strip().rstrip(";").strip())
            if match and 1 <= int(match.group(1)) <= 9:
                level = int(match.group(1))
            if level:
                self._styles[number] = level
        elif place == "instruction":
            match = _HYPERLINK.search("".join(self._instruction))
            self._instruction = []
            # The result stands in the next group of the same field.
            self._state = replace(self._state, link=match.group(1) if match else None)

    def _enter(self, place: str) -> None:
        self._state = replace(self._state, place=place)

    # Text.

    def _text(self, text: str) -> None:
        self._star = False
        if self._skip:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        if not text or self._state.place == "skip":
            return
        if self._state.place == "pict":
            self._picture.hex.append(text)
            return
        self._take_bytes(text.encode("latin-1"))

    def _character_byte(self, digits: str) -> None:
        self._star = False
        if self._skip:
            self._skip -= 1
        elif self._state.place not in {"skip", "pict"}:
            self._take_bytes(bytes((int(digits, 16),)))

    def _take_bytes(self, data: bytes) -> None:
        """Keep bytes until they end: a character may be two of them."""
        font = self._state.font if self._state.font is not None else self._default_font
        page = self._fonts.get(font, self._page) if font is not None else self._page
        if page != self._bytes_page:
            self._flush()
            self._bytes_page = page
        self._bytes += data

    def _flush(self) -> None:
        if not self._bytes:
            return
        text = bytes(self._bytes).decode(self._bytes_page, "replace")
        self._bytes.clear()
        self._undecoded += text.count("\ufffd") if self._state.place == "text" else 0
        self._put(text)

    def _put(self, text: str) -> None:
        """Text in characters, to where the group's text goes."""
        state = self._state
        place = state.place
        if place in {"text", "marker"} and not state.hidden:
            if place == "marker":
                self._paper.mark(text)
            else:
                self._paper.write(
                    text,
                    strong=state.strong,
                    emphasis=state.emphasis,
                    raised=state.raised,
                    link=state.link,
                )
        elif place == "style":
            number, level, name = self._style
            self._style = (number, level, name + text)
        elif place == "instruction":
            self._instruction.append(text)
        elif place in _INFO:
            self._info[place] = self._info.get(place, "") + text

    # Control words and symbols.

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
            return
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        if symbol in "\r\n":
            self._word("par", None)
        elif symbol in SYMBOLS:
            self._put(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._star = self._star, False
        if self._skip and word != "u":
            self._skip -= 1
            return
        self._flush()
        state = self._state
        if starred and word not in READ and word != "fldinst":
            self._enter("skip")
        elif state.place == "skip":
            return
        elif word == "u":
            self._skip = state.skipped_after_unicode
            self._put(chr((number or 0) & 0xFFFF))
        elif word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif not (self._destination(word) or self._setting(word, number)):
            self._layout(word, number)

    def _destination(self, word: str) -> bool:
        """Words that begin a group of their own purpose."""
        place = self._state.place
        if word == "fldinst":
            self._enter("instruction")
        elif word in SKIPPED:
            self._enter("skip")
        elif word in {"fonttbl", "info", "pict"}:
            self._enter(word)
            self._picture = _Picture() if word == "pict" else self._picture
        elif word == "stylesheet":
            self._enter("stylesheet")
        elif word in _INFO and place == "info":
            self._enter(word)
        elif word in {"listtext", "pntext"}:
            self._enter("marker")
        elif word in {"shpinst", "do"}:
            self._enter("shape")
        elif word in {"shptxt", "dptxbxtext"} and place == "shape":
            self._paper.end_paragraph()
            self._enter("text")
        elif word == "annotation":
            self._comments += 1
            self._enter("skip")
        elif word == "atnauthor":
            self._enter("skip")
        elif word == "footnote" and place == "text":
            self._begin_note()
        else:
            return False
        return True

    def _begin_note(self) -> None:
        number = len([each for each, _ in self._notes if each is not None]) + 1
        note = Paper()
        self._notes.append((number if self._marked else None, note))
        self._marked = False
        self._outer.append((len(self._stack), self._paper))
        self._paper = note
        self._state = _State(
            skipped_after_unicode=self._state.skipped_after_unicode, font=self._state.font
        )

    def _setting(self, word: str, number: int | None) -> bool:
        """Words that change what holds inside the group."""
        state, on = self._state, number != 0
        if word == "uc":
            state = replace(state, skipped_after_unicode=max(0, number or 0))
        elif word == "f":
            state = replace(state, font=number)
            self._defining = number or 0
        elif word == "fcharset" and state.place == "fonttbl":
            self._fonts[self._defining] = CHARSETS.get(number or 0, self._page)
        elif word == "cpg" and state.place == "fonttbl":
            self._fonts[self._defining] = _code_page(number)
        elif word == "b":
            state = replace(state, strong=on)
        elif word == "i":
            state = replace(state, emphasis=on)
        elif word in {"super", "nosupersub", "sub"}:
            state = replace(state, raised=word == "super" and on)
        elif word in {"v", "deleted"}:
            state = replace(state, hidden=on)
        elif word == "plain":
            state = _State(
                place=state.place,
                skipped_after_unicode=state.skipped_after_unicode,
                link=state.link,
            )
        elif word == "deff":
            self._default_font = number
        elif word == "ansicpg":
            self._page = _code_page(number)
        elif word in {"mac", "pc", "pca"}:
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        else:
            return False
        self._state = state
        return True

    def _layout(self, word: str, number: int | None) -> None:
        """Words that shape paragraphs, tables, styles, pictures and notes."""
        place = self._state.place
        if place == "stylesheet" and word in {"s", "cs", "ds", "ts"}:
            self._enter("style")
            self._style = (number or 0, 0, "") if word == "s" else (-1, 0, "")
        elif place == "style" and word == "outlinelevel":
            self._style = (self._style[0], min(number or 0, 8) + 1, self._style[2])
        elif place == "stylesheet" or place == "style":
            return
        elif place == "pict":
            if word in PICTURES:
                self._picture.kind = PICTURES[word]
        elif place == "creatim" and number is not None:
            self._date_part(word, number)
        elif word in {"chftn", "chatn"}:
            self._mark_note(word)
        elif place != "text":
            return
        elif word == "s":
            self._paper.heading = self._styles.get(number or 0, 0)
        elif word == "outlinelevel":
            self._paper.heading = min(number or 0, 8) + 1
        elif word in PARAGRAPH_ENDS:
            self._paper.end_paragraph()
        else:
            self._paper.shape(word, number)

    def _mark_note(self, word: str) -> None:
        if word == "chftn" and not self._outer:
            self._marked = True
            number = len([each for each, _ in self._notes if each is not None]) + 1
            self._paper.write(str(number), raised=True)

    def _date_part(self, word: str, number: int) -> None:
        width = {"yr": "{:04d}", "mo": "-{:02d}", "dy": "-{:02d}"}.get(word)
        if width and number > 0:
            self._info["creatim"] = self._info.get("creatim", "") + width.format(number)

    def _end_picture(self) -> None:
        picture, self._picture = self._picture, _Picture()
        digits = re.sub(r"[^0-9A-Fa-f]", "", "".join(picture.hex))
        data = picture.raw or bytes.fromhex(digits[: len(digits) // 2 * 2])
        if picture.kind and data:
            self._paper.picture(picture.kind, data)
        elif data:
            self._left_out += 1


def _code_page(number: int | None) -> str:
    """The codec of a Windows code page; that of Western Europe for what Python does not know."""
    name = PAGES.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
