"""`dossier indicators`: the scored table of one country, or of all."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import Record, coverage_record, figure, other_rows
from reader.cli.session import Session
from reader.domain.evidence import Coverage

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.other_indices import OtherIndex
    from reader.library.profile_values import CountryProfile

_NOTES = (
    "Rows stand in the publisher's order. `change` is null, and `comparable` false, where the"
    " edition before did not score the indicator; otherwise it is the publisher's, and where that"
    " is not known the one computed from two editions held. CSV has the published figures only, the"
    " averages that the source prints included, and `dossier import` reads it. Exit code 4 for no"
    " such country or edition, or when the library holds neither score nor evidence."
)


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "indicators",
        "the scored table of a country, or of all",
        "Print every indicator with its score, its change, and how many passages bear on it.",
        run,
        notes=_NOTES,
    )
    parser.add_argument(
        "country",
        metavar="COUNTRY",
        nargs="?",
        help="a name, an alias, ISO2 or ISO3 (default: every country of the library)",
    )
    parser.add_argument(
        "--edition", metavar="YEAR", help="the index's edition (default: the newest held)"
    )
    parser.add_argument(
        "--index",
        metavar="INDEX",
        help="another index that the library holds, such as cpi (default: the first one)",
    )
    parser.add_argument("--csv", action="store_true", help="print a table of scores as CSV")


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Print the table."""
    if arguments.csv and arguments.json:
        arguments.usage.error("--csv and --json exclude one another")
    if arguments.index is not None and arguments.csv:
        arguments.usage.error("--csv has the first index's figures only: leave --index out")
    with session.reading(derived=True) as library:
        if arguments.index not in (None, library.index.id):
            return _run_other(arguments, library, session)
        if arguments.country is None:
            tables = list(_every_table(library, arguments.edition))
        else:
            country = library.countries.resolve(arguments.country)
            tables = [library.profiles.table(country.iso2, arguments.edition)]
    tables = [table for table in tables if _says_something(table)]
    if arguments.csv:
        from reader.library.score_export import indicators_csv

        session.output.data(indicators_csv(tables))
    elif arguments.json:
        named = arguments.country is None
        session.output.json([row for table in tables for row in _records(table, named=named)])
    else:
        for table in tables:
            _print(table, session)
    if tables:
        return Exit.DONE
    session.output.message("The library holds neither scores nor evidence to show.")
    return Exit.NOTHING_FOUND


def _run_other(arguments: argparse.Namespace, library: Library, session: Session) -> Exit:
    """The same table of another index, in its own figures."""
    index = library.other_indices.get(arguments.index)
    if arguments.edition is not None:
        index.edition(arguments.edition)
    if arguments.country is None:
        countries = library.other_indices.countries(index, arguments.edition)
    else:
        countries = [library.countries.resolve(arguments.country).iso2]
    found = [
        other
        for each in countries
        if (other := library.other_indices.one(index, each, arguments.edition)) is not None
    ]
    if arguments.json:
        named = arguments.country is None
        session.output.json([row for other in found for row in _other_records(other, named=named)])
    else:
        for other in found:
            country = library.countries.by_code(other.country)
            name = country.name if country else other.country
            session.output.line(f"{name}, {index.name} {other.edition}")
            session.output.table(other_rows(other), right=(1,))
            session.output.line()
    if found:
        return Exit.DONE
    session.output.message(f"The library holds no figures of the {index.name} to show.")
    return Exit.NOTHING_FOUND


def _other_records(other: OtherIndex, *, named: bool) -> Iterator[Record]:
    from reader.library.other_indices import printed

    whose: Record = {"country": other.country, "edition": other.edition} if named else {}
    for each in other.figures:
        score = each.score
        yield {
            **whose,
            "indicator": each.indicator.id,
            "name": each.indicator.name,
            "pillar": each.pillar.id,
            "value": printed(score.value) if score else None,
            "change": printed(score.shown_change) if score else None,
            "comparable": score.comparable if score else None,
            "published_change": printed(score.change) if score else None,
            "computed_change": printed(score.computed_change) if score else None,
            "evidence": coverage_record(Coverage()),
        }


def _every_table(library: Library, edition: str | None) -> Iterator[CountryProfile]:
    if edition is not None:
        library.index.edition(edition)
    for holdings in library.documents.countries():
        country = holdings.country
        if edition is None or edition in library.profiles.editions(country.iso2):
            yield library.profiles.table(country.iso2, edition)


def _says_something(table: CountryProfile) -> bool:
    rows = (row for pillar in table.pillars for row in pillar.rows)
    return any(row.score is not None or row.evidence.passages for row in rows)


def _records(table: CountryProfile, *, named: bool) -> Iterator[Record]:
    whose: Record = {"country": table.country.iso2, "edition": table.edition} if named else {}
    for pillar in table.pillars:
        for row in pillar.rows:
            score = row.score
            yield {
                **whose,
                "indicator": row.indicator.id,
                "name": row.indicator.name,
                "pillar": row.indicator.pillar,
                "value": figure(score.value) if score else None,
                "change": figure(score.shown_change) if score else None,
                "comparable": score.comparable if score else None,
                "published_change": figure(score.change) if score else None,
                "computed_change": figure(score.computed_change) if score else None,
                "evidence": coverage_record(row.evidence),
            }


def _print(table: CountryProfile, session: Session) -> None:
    from reader.library.profile_values import (
        change_origin_words,
        evidence_words,
        row_change_words,
        score_text,
    )

    output = session.output
    output.line(f"{table.country.name}, {table.index.name} {table.edition or ''}".rstrip())
    for pillar in table.pillars:
        output.line()
        output.line(pillar.pillar.name)
        output.table(
            [
                (
                    f"  {row.indicator.name}",
                    score_text(row.score.value) if row.score else "–",
                    row_change_words(row, pillar.pillar.direction)
                    + (" *" if row.score is not None and row.score.changes_disagree else ""),
                    evidence_words(row.evidence),
                )
                for row in pillar.rows
            ],
            right=(1,),
        )
        for row in pillar.rows:
            if row.score is not None and row.score.changes_disagree:
                words = change_origin_words(row.score, row.previous_edition)
                output.line(f"  * {row.indicator.name}: {words}")
    output.line()
