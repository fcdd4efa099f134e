"""How long work tells what it has done, and how it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from reader.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps (total 0 while it is not known), now at `name`."""

    stage: str
    done: int
    total: int
    name: str = ""


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tell nobody."""


class CancelToken:
    """Set by the one who waits, looked at by the one who works."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.abandoned = False
        """Whether nobody is left to hear what came of the work."""

    def cancel(self, *, abandoned: bool = False) -> None:
        """Ask for the work to stop at the next safe point."""
        self.abandoned = abandoned
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled when the work was asked to stop."""
        if self.cancelled:
            raise Cancelled
