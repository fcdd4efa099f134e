"""A saved page's bytes as HTML that is safe to parse: decoded, bounded, without scripts."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reader.ingest.blocks import bounded

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# So far into a page its encoding may be stated; browsers look at the first 1,024 bytes.
_PRESCAN = 8192
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.I,
)
# What these labels mean on the web (WHATWG Encoding Standard, 4.2).
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
# All of the standard's encodings, by the names that Python has for them.
_FAMILIES = ("cp125", "iso8859-", "koi8-", "mac-", "euc", "iso2022_jp")
_DECODED = frozenset({"utf-8", "cp874", "cp866", "cp932", "cp949", "big5", "big5hkscs", "gb18030"})
_RAW = ("script", "style", "noscript", "template", "iframe", "svg", "math", "object", "textarea")
_RAW_START = re.compile(rf"<({'|'.join(_RAW)})(?=[\s/>])([^>]*)>", re.I)
_RAW_END = {name: re.compile(rf"</{name}[\s/>]", re.I) for name in _RAW}
# In a browser an unclosed one of these takes the rest of the page with it.
_TAKES_ALL = frozenset({"script", "style", "textarea"})
_JSON_LD = re.compile(r"application/ld\+json", re.I)
_XML_DECLARATION = re.compile(r"<\?xml[^>]*>", re.I)
_COMMENT_END = re.compile(r"--!?>")
_DATA_ADDRESS = re.compile(r"data:[\w.+/;=-]{1,100},[^\"'\s<>)]{100,}", re.I)
_PLACEHOLDER = "data:picture/"
_REFERENCE = re.compile(r"&#(\d{1,10}|x[0-9a-f]{1,10})(?:;|(?![0-9a-f]))", re.I)
# A tag with thousands of attributes takes the parser minutes, and nobody wrote it.
_MONSTROUS_TAG = re.compile(r"<([A-Za-z][\w-]{0,40})\s[^<>]{16000,}>")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What XML 1.0 has no place for, and the tree therefore not either.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_LONGEST_COMMENT = 2000
_MOST_DATA = 64 * 1024


@dataclass(frozen=True, slots=True)
class PageSource:
    """HTML without scripts, styles, comments and nesting beyond measure.

    `comments` are the first ones, `json_ld` what scripts of that kind held, `inlined` the long
    `data:` URIs by the short ones that stand for them in `html`.
    """

    html: str
    comments: tuple[str, ...]
    json_ld: tuple[str, ...]
    inlined: dict[str, str]


def decode_page(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """A page's text, and what has to be said about its encoding.

    By byte order mark; else by `charset`, where whatever carried the page states one, or what the
    page states, unless its bytes say that this is not true; else UTF-8 or Windows-1252.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _cleaned(data.decode(encoding, "replace")), ()
    if len(data) > 3 and 3 * data[:200].count(0) > len(data[:200]):
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
        return _cleaned(data.decode(encoding, "replace")), ()
    declared = _known(charset) or _stated(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, declared, error.start)
    if declared in {None, "utf-8"} or data.isascii():
        return _cleaned(text), ()
    if declared in {"cp1252", "cp1254", "iso8859-15"} or not _decodes(data, str(declared)):
        warning = f"The page says that it is {_shown(declared)}, but it is UTF-8; it was read so"
        return _cleaned(text), (warning,)
    return _cleaned(data.decode(str(declared), "replace")), ()


def _not_utf8(data: bytes, declared: str | None, place: int) -> tuple[str, tuple[str, ...]]:
    if declared not in {None, "utf-8"}:
        return _cleaned(data.decode(str(declared), "replace")), ()
    replaced = data.decode("utf-8", "replace")
    unreadable = replaced.count("\ufffd")
    readable = sum(not character.isascii() for character in replaced) - unreadable
    if readable > unreadable:
        return _cleaned(replaced), ("The page is damaged UTF-8: what is unreadable shows as �",)
    stated = "says UTF-8 but is not" if declared else "does not say its encoding and is not UTF-8"
    warning = f"The page {stated} (byte {place}); it was read as Windows-1252"
    return _cleaned(data.decode("cp1252", "replace")), (warning,)


def _known(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    label = _LABELS.get(label, label)
    try:
        # Python has codecs that make no text of bytes: they raise LookupError here.
        b"".decode(label)
        found = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return found if found in _DECODED or found.startswith(_FAMILIES) else None


def _stated(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_PRESCAN])
    return _known((match.group(1) or match.group(2)).decode("ascii")) if match else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _shown(encoding: str | None) -> str:
    return {"cp1252": "Windows-1252"}.get(encoding or "", (encoding or "").upper())


def _cleaned(text: str) -> str:
    text = _CONTROLS.sub("", text.removeprefix("\ufeff")).replace("\v", " ").replace("\f", " ")
    return _SURROGATES.sub("\ufffd", text)


def read_source(text: str) -> PageSource:
    """Take apart what a page carries beside its elements, in time linear in its length."""
    inlined: dict[str, str] = {}
    by_address: dict[str, str] = {}

    def shorten(match: re.Match[str]) -> str:
        address = match.group()
        if address not in by_address and len(inlined) < _MOST_DATA:
            by_address[address] = f"{_PLACEHOLDER}{len(inlined)}"
            inlined[by_address[address]] = address
        return by_address.get(address, _PLACEHOLDER)

    text = _DATA_ADDRESS.sub(shorten, text)
    text, comments = _without_comments(_XML_DECLARATION.sub("", text))
    text, json_ld = _without_raw(text)
    text = _MONSTROUS_TAG.sub(r"<\1>", text)
    text = _REFERENCE.sub(_referred, text)
    return PageSource(bounded(text), comments, json_ld, inlined)


def _without_comments(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without comments, which may stand in scripts too, and the first few of them."""
    parts: list[str] = []
    comments: list[str] = []
    place = 0
    while (start := text.find("<!--", place)) >= 0:
        end = _COMMENT_END.search(text, start + 2)
        if end is None:
            break
        parts.append(text[place:start])
        if len(comments) < 50:
            comments.append(text[start + 4 : min(end.start(), start + _LONGEST_COMMENT)])
        place = end.end()
    parts.append(text[place:])
    return "".join(parts), tuple(comments)


def _without_raw(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without scripts, styles and the like, and the JSON-LD that was in them."""
    parts: list[str] = []
    json_ld: list[str] = []
    unclosed: set[str] = set()
    place = 0
    while match := _RAW_START.search(text, place):
        name = match.group(1).lower()
        end = None if name in unclosed else _RAW_END[name].search(text, match.end())
        parts.append(text[place : match.start()])
        if match.group(2).endswith("/") and name in {"svg", "math", "iframe", "object"}:
            place = match.end()
        elif end is not None:
            if name == "script" and _JSON_LD.search(match.group(2)):
                json_ld.append(text[match.end() : end.start()])
            close = text.find(">", end.start())
            place = len(text) if close < 0 else close + 1
        elif name in _TAKES_ALL:
            place = len(text)
        else:
            unclosed.add(name)
            place = match.end()
    parts.append(text[place:])
    return "".join(parts), tuple(json_ld)


def _referred(match: re.Match[str]) -> str:
    """A reference by number, unless it is to no character; 128 to 159 mean Windows-1252.

    So does the HTML Standard, 13.2.5.80.
    """
    digits = match.group(1)
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if 128 <= code < 160:
        return bytes([code]).decode("cp1252", "ignore")
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\ufffd"
    if code in {11, 12}:
        return " "
    return "" if _CONTROLS.match(chr(code)) else match.group()
