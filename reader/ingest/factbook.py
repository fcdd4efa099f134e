"""Country files of the World Factbook as JSON."""

from __future__ import annotations

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source


def import_factbook(source: Source, knowledge: Knowledge) -> Imported:
    """Read a source of this kind. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)
