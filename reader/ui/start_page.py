"""What stands in the reading column while no document is open: what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.ui.theme import Theme


class StartPage(QWidget):
    """Three ways in, each with its key."""

    searchRequested = Signal()
    importRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = QLabel("Open a document, or follow a score to its evidence", self)
        self._title.setObjectName("startTitle")
        self._title.setWordWrap(True)
        self._words = QLabel(
            "Choose a document on the left, search the library (Ctrl+L), or click a score on the"
            " right: it opens the passage that supports it.\n\n"
            "Select words in a document and press Ctrl+D to bookmark them for a report.",
            self,
        )
        self._words.setWordWrap(True)
        self._search = QPushButton("Search the library", self)
        self._search.clicked.connect(lambda: self.searchRequested.emit())
        self._import = QPushButton("Import files…", self)
        self._import.clicked.connect(lambda: self.importRequested.emit())
        buttons = QHBoxLayout()
        buttons.addWidget(self._search)
        buttons.addWidget(self._import)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addLayout(buttons)
        column.addStretch(5)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column, 6)
        row.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take over a theme's fonts."""
        self._title.setFont(theme.font("reading_heading", role="reading", bold=True))
        for widget in (self._words, self._search, self._import):
            widget.setFont(theme.font("tool"))
