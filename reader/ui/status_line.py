"""The line at the bottom: which library, what it holds, what was searched, and long work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

WORDS = ("library", "holdings", "search", "offline")
"""What is said, from left to right."""


def arrange_status(bar: QStatusBar, words: Mapping[str, QLabel], progress: QWidget) -> None:
    """Put the labels of `WORDS` and the progress of long work into the bar."""
    bar.setSizeGripEnabled(False)
    bar.addWidget(words["library"])
    bar.addWidget(words["holdings"])
    bar.addWidget(words["search"], 1)
    bar.addPermanentWidget(progress)
    bar.addPermanentWidget(words["offline"])
    words["offline"].setText("Offline")
    words["offline"].setToolTip("Dossier never uses the network")


def show_holdings(words: Mapping[str, QLabel], folder: Path, documents: int, passages: int) -> None:
    """Tell which library is open and how much it holds."""
    count = "1 document" if documents == 1 else f"{documents} documents"
    words["holdings"].setText(f"{count} · {passages} passages")
    words["library"].setText(f"Library: {folder.name}")
    words["library"].setToolTip(str(folder))
