"""`dossier collection`: named groups of documents."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.domain.changes import LibraryChanges


def register(commands: CommandTable) -> None:
    """Declare the commands."""
    group = commands.group(
        "collection",
        "put documents into named groups",
        "Put documents into collections. A name is found whatever its capitals.",
    )
    table = CommandTable(group, "ACTION", required=True)
    table.add("list", "list all collections", "List all collections by name.", run_list)
    for action, summary, run in (
        ("add", "put documents into a collection, made if there is none", run_add),
        ("remove", "take documents out of a collection", run_remove),
    ):
        parser = table.add(action, summary, f"{summary[0].upper()}{summary[1:]}.", run)
        parser.add_argument("name", metavar="NAME", help="the collection's name")
        parser.add_argument(
            "documents",
            metavar="DOCUMENT",
            nargs="*" if action == "add" else "+",
            help="a document's identifier",
        )
    rename = table.add(
        "rename", "give a collection another name", "Give a collection another name.", run_rename
    )
    rename.add_argument("name", metavar="NAME", help="the collection's name")
    rename.add_argument("new", metavar="NEW", help="a name not yet in use")
    delete = table.add(
        "delete", "delete a collection", "Delete a collection; its documents stay.", run_delete
    )
    delete.add_argument("name", metavar="NAME", help="the collection's name")


def run_list(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the collections."""
    with session.reading() as library:
        found = library.collections.all()
    if arguments.json:
        session.output.json([{"name": name, "documents": held} for name, held in found.items()])
    else:
        rows = [("COLLECTION", "DOCUMENTS"), *((name, str(held)) for name, held in found.items())]
        session.output.table(rows, right=(1,))
    return Exit.DONE


def run_add(arguments: argparse.Namespace, session: Session) -> Exit:
    """Put documents into a collection."""
    with session.writing() as library:
        changes = library.collections.put(arguments.name, arguments.documents)
    return _tell(arguments, session, changes)


def run_remove(arguments: argparse.Namespace, session: Session) -> Exit:
    """Take documents out of a collection."""
    with session.writing() as library:
        changes = library.collections.take(arguments.name, arguments.documents)
    return _tell(arguments, session, changes)


def run_rename(arguments: argparse.Namespace, session: Session) -> Exit:
    """Rename a collection."""
    with session.writing() as library:
        changes = library.collections.rename(arguments.name, arguments.new)
    return _tell(arguments, session, changes)


def run_delete(arguments: argparse.Namespace, session: Session) -> Exit:
    """Delete a collection."""
    with session.writing() as library:
        changes = library.collections.delete(arguments.name)
    return _tell(arguments, session, changes)


def _tell(arguments: argparse.Namespace, session: Session, changes: LibraryChanges) -> Exit:
    documents = sorted(changes.documents)
    if arguments.json:
        session.output.json({"collections": sorted(changes.collections), "documents": documents})
    else:
        noun = "document" if len(documents) == 1 else "documents"
        names = ", ".join(sorted(changes.collections))
        session.output.line(f"{names}: {len(documents)} {noun}")
    return Exit.DONE
