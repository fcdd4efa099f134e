"""The figures that the library holds of a country in an edition, all sources seen as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reader.catalogue.score_rows import StoredSheet
from reader.catalogue.score_store import ScoreStore
from reader.domain.score_changes import totals_with_computed_changes, with_computed_changes
from reader.domain.scoring import Score, ScoredIndex, ScoreSheet, Total, complete_totals


@dataclass(frozen=True, slots=True)
class HeldScores:
    """The sheets, the newest source first, and what they say together.

    `origins` holds, by indicator or total, the sheet that the figure is taken from.
    """

    sheets: tuple[StoredSheet, ...]
    scores: Mapping[str, Score]
    totals: Mapping[str, Total]
    origins: Mapping[str, ScoreSheet]


def held_scores(store: ScoreStore, index: ScoredIndex, country: str, edition: str) -> HeldScores:
    """The figures of a country (alpha-2) in an edition, with the changes that can be computed."""
    held = seen_as_one(index, edition, _sheets(store, index, country, edition))
    before = index.edition_before(edition)
    if before is None:
        return held
    earlier = seen_as_one(index, before.id, _sheets(store, index, country, before.id))
    scores = with_computed_changes(index, edition, held.scores, earlier.scores)
    totals = totals_with_computed_changes(index, edition, held.totals, scores, earlier.totals)
    return replace(held, scores=scores, totals=totals)


def seen_as_one(index: ScoredIndex, edition: str, sheets: Sequence[StoredSheet]) -> HeldScores:
    """One figure for each indicator: that of the source imported last, which comes first.

    A change that this source does not give is taken from another one that gives the same figure.
    """
    scores: dict[str, Score] = {}
    published: dict[str, Total] = {}
    origins: dict[str, ScoreSheet] = {}
    for stored in sheets:
        for score in stored.sheet.scores:
            shown = scores.setdefault(score.indicator, score)
            if shown.change is None and score.change is not None and shown.value == score.value:
                scores[score.indicator] = score
            origins.setdefault(score.indicator, stored.sheet)
        for total in stored.sheet.totals:
            known = published.setdefault(total.id, total)
            if known.change is None and total.change is not None and known.value == total.value:
                published[total.id] = total
            origins.setdefault(total.id, stored.sheet)
    totals = complete_totals(index, edition, scores.values(), published.values())
    return HeldScores(tuple(sheets), scores, totals, origins)


def edition_totals(
    store: ScoreStore, index: ScoredIndex, edition: str, total: str
) -> dict[str, Decimal]:
    """An average of every country (alpha-2) that the library has one for, computed if need be."""
    values = store.totals(index.id, edition, total)
    without = store.scored_countries(index.id, edition) - values.keys()
    sheets: dict[str, list[StoredSheet]] = {}
    for stored in store.sheets(index=index.id, edition=edition) if without else ():
        if stored.sheet.country in without:
            sheets.setdefault(stored.sheet.country, []).append(stored)
    for country, found in sheets.items():
        computed = seen_as_one(index, edition, found).totals.get(total)
        if computed is not None:
            values[country] = computed.value
    return values


def _sheets(store: ScoreStore, index: ScoredIndex, country: str, edition: str) -> list[StoredSheet]:
    return store.sheets(country=country, index=index.id, edition=edition)
