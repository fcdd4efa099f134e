"""`dossier bookmark`: marked passages."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import bookmark_record
from reader.cli.session import Session
from reader.domain.bookmark import AnchorState, Bookmark, BookmarkColour

_COLOURS = tuple(str(colour) for colour in BookmarkColour)


def register(commands: CommandTable) -> None:
    """Declare the commands."""
    group = commands.group(
        "bookmark",
        "mark passages, list and remove the marks",
        "Mark passages of documents, with a note, tags and a colour.",
    )
    table = CommandTable(group, "ACTION", required=True)
    _register_add(table)
    table.add("list", "list all bookmarks", "List all bookmarks, the newest first.", run_list)
    accept = table.add(
        "accept",
        "take over the place to which a bookmark moved",
        "Let a bookmark that moved quote what stands in its new place; its note keeps the old words"
        " where they changed.",
        run_accept,
        notes="Exit code 4 for no such bookmark, 1 for one that has not moved.",
    )
    accept.add_argument("bookmark", metavar="ID", help="a bookmark's identifier")
    remove = table.add(
        "remove",
        "remove a bookmark",
        "Remove a bookmark, and its clips from reports.",
        run_remove,
        notes="Exit code 4 for no such bookmark.",
    )
    remove.add_argument("bookmark", metavar="ID", help="a bookmark's identifier")


def _register_add(table: CommandTable) -> None:
    add = table.add(
        "add",
        "mark a passage",
        "Mark the place where a quotation stands in a document.",
        run_add,
        notes="The quotation has to stand there verbatim, and once. Exit code 4 when it does not"
        " stand there, 1 when it stands there more than once.",
    )
    add.add_argument(
        "--document", metavar="DOCUMENT", required=True, help="a document's identifier"
    )
    add.add_argument("--quote", metavar="TEXT", required=True, help="the words to mark, verbatim")
    add.add_argument("--note", metavar="TEXT", default="", help="what you say about them")
    add.add_argument(
        "--tag",
        metavar="TAG",
        action="append",
        default=[],
        dest="tags",
        help="a word to find them by; may be given several times",
    )
    add.add_argument(
        "--colour",
        choices=_COLOURS,
        default=_COLOURS[0],
        help=f"the marker's colour (default: {_COLOURS[0]})",
    )


def run_add(arguments: argparse.Namespace, session: Session) -> Exit:
    """Mark a quotation."""
    with session.writing() as library:
        bookmark, _ = library.bookmarks.add_quote(
            arguments.document,
            arguments.quote,
            note=arguments.note,
            tags=arguments.tags,
            colour=BookmarkColour(arguments.colour),
        )
    if arguments.json:
        session.output.json(bookmark_record(bookmark))
    else:
        session.output.line(bookmark.id)
    return Exit.DONE


def run_list(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the bookmarks."""
    with session.reading() as library:
        bookmarks = library.bookmarks.all()
        titles = {each.id: each.metadata.title for each in library.documents.all()}
        gone = {each.id: each.metadata.title for each in library.removal.removed()}
    if arguments.json:
        session.output.json([bookmark_record(each) for each in bookmarks])
        return Exit.DONE
    for bookmark in bookmarks:
        removed = bookmark.document in gone
        title = (gone if removed else titles)[bookmark.document]
        _print(bookmark, title, session, removed=removed)
    return Exit.DONE


def run_accept(arguments: argparse.Namespace, session: Session) -> Exit:
    """Take over a moved bookmark's place and print what it quotes now."""
    with session.writing() as library:
        bookmark, _ = library.bookmarks.accept(arguments.bookmark)
    if arguments.json:
        session.output.json(bookmark_record(bookmark))
    else:
        session.output.line(f"{bookmark.id}: “{bookmark.quote.exact}”")
    return Exit.DONE


def run_remove(arguments: argparse.Namespace, session: Session) -> Exit:
    """Remove a bookmark and print what it was."""
    with session.writing() as library:
        bookmark, _ = library.bookmarks.remove(arguments.bookmark)
    if arguments.json:
        session.output.json(bookmark_record(bookmark))
    else:
        session.output.line(f"Removed {bookmark.id}: “{bookmark.quote.exact}”")
    return Exit.DONE


def _print(bookmark: Bookmark, title: str, session: Session, *, removed: bool) -> None:
    output = session.output
    labels = [str(bookmark.colour), *bookmark.tags]
    if removed:
        labels.insert(0, "source removed")
    if bookmark.anchor is not AnchorState.EXACT:
        reason = f" ({bookmark.anchor_reason})" if bookmark.anchor_reason else ""
        labels.insert(0, f"{bookmark.anchor}{reason}")
    output.line(f"{bookmark.id}  {title}  [{', '.join(labels)}]")
    for line in bookmark.quote.exact.split("\n"):
        output.line(f"    > {line}")
    for line in bookmark.note.split("\n") if bookmark.note else ():
        output.line(f"    {line}")
