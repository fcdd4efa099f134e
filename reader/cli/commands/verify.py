"""`dossier verify`: whether all parts of a library agree."""

from __future__ import annotations

import argparse
import contextlib

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.domain.errors import IndexUnavailable


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "verify",
        "check that all parts of the library agree",
        "Check the catalogue, the originals, the search index and the places of bookmarks.",
        run,
        notes="Exit code 0 when all is well or was repaired, 1 when a problem is left. What is"
        " derived and is not there on this machine, or is behind, is brought up to date first.",
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="set aside what imports left over and rebuild what is derived",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Check, repair if asked, and name every problem."""
    session.heal()
    with session.writing() if arguments.repair else session.reading() as library:
        # A program that was killed leaves the index behind, which every other command mends too.
        with contextlib.suppress(IndexUnavailable):
            session.bring_up_to_date(library)
        problems = library.integrity.verify(repair=arguments.repair)
        documents = len(library.documents.all())
        passages = library.documents.passage_total
        bookmarks = len(library.bookmarks.all())
    ok = all(problem.repaired for problem in problems)
    if arguments.json:
        session.output.json(
            {
                "ok": ok,
                "documents": documents,
                "passages": passages,
                "bookmarks": bookmarks,
                "problems": [
                    {"item": each.item, "what": each.what, "repaired": each.repaired}
                    for each in problems
                ],
            }
        )
    else:
        for each in problems:
            repaired = " (repaired)" if each.repaired else ""
            session.output.line(f"{each.item}: {each.what}{repaired}")
        if ok:
            session.output.line(
                f"All agrees: {documents} documents, {passages} passages, {bookmarks} bookmarks"
            )
    if not ok:
        remedy = "" if arguments.repair else "; `dossier verify --repair` mends what it can"
        session.output.message(f"dossier: {session.folder}: problems were found{remedy}")
    return Exit.DONE if ok else Exit.ERROR
