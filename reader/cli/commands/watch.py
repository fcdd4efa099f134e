"""`dossier watch`: folders that are looked into for what is new."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable, folder
from reader.cli.commands.import_sources import exit_of, tell_outcomes
from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.import_results import SourceResult
    from reader.library.library import Library

# A file that does not change in this time is taken for whole.
_STAY_SECONDS = 1.0
_NOTES = (
    "The window looks into watched folders every few seconds while it is open, and imports what is"
    " new or changed; `once` does so from the command line, for a system's timer. Which folders are"
    " watched belongs to this machine, not to the library. A file that failed is tried again"
    " when it changes; what is removed from a folder stays in the library."
)


def register(commands: CommandTable) -> None:
    """Declare the commands."""
    group = commands.group(
        "watch",
        "look into folders for what is new",
        "Name folders whose new and changed files are imported by themselves.",
        notes=_NOTES,
    )
    table = CommandTable(group, "ACTION", required=True)
    table.add("list", "list the watched folders", "List the watched folders.", run_list)
    for action, summary, run in (
        ("add", "watch a folder from now on", run_add),
        ("remove", "watch a folder no longer", run_remove),
    ):
        parser = table.add(action, summary, f"{summary[0].upper()}{summary[1:]}.", run)
        parser.add_argument("folder", metavar="FOLDER", type=folder, help="the folder")
    table.add(
        "once",
        "look into the watched folders now",
        "Import what is new or changed in the watched folders, and end.",
        run_once,
        notes="Exit code 3 when some files failed, 1 when all did.",
    )


def run_list(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the watched folders."""
    with session.reading() as library:
        return _tell(arguments, session, library.watching.folders())


def run_add(arguments: argparse.Namespace, session: Session) -> Exit:
    """Watch a folder."""
    with session.reading() as library:
        library.watching.add(arguments.folder)
        return _tell(arguments, session, library.watching.folders())


def run_remove(arguments: argparse.Namespace, session: Session) -> Exit:
    """Watch a folder no longer."""
    with session.reading() as library:
        library.watching.remove(arguments.folder)
        return _tell(arguments, session, library.watching.folders())


def run_once(arguments: argparse.Namespace, session: Session) -> Exit:
    """Look, import what is there, and look again until nothing is left."""
    sources: list[SourceResult] = []
    with session.writing() as library:
        watching, behind = library.watching, None
        look = watching.settled(_STAY_SECONDS)
        for words in look.news:
            session.output.message(words)
        while look.ready and behind is None:
            found, behind = _bring_in(library, look.ready, session)
            sources += found
            watching.took(look.ready)
            look = watching.look()
        session.output.end_progress()
    outcomes = tuple(sources)
    tell_outcomes(outcomes, arguments, session)
    if behind is not None:
        raise behind
    return exit_of(outcomes, session) if outcomes else Exit.DONE


def _bring_in(
    library: Library, files: tuple[Path, ...], session: Session
) -> tuple[tuple[SourceResult, ...], ReaderError | None]:
    from reader.library.import_run import import_and_derive

    run = import_and_derive(library, files, report=session.output.progress)
    return run.result.sources, run.behind


def _tell(arguments: argparse.Namespace, session: Session, folders: Iterable[Path]) -> Exit:
    found = [(str(each), each.is_dir()) for each in folders]
    if arguments.json:
        session.output.json([{"folder": each, "there": there} for each, there in found])
    else:
        for each, there in found:
            session.output.line(each if there else f"{each} (not there now)")
        if not found:
            session.output.message("No folder is watched")
    return Exit.DONE
