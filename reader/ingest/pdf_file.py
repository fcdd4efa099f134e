"""PDF files: reflowed text with page numbers, through pdfium."""

from __future__ import annotations

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source


def import_pdf(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)
