"""Search engines side by side on a synthetic corpus: building, size, memory, times per class.

`python -m tests.benchmarks.search [--passages 40000 200000 500000] [--engines whoosh tantivy fts5]
[--seed N] [--factbook FOLDER | --no-factbook]`. Each engine builds and answers in processes of its
own; for each class of queries they take turns, so that their ratios hold on a noisy day. SQLite's
FTS5 is the peer: it ranks as well, but counts nothing (see engines.py).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from tests.benchmarks.search.corpus import FACTBOOK, corpus, corpus_file
from tests.benchmarks.search.engines import ENGINES, missing
from tests.benchmarks.search.queries import queries

PEER = "fts5"
PASSAGES = (40_000, 200_000, 500_000)


class Probe:
    """The other end of an engine's process."""

    def __init__(self, what: str, engine: str, folder: Path, source: Sequence[str]) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.search.probe", what, engine]
        self._process = subprocess.Popen(
            [*command, str(folder), *source],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def hear(self) -> dict[str, Any]:
        """The next thing that it says."""
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise SystemExit(f"an engine's process ended with {self._process.wait()}")
        said: dict[str, Any] = json.loads(line)
        return said

    def ask(self, name: str) -> dict[str, Any]:
        """Its figures for a class of queries."""
        stream = _pipe(self._process.stdin)
        stream.write(f"{name}\n")
        stream.flush()
        return self.hear()

    def end(self) -> None:
        """Wait until it has ended."""
        _pipe(self._process.stdin).close()
        self._process.wait()


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` of all are not over."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def load() -> str:
    """How busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def build(engines: Sequence[str], home: Path, source: Sequence[str]) -> None:
    """Build every engine's index, and print what that took."""
    print(f"\n  {'build':<10} {'wall':>8} {'processor':>10} {'on disk':>9} {'peak memory':>12}")
    walls: dict[str, float] = {}
    for engine in engines:
        probe = Probe("build", engine, home / engine, source)
        told = probe.hear()
        probe.end()
        walls[engine] = told["wall"]
        ratio = f"   {told['wall'] / walls[PEER]:.1f} × {PEER}" if PEER in walls else ""
        print(
            f"  {engine:<10} {told['wall']:6.1f} s {told['processor']:8.1f} s"
            f" {told['size_mb']:6.1f} MB {told['peak_mb']:6.0f} MB"
            f" ({told['empty_mb']:.0f} before){ratio}   {load()}",
            flush=True,
        )


def ask(engines: Sequence[str], home: Path, source: Sequence[str], names: Sequence[str]) -> None:
    """Let the engines answer in turns, and print their times."""
    probes = {engine: Probe("ask", engine, home / engine, source) for engine in engines}
    for engine, probe in probes.items():
        cold = probe.hear()["cold"]
        print(
            f"  {engine:<10} open and answer one common word: median"
            f" {statistics.median(cold):.0f} ms, longest {max(cold):.0f} ms"
        )
    print(
        f"\n  {'ms, 100 queries a class':<25} {'':<8} {'p50':>7} {'p95':>7} {'max':>7}"
        f" {'p95 of processor':>17} {'asked again: p50':>17} {'p95':>6} {'matches':>8}"
    )
    for name in names:
        peer: dict[str, Any] = {}
        for engine, probe in sorted(probes.items(), key=lambda each: each[0] != PEER):
            told = probe.ask(name)
            if engine == PEER:
                peer = told
            if not told:
                print(f"  {name:<25} {engine:<8} {'—':>7}")
                continue
            ratio = ""
            if peer and engine != PEER:
                middle, high = (
                    percentile(told["first"], part) / percentile(peer["first"], part)
                    for part in (0.5, 0.95)
                )
                ratio = f"   {middle:.1f} and {high:.1f} × {PEER}"
            print(
                f"  {name:<25} {engine:<8} {percentile(told['first'], 0.5):7.2f}"
                f" {percentile(told['first'], 0.95):7.2f} {max(told['first']):7.2f}"
                f" {percentile(told['processor'], 0.95):17.2f}"
                f" {percentile(told['again'], 0.5):17.2f} {percentile(told['again'], 0.95):6.2f}"
                f" {statistics.median(told['matches']):8.0f}{ratio}",
                flush=True,
            )
    print(f"  {load()}")
    for engine, probe in probes.items():
        told = probe.ask("added")
        print(
            f"  {engine:<10} an added document is found after {told['total']:.0f} ms (median of"
            f" ten; longest {told['longest']:.0f}): written in {told['write']:.0f}, found in"
            f" {told['find']:.0f}, by another reader in {told['other']:.0f}"
        )
    for engine, probe in probes.items():
        print(f"  {engine:<10} peak memory of answering {probe.ask('')['peak_mb']:.0f} MB")
        probe.end()


def run(passages: int, engines: Sequence[str], seed: int, factbook: Path | None) -> None:
    """All figures for one size of corpus."""
    source = [str(passages), str(seed), *([str(factbook)] if factbook else [])]
    start = time.perf_counter()
    words = documents = 0
    for document in corpus(passages, seed, factbook):
        documents += 1
        words += sum(block.text.count(" ") + 1 for block in document.blocks)
    asked = queries(passages, seed, factbook)
    print(
        f"\n== {passages:,} passages in {documents:,} documents, {words / passages:.0f} words each,"
        f" {corpus_file(passages, seed, factbook).stat().st_size / 2**20:.0f} MB, seed {seed}"
        f"{', with the country files' if factbook else ''}"
        f" ({time.perf_counter() - start:.0f} s to make or read)",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as place:
        ordered = sorted(engines, key=lambda engine: engine != PEER)
        build(ordered, Path(place), source)
        ask(ordered, Path(place), source, list(asked.classes))


def main() -> None:
    """Print what the command line asks for."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.search")
    options.add_argument("--passages", type=int, nargs="+", default=PASSAGES)
    options.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--factbook", type=Path, default=FACTBOOK if FACTBOOK.is_dir() else None)
    options.add_argument("--no-factbook", dest="factbook", action="store_const", const=None)
    chosen = options.parse_args()
    engines = []
    for engine in dict.fromkeys(chosen.engines):
        problem = missing(engine)
        if problem:
            print(f"{engine} is left out: {problem}")
        else:
            engines.append(engine)
    for passages in chosen.passages:
        run(passages, engines, chosen.seed, chosen.factbook)


if __name__ == "__main__":
    main()
