"""How smooth the window stays while a folder is imported: the gaps between beats of its thread.

`python tests/benchmarks/frames.py [FOLDER]`; without a folder, the World Factbook's files beside
the checkout, or else as many pages of made-up words. A beat comes every 4 ms at best; what comes
late held the thread that draws and answers keys.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from reader.library.library import Library
from reader.ui.app import make_application, make_window
from reader.ui.session import Session

FILES = Path(__file__).parents[3] / "shared" / "data" / "factbook"
_BEAT_MS = 4
_PAGES = 260


def made_up(folder: Path) -> Path:
    """As many pages of as many words as the factbook has, from a seed."""
    words = random.Random(1)
    syllables = ["ka", "lo", "mi", "ren", "tu", "va", "so", "pel", "gri", "nor", "da", "fe"]
    vocabulary = ["".join(words.choices(syllables, k=words.randint(2, 4))) for _ in range(8000)]
    folder.mkdir()
    for number in range(_PAGES):
        parts = [f"# Page {number}"]
        parts += [" ".join(words.choices(vocabulary, k=14)) + "." for _ in range(450)]
        (folder / f"{number:03d}.md").write_text("\n\n".join(parts), encoding="utf-8")
    return folder


def gaps_while(busy: Callable[[], bool]) -> list[float]:
    """Milliseconds between the beats until `busy()` is false."""
    loop, found = QEventLoop(), []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        found.append((now - last) * 1000)
        last = now
        if not busy():
            loop.quit()

    timer = QTimer()
    timer.setInterval(_BEAT_MS)
    timer.timeout.connect(beat)
    timer.start()
    loop.exec()
    return found


def told(name: str, gaps: list[float]) -> str:
    """The gaps' median, 99th percentile and maximum."""
    ordered = sorted(gaps)
    return (
        f"{name:<28} beats {len(gaps):6}  median {ordered[len(ordered) // 2]:5.1f} ms"
        f"  p99 {ordered[int(len(ordered) * 0.99)]:5.1f} ms  longest {ordered[-1]:6.1f} ms"
        f"  over 50 ms: {sum(gap > 50 for gap in gaps)}"
    )


def main() -> None:
    """Print the gaps at rest, for the machine's own noise, and during the import."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        os.environ["DOSSIER_CACHE"] = str(home / "cache")
        if len(sys.argv) > 1:
            files = Path(sys.argv[1])
        else:
            files = FILES if FILES.is_dir() else made_up(home / "pages")
        application = make_application()
        library = Library.create(home / "library", program="benchmark", cache=home / "cache")
        window = make_window(
            library, theme="light", session=Session(home / "window.ini", library.identifier)
        )
        window.show()
        window.start()
        until = time.perf_counter() + 2.5
        gaps_while(lambda: time.perf_counter() < until)
        until = time.perf_counter() + 4
        rest = gaps_while(lambda: time.perf_counter() < until)
        start = time.perf_counter()
        window.importing.run([files])
        during = gaps_while(lambda: not window.tasks.idle)
        seconds = time.perf_counter() - start
        print(told("at rest", rest))
        print(told("importing", during) + "   (floor of p99: 50)")
        print(f"{len(library.documents.all())} documents in {seconds:.1f} s")
        window.close()
        application.processEvents()


if __name__ == "__main__":
    main()
