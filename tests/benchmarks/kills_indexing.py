"""`kill -9` at random moments of indexing and of switching engines, and what search is like then.

    python -m tests.benchmarks.kills_indexing [--times 60] [--seed 1] [--files 120]

One library is indexed anew, brought up to date after an edit, and switched from engine to engine by
`dossier`, whose process group is killed after a random while. After each kill a search has to give
the hits that it gave before, the catalogue must hold what it held, and the cache may not grow: what
a kill left is not put in order by hand, so that it would pile up.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from reader.library.engines import ENGINES, installed
from reader.library.library import Library
from tests.benchmarks.kills import CHECKOUT, make_sources, run

_QUERY = "river gold"
# A whole index that is about to take another's place may lie beside it.
_MOST_INDEXES = 2.5


def main() -> int:
    """Kill, look, and print a table; exit code 1 when a search was not as before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    engines = [engine for engine in ENGINES if installed(engine)]
    with tempfile.TemporaryDirectory(prefix="dossier-kills-") as home:
        place = Path(home)
        library, cache = place / "library", place / "cache"
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "DOSSIER_CACHE": str(cache)}
        run(library, environment, "import", str(make_sources(place / "sources", arguments.files)))
        operations = {"anew": ["reindex"], "edit": ["search", _QUERY]}
        operations |= {f"to {engine}": ["reindex", "--engine", engine] for engine in engines}
        expected, most, seconds = {}, 0, {}
        for name, command in operations.items():
            if name == "edit":
                edit(library, cache, 0)
            started = time.perf_counter()
            run(library, environment, *command)
            seconds[name] = time.perf_counter() - started
            expected[engine_of(cache)] = hits(library, environment)
            most = max(most, size(cache))
        print(
            f"{len(next(iter(expected.values())))} hits, cache {most:,} bytes, undisturbed", end=""
        )
        print("".join(f"; {name} {each:.1f} s" for name, each in seconds.items()))
        print(f"{'kill':>4} {'at':>12} {'after s':>8} {'engine':>8} {'bytes':>10} {'files':>6}")
        faults = 0
        for number in range(1, arguments.times + 1):
            name = chance.choice(list(operations))
            if name == "edit":
                edit(library, cache, number)
            before = catalogue(library)
            delay = chance.uniform(0.3, 1.05) * seconds[name]
            kill_after(library, environment, operations[name], delay)
            engine = engine_of(cache)
            wrong = []
            if hits(library, environment) != expected.get(engine):
                wrong.append("OTHER HITS")
            if catalogue(library) != before:
                wrong.append("ANOTHER CATALOGUE")
            if size(cache) > most * _MOST_INDEXES:
                wrong.append("THE CACHE GREW")
            files = sum(each.is_file() for each in cache.rglob("*"))
            print(
                f"{number:>4} {name:>12} {delay:>8.2f} {engine:>8} {size(cache):>10,} {files:>6}"
                f"  {', '.join(wrong)}",
                flush=True,
            )
            faults += bool(wrong)
        verified = run(library, environment, "verify", "--json")
        print(f"{arguments.times} kills: {faults} faults; verify: {verified.returncode}")
        return 1 if faults or verified.returncode else 0


def hits(library: Path, environment: Mapping[str, str]) -> list[tuple[str, int]]:
    """What a search finds; nothing when it fails."""
    answer = run(library, environment, "search", _QUERY, "--limit", "50", "--json")
    if answer.returncode:
        print(answer.stderr[-500:])
        return []
    return sorted((hit["document"], hit["passage"]) for hit in json.loads(answer.stdout)["hits"])


def edit(library: Path, cache: Path, number: int) -> None:
    """Give ten documents another title, which has to be indexed; no word of the query is in it."""
    with Library.open(library, writing=True, program="the kills", cache=cache) as opened:
        for document in sorted(opened.documents.all(), key=lambda each: each.id)[:10]:
            opened.metadata.edit(document.id, title=f"Edited {number}")


def kill_after(
    library: Path, environment: Mapping[str, str], command: Sequence[str], seconds: float
) -> None:
    """Begin a command, and kill its process group after so long."""
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "--library", str(library), *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def engine_of(cache: Path) -> str:
    """The engine that is chosen, read past all of Dossier's code."""
    chosen = next(cache.rglob("search-engine.json"), None)
    return json.loads(chosen.read_text(encoding="utf-8"))["engine"] if chosen else "whoosh"


def size(cache: Path) -> int:
    """Bytes of all files of the indexes."""
    return sum(
        file.stat().st_size
        for folder in cache.rglob("index*")
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.is_file()
    )


def catalogue(library: Path) -> str:
    """A digest of everything in the catalogue, read past all of Dossier's code."""
    file = library / "catalogue.sqlite3"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
