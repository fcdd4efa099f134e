"""Descriptions of tables of scores: guessed, checked against the table, and kept in the library."""

from __future__ import annotations

import contextlib
import dataclasses
import tomllib
from collections.abc import Sequence
from pathlib import Path

from reader.domain.errors import ImportFailed, InvalidInput, LibraryUnavailable
from reader.domain.mapping_draft import (
    FigureRow,
    MappingCheck,
    MappingDraft,
    TablePreview,
)
from reader.domain.scoring import Score
from reader.ingest.imported import Imported, Knowledge
from reader.ingest.index_workbook import find_index
from reader.ingest.mapped_table import HEADER_WITHIN, choose_mapping, import_mapped_tables
from reader.ingest.mapping_guess import guess_draft
from reader.ingest.mapping_text import identifier_of, mapping_text, notes_of, problems_of
from reader.ingest.score_mapping import ScoreMapping, load_mapping, load_mappings, read_mapping
from reader.ingest.score_sheet import has_score_sheet_header
from reader.ingest.spreadsheet import Table
from reader.ingest.table_preview import as_table
from reader.library.limits import Limits
from reader.library.parsing import Parser
from reader.library.source_files import read_file

_SHOWN = 40


class Mappings:
    """The reader's own mapping files, in `folder`, which come before the shipped ones."""

    def __init__(
        self, folder: Path, knowledge: Knowledge, *, writable: bool, limits: Limits | None = None
    ) -> None:
        self._folder = folder
        self._knowledge = knowledge
        self._writable = writable
        self._limits = limits

    def preview(self, path: Path) -> TablePreview:
        """The beginnings of a table's sheets, parsed in a process of its own as an import is.

        Raises ReaderError when the file cannot be read or is no table.
        """
        data = read_file(path, item=str(path))
        with Parser(self._knowledge, self._limits, processes=1) as parser:
            return TablePreview(path.name, parser.sheets(data, path.name))

    def draft(
        self, preview: TablePreview, sheet: int | None = None, header: int | None = None
    ) -> MappingDraft:
        """The most likely description; `sheet` and `header` row, both from 0, where one knows."""
        return guess_draft(preview, self._knowledge.countries, sheet, header)

    def check(self, preview: TablePreview, draft: MappingDraft) -> MappingCheck:
        """What an import of the table would read through the draft, and what speaks against it.

        It is the import itself that is asked. Of a table that is longer than its preview, only the
        beginning counts.
        """
        problems = list(problems_of(draft))
        identifier = identifier_of(draft.index_name)
        if identifier in self._knowledge.indices:
            problems.append("Dossier's own index is called so: give this one another name")
        tables = [as_table(each) for each in preview.sheets]
        problems += self._known_otherwise(tables)
        if problems:
            return MappingCheck(tuple(dict.fromkeys(problems)))
        existing = self.existing(draft)
        mapping = read_mapping(
            tomllib.loads(mapping_text(draft, preview.name)),
            existing.name if existing is not None else f"{identifier}.toml",
        )
        try:
            self._check_choice(tables, mapping)
            imported = import_mapped_tables(
                tables, mapping, preview.name, self._knowledge.countries
            )
        except ImportFailed as error:
            said = f"{error.what[:1].upper()}{error.what[1:]}"
            return MappingCheck((f"{said}. {error.remedy}" if error.remedy else said,))
        notes = (*notes_of(draft), *_cut(preview), *imported.warnings)
        return dataclasses.replace(self._checked(imported, notes), whole=preview.whole)

    def existing(self, draft: MappingDraft) -> Path | None:
        """The library's own mapping file that saving the draft would replace."""
        identifier = identifier_of(draft.index_name)
        for path in sorted(self._folder.glob("*.toml")):
            with contextlib.suppress(InvalidInput):
                if load_mapping(path).index.id == identifier:
                    return path
        path = self._folder / f"{identifier}.toml"
        return path if path.exists() else None

    def write(self, draft: MappingDraft, file: str, *, replace: bool = False) -> Path:
        """Keep a draft as a mapping file; `file` names the table that it was made from.

        Raises InvalidInput when it is not finished, or when the library has a mapping file of that
        index and `replace` was not asked for; LibraryUnavailable when it cannot be written.
        """
        problems = list(problems_of(draft))
        if problems:
            raise InvalidInput(
                "the description of the table is not finished", item=file, remedy=problems[0]
            )
        existing = self.existing(draft)
        if existing is not None and not replace:
            raise InvalidInput(
                f"the library has a mapping file of the {draft.index_name} already",
                item=existing.name,
                remedy="Replace it, or give the index another name",
            )
        if not self._writable:
            raise LibraryUnavailable(
                "the library is open for reading only", item=str(self._folder.parent)
            )
        text = mapping_text(draft, file)
        # What would not be read back is a defect here, and not to be found out at the next import.
        read_mapping(tomllib.loads(text), file)
        path = existing or self._folder / f"{identifier_of(draft.index_name)}.toml"
        fresh = path.with_name(f"{path.name}.new")
        try:
            self._folder.mkdir(exist_ok=True)
            fresh.write_text(text, encoding="utf-8", newline="\n")
            fresh.replace(path)
        except OSError as error:
            raise LibraryUnavailable(
                f"the mapping file cannot be written ({error.strerror or error})",
                item=str(path),
                remedy="Check the permissions of the library's folder and the disk",
            ) from error
        return path

    def _known_otherwise(self, tables: Sequence[Table]) -> list[str]:
        first = next((row for each in tables for row in each.rows if any(row)), ())
        if len(tables) == 1 and has_score_sheet_header(",".join(first)):
            return ["This is a table in Dossier's own form: import it as it is"]
        index = find_index(tables, self._knowledge)
        if index is not None:
            return [f"This is the workbook of the {index.name}: import it as it is"]
        return []

    def _check_choice(self, tables: Sequence[Table], mapping: ScoreMapping) -> None:
        """Raises ImportFailed when an import would not choose this mapping for the table."""
        own, _ = load_mappings(self._knowledge.mappings[:1])
        shipped, _ = load_mappings(self._knowledge.mappings[1:])
        own = [each for each in own if each.index.id != mapping.index.id]
        own = sorted((*own, mapping), key=lambda each: each.file)
        chosen = choose_mapping(
            tables, [*own, *(each for each in shipped if each.index.id != mapping.index.id)]
        )
        if chosen is None:
            raise ImportFailed(
                f"the names of the columns do not stand within the first {HEADER_WITHIN} rows",
                remedy="Delete the rows above them and save the table again",
            )
        if chosen is not mapping:
            raise ImportFailed(
                f"Dossier reads this table as the {chosen.index.name} already ({chosen.file})",
                remedy="Import it as it is, or use more of its columns",
            )

    def _checked(self, imported: Imported, notes: Sequence[str]) -> MappingCheck:
        (index,) = imported.indices
        indicators = index.indicators()
        countries = self._knowledge.countries
        head = []
        for sheet in imported.sheets[:_SHOWN]:
            figures: dict[str, Score] = {each.indicator: each for each in sheet.scores}
            country = countries.by_code(sheet.country)
            values = (figures.get(each.id) for each in indicators)
            head.append(
                FigureRow(
                    country.name if country is not None else sheet.country,
                    sheet.edition,
                    tuple(None if each is None else f"{each.value:f}" for each in values),
                )
            )
        return MappingCheck(
            problems=(),
            notes=tuple(notes),
            indicators=tuple(each.name for each in indicators),
            editions=tuple(each.id for each in index.editions),
            countries=len({each.country for each in imported.sheets}),
            figures=sum(len(each.scores) for each in imported.sheets),
            head=tuple(head),
        )


def _cut(preview: TablePreview) -> list[str]:
    """What of the table is not in its preview."""
    said = []
    for sheet in preview.sheets:
        shown = max((len(row) for row in sheet.rows), default=0)
        if len(sheet.rows) < sheet.row_total:
            said.append(
                f"The table is long: the first {len(sheet.rows):,} of {sheet.row_total:,} rows"
                f" of `{sheet.name}` were looked at; an import reads them all"
            )
        if shown < sheet.column_total:
            said.append(
                f"The first {shown:,} of {sheet.column_total:,} columns of `{sheet.name}` are shown"
            )
    return said
