"""`dossier versions`: the versions of a document, and what changed between two of them."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable, count
from reader.cli.exits import Exit
from reader.cli.records import Record
from reader.cli.session import Session
from reader.domain.comparison import Change, Row
from reader.domain.document import Version

if TYPE_CHECKING:
    from reader.library.versions import ComparedVersions

_SIGNS = {
    Change.CHANGED: "~",
    Change.ADDED: "+",
    Change.REMOVED: "-",
    Change.MOVED: ">",
}


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "versions",
        "the versions of a document, and what changed",
        "List a document's versions, the newest first, or compare two of them by passages.",
        run,
        notes="In a comparison, - stands before a passage that went, + before one that came, ~ on"
        " both sides of one that changed ([-words that went-], {+words that came+}), > before one"
        " that moved. Exit code 4 for no such document or version.",
    )
    parser.add_argument("document", metavar="DOCUMENT", help="a document's identifier")
    parser.add_argument(
        "--compare",
        metavar=("OLD", "NEW"),
        nargs=2,
        type=count,
        help="compare two versions by their numbers",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """List or compare."""
    if arguments.compare is not None:
        return _compare(arguments, session)
    with session.reading() as library:
        document = library.documents.get(arguments.document)
        versions = library.versions.of_document(document.id)
        marks = library.versions.marks(document.id)
    if arguments.json:
        session.output.json(
            {
                "document": document.id,
                "title": document.metadata.title,
                "versions": [_version_record(each) for each in versions],
                "marks": dataclasses.asdict(marks),
            }
        )
        return Exit.DONE
    rows = [("VERSION", "IMPORTED", "PASSAGES", "FORMAT", "FILE")]
    rows += [
        (
            str(each.number),
            each.imported_at,
            str(each.passage_count),
            each.format,
            each.source_name,
        )
        for each in versions
    ]
    session.output.table(rows, right=(0, 2))
    if marks.words:
        session.output.line(f"In the newest: {marks.words}")
    return Exit.DONE


def _compare(arguments: argparse.Namespace, session: Session) -> Exit:
    old, new = arguments.compare
    with session.reading() as library:
        compared = library.versions.compare(arguments.document, old, new)
    counts = {str(change): number for change, number in compared.comparison.counts.items()}
    if arguments.json:
        session.output.json(
            {
                "document": compared.document.id,
                "title": compared.document.metadata.title,
                "old": compared.old.number,
                "new": compared.new.number,
                "counts": counts,
                "passages": [_row_record(row, compared) for row in compared.comparison.rows],
            }
        )
        return Exit.DONE
    told = ", ".join(f"{number} {change}" for change, number in counts.items() if number)
    session.output.line(f"Version {old} to version {new}: {told}")
    for row in compared.comparison.rows:
        if row.change is not Change.SAME:
            session.output.line(f"{_SIGNS[row.change]} {_words(row, compared)}")
    return Exit.DONE


def _version_record(version: Version) -> Record:
    return {
        "number": version.number,
        "imported": version.imported_at,
        "file": version.source_name,
        "format": version.format,
        "passages": version.passage_count,
        "sha256": version.sha256,
        "warnings": list(version.warnings),
    }


def _row_record(row: Row, compared: ComparedVersions) -> Record:
    return {
        "change": str(row.change),
        "old": row.old,
        "new": row.new,
        "counterpart": row.counterpart,
        "old_text": None if row.old is None else compared.old_passages[row.old].text,
        "new_text": None if row.new is None else compared.new_passages[row.new].text,
        "removed": [list(span) for span in row.removed],
        "added": [list(span) for span in row.added],
    }


def _words(row: Row, compared: ComparedVersions) -> str:
    """A row in a line of its own, or two where the passage changed."""
    old = None if row.old is None else compared.old_passages[row.old].text
    new = None if row.new is None else compared.new_passages[row.new].text
    if old is not None and new is not None:
        removed, added = _marked(old, row.removed, "[-", "-]"), _marked(new, row.added, "{+", "+}")
        return f"{removed}\n~ {added}"
    if row.change is Change.MOVED:
        where = "moved from here" if old is not None else "moved to here"
        return f"({where}) {old or new}"
    return str(old or new)


def _marked(text: str, spans: tuple[tuple[int, int], ...], opening: str, closing: str) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], opening, text[start:end], closing]
        at = end
    return "".join([*parts, text[at:]])
