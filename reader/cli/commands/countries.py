"""`dossier countries`: on which countries the library holds anything."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import country_record
from reader.cli.session import Session


def register(commands: CommandTable) -> None:
    """Declare the command."""
    commands.add(
        "countries",
        "the countries that the library holds anything on",
        "List the countries by name, with how many documents and scores the library holds on them.",
        run,
        notes="A file countries.csv in the library's folder teaches it more names: columns iso2,"
        " aliases, demonyms and others, several names of one cell joined by |. What cannot be read"
        " in it is named here with its line.",
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the countries."""
    with session.reading() as library:
        holdings = library.documents.countries()
        for problem in library.country_problems:
            session.output.message(f"dossier: {problem}")
    if arguments.json:
        session.output.json(
            [
                {
                    **country_record(each.country),
                    "documents": each.documents,
                    "scores": each.scores,
                }
                for each in holdings
            ]
        )
        return Exit.DONE
    rows = [("ISO2", "ISO3", "DOCUMENTS", "SCORES", "NAME")]
    rows += [
        (
            each.country.iso2,
            each.country.iso3,
            str(each.documents),
            str(each.scores),
            each.country.name,
        )
        for each in holdings
    ]
    session.output.table(rows, right=(2, 3))
    return Exit.DONE
