"""`dossier screenshot`: the window, drawn off screen into a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.arguments import CommandTable, size
from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.domain.errors import InvalidInput
from reader.domain.screenshot import ScreenshotRequest


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "screenshot",
        "draw the window into a PNG file",
        "Draw the window off screen, as it shows a country, a document or a search.",
        run,
        notes="No display is needed. Exit code 4 for no such country, document or indicator.",
    )
    parser.add_argument("file", metavar="FILE.png", type=Path, help="the picture to write")
    parser.add_argument("--country", metavar="COUNTRY", help="show this country's profile")
    parser.add_argument("--document", metavar="DOCUMENT", help="open this document")
    parser.add_argument("--indicator", metavar="INDICATOR", help="choose this indicator")
    parser.add_argument("--search", metavar="QUERY", help="search for this")
    parser.add_argument(
        "--size",
        metavar="WIDTHxHEIGHT",
        type=size,
        default=(1280, 800),
        help="the picture's size in pixels (default: 1280x800)",
    )
    parser.add_argument(
        "--theme", choices=("light", "dark"), default="light", help="the colours (default: light)"
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Resolve what is asked for, bring the library up to date, and have the window painted."""
    file: Path = arguments.file
    if file.suffix.lower() != ".png":
        arguments.usage.error("the picture is written as PNG: name a file that ends in .png")
    if not file.absolute().parent.is_dir():
        raise InvalidInput("there is no such folder", item=str(file.parent), remedy="Make it first")
    with session.reading(derived=True) as library:
        country = library.countries.resolve(arguments.country) if arguments.country else None
        if arguments.document is not None:
            library.documents.get(arguments.document)
        if arguments.indicator is not None:
            library.index.indicator(arguments.indicator)
    request = ScreenshotRequest(
        file=file,
        country=country.iso2 if country else None,
        document=arguments.document,
        indicator=arguments.indicator,
        search=arguments.search,
        size=arguments.size,
        theme=arguments.theme,
    )
    session.paint(session.folder, request)
    if arguments.json:
        session.output.json({"file": str(file), "size": list(request.size), "theme": request.theme})
    else:
        session.output.line(str(file))
    return Exit.DONE
