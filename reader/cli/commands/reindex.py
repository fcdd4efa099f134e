"""`dossier reindex`: build again what is derived from the catalogue."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.library.engines import ENGINES


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "reindex",
        "build the search index and the evidence again",
        "Build the search index and the suggested evidence anew, in this machine's cache.",
        run,
        notes="The library itself is not changed, so that it works on a read-only one too. A search"
        " engine is chosen for this library on this machine, until another is.",
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        help="change the search engine: tantivy is for large libraries, and has to be installed",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Build everything derived anew, with another engine if asked."""
    with session.reading() as library:
        derived = library.deriving.run(session.output.progress, anew=True, engine=arguments.engine)
        session.output.end_progress()
        passages = library.documents.passage_total
        engine, note = library.engines.in_force, library.engines.note
        if note is not None:
            session.output.message(f"{note}.")
        advice = library.engines.recommendation()
    if arguments.json:
        session.output.json(
            {
                "indexed": derived.indexed,
                "evaluated": derived.evaluated,
                "passages": passages,
                "engine": engine,
                "recommendation": advice,
            }
        )
    else:
        session.output.line(f"{derived.indexed} documents, {passages} passages, engine {engine}")
        if advice is not None:
            session.output.message(f"{advice}. To switch: dossier reindex --engine tantivy")
    return Exit.DONE
