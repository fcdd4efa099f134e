"""What every wiring works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.domain.changes import LibraryChanges
from reader.domain.errors import ReaderError
from reader.library.library import Library
from reader.ui.reading_tabs import ReadingTabs
from reader.ui.session import Session
from reader.ui.tasks import Tasks


@dataclass(frozen=True)
class Context:
    """The open library, the way off the UI thread, and how to tell the window what happened.

    `changed` tells every view what to refresh; `say` shows a line in the window, `explain` an
    error.
    """

    library: Library
    tasks: Tasks
    tabs: ReadingTabs
    session: Session
    changed: Callable[[LibraryChanges], None]
    say: Callable[[str], None]
    explain: Callable[[ReaderError], None]
