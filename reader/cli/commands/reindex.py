"""`dossier reindex`: build again what is derived from the catalogue."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    commands.add(
        "reindex",
        "build the search index and the evidence again",
        "Build the search index and the suggested evidence anew, in this machine's cache.",
        run,
        notes="The library itself is not changed, so that it works on a read-only one too.",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Build everything derived anew."""
    with session.reading() as library:
        derived = library.deriving.run(session.output.progress, anew=True)
        session.output.end_progress()
        passages = library.documents.passage_total
    if arguments.json:
        session.output.json(
            {"indexed": derived.indexed, "evaluated": derived.evaluated, "passages": passages}
        )
    else:
        session.output.line(f"{derived.indexed} documents, {passages} passages")
    return Exit.DONE
