"""Scored indices beside the first one: their figures of a country, each on its own scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reader.catalogue.score_store import ScoreStore
from reader.domain.errors import NotFound
from reader.domain.scoring import Category, Direction, Indicator, Pillar, Score, ScoredIndex
from reader.library.held_scores import held_scores

_DIRECTIONS = {
    Direction.HIGHER_IS_WORSE: "higher is worse",
    Direction.HIGHER_IS_BETTER: "higher is better",
}


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """One figure of an index with what it means; `score` is None where the source has none."""

    indicator: Indicator
    pillar: Pillar
    score: Score | None
    scale: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherIndex:
    """What an index says of a country in one edition; it never enters another index's averages.

    `edition_basis` says how the edition was inferred, `previous_edition` is the one before that the
    library describes.
    """

    index: ScoredIndex
    country: str
    edition: str
    edition_basis: str | None
    editions: tuple[str, ...]
    previous_edition: str | None
    figures: tuple[OtherFigure, ...]
    categories: tuple[Category, ...]
    source: str


class OtherIndices:
    """Reads the indices that came with mapping files."""

    def __init__(self, scores: ScoreStore) -> None:
        self._scores = scores

    def all(self) -> Mapping[str, ScoredIndex]:
        """The indices that the library holds figures of, by identifier, in the order of names."""
        return {index.id: index for index in self._scores.indices()}

    def get(self, identifier: str) -> ScoredIndex:
        """The index of an identifier. Raises NotFound naming those held."""
        held = self.all()
        if identifier not in held:
            known = ", ".join(held) or "none yet"
            raise NotFound(
                "no such index in the library",
                item=identifier,
                remedy=f"It holds {known}; import a table of its scores",
            )
        return held[identifier]

    def of_country(self, country: str) -> tuple[OtherIndex, ...]:
        """What every index says of a country (alpha-2), each in its newest edition held."""
        found = (self.one(index, country) for index in self.all().values())
        return tuple(each for each in found if each is not None)

    def one(
        self, index: ScoredIndex, country: str, edition: str | None = None
    ) -> OtherIndex | None:
        """What one index says of a country, in the newest edition held unless one is named.

        None when the library has no figures of it.
        """
        editions = self._scores.editions(country, index.id)
        if edition is not None and edition not in editions:
            return None
        chosen = edition or next(iter(editions), None)
        if chosen is None:
            return None
        held = held_scores(self._scores, index, country, chosen)
        scored = index.edition(chosen).indicators
        before = index.edition_before(chosen)
        newest = held.sheets[0]
        bases = [each.sheet.edition_basis for each in held.sheets]
        return OtherIndex(
            index=index,
            country=country,
            edition=chosen,
            edition_basis=bases[0] if all(bases) else None,
            editions=tuple(editions),
            previous_edition=before.id if before else None,
            figures=tuple(
                OtherFigure(each, pillar, held.scores.get(each.id), index.scale(each.id))
                for pillar in index.pillars
                for each in pillar.indicators
                if each.id in scored
            ),
            categories=newest.sheet.categories,
            source=", ".join(
                dict.fromkeys(
                    each
                    for each in (newest.sheet.source_title, newest.sheet.source_publisher)
                    if each
                )
            )
            or newest.source_name,
        )

    def countries(self, index: ScoredIndex, edition: str | None = None) -> list[str]:
        """The countries (alpha-2) that the library holds figures of an index for."""
        editions = [edition] if edition else [each.id for each in index.editions]
        held: set[str] = set()
        for each in editions:
            held |= self._scores.scored_countries(index.id, each)
        return sorted(held)


def printed(value: Decimal | None) -> str | None:
    """A figure with the decimals that its source prints; None for none."""
    if value is None:
        return None
    return f"{abs(value) if value == 0 else value:f}"


def figure_words(figure: OtherFigure) -> str:
    """A figure on its scale: `36 of 100`; an en dash where there is none."""
    if figure.score is None:
        return "–"
    return f"{printed(figure.score.value)} of {printed(figure.scale[1].normalize())}"


def meaning_words(figure: OtherFigure, previous_edition: str | None) -> str:
    """What a higher figure means, and its change: `higher is better, +2 against 2023`."""
    change = _change_words(figure, previous_edition)
    direction = _DIRECTIONS[figure.pillar.direction]
    return f"{direction}, {change}" if change else direction


def _change_words(figure: OtherFigure, previous_edition: str | None) -> str:
    """A figure's change against the edition before, where both are held."""
    change = figure.score.shown_change if figure.score else None
    if change is None or previous_edition is None:
        return ""
    if change == 0:
        return f"as in {previous_edition}"
    sign = "+" if change > 0 else "−"
    return f"{sign}{printed(abs(change))} against {previous_edition}"
