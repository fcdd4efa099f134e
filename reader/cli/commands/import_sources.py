"""`dossier import`: bring files and folders into the library."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import sys
import tempfile
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable, date
from reader.cli.exits import Exit
from reader.cli.records import Record, date_text
from reader.cli.session import Session
from reader.domain.errors import NotFound, ReaderError

if TYPE_CHECKING:
    from reader.library.import_results import SourceResult

_STANDARD_INPUT = Path("-")
_BROUGHT = ("added", "updated")
_NOTES = (
    "Exit code 3 when some sources failed, 1 when all did, 4 when there was none to read. A file in"
    " a folder that no importer reads is skipped, which is no failure. What was imported before"
    " is told by its content: it is not stored again. A table of scores of another index is read"
    " through a mapping file (TOML) that names its columns, its scale and what a higher figure"
    " means: put it into the folder `mappings` of the library. The message on a table that fits"
    " none names one that Dossier ships, which explains its own lines and can be copied."
)


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "import",
        "bring files, folders and archives into the library",
        "Import documents and tables of scores: single files, folders with all below them, archives"
        " (zip, tar, gzip, bzip2, xz) with all in them, or what comes on standard input.",
        run,
        notes=_NOTES,
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        type=Path,
        help="a file, a folder, an archive, or - for standard input",
    )
    parser.add_argument(
        "--name",
        metavar="FILE",
        help="what the file on standard input is called; its ending says its format",
    )
    parser.add_argument(
        "--country", metavar="COUNTRY", help="the country that all sources are about"
    )
    parser.add_argument("--title", metavar="TITLE", help="the title; for a single file")
    parser.add_argument("--publisher", metavar="NAME", help="who published the sources")
    parser.add_argument(
        "--published",
        metavar="DATE",
        type=date,
        help="when they were published: 2023, 2023-05 or 2023-05-31",
    )
    parser.add_argument("--url", metavar="URL", help="where it was published; for a single file")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Import, index what came, and tell the outcome of every source."""
    _check(arguments, session.folder)
    from reader.library.import_results import ImportOptions
    from reader.library.import_run import import_and_derive

    options = ImportOptions(
        country=arguments.country,
        title=arguments.title,
        publisher=arguments.publisher,
        published=arguments.published,
        url=arguments.url,
    )
    with contextlib.ExitStack() as stack:
        paths = arguments.paths
        piped = arguments.paths == [_STANDARD_INPUT]
        if piped:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dossier-"))
            paths = [_piped(Path(folder), arguments.name or "standard input")]
        library = stack.enter_context(session.writing())
        if arguments.url is not None:
            library.metadata.read("url", arguments.url)
        done = import_and_derive(library, paths, options, session.output.progress)
        session.output.end_progress()
    sources = done.result.sources
    if piped:
        sources = tuple(_as_named(source, paths[0]) for source in sources)
    tell_outcomes(sources, arguments, session)
    if done.behind is not None:
        # What was imported is in the library, and was told; finding it has to wait.
        raise done.behind
    return exit_of(sources, session)


def _piped(folder: Path, name: str) -> Path:
    """What comes on standard input, as a file of that name."""
    from reader.library.source_files import LARGEST_FILE

    file = folder / (PurePath(name).name or "standard input")
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    try:
        file.write_bytes(data)
    except (OSError, ValueError) as error:
        raise ReaderError(
            f"standard input could not be kept ({error})", item=name, remedy="Give another --name"
        ) from error
    return file


def _as_named(source: SourceResult, file: Path) -> SourceResult:
    """The outcome of what was piped, under its own name: where it lay meanwhile says nothing."""
    error = source.error.replace(str(file), file.name) if source.error else None
    return dataclasses.replace(source, path=source.path.replace(str(file), file.name), error=error)


