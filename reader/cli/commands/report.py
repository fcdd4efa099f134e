"""`dossier report`: outlines of marked passages, exported with citations."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.domain.report import Report, ReportClip

# The contract's formats; the library says which of them this version writes.
_FORMATS = (
    "docx",
    "odt",
    "rtf",
    "html",
    "pdf",
    "markdown",
    "csv",
    "csl-json",
    "bibtex",
    "ris",
    "w3c",
)


def register(commands: CommandTable) -> None:
    """Declare the commands."""
    group = commands.group(
        "report",
        "make reports of bookmarks and export them",
        "Put bookmarks into reports and export these with citations.",
    )
    table = CommandTable(group, "ACTION", required=True)
    new = table.add("new", "make a report", "Make an empty report.", run_new)
    new.add_argument("name", metavar="NAME", help="the report's name, not yet in use")
    add = table.add(
        "add",
        "put bookmarks into a report",
        "Put bookmarks at the end of a report; one that is in it already stays where it is.",
        run_add,
        notes="Exit code 4 for no such report or bookmark.",
    )
    add.add_argument("name", metavar="NAME", help="the report's name")
    add.add_argument(
        "--bookmark",
        metavar="ID",
        action="append",
        required=True,
        dest="bookmarks",
        help="a bookmark's identifier; may be given several times",
    )
    export = table.add(
        "export",
        "write a report to a file",
        "Write a report with its quotations, notes and citations to a file, replacing it.",
        run_export,
        notes="This version writes Markdown; any other format is refused with exit code 1. Exit"
        " code 4 for no such report.",
    )
    export.add_argument("name", metavar="NAME", help="the report's name")
    export.add_argument("--format", choices=_FORMATS, required=True, help="the file's format")
    export.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the file to write"
    )


def run_new(arguments: argparse.Namespace, session: Session) -> Exit:
    """Make a report."""
    with session.writing() as library:
        report, _ = library.reports.new(arguments.name)
    return _tell(report, arguments, session)


def run_add(arguments: argparse.Namespace, session: Session) -> Exit:
    """Put bookmarks into a report, all of them or none."""
    with session.writing() as library:
        library.reports.get(arguments.name)
        for bookmark in arguments.bookmarks:
            library.bookmarks.get(bookmark)
        for bookmark in arguments.bookmarks:
            library.reports.add_clip(arguments.name, bookmark)
        report = library.reports.get(arguments.name)
    return _tell(report, arguments, session)


def run_export(arguments: argparse.Namespace, session: Session) -> Exit:
    """Write a report to a file."""
    with session.reading() as library:
        exported = library.reports.export(arguments.name, arguments.format, arguments.output)
    if arguments.json:
        session.output.json(
            {"file": str(exported.file), "format": exported.format, "clips": exported.clips}
        )
    else:
        session.output.line(str(exported.file))
    return Exit.DONE


def _tell(report: Report, arguments: argparse.Namespace, session: Session) -> Exit:
    from reader.library.profile_values import counted

    bookmarks = [item.bookmark for item in report.items if isinstance(item, ReportClip)]
    if arguments.json:
        session.output.json(
            {
                "report": report.id,
                "name": report.name,
                "clips": len(bookmarks),
                "bookmarks": bookmarks,
            }
        )
    else:
        session.output.line(f"{report.name}: {counted(len(bookmarks), 'clip')}")
    return Exit.DONE
