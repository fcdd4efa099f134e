"""A place far down a long document: it is gone to once the document is built as far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.ui.reading.passage_document import PassageDocument


@dataclass(frozen=True, slots=True)
class FarPlace:
    """What waits until there is a text at `position`.

    `caret` is where it leads, None where the caret stays; `go` goes there.
    """

    position: int
    caret: int | None
    go: Callable[[], None]


class FarPlaces:
    """Goes to places, at once or later; a newer one takes the place of one that waits."""

    def __init__(self) -> None:
        self.waiting: FarPlace | None = None
        self._seen = False

    def begin(self) -> None:
        """Another document: nothing waits, and nothing of it was seen."""
        self.waiting, self._seen = None, False

    def go(self, place: FarPlace, text: PassageDocument, seconds: float) -> None:
        """Go to a place now, if the text reaches it after building for `seconds`, or later."""
        self.waiting = None
        if not text.reaches(place.position):
            text.build_for(seconds)
        if text.reaches(place.position):
            place.go()
        else:
            self.waiting = place

    def arrive(self, text: PassageDocument) -> None:
        """Go to the place that waits, if the text now reaches it."""
        place = self.waiting
        if place is not None and text.reaches(place.position):
            self.waiting = None
            place.go()

    def worth_painting(self) -> bool:
        """Whether what stands in the viewport was asked for: not the beginning, on a way far down.

        A text that one saw already stays until the place is there.
        """
        self._seen = self._seen or self.waiting is None
        return self._seen