def tell_outcomes(
    sources: tuple[SourceResult, ...], arguments: argparse.Namespace, session: Session
) -> None:
    """Print what became of the sources, each warning and error among the messages."""
    for source in sources:
        for warning in source.warnings:
            session.output.message(f"{source.path}: {warning}")
        if source.marks is not None:
            session.output.message(f"{source.path}: {source.marks.words}")
        if source.error is not None:
            session.output.message(f"{source.status}: {_located(source)}")
    if arguments.json:
        session.output.json(_record(sources))
    else:
        _print(sources, session)


def _check(arguments: argparse.Namespace, folder: Path) -> None:
    """Refuse what would be stored wrongly, before anything is touched."""
    from reader.library.unpacking import holds_many

    piped = _STANDARD_INPUT in arguments.paths
    if piped and len(arguments.paths) > 1:
        arguments.usage.error("- stands for standard input alone")
    if arguments.name is not None and not piped:
        arguments.usage.error("--name is for what comes on standard input: write -")
    single = len(arguments.paths) == 1 and (piped or not holds_many(arguments.paths[0]))
    if not single and (arguments.title is not None or arguments.url is not None):
        arguments.usage.error("--title and --url describe one file: import it alone")
    for option in ("title", "publisher", "url"):
        if getattr(arguments, option) is not None and not getattr(arguments, option).strip():
            arguments.usage.error(f"--{option} says nothing")
    if arguments.country is not None:
        from reader.library.own_countries import OWN_COUNTRIES, with_own_countries
        from reader.library.reference import load_countries
        from reader.places import resources

        table, _ = with_own_countries(load_countries(resources()), folder / OWN_COUNTRIES)
        try:
            table.resolve(arguments.country)
        except NotFound as error:
            arguments.usage.error(f"--country: {error}")


def _record(sources: tuple[SourceResult, ...]) -> Record:
    brought = [source for source in sources if source.status in _BROUGHT]
    return {
        "sources": [_source_record(source) for source in sources],
        "documents": len({source.document for source in brought if source.document}),
        "passages": sum(source.passages for source in brought),
        "scores": sum(source.scores for source in brought),
    }


def _source_record(source: SourceResult) -> Record:
    metadata = source.metadata
    return {
        "path": source.path,
        "format": source.format,
        "status": str(source.status),
        "document": source.document,
        "title": metadata.title if metadata else None,
        "publisher": metadata.publisher if metadata else None,
        "published": date_text(metadata.published) if metadata else None,
        "countries": list(source.countries),
        "passages": source.passages,
        "scores": source.scores,
        "error": source.error,
        "warnings": list(source.warnings),
        "marks": dataclasses.asdict(source.marks) if source.marks else None,
    }


def _print(sources: tuple[SourceResult, ...], session: Session) -> None:
    rows = [("STATUS", "PASSAGES", "SCORES", "DOCUMENT", "TITLE OR FILE")]
    rows += [
        (
            str(source.status),
            str(source.passages or ""),
            str(source.scores or ""),
            source.document or "",
            source.metadata.title if source.metadata else source.path,
        )
        for source in sources
    ]
    if sources:
        session.output.table(rows, right=(1, 2))
    if len(sources) > 1:
        counts = Counter(str(source.status) for source in sources)
        words = ", ".join(f"{count} {status}" for status, count in counts.items())
        passages = sum(source.passages for source in sources if source.status in _BROUGHT)
        scores = sum(source.scores for source in sources if source.status in _BROUGHT)
        session.output.message(f"{words}: {passages} passages and {scores} scores came in")


def _located(source: SourceResult) -> str:
    """The error with the whole path: two files of a folder may have the same name."""
    error = source.error or ""
    for known in (source.path, Path(source.path).name):
        error = error.removeprefix(f"{known}: ")
    return f"{source.path}: {error}"


def exit_of(sources: tuple[SourceResult, ...], session: Session) -> Exit:
    """The exit code that says how many of the sources failed."""
    read = [source for source in sources if source.status != "skipped"]
    failed = sum(source.status == "failed" for source in read)
    if not read:
        session.output.message("dossier: there is no file to import; name one that Dossier reads")
        return Exit.NOTHING_FOUND
    if not failed:
        return Exit.DONE
    return Exit.ERROR if failed == len(read) else Exit.PARTIAL
