"""A table of scores being described column by column, and what would be read of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from reader.domain.scoring import Direction


class Role(enum.StrEnum):
    """What a column is used as."""

    IGNORE = "ignore"
    CODE = "code"
    NAME = "name"
    EDITION = "edition"
    INDICATOR = "indicator"


class EditionPlace(enum.StrEnum):
    """Where the edition is read; all but FIXED are words of a mapping file."""

    COLUMN = "column"
    HEADER = "header"
    SHEET = "sheet"
    TITLE = "title"
    FILE = "file"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class TableSheet:
    """The beginning of a sheet: its rows as text from row 1, and how much there is in all."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    row_total: int
    column_total: int
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The sheets of a file; `name` is the file's own, which may say the edition."""

    name: str
    sheets: tuple[TableSheet, ...]

    @property
    def whole(self) -> bool:
        """Whether every row of every sheet is here."""
        return all(len(each.rows) == each.row_total for each in self.sheets)


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """One column: where it stands, its header, some of its values, and what becomes of it.

    `lowest` and `highest` are the scale's ends as typed; they, `name` and `direction` count for an
    indicator only.
    """

    place: int
    header: str
    samples: tuple[str, ...]
    role: Role = Role.IGNORE
    name: str = ""
    lowest: str = "0"
    highest: str = "100"
    direction: Direction = Direction.HIGHER_IS_BETTER


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """A description that is not finished: of the sheet in that place, its header row from 0."""

    sheet: int
    header: int
    columns: tuple[DraftColumn, ...]
    index_name: str
    publisher: str
    edition_from: EditionPlace
    edition_fixed: str
    decimals: int

    def with_role(self, place: int, role: Role) -> MappingDraft:
        """With another use of a column; codes, names and editions come from one column each."""
        alone = role in (Role.CODE, Role.NAME, Role.EDITION)
        columns = tuple(
            replace(each, role=role)
            if each.place == place
            else replace(each, role=Role.IGNORE)
            if alone and each.role is role
            else each
            for each in self.columns
        )
        place_of_edition = EditionPlace.COLUMN if role is Role.EDITION else self.edition_from
        return replace(self, columns=columns, edition_from=place_of_edition)

    def with_column(self, changed: DraftColumn) -> MappingDraft:
        """With what is said of an indicator's column; columns of one name share scale and sense."""
        columns = tuple(
            changed
            if each.place == changed.place
            else replace(
                each,
                lowest=changed.lowest,
                highest=changed.highest,
                direction=changed.direction,
            )
            if each.role is changed.role is Role.INDICATOR and each.name == changed.name
            else each
            for each in self.columns
        )
        return replace(self, columns=columns)

    def used(self, role: Role) -> list[DraftColumn]:
        """The columns that are used so, from left to right."""
        return [each for each in self.columns if each.role is role]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What is read for a country in an edition; None for a figure that is not there."""

    country: str
    edition: str
    figures: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """What a draft would read. With `problems` it cannot be saved; `notes` are to be known.

    The notes name what is left out: rows of no country, figures off the scale. `head` are the
    first countries read, with a figure for each of `indicators`. Not `whole`, only the beginning of
    the table was looked at: an import may read more.
    """

    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    countries: int = 0
    figures: int = 0
    head: tuple[FigureRow, ...] = ()
    whole: bool = True
