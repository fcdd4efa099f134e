"""Changes between two editions of an index, where both scored the same things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from reader.domain.scoring import Edition, Score, ScoredIndex, Total, half_up, mean


def with_computed_changes(
    index: ScoredIndex, edition: str, scores: Mapping[str, Score], earlier: Mapping[str, Score]
) -> dict[str, Score]:
    """`scores` with the differences to those of the edition before, `earlier`, by indicator.

    Only an indicator that both editions scored has one: what is new in an edition compares with
    nothing, and neither does what the publisher says is not comparable.
    """
    new = index.edition(edition).new
    return {
        identifier: replace(score, computed_change=score.value - earlier[identifier].value)
        if identifier in earlier and identifier not in new and score.comparable
        else score
        for identifier, score in scores.items()
    }


def totals_with_computed_changes(
    index: ScoredIndex,
    edition: str,
    totals: Mapping[str, Total],
    scores: Mapping[str, Score],
    earlier: Mapping[str, Total],
) -> dict[str, Total]:
    """`totals` with their changes, by identifier; `scores` have their computed changes.

    An average over a changed set of indicators is not comparable. Otherwise the change of a pillar
    is the mean of its indicators' differences, rounded once; where these are not all known, it is
    the difference of the averages, as `totals` and `earlier` have them. That of a composite is the
    mean of its parts' changes, the publisher's where it gives them.
    """
    exact: dict[str, Decimal] = {}
    changed = dict(totals)
    comparable = comparable_totals(index, edition)
    for pillar in index.pillars:
        total = totals.get(pillar.id)
        if total is None or pillar.id not in comparable:
            continue
        if not total.comparable and not total.computed:
            continue
        members = _members(index, pillar.id, index.edition(edition))
        difference = _mean_difference(members, scores)
        if difference is None and pillar.id in earlier:
            difference = total.value - earlier[pillar.id].value
        if difference is not None:
            exact[pillar.id] = difference
            changed[pillar.id] = _with_change(index, total, difference)
    for composite in index.composites:
        total = totals.get(composite.id)
        if total is None or not all(part in changed for part in composite.parts):
            continue
        known = [
            change
            for part in composite.parts
            if (change := _change(changed[part], exact.get(part))) is not None
        ]
        if len(known) == len(composite.parts):
            changed[composite.id] = _with_change(index, total, mean(known))
        elif composite.id in comparable and composite.id in earlier:
            difference = total.value - earlier[composite.id].value
            changed[composite.id] = _with_change(index, total, difference)
    return changed


def _change(total: Total, exact: Decimal | None) -> Decimal | None:
    return exact if total.change is None else total.change


def _with_change(index: ScoredIndex, total: Total, difference: Decimal) -> Total:
    rounded = half_up(difference, index.decimals)
    return replace(total, computed_change=rounded, comparable=True)


def comparable_totals(index: ScoredIndex, edition: str) -> frozenset[str]:
    """The pillars and composites made of the same indicators in the edition and the one before."""
    before, now = index.edition_before(edition), index.edition(edition)
    if before is None:
        return frozenset()
    same = {
        pillar.id
        for pillar in index.pillars
        if (members := _members(index, pillar.id, now))
        and members == _members(index, pillar.id, before)
    }
    same |= {each.id for each in index.composites if same.issuperset(each.parts)}
    return frozenset(same)


def _members(index: ScoredIndex, pillar: str, edition: Edition) -> list[str]:
    return [each.id for each in index.pillar(pillar).indicators if each.id in edition.indicators]


def _mean_difference(members: list[str], scores: Mapping[str, Score]) -> Decimal | None:
    differences = [scores[each].computed_change for each in members if each in scores]
    known = [each for each in differences if each is not None]
    return mean(known) if len(known) == len(members) else None
