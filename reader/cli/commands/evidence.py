"""`dossier evidence`: the passages behind a country's scores."""

from __future__ import annotations

import argparse
from itertools import groupby
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import Record, source_words
from reader.cli.session import Session

if TYPE_CHECKING:
    from reader.library.evidence import EvidencePassage

_NOTES = (
    "Indicators stand in the publisher's order, each with its best passage first. `start` and `end`"
    " are the passage's place in its document's text, in code points; `score` orders the passages"
    " of one indicator. Exit code 4 for no such country or indicator, or when there is no passage."
)


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "evidence",
        "the passages behind a country's scores",
        "Print the passages that bear on the indicators of a country, with the words that matched.",
        run,
        notes=_NOTES,
    )
    parser.add_argument("country", metavar="COUNTRY", help="a name, an alias, ISO2 or ISO3")
    parser.add_argument(
        "indicator",
        metavar="INDICATOR",
        nargs="?",
        help="an indicator's identifier, such as cocaine_trade (default: all)",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Print the links."""
    with session.reading(derived=True) as library:
        country = library.countries.resolve(arguments.country)
        found = library.evidence.of_country(country.iso2, arguments.indicator)
        names = {each.id: each.name for each in library.index.indicators()}
    if arguments.json:
        session.output.json([_record(each) for each in found])
    else:
        _print(found, names, session)
    if found:
        return Exit.DONE
    session.output.message(f"No passage of the library on {country.name} bears on that.")
    return Exit.NOTHING_FOUND


def _record(found: EvidencePassage) -> Record:
    return {
        "indicator": found.link.indicator,
        "document": found.document.id,
        "passage": found.passage.ordinal,
        "text": found.passage.text,
        "start": found.passage.start,
        "end": found.passage.end,
        "score": round(found.link.score, 4),
        "matched": list(found.link.matched),
        "state": str(found.link.state),
    }


def _print(found: list[EvidencePassage], names: dict[str, str], session: Session) -> None:
    output = session.output
    for indicator, links in groupby(found, key=lambda each: each.link.indicator):
        output.line(names[indicator])
        for each in links:
            metadata = each.document.metadata
            output.line(
                f"  {each.passage.ordinal:>4}  {metadata.title} ({source_words(metadata)})"
                f"  [{each.document.id}]"
            )
            output.marked_line("        ", each.passage.text, each.link.spans)
            output.line(f"        {each.link.state}: {', '.join(each.link.matched)}")
        output.line()
