"""The process that draws pages: a page made to do harm takes it down, and not the window.

Spawned when first needed. It answers one request at a time (`sizes`, `draw`, `lines`), in the
messages of `reader.library.frames`, and ends when its input does.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reader.domain.errors import ReaderError
from reader.library import frames

if TYPE_CHECKING:
    from reader.ingest.pdf_page import PdfPages

# A process without work is ended after so many seconds.
IDLE_SECONDS = 30.0
SECONDS_AT_MOST = 20.0
_LARGEST_ANSWER = 256 * 1024 * 1024
_MEMORY_AT_MOST = 2 * 1024 * 1024 * 1024
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class PageProcess:
    """The window's end of the process; one request at a time, the others wait their turn."""

    def __init__(
        self, *, seconds: float = SECONDS_AT_MOST, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._turn = threading.Lock()
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def ask(self, request: Mapping[str, object]) -> tuple[dict[str, Any], bytes]:
        """The answer to a request, and the bytes that came with it.

        Blocks: call it off the UI thread. Raises ReaderError when the file or the page cannot be
        read, or when the process crashed or took too long over it; the next request starts a new
        one.
        """
        with self._turn:
            if self._closed:
                raise ReaderError("the pages are closed")
            if self._idle is not None:
                self._idle.cancel()
            process = self._started()
            watch = threading.Timer(self._seconds, process.kill)
            watch.start()
            try:
                return self._answer(process, request)
            except (OSError, EOFError, ValueError) as error:
                late = not watch.is_alive()
                self._stop()
                raise ReaderError(
                    "the page took too long to draw" if late else "the page cannot be drawn",
                    item=f"page {request['page']}" if "page" in request else None,
                    remedy="Open the original in another program",
                ) from error
            finally:
                watch.cancel()
                self._idle = threading.Timer(self._idle_seconds, self._stop_if_idle)
                self._idle.daemon = True
                self._idle.start()

    def close(self) -> None:
        """End the process for good, also in the middle of a page."""
        self._closed = True
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
        with self._turn:
            if self._idle is not None:
                self._idle.cancel()
            self._stop()

    def _answer(
        self, process: subprocess.Popen[bytes], request: Mapping[str, object]
    ) -> tuple[dict[str, Any], bytes]:
        assert process.stdin is not None  # noqa: S101 (it was opened as a pipe)
        assert process.stdout is not None  # noqa: S101
        frames.send(process.stdin, frames.JOB, json.dumps(request).encode())
        kind, data = frames.receive(process.stdout, _LARGEST_ANSWER)
        said: dict[str, Any] = json.loads(data)
        if kind == frames.FAILED:
            raise ReaderError(said["what"], item=said["item"], remedy=said["remedy"])
        _, data = frames.receive(process.stdout, _LARGEST_ANSWER)
        return said, data

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "reader.library.page_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                creationflags=_NO_WINDOW,
            )
        return self._process

    def _stop_if_idle(self) -> None:
        # Somebody who has the turn is at work, or about to be.
        if self._turn.acquire(blocking=False):
            try:
                self._stop()
            finally:
                self._turn.release()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    package_parent = str(Path(__file__).resolve().parents[2])
    paths = [package_parent, os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONUTF8": "1",
    }


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """The process itself: answer requests until their stream ends."""
    from reader.ingest.pdf_page import PdfPages

    files = PdfPages()
    while True:
        try:
            _, data = frames.receive(requests, _LARGEST_ANSWER)
        except EOFError:
            return
        try:
            said, attached = _work(files, json.loads(data))
        except ReaderError as error:
            said = {"what": error.what, "item": error.item, "remedy": error.remedy}
            frames.send(answers, frames.FAILED, json.dumps(said).encode())
        else:
            frames.send(answers, frames.DONE, json.dumps(said).encode())
            frames.send(answers, frames.DATA, attached)


def _work(files: PdfPages, request: Mapping[str, Any]) -> tuple[dict[str, object], bytes]:
    path, name = Path(request["path"]), request["name"]
    if request["do"] == "sizes":
        return {"sizes": [(each.width, each.height) for each in files.sizes(path, name)]}, b""
    number = request["page"]
    if request["do"] == "lines":
        lines = files.lines(path, name, number)
        return {"lines": [(each.text, each.boxes) for each in lines]}, b""
    picture = files.picture(path, name, number, request["scale"])
    size = {"width": picture.width, "height": picture.height, "stride": picture.stride}
    return {**size}, picture.data


def _bound_memory() -> None:
    """Let a greedy page fail here before it makes the machine slow; not every system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_AT_MOST, _MEMORY_AT_MOST))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer)
