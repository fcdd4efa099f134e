"""How the tests run the command line: in this process, or as one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from reader.cli.main import main
from reader.domain.screenshot import ScreenshotRequest

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Run:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Dossier:
    """The command line on one library; the window's parts only note that they were called."""

    library: Path
    capsys: pytest.CaptureFixture[str]
    opened: list[tuple[Path, bool]] = field(default_factory=list)
    painted: list[tuple[Path, ScreenshotRequest]] = field(default_factory=list)

    def __call__(self, *arguments: str | Path, empty: bool = True) -> Run:
        self.capsys.readouterr()
        options = ["--library", str(self.library), *(["--empty"] if empty else [])]
        code = main(
            [*options, *map(str, arguments)],
            open_window=self._open_window,
            paint_window=lambda folder, request: self.painted.append((folder, request)),
        )
        out, err = self.capsys.readouterr()
        return Run(code, out, err)

    def json(self, *arguments: str | Path) -> Any:
        """The JSON of a command that succeeds."""
        run = self(*arguments, "--json")
        assert run.code == 0, run.err
        return run.json

    def _open_window(self, folder: Path, *, starter: bool) -> int:
        self.opened.append((folder, starter))
        return 0


def process_environment(**more: str) -> dict[str, str]:
    """This process's environment with the checkout on the path, and `more`."""
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), **more}


def run_process(
    arguments: Sequence[str | Path], environment: Mapping[str, str] | None = None, **more: Any
) -> subprocess.CompletedProcess[bytes]:
    """`python -m reader` with these arguments, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *map(str, arguments)],
        capture_output="stdout" not in more,
        env=process_environment(**(environment or {})),
        timeout=60,
        check=False,
        **more,
    )
