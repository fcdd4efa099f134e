"""`kill -9` at random moments of an import: what the library is like each time, and what was lost.

    python -m tests.benchmarks.kills [--times 50] [--seed 1] [--files 120]

A folder of pages, texts, tables, pictures and an archive is imported by `dossier import`, whose
whole process group is killed after a random while. Then the library is opened, verified, and asked
for every source whose transaction had ended; at the end the import is finished and compared with
one that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Kill, look, and print a table; exit code 1 when anything was lost or is not clean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="dossier-kills-") as home:
        place = Path(home)
        folder = make_sources(place / "sources", arguments.files)
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "DOSSIER_CACHE": f"{home}/cache"}
        whole = place / "whole"
        started = time.perf_counter()
        run(whole, environment, "import", str(folder))
        seconds = time.perf_counter() - started
        complete = contents(whole)
        print(f"undisturbed: {len(complete)} sources in {seconds:.1f} s")
        print(f"{'kill':>4} {'after s':>8} {'finished':>8} {'told':>5} {'verify':>7} {'lost':>5}")
        faults = 0
        untold = 0
        for number in range(1, arguments.times + 1):
            library = place / "library"
            shutil.rmtree(library, ignore_errors=True)
            shutil.rmtree(place / "cache", ignore_errors=True)
            # Indexing comes after the last source; most kills are to hit the sources themselves.
            delay = chance.uniform(0.02, seconds * chance.choice((0.4, 0.6, 1.0)))
            alive = kill_after(library, environment, folder, delay)
            finished = contents(library)
            opened = run(library, environment, "verify", "--json")
            told = "cut short" in opened.stderr
            problems = json.loads(opened.stdout)["problems"] if opened.stdout else ["not opened"]
            lost = len(finished - contents(library))
            rest = run(library, environment, "import", str(folder))
            wrong = contents(library) != complete or rest.returncode not in (0, 3)
            again = run(library, environment, "verify", "--json")
            clean = opened.returncode == 0 and again.returncode == 0 and not problems
            faults += lost > 0 or not clean or wrong
            untold += alive and 0 < len(finished) < len(complete) and not told
            print(
                f"{number:>4} {delay:>8.2f} {len(finished):>8} {'yes' if told else '-':>5}"
                f" {'clean' if clean else 'NOT':>7} {lost:>5}{'  NOT COMPLETED' if wrong else ''}",
                flush=True,
            )
            if not clean:
                print(problems, opened.stderr[-500:], again.stdout[-500:])
    print(f"{arguments.times} kills: {faults} faults, {untold} imports cut short and not told of")
    return 1 if faults else 0


def run(
    library: Path, environment: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """One command on the library."""
    command = [sys.executable, "-m", "reader", "--library", str(library), "--empty", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def kill_after(library: Path, environment: Mapping[str, str], folder: Path, seconds: float) -> bool:
    """Import and kill the process group after so long; whether it was still at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "--library", str(library), "--empty", "import", folder],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def contents(library: Path) -> set[str]:
    """The SHA-256 of every source whose transaction has ended, read past all of Dossier's code."""
    file = library / "catalogue.sqlite3"
    if not file.is_file():
        return set()
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        (ok,) = connection.execute("PRAGMA integrity_check").fetchone()
        if ok != "ok":
            raise SystemExit(f"the catalogue is damaged: {ok}")
        rows = connection.execute(
            "SELECT sha256 FROM version UNION SELECT sha256 FROM score_source"
        )
        return {row[0] for row in rows}


def make_sources(folder: Path, count: int) -> Path:
    """A folder of many kinds of sources in our own words."""
    folder.mkdir(parents=True)
    chance = random.Random(7)
    words = ["river", "gold", "camp", "officer", "border", "port", "court", "road", "night"]

    def sentences(number: int) -> str:
        return "\n\n".join(
            " ".join(chance.choice(words) for _ in range(40)).capitalize() + "."
            for _ in range(3 + number % 25)
        )

    def picture(number: int) -> bytes:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return (
                struct.pack(">I", len(data))
                + kind
                + data
                + struct.pack(">I", zlib.crc32(kind + data))
            )

        rows = (b"\0" + bytes([number % 256]) * 64) * 48
        head = struct.pack(">IIBBBBB", 64, 48, 8, 0, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
        )

    for number in range(count):
        name = f"{number:04}"
        if number % 5 == 0:
            (folder / f"{name}.png").write_bytes(picture(number))
            text = f"# Page {number}\n\n![Camp {number}]({name}.png)\n\n{sentences(number)}\n"
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        elif number % 5 == 1:
            (folder / f"{name}.txt").write_text(
                f"Text {number}\n\n{sentences(number)}\n", encoding="utf-8"
            )
        elif number % 5 == 2:
            paragraphs = "".join(f"<p>{each}</p>" for each in sentences(number).split("\n\n"))
            page = f"<!doctype html><html><head><title>Page {number}</title></head><body>"
            (folder / f"{name}.html").write_text(
                f"{page}<article><h1>Page {number}</h1>{paragraphs}</article></body></html>",
                encoding="utf-8",
            )
        elif number % 5 == 3:
            rows = "\n".join(
                f"PE,global_organized_crime_index,2023,{each},{number % 9 + 1}.00,0.00,yes,T,P,"
                for each in ("arms_trafficking", "heroin_trade")
            )
            head = "country,index,edition,indicator,value,change,comparable"
            (folder / f"{name}.csv").write_text(
                f"{head},source_title,source_publisher,source_url\n{rows}\n", encoding="utf-8"
            )
        else:
            with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
                for part in range(3):
                    archive.writestr(f"{part}.md", f"# {name} {part}\n\n{sentences(part)}\n")
    return folder


if __name__ == "__main__":
    sys.exit(main())
