"""What the library's tree shows beside documents in use, read from the library."""

from __future__ import annotations

from reader.library.library import Library
from reader.ui.documents.library_groups import Shelves


def shelves_of(library: Library) -> Shelves:
    """The collections, what was removed, and the files of scores; to be read off the UI thread."""
    removal = library.removal
    return Shelves(
        collections=tuple(library.collections.all()),
        removed=(*removal.removed(), *removal.score_files(removed=True)),
        score_files=tuple(removal.score_files()),
    )
