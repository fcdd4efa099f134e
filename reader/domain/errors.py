"""The one tree of errors: each says what happened, to which item, and what the user can do."""

from __future__ import annotations


class ReaderError(Exception):
    """Any failure that Dossier explains to its user.

    `what` happened, to which `item` (a file, a document, a library), and the `remedy`; the three
    read as one line, which is what the command line and the window show.
    """

    def __init__(self, what: str, *, item: str | None = None, remedy: str | None = None) -> None:
        self.what = what
        self.item = item
        self.remedy = remedy
        super().__init__(self._line())

    def _line(self) -> str:
        line = f"{self.item}: {self.what}" if self.item else self.what
        if self.remedy:
            line = f"{line}. {self.remedy}"
        return line if line.endswith((".", "?")) else f"{line}."


class NotFound(ReaderError):
    """Something named by the user is not in the library."""


class InvalidInput(ReaderError):
    """What the user gave cannot be read as what was asked for."""


class ImportFailed(ReaderError):
    """One source could not be imported; the library is as it was before it."""


class ConversionFailed(ReaderError):
    """A document could not be converted from one format to another."""


class LibraryUnavailable(ReaderError):
    """The library cannot be opened as asked: missing, damaged, newer, or not writable."""


class LibraryBusy(LibraryUnavailable):
    """Another program is writing to the library; the message names it."""


class IndexUnavailable(ReaderError):
    """The search index is missing, foreign or damaged: it has to be rebuilt."""


class Cancelled(ReaderError):
    """The user stopped the work; everything finished before is kept."""

    def __init__(self, what: str = "stopped on request") -> None:
        super().__init__(what)
