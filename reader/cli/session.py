"""One run of a command on one library: made, filled, opened and brought up to date as needed."""

from __future__ import annotations

import contextlib
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.output import Output
from reader.domain.errors import LibraryBusy, LibraryUnavailable
from reader.domain.screenshot import ScreenshotRequest

if TYPE_CHECKING:
    from reader.library.library import Library

# Another program that holds the lock makes the catalogue in a small part of this.
_OTHERS_SECONDS = 1.0
_MOST_NAMED = 3

PaintWindow = Callable[[Path, ScreenshotRequest], None]


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with; `program` names this one to others that want to write.

    With `starter`, a library that has to be made is filled from the starter documents.
    """

    folder: Path
    starter: bool
    program: str
    output: Output
    paint: PaintWindow

    @contextmanager
    def reading(self, *, derived: bool = False) -> Iterator[Library]:
        """The library, open for reading; `derived` wants search index and evidence up to date."""
        from reader.library.library import Library

        self._prepare()
        with Library.open(self.folder, writing=False, program=self.program) as library:
            if derived:
                self.bring_up_to_date(library)
            yield library

    @contextmanager
    def writing(self) -> Iterator[Library]:
        """The library, open for writing. Raises LibraryBusy naming another writer."""
        from reader.library.library import Library

        self._prepare()
        with Library.open(self.folder, writing=True, program=self.program) as library:
            self._tell_of_cut_short(library)
            yield library

    def heal(self) -> None:
        """Clear up after what was cut short, unless another program writes."""
        from reader.library.library import Library

        self._prepare()
        with Library.open(self.folder, writing=False, program=self.program) as library:
            if library.interrupted.found() is None and library.is_settled:
                return
        with (
            contextlib.suppress(LibraryUnavailable),
            Library.open(self.folder, writing=True, program=self.program) as library,
        ):
            self._tell_of_cut_short(library)

    def _tell_of_cut_short(self, library: Library) -> None:
        cut = library.interrupted.heal()
        if cut is not None:
            again = shlex.join(str(path) for path in cut.asked[:_MOST_NAMED])
            more = " …" if len(cut.asked) > _MOST_NAMED else ""
            self.output.message(
                f"dossier: {cut.sentence} Import it again with: dossier import {again}{more}"
            )

    def bring_up_to_date(self, library: Library) -> None:
        """Index and evaluate what is not yet, in this machine's cache."""
        if not library.deriving.is_current():
            library.deriving.run(self.output.progress)
            self.output.end_progress()

    def _prepare(self) -> None:
        from reader.library.library import Library

        if not Library.exists(self.folder) and self._make():
            return
        if Library.is_older(self.folder):
            self._renew()
        if self.starter:
            self._finish_filling()

    def _renew(self) -> None:
        """Bring a library of an older Dossier up to date; where it cannot be, reading says so."""
        from reader.library.library import Library

        try:
            Library.open(self.folder, writing=True, program=self.program).close()
        except LibraryBusy:
            raise
        except LibraryUnavailable:
            return
        self.output.message(f"Brought the library in {self.folder} up to this Dossier's format")

    def _make(self) -> bool:
        """Make and fill the library; False when another program has made it at this moment."""
        from reader.library.library import Library

        try:
            library = Library.create(self.folder, program=self.program, starter=self.starter)
        except LibraryUnavailable as error:
            deadline = time.monotonic() + _OTHERS_SECONDS
            while not Library.exists(self.folder):
                if not isinstance(error, LibraryBusy) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            return False
        with library:
            self.output.message(f"Made a new library in {self.folder}")
            if library.starter_pending:
                self._fill(library)
        return True

    def _finish_filling(self) -> None:
        """Go on with a first start that was killed; a library that others fill can be read."""
        from reader.library.library import Library

        with Library.open(self.folder, writing=False, program=self.program) as library:
            if not library.starter_pending:
                return
        try:
            with Library.open(self.folder, writing=True, program=self.program) as library:
                self._fill(library)
        except LibraryUnavailable as error:
            self.output.message(f"The starter documents are not all there yet. {error}")

    def _fill(self, library: Library) -> None:
        from reader.library.import_results import SourceStatus
        from reader.places import seeds

        result = library.importing.run([seeds()], report=self.output.progress)
        self.output.end_progress()
        failed = [each for each in result.sources if each.status is SourceStatus.FAILED]
        for source in failed:
            self.output.message(f"A starter document could not be read. {source.error}")
        if not failed:
            library.starter_finished()
