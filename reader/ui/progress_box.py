"""Long work in the status line: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from reader.library.progress import Progress

# Work that is done sooner needs no sign.
_SHOW_AFTER_MS = 300


class ProgressBox(QWidget):
    """Shows one piece of work at a time."""

    cancelRequested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressBox")
        self._name = ""
        self._words = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName("Progress")
        self._cancel = QToolButton(self)
        self._cancel.setText("Stop")
        self._cancel.setToolTip("Stop; what is finished is kept")
        self._cancel.clicked.connect(lambda: self.cancelRequested.emit(self._name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SHOW_AFTER_MS)
        self._later.timeout.connect(self.show)
        self.hide()

    def begin(self, name: str) -> None:
        """Work of that name began."""
        self._name = name
        self._words.setText(f"{name} …")
        self._bar.setRange(0, 0)
        self._later.start()

    def advance(self, name: str, progress: Progress) -> None:
        """Work got on."""
        if name != self._name:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        count = f" {progress.done} of {progress.total}" if progress.total else ""
        item = f": {progress.name}" if progress.name else ""
        words = f"{name}{count}{item}"
        self._words.setText(words if len(words) < 90 else f"{words[:89]}…")

    def end(self, name: str) -> None:
        """Work ended."""
        if name == self._name:
            self._name = ""
            self._later.stop()
            self.hide()
