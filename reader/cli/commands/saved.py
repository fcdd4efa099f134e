"""`dossier saved`: searches kept under a name."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.commands import search
from reader.cli.exits import Exit
from reader.cli.records import Record
from reader.cli.session import Session
from reader.domain.saved_search import SavedSearch


def register(commands: CommandTable) -> None:
    """Declare the commands."""
    group = commands.group(
        "saved",
        "keep searches under a name",
        "Keep searches under a name, and see what is new to them. A name is found whatever its"
        " capitals.",
    )
    table = CommandTable(group, "ACTION", required=True)
    table.add(
        "list",
        "list all saved searches",
        "List all saved searches by name, with how many passages they find and how many of these"
        " are in documents that came in since their hits were last looked at.",
        run_list,
    )
    add = table.add("add", "keep a search", "Keep a search under a name.", run_add)
    _take_name(add)
    add.add_argument("query", metavar="QUERY", help="what to search for")
    rename = table.add(
        "rename", "give a saved search another name", "Give it another name.", run_rename
    )
    _take_name(rename)
    rename.add_argument("new", metavar="NEW", help="a name not yet in use")
    remove = table.add("remove", "remove a saved search", "Remove a saved search.", run_remove)
    _take_name(remove)
    run = table.add(
        "run",
        "search for it",
        "Search for what was saved, as `dossier search` does.",
        run_search,
        notes="It stays as new as it was, unless --seen says that its hits were looked at.",
    )
    _take_name(run)
    run.add_argument("--seen", action="store_true", help="note that its hits were looked at")
    search.add_options(run)


def _take_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the saved search's name or identifier")


def run_list(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the saved searches with their counts."""
    with session.reading(derived=True) as library:
        found = library.saved_searches.counted()
    if arguments.json:
        session.output.json([_record(each) for each in found])
        return Exit.DONE
    rows = [("NAME", "PASSAGES", "NEW", "QUERY")]
    rows += [(each.name, _number(each.total), _number(each.fresh), each.query) for each in found]
    session.output.table(rows, right=(1, 2))
    return Exit.DONE


def run_add(arguments: argparse.Namespace, session: Session) -> Exit:
    """Keep a search."""
    with session.writing() as library:
        saved, _ = library.saved_searches.add(arguments.name, arguments.query)
    return _tell(arguments, session, saved, "Saved")


def run_rename(arguments: argparse.Namespace, session: Session) -> Exit:
    """Rename a saved search."""
    with session.writing() as library:
        known = library.saved_searches.get(arguments.name)
        saved, _ = library.saved_searches.rename(known.id, arguments.new)
    return _tell(arguments, session, saved, "Renamed")


def run_remove(arguments: argparse.Namespace, session: Session) -> Exit:
    """Remove a saved search."""
    with session.writing() as library:
        known = library.saved_searches.get(arguments.name)
        saved, _ = library.saved_searches.remove(known.id)
    return _tell(arguments, session, saved, "Removed")


def run_search(arguments: argparse.Namespace, session: Session) -> Exit:
    """Search for what was saved."""
    with session.reading() as library:
        saved = library.saved_searches.get(arguments.name)
    arguments.query, arguments.batch = saved.query, None
    done = search.run(arguments, session)
    if arguments.seen:
        with session.writing() as library:
            library.saved_searches.mark_seen(saved.id)
    return done


def _tell(arguments: argparse.Namespace, session: Session, saved: SavedSearch, done: str) -> Exit:
    if arguments.json:
        session.output.json(_record(saved))
    else:
        session.output.line(f"{done} “{saved.name}”: {saved.query}")
    return Exit.DONE


def _record(saved: SavedSearch) -> Record:
    return {
        "id": saved.id,
        "name": saved.name,
        "query": saved.query,
        "created": saved.created,
        "seen": saved.seen,
        "total": saved.total,
        "new": saved.fresh,
    }


def _number(count: int | None) -> str:
    return "?" if count is None else f"{count:,}"
