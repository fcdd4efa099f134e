"""The command line as a process: streams that close, other encodings, signals, and no Qt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import process_environment, run_process

_WITHOUT_QT = """
import runpy, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoQt())
sys.argv[1:] = sys.argv[1:]
try:
    runpy.run_module("reader", run_name="__main__", alter_sys=True)
except SystemExit as left:
    heavy = {"PySide6", "whoosh", "pycountry", "sqlite3", "markdown", "bs4"} & set(sys.modules)
    print("LOADED", *sorted(heavy), file=sys.stderr)
    sys.exit(left.code)
"""

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX streams and signals")


@pytest.fixture
def library(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOSSIER_CACHE", str(filled / "cache"))
    return filled / "library"


def without_qt(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT_QT, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=process_environment(),
        timeout=60,
        check=False,
    )


def test_the_module_runs() -> None:
    run = run_process(["--version"])

    assert run.returncode == 0
    assert run.stdout.startswith(b"dossier ")


def test_a_version_is_told_without_loading_anything() -> None:
    run = without_qt("--version")

    assert run.returncode == 0
    assert run.stderr.split("LOADED")[1].split() == []


@pytest.mark.parametrize("command", [("search", "gold"), ("profile", "PE"), ("verify",)])
def test_commands_do_without_qt(library: Path, command: tuple[str, ...]) -> None:
    run = without_qt("--library", str(library), "--empty", *command)

    assert run.returncode == 0, run.stderr
    assert "PySide6" not in run.stderr


def test_a_window_without_qt_is_an_error_in_one_line(library: Path) -> None:
    run = without_qt("--library", str(library))

    assert run.returncode == 1
    assert "PySide6 is not installed" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("arguments", [["documents", "--json"], ["search", "gold"], ["--help"]])
def test_a_reader_who_has_had_enough_is_no_error(library: Path, arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "--library", str(library), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        process.wait(timeout=60)

    assert (process.returncode, told) == (0, b"")


def test_another_encoding_loses_nothing(library: Path) -> None:
    arguments = ["--library", str(library), "search", "“counterfeit dollars”", "--json"]
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    plain = json.loads(run_process(arguments, {"PYTHONUTF8": "1"}).stdout)
    escaped = json.loads(run_process(arguments, {**ascii_only, "PYTHONUTF8": "1"}).stdout)

    assert plain["query"] == "“counterfeit dollars”"
    assert {**plain, "elapsed_ms": 0} == {**escaped, "elapsed_ms": 0}
    for command in (["profile", "PE"], ["indicators", "PE"], ["indicators", "PE", "--csv"]):
        run = run_process(["--library", library, *command], ascii_only)
        assert run.returncode == 0, run.stderr
        assert run.stdout


@posix
def test_a_closed_standard_output_is_no_crash(library: Path) -> None:
    command = f'exec "{sys.executable}" -m reader --library "{library}" documents --json >&-'

    run = subprocess.run(
        ["sh", "-c", command],
        stderr=subprocess.PIPE,
        env=process_environment(),
        timeout=60,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, b"")


@posix
def test_closed_standard_streams_are_no_crash(library: Path) -> None:
    command = f'exec "{sys.executable}" -m reader --library "{library}" show nothing <&- >&- 2>&-'

    run = subprocess.run(["sh", "-c", command], env=process_environment(), timeout=60, check=False)

    assert run.returncode == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error_in_one_line(library: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = run_process(
            ["--library", library, "documents", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1
    assert b"standard output" in run.stderr


def _mind_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@posix
def test_an_interrupt_ends_quietly(library: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "queries"
    os.mkfifo(pipe)
    arguments = ["--library", str(library), "search", "--batch", str(pipe)]
    with (
        subprocess.Popen(
            [sys.executable, "-m", "reader", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=process_environment(),
            # A test run in the background of a shell ignores interrupts, and so would its children.
            preexec_fn=_mind_interrupts,
        ) as process,
        # Opening waits until the command opens the other end: then it is at its reading.
        pipe.open("wb"),
    ):
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert len(told.splitlines()) == 1
    assert b"Traceback" not in told


def test_queries_come_from_standard_input_too(library: Path) -> None:
    run = run_process(["--library", library, "search", "--batch", "-"], input=b"gold\nzymurgy\n")

    assert [json.loads(line)["query"] for line in run.stdout.splitlines()] == ["gold", "zymurgy"]


def test_the_default_library_is_in_the_users_data_folder(tmp_path: Path) -> None:
    run = run_process(["--empty", "documents", "--json"])

    assert json.loads(run.stdout) == []
    assert list((tmp_path / "home").rglob("catalogue.sqlite3"))
