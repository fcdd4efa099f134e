"""What the library knows of a country, as values to show, and the plain words for its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reader.domain.country import Country
from reader.domain.dates import PartialDate
from reader.domain.evidence import Coverage
from reader.domain.scoring import (
    Direction,
    Indicator,
    Pillar,
    Score,
    ScoredIndex,
    ScoreSheet,
    Total,
    half_up,
)
from reader.library.other_indices import OtherIndex

NO_EVIDENCE = "no evidence in the library"
NO_SCORE = "no score in the library"
COMPUTED = "The mean of its parts; the source does not print it"
_MINUS = "−"
_WORDS = {
    Direction.HIGHER_IS_WORSE: ("better", "worse"),
    Direction.HIGHER_IS_BETTER: ("weaker", "stronger"),
}


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a country: its score, where there is one, and what supports it.

    `new_in_edition` says that the edition before did not score it; `previous_edition` names that
    edition, None where there is none.
    """

    indicator: Indicator
    score: Score | None
    evidence: Coverage = field(default_factory=Coverage)
    new_in_edition: bool = False
    previous_edition: str | None = None


@dataclass(frozen=True, slots=True)
class PillarRows:
    """A pillar with its average, where the figures allow one, and its indicators."""

    pillar: Pillar
    total: Total | None
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """The `place` of a country, from 1 for the highest score, among `of` countries."""

    place: int
    of: int


