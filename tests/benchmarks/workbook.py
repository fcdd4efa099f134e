"""The index's workbook imported, and what 193 countries cost: beside a start of the program."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reader.library.library import Library

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared" / "data" / "global_oc_index.xlsx"
RUNS = 5


def run(home: Path, *arguments: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor, all processes of the command counted."""
    environment = {**os.environ, "DOSSIER_CACHE": str(home / "cache"), "PYTHONPATH": str(ROOT)}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "reader", "--library", str(home / "library"), "--empty"]
    subprocess.run(
        [*command, *arguments], env=environment, capture_output=True, check=True, timeout=120
    )
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return ended - begun, used


def spread(values: list[float]) -> str:
    """Minimum, median and maximum."""
    return f"{min(values):.3f} / {statistics.median(values):.3f} / {max(values):.3f}"


def main(workbook: Path) -> None:
    """Print all figures; the import and the plain start take turns."""
    starts, imports = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS):
            home = Path(folder) / str(number)
            home.mkdir()
            imports.append(run(home, "import", str(workbook)))
            starts.append(run(home, "documents", "--json"))
        home = Path(folder) / "0"
        with Library.open(
            home / "library", writing=False, program="benchmark", cache=home / "cache"
        ) as library:
            library.profiles.get("PE")
            profiles = []
            for holding in library.documents.countries():
                begun = time.perf_counter()
                library.profiles.get(holding.country.iso2)
                profiles.append(1000 * (time.perf_counter() - begun))
    print("minimum / median / maximum")
    print(f"a command that reads (s):      {spread([each[0] for each in starts])}")
    print(f"`import` of the workbook (s):  {spread([each[0] for each in imports])}  goal 3")
    print(f"  of the processor (s):        {spread([each[1] for each in imports])}")
    print(f"a country's profile (ms):      {spread(profiles)}  goal 20")


if __name__ == "__main__":
    found = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    if found.is_file():
        main(found)
    else:
        print("the published workbook is not beside this checkout: name it")
