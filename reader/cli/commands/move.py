"""`dossier move`: the library in another folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable, folder
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "move",
        "move the library to another folder",
        "Copy the library to a new or empty folder, check the copy, then remove the old one.",
        run,
        notes="Files in the old folder that are not the library's stay there. Your default library"
        " is found in its new place from then on.",
    )
    parser.add_argument("folder", metavar="FOLDER", type=folder, help="a new or empty folder")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Move the library."""
    from reader.library.keeping import discard
    from reader.library.library import Library
    from reader.places import follow_default

    place: Path = arguments.folder.absolute()
    with session.writing() as library:
        moved = library.keeping.copy_into(place, session.output.progress)
    with Library.open(moved.new, writing=False, program=session.program) as library:
        library.follow_watched(moved.old)
    follow_default(moved.old, moved.new)
    moved = discard(moved)
    session.output.end_progress()
    if arguments.json:
        session.output.json(
            {
                "from": str(moved.old),
                "to": str(moved.new),
                "files": moved.files,
                "left": list(moved.left),
            }
        )
    else:
        session.output.line(f"The library is in {moved.new} now: {moved.files} files")
        if moved.left:
            session.output.line(f"Left in {moved.old}: {', '.join(moved.left)}")
    return Exit.DONE
