"""`kill -9` at random moments of all else that changes a library, and what it is like then.

    python -m tests.benchmarks.kills_keeping [--times 60] [--seed 1] [--only merge,purge]

Each round copies one library with marks, reports, versions and removed documents, begins to
re-import changed sources, merge, restore, move, purge, remove or edit by `dossier`, and kills the
whole process group after a random while. Then the library is opened and verified, what had been in
it is looked for, and the same command is run to its end and compared with an undisturbed one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reader.library.library import Library
from reader.library.removal import Marks
from tests.benchmarks.kills import make_sources, run

CHECKOUT = Path(__file__).resolve().parents[2]
_FILES = 40


@dataclass(frozen=True)
class World:
    """What the rounds start from."""

    base: Path
    other: Path
    backup: Path
    changed: Path
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """A command's arguments, and where the library may be afterwards."""

    arguments: Callable[[World, Path], list[str]]
    moves: bool = False


OPERATIONS: dict[str, Operation] = {
    "reimport": Operation(lambda world, _: ["import", str(world.changed)]),
    "merge": Operation(lambda world, _: ["merge", str(world.other)]),
    "restore": Operation(lambda world, _: ["restore", "--replace", str(world.backup)]),
    "move": Operation(lambda _, place: ["move", str(place / "moved")], moves=True),
    "purge": Operation(
        lambda world, _: ["remove", "--purge", "--marks", "remove", *world.documents[:25]]
    ),
    "remove": Operation(lambda world, _: ["remove", "--marks", "remove", *world.documents[:25]]),
    "metadata": Operation(
        lambda world, _: ["metadata", world.documents[0], "--title", "By hand", "--country", "BO"]
    ),
}


