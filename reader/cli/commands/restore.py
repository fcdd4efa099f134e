"""`dossier restore`: a backup made into a library again."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "restore",
        "make a library of a backup",
        "Restore a backup into the library's folder, which must be new or empty.",
        run,
        notes="Every file is checked before the library is put in its place: it is restored whole"
        " or not at all. With --replace, a library that is there is moved aside and kept.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a file made by `backup`")
    parser.add_argument("--replace", action="store_true", help="move a library that is there aside")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Restore a backup."""
    from reader.library.restoring import restore_backup

    done = restore_backup(
        arguments.file,
        session.folder,
        program=session.program,
        replace=arguments.replace,
        report=session.output.progress,
    )
    session.output.end_progress()
    if arguments.json:
        session.output.json(
            {
                "library": str(done.folder),
                "documents": done.documents,
                "files": done.files,
                "made": done.made,
                "aside": None if done.aside is None else str(done.aside),
            }
        )
    else:
        session.output.line(f"{done.folder}: {done.documents} documents, as of {done.made}")
        if done.aside is not None:
            session.output.line(f"The library that was there is in {done.aside}")
    return Exit.DONE
