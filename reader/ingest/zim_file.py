"""Kiwix ZIM files: their articles, each as a web archive of its own page and pictures.

Read with libzim, which is under the GPL and therefore an extra that the user installs: it is
imported here only, and only when there is a ZIM file. The format:
https://wiki.openzim.org/wiki/ZIM_file_format, what its metadata say: .../wiki/Metadata.
"""

from __future__ import annotations

import base64
import email.utils
import html
import posixpath
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from reader.domain.errors import ImportFailed
from reader.ingest.pictures import LARGEST_PICTURE, MOST_PICTURES

if TYPE_CHECKING:
    from libzim.reader import Archive, Entry

    from reader.ingest.archive import Bounds, Member

MAGIC = b"ZIM\x04"
ENDING = ".zim"
_PAGES = ("text/html", "application/xhtml+xml")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_ADDRESS = re.compile(
    r"""\s(?:src|data-src|data-original)\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.I
)
_MOST_PICTURE_BYTES = 16 * 1024 * 1024
_BOUNDARY = "----=_dossier_zim_article"
_MISSING = "Install it with: pip install 'dossier-reader[zim]' (libzim, under the GPL)"


def zim_members(path: Path, name: str, bounds: Bounds) -> Iterator[Member]:
    """The articles of a ZIM file, without redirects, in its order, within `bounds`.

    Raises ImportFailed naming it when it is damaged, or when libzim is not installed.
    """
    from reader.ingest.archive import Member

    archive = _opened(path, name)
    stated = _stated(archive)
    count, total = 0, 0
    for number in range(archive.all_entry_count):
        entry = archive._get_entry_by_id(number)
        if entry.is_redirect:
            continue
        try:
            item = entry.get_item()
            if item.mimetype.split(";")[0].strip().lower() not in _PAGES:
                continue
            # One more is what is said of those that are left.
            if count + 1 >= bounds.members or total > bounds.total // 2:
                yield Member("…", None, f"only the first {count:,} articles were read", failed=True)
                return
            count += 1
            member = f"{entry.path}.mhtml"
            if item.size > bounds.member // 2:
                reason = f"it is larger than {bounds.member // 2 // 1024**2} MB"
                yield Member(member, None, reason, failed=True)
                continue
            data = _web_archive(archive, entry, bytes(item.content), stated)
        except RuntimeError as error:
            reason = f"it is damaged in the ZIM file ({error})"
            yield Member(f"{entry.path}.mhtml", None, reason, failed=True)
            continue
        total += len(data)
        yield Member(member, data)


def _opened(path: Path, name: str) -> Archive:
    try:
        from libzim.reader import Archive
    except ImportError as error:
        raise ImportFailed(
            "reading ZIM files needs a part that is not installed", item=name, remedy=_MISSING
        ) from error
    try:
        return Archive(path)
    except RuntimeError as error:
        raise ImportFailed(
            f"the ZIM file is damaged ({error})", item=name, remedy="Download or copy it again"
        ) from error


def _stated(archive: Archive) -> dict[str, str]:
    """What the file says of all its articles, as headers of a web archive.

    The creator is who made the content; the publisher is only who made the file, and stands in
    where there is no creator. The date is the day on which the pages were read.
    """
    known: dict[str, str] = {}
    for key in ("Creator", "Publisher", "Language", "Date"):
        if key in archive.metadata_keys:
            value = archive.get_metadata(key).decode("utf-8", "replace")
            known[key] = " ".join(value.split())[:200]
    headers = {}
    if publisher := known.get("Creator") or known.get("Publisher"):
        headers["X-ZIM-Publisher"] = publisher
    if language := known.get("Language"):
        headers["X-ZIM-Language"] = language
    try:
        day = datetime.strptime(known.get("Date", ""), "%Y-%m-%d").replace(tzinfo=UTC)
        headers["Date"] = email.utils.format_datetime(day)
    except ValueError:
        pass
    return headers


def _web_archive(archive: Archive, entry: Entry, page: bytes, stated: dict[str, str]) -> bytes:
    """An article and its pictures as MHTML (RFC 2557), the bytes of each as they are."""
    headers = dict(stated)
    if entry.title and entry.title != entry.path:
        headers["X-ZIM-Title"] = " ".join(entry.title.split())
    head = "".join(f"{key}: {quote(value, safe=' ,:+')}\r\n" for key, value in headers.items())
    kind = f'Content-Type: multipart/related; type="text/html"; boundary="{_BOUNDARY}"\r\n'
    parts = [f"MIME-Version: 1.0\r\n{kind}{head}\r\n".encode()]
    parts.append(_part("text/html", "", page))
    parts += [
        _part(mimetype, address, data)
        for address, mimetype, data in _pictures(archive, entry.path, page)
    ]
    parts.append(f"--{_BOUNDARY}--\r\n".encode())
    return b"".join(parts)


def _part(mimetype: str, address: str, data: bytes) -> bytes:
    place = f"Content-Location: {address}\r\n" if address else ""
    head = f"--{_BOUNDARY}\r\nContent-Type: {mimetype}\r\n{place}"
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(data)


def _pictures(archive: Archive, path: str, page: bytes) -> Iterator[tuple[str, str, bytes]]:
    """The pictures in the file that a page shows, by their addresses as it writes them."""
    room, seen = _MOST_PICTURE_BYTES, set[str]()
    for match in _ADDRESS.finditer(page.decode("utf-8", "replace")):
        address = html.unescape(match[1] or match[2]).strip()
        place = unquote(re.split("[?#]", address, maxsplit=1)[0])
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
        # A header is of ASCII and in one line.
        fit = address.isascii() and address.isprintable() and " " not in address
        if address in seen or not fit or ":" in address.split("/")[0] or "\0" in whole:
            continue
        seen.add(address)
        if len(seen) > MOST_PICTURES or not archive.has_entry_by_path(whole):
            continue
        item = archive.get_entry_by_path(whole).get_item()
        kind = item.mimetype.split(";")[0].strip().lower()
        if kind in _PICTURES and item.size <= min(room, LARGEST_PICTURE):
            room -= item.size
            yield address, kind, bytes(item.content)
