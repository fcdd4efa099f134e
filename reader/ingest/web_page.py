"""Saved web pages: HTML alone, as one file, or with its `_files` folder."""

from __future__ import annotations

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source


def import_web_page(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)
