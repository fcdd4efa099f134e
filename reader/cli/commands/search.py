"""`dossier search`: full-text search, one query or a batch."""

from __future__ import annotations

import argparse
import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import hit_files
from reader.cli.arguments import CommandTable, count
from reader.cli.exits import Exit
from reader.cli.output import Output
from reader.cli.records import Record, date_text, source_words
from reader.cli.session import Session
from reader.domain.errors import IndexUnavailable, InvalidInput
from reader.domain.query import Filter
from reader.domain.query_filters import filter_value, filter_values, written_filter

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.search_results import Hit, HitGroup, SearchResults

_DEFAULT_LIMIT = 20
_MOST_NARROWING = 6
_FACETS = ("country", "publisher", "year", "type", "tag", "indicator")
# The filters that have an option of their own, with what each takes.
_FILTERS = {
    "country": ("COUNTRY", "on this country (a name or a code)"),
    "publisher": ("NAME", "of this publisher"),
    "year": ("YEARS", "published in 2013, 2013..2016, 2013.. or unknown"),
    "type": ("TYPE", "of this type, such as article or profile"),
    "tag": ("TAG", "with this tag, or one under it, on the document or a bookmark"),
    "indicator": ("INDICATOR", "with evidence for this indicator"),
    "lang": ("LANGUAGE", "in this language, such as es or Spanish"),
}
_NOTES = (
    "Words are found in any of their forms. “…” is a phrase, OR, NOT and - work, =mine is the word"
    " as written, traffick* the beginning of a word, cocane~ words spelled like it, “gold"
    " mercury”~10 words at most ten apart; country:peru is a filter, as the options are, and so are"
    " title: and in:notes. A comma is an or: country:peru,bolivia. Matches are ranges of code"
    " points in the passage's text. A query that begins with - stands last, after --. Exit code 4"
    " when nothing matches; a batch, when none of its"
    " queries does, 3 when a line of it could not be asked."
)


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "search",
        "full-text search",
        "Search the passages of all documents, the best first.",
        run,
        notes=_NOTES,
    )
    parser.add_argument("query", metavar="QUERY", nargs="?", help="what to search for")
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help="read one query a line (- is standard input) and print one JSON object a line",
    )
    add_options(parser)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare what goes with a query, wherever that comes from."""
    parser.add_argument(
        "--limit",
        metavar="N",
        type=count,
        help=f"how many hits at most (default: {_DEFAULT_LIMIT}; all, with --csv or --markdown)",
    )
    for field, (value, documents) in _FILTERS.items():
        parser.add_argument(f"--{field}", metavar=value, help=f"only passages {documents}")
    parser.add_argument(
        "--order",
        choices=("relevance", "newest", "oldest", "country"),
        default="relevance",
        help="in what order hits come (default: relevance)",
    )
    parser.add_argument(
        "--explain", action="store_true", help="say how the query was read, part by part"
    )
    hit_files.add_options(parser)


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Search and print."""
    within = _within(arguments)
    hit_files.check_options(arguments)
    if arguments.query is not None and arguments.batch is not None:
        arguments.usage.error("give either a QUERY or --batch FILE")
    if arguments.batch is not None:
        return _run_batch(arguments, session, within)
    if arguments.query is None and not within:
        arguments.usage.error("give a QUERY, --batch FILE, or something to narrow by")
    query = arguments.query or ""
    with session.reading(derived=True) as library:
        _check_countries(library, within)
        results = _search(library, session, query, within, arguments)
        if arguments.hit_format is not None and _finds(results):
            hit_files.write_hits(library, results, arguments, session.output)
    _print(query, results, session, arguments)
    return Exit.DONE if _finds(results) else Exit.NOTHING_FOUND


def _run_batch(arguments: argparse.Namespace, session: Session, within: list[Filter]) -> Exit:
    found = failed = False
    lines = _lines(arguments.batch)
    with session.reading(derived=True) as library:
        _check_countries(library, within)
        for number, line in lines:
            try:
                query = line.decode("utf-8")
            except UnicodeDecodeError:
                failed = True
                session.output.message(
                    f"dossier: {arguments.batch}, line {number}: it is not UTF-8; it was left out"
                )
                continue
            results = _search(library, session, query, within, arguments)
            found = found or _finds(results)
            session.output.json_line(_record(query, results))
    if failed:
        return Exit.PARTIAL
    return Exit.DONE if found else Exit.NOTHING_FOUND


