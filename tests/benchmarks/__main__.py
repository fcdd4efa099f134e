"""Run every benchmark: `python -m tests.benchmarks`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAMES = (
    "start",
    "evidence_quality",
    "extraction",
    "workbook",
    "factbook",
    "frames",
    "anchoring",
    "typing_help",
)
PACKAGES = ("search",)

if __name__ == "__main__":
    for name in NAMES:
        file = Path(__file__).with_name(f"{name}.py")
        if file.is_file():
            print(f"\n== {name}", flush=True)
            subprocess.run([sys.executable, str(file)], check=True)
    for name in PACKAGES:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)
