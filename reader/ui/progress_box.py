"""Long work in the status line: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from reader.library.progress import Progress
from reader.ui.importing.pace import Pace

# Work that is done sooner needs no sign.
_SHOW_AFTER_MS = 300
_NAME = 40
# An import goes on with the index and the evidence, which count other things.
_STAGES = {"index": "Indexing", "evidence": "Looking for evidence"}


class ProgressBox(QWidget):
    """Shows one piece of work at a time."""

    cancelRequested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressBox")
        self._name = ""
        self._pace = Pace()
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

    @property
    def busy(self) -> bool:
        """Whether there is work that it was told of."""
        return bool(self._name)

    def begin(self, name: str) -> None:
        """Work of that name began."""
        self._name = name
        self._pace = Pace()
        self._words.setText(f"{name} …")
        self._bar.setRange(0, 0)
        self._later.start()

    def advance(self, name: str, progress: Progress) -> None:
        """Work got on."""
        if name != self._name:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        count = f" {progress.done:,} of {progress.total:,}" if progress.total else ""
        pace = self._pace.words(progress.stage, progress.done, progress.total)
        item = progress.name if len(progress.name) <= _NAME else f"{progress.name[: _NAME - 1]}…"
        stage = _STAGES.get(progress.stage, name)
        self._words.setText(" · ".join(each for each in (f"{stage}{count}", item, pace) if each))
        self._words.setToolTip(progress.name)

    def end(self, name: str) -> None:
        """Work ended."""
        if name == self._name:
            self._name = ""
            self._later.stop()
            self.hide()
