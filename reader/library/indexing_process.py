"""A process that indexes while an import goes on, so that both take the time of the longer one.

It is told by lines on its standard input: `more` when sources were stored, `end` when no more will
come. It prints its progress as JSON, one object a line. When its input closes without `end`, who
asked is gone: it stops, and the index is as it was.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO

from reader.domain.errors import ReaderError
from reader.library.progress import CancelToken, Progress, Report
from reader.library.worker import process_environment

_WAIT_SECONDS = 5.0


class IndexingProcess:
    """The other end of the process, for the program that imports; a context that ends it."""

    def __init__(self, library: Path, cache: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reader.library.indexing_process", str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=process_environment(cache),
        )

    def __enter__(self) -> IndexingProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            self._process.wait(_WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def tell_more(self) -> None:
        """There are new sources in the catalogue."""
        self._tell("more")

    def tell_end(self) -> None:
        """The import is over: what is in the catalogue now is all."""
        self._tell("end")

    def wait(self, report: Report, cancel: CancelToken) -> None:
        """Pass on its progress until it has ended, well or not. Raises Cancelled when stopped.

        Whether the index is complete is asked of the index, not of the process.
        """
        if self._process.stdout is None:
            return
        for line in self._process.stdout:
            cancel.check()
            with contextlib.suppress(ValueError, TypeError):
                report(Progress(**json.loads(line)))
        self._process.wait()

    def _tell(self, word: str) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.write(f"{word}\n")
                self._process.stdin.flush()


class _Followed:
    """What the importing program says, seen from this process."""

    def __init__(self, requests: IO[str]) -> None:
        self.cancel = CancelToken()
        self._requests = requests
        self._news = threading.Event()
        self._ended = False
        threading.Thread(target=self._listen, daemon=True).start()

    def more(self) -> bool:
        """Wait for news; False when there will be none. Raises Cancelled when nobody asks."""
        self._news.wait()
        self._news.clear()
        self.cancel.check()
        return not self._ended

    def _listen(self) -> None:
        for line in self._requests:
            if line.strip() == "end":
                self._ended = True
            self._news.set()
            if self._ended:
                return
        self.cancel.cancel()
        self._ended = True
        self._news.set()


def index_until_end(library_folder: Path, requests: IO[str], answers: IO[str]) -> None:
    """The process itself: index what is in the catalogue until it is told that no more comes."""
    from reader.library.library import Library

    followed = _Followed(requests)

    def report(progress: Progress) -> None:
        answers.write(json.dumps(dataclasses.asdict(progress)) + "\n")
        answers.flush()

    with Library.open(library_folder, writing=False, program="dossier indexing") as library:
        library.deriving.indexing.run(report, followed.cancel, more=followed.more)


if __name__ == "__main__":
    try:
        index_until_end(Path(sys.argv[1]), sys.stdin, sys.stdout)
    except (ReaderError, BrokenPipeError):
        # The importing program looks at the index itself, and does what is left to do.
        os._exit(1)
