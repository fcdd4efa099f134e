"""One engine in a process of its own, measured from inside: run by the benchmark.

`probe build ENGINE FOLDER PASSAGES SEED [FACTBOOK]` prints one JSON object. `probe ask …` reads the
names of query classes from its input, one a line, and answers each with one; `added` measures how
soon an added document is found, an empty line ends it.
"""

from __future__ import annotations

import itertools
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from reader.search.engine import IndexedEntry, IndexedVersion
from tests.benchmarks.search.corpus import corpus, indexed
from tests.benchmarks.search.engines import Measured, measured
from tests.benchmarks.search.queries import MadeQuery, Queries, queries

_OPENED = 5
_ADDED = 10


def peak_mb() -> float:
    """The most memory that this process held at once, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Timed:
    """The corpus, with the seconds that reading it took: no engine's."""

    def __init__(self, versions: Iterator[IndexedVersion]) -> None:
        self._versions = versions
        self.wall = self.processor = 0.0

    def __iter__(self) -> _Timed:
        return self

    def __next__(self) -> IndexedVersion:
        wall, processor = time.perf_counter(), time.process_time()
        try:
            return next(self._versions)
        finally:
            self.wall += time.perf_counter() - wall
            self.processor += time.process_time() - processor


def build(engine: Measured, folder: Path, source: tuple[int, int, Path | None]) -> None:
    """Build the index from nothing."""
    documents = _Timed(indexed(document) for document in corpus(*source))
    empty = peak_mb()
    wall, processor = time.perf_counter(), time.process_time()
    engine.write(documents)
    figures = {
        "wall": time.perf_counter() - wall - documents.wall,
        "processor": time.process_time() - processor - documents.processor,
        "size_mb": sum(file.stat().st_size for file in folder.rglob("*")) / 2**20,
        "peak_mb": peak_mb(),
        "empty_mb": empty,
    }
    print(json.dumps(figures), flush=True)


def answer(engine: Measured, other: Measured, source: tuple[int, int, Path | None]) -> None:
    """Answer for the classes that are asked for, until an empty line."""
    asked = queries(*source)
    common = asked.classes["common word"]
    print(json.dumps({"cold": [_cold(engine, asked, query) for query in common[:_OPENED]]}))
    sys.stdout.flush()
    for line in sys.stdin:
        name = line.strip()
        if not name:
            break
        if name == "added":
            other.open()
            _cold(other, asked, common[0])
            print(json.dumps(added(engine, other)), flush=True)
        else:
            print(json.dumps(_asked(engine, asked, name)), flush=True)
    print(json.dumps({"peak_mb": peak_mb()}), flush=True)


def _cold(engine: Measured, asked: Queries, query: MadeQuery) -> float:
    """Milliseconds to open and answer one common word."""
    start = time.perf_counter()
    engine.open()
    ask = engine.prepared(query, asked.versions)
    if ask:
        ask()
    return (time.perf_counter() - start) * 1000


def _asked(engine: Measured, asked: Queries, name: str) -> dict[str, list[float]]:
    """Milliseconds of each query: asked for the first time, again, and the processor's."""
    found: dict[str, list[float]] = {"first": [], "again": [], "processor": [], "matches": []}
    prepared = [engine.prepared(query, asked.versions) for query in asked.classes[name]]
    for lap in ("first", "again"):
        for ask in prepared:
            if ask is None:
                return {}
            wall, processor = time.perf_counter(), time.process_time()
            matches = ask()
            found[lap].append((time.perf_counter() - wall) * 1000)
            if lap == "first":
                found["processor"].append((time.process_time() - processor) * 1000)
                found["matches"].append(matches)
    return found


def added(engine: Measured, other: Measured) -> dict[str, float]:
    """Median milliseconds from an added document to its being found, and the longest time.

    It is looked for by the one that wrote it, and by another that had opened the index before.
    """
    laps = []
    for lap in range(_ADDED):
        word = f"zweifelfrei{'abcdefghijklmnop'[lap]}"
        entries = tuple(
            IndexedEntry(number, f"A new passage with {word} in it and number {number}.")
            for number in range(30)
        )
        version = IndexedVersion(10_000_000 + lap, "An added document", "en", entries)
        times = [time.perf_counter()]
        engine.write([version])
        times.append(time.perf_counter())
        for each in (engine, other):
            if not _finds(each, word):
                raise SystemExit("an added document was not found")
            times.append(time.perf_counter())
        laps.append([(end - start) * 1000 for start, end in itertools.pairwise(times)])
    write, find, find_too = (statistics.median(each) for each in zip(*laps))
    return {
        "write": write,
        "find": find,
        "other": find_too,
        "total": statistics.median(lap[0] + max(lap[1:]) for lap in laps),
        "longest": max(lap[0] + max(lap[1:]) for lap in laps),
    }


def _finds(engine: Measured, word: str) -> int:
    ask = engine.prepared(MadeQuery("word", (word,)), {})
    return ask() if ask else 0


def main() -> None:
    """Run what the command line says."""
    what, name, place, passages, seed, *factbook = sys.argv[1:]
    folder = Path(place)
    source = int(passages), int(seed), Path(factbook[0]) if factbook else None
    engine = measured(name, folder)
    if what == "build":
        build(engine, folder, source)
    else:
        answer(engine, measured(name, folder), source)


if __name__ == "__main__":
    main()
