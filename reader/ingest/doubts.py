"""What has to be said of a large table: one sentence a kind, with the places it is true of."""

from __future__ import annotations

from collections.abc import Iterator

from reader.text.listing import some_of


class Doubts:
    """Collects doubts by kind, so that 193 countries do not give 193 warnings."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, None]] = {}

    def note(self, kind: str, place: str) -> None:
        """Note that `kind` is true of `place`."""
        self._kinds.setdefault(kind, {})[place] = None

    def sentences(self) -> Iterator[str]:
        """`Figures that are missing (3): Chile 2023 prevention, …`, in the order they came up."""
        for kind, places in self._kinds.items():
            yield f"{kind} ({len(places)}): {some_of(list(places))}"
