"""What has to be said of new figures beside those that the library holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reader.catalogue.score_store import ScoreStore
from reader.domain.errors import NotFound
from reader.domain.score_changes import with_computed_changes
from reader.domain.scoring import Score, ScoredIndex, ScoreSheet
from reader.text.listing import MOST_NAMED, some_of

_Key = tuple[str, str, str]


class ScoreChecks:
    """Compares new sheets with the sheets held, and the publisher's changes with the figures."""

    def __init__(self, scores: ScoreStore, indices: Mapping[str, ScoredIndex]) -> None:
        self._scores = scores
        self._indices = indices

    def warnings(self, sheets: Sequence[ScoreSheet]) -> list[str]:
        """One sentence for each doubt, and one for all of a kind where they are many.

        Raises NotFound for a sheet of an index, or of an edition, that nobody describes.
        """
        for sheet in sheets:
            index = self._indices.get(sheet.index)
            if index is None:
                raise NotFound("scores of an index that nobody describes", item=sheet.index)
            index.edition(sheet.edition)
        held = self._held(sheets)
        doubts = [*_inferred(sheets)]
        doubts += _few(
            list(_conflicts(sheets, held)),
            "figures differ from those held; shown is the one imported last",
        )
        doubts += _few(
            list(self._changes(sheets, held)),
            "of the publisher's changes are not the difference of the figures",
        )
        return doubts

    def _held(self, sheets: Iterable[ScoreSheet]) -> dict[_Key, list[tuple[ScoreSheet, str]]]:
        """The sheets held of every index and country concerned, the newest first, by `_key`."""
        countries: dict[str, set[str]] = {}
        for sheet in sheets:
            countries.setdefault(sheet.index, set()).add(sheet.country)
        held: dict[_Key, list[tuple[ScoreSheet, str]]] = {}
        for index, named in countries.items():
            only = next(iter(named)) if len(named) == 1 else None
            for stored in self._scores.sheets(index=index, country=only):
                held.setdefault(_key(stored.sheet), []).append((stored.sheet, stored.source_name))
        return held

    def _changes(
        self,
        sheets: Sequence[ScoreSheet],
        held: Mapping[_Key, Sequence[tuple[ScoreSheet, str]]],
    ) -> Iterator[str]:
        """Publisher's changes that disagree, where this import brings either of the editions."""
        new: dict[_Key, list[ScoreSheet]] = {}
        for sheet in sheets:
            new.setdefault(_key(sheet), []).append(sheet)

        def held_at(key: _Key) -> list[ScoreSheet]:
            return [sheet for sheet, _ in held.get(key, ())]

        looked: set[_Key] = set()
        for name, edition, country in new:
            index = self._indices[name]
            at = [each.id for each in index.editions].index(edition)
            for later in index.editions[at : at + 2]:
                before = index.edition_before(later.id)
                key = (name, later.id, country)
                if before is None or key in looked:
                    continue
                looked.add(key)
                earlier_key = (name, before.id, country)
                earlier = _newest([*new.get(earlier_key, ()), *held_at(earlier_key)])
                # Of what was held, the figures that are shown; others were told of when they came.
                for sheet in (new.get(key) or _shown(held_at(key))) if earlier else ():
                    yield from _disagreeing(index, sheet, earlier)


def _key(sheet: ScoreSheet) -> _Key:
    return sheet.index, sheet.edition, sheet.country


def _newest(sheets: Iterable[ScoreSheet]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for sheet in sheets:
        for score in sheet.scores:
            scores.setdefault(score.indicator, score)
    return scores


def _shown(sheets: Sequence[ScoreSheet]) -> list[ScoreSheet]:
    """The newest figures of one country and edition, each with a change that came with it."""
    if not sheets:
        return []
    shown = _newest(sheets)
    for score in (score for sheet in sheets for score in sheet.scores if score.change is not None):
        newest = shown[score.indicator]
        if newest.change is None and newest.value == score.value:
            shown[score.indicator] = score
    return [replace(sheets[0], scores=tuple(shown.values()))]


def _disagreeing(
    index: ScoredIndex, sheet: ScoreSheet, earlier: Mapping[str, Score]
) -> Iterator[str]:
    scores = {each.indicator: each for each in sheet.scores if each.change is not None}
    for score in with_computed_changes(index, sheet.edition, scores, earlier).values():
        if score.changes_disagree:
            yield (
                f"{score.indicator} ({sheet.country} {sheet.edition}): the publisher's change is "
                f"{_signed(score.change)}, the figures of both editions give "
                f"{_signed(score.computed_change)}; both are shown"
            )


def _conflicts(
    sheets: Iterable[ScoreSheet], held: Mapping[_Key, Sequence[tuple[ScoreSheet, str]]]
) -> Iterator[str]:
    for sheet in sheets:
        mine = {score.indicator: score for score in sheet.scores}
        for other, source in held.get(_key(sheet), ()):
            for theirs in other.scores:
                ours = mine.get(theirs.indicator)
                if ours is not None and ours.value != theirs.value:
                    yield (
                        f"{ours.indicator}: {ours.value} here, but {theirs.value} in {source}; "
                        "the figure imported last is shown"
                    )


def _inferred(sheets: Iterable[ScoreSheet]) -> Iterator[str]:
    bases = [(each.edition, each.edition_basis) for each in sheets if each.edition_basis]
    for edition, basis in dict.fromkeys(bases):
        yield f"edition {edition} is inferred: {basis}"


def _few(sentences: Sequence[str], kind: str) -> list[str]:
    """The sentences, or one for all of them where they are more than can be read."""
    if len(sentences) <= MOST_NAMED:
        return list(sentences)
    return [f"{len(sentences)} {kind}: {some_of([each.split(';')[0] for each in sentences])}"]


def _signed(change: Decimal | None) -> str:
    return "unknown" if change is None else f"{change:+}"
