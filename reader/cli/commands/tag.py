"""`dossier tag`: words on documents, changed for many at once."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the commands."""
    group = commands.group("tag", "tag documents", "Put tags on documents and take them off.")
    table = CommandTable(group, "ACTION", required=True)
    table.add("list", "list all tags", "List the tags of all documents.", run_list)
    for action, summary, run in (
        ("add", "put a tag on documents", run_add),
        ("remove", "take a tag off documents", run_remove),
    ):
        parser = table.add(action, summary, f"{summary[0].upper()}{summary[1:]}.", run)
        parser.add_argument("tag", metavar="TAG", help="one or several words")
        parser.add_argument(
            "documents", metavar="DOCUMENT", nargs="+", help="a document's identifier"
        )


def run_list(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the tags."""
    with session.reading() as library:
        found = library.tagging.all()
    if arguments.json:
        session.output.json([{"tag": tag, "documents": held} for tag, held in found.items()])
    else:
        rows = [("TAG", "DOCUMENTS"), *((tag, str(held)) for tag, held in found.items())]
        session.output.table(rows, right=(1,))
    return Exit.DONE


def run_add(arguments: argparse.Namespace, session: Session) -> Exit:
    """Put a tag on documents."""
    return _change(arguments, session, add=True)


def run_remove(arguments: argparse.Namespace, session: Session) -> Exit:
    """Take a tag off documents."""
    return _change(arguments, session, add=False)


def _change(arguments: argparse.Namespace, session: Session, *, add: bool) -> Exit:
    with session.writing() as library:
        change = library.tagging.add if add else library.tagging.remove
        documents = sorted(change(arguments.tag, arguments.documents).documents)
    if arguments.json:
        session.output.json({"tag": arguments.tag, "documents": documents})
    else:
        noun = "document" if len(documents) == 1 else "documents"
        session.output.line(f"{arguments.tag}: {len(documents)} {noun} changed")
    return Exit.DONE
