"""The command line's main: arguments read, one command run, and every failure told in a line."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.exits import Exit
from reader.cli.output import Output, OutputClosed
from reader.domain.errors import NotFound, ReaderError

if TYPE_CHECKING:
    import argparse

    from reader.cli.session import PaintWindow

# The modules of `reader.cli.commands`, imported when there is a command line to read: opening
# the window needs none of them.
_COMMANDS = (
    "import_sources",
    "watch",
    "search",
    "saved",
    "show",
    "versions",
    "documents",
    "countries",
    "profile",
    "indicators",
    "evidence",
    "bookmark",
    "report",
    "metadata",
    "collection",
    "tag",
    "remove",
    "original",
    "backup",
    "restore",
    "merge",
    "move",
    "verify",
    "reindex",
    "screenshot",
)
_EXIT_CODES = """\
Without a command, the window opens. Results go to standard output; progress and messages to
standard error. Exit codes: 0 done; 1 error, told in one line; 2 wrong usage; 3 done in part, some
sources failed; 4 nothing found, or what was named is not known. DOSSIER_CACHE names another folder
for what is derived, DOSSIER_DEBUG=1 shows where an error comes from."""


def make_parser() -> argparse.ArgumentParser:
    """The whole command line with its help."""
    import argparse

    from reader import __version__
    from reader.cli.arguments import CommandTable, folder

    parser = argparse.ArgumentParser(
        prog="dossier",
        description="An offline reader for documents about countries and their scored indicators.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"dossier {__version__}")
    parser.add_argument(
        "--library",
        metavar="DIR",
        type=folder,
        help="the library's folder, made if it does not exist (default: in your data folder)",
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help="do not fill a new library with the starter documents",
    )
    table = CommandTable(parser, "COMMAND", required=False)
    for command in _COMMANDS:
        importlib.import_module(f"reader.cli.commands.{command}").register(table)
    return parser


def main(
    argv: Sequence[str],
    *,
    open_window: Callable[..., int],
    paint_window: PaintWindow,
) -> int:
    """Run one command and return its exit code.

    `open_window(folder, starter=…)` shows the window and returns when it was closed;
    `paint_window(folder, request)` draws it into a file.
    """
    output = Output(sys.stdout, sys.stderr)
    try:
        code = _run(argv, output, open_window, paint_window)
        output.flush()
    except OutputClosed:
        return Exit.DONE
    except KeyboardInterrupt:
        output.message("dossier: stopped; what was finished before is kept")
        return Exit.INTERRUPTED
    except ReaderError as error:
        output.message(f"dossier: {' '.join(str(error).split())}")
        _show_where(output)
        return Exit.NOTHING_FOUND if isinstance(error, NotFound) else Exit.ERROR
    except Exception as error:
        output.message(
            f"dossier: a fault in Dossier ({type(error).__name__}: {' '.join(str(error).split())})."
            " Please report it to its developers with what DOSSIER_DEBUG=1 shows"
        )
        _show_where(output)
        return Exit.ERROR
    return code


def _run(
    argv: Sequence[str],
    output: Output,
    open_window: Callable[..., int],
    paint_window: PaintWindow,
) -> int:
    if not argv:
        return open_window(_default_library(), starter=True)
    from reader.cli.session import Session

    try:
        arguments = _parsed(argv, output)
        place = arguments.library or _default_library()
        if arguments.command is None:
            return open_window(place, starter=not arguments.empty)
        session = Session(
            folder=place,
            starter=not arguments.empty,
            program=f"dossier {arguments.command}",
            output=output,
            paint=paint_window,
        )
        run: Callable[[argparse.Namespace, Session], Exit] = arguments.run
        return run(arguments, session)
    except SystemExit as left:
        # argparse leaves this way, after help (0) and after wrong usage (2).
        return left.code if isinstance(left.code, int) else Exit.DONE


def _parsed(argv: Sequence[str], output: Output) -> argparse.Namespace:
    """The arguments; help that nobody reads to its end is no fault (Python 3.11.2 raises there)."""
    try:
        return make_parser().parse_args(list(argv))
    except BrokenPipeError as error:
        output.abandon()
        raise OutputClosed from error


def _default_library() -> Path:
    from reader.places import default_library

    return default_library()


def _show_where(output: Output) -> None:
    if os.environ.get("DOSSIER_DEBUG"):
        import traceback

        output.message(traceback.format_exc())
