"""Web archives: MHTML, a page and its parts in one file (RFC 2557)."""

from __future__ import annotations

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source


def import_web_archive(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)