@dataclass(frozen=True, slots=True)
class ProfileSource:
    """A document that the library holds on a country; `kind` is its own word for itself."""

    document: str
    title: str
    publisher: str | None = None
    date: PartialDate | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated fact: `source` is the document that states it, `passage` the ordinal where."""

    name: str
    value: str
    source: str
    date: PartialDate | None = None
    passage: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryProfile:
    """A country as one edition of an index and the documents of the library show it.

    `edition_basis` says how the edition was inferred, None where it is stated. `ranks` are by
    `world`, `continent` and `region`, empty where too few countries are known. `summary_source` is
    the document and the ordinal of the passage that the summary is taken from. `score_source`
    names the publication of the figures; `score_sheets` holds, by indicator or total, the sheet
    that each published figure is taken from. `other_indices` are figures of other publications.
    """

    country: Country
    index: ScoredIndex
    edition: str | None = None
    edition_basis: str | None = None
    editions: tuple[str, ...] = ()
    totals: Mapping[str, Total] = field(default_factory=dict)
    ranks: Mapping[str, Rank] = field(default_factory=dict)
    pillars: tuple[PillarRows, ...] = ()
    summary: str | None = None
    summary_source: tuple[str, int] | None = None
    documents: tuple[ProfileSource, ...] = ()
    facts: tuple[Fact, ...] = ()
    sources: int = 0
    newest: PartialDate | None = None
    score_source: str | None = None
    score_sheets: Mapping[str, ScoreSheet] = field(default_factory=dict)
    other_indices: tuple[OtherIndex, ...] = ()

    @property
    def has_scores(self) -> bool:
        """Whether any figure of the edition is in the library."""
        return bool(self.totals) or any(
            row.score is not None for pillar in self.pillars for row in pillar.rows
        )

    @property
    def previous_edition(self) -> str | None:
        """The edition before the shown one, as the index is published; None for the first."""
        before = self.index.edition_before(self.edition) if self.edition else None
        return before.id if before else None

    def headline_totals(self) -> tuple[tuple[str, str], ...]:
        """Identifier and name of the totals that sum the index up.

        They are its composites, then the pillars that enter no composite.
        """
        parts = {part for composite in self.index.composites for part in composite.parts}
        headline = [(each.id, each.name) for each in self.index.composites]
        headline += [(each.id, each.name) for each in self.index.pillars if each.id not in parts]
        return tuple(headline)

    def latest(self, limit: int = 5) -> tuple[ProfileSource, ...]:
        """The newest dated documents, newest first, at most `limit`."""
        dated = [(each.date, each) for each in self.documents if each.date is not None]
        dated.sort(key=lambda entry: entry[0], reverse=True)
        return tuple(each for _, each in dated[:limit])


def score_text(value: Decimal) -> str:
    """A score with its two decimals, as the publisher prints it."""
    return _unsigned(value)


def change_text(change: Decimal) -> str:
    """A change with its sign, the true minus, and two decimals; nothing before a zero."""
    rounded = half_up(change)
    if rounded == 0:
        return _unsigned(rounded)
    return ("+" if rounded > 0 else _MINUS) + _unsigned(rounded)


def change_direction(change: Decimal) -> int:
    """1 for a rise, -1 for a fall and 0 where the two decimals shown are zero."""
    rounded = half_up(change)
    return (rounded > 0) - (rounded < 0)


def is_worse(change: Decimal, direction: Direction) -> bool | None:
    """Whether a change is for the worse; None where nothing changed."""
    moved = change_direction(change)
    if moved == 0:
        return None
    return (moved > 0) is (direction is Direction.HIGHER_IS_WORSE)


def change_words(
    change: Decimal | None,
    comparable: bool,
    direction: Direction,
    previous_edition: str | None,
) -> str:
    """An indicator's change in words: `+0.05, worse`, or why there is none.

    The reason names `previous_edition` where it is known: `n/a — not scored in 2021`.
    """
    if change is not None:
        return f"{change_text(change)}, {_moved(change, direction)}"
    if comparable:
        return f"n/a — {_unknown_change(previous_edition)}"
    return f"n/a — {_not_scored(previous_edition)}"


def total_change_words(total: Total, direction: Direction, previous_edition: str | None) -> str:
    """As `change_words`, for an average: it may lack a change though the edition before had one."""
    if total.shown_change is not None or total.comparable:
        return change_words(total.shown_change, total.comparable, direction, previous_edition)
    against = f"with {previous_edition}" if previous_edition else "with an earlier edition"
    return f"n/a — not comparable {against}"


def row_change_words(row: IndicatorRow, direction: Direction) -> str:
    """As `change_words`, for a row; `no score in the library` where it has none."""
    if row.score is None:
        return NO_SCORE
    score = row.score
    if score.shown_change is None and not score.comparable and not row.new_in_edition:
        return f"n/a — {_unknown_change(row.previous_edition)}"
    return change_words(score.shown_change, score.comparable, direction, row.previous_edition)


def change_origin_words(figure: Score | Total, previous_edition: str | None) -> str:
    """Whose change is shown where it is not simply the publisher's; empty where it is.

    `change computed from the figures of 2021`, or both changes where they disagree.
    """
    earlier = previous_edition or "the edition before"
    if figure.computed_change is None:
        return ""
    if figure.change is None and isinstance(figure, Total):
        return "change computed, the source prints none"
    if figure.change is None:
        return f"change computed from the figures of {earlier}"
    if figure.changes_disagree:
        return (
            f"the publisher's change is {change_text(figure.change)}, "
            f"the figures of {earlier} give {change_text(figure.computed_change)}"
        )
    return ""


def evidence_words(evidence: Coverage) -> str:
    """`6 passages from 4 sources, newest 2023`, or that there is none."""
    if not evidence.passages:
        return NO_EVIDENCE
    words = f"{counted(evidence.passages, 'passage')} from {counted(evidence.sources, 'source')}"
    return f"{words}, newest {evidence.newest.year}" if evidence.newest else words


def sources_words(sources: int, newest: PartialDate | None) -> str:
    """`5 sources · newest 2023`, as the head of a profile counts its documents."""
    words = counted(sources, "source") if sources else "no sources"
    return f"{words} · newest {newest.year}" if newest else words


def source_words(source: ProfileSource) -> str:
    """Publisher, date and kind of a document on one line, leaving out what is not known."""
    known = (source.publisher, str(source.date) if source.date else None, source.kind)
    return " · ".join(each for each in known if each)


def row_sentence(row: IndicatorRow, direction: Direction, highest: Decimal) -> str:
    """A row in one sentence, for those who hear the table.

    `Non-renewable resource crimes: 9.00 of 10, unchanged against 2021, 6 passages from 4 sources,
    newest 2023`.
    """
    parts = [NO_SCORE]
    if row.score is not None:
        parts = [
            f"{score_text(row.score.value)} of {scale_text(highest)}",
            _spoken_change(row, row.score, direction),
        ]
    return f"{row.indicator.name}: {', '.join([*parts, evidence_words(row.evidence)])}"


def total_sentence(
    name: str,
    total: Total | None,
    direction: Direction,
    highest: Decimal,
    previous_edition: str | None,
) -> str:
    """An average in one sentence; says where it is computed and not published."""
    if total is None:
        return f"{name}: {NO_SCORE}"
    change = total_change_words(total, direction, previous_edition)
    words = f"{name}: {score_text(total.value)} of {scale_text(highest)}, {change}"
    return f"{words}, computed: the source does not print it" if total.computed else words


def scale_text(highest: Decimal) -> str:
    """The end of a scale without decimals that say nothing: `10` for 10.00."""
    whole = highest.to_integral_value()
    return str(int(whole)) if whole == highest else score_text(highest)


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the singular or the plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _unsigned(value: Decimal) -> str:
    return f"{abs(half_up(value)):.2f}"


def _moved(change: Decimal, direction: Direction) -> str:
    moved = change_direction(change)
    if moved == 0:
        return "unchanged"
    fall, rise = _WORDS[direction]
    return rise if moved > 0 else fall


def _not_scored(previous_edition: str | None) -> str:
    return f"not scored in {previous_edition}" if previous_edition else "no edition before"


def _unknown_change(previous_edition: str | None) -> str:
    return (
        f"change against {previous_edition} not known" if previous_edition else "change not known"
    )


def _spoken_change(row: IndicatorRow, score: Score, direction: Direction) -> str:
    change = score.shown_change
    if change is None:
        return row_change_words(row, direction).removeprefix("n/a — ")
    against = f" against {row.previous_edition}" if row.previous_edition else ""
    moved = _moved(change, direction)
    if change_direction(change) == 0:
        return f"{moved}{against}"
    return f"{change_text(change)}{against}, {moved}"
