"""What the clipboard or a drag from another program brings: files, a page's part, or plain text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QMimeData

# How programs say where a selection was copied from.
_FIREFOX = "text/x-moz-url-priv"
_CHROMIUM = ("chromium/x-source-url", "text/x-source-url")
_WINDOWS = 'application/x-qt-windows-mime;value="HTML Format"'
_SOURCE_URL = re.compile(rb"^SourceURL:(\S+)\s*$", re.M)
_TITLE = re.compile(r"<title[^>]*>\s*(.*?)\s*</title>", re.I | re.S)
_BODY = re.compile(r"<(?:html|body)[\s>]", re.I)
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029]+')
_LONGEST_TITLE = 90
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Pasted:
    """A file to be: its name and bytes, and what the one who copied it did not have to say."""

    name: str
    data: bytes
    url: str | None = None


def local_paths(mime: QMimeData) -> list[Path]:
    """The files of this machine that are named; what lies elsewhere is never fetched."""
    return [Path(each.toLocalFile()) for each in mime.urls() if each.isLocalFile()]


def pasted(mime: QMimeData, today: date) -> Pasted | None:
    """What is there as a file of its own, None where there are no words.

    A part of a page keeps its markup and, where the program that it was copied from says so, its
    address, in the form in which browsers note it in the pages that they save.
    """
    text = mime.text().strip() if mime.hasText() else ""
    if mime.hasHtml() and _words(mime.html()):
        markup, url = _clean(mime.html()), source_url(mime)
        title = _stated_title(markup) or _first_line(text or _words(markup))
        return Pasted(_name(title, today, ".html"), _page(markup, title, url).encode(), url)
    if not text:
        return None
    return Pasted(_name(_first_line(text), today, ".txt"), _clean(text).encode())


def source_url(mime: QMimeData) -> str | None:
    """The address of the page that a selection was copied from, None where nobody says."""
    found = None
    if mime.hasFormat(_FIREFOX):
        found = bytes(mime.data(_FIREFOX).data()).decode("utf-16-le", "replace")
    for name in _CHROMIUM:
        if not found and mime.hasFormat(name):
            found = bytes(mime.data(name).data()).decode("utf-8", "replace")
    if not found and mime.hasFormat(_WINDOWS):
        stated = _SOURCE_URL.search(mime.data(_WINDOWS).data()[:2000])
        found = stated.group(1).decode("utf-8", "replace") if stated else None
    address = (found or "").strip("\0 \r\n\t")
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    fit = (
        parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>]|--", address)
    )
    return address if fit else None


def _page(markup: str, title: str, url: str | None) -> str:
    saved = f"<!-- saved from url=({len(url):04}){url} -->\n" if url else ""
    if _BODY.search(markup[:5000]):
        if _stated_title(markup) is None:
            shown = f"<title>{html.escape(title)}</title>"
            markup = re.sub(r"(?i)(<head[^>]*>)", lambda m: m.group(1) + shown, markup, count=1)
        return f"<!DOCTYPE html>\n{saved}{_without_doctype(markup)}"
    return (
        f'<!DOCTYPE html>\n{saved}<html><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head>\n<body>\n{markup}\n</body></html>\n"
    )


def _without_doctype(markup: str) -> str:
    return re.sub(r"(?is)\A\s*<!doctype[^>]*>", "", markup)


def _stated_title(markup: str) -> str | None:
    found = _TITLE.search(markup[:20_000])
    return html.unescape(found.group(1)).strip() or None if found else None


def _words(markup: str) -> str:
    visible = re.sub(r"(?is)<(style|script|head|title)\b.*?</\1>|<!--.*?-->", " ", markup)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", visible)).strip()


def _first_line(text: str) -> str:
    line = " ".join(text.strip().split("\n", 1)[0].split())
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _name(title: str, today: date, ending: str) -> str:
    """A file's name of the title; the day tells two pastes of one page apart."""
    words = " ".join(_UNFIT.sub(" ", title).split()).strip(". ")
    if len(words) > _LONGEST_NAME:
        words = words[:_LONGEST_NAME].rsplit(" ", 1)[0]
    return f"{words or 'Pasted'} ({today.isoformat()}){ending}"


def _clean(text: str) -> str:
    """Without half characters and zeros, which no file of text can hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
