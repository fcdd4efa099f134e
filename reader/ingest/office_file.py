"""EPUB, DOCX, ODT and RTF, through pandoc."""

from __future__ import annotations

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source


def import_epub(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)


def import_docx(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)


def import_odt(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)


def import_rtf(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)
