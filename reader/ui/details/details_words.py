"""The words of the document details: fields, origins, and the file that a version came from."""

from __future__ import annotations

import contextlib
from datetime import datetime

from reader.domain.document import Document, Origin, SourceMetadata
from reader.domain.metadata import LISTS, field_value

LABELS = {
    "title": "Title",
    "publisher": "Publisher",
    "authors": "Authors",
    "published": "Published",
    "accessed": "Accessed",
    "url": "Web address",
    "language": "Language",
    "kind": "Kind",
    "countries": "Countries",
    "tags": "Tags",
}
HINTS = {
    "authors": "Separate several with a semicolon",
    "published": "2023, 2023-05 or 2023-05-31",
    "accessed": "2023, 2023-05 or 2023-05-31",
    "url": "https://…",
    "language": "A code such as en, es or pt-BR",
    "kind": "Article, profile, report, …",
    "countries": "Add a country",
    "tags": "Add a tag",
}
_ORIGINS = {Origin.STATED: "stated", Origin.INFERRED: "inferred", Origin.BY_HAND: "by hand"}
# PDF, EPUB, DOCX and the like are short for something.
_SHORT_FORMAT = 4
_SHA256_SHOWN = 12


def field_text(metadata: SourceMetadata, name: str) -> str:
    """A field's value as one edits it; empty where it is unknown."""
    value = field_value(metadata, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value or "")


def written(name: str, text: str) -> str | list[str]:
    """What a reader wrote into a field, as the library takes it."""
    if name in LISTS:
        return [each.strip() for each in text.split(";") if each.strip()]
    return text


def origin_words(metadata: SourceMetadata, name: str) -> str:
    """Where a field's value comes from; `unknown`, by hand or not, where there is none."""
    origin = metadata.origins.get(name)
    if field_value(metadata, name):
        return _ORIGINS[origin] if origin else ""
    return "unknown, by hand" if origin is Origin.BY_HAND else "unknown"


def _format_words(identifier: str) -> str:
    if len(identifier) <= _SHORT_FORMAT:
        return identifier.upper()
    words = identifier.replace("_", " ")
    return words[:1].upper() + words[1:]


def file_rows(document: Document) -> list[tuple[str, str, str]]:
    """What a document's newest version came from: label, words, and all of it for the tooltip."""
    version = document.version
    imported = version.imported_at
    # What cannot be read as an instant is shown as it is.
    with contextlib.suppress(ValueError):
        imported = datetime.fromisoformat(imported).astimezone().strftime("%Y-%m-%d %H:%M")
    return [
        ("File", version.source_name, version.source_name),
        ("Format", _format_words(version.format), version.format),
        ("Version", f"{version.number}, imported {imported}", version.imported_at),
        ("SHA-256", f"{version.sha256[:_SHA256_SHOWN]}…", version.sha256),
    ]
