"""`dossier remove`: take sources out of use, put them back, or delete them for good."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session

if TYPE_CHECKING:
    from reader.library.removal import Affected

_MARKS = ("keep", "remove")


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "remove",
        "remove documents and files of scores, or put them back",
        "Take documents and files of scores out of use. They stay in the library, hidden, until"
        " they are purged: --undo puts them back.",
        run,
        notes="Where there are bookmarks in a document, --marks says what becomes of them: keep"
        " (they stay in their list and in reports, with quotation and citation) or remove (they"
        " come back with --undo). Without it nothing is removed and the exit code is 2. Exit code"
        " 4 for what is not known. `dossier documents --removed` and `--scores` list identifiers.",
    )
    parser.add_argument(
        "sources", metavar="DOCUMENT", nargs="+", help="a document's or score file's identifier"
    )
    parser.add_argument("--marks", choices=_MARKS, help="what becomes of the bookmarks")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--undo", action="store_true", help="put back what was removed")
    way.add_argument(
        "--purge",
        action="store_true",
        help="delete for good: texts, originals, and the bookmarks too",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Remove, put back or purge."""
    from reader.library.removal import Marks

    marks = Marks(arguments.marks) if arguments.marks else None
    with session.writing() as library:
        affected = library.removal.look(arguments.sources)
        if affected.marks and marks is None and not arguments.undo:
            session.output.message(f"dossier: {_choice(affected, purge=arguments.purge)}")
            return Exit.WRONG_USAGE
        if arguments.purge and affected.marks and marks is Marks.KEEP:
            session.output.message(
                "dossier: marks cannot be kept without the text that they quote. Remove the"
                " document without --purge, or purge it with --marks remove."
            )
            return Exit.WRONG_USAGE
        if arguments.undo:
            done, changes = "restored", library.removal.restore(arguments.sources)
        elif arguments.purge:
            done, changes = "purged", library.removal.purge(arguments.sources)
        else:
            done = "removed"
            changes = library.removal.remove(arguments.sources, marks or Marks.KEEP)
        session.bring_up_to_date(library)
    if arguments.json:
        session.output.json(
            {
                "done": done,
                "documents": [each.id for each in affected.documents],
                "score_files": [each.id for each in affected.score_files],
                "titles": list(affected.names),
                "marks": None if arguments.undo or marks is None else str(marks),
                "bookmarks": sorted(changes.bookmarks),
                "reports": sorted(changes.reports),
                "countries": sorted(changes.countries),
            }
        )
    else:
        for name, identifier in zip(affected.names, affected.identifiers, strict=True):
            session.output.line(f"{done.capitalize()} {identifier}  {name}")
    return Exit.DONE


def _choice(affected: Affected, *, purge: bool) -> str:
    marks = "1 bookmark" if affected.marks == 1 else f"{affected.marks} bookmarks"
    reports = f", {affected.clips} of them in reports" if affected.clips else ""
    where = f"{', '.join(affected.names)}: {marks}{reports}"
    if purge:
        return f"{where}. A purge deletes them too: say --marks remove if that is meant."
    return (
        f"{where}. Say --marks keep (they stay, with their quotations) or --marks remove"
        " (--undo brings them back)."
    )
