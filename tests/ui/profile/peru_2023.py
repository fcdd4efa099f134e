"""Peru's published figures of 2023 as a profile, with made-up counts of evidence."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle

from reader.domain.country import Country
from reader.domain.dates import PartialDate
from reader.domain.evidence import Coverage
from reader.domain.scoring import Indicator, Score, ScoredIndex, Total, complete_totals
from reader.library.profile_values import (
    CountryProfile,
    Fact,
    IndicatorRow,
    PillarRows,
    ProfileSource,
    Rank,
)
from reader.library.reference import load_index
from reader.places import resources, seeds

PERU = Country("PE", "PER", "Peru", continent="Americas", region="South America")
DOCUMENTS = (
    ProfileSource(
        "d1", "Peru: organized crime index profile", "A publisher", PartialDate(2023), "summary"
    ),
    ProfileSource(
        "d2", "Peru: country profile", "A publisher", PartialDate(2016, 3, 20), "summary"
    ),
    ProfileSource("d3", "The drug trade in Peru", "A publisher", PartialDate(2013), "analysis"),
    ProfileSource("d4", "News digest", "A publisher", PartialDate(2015, 6), "news"),
    ProfileSource("d5", "Peru: overview & facts", "A publisher"),
)
_COVERAGE = (
    Coverage(6, 4, PartialDate(2023)),
    Coverage(3, 2, PartialDate(2016)),
    Coverage(),
    Coverage(14, 5, PartialDate(2023, 9)),
    Coverage(1, 1),
)


def the_index() -> ScoredIndex:
    """The index as it ships."""
    return load_index(resources() / "indices" / "global_organized_crime_index.toml")


def peru() -> CountryProfile:
    """Everything that can be known of a country."""
    index = the_index()
    scores: dict[str, Score] = {}
    published: list[Total] = []
    totals = {each.id for each in index.pillars} | {each.id for each in index.composites}
    with (seeds() / "peru-scores-2023.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            change = Decimal(line["change"]) if line["change"] else None
            value, comparable = Decimal(line["value"]), line["comparable"] == "yes"
            if line["indicator"] in totals:
                total = Total(line["indicator"], value, change, comparable, computed=False)
                published.append(total)
            else:
                scores[line["indicator"]] = Score(line["indicator"], value, change, comparable)
    completed = complete_totals(index, "2023", scores.values(), published)
    coverage = cycle(_COVERAGE)
    return CountryProfile(
        country=PERU,
        index=index,
        edition="2023",
        editions=("2023",),
        totals=completed,
        ranks={"world": Rank(32, 193), "continent": Rank(10, 35), "region": Rank(6, 12)},
        pillars=tuple(
            PillarRows(
                pillar,
                completed.get(pillar.id),
                tuple(_row(index, scores, each, coverage) for each in pillar.indicators),
            )
            for pillar in index.pillars
        ),
        summary="Peru is the second largest producer of cocaine in the world. " * 6,
        summary_source=("d1", 3),
        documents=DOCUMENTS,
        facts=(
            Fact("Capital", "Lima", "d5"),
            Fact("Population", "30.4 million", "d2", PartialDate(2015)),
        ),
        sources=5,
        newest=PartialDate(2023),
        score_source="Global Organized Crime Index 2023",
    )


def _row(
    index: ScoredIndex,
    scores: dict[str, Score],
    indicator: Indicator,
    coverage: Iterator[Coverage],
) -> IndicatorRow:
    return IndicatorRow(
        indicator,
        scores.get(indicator.id),
        next(coverage),
        new_in_edition=indicator.id in index.edition("2023").new,
        previous_edition="2021",
    )


def unscored(*, with_evidence: bool = True) -> CountryProfile:
    """A country that the library has documents on, but no figures."""
    index = the_index()
    evidence = Coverage(2, 1) if with_evidence else Coverage()
    return CountryProfile(
        country=Country("BO", "BOL", "Bolivia", region="South America"),
        index=index,
        pillars=tuple(
            PillarRows(
                pillar,
                None,
                tuple(IndicatorRow(each, None, evidence) for each in pillar.indicators),
            )
            for pillar in index.pillars
        ),
        documents=DOCUMENTS[2:4],
        sources=2,
        newest=PartialDate(2015, 6),
    )
