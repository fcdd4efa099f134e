"""What is printed: results on standard output; progress, messages and errors on standard error."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from reader.domain.errors import ReaderError
from reader.library.progress import Progress

_STAGES = {
    "import": "Reading sources",
    "index": "Indexing documents",
    "evidence": "Looking for evidence in documents",
    "backup": "Writing the backup",
    "check-backup": "Reading the backup back",
    "restore": "Unpacking the backup",
    "move": "Copying the library",
    "merge": "Taking over documents",
}
# A document's title must not be able to steer the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Nor may a file's name forge a line of a table, or turn the direction of what follows it.
_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_CLEAR_LINE = "\r\x1b[K"


class OutputClosed(Exception):
    """The program that reads our output has had enough, as `head` has."""


class Output:
    """The two streams of one run; either may be closed, and speak any encoding."""

    def __init__(self, out: TextIO | None, err: TextIO | None) -> None:
        self._out = out
        self._err = err
        for stream in (out, err):
            if isinstance(stream, io.TextIOWrapper):
                # What the terminal's encoding lacks is shown by its number, never a crash.
                stream.reconfigure(errors="backslashreplace")
        self._lively = _is_terminal(err)
        self._marked = _is_terminal(out) and not os.environ.get("NO_COLOR")
        self._stage = ""
        self._line_open = False

    def json(self, document: object) -> None:
        """One JSON document, readable, as the only thing on standard output."""
        self._write(self._json_text(document, indent=2) + "\n")

    def json_line(self, document: object) -> None:
        """One JSON document on one line, sent at once."""
        self._write(self._json_text(document, indent=None) + "\n")
        self.flush()

    def data(self, text: str) -> None:
        """Text for a file, such as CSV: in UTF-8 whatever the terminal's encoding."""
        if isinstance(self._out, io.TextIOWrapper) and not _carries_all(self._out):
            self._out.reconfigure(encoding="utf-8")
        self._write(text)

    def line(self, text: str = "") -> None:
        """One line for a person."""
        self._write(_CONTROL.sub("�", text).rstrip() + "\n")

    def marked_line(self, indent: str, text: str, matches: Iterable[tuple[int, int]]) -> None:
        """A line with ranges of `text` in bold where a terminal shows it."""
        parts, at = [], 0
        for start, end in matches if self._marked else ():
            parts += [_CONTROL.sub("�", text[at:start]), _BOLD]
            parts += [_CONTROL.sub("�", text[start:end]), _PLAIN]
            at = end
        parts.append(_CONTROL.sub("�", text[at:]))
        self._write(indent + "".join(parts).rstrip() + "\n")

    def table(self, rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> None:
        """Columns side by side; those whose numbers are in `right` are set flush right."""
        flush = frozenset(right)
        rows = [[_BREAKING.sub("�", cell) for cell in row] for row in rows]
        columns = max((len(row) for row in rows), default=0)
        widths = [
            max((len(row[at]) for row in rows if at < len(row)), default=0) for at in range(columns)
        ]
        for row in rows:
            self.line(
                "  ".join(
                    cell.rjust(widths[at]) if at in flush else cell.ljust(widths[at])
                    for at, cell in enumerate(row)
                )
            )

    def message(self, text: str) -> None:
        """A sentence for the user, beside the result."""
        self.end_progress()
        self._tell(_BREAKING.sub("�", text) + "\n")

    def progress(self, step: Progress) -> None:
        """How far long work is: one line that changes on a terminal, else one line a stage."""
        words = _STAGES.get(step.stage, step.stage)
        if self._lively:
            count = f" {min(step.done + 1, step.total)} of {step.total}" if step.total else ""
            name = f": {_BREAKING.sub('�', step.name)[:40]}" if step.name else ""
            self._tell(f"{_CLEAR_LINE}{words}{count}{name}")
            self._line_open = True
        elif step.stage != self._stage and step.total:
            self._tell(f"{words}: {step.total}\n")
        self._stage = step.stage

    def end_progress(self) -> None:
        """Forget the line of progress."""
        self._stage = ""
        if self._line_open:
            self._tell(_CLEAR_LINE)
            self._line_open = False

    def flush(self) -> None:
        """Send everything. Raises OutputClosed, or ReaderError when it cannot be written."""
        self._guarded("")

    def _json_text(self, document: object, indent: int | None) -> str:
        carries_all = self._out is None or _carries_all(self._out)
        return json.dumps(document, ensure_ascii=not carries_all, indent=indent, allow_nan=False)

    def _write(self, text: str) -> None:
        if self._out is not None:
            self._guarded(text)

    def _guarded(self, text: str) -> None:
        """Write, or flush when there is no text."""
        if self._out is None:
            return
        try:
            if text:
                self._out.write(text)
            else:
                self._out.flush()
        except OSError as error:
            self.abandon()
            # Windows reports a closed pipe as EINVAL.
            if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == 22):
                raise OutputClosed from error
            raise ReaderError(
                f"the result could not be written ({error.strerror or error})",
                item="standard output",
                remedy="Free disk space or send it elsewhere",
            ) from error

    def abandon(self) -> None:
        """Send what is still buffered nowhere, or the interpreter fails on it at its end."""
        if self._out is not None:
            with contextlib.suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._out.fileno())
                os.close(nowhere)
        self._out = None

    def _tell(self, text: str) -> None:
        if self._err is not None:
            with contextlib.suppress(OSError, ValueError):
                self._err.write(text)
                self._err.flush()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _carries_all(stream: TextIO) -> bool:
    """Whether every character can be written: an in-memory stream has no encoding at all."""
    encoding = getattr(stream, "encoding", None)
    if not encoding:
        return True
    try:
        return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
    except LookupError:
        return False
