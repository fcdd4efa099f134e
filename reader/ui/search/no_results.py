"""What stands below the head where no passage was found: why, and queries that find some."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from reader.domain.query import Query
from reader.library.progress import Progress
from reader.library.search_results import Alternative
from reader.ui.documents.control_style import panel_palette
from reader.ui.flow_row import FlowRow
from reader.ui.search.pill import Pill
from reader.ui.search.result_words import alternative_words, counted
from reader.ui.theme import Theme


class NoResults(QScrollArea):
    """A line and an explaining one, then alternatives to press, or how far the index is.

    `alternativeChosen` carries the query to search for.
    """

    alternativeChosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = QLabel(self)
        self._words = QLabel(self)
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._links: list[Pill] = []
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName("Building the search index")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = self._inside = QWidget(self)
        self._row = FlowRow(inside, line_gap=6)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(14, 24, 14, 14)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addWidget(self._row)
        layout.addStretch(1)
        self.setWidget(inside)
        self._bar.hide()
        self.set_theme(theme)

    def say(self, title: str, words: str = "") -> None:
        """Show these lines, and nothing else."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(self.text)
        self._bar.hide()
        self._offer([])

    def offer(self, query: Query, alternatives: Sequence[Alternative]) -> None:
        """Show queries that find something, each with how much."""
        self._offer([(each, alternative_words(query, each)) for each in alternatives])

    def advance(self, progress: Progress | None) -> None:
        """Show how far the index is; None where that is not known yet."""
        self._bar.setRange(0, progress.total if progress else 0)
        self._bar.setValue(progress.done if progress else 0)
        self._bar.show()

    @property
    def text(self) -> str:
        """Both lines as one."""
        return f"{self._title.text()} {self._words.text()}".strip()

    @property
    def alternatives(self) -> list[Pill]:
        """The queries to press, in order."""
        return list(self._links)

    @property
    def bar(self) -> QProgressBar:
        """How far the index is."""
        return self._bar

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setPalette(panel_palette(theme))
        self._inside.setPalette(panel_palette(theme))
        track, accent = theme.colour("track").name(), theme.colour("accent").name()
        self._bar.setStyleSheet(
            f"QProgressBar {{ border: 0; background: {track}; border-radius: 2px; }}"
            f" QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}"
        )
        self._title.setFont(theme.font("tool", bold=True))
        self._title.setPalette(panel_palette(theme))
        self._words.setFont(theme.font("tool"))
        self._words.setPalette(panel_palette(theme, muted=True))
        for link in self._links:
            link.set_theme(theme)
        self._row.rearrange()

    def _offer(self, entries: Sequence[tuple[Alternative, str]]) -> None:
        if not entries and not self._links:
            return
        for link in self._links:
            link.hide()
            link.deleteLater()
        self._links = []
        for alternative, words in entries:
            tail = counted(alternative.total, "passage")
            link = Pill(self._theme, f"{words}:", self._row, tail=tail, left=True)
            link.setAccessibleName(f"{words}: {tail}. Search for {alternative.text}")
            link.setToolTip(f"Search for {alternative.text}")
            link.clicked.connect(lambda _=False, text=alternative.text: self._choose(text))
            link.show()
            self._links.append(link)
        self._row.set_widgets(self._links, alone=self._links)
        self._row.setVisible(bool(self._links))

    def _choose(self, text: str) -> None:
        self.alternativeChosen.emit(text)
