"""Start to usable window, keystroke to drawn results, memory: beside an empty PySide6 window."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reader.library.library import Library
from reader.places import seeds

PROBE = Path(__file__).with_name("start_probe.py")
RUNS = 9


def probe(*arguments: str, environment: dict[str, str]) -> dict[str, object]:
    """The figures of one start."""
    command = [sys.executable, str(PROBE), arguments[0], repr(time.time()), *arguments[1:]]
    output = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    figures: dict[str, object] = json.loads(output.stdout.splitlines()[-1])
    return figures


def spread(values: list[float]) -> str:
    """Minimum, median and maximum."""
    return f"{min(values):.3f} / {statistics.median(values):.3f} / {max(values):.3f}"


def main() -> None:
    """Print all figures; the two windows take turns, so that their ratio holds on a noisy day."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "DOSSIER_CACHE": f"{home}/cache",
            "XDG_CONFIG_HOME": f"{home}/config",
            "PYTHONPATH": str(PROBE.parents[2]),
        }
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        folder = Path(home) / "library"
        with Library.create(folder, program="benchmark", cache=Path(home) / "cache") as library:
            library.importing.run([seeds()])
            library.deriving.run()
        probe("empty", environment=environment)
        probe("dossier", str(folder), environment=environment)
        empty, full = [], []
        for _ in range(RUNS):
            empty.append(probe("empty", environment=environment))
            full.append(probe("dossier", str(folder), environment=environment))
    seconds = [[float(str(each["seconds"])) for each in runs] for runs in (empty, full)]
    ratios = [ours / theirs for theirs, ours in zip(*seconds)]
    over = [ours - 2 * theirs for theirs, ours in zip(*seconds)]
    keys = [float(key) for each in full for key in each["key_ms"]]  # type: ignore[attr-defined]
    print(f"empty window, painted (s):        {spread(seconds[0])}")
    print(f"Dossier, painted (s):             {spread([float(str(e['painted'])) for e in full])}")
    print(f"Dossier, results of a key (s):    {spread(seconds[1])}")
    print(f"ratio:                            {spread(ratios)}")
    print(f"beyond twice the empty one (s):   {spread(over)}   (floor: 0.100)")
    print(f"key to drawn results (ms):        {spread(keys)}   (floor of the median: 50)")
    memory = [[float(str(each["memory_mb"])) for each in runs] for runs in (empty, full)]
    print(f"memory, empty window (MB):        {spread(memory[0])}")
    print(f"memory, Dossier (MB):             {spread(memory[1])}   (floor: 150)")


if __name__ == "__main__":
    main()
