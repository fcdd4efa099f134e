"""`dossier profile`: a country's profile."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import (
    Record,
    country_record,
    date_text,
    document_record,
    other_rows,
    source_words,
    total_record,
)
from reader.cli.session import Session

if TYPE_CHECKING:
    from reader.domain.document import Document
    from reader.domain.scoring import ScoredIndex
    from reader.library.other_indices import OtherIndex
    from reader.library.profile_values import CountryProfile

_SCOPES = ("world", "continent", "region")
_NOTES = (
    "A score marked `computed` is the mean of its parts, which the source does not print. Exit"
    " code 4 for no such country or edition, or when the library holds nothing on it."
)


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "profile",
        "a country's profile",
        "Print a country's overall scores, its rank, and the documents that the library holds.",
        run,
        notes=_NOTES,
    )
    parser.add_argument("country", metavar="COUNTRY", help="a name, an alias, ISO2 or ISO3")
    parser.add_argument(
        "--edition", metavar="YEAR", help="the index's edition (default: the newest held)"
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Print the profile."""
    with session.reading(derived=True) as library:
        country = library.countries.resolve(arguments.country)
        profile = library.profiles.get(country.iso2, arguments.edition)
        documents = library.documents.of_country(country.iso2)
    if arguments.json:
        session.output.json(_record(profile, documents))
    else:
        _print(profile, documents, session)
    if profile.has_scores or documents:
        return Exit.DONE
    session.output.message(f"The library holds nothing on {country.name}.")
    return Exit.NOTHING_FOUND


def _totals(index: ScoredIndex) -> list[tuple[str, str]]:
    """Identifier and name of every average, the composites first."""
    composites = [(each.id, each.name) for each in index.composites]
    return composites + [(each.id, each.name) for each in index.pillars]


def _record(profile: CountryProfile, documents: list[Document]) -> Record:
    document, passage = profile.summary_source or (None, None)
    return {
        "country": country_record(profile.country),
        "index": profile.index.id,
        "edition": profile.edition,
        "edition_basis": profile.edition_basis,
        "editions": list(profile.editions),
        "source": profile.score_source,
        "scores": {
            identifier: total_record(profile.totals.get(identifier))
            for identifier, _ in _totals(profile.index)
        },
        "rank": {scope: _rank(profile, scope) for scope in _SCOPES},
        "facts": [
            {
                "name": fact.name,
                "value": fact.value,
                "date": date_text(fact.date),
                "document": fact.source,
                "passage": fact.passage,
            }
            for fact in profile.facts
        ],
        "summary": {"text": profile.summary, "document": document, "passage": passage},
        "documents": [document_record(each) for each in documents],
        "other_indices": [_other(each) for each in profile.other_indices],
    }


def _other(other: OtherIndex) -> Record:
    from reader.library.other_indices import printed

    return {
        "index": other.index.id,
        "name": other.index.name,
        "publisher": other.index.publisher or None,
        "edition": other.edition,
        "edition_basis": other.edition_basis,
        "editions": list(other.editions),
        "source": other.source,
        "figures": [
            {
                "indicator": each.indicator.id,
                "name": each.indicator.name,
                "value": printed(each.score.value) if each.score else None,
                "change": printed(each.score.shown_change) if each.score else None,
                "lowest": printed(each.scale[0]),
                "highest": printed(each.scale[1]),
                "direction": str(each.pillar.direction),
            }
            for each in other.figures
        ],
        "categories": {each.name: each.value for each in other.categories},
    }


def _rank(profile: CountryProfile, scope: str) -> list[int] | None:
    rank = profile.ranks.get(scope)
    return None if rank is None else [rank.place, rank.of]


def _print(profile: CountryProfile, documents: list[Document], session: Session) -> None:
    from reader.library.profile_values import COMPUTED, NO_SCORE, score_text, total_change_words

    output, country = session.output, profile.country
    output.line(f"{country.name} ({country.iso2}, {country.iso3})")
    output.line(f"{profile.index.name} {profile.edition or ''}".rstrip())
    if profile.edition_basis:
        output.line(f"The edition was inferred: {profile.edition_basis}")
    output.line()
    rows = []
    for identifier, name in _totals(profile.index):
        total = profile.totals.get(identifier)
        if total is None:
            rows.append((name, "", NO_SCORE))
            continue
        direction = profile.index.direction(identifier)
        change = total_change_words(total, direction, profile.previous_edition)
        sign = " *" if total.computed else ""
        rows.append((name, f"{score_text(total.value)}{sign or '  '}", change))
    output.table(rows, right=(1,))
    if any(total.computed for total in profile.totals.values()):
        output.line(f"* {COMPUTED}")
    for scope in _SCOPES:
        rank = profile.ranks.get(scope)
        if rank is not None:
            output.line(f"Rank in the {scope}: {rank.place} of {rank.of} in the library")
    if profile.summary:
        output.line()
        output.line(profile.summary)
    if profile.facts:
        output.line()
        output.table([(fact.name, fact.value) for fact in profile.facts])
    for other in profile.other_indices:
        output.line()
        output.line(f"{other.index.name} {other.edition}")
        output.table(other_rows(other), right=(1,))
    if documents:
        output.line()
        output.table(
            [(each.id, each.metadata.title, source_words(each.metadata)) for each in documents]
        )
