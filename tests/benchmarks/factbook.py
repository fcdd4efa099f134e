"""The World Factbook's 260 country files: imported and indexed, beside Recoll on the same passages.

`python tests/benchmarks/factbook.py [FOLDER]`; the folder holds the files as JSON (by default
`../shared/data/factbook`). Recoll (Debian package `recollcmd`) indexes one HTML file a passage, and
one a country; both in the same run, in turns.
"""

from __future__ import annotations

import html
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from reader.domain.document import PassageKind
from reader.library.library import Library

ROOT = Path(__file__).parents[2]
FILES = ROOT.parent / "shared" / "data" / "factbook"
LAPS = 3


@dataclass(frozen=True, slots=True)
class Lap:
    """Seconds of one process and its children: by the clock, and of the processors."""

    wall: float
    processor: float


def lap(command: list[str], environment: dict[str, str]) -> Lap:
    """Run a command to its end."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode not in (0, 3):
        raise SystemExit(f"{command[0]} failed: {done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Lap(wall, used)


def told(name: str, seconds: Lap) -> str:
    """A lap as a line."""
    return f"{name:<24} {seconds.wall:6.1f} s ({seconds.processor:.1f} s processor)"


def write_pages(library: Path, cache: Path, home: Path) -> tuple[int, int]:
    """Every passage of a library but headings as an HTML file, and every document as one."""
    passages = 0
    single, whole = home / "passages", home / "countries"
    whole.mkdir(parents=True)
    with Library.open(library, writing=False, program="benchmark", cache=cache) as opened:
        documents = opened.documents.all()
        for document in documents:
            folder = single / document.id
            folder.mkdir(parents=True)
            body = []
            for passage in opened.documents.passages(document):
                text = f"<p>{html.escape(passage.text)}</p>"
                body.append(text)
                if passage.kind is PassageKind.HEADING:
                    continue
                passages += 1
                page = f'<html><head><meta charset="utf-8"></head><body>{text}</body></html>'
                (folder / f"{passage.ordinal}.html").write_text(page, encoding="utf-8")
            title = html.escape(document.metadata.title)
            (whole / f"{document.id}.html").write_text(
                f'<html><head><meta charset="utf-8"><title>{title}</title></head>'
                f"<body>{''.join(body)}</body></html>",
                encoding="utf-8",
            )
    return len(documents), passages


def recoll(home: Path, name: str, environment: dict[str, str]) -> Lap:
    """Index the pages in `home/name` from nothing."""
    configuration = home / f"recoll-{name}"
    shutil.rmtree(configuration, ignore_errors=True)
    configuration.mkdir()
    (configuration / "recoll.conf").write_text(f"topdirs = {home / name}\n", encoding="utf-8")
    return lap(["recollindex", "-c", str(configuration), "-z"], environment)


def dossier(home: Path, files: Path, environment: dict[str, str]) -> Lap:
    """Import the files into a new library, searchable at the end."""
    for name in ("library", "cache"):
        shutil.rmtree(home / name, ignore_errors=True)
    command = [sys.executable, "-m", "reader", "--library", str(home / "library"), "--empty"]
    return lap([*command, "import", "--json", str(files)], environment)


def stages(home: Path, files: Path) -> dict[str, float]:
    """Seconds of each part by itself, one after the other in one process."""
    from reader.ingest.formats import import_file
    from reader.ingest.imported import Knowledge, Source
    from reader.library.reference import load_countries
    from reader.places import resources

    knowledge = Knowledge(load_countries(resources()), {})
    start = time.process_time()
    for file in sorted(files.rglob("*.json")):
        import_file(Source(file.read_bytes(), file.name), knowledge)
    parse = time.process_time() - start
    cache = home / "stages-cache"
    with Library.open(home / "library", writing=False, program="benchmark", cache=cache) as opened:
        start = time.process_time()
        for document in opened.documents.all():
            opened.documents.passages(document)
        read = time.process_time() - start
        start = time.process_time()
        opened.deriving.indexing.run()
        index = time.process_time() - start
        start = time.process_time()
        opened.deriving.evaluating.run()
        evidence = time.process_time() - start
    return {
        "parse": parse,
        "read back": read,
        "index (with reading)": index,
        "evidence (with reading)": evidence,
    }


def main() -> None:
    """Print the laps in turns, their ratio, and where the time goes."""
    files = Path(sys.argv[1]) if len(sys.argv) > 1 else FILES
    if not files.is_dir():
        print(f"{files} is not there: nothing to measure")
        return
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        environment = {
            **os.environ,
            "HOME": place,
            "DOSSIER_CACHE": str(home / "cache"),
            "PYTHONPATH": str(ROOT),
        }
        first = dossier(home, files, environment)
        documents, passages = write_pages(home / "library", home / "cache", home)
        print(f"{documents} documents, {passages} passages without headings")
        peers = shutil.which("recollindex") is not None
        if not peers:
            print("Recoll is not installed: no peer beside it")
        print(told("Dossier, first lap", first))
        for _ in range(LAPS if peers else 0):
            theirs = recoll(home, "passages", environment)
            ours = dossier(home, files, environment)
            whole = recoll(home, "countries", environment)
            print(told("Recoll, file a passage", theirs))
            print(told("Dossier", ours))
            print(told("Recoll, file a country", whole))
            print(
                f"  ratio to a passage {ours.wall / theirs.wall:.2f} (floor 1.00), "
                f"to a country {ours.wall / whole.wall:.1f}"
            )
        for name, seconds in stages(home, files).items():
            print(f"  {name:<24} {seconds:5.1f} s processor")


if __name__ == "__main__":
    main()
