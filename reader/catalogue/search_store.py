"""What search needs of the catalogue at every query: light rows, read all at once."""

from __future__ import annotations

import json
from array import array
from typing import NamedTuple

from reader.catalogue.database import ChangeMark, Database

_ROWS = """
    SELECT version.id, document.id, title, publisher,
           coalesce(published, json_extract(summarises, '$.published')), kind, tags, language,
           (SELECT group_concat(country, ' ') FROM (
               SELECT country FROM document_country WHERE document = document.id
               ORDER BY position)),
           version.imported_at
    FROM document JOIN version ON version.document = document.id
    WHERE removed IS NULL
      AND version.number = (SELECT max(number) FROM version WHERE document = document.id)
"""
_NOTED = """
    SELECT bookmark.id, newest.id, note, bookmark.tags, anchored_start, anchored_end
    FROM bookmark JOIN document ON document.id = bookmark.document
    JOIN version AS newest ON newest.document = document.id
    WHERE bookmark.removed IS NULL AND document.removed IS NULL AND anchored_start IS NOT NULL
      AND newest.number = (SELECT max(number) FROM version WHERE document = document.id)
      AND (note <> '' OR bookmark.tags <> '[]')
    ORDER BY bookmark.created DESC, bookmark.rowid DESC
"""


class DocumentRow(NamedTuple):
    """A document in use as search knows it, by its newest version.

    `published` is ISO 8601 of year, month or day precision, a summary's that of the work that it
    summarises, as everywhere that documents are listed with a date. `tags` is a JSON list of texts.
    `countries` are alpha-2 codes with spaces between them, the first one first.
    """

    version: int
    document: str
    title: str
    publisher: str | None
    published: str | None
    kind: str | None
    tags: str
    language: str | None
    countries: str | None
    imported_at: str


class NotedRow(NamedTuple):
    """A bookmark with a note or tags that still stands in its document's newest version.

    `start` and `end` are code points of that version's text.
    """

    bookmark: str
    version: int
    note: str
    tags: tuple[str, ...]
    start: int
    end: int


class PassageStarts(NamedTuple):
    """Where a version's passages begin, in order: ordinals, starts in code points of its text.

    `heads` are the ordinals under which each is searched: its own, or its table row's first.
    """

    ordinals: array[int]
    starts: array[int]
    heads: array[int]


class SearchStore:
    """Reads rows for search; nothing here makes a Document or a Passage."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change_mark(self) -> ChangeMark:
        """What tells whether the catalogue changed; to be taken before reading."""
        return self._database.change_mark()

    def documents(self) -> list[DocumentRow]:
        """All documents in use, in no order."""
        with self._database.reading() as connection:
            cursor = connection.cursor()
            # Plain tuples: the rows of a large library are made in half the time.
            cursor.row_factory = None
            return list(map(DocumentRow._make, cursor.execute(_ROWS)))

    def noted(self) -> list[NotedRow]:
        """The bookmarks in use with a note or tags that are not orphaned, the newest first."""
        with self._database.reading() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None
            return [
                NotedRow(bookmark, version, note, tuple(json.loads(tags)), start, end)
                for bookmark, version, note, tags, start, end in cursor.execute(_NOTED)
            ]

    def passage_starts(self, version: int) -> PassageStarts:
        """Where the passages of a version begin; empty for an unknown version."""
        found = PassageStarts(array("l"), array("q"), array("l"))
        row: tuple[int, int] | None = None
        with self._database.reading() as connection:
            for ordinal, start, cell in connection.execute(
                "SELECT ordinal, start, cell FROM passage WHERE version = ? ORDER BY ordinal",
                (version,),
            ):
                place = tuple(json.loads(cell)[:2]) if cell else None
                same = place is not None and place == row
                row = place
                found.ordinals.append(ordinal)
                found.starts.append(start)
                found.heads.append(found.heads[-1] if same else ordinal)
        return found
