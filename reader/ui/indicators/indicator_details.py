"""The strip below the table: what the chosen indicator means and what supports its score."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from reader.library.profile_values import (
    IndicatorRow,
    PillarRows,
    change_origin_words,
    evidence_words,
    row_change_words,
)
from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.theme import Theme

_HINT = "A click or Enter on a row opens the best passage behind its score."


class IndicatorDetails(QFrame):
    """Name, definition and evidence of one indicator; folds to its first line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._longest: tuple[str, ...] = ()
        self._opened = True
        self._name = ElidedLabel(self, minimum=12)
        self._fold = QToolButton(self)
        self._fold.setAutoRaise(True)
        self._fold.clicked.connect(lambda: self.set_open(not self._opened))
        self._definition = QLabel(self)
        self._definition.setWordWrap(True)
        self._definition.setTextFormat(Qt.TextFormat.PlainText)
        self._definition.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._definition.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._evidence = ElidedLabel(self)
        self.setAccessibleName("About the indicator")
        self.setAutoFillBackground(True)
        self._arrange()
        self.set_theme(theme)
        self.set_open(opened=True)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self._fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 6)
        layout.setSpacing(1)
        layout.addLayout(head)
        layout.addWidget(self._definition)
        layout.addWidget(self._evidence)

    @property
    def text(self) -> str:
        """Everything the strip says, one line each."""
        return "\n".join((self._name.text, self._definition.text(), self._evidence.text))

    @property
    def is_open(self) -> bool:
        """Whether the definition and the evidence are shown."""
        return self._opened

    def set_open(self, opened: bool) -> None:
        """Show the definition and the evidence, or the first line only."""
        self._opened = opened
        self._fold.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.UpArrow)
        words = "Hide the definition" if opened else "Show the definition"
        self._fold.setAccessibleName(words)
        self._fold.setToolTip(words)
        self._definition.setVisible(opened)
        self._evidence.setVisible(opened)

    def set_definitions(self, definitions: tuple[str, ...]) -> None:
        """Reserve the height of the longest, so that the table above never moves."""
        self._longest = definitions
        self._reserve()

    def show_row(self, row: IndicatorRow, pillar: PillarRows) -> None:
        """Explain an indicator of a pillar."""
        self._name.set_text(row.indicator.name)
        self._definition.setText(row.indicator.definition)
        words = evidence_words(row.evidence)
        if row.score is not None and row.score.shown_change is None:
            reason = row_change_words(row, pillar.pillar.direction).removeprefix("n/a — ")
            words = f"{_capital(reason)} · {words}"
        elif row.score is not None and (
            origin := change_origin_words(row.score, row.previous_edition)
        ):
            words = f"{_capital(origin)} · {words}"
        self._evidence.set_text(words)

    def show_pillar(self, pillar: PillarRows, words: str) -> None:
        """Say what a pillar's line says, in `words`."""
        self._name.set_text(pillar.pillar.name)
        self._definition.setText(words)
        self._evidence.set_text("")

    def show_hint(self) -> None:
        """Say how to use the table while no row is current."""
        self._name.set_text("About the indicators")
        self._definition.setText(_HINT)
        self._evidence.set_text("")

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._line = theme.colour("line")
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("raised"))
        self.setPalette(palette)
        self._name.setFont(theme.font("small", bold=True))
        self._definition.setFont(theme.font("small"))
        self._evidence.setFont(theme.font("small"))
        muted = theme.palette()
        muted.setColor(QPalette.ColorRole.WindowText, theme.colour("muted"))
        self._evidence.setPalette(muted)
        self._reserve()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a thin line parts the strip from the rows."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._line)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width breaks the definitions elsewhere."""
        super().resizeEvent(event)
        self._reserve()

    def _reserve(self) -> None:
        width = self.width() - 24
        metrics = self._definition.fontMetrics()
        flags = int(Qt.TextFlag.TextWordWrap.value)
        heights = [
            metrics.boundingRect(0, 0, max(width, 100), 1000, flags, text).height()
            for text in self._longest
        ]
        self._definition.setFixedHeight(min(max(heights, default=0), metrics.lineSpacing() * 4))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
