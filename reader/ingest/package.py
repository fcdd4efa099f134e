"""Zip packages of office documents and books, opened within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from reader.domain.errors import ImportFailed

MOST_MEMBERS = 10_000
LARGEST_UNPACKED = 256 * 1024 * 1024
LARGEST_PART = 64 * 1024 * 1024
# Text packs tenfold, a picture not at all; what packs a thousandfold says nothing.
_HIGHEST_RATIO = 400
_ALWAYS_ALLOWED = 16 * 1024 * 1024
_CHUNK = 1 << 16
_ENTITY = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be"))
_XML = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")


class Package:
    """A package whose every member was unpacked once, within the limits of this room.

    Raises ImportFailed naming the file when it is damaged, encrypted, a bomb, or declares
    entities of its own (which no office program writes, and a hostile file multiplies).
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self.data = data
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise self._bounded(f"more than {MOST_MEMBERS:,} files")
            if any(member.flag_bits & 0x1 for member in members):
                raise ImportFailed(
                    "it is encrypted", item=name, remedy="Save it without a password and try again"
                )
            total = 0
            allowed = max(_ALWAYS_ALLOWED, min(LARGEST_UNPACKED, len(data) * _HIGHEST_RATIO))
            for member in members:
                for size in self._unpack(member):
                    total += size
                    if total > allowed:
                        raise self._bounded(f"more than {allowed // 1024**2} MB")
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise self._damaged(str(error)) from error
        self.names = frozenset(member.filename for member in members)

    def _unpack(self, member: zipfile.ZipInfo) -> Iterator[int]:
        """The sizes of a member's pieces as they really are, whatever its header says."""
        is_xml = member.filename.lower().endswith(_XML)
        tail = b""
        with self._archive.open(member) as file:
            while piece := file.read(_CHUNK):
                if is_xml and any(mark in tail + piece for mark in _ENTITY):
                    raise self._damaged(f"{member.filename} declares entities of its own")
                tail = piece[-32:]
                yield len(piece)

    def _bounded(self, what: str) -> ImportFailed:
        return ImportFailed(
            f"it unpacks to {what}", item=self._name, remedy="Split it, or save it as PDF"
        )

    def _damaged(self, why: str) -> ImportFailed:
        return ImportFailed(
            f"the file is damaged ({why})", item=self._name, remedy="Save or copy it again"
        )

    def read(self, member: str) -> bytes | None:
        """A member's bytes, None when there is no such member or it is too large to be a part."""
        if member not in self.names:
            return None
        if self._archive.getinfo(member).file_size > LARGEST_PART:
            return None
        return self._archive.read(member)

    def xml(self, member: str) -> Any | None:
        """A member as an element tree's root; None when there is none or it is not well formed.

        No entity is resolved and nothing outside the member is read.
        """
        from lxml import etree

        data = self.read(member)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            return None
