"""What can be done with the results: open, copy, fold, save, export."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader.ui.search.results_list import ResultsList


class ResultsMenu(QMenu):
    """One menu for the button in the head and for the right mouse button; `hits` are chosen."""

    openWanted = Signal()
    copyWanted = Signal()
    foldAllWanted = Signal()
    unfoldAllWanted = Signal()
    saveWanted = Signal()
    exportWanted = Signal()

    def __init__(self, rows: ResultsList, hits: int, parent: QWidget) -> None:
        super().__init__(parent)
        several = f"Copy {hits:,} passages with citations" if hits > 1 else ""
        opens = self.addAction("Open\tEnter", self.openWanted.emit)
        opens.setEnabled(rows.row is not None)
        words = several or "Copy passage with citation"
        self.addAction(f"{words}\tCtrl+C", self.copyWanted.emit).setEnabled(bool(hits))
        self.addSeparator()
        self.addAction("Fold all documents", self.foldAllWanted.emit)
        self.addAction("Unfold all documents", self.unfoldAllWanted.emit)
        self.addSeparator()
        self.addAction("Save this search…", self.saveWanted.emit)
        self.addAction("Export results…", self.exportWanted.emit)