def _lines(name: str) -> list[tuple[int, bytes]]:
    """The lines of a file that say something, with their numbers from 1."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"it cannot be read ({error.strerror or error})", item=name, remedy="Check the name"
        ) from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidInput("it is not UTF-8", item=name, remedy="Save it as UTF-8")
    lines = enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1)
    return [(number, line.rstrip(b"\r")) for number, line in lines if line.strip()]


def _within(arguments: argparse.Namespace) -> list[Filter]:
    """The filters of the options; their values are read as in a query."""
    given = ((field, getattr(arguments, field)) for field in _FILTERS)
    return [Filter(field, value) for field, value in given if value is not None]


def _check_countries(library: Library, within: list[Filter]) -> None:
    """Raise NotFound for a country that is none: in an option that is surely a mistake."""
    for each in within:
        if each.field == "country":
            for name in filter_values(each.value) or ("",):
                library.countries.resolve(name)


def _search(
    library: Library,
    session: Session,
    query: str,
    within: list[Filter],
    arguments: argparse.Namespace,
) -> SearchResults:
    from reader.library.search_results import Order

    def attempt() -> SearchResults:
        return library.searching.run(
            query,
            limit=hit_files.limit(arguments, _DEFAULT_LIMIT),
            within=within,
            order=Order(arguments.order),
        )

    # Not anew at once: another program may have been about to finish what it writes.
    for anew in (False, True):
        try:
            return attempt()
        except IndexUnavailable as error:
            session.output.message(f"{error.what}; building it again")
            library.deriving.run(session.output.progress, anew=anew)
            session.output.end_progress()
    return attempt()


def _finds(results: SearchResults) -> bool:
    return bool(results.groups)


def _record(query: str, results: SearchResults) -> Record:
    facets: dict[str, dict[str, int]] = {field: {} for field in _FACETS}
    for facet in results.facets:
        facets[facet.field] = {each.value: each.count for each in facet.values}
    return {
        "query": query,
        "total": results.total,
        "documents": results.documents,
        "elapsed_ms": results.elapsed_ms,
        "suggestion": results.suggestion,
        "reading": results.reading,
        "details": list(results.details),
        "notes": list(results.notes),
        "hits": [_hit_record(hit) for hit in results.hits],
        "whole": [
            _hit_record(hit) for group in results.groups if group.whole for hit in group.hits
        ],
        "alternatives": [
            {"query": each.text, "total": each.total} for each in results.alternatives
        ],
        "facets": facets,
    }


def _hit_record(hit: Hit) -> Record:
    metadata, passage = hit.document.metadata, hit.passage
    return {
        "document": hit.document.id,
        "title": metadata.title,
        "publisher": metadata.publisher,
        "published": date_text(metadata.published),
        "countries": list(metadata.countries),
        "passage": passage.ordinal,
        "heading": list(passage.heading_path),
        "page": passage.page_at(hit.matches[0][0]) if hit.matches else passage.page,
        "text": passage.text,
        "snippet": hit.snippet.text,
        "matches": [list(match) for match in hit.matches],
        "score": round(hit.score, 4),
    }


def _print(
    query: str, results: SearchResults, session: Session, arguments: argparse.Namespace
) -> None:
    output = session.output
    for note in results.notes:
        output.message(f"Note: {note}")
    if results.suggestion is not None:
        output.message(f"Nothing matches as typed; these are the hits of: {results.suggestion}")
    if not results.groups:
        output.message("Nothing matches.")
    for each in results.alternatives:
        output.message(f"{_counted(each.total, 'passage')} with: {each.text}")
    if arguments.hit_format is not None:
        return
    if arguments.json:
        output.json(_record(query, results))
        return
    if arguments.explain:
        output.line(f"Read as: {results.reading}")
        for line in results.details:
            output.line(f"  {line}")
        output.line()
    whole = [group for group in results.groups if group.whole]
    for group in results.groups:
        if whole and group is whole[0]:
            output.line("Documents that match only as a whole, with the passage that says most:")
            output.line()
        _print_group(group, output)
    _print_narrowing(results, output)
    if results.total > len(results.hits):
        output.message(
            f"{len(results.hits):,} of {results.total:,} hits in"
            f" {_counted(results.documents, 'document')}; --limit shows more"
        )


def _print_group(group: HitGroup, output: Output) -> None:
    metadata = group.document.metadata
    output.line(f"{metadata.title} ({source_words(metadata)})  [{group.document.id}]")
    for hit in group.hits:
        lead = f"  {hit.passage.ordinal:>4}  "
        if hit.passage.heading_path:
            output.line(f"{lead}{' › '.join(hit.passage.heading_path)}")
            lead = " " * len(lead)
        output.marked_line(lead, hit.snippet.text, hit.snippet.matches)
    more = group.total - len(group.hits)
    if more > 0:
        output.line(f"        and {_counted(more, 'more passage')}")
    output.line()


def _print_narrowing(results: SearchResults, output: Output) -> None:
    """What more hits than are listed can be narrowed by, as it is typed."""
    if results.total <= len(results.hits):
        return
    for facet in results.facets:
        if len(facet.values) < 2:
            continue
        shown = [
            f"{written_filter(facet.field, filter_value([each.value]))} ({each.count:,})"
            for each in facet.values[:_MOST_NARROWING]
        ]
        more = len(facet.values) - len(shown)
        output.line(f"{', '.join(shown)}{f' and {more} more' if more else ''}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
