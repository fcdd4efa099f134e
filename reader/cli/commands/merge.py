"""`dossier merge`: another library taken into this one."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable, folder
from reader.cli.exits import Exit
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "merge",
        "take another library into this one",
        "Take over the documents, bookmarks, reports, collections, saved searches and scores of"
        " another library that this one has not.",
        run,
        notes="The other library is only read. Documents are known again by their content, or by"
        " address or file name with the title. Merging twice adds nothing. What is not sound in"
        " the other library is named and left out: exit code 3.",
    )
    parser.add_argument("other", metavar="LIBRARY", type=folder, help="the other library's folder")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Merge another library."""
    other: Path = arguments.other
    with session.writing() as library:
        done = library.merging.run(other, session.output.progress)
        session.bring_up_to_date(library)
    session.output.end_progress()
    for each in (*done.refused, *done.warnings):
        session.output.message(f"dossier: {each}")
    counts = {
        "documents": done.documents,
        "updated": done.updated,
        "versions": done.versions,
        "bookmarks": done.bookmarks,
        "reports": done.reports,
        "collections": done.collections,
        "score_sheets": done.score_sheets,
        "saved_searches": done.saved_searches,
    }
    if arguments.json:
        session.output.json(
            {**counts, "refused": list(done.refused), "warnings": list(done.warnings)}
        )
    else:
        words = [f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count]
        session.output.line(f"From {other}: {', '.join(words) or 'nothing new'}")
    return Exit.PARTIAL if done.refused else Exit.DONE
