"""`dossier search`: full-text search, one query or a batch."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable, count
from reader.cli.exits import Exit
from reader.cli.records import Record, date_text, source_words
from reader.cli.session import Session
from reader.domain.errors import IndexUnavailable, InvalidInput

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.search_results import Hit, SearchResults

_DEFAULT_LIMIT = 20
_NOTES = (
    "Words are found in any of their forms. “…” is a phrase, OR, NOT and - work, traffick* is the"
    " beginning of a word, country:peru a filter. Matches are ranges of code points in the"
    " passage's text. Exit code 4 when nothing matches; a batch, when none of its queries does."
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
    parser.add_argument(
        "--limit",
        metavar="N",
        type=count,
        default=_DEFAULT_LIMIT,
        help=f"how many hits at most (default: {_DEFAULT_LIMIT})",
    )
    parser.add_argument("--country", metavar="COUNTRY", help="only documents on this country")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Search and print."""
    if (arguments.query is None) == (arguments.batch is None):
        arguments.usage.error("give either a QUERY or --batch FILE")
    queries = [arguments.query] if arguments.batch is None else _queries(arguments.batch)
    found = False
    with session.reading(derived=True) as library:
        for query in queries:
            results = _search(library, session, query, arguments)
            found = found or results.total > 0
            if arguments.batch is not None:
                session.output.json_line(_record(query, results))
            else:
                _print(query, results, session, as_json=arguments.json)
    return Exit.DONE if found else Exit.NOTHING_FOUND


def _queries(name: str) -> list[str]:
    """The lines of a file that say something."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except OSError as error:
        raise InvalidInput(
            f"it cannot be read ({error.strerror or error})", item=name, remedy="Check the name"
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidInput("it is not UTF-8", item=name, remedy="Save it as UTF-8") from error
    return [line for line in lines if line.strip()]


def _search(
    library: Library, session: Session, query: str, arguments: argparse.Namespace
) -> SearchResults:
    def attempt() -> SearchResults:
        return library.searching.run(query, limit=arguments.limit, country=arguments.country)

    try:
        return attempt()
    except IndexUnavailable as error:
        session.output.message(f"{error.what}; building it again")
        library.deriving.run(session.output.progress, anew=True)
        session.output.end_progress()
        return attempt()


def _record(query: str, results: SearchResults) -> Record:
    return {
        "query": query,
        "total": results.total,
        "elapsed_ms": results.elapsed_ms,
        "suggestion": results.suggestion,
        "hits": [_hit_record(hit) for hit in results.hits],
        "facets": {
            facet.field: {each.value: each.count for each in facet.values}
            for facet in results.facets
        },
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


def _print(query: str, results: SearchResults, session: Session, *, as_json: bool) -> None:
    output = session.output
    for note in results.notes:
        output.message(f"Note: {note}")
    if results.suggestion is not None:
        output.message(f"Nothing matches as typed; these are the hits of: {results.suggestion}")
    if not results.total:
        output.message("Nothing matches.")
    if as_json:
        output.json(_record(query, results))
        return
    for group in results.groups:
        metadata = group.document.metadata
        output.line(f"{metadata.title} ({source_words(metadata)})  [{group.document.id}]")
        for hit in group.hits:
            lead = f"  {hit.passage.ordinal:>4}  "
            if hit.passage.heading_path:
                output.line(f"{lead}{' › '.join(hit.passage.heading_path)}")
                lead = " " * len(lead)
            output.marked_line(lead, hit.snippet.text, hit.snippet.matches)
        output.line()
    if results.total > len(results.hits):
        output.message(f"{len(results.hits)} of {results.total} hits; --limit shows more")
