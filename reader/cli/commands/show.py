"""`dossier show`: one document with its passages."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable, count
from reader.cli.exits import Exit
from reader.cli.records import Record, document_record
from reader.cli.session import Session
from reader.domain.citation import citation
from reader.domain.document import Passage, PassageKind


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "show",
        "one document",
        "Print a document's metadata and its passages with their ordinals.",
        run,
        notes="Positions are code points of the document's text. Exit code 4 for no such document.",
    )
    parser.add_argument("document", metavar="DOCUMENT", help="a document's identifier")
    parser.add_argument(
        "--version",
        metavar="N",
        type=count,
        dest="number",
        help="an older version, as `dossier versions` numbers them",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Print the newest version of a document, or the one that is asked for."""
    with session.reading() as library:
        document = library.documents.get(arguments.document)
        version = document.version
        if arguments.number is not None:
            version = library.versions.get(document.id, arguments.number)
        passages = library.versions.passages(version)
    if arguments.json:
        session.output.json(
            {
                **document_record(document),
                "version": version.number,
                "passages": [_passage_record(each) for each in passages],
            }
        )
        return Exit.DONE
    session.output.line(document.metadata.title)
    session.output.line(citation(document.metadata))
    if version.number != document.version.number:
        session.output.line(
            f"An older version: {version.number} of {document.version.number},"
            f" imported {version.imported_at}"
        )
    session.output.line()
    for passage in passages:
        session.output.line(f"{passage.ordinal:>4}  {_led(passage)}")
    return Exit.DONE


def _passage_record(passage: Passage) -> Record:
    return {
        "ordinal": passage.ordinal,
        "kind": str(passage.kind),
        "heading": list(passage.heading_path),
        "page": passage.page,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }


def _led(passage: Passage) -> str:
    """A passage after the sign of what it is."""
    match passage.kind:
        case PassageKind.HEADING:
            return f"{'#' * passage.level} {passage.text}"
        case PassageKind.LIST_ITEM:
            sign = "-" if passage.ordered is None else f"{passage.ordered}."
            return f"{'  ' * (passage.level - 1)}{sign} {passage.text}"
        case PassageKind.QUOTE:
            return f"> {passage.text}"
        case PassageKind.TABLE_CELL:
            return f"| {passage.text}"
        case _:
            return passage.text
