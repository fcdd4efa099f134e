"""`dossier documents`: what documents the library holds."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import document_record, source_words
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    commands.add(
        "documents",
        "the documents that the library holds",
        "List all documents by title, with their identifiers, which other commands take.",
        run,
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the documents."""
    with session.reading() as library:
        documents = library.documents.all()
    if arguments.json:
        session.output.json(
            [
                {**document_record(document), "passages": document.version.passage_count}
                for document in documents
            ]
        )
        return Exit.DONE
    rows = [("DOCUMENT", "COUNTRIES", "PASSAGES", "TITLE", "SOURCE", "FILE")]
    rows += [
        (
            document.id,
            " ".join(document.metadata.countries),
            str(document.version.passage_count),
            document.metadata.title,
            source_words(document.metadata),
            document.version.source_name,
        )
        for document in documents
    ]
    session.output.table(rows, right=(2,))
    return Exit.DONE
