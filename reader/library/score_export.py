"""A country's indicators as CSV, in the form that Dossier itself imports."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from reader.domain.errors import ReaderError
from reader.domain.scoring import Score, Total
from reader.library.profile_values import CountryProfile

HEADER = (
    "country",
    "index",
    "edition",
    "indicator",
    "value",
    "change",
    "comparable",
    "source_title",
    "source_publisher",
    "source_url",
)


def indicator_rows(profile: CountryProfile) -> Iterator[tuple[str, ...]]:
    """The scored indicators in the publisher's order, then the published averages.

    What Dossier computed is left out: it is not the publisher's.
    """
    figures: list[tuple[str, Score | Total]] = [
        (row.score.indicator, row.score)
        for pillar in profile.pillars
        for row in pillar.rows
        if row.score is not None
    ]
    printed = {each.id: each for each in profile.totals.values() if not each.computed}
    order = [each.id for each in profile.index.pillars]
    order += [each.id for each in profile.index.composites]
    figures += [(each, printed[each]) for each in order if each in printed]
    for identifier, figure in figures:
        sheet = profile.score_sheets.get(identifier)
        yield (
            profile.country.iso2,
            profile.index.id,
            profile.edition or "",
            identifier,
            f"{figure.value:.2f}",
            "" if figure.change is None else f"{figure.change:.2f}",
            "yes" if figure.comparable else "no",
            (sheet and sheet.source_title) or "",
            (sheet and sheet.source_publisher) or "",
            (sheet and sheet.source_url) or "",
        )


def indicators_csv(profiles: Iterable[CountryProfile]) -> str:
    """The CSV text of several countries' indicators."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for profile in profiles:
        writer.writerows(indicator_rows(profile))
    return text.getvalue()


def write_indicators(file: Path, profiles: Iterable[CountryProfile]) -> None:
    """Write the CSV to a file. Raises ReaderError when it cannot be written."""
    try:
        file.write_text(indicators_csv(profiles), encoding="utf-8", newline="")
    except OSError as error:
        raise ReaderError(
            f"the table could not be written ({error.strerror or error})",
            item=str(file),
            remedy="Choose another folder, or free disk space",
        ) from error
