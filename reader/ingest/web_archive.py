"""Web archives: MHTML, a page and its parts in one file (RFC 2557)."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import email.utils
from email.message import Message
from typing import Any
from urllib.parse import unquote

import pycountry

from reader.domain.dates import PartialDate
from reader.domain.document import Origin
from reader.domain.errors import ImportFailed
from reader.ingest.addresses import joined
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.page_source import decode_page
from reader.ingest.pictures import PictureShelf, data_of
from reader.ingest.web_page import read_page

FORMAT = "web_archive"

_MOST_PARTS = 2000
_OF_ZIM = ("title", "publisher", "language")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def import_web_archive(source: Source, knowledge: Knowledge) -> Imported:
    """Read the page of an archive, with its pictures. Raises ImportFailed when it has none."""
    archive = _Archive(source.data)
    page = archive.page()
    if page is None:
        raise ImportFailed(
            "there is no page in this archive", item=source.name, remedy="Save the page again"
        )
    text, warnings = decode_page(_content(page), page.get_content_charset())
    shelf = PictureShelf()
    known: dict[str, str | None] = {}

    def find(address: str) -> str | None:
        if address not in known:
            data = data_of(address) or archive.part(address)
            known[address] = shelf.add(data) if data else None
        return known[address]

    if archive.is_cut:
        warnings = (*warnings, f"The archive has more than {_MOST_PARTS} parts; the rest is left")
    found = read_page(text, source.name, knowledge, shelf, find, FORMAT, archive.address)
    found = dataclasses.replace(found, warnings=(*warnings, *found.warnings))
    return _as_zim_says(_accessed(found, archive.saved), archive.zim)


class _Archive:
    """The parts of an archive by their addresses."""

    def __init__(self, data: bytes) -> None:
        # The older policy reads any header at all; the newer one parses each and stumbles.
        self._whole = email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
        self._leaves: list[Message] = []
        self.is_cut = False
        for part in _walk(self._whole):
            if len(self._leaves) >= _MOST_PARTS:
                self.is_cut = True
                break
            self._leaves.append(part)
        self.address = self._stated_address()
        self._by_address = {}
        for part in reversed(self._leaves):
            for name in _names_of(part, self.address):
                self._by_address[name] = part

    def page(self) -> Message | None:
        """The part that is the page: the one that is named as the root, else the first of HTML."""
        start = str(self._whole.get_param("start") or "").strip("<> ")
        pages = [part for part in self._leaves if part.get_content_type() in _PAGES]
        root = [part for part in pages if start and _identifier(part) == start]
        return next(iter((*root, *pages)), None)

    def part(self, address: str) -> bytes | None:
        """The bytes of the part at an address as the page writes it."""
        address = address.strip()
        whole = joined(self.address, address)
        for name in (address, whole, whole.partition("#")[0]):
            if (part := self._by_address.get(name)) is not None:
                return _content(part)
        return None

    @property
    def zim(self) -> dict[str, str]:
        """What the ZIM file that a page came out of says of it (`zim_file`)."""
        stated = {key: self._whole.get(f"X-ZIM-{key.capitalize()}") for key in _OF_ZIM}
        return {key: unquote(str(value)) for key, value in stated.items() if value}

    @property
    def saved(self) -> PartialDate | None:
        """The day on which the archive was made, by its own header."""
        try:
            date = email.utils.parsedate_to_datetime(str(self._whole.get("Date", "")))
            return PartialDate(date.year, date.month, date.day)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None

    def _stated_address(self) -> str | None:
        """Where the page was: as the archive says, else as its page does."""
        page = self.page()
        headers = [self._whole.get("Snapshot-Content-Location")]
        headers += [
            each.get("Content-Location") for each in (page, self._whole) if each is not None
        ]
        for header in headers:
            address = "".join(str(header or "").split())
            if address.startswith(("http://", "https://")):
                return address
        return None


def _walk(message: Message) -> list[Message]:
    """The parts of a message that have content, in order, whatever their nesting."""
    found: list[Message] = []
    pending = [message]
    while pending and len(found) <= _MOST_PARTS:
        part = pending.pop()
        payload = part.get_payload()
        if isinstance(payload, list):
            pending += [each for each in reversed(payload) if isinstance(each, Message)]
        else:
            found.append(part)
    return found


def _names_of(part: Message, base: str | None) -> list[str]:
    """The addresses that other parts may have for `part`."""
    location = "".join(str(part.get("Content-Location") or "").split())
    names = [location, joined(base, location) if location else ""]
    if identifier := _identifier(part):
        names.append(f"cid:{identifier}")
    return [name for name in names if name]


def _identifier(part: Message) -> str:
    return str(part.get("Content-ID") or "").strip().strip("<>")


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _accessed(found: Imported, saved: PartialDate | None) -> Imported:
    if found.metadata is None or saved is None or found.metadata.accessed is not None:
        return found
    origins = {**found.metadata.origins, "accessed": Origin.STATED}
    metadata = dataclasses.replace(found.metadata, accessed=saved, origins=origins)
    return dataclasses.replace(found, metadata=metadata)


def _as_zim_says(found: Imported, stated: dict[str, str]) -> Imported:
    """With what a ZIM file says of its articles, where the page itself does not."""
    metadata = found.metadata
    if metadata is None or not stated:
        return found
    fields: dict[str, Any] = {}
    if "publisher" in stated and not metadata.publisher:
        fields["publisher"] = stated["publisher"]
    if "title" in stated and metadata.origins.get("title") is not Origin.STATED:
        fields["title"] = stated["title"]
    if "language" in stated and not metadata.language:
        # Three letters, and several of them where its articles are in several languages.
        language = pycountry.languages.get(alpha_3=stated["language"].lower())
        if language is not None:
            fields["language"] = getattr(language, "alpha_2", language.alpha_3)
    origins = {**metadata.origins, **dict.fromkeys(fields, Origin.STATED)}
    return dataclasses.replace(
        found, metadata=dataclasses.replace(metadata, **fields, origins=origins)
    )
