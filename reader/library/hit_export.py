"""Hits out of the library: as a table, as Markdown, and one by one for the clipboard.

What is quoted is always a passage in full, or a table's whole row, in the source's own words;
never the snippet. What is not known stays empty.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from reader.catalogue.document_store import DocumentStore
from reader.domain.citation import citation, locator_words
from reader.domain.document import Document, Passage, PassageKind
from reader.domain.errors import InvalidInput, ReaderError
from reader.domain.query import Node
from reader.domain.report import Locator
from reader.library.documents import row_text
from reader.library.placing import put_file
from reader.library.search_results import Hit, HitGroup, SearchResults
from reader.report.compose import escape_markdown
from reader.search.marking import matches
from reader.text.plain import without_surrogates

FORMATS = ("csv", "markdown")

HEADER = (
    "document",
    "title",
    "authors",
    "publisher",
    "published",
    "url",
    "accessed",
    "language",
    "countries",
    "heading",
    "page",
    "passage",
    "quotation",
    "matched words",
    "citation",
)
_BETWEEN = "; "
# A cell that begins so is a formula to a spreadsheet, whatever quotes stand around it. Apostrophes
# before it count, so that taking off one apostrophe always gives back what stood there.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A hit as it is quoted: the text, the passages it runs over, and the words that matched."""

    text: str
    first: Passage
    last: Passage
    matched: tuple[str, ...]

    @property
    def locator(self) -> Locator:
        return Locator(
            self.first.ordinal + 1,
            self.last.ordinal + 1,
            self.first.page_at(0),
            self.last.page_at(max(len(self.last.text) - 1, 0)),
        )

    @property
    def where(self) -> str:
        return locator_words(self.locator, self.first.heading_path)


class HitExport:
    """Writes hits with quotation and citation; `library` is what it is called in what goes out."""

    def __init__(self, documents: DocumentStore, library: str) -> None:
        self._documents = documents
        self._library = library

    def hits_csv(self, results: SearchResults) -> str:
        """The listed hits as CSV (RFC 4180), one a line, in their order, below HEADER.

        `document` is the identifier and `passage` the ordinal from 0 that every command takes;
        several authors, countries (alpha-2) or words have a semicolon between them. A cell that a
        spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) has an
        apostrophe before it, as OWASP advises; without its first apostrophe it is as it was.
        Documents that match only as a whole are left out: no passage of theirs is a hit.
        """
        text = StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(HEADER)
        rows = _Rows(self._documents)
        for hit in results.hits:
            writer.writerow(map(_harmless, _cells(hit, rows.quoted(hit, results.query.root))))
        return without_surrogates(text.getvalue())

    def hits_markdown(self, results: SearchResults, on: datetime.date | None = None) -> str:
        """The listed hits as Markdown: the query, then each document with its quotations.

        `on` is the day that is named, today by default. Every quotation is a block quote that
        renders to the source's own characters, with its place below it.
        """
        rows = _Rows(self._documents)
        lines = [f"# Search: {_line(results.query.text.strip() or results.reading)}", ""]
        day = on or datetime.datetime.now().astimezone().date()
        for each in self._about(results, day):
            lines += [_line(each), ""]
        found = [group for group in results.groups if not group.whole]
        whole = [group for group in results.groups if group.whole]
        for group in found:
            lines += _section(group, "##", rows, results.query.root)
        if whole:
            lines += ["## Documents that match only as a whole", ""]
            lines += ["No passage holds all that was searched for; each stands with the one that"]
            lines += ["holds most of it.", ""]
        for group in whole:
            lines += _section(group, "###", rows, results.query.root)
        return without_surrogates("\n".join(lines).rstrip() + "\n")

    def hit_text(self, hit: Hit) -> str:
        """A hit for the clipboard: the quotation in quotation marks, its citation and place."""
        quoted = _Rows(self._documents).quoted(hit, None)
        cited = f"{citation(hit.document.metadata)}; {quoted.where}."
        return without_surrogates(f"“{quoted.text}”\n{cited}")

    def write(self, results: SearchResults, format_name: str, file: Path) -> None:
        """Write hits as `csv` or `markdown` to a file, whole or not at all.

        The CSV begins with a byte order mark, without which Excel reads accents wrongly. Raises
        InvalidInput for another format, ReaderError when the file cannot be written.
        """
        if format_name not in FORMATS:
            raise InvalidInput(
                "hits are not written in that format",
                item=format_name,
                remedy=f"Choose one of: {', '.join(FORMATS)}",
            )
        is_table = format_name == "csv"
        text = self.hits_csv(results) if is_table else self.hits_markdown(results)
        fresh = file.with_name(f".{file.name}.part")
        try:
            fresh.write_text(text, encoding="utf-8-sig" if is_table else "utf-8", newline="")
            put_file(fresh, file)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise ReaderError(
                f"the hits could not be written ({error.strerror or error})",
                item=str(file),
                remedy="Choose another folder, or free disk space",
            ) from error

    def _about(self, results: SearchResults, on: datetime.date) -> Iterator[str]:
        listed, total = len(results.hits), results.total
        number = f"{listed:,}" if listed == total else f"{listed:,} of {total:,}"
        passages = "passage" if total == 1 else "passages"
        where = f"{results.documents:,} document{'' if results.documents == 1 else 's'}"
        yield f"{number} {passages} in {where} of the library “{self._library}”, {on.isoformat()}."
        if results.suggestion is not None:
            yield f"Nothing matched as typed; these are the passages for “{results.suggestion}”."
        if results.reading and results.reading != results.query.text:
            yield f"Read as: {results.reading}"


