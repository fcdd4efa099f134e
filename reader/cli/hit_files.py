"""Search results for a file: the options that ask for one, and writing it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.output import Output

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.search_results import SearchResults

# More than any library holds: what goes into a file is everything, unless a limit is given.
_ALL = 10**9


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare `--csv`, `--markdown` and `-o`."""
    ways = parser.add_mutually_exclusive_group()
    for name, what in (("csv", "a CSV table"), ("markdown", "Markdown")):
        ways.add_argument(
            f"--{name}",
            dest="hit_format",
            action="store_const",
            const=name,
            help=f"print all hits as {what}, with quotations in full and citations",
        )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write that to a file, replacing it"
    )


def check_options(arguments: argparse.Namespace) -> None:
    """End with wrong usage where the options do not go together."""
    if arguments.output is not None and arguments.hit_format is None:
        arguments.usage.error("-o takes --csv or --markdown")
    if arguments.hit_format is None:
        return
    if arguments.json:
        arguments.usage.error(f"give either --json or --{arguments.hit_format}")
    if getattr(arguments, "batch", None) is not None:
        arguments.usage.error(f"--batch prints JSON: it goes without --{arguments.hit_format}")


def limit(arguments: argparse.Namespace, default: int) -> int:
    """How many hits are wanted: all, for a file, where no limit is given."""
    if arguments.limit is not None:
        return int(arguments.limit)
    return default if arguments.hit_format is None else _ALL


def write_hits(
    library: Library, results: SearchResults, arguments: argparse.Namespace, output: Output
) -> None:
    """Print the hits in the format asked for, or write them to the file."""
    export, file = library.hit_export, arguments.output
    if file is not None:
        export.write(results, arguments.hit_format, file)
        hits = len(results.hits)
        output.message(f"{hits:,} passage{'' if hits == 1 else 's'} in {file}")
    elif arguments.hit_format == "csv":
        output.data(export.hits_csv(results))
    else:
        output.data(export.hits_markdown(results))
