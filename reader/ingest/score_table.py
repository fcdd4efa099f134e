"""Any table of scores as CSV or XLSX, through a mapping file."""

from __future__ import annotations

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.score_sheet import import_score_sheet


def import_score_text(text: str, name: str, knowledge: Knowledge) -> Imported:
    """Read a CSV or TSV table of scores. Raises ImportFailed."""
    return import_score_sheet(text, name, knowledge)


def import_score_workbook(source: Source, knowledge: Knowledge) -> Imported:
    """Read a workbook of scores. Raises ImportFailed."""
    raise ImportFailed("this kind of file is not read yet", item=source.name)
