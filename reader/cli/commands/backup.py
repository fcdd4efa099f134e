"""`dossier backup`: the whole library in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "backup",
        "write the whole library into one file",
        "Write catalogue and originals into one file, and read it back to check it.",
        run,
        notes="Other programs may go on reading and writing: the backup holds one moment. A file"
        " that exists is not replaced. The search index is not in it: it is built again.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write, a zip")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Back the library up."""
    with session.reading() as library:
        done = library.keeping.backup(arguments.file, session.output.progress)
    session.output.end_progress()
    for warning in done.warnings:
        session.output.message(f"dossier: {warning}")
    if arguments.json:
        session.output.json(
            {
                "file": str(done.file),
                "bytes": done.size,
                "documents": done.documents,
                "files": done.files,
                "warnings": list(done.warnings),
            }
        )
    else:
        session.output.line(
            f"{done.file}: {done.documents} documents in {done.files} files,"
            f" {done.size:,} bytes, read back and found whole"
        )
    return Exit.DONE
