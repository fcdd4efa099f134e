"""What is shown in place of a library that cannot be opened: why, and what can be done about it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.domain.errors import ReaderError
from reader.library.progress import CancelToken, Progress, Report
from reader.library.restoring import Restored, restore_backup
from reader.ui.progress_box import ProgressBox
from reader.ui.stylesheet import window_stylesheet
from reader.ui.tasks import Tasks
from reader.ui.theme import Theme

PROGRAM = "the Dossier window"
RESTORE = "Restoring"


class TroubleWindow(QWidget):
    """A small window with the reason and three ways on; `opened` carries the library to show."""

    opened = Signal(Path)

    def __init__(self, folder: Path, error: ReaderError, theme: Theme, resources: Path) -> None:
        super().__init__()
        self._folder = folder
        self._tasks = Tasks(self)
        self.setObjectName("troubleWindow")
        self.setWindowTitle("Dossier")
        QGuiApplication.setPalette(theme.palette())
        self.setFont(theme.font("tool"))
        self.setStyleSheet(window_stylesheet(resources, theme))
        self._title = QLabel("The library cannot be opened", self)
        self._title.setObjectName("troubleTitle")
        self._title.setFont(theme.font("reading_heading", bold=True))
        self._words = QLabel(self)
        self._words.setObjectName("troubleWords")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._progress = ProgressBox(self)
        self._buttons = {
            "again": self._button("Try again", lambda: self.opened.emit(self._folder)),
            "restore": self._button("Restore a backup…", self.ask_for_backup),
            "other": self._button("Open another library…", self.ask_for_library),
            "quit": self._button("Quit", self.close),
        }
        self._buttons["restore"].setToolTip("The library that is there is moved aside and kept")
        self._arrange()
        self._tasks.progressed.connect(self._progress.advance)
        self._tasks.finished.connect(self._progress.end)
        self._progress.cancelRequested.connect(self._tasks.cancel)
        self.explain(error)
        self.resize(620, 260)

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def explain(self, error: ReaderError) -> None:
        """Say why."""
        self._words.setText(str(error))
        self.setAccessibleName(f"{self._title.text()}: {error}")

    def ask_for_backup(self) -> None:
        """Choose a backup to put in the library's place."""
        file, _ = QFileDialog.getOpenFileName(
            self, "Restore a backup", str(Path.home()), "Backups of libraries (*.zip)"
        )
        if file:
            self.restore(Path(file))

    def restore(self, file: Path) -> None:
        """Put a backup in the library's place; the library that is there is moved aside."""
        folder = self._folder

        def work(report: Report, cancel: CancelToken) -> Restored:
            report(Progress("restore", 0, 0))
            return restore_backup(
                file, folder, program=PROGRAM, replace=True, report=report, cancel=cancel
            )

        self._progress.begin(RESTORE)
        self._tasks.write(RESTORE, work, lambda done: self.opened.emit(done.folder), self.explain)

    def ask_for_library(self) -> None:
        """Choose another library to open."""
        folder = QFileDialog.getExistingDirectory(
            self, "Open another library", str(self._folder.parent)
        )
        if folder:
            self.opened.emit(Path(folder))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:
        """Qt: end what is under way."""
        self._tasks.close()

    def _button(self, words: str, call: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(True)
        button.clicked.connect(call)
        return button

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 26, 28, 20)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
