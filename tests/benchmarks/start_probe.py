"""One start of a window, measured from inside: run by `start.py` as a process of its own.

Usage: start_probe.py empty|dossier STARTED [LIBRARY]; STARTED is time.time() before the process
was made. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

started = float(sys.argv[2])


def memory_mb() -> float:
    """Proportional set size of this process and its children, in MB (Linux)."""
    import os

    total = 0
    mine = {os.getpid()}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if parent in mine:
                mine.add(int(entry.name))
    for process in mine:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Rss:"):
                total += int(line.split()[1])
    return total / 1024


def finish(**figures: object) -> None:
    """Print the figures and end at once."""
    import os

    print(json.dumps(figures), flush=True)
    os._exit(0)


def empty() -> None:
    """An empty window, until its first paint."""
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            finish(seconds=time.time() - started, memory_mb=memory_mb())

    application = QApplication([])
    application.setStyle("Fusion")
    window = Window()
    window.resize(1440, 900)
    window.show()
    application.exec()


def dossier() -> None:
    """The real window on a library: until it is painted, and until a typed key has results."""
    from reader.__main__ import import_what_needs_no_qt

    import_what_needs_no_qt()

    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from reader.ui.app import make_application, make_window, open_library

    application = make_application()
    library, _ = open_library(Path(sys.argv[3]), starter=True)
    window = make_window(library)
    figures: dict[str, object] = {}
    keys: list[float] = []
    text = iter("cocaine trafficking")
    line = window.top_bar.search_field.line
    panel = window.left.results

    def press() -> None:
        key = next(text, None)
        if key is None:
            figures["key_ms"] = [round(each * 1000, 1) for each in keys]
            figures["memory_mb"] = memory_mb()
            finish(**figures)
        figures["pressed"] = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, str(key))
            QApplication.postEvent(line, event)

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                if watched is window and "painted" not in figures:
                    figures["painted"] = time.time() - started
                    QTimer.singleShot(0, press)
                shown = window.search.results
                inside = isinstance(watched, QWidget) and panel.isAncestorOf(watched)
                if inside and shown is not None and shown.query.text == line.text():
                    pressed = figures.pop("pressed", None)
                    if isinstance(pressed, float):
                        keys.append(time.perf_counter() - pressed)
                        figures.setdefault("seconds", time.time() - started)
                        QTimer.singleShot(60, press)
            return False

    watch = Watch()
    application.installEventFilter(watch)
    window.show()
    QTimer.singleShot(0, window.start)
    application.exec()


if __name__ == "__main__":
    {"empty": empty, "dossier": dossier}[sys.argv[1]]()
