"""Highlights: ranges of a version's text with a kind, and the layers that hold them."""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor

from reader.domain.bookmark import BookmarkColour
from reader.ui.theme import Theme

_CHOSEN_TINT = 0.13
_OTHER_TINT = 0.045


class HighlightKind(enum.Enum):
    """Why a range is highlighted; later ones are painted above earlier ones."""

    EVIDENCE = "evidence"
    BOOKMARK = "bookmark"
    HIT = "hit"
    FIND = "find"


@dataclass(frozen=True, slots=True)
class Highlight:
    """The range `[start, end)` in code points of the version's text, and what it stands for.

    `colour` is a bookmark's `BookmarkColour`, or the pillar's identifier of evidence; hits and
    finds need none. `key` is the caller's own identifier (of the indicator, of the bookmark);
    several highlights may share one. `tooltip` is plain text. The `chosen` one stands out.
    """

    kind: HighlightKind
    start: int
    end: int
    colour: str = ""
    key: str = ""
    tooltip: str = ""
    chosen: bool = False


def highlight_colour(theme: Theme, highlight: Highlight) -> QColor:
    """The full colour of a highlight: that of its bar, line, corner or marker."""
    if highlight.kind is HighlightKind.EVIDENCE:
        return theme.pillar(highlight.colour)
    if highlight.kind is HighlightKind.BOOKMARK:
        return ink(theme, fill_colour(theme, highlight))
    return theme.colour("hit_line")


def fill_colour(theme: Theme, highlight: Highlight) -> QColor:
    """What lies behind the words of a hit, a find or a bookmark."""
    if highlight.kind is HighlightKind.BOOKMARK:
        known = {each.value for each in BookmarkColour}
        name = highlight.colour if highlight.colour in known else BookmarkColour.YELLOW.value
        return theme.mark(BookmarkColour(name))
    return theme.colour("hit")


def tint_colour(theme: Theme, highlight: Highlight) -> QColor:
    """What lies behind the lines of evidence, stronger for the chosen one."""
    if not highlight.chosen:
        return theme.tint(highlight.colour, _OTHER_TINT)
    if theme.dark:
        # Mixing a light colour into a dark page greys it; this keeps its hue.
        return QColor.fromHslF(max(theme.pillar(highlight.colour).hslHueF(), 0.0), 0.38, 0.17)
    return theme.tint(highlight.colour, _CHOSEN_TINT)


def ink(theme: Theme, fill: QColor) -> QColor:
    """A line of the same hue as `fill` that stands out from page and fill alike."""
    return QColor.fromHslF(
        max(fill.hslHueF(), 0.0),
        max(min(fill.hslSaturationF(), 0.62), 0.42),
        0.72 if theme.dark else 0.34,
    )


class HighlightLayers:
    """All highlights of a document by kind, ordered by place."""

    def __init__(self) -> None:
        self._layers: dict[HighlightKind, list[Highlight]] = {each: [] for each in HighlightKind}
        self._starts: dict[HighlightKind, list[int]] = {each: [] for each in HighlightKind}
        self._longest: dict[HighlightKind, int] = dict.fromkeys(HighlightKind, 0)

    def set(self, kind: HighlightKind, highlights: Iterable[Highlight]) -> None:
        """Replace the highlights of a kind. Raises ValueError for one of another kind."""
        layer = sorted(highlights, key=lambda each: (each.start, each.end))
        if any(each.kind is not kind for each in layer):
            raise ValueError(f"highlights of another kind than {kind.value}")
        self._layers[kind] = layer
        self._starts[kind] = [each.start for each in layer]
        self._longest[kind] = max((each.end - each.start for each in layer), default=0)

    def add(self, kind: HighlightKind, highlights: Iterable[Highlight]) -> None:
        """Add highlights of a kind, as they are found, stretch by stretch.

        Those of one call stand in one stretch of the text where the kind had none. Raises
        ValueError for one of another kind.
        """
        found = sorted(highlights, key=lambda each: (each.start, each.end))
        layer, starts = self._layers[kind], self._starts[kind]
        if not found:
            return
        at = bisect.bisect_left(starts, found[0].start)
        if any(each.kind is not kind for each in found) or (
            at < len(starts) and starts[at] <= found[-1].start
        ):
            self.set(kind, [*layer, *found])
            return
        layer[at:at] = found
        starts[at:at] = [each.start for each in found]
        longest = max(each.end - each.start for each in found)
        self._longest[kind] = max(self._longest[kind], longest)

    def place(self, highlight: Highlight) -> int | None:
        """Which one a highlight is among those of its kind, from 0; None where it is not one."""
        layer, starts = self._layers[highlight.kind], self._starts[highlight.kind]
        at = bisect.bisect_left(starts, highlight.start)
        while at < len(layer) and starts[at] == highlight.start:
            if layer[at] == highlight:
                return at
            at += 1
        return None

    def starting_at(self, kind: HighlightKind, position: int) -> Highlight | None:
        """The first highlight of a kind that begins at a position."""
        at = bisect.bisect_left(self._starts[kind], position)
        begins = at < len(self._starts[kind]) and self._starts[kind][at] == position
        return self._layers[kind][at] if begins else None

    def of(self, kind: HighlightKind) -> Sequence[Highlight]:
        """The highlights of a kind in the text's order."""
        return self._layers[kind]

    def all(self) -> list[Highlight]:
        """Every highlight, lowest kind first."""
        return [each for kind in HighlightKind for each in self._layers[kind]]

    def within(self, start: int, end: int) -> list[Highlight]:
        """The highlights that share a character with `[start, end)`, lowest kind first."""
        found: list[Highlight] = []
        for kind, layer in self._layers.items():
            low = bisect.bisect_left(self._starts[kind], start - self._longest[kind])
            high = bisect.bisect_left(self._starts[kind], end)
            found.extend(each for each in layer[low:high] if each.end > start and each.start < end)
        return found

    def step(self, kind: HighlightKind, position: int, step: int) -> tuple[Highlight, bool] | None:
        """The next (`step` 1) or previous (-1) highlight seen from `position`, and if it wrapped.

        Next is the first that starts after `position`, previous the last that starts before it.
        """
        starts, layer = self._starts[kind], self._layers[kind]
        if not layer:
            return None
        if step > 0:
            at = bisect.bisect_right(starts, position)
            return layer[at % len(layer)], at == len(layer)
        at = bisect.bisect_left(starts, position) - 1
        return layer[at], at < 0
