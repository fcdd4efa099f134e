"""Marked passages: made from a range of a version's text, never deleted by the program."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.database import Connection, Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.report_store import ReportStore
from reader.domain.anchoring import describe
from reader.domain.bookmark import AnchorState, Bookmark, BookmarkColour, MarkReport
from reader.domain.changes import LibraryChanges
from reader.domain.document import version_text
from reader.domain.errors import InvalidInput, NotFound
from reader.library.reanchoring import Reanchoring, report_of


class Bookmarks:
    """Reads and changes bookmarks."""

    def __init__(
        self,
        database: Database,
        bookmarks: BookmarkStore,
        documents: DocumentStore,
        reports: ReportStore,
    ) -> None:
        self._database = database
        self._bookmarks = bookmarks
        self._documents = documents
        self._reports = reports

    def all(self) -> list[Bookmark]:
        """Every bookmark, the newest first."""
        return self._bookmarks.all()

    def of_document(self, document: str) -> list[Bookmark]:
        """The bookmarks of a document, in the order of their places."""
        return self._bookmarks.of_document(document)

    def get(self, identifier: str) -> Bookmark:
        """One bookmark. Raises NotFound."""
        return self._bookmarks.get(identifier)

    def add(
        self,
        document: str,
        start: int,
        end: int,
        *,
        note: str = "",
        tags: Sequence[str] = (),
        colour: BookmarkColour = BookmarkColour.YELLOW,
    ) -> tuple[Bookmark, LibraryChanges]:
        """Mark `[start, end)` in code points of the newest version's text.

        Raises InvalidInput for an empty range or one outside the text, NotFound for the document.
        """
        found = self._documents.get(document)
        text = version_text(self._documents.passages(found.version.id))
        if not 0 <= start < end <= len(text):
            raise InvalidInput(
                "nothing is selected there", item=found.metadata.title, remedy="Select some text"
            )
        quote, position = describe(text, start, end)
        bookmark = Bookmark(
            id=secrets.token_hex(6),
            document=document,
            version=found.version.id,
            quote=quote,
            position=position,
            note=note.strip(),
            tags=_clean_tags(tags),
            colour=colour,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            anchor=AnchorState.EXACT,
            anchored=position,
        )
        with self._database.transaction() as connection:
            self._bookmarks.put(connection, bookmark)
        return bookmark, LibraryChanges(bookmarks=frozenset({bookmark.id}))

    def add_quote(
        self,
        document: str,
        quote: str,
        *,
        note: str = "",
        tags: Sequence[str] = (),
        colour: BookmarkColour = BookmarkColour.YELLOW,
    ) -> tuple[Bookmark, LibraryChanges]:
        """Mark the place where `quote` stands, verbatim.

        Raises NotFound when it does not stand in the document, InvalidInput when it stands there
        more than once: which one is meant cannot be guessed.
        """
        found = self._documents.get(document)
        text = version_text(self._documents.passages(found.version.id))
        start = text.find(quote) if quote else -1
        if start < 0:
            raise NotFound(
                "these words do not stand in the document",
                item=found.metadata.title,
                remedy="Quote it verbatim, capitals and punctuation included",
            )
        if text.find(quote, start + 1) >= 0:
            raise InvalidInput(
                "these words stand in the document more than once",
                item=found.metadata.title,
                remedy="Quote more of the sentence",
            )
        return self.add(document, start, start + len(quote), note=note, tags=tags, colour=colour)

    def edit(
        self,
        identifier: str,
        *,
        note: str | None = None,
        tags: Sequence[str] | None = None,
        colour: BookmarkColour | None = None,
    ) -> tuple[Bookmark, LibraryChanges]:
        """Change what was said about a mark; None leaves a part as it is. Raises NotFound."""
        bookmark = self._bookmarks.get(identifier)
        bookmark = dataclasses.replace(
            bookmark,
            note=bookmark.note if note is None else note.strip(),
            tags=bookmark.tags if tags is None else _clean_tags(tags),
            colour=colour or bookmark.colour,
        )
        with self._database.transaction() as connection:
            self._bookmarks.put(connection, bookmark)
        reports = frozenset(self._reports.of_bookmark(identifier))
        return bookmark, LibraryChanges(bookmarks=frozenset({identifier}), reports=reports)

    def accept(self, identifier: str) -> tuple[Bookmark, LibraryChanges]:
        """Take over the place to which a mark moved: from now on it quotes what stands there.

        Its note, tags, colour and clips stay; where the words changed, the note keeps the old ones.
        Raises NotFound, InvalidInput for a mark that is not moved.
        """
        before = self._bookmarks.get(identifier)
        place = before.anchored
        if before.anchor is not AnchorState.MOVED or place is None:
            raise InvalidInput(
                "only a mark that moved has a place to accept",
                item=identifier,
                remedy="Mark the words anew",
            )
        version = self._documents.get(before.document).version
        text = version_text(self._documents.passages(version.id))
        quote, position = describe(text, place.start, place.end)
        made = self._documents.version(before.version)
        note = before.note
        if quote.exact != before.quote.exact:
            note = f"{note}\nIn version {made.number}: “{before.quote.exact}”".strip()
        bookmark = dataclasses.replace(
            before,
            version=version.id,
            quote=quote,
            position=position,
            note=note,
            anchor=AnchorState.EXACT,
            anchored=position,
            anchor_reason=None,
        )
        with self._database.transaction() as connection:
            self._bookmarks.replace(connection, bookmark)
        reports = frozenset(self._reports.of_bookmark(identifier))
        return bookmark, LibraryChanges(bookmarks=frozenset({identifier}), reports=reports)

    def remove(self, identifier: str) -> tuple[Bookmark, LibraryChanges]:
        """Remove a bookmark on its reader's wish, and its clips with it. Raises NotFound."""
        bookmark = self._bookmarks.get(identifier)
        reports = frozenset(self._reports.of_bookmark(identifier))
        with self._database.transaction() as connection:
            self._bookmarks.remove(connection, identifier)
        return bookmark, LibraryChanges(bookmarks=frozenset({identifier}), reports=reports)

    def restore(self, bookmark: Bookmark) -> LibraryChanges:
        """Put back a bookmark as it was removed; its clips are not put back."""
        with self._database.transaction() as connection:
            self._bookmarks.put(connection, bookmark)
        return LibraryChanges(bookmarks=frozenset({bookmark.id}))

    def bring_back(self, connection: Connection, document: str) -> LibraryChanges:
        """Put back the marks that were removed with a document, inside a transaction."""
        back = frozenset(each.id for each in self._bookmarks.of_document(document, removed=None))
        self._bookmarks.set_removed(connection, document, None)
        reports = {each for bookmark in back for each in self._reports.of_bookmark(bookmark)}
        return LibraryChanges(bookmarks=back, reports=frozenset(reports))

    def reanchor(
        self, connection: Connection, document: str, *, before: int | None = None
    ) -> tuple[LibraryChanges, MarkReport | None]:
        """Find a document's marks in its newest version, inside the transaction that brings it.

        What a mark quotes and where it was made stay as they are; only its anchor changes.
        `before` is the version that was the newest until now. None for a document without marks.
        """
        reanchoring = Reanchoring(self._documents, document)
        marks = [
            reanchoring.newest(each, before=before)
            for each in self._bookmarks.of_document(document, removed=None)
        ]
        for mark in marks:
            self._bookmarks.put(connection, mark)
        touched = frozenset(each.id for each in marks)
        reports = {each for bookmark in touched for each in self._reports.of_bookmark(bookmark)}
        changes = LibraryChanges(bookmarks=touched, reports=frozenset(reports))
        return changes, report_of(marks) if marks else None


def _clean_tags(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
