"""Makes saved index pages in the renderings that are met, in our own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reader.domain.scoring import Indicator, ScoredIndex

NARRATIVE = (
    "Uruguay sees little trafficking in persons, and most of those who are found were brought "
    "over the dry border from Brazil by people whom they knew.",
    "The ports of Uruguay are used by cocaine traffickers, who hide loads in wool, in rice and "
    "lately in the hulls of yachts that leave for Europe.",
    "There is no evidence that a heroin market exists in Uruguay.",
)
Figures = Mapping[str, tuple[str, str | None]]


def figure(value: str, change: str | None) -> str:
    """A score as the page prints it: glued, without the plus, `n/a` after a space."""
    if change is None:
        return value
    return f"{value} {change}" if change == "n/a" else f"{value}{change}"


def figures(index: ScoredIndex, edition: str) -> dict[str, tuple[str, str | None]]:
    """Made-up figures for every indicator of an edition, with changes where it prints them."""
    scored = index.edition(edition)
    first = scored.new == scored.indicators
    made: dict[str, tuple[str, str | None]] = {}
    for place, indicator in enumerate(index.indicators()):
        if indicator.id not in scored.indicators:
            continue
        value = "10.00" if place == 3 else f"{1 + place % 9}.{(place % 2) * 5}0"
        change: str | None = ("-1.50", "0.00", "0.50")[place % 3]
        if first:
            change = None
        elif indicator.id in scored.new:
            change = "n/a"
        made[indicator.id] = (value, change)
    return made


def definition(indicator: Indicator) -> str:
    """A line as the publisher's definitions look."""
    return f"What this measures: {indicator.name.lower()} in the year under review."


def page(
    index: ScoredIndex,
    made: Figures,
    *,
    above: bool = False,
    definitions: bool = True,
    totals: Figures | None = None,
    head: Sequence[str] = (),
    narrative: Iterable[str] = NARRATIVE,
    resilience_twice: bool = False,
) -> str:
    """A page: pillars with their indicators, then the narrative, then the site's own lines."""
    lines = list(head)
    for pillar in index.pillars:
        block = []
        if totals and pillar.id in totals:
            block += _pair(pillar.name, figure(*totals[pillar.id]), above=above)
            if definitions:
                block.append(f"A word on {pillar.name.lower()} as a whole.")
        for indicator in pillar.indicators:
            if indicator.id in made:
                block += _pair(indicator.name, figure(*made[indicator.id]), above=above)
                if definitions:
                    block.append(definition(indicator))
        lines += block
        if resilience_twice and pillar.id == "resilience":
            lines += block
    return "\n".join((*lines, *narrative, "For a better experience, please rotate your device."))


def _pair(label: str, printed: str, *, above: bool) -> list[str]:
    return [printed, label] if above else [label, printed]
