"""Scored indices: what is scored, the scores of a country in an edition, and their totals."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from reader.domain.errors import InvalidInput, NotFound

_CENT = Decimal("0.01")
_DECIMAL = re.compile(r"[-−+]?\d{1,6}(?:\.(\d{1,20}))?")

# How the identifiers of files of scores begin, which tells them from documents.
SCORE_FILE_PREFIX = "scores-"


class Direction(enum.StrEnum):
    """What a higher score means."""

    HIGHER_IS_WORSE = "higher_is_worse"
    HIGHER_IS_BETTER = "higher_is_better"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One scored thing; `aliases` are other spellings of its name in sources."""

    id: str
    name: str
    pillar: str
    definition: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pillar:
    """A group of indicators with an average of its own, in the publisher's order.

    `scale` is the lowest and the highest score of its indicators where it is not the index's.
    """

    id: str
    name: str
    direction: Direction
    indicators: tuple[Indicator, ...]
    scale: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of an index: its year as identifier, and what it scored.

    `new` are the indicators that the edition before did not score, whose change is therefore not
    comparable.
    """

    id: str
    indicators: frozenset[str]
    new: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Composite:
    """A total made of other totals, equally weighted (criminality: markets and actors)."""

    id: str
    name: str
    direction: Direction
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoredIndex:
    """A publication that scores countries, such as the Global Organized Crime Index.

    Its figures are printed with `decimals` decimals.
    """

    id: str
    name: str
    short_name: str
    publisher: str
    lowest: Decimal
    highest: Decimal
    pillars: tuple[Pillar, ...]
    composites: tuple[Composite, ...]
    editions: tuple[Edition, ...]
    decimals: int = 2

    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the publisher's order."""
        return tuple(each for pillar in self.pillars for each in pillar.indicators)

    def indicator(self, identifier: str) -> Indicator:
        """The indicator of that identifier. Raises NotFound."""
        for each in self.indicators():
            if each.id == identifier:
                return each
        raise NotFound(
            "no such indicator", item=identifier, remedy="`dossier indicators --json` lists them"
        )

    def pillar(self, identifier: str) -> Pillar:
        """The pillar of that identifier. Raises NotFound."""
        for each in self.pillars:
            if each.id == identifier:
                return each
        raise NotFound("no such pillar", item=identifier)

    def edition(self, identifier: str) -> Edition:
        """The edition of that identifier. Raises NotFound."""
        for each in self.editions:
            if each.id == identifier:
                return each
        known = ", ".join(each.id for each in self.editions)
        raise NotFound("no such edition", item=identifier, remedy=f"Known editions: {known}")

    def edition_before(self, identifier: str) -> Edition | None:
        """The edition before that one, None for the first. Raises NotFound."""
        place = self.editions.index(self.edition(identifier))
        return self.editions[place - 1] if place else None

    def scale(self, indicator: str) -> tuple[Decimal, Decimal]:
        """The lowest and the highest score of an indicator. Raises NotFound."""
        return self.pillar(self.indicator(indicator).pillar).scale or (self.lowest, self.highest)

    def direction(self, total: str) -> Direction:
        """What a higher value of a pillar or a composite means. Raises NotFound."""
        directions = {pillar.id: pillar.direction for pillar in self.pillars}
        directions |= {composite.id: composite.direction for composite in self.composites}
        if total not in directions:
            raise NotFound("no such total", item=total)
        return directions[total]


@dataclass(frozen=True, slots=True)
class Score:
    """One figure of one indicator: `value` on the index's scale, `change` to the edition before.

    `comparable` is False where the publisher gives no change because the indicator is new in the
    edition. `change` is the publisher's, None whenever it gives none; `computed_change` is the
    difference of the figures of both editions, None where they are not both known.
    """

    indicator: str
    value: Decimal
    change: Decimal | None
    comparable: bool
    computed_change: Decimal | None = None

    @property
    def shown_change(self) -> Decimal | None:
        """The publisher's change, else the computed one."""
        return self.computed_change if self.change is None else self.change

    @property
    def changes_disagree(self) -> bool:
        """Whether the publisher's change is not the difference of the figures."""
        return _differ(self.change, self.computed_change, Decimal())


@dataclass(frozen=True, slots=True)
class Total:
    """An average over a pillar or a composite; `computed` says that it is ours, not published.

    `change` and `computed_change` are as a score's; where the average is ours, `change` is the mean
    of its parts' changes.
    """

    id: str
    value: Decimal
    change: Decimal | None
    comparable: bool
    computed: bool
    computed_change: Decimal | None = None

    @property
    def shown_change(self) -> Decimal | None:
        """The publisher's change, else the computed one."""
        return self.computed_change if self.change is None else self.change

    @property
    def changes_disagree(self) -> bool:
        """Whether the publisher's change differs from the computed one by more than rounding."""
        return _differ(self.change, self.computed_change, _CENT)


