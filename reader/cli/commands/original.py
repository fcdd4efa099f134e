"""`dossier original`: the imported file itself, written out again."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "original",
        "write the imported file of a document out again",
        "Write the file that a document was imported from, byte for byte as it came.",
        run,
        notes="The copy is checked against the SHA-256 taken at the import. A file that exists is"
        " not replaced. Exit code 4 for no such document, or when its original is missing.",
    )
    parser.add_argument("document", metavar="DOCUMENT", help="a document's identifier")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="the file to write (default: its own name, in this folder)",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Write the original out."""
    with session.reading() as library:
        file = library.source_copies.write_out(arguments.document, arguments.output)
        version = library.documents.get(arguments.document).version
    if arguments.json:
        session.output.json(
            {
                "document": arguments.document,
                "file": str(file),
                "source_name": version.source_name,
                "sha256": version.sha256,
            }
        )
    else:
        session.output.line(str(file))
    return Exit.DONE