class _Rows:
    """The rows of tables that hits stand in; each version is read once."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._rows: dict[int, dict[int, list[Passage]]] = {}

    def quoted(self, hit: Hit, root: Node | None) -> _Quoted:
        passage = hit.passage
        if passage.kind is not PassageKind.TABLE_CELL or passage.cell is None:
            words = (passage.text[start:end] for start, end in hit.matches)
            return _Quoted(passage.text, passage, passage, tuple(dict.fromkeys(words)))
        cells = self._of_version(hit.document).get(passage.ordinal, [passage])
        text = row_text(cells)
        spans = matches(text, root, hit.document.metadata.language)
        words = (text[start:end] for start, end in spans)
        return _Quoted(text, cells[0], cells[-1], tuple(dict.fromkeys(words)))

    def _of_version(self, document: Document) -> dict[int, list[Passage]]:
        """The cells of each cell's row, by the cell's ordinal."""
        version = document.version.id
        if version not in self._rows:
            rows: dict[tuple[int, int], list[Passage]] = {}
            found: dict[int, list[Passage]] = {}
            for passage in self._documents.passages(version):
                if passage.cell is not None:
                    row = rows.setdefault((passage.cell.table, passage.cell.row), [])
                    row.append(passage)
                    found[passage.ordinal] = row
            self._rows[version] = found
        return self._rows[version]


def _cells(hit: Hit, quoted: _Quoted) -> tuple[str, ...]:
    metadata, locator = hit.document.metadata, quoted.locator
    page = "" if locator.page is None else str(locator.page)
    if locator.page is not None and locator.last_page not in (None, locator.page):
        page = f"{locator.page}–{locator.last_page}"
    return (
        hit.document.id,
        metadata.title,
        _BETWEEN.join(metadata.authors),
        metadata.publisher or "",
        str(metadata.published or ""),
        metadata.url or "",
        str(metadata.accessed or ""),
        metadata.language or "",
        _BETWEEN.join(metadata.countries),
        " › ".join(quoted.first.heading_path),
        page,
        str(hit.passage.ordinal),
        quoted.text,
        _BETWEEN.join(quoted.matched),
        f"{citation(metadata)}; {quoted.where}",
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _section(group: HitGroup, sign: str, rows: _Rows, root: Node | None) -> Iterator[str]:
    metadata = group.document.metadata
    yield f"{sign} {_line(metadata.title)}"
    yield ""
    cited = _line(citation(metadata))
    yield cited if cited.endswith(".") else f"{cited}."
    yield ""
    for hit in group.hits:
        quoted = rows.quoted(hit, root)
        yield f"> {escape_markdown(quoted.text)}"
        yield ""
        yield _line(quoted.where)
        yield ""


def _line(text: str) -> str:
    """One escaped line: a query or a title set by hand may hold anything."""
    return escape_markdown(" ".join(text.split()))