@dataclass(frozen=True, slots=True)
class Category:
    """A word that an index gives a country beside its figures, such as `Partly Free`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The figures that one source gives for one country in one edition.

    `edition_basis` says how the edition was inferred, None where it is stated. `totals` are the
    published ones only. `source_title`, `source_publisher` and `source_url` name the publication.
    """

    index: str
    edition: str
    country: str
    scores: tuple[Score, ...]
    totals: tuple[Total, ...] = ()
    edition_basis: str | None = None
    source_title: str | None = None
    source_publisher: str | None = None
    source_url: str | None = None
    categories: tuple[Category, ...] = ()


def half_up(value: Decimal, decimals: int = 2) -> Decimal:
    """`value` to two decimals or so many, halves away from zero (7.015 to 7.02)."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def parse_figure(text: str, decimals: int = 2) -> Decimal:
    """Read a score or a change with at most so many decimals; a true minus sign is understood.

    Raises InvalidInput for anything else.
    """
    stripped = text.strip()
    found = _DECIMAL.fullmatch(stripped)
    if not found or len(found.group(1) or "") > decimals:
        most = "two" if decimals == 2 else str(decimals)
        raise InvalidInput(f"not a figure with at most {most} decimals", item=text)
    return half_up(Decimal(stripped.replace("−", "-")), decimals)


def _differ(given: Decimal | None, computed: Decimal | None, allowed: Decimal) -> bool:
    return given is not None and computed is not None and abs(given - computed) > allowed


def with_editions(index: ScoredIndex, others: Iterable[Edition]) -> ScoredIndex:
    """`index` with the editions of `others` that it does not describe, by identifier."""
    editions = {each.id: each for each in (*others, *index.editions)}
    return replace(index, editions=tuple(editions[each] for each in sorted(editions)))


def mean(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean, unrounded. Raises ValueError for no values."""
    if not values:
        raise ValueError("the mean of no values")
    return sum(values, Decimal()) / len(values)


def complete_totals(
    index: ScoredIndex, edition: str, scores: Iterable[Score], published: Iterable[Total]
) -> Mapping[str, Total]:
    """Every total that the figures allow, by identifier: the published ones, the others computed.

    A pillar's average needs a score for each indicator of the edition. Its change is the mean of
    its indicators' changes where all are comparable; a composite's is the mean of its parts'
    changes. Everything is computed on exact decimals and rounded half-up once, at the end, except
    that a published average enters a composite as published.
    """
    totals = {total.id: total for total in published}
    by_indicator = {score.indicator: score for score in scores}
    expected = index.edition(edition).indicators
    exact: dict[str, tuple[Decimal, Decimal | None]] = {
        total.id: (total.value, total.change) for total in totals.values()
    }
    for pillar in index.pillars:
        members = [each.id for each in pillar.indicators if each.id in expected]
        if pillar.id in totals or not members or not all(each in by_indicator for each in members):
            continue
        exact[pillar.id] = (
            mean([by_indicator[each].value for each in members]),
            _mean_change([by_indicator[each].change for each in members]),
        )
    for composite in index.composites:
        if composite.id in totals or not all(part in exact for part in composite.parts):
            continue
        exact[composite.id] = (
            mean([exact[part][0] for part in composite.parts]),
            _mean_change([exact[part][1] for part in composite.parts]),
        )
    for identifier, (value, change) in exact.items():
        if identifier not in totals:
            totals[identifier] = Total(
                id=identifier,
                value=half_up(value),
                change=None if change is None else half_up(change),
                comparable=change is not None,
                computed=True,
            )
    return totals


def _mean_change(changes: Sequence[Decimal | None]) -> Decimal | None:
    known = [change for change in changes if change is not None]
    return mean(known) if known and len(known) == len(changes) else None


def disagreements(
    index: ScoredIndex, edition: str, scores: Iterable[Score], published: Iterable[Total]
) -> list[str]:
    """Sentences on published totals that differ from the mean of their parts by more than 0.01."""
    scores = tuple(scores)
    published = tuple(published)
    computed = complete_totals(index, edition, scores, ())
    return [
        f"{total.id}: published {total.value}, but its parts give {computed[total.id].value}"
        for total in published
        if total.id in computed and abs(total.value - computed[total.id].value) > _CENT
    ]


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """An imported file that gave scores only; `countries` are alpha-2 codes.

    `removed` is the instant (ISO 8601, UTC) at which its reader removed it, None while in use.
    """

    sha256: str
    source_name: str
    indices: tuple[str, ...]
    editions: tuple[str, ...]
    countries: tuple[str, ...]
    scores: int
    imported_at: str
    removed: str | None = None

    @property
    def id(self) -> str:
        """What commands know the file by."""
        return f"{SCORE_FILE_PREFIX}{self.sha256[:12]}"
