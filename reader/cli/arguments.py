"""How commands declare themselves: a table of commands, shared options, and kinds of values."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from reader.cli.exits import Exit
from reader.cli.session import Session
from reader.domain.dates import PartialDate
from reader.domain.errors import InvalidInput

Run = Callable[[argparse.Namespace, Session], Exit]

_SIZE = re.compile(r"(\d{1,5})[x×](\d{1,5})")
_SMALLEST, _LARGEST = 200, 8192


class CommandTable:
    """The commands below a parser."""

    def __init__(self, parser: argparse.ArgumentParser, metavar: str, *, required: bool) -> None:
        self._parsers = parser.add_subparsers(
            title="commands", metavar=metavar, dest=metavar.lower(), required=required
        )

    def add(
        self, name: str, summary: str, description: str, run: Run, *, notes: str = ""
    ) -> argparse.ArgumentParser:
        """A command: `summary` for the list, `description` and `notes` for its own help."""
        parser = self.group(name, summary, description, notes=notes)
        parser.add_argument(
            "--json", action="store_true", help="print one JSON document on standard output"
        )
        parser.set_defaults(run=run, usage=parser)
        return parser

    def group(
        self, name: str, summary: str, description: str, *, notes: str = ""
    ) -> argparse.ArgumentParser:
        """A command that has commands of its own."""
        return self._parsers.add_parser(
            name,
            help=summary,
            description=description,
            epilog=notes or None,
            allow_abbrev=False,
        )


def count(text: str) -> int:
    """A number of things, at least 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"not a number from 1 on: {text!r}")
    return number


def date(text: str) -> PartialDate:
    """A year, a month or a day."""
    try:
        return PartialDate.parse(text)
    except InvalidInput as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def size(text: str) -> tuple[int, int]:
    """A width and a height in pixels, as in `1280x800`."""
    match = _SIZE.fullmatch(text.strip().lower())
    sides = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(_SMALLEST <= side <= _LARGEST for side in sides):
        raise argparse.ArgumentTypeError(
            f"not a size such as 1280x800, from {_SMALLEST} to {_LARGEST} pixels: {text!r}"
        )
    return sides


def folder(text: str) -> Path:
    """The path of a folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name is no folder")
    return Path(text).expanduser()