def main() -> int:
    """Kill, look, and print a table; exit code 1 when anything was lost or is not clean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(OPERATIONS))
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    names = arguments.only.split(",")
    with tempfile.TemporaryDirectory(prefix="dossier-kills-") as home:
        os.environ["DOSSIER_CACHE"] = f"{home}/cache"
        os.environ["PYTHONPATH"] = str(CHECKOUT)
        world = make_world(Path(home))
        ends = {name: undisturbed(world, Path(home), name) for name in names}
        faults = 0
        for number in range(1, arguments.times + 1):
            name = names[number % len(names)]
            begins, seconds, whole = ends[name]
            delay = chance.uniform(begins, seconds)
            said = killed(world, Path(home), name, delay, whole)
            faults += bool(said)
            print(f"{number:>4} {name:9} {delay:>6.2f} {'; '.join(said) or 'ok'}", flush=True)
    print(f"{arguments.times} kills: {faults} faults")
    return 1 if faults else 0


def make_world(home: Path) -> World:
    """A library with marks, a report, second versions and a removed document; and its relations."""
    folder = make_sources(home / "sources", _FILES)
    texts = [file for file in sorted(folder.iterdir()) if file.suffix in (".md", ".txt", ".html")]
    base, other = home / "base", home / "other"
    with Library.create(base, program="x") as library:
        library.importing.run([folder])
        documents = [each.id for each in library.documents.all()]
        report, _ = library.reports.new("A report")
        for each in documents:
            passages = library.documents.passages(library.documents.get(each))
            for passage in passages[1:8]:
                end = passage.start + min(len(passage.text), 60)
                if end > passage.start:
                    mark, _ = library.bookmarks.add(each, passage.start, end, note="kept")
                    library.reports.add_clip(report.id, mark.id)
        library.removal.remove(documents[-1:], Marks.REMOVE)
        library.deriving.run()
        backup = home / "whole.zip"
        library.keeping.backup(backup)
    changed = home / "changed" / "sources"
    shutil.copytree(folder, changed)
    for number, text in enumerate(texts):
        file = changed / text.name
        words = file.read_text("utf-8")
        added = f"A line that is new in {number}."
        if text.suffix == ".html":
            words = words.replace("<p>", f"<p>{added}</p><p>", 1)
        else:
            words = words.replace("\n\n", f"\n\n{added}\n\n", 1)
        file.write_text(words, "utf-8")
    with Library.create(other, program="x") as library:
        library.importing.run([changed])
        for document in library.documents.all():
            library.bookmarks.add(document.id, 2, 30, note="theirs")
    return World(base, other, backup, changed, tuple(documents[:-1]))


def undisturbed(world: World, home: Path, name: str) -> tuple[float, float, object]:
    """When the command begins its work and ends it, after how many seconds, and what it leaves."""
    place = fresh(world, home)
    began = time.perf_counter()
    run(place / "library", os.environ, "documents")
    begins = time.perf_counter() - began
    began = time.perf_counter()
    done = run(place / "library", os.environ, *OPERATIONS[name].arguments(world, place))
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr}")
    return 0.6 * begins, max(seconds, begins), state(found_in(place, OPERATIONS[name]))


def killed(world: World, home: Path, name: str, delay: float, whole: object) -> list[str]:
    """What is wrong after one kill, and after the command was run again to its end."""
    operation = OPERATIONS[name]
    place = fresh(world, home)
    before = state(place / "library")
    command = [sys.executable, "-m", "reader", "--library", str(place / "library"), "--empty"]
    process = subprocess.Popen(
        [*command, *operation.arguments(world, place)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    said = []
    library = found_in(place, operation)
    if not (library / "catalogue.sqlite3").is_file():
        beside = sorted(each.name for each in place.iterdir())
        aside = [each for each in place.iterdir() if "(before" in each.name]
        kept = any(state(each) == before for each in aside)
        return [f"no library in its place, {'kept aside' if kept else 'LOST'}: {beside}"]
    said += problems(library)
    now = state(library)
    if name != "purge":
        said += lost(before, now)
    if not operation.moves:
        again = run(library, os.environ, *operation.arguments(world, place))
        if again.returncode not in (0, 4 if name == "purge" else 0):
            said.append(f"run again: {again.stderr.strip()[-200:]}")
    said += problems(library)
    if state(library) != whole:
        said.append("not as undisturbed")
    return said


def fresh(world: World, home: Path) -> Path:
    """The library anew in a place of its own, with nothing derived."""
    place = home / "round"
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(home / "cache", ignore_errors=True)
    shutil.copytree(world.base, place / "library")
    return place


def found_in(place: Path, operation: Operation) -> Path:
    """Where the library is now."""
    moved = place / "moved"
    if operation.moves and (moved / "catalogue.sqlite3").is_file():
        return moved
    return place / "library"


def problems(library: Path) -> list[str]:
    """What `dossier verify` says, after the program cleared up by itself."""
    done = run(library, os.environ, "verify", "--json")
    try:
        return [f"verify: {each}" for each in json.loads(done.stdout)["problems"]]
    except ValueError:
        return [f"not opened: {done.stderr.strip()[-300:]}"]


def state(library: Path) -> dict[str, list[str]]:
    """What a library holds, without identifiers that are made at random, read past our code."""
    file = library / "catalogue.sqlite3"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        queries: Mapping[str, str] = {
            "documents": "SELECT title, removed IS NULL FROM document",
            "texts": "SELECT sha256, number, group_concat(text, '|') FROM version"
            " JOIN passage ON version = id GROUP BY id",
            "marks": "SELECT exact, note, anchor, bookmark.removed IS NULL, number, title"
            " FROM bookmark JOIN version ON version.id = version"
            " JOIN document ON document.id = bookmark.document",
            "clips": "SELECT name, position, exact FROM report_item JOIN report ON report.id ="
            " report LEFT JOIN bookmark ON bookmark.id = bookmark",
            "scores": "SELECT country, indicator, value, removed IS NULL FROM score"
            " JOIN score_source ON id = source",
        }
        return {
            name: sorted(map(repr, map(tuple, connection.execute(query))))
            for name, query in queries.items()
        }


def lost(before: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> list[str]:
    """Texts, and clips with their quotations, that were there before and are not any more."""
    missing = {name: set(before[name]) - set(now[name]) for name in ("texts", "clips")}
    return [f"{len(each)} {name} lost" for name, each in missing.items() if each]


if __name__ == "__main__":
    sys.exit(main())
