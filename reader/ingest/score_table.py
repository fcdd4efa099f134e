"""Any table of scores: Dossier's own, a published workbook, or one with a mapping file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.domain.errors import ImportFailed
from reader.ingest.imported import Imported, Knowledge, Source
from reader.ingest.index_workbook import find_index, import_index_workbook
from reader.ingest.mapped_table import choose_mapping, columns_found, import_mapped_tables
from reader.ingest.score_mapping import load_mappings
from reader.ingest.score_sheet import OPTIONAL, REQUIRED, has_score_sheet_header, import_score_sheet
from reader.ingest.spreadsheet import Table, header_text, read_delimited, read_workbook

_MOST_COLUMNS = 12
_EXAMPLE = "cpi.toml"


def import_score_text(text: str, name: str, knowledge: Knowledge) -> Imported:
    """Read a CSV or TSV table of scores. Raises ImportFailed."""
    if has_score_sheet_header(text):
        return import_score_sheet(text, name, knowledge)
    return _through_mapping([read_delimited(text, name)], name, knowledge)


def import_score_workbook(source: Source, knowledge: Knowledge) -> Imported:
    """Read a workbook of scores. Raises ImportFailed."""
    tables = read_workbook(source.data, source.name)
    index = find_index(tables, knowledge)
    if index is not None:
        return import_index_workbook(tables, index, knowledge)
    return _through_mapping(tables, source.name, knowledge)


def _through_mapping(tables: Sequence[Table], name: str, knowledge: Knowledge) -> Imported:
    mappings, faults = load_mappings(knowledge.mappings)
    usable = [each for each in mappings if each.index.id not in knowledge.indices]
    mapping = choose_mapping(tables, usable)
    if mapping is not None:
        imported = import_mapped_tables(tables, mapping, name, knowledge.countries)
        return replace(imported, warnings=(*faults, *imported.warnings))
    found = list(columns_found(tables))
    if not found:
        raise ImportFailed("the table is empty", item=name, remedy="Save it again with its content")
    missing = [column for column in REQUIRED if column not in map(str.lower, found)]
    lacks = f"it lacks {', '.join(missing)}" if missing else "its columns do not stand first"
    more = f" and {len(found) - _MOST_COLUMNS} more" if len(found) > _MOST_COLUMNS else ""
    wrong = f" ({'; '.join(faults)})" if faults else ""
    known = ", ".join(each.index.name for each in usable)
    example = next((each / _EXAMPLE for each in reversed(knowledge.mappings)), None)
    raise ImportFailed(
        f"not a table of scores that Dossier knows: {lacks}, and no mapping file fits its columns "
        f"{header_text(found[:_MOST_COLUMNS])}{more}{wrong}",
        item=name,
        remedy="Describe its columns in the window (Library, Map a table of scores…) or in a "
        f"mapping file ({known or 'none'} have one; {example} "
        "explains how), put that into the folder `mappings` of the library and import the table "
        f"again, or name the columns {','.join((*REQUIRED, *OPTIONAL))}",
    )
