"""Reports: outlines of clips, and their export."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.report_store import ReportStore
from reader.domain.bookmark import Bookmark
from reader.domain.changes import LibraryChanges
from reader.domain.dates import PartialDate
from reader.domain.document import passage_at
from reader.domain.errors import InvalidInput, ReaderError
from reader.domain.report import (
    Clip,
    Locator,
    Report,
    ReportClip,
    ReportHeading,
    ReportItem,
    ReportText,
)
from reader.report.compose import compose_markdown

FORMATS = ("markdown",)


@dataclass(frozen=True, slots=True)
class Exported:
    """Where a report went: the file, its format and how many clips it holds."""

    file: Path
    format: str
    clips: int


class Reports:
    """Reads, changes and exports reports."""

    def __init__(
        self,
        database: Database,
        reports: ReportStore,
        bookmarks: BookmarkStore,
        documents: DocumentStore,
    ) -> None:
        self._database = database
        self._reports = reports
        self._bookmarks = bookmarks
        self._documents = documents

    def all(self) -> list[Report]:
        """Every report, by name."""
        return self._reports.all()

    def get(self, name: str) -> Report:
        """The report of that name or identifier. Raises NotFound."""
        return self._reports.get(name)

    def new(self, name: str) -> tuple[Report, LibraryChanges]:
        """Make an empty report. Raises InvalidInput for an empty name or one in use."""
        clean = self._free_name(name)
        identifier = secrets.token_hex(6)
        with self._database.transaction() as connection:
            self._reports.add(
                connection, identifier, clean, datetime.now(UTC).isoformat(timespec="seconds")
            )
        return self._reports.get(identifier), _touched(identifier)

    def rename(self, report: str, name: str) -> LibraryChanges:
        """Give a report another name. Raises NotFound, or InvalidInput for a name in use."""
        found = self._reports.get(report)
        if name.strip() == found.name:
            return LibraryChanges()
        clean = self._free_name(name)
        with self._database.transaction() as connection:
            self._reports.rename(connection, found.id, clean)
        return _touched(found.id)

    def remove(self, report: str) -> LibraryChanges:
        """Remove a report; its bookmarks stay. Raises NotFound."""
        found = self._reports.get(report)
        with self._database.transaction() as connection:
            self._reports.remove(connection, found.id)
        return _touched(found.id)

    def add_clip(self, report: str, bookmark: str) -> LibraryChanges:
        """Put a bookmark at the end of a report; one that is in it already stays where it is."""
        found = self._reports.get(report)
        self._bookmarks.get(bookmark)
        if any(isinstance(item, ReportClip) and item.bookmark == bookmark for item in found.items):
            return LibraryChanges()
        return self._append(found, ReportClip(0, bookmark))

    def add_heading(self, report: str, text: str, level: int = 1) -> LibraryChanges:
        """Put a heading of level 1 to 3 at the end of a report."""
        clean = " ".join(text.split())
        if not clean or not 1 <= level <= 3:
            raise InvalidInput("a heading needs words and a level from 1 to 3", item=text)
        return self._append(self._reports.get(report), ReportHeading(0, clean, level))

    def add_text(self, report: str, markdown: str) -> LibraryChanges:
        """Put the author's own sentences at the end of a report."""
        if not markdown.strip():
            raise InvalidInput("an empty text says nothing", item=report)
        return self._append(self._reports.get(report), ReportText(0, markdown.strip()))

    def change_item(self, report: str, item: ReportItem) -> LibraryChanges:
        """Replace an item of the same identifier."""
        found = self._reports.get(report)
        with self._database.transaction() as connection:
            self._reports.change(connection, item)
        return _touched(found.id)

    def drop_item(self, report: str, item: int) -> LibraryChanges:
        """Take an item out of a report."""
        found = self._reports.get(report)
        with self._database.transaction() as connection:
            self._reports.drop(connection, item)
        return _touched(found.id)

    def order(self, report: str, items: Sequence[int]) -> LibraryChanges:
        """Put the items in the order of these identifiers, which must be all of the report's."""
        found = self._reports.get(report)
        if sorted(items) != sorted(item.id for item in found.items):
            raise InvalidInput("an order must name every item of the report once", item=found.name)
        with self._database.transaction() as connection:
            self._reports.order(connection, found.id, items)
        return _touched(found.id)

    def clip(self, bookmark: Bookmark) -> Clip:
        """Everything an export says about one mark, from the version that it was made in.

        Raises NotFound when that version is gone.
        """
        document = self._documents.get(bookmark.document)
        version = self._documents.version(bookmark.version)
        passages = self._documents.passages(version.id)
        first = passage_at(passages, bookmark.position.start)
        last = passage_at(passages, bookmark.position.end)
        if first is None or last is None:
            raise InvalidInput(
                "the bookmark lies outside its document",
                item=document.metadata.title,
                remedy="`dossier verify` says what is wrong",
            )
        return Clip(
            bookmark=bookmark.id,
            quotation=bookmark.quote.exact,
            quote=bookmark.quote,
            position=bookmark.position,
            metadata=document.metadata,
            heading_path=first.heading_path,
            locator=Locator(
                first.ordinal + 1,
                last.ordinal + 1,
                first.page_at(bookmark.position.start - first.start),
                last.page_at(max(bookmark.position.end - 1 - last.start, 0)),
            ),
            version_sha256=version.sha256,
            imported=PartialDate.parse(version.imported_at[:10]),
            note=bookmark.note,
            tags=bookmark.tags,
            anchor=bookmark.anchor,
            source_removed=document.removed is not None,
        )

    def clips(self, report: Report) -> dict[str, Clip]:
        """The clip of every bookmark in a report, by bookmark."""
        return {
            item.bookmark: self.clip(self._bookmarks.get(item.bookmark))
            for item in report.items
            if isinstance(item, ReportClip)
        }

    def markdown(self, report: str) -> str:
        """A report as Markdown. Raises NotFound."""
        found = self._reports.get(report)
        return compose_markdown(found, self.clips(found))

    def export(self, report: str, format_name: str, file: Path) -> Exported:
        """Write a report to a file, whole or not at all.

        Raises NotFound for the report, InvalidInput for a format that this version cannot write,
        ReaderError when the file cannot be written.
        """
        if format_name not in FORMATS:
            raise InvalidInput(
                "this version does not write that format",
                item=format_name,
                remedy=f"Choose one of: {', '.join(FORMATS)}",
            )
        found = self._reports.get(report)
        clips = self.clips(found)
        fresh = file.with_name(f".{file.name}.part")
        try:
            fresh.write_text(compose_markdown(found, clips), encoding="utf-8", newline="\n")
            fresh.replace(file)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise ReaderError(
                f"the report could not be written ({error.strerror or error})",
                item=str(file),
                remedy="Choose another folder, or free disk space",
            ) from error
        return Exported(file, format_name, len(clips))

    def _append(self, report: Report, item: ReportItem) -> LibraryChanges:
        with self._database.transaction() as connection:
            self._reports.append(connection, report.id, item)
        return _touched(report.id)

    def _free_name(self, name: str) -> str:
        clean = " ".join(name.split())
        if not clean:
            raise InvalidInput("a report needs a name", item=name)
        if self._reports.find(clean) is not None:
            raise InvalidInput(
                "there is a report of that name", item=clean, remedy="Choose another"
            )
        return clean


def _touched(report: str) -> LibraryChanges:
    return LibraryChanges(reports=frozenset({report}))
