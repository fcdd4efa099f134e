"""An import that was cut short: noted while it runs, told of and mended at the next start.

The note lies in this machine's cache, not in the library: it holds paths, and no path of a machine
travels with a library, not even in a catalogue's free pages.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from reader.library.originals import Originals


@dataclass(frozen=True, slots=True)
class CutShort:
    """The source that an import was at when it ended, since when, and what it was asked for.

    `source` is the file's path, `started` an instant in seconds of the epoch.
    """

    source: str
    started: float
    asked: tuple[Path, ...]

    @property
    def sentence(self) -> str:
        """What happened, for the user."""
        return (
            f"The last import was cut short at {self.source}. What was finished before is kept;"
            " this source and those after it may be missing."
        )


class Interrupted:
    """Notes where an import is, and finds that note again."""

    def __init__(self, note: Path, originals: Originals, wanted: Callable[[], set[str]]) -> None:
        self._note = note
        self._originals = originals
        self._wanted = wanted
        # An import's own process may outlive the program that held the writer's lock for it.
        self._lock = FileLock(note.with_suffix(".lock"), thread_local=False)
        self._file: IO[str] | None = None
        self._at: str | None = None

    def begin(self, asked: Sequence[str]) -> None:
        """An import of these paths comes."""
        started = datetime.now(UTC).timestamp()
        with contextlib.suppress(OSError, Timeout):
            self._note.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            self._file = self._note.open("w", encoding="utf-8")
            self._write({"asked": list(asked), "started": started})
            # A power cut takes what comes after this line at most: then an earlier source is named.
            os.fsync(self._file.fileno())

    def at(self, source: str) -> None:
        """`source` is the one that comes now."""
        if source != self._at:
            with contextlib.suppress(OSError):
                self._write(source)
            self._at = source

    def end(self, *, told: bool = True) -> None:
        """The import has ended; with `told` its outcome was heard, and nothing needs saying."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        self._file = self._at = None
        if told:
            self.forget()
        self._lock.release()

    def found(self) -> CutShort | None:
        """What is noted of an import that did not end; None where none was cut short.

        Only the program that holds the writer's lock, and imports nothing, may believe it.
        """
        try:
            lines = self._note.read_text(encoding="utf-8").split("\n")
            plan = json.loads(lines[0])
            asked = tuple(Path(each) for each in plan["asked"])
            # The last line may be cut off in the middle.
            sources = [json.loads(line) for line in lines[1:-1] if line]
            source = str(sources[-1]) if sources else None
            started = float(plan["started"])
        except (OSError, ValueError, LookupError, TypeError):
            return None
        if not asked:
            return None
        return CutShort(source or str(asked[0]), started, asked)

    def heal(self) -> CutShort | None:
        """Clear away what a cut short import left behind, and its note; says what it was.

        None, and nothing is touched, while an import goes on.
        """
        if not self._note.is_file():
            return None
        try:
            with self._lock.acquire(timeout=0):
                return self._heal()
        except (Timeout, OSError):
            return None

    def _heal(self) -> CutShort | None:
        cut = self.found()
        if cut is not None:
            wanted = self._wanted()
            # The file itself is still where it was: nothing is lost with the copy.
            copied = Path(cut.source).is_file()
            for file in self._originals.all():
                if file.name not in wanted or file != self._originals.path(file.name):
                    if copied and file.stat().st_mtime >= cut.started - 1:
                        file.unlink()
                    else:
                        self._originals.set_aside(file)
        self.forget()
        return cut

    def forget(self) -> None:
        """Forget the note."""
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)

    def _write(self, value: object) -> None:
        if self._file is not None:
            self._file.write(json.dumps(value, ensure_ascii=False) + "\n")
            self._file.flush()
