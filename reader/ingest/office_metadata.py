"""What office documents and books say of themselves: title, authors, dates, language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from reader.domain.document import Origin
from reader.ingest.metadata import read_date
from reader.ingest.package import Package
from reader.text.plain import plain_text

_CONTAINER = "META-INF/container.xml"
# What a program puts in place of a title: the file's own name, its template's, its own.
_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|.*\.(?:docx?|odt|rtf|dotx?|indd|epub)|(?:un)?titled.*|document ?\d*"
    r"|unknown|normal)",
    re.I,
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


class Properties:
    """The properties of a file: the fields they fill, where each is from, and what else they say.

    `fields` are those of SourceMetadata; `extra` keeps what Dossier has no word for, in plain text.
    """

    def __init__(self) -> None:
        self.fields: dict[str, object] = {}
        self.origins: dict[str, Origin] = {}
        self.extra: dict[str, object] = {}

    def state(self, field: str, value: object, origin: Origin = Origin.STATED) -> None:
        """Take a value unless it is empty or there is one."""
        if value and field not in self.fields:
            self.fields[field] = value
            self.origins[field] = origin

    def title(self, text: str) -> None:
        """Take a title unless it is what a program puts there by itself."""
        if not _NO_TITLE.fullmatch(text):
            self.state("title", text)

    def shown_title(self, text: str) -> None:
        """Take the title that the document itself shows; what its properties say is kept."""
        stated = self.fields.get("title")
        if text and stated != text:
            self.note("title", str(stated) if stated else "")
            self.fields["title"], self.origins["title"] = text, Origin.STATED

    def language(self, text: str) -> None:
        """Take a language by its tag (`en-GB`)."""
        match = _LANGUAGE.fullmatch(text)
        if match and match.group(1).lower() not in {"und", "zxx", "mul"}:
            self.state("language", match.group(1).lower())

    def note(self, key: str, value: str) -> None:
        """Keep something else that the file says."""
        if value:
            self.extra.setdefault(key, value)


def docx_properties(package: Package) -> Properties:
    """Those of `docProps/core.xml` (ECMA-376, part 2). The day it was made is no publication."""
    found = Properties()
    core = package.xml("docProps/core.xml")
    if core is not None:
        _dublin_core(core, found)
        # An account's name as often as an author's.
        authors = [part for text in _texts(core, "creator") for part in _people(text)]
        found.state("authors", tuple(dict.fromkeys(authors)), Origin.INFERRED)
        for key in ("created", "modified", "lastModifiedBy", "subject", "keywords"):
            found.note(key, next(_texts(core, key), ""))
    return found


def odt_properties(package: Package) -> Properties:
    """Those of `meta.xml` (OpenDocument 1.3, part 3, 4.3)."""
    found = Properties()
    meta = package.xml("meta.xml")
    if meta is not None:
        _dublin_core(meta, found)
        authors = [*_texts(meta, "initial-creator")] or [*_texts(meta, "creator")]
        people = [part for text in authors for part in _people(text)]
        found.state("authors", tuple(dict.fromkeys(people)), Origin.INFERRED)
        found.note("created", next(_texts(meta, "creation-date"), ""))
        found.note("modified", next(_texts(meta, "date"), ""))
        found.note("subject", next(_texts(meta, "subject"), ""))
    return found


def epub_properties(package: Package) -> Properties:
    """Those of the package document that `META-INF/container.xml` names (EPUB 3.3, 5.5)."""
    found = Properties()
    opf = package_document(package)
    root = package.xml(opf) if opf else None
    if root is None:
        return found
    _dublin_core(root, found)
    authors = dict.fromkeys(_texts(root, "creator"))
    found.state("authors", tuple(authors))
    found.state("publisher", next(_texts(root, "publisher"), ""))
    for element in _elements(root, "date"):
        event = next(
            (value for name, value in element.attrib.items() if name.endswith("event")), ""
        )
        if event in {"", "publication", "original-publication"}:
            found.state("published", read_date(_text(element)))
    found.note("identifier", next(_texts(root, "identifier"), ""))
    found.note("rights", next(_texts(root, "rights"), ""))
    return found


def package_document(package: Package) -> str | None:
    """The path of an EPUB's package document."""
    container = package.xml(_CONTAINER)
    if container is None:
        return None
    paths = (element.get("full-path") for element in _elements(container, "rootfile"))
    return next((unquote(path) for path in paths if path), None)


def reading_order(package: Package) -> list[str]:
    """The members that an EPUB's spine lists, in its order."""
    opf = package_document(package)
    root = package.xml(opf) if opf else None
    if opf is None or root is None:
        return []
    by_id = {element.get("id"): element.get("href") for element in _elements(root, "item")}
    folder = posixpath.dirname(opf)
    references = (by_id.get(element.get("idref")) for element in _elements(root, "itemref"))
    return [
        posixpath.normpath(posixpath.join(folder, unquote(each))) for each in references if each
    ]


def _dublin_core(root: Any, found: Properties) -> None:
    found.title(next(_texts(root, "title"), ""))
    found.language(next(_texts(root, "language"), ""))


def _people(text: str) -> list[str]:
    return [plain_text(part) for part in text.split(";") if plain_text(part)]


def _elements(root: Any, name: str) -> Iterable[Any]:
    """The elements of that name in any namespace."""
    found: Iterable[Any] = root.iter(f"{{*}}{name}")
    return found


def _text(element: Any) -> str:
    return plain_text("".join(element.itertext()))


def _texts(root: Any, name: str) -> Iterator[str]:
    return (text for element in _elements(root, name) if (text := _text(element)))
