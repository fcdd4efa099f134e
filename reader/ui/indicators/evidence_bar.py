"""The thin bar under the reading column that walks through the evidence of one indicator."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reader.domain.evidence import EvidenceState
from reader.domain.scoring import Indicator
from reader.library.profile_values import NO_EVIDENCE, score_text
from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.profile.figures import tabular
from reader.ui.theme import Theme

PREVIOUS_KEYS = "Alt+Up"
NEXT_KEYS = "Alt+Down"
"""The shortcuts that the window binds to the previous and the next passage."""


class ColourSquare(QWidget):
    """A pillar's colour; its name stands beside it, so that it says nothing alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_colour(self, colour: QColor) -> None:
        """Show a colour."""
        self._colour = QColor(colour)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the square."""
        return QSize(9, 9)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the square with soft corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.end()


class EvidenceBar(QFrame):
    """Which passage of an indicator's evidence is read, and the way to the others.

    The window binds `PREVIOUS_KEYS` and `NEXT_KEYS`; the bar names them in its tooltips.
    """

    previousRequested = Signal()
    nextRequested = Signal()
    closeRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pillar = ""
        self._square = ColourSquare(self)
        self._title = ElidedLabel(self, minimum=6)
        self._score = ElidedLabel(self, minimum=5)
        self._place = ElidedLabel(self, minimum=99)
        self._matched = ElidedLabel(self, minimum=0)
        self._previous = self._button(
            "‹", f"Previous passage ({PREVIOUS_KEYS})", self.previousRequested
        )
        self._next = self._button("›", f"Next passage ({NEXT_KEYS})", self.nextRequested)
        self._close = self._button("×", "Close the evidence bar", self.closeRequested)
        self._arrange()
        self.setAccessibleName("Evidence")
        self.setAutoFillBackground(True)
        self.set_theme(theme)

    # What the window calls

    def show_passage(
        self,
        indicator: Indicator,
        score: Decimal | None,
        *,
        position: int,
        count: int,
        matched: tuple[str, ...] = (),
        state: EvidenceState = EvidenceState.SUGGESTED,
    ) -> None:
        """Name the passage that is read: `position` from 1 of `count`, its words and its state."""
        self._show_indicator(indicator, score)
        self._place.set_text(f"{position} of {count} · {state.value}")
        words = ", ".join(dict.fromkeys(matched))
        self._matched.set_text(
            f"· {words}" if words else "", tip=f"Words that matched: {words}" if words else ""
        )
        self._previous.setEnabled(position > 1)
        self._next.setEnabled(position < count)
        self._describe()

    def show_no_evidence(self, indicator: Indicator, score: Decimal | None) -> None:
        """Say that no passage of the library bears on the indicator."""
        self._show_indicator(indicator, score)
        self._place.set_text(NO_EVIDENCE)
        self._matched.set_text("")
        self._previous.setEnabled(False)
        self._next.setEnabled(False)
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("surface"))
        self.setPalette(palette)
        for label in (self._title, self._score):
            label.setFont(tabular(theme.font("tool", bold=True)))
        muted = QPalette(palette)
        muted.setColor(QPalette.ColorRole.WindowText, theme.colour("muted"))
        italic = theme.font("tool")
        italic.setItalic(True)
        for label, font in ((self._place, tabular(theme.font("tool"))), (self._matched, italic)):
            label.setPalette(muted)
            label.setFont(font)
        for button in (self._previous, self._next, self._close):
            button.setFont(theme.font("tool", bold=True))
        self._square.set_colour(theme.pillar(self._pillar))

    @property
    def text(self) -> str:
        """Everything the bar says, on one line."""
        parts = (self._title.text, self._score.text, self._place.text, self._matched.text)
        return " ".join(part for part in parts if part)

    @property
    def previous_button(self) -> QToolButton:
        """The button to the passage before."""
        return self._previous

    @property
    def next_button(self) -> QToolButton:
        """The button to the passage after."""
        return self._next

    @property
    def close_button(self) -> QToolButton:
        """The button that closes the bar."""
        return self._close

    # Own

    def _button(self, sign: str, words: str, signal: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.setFixedSize(26, 26)
        button.clicked.connect(signal)
        return button

    def _arrange(self) -> None:
        self._matched.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._square)
        row.addWidget(self._title)
        row.addWidget(self._score)
        row.addWidget(self._place)
        row.addWidget(self._matched, 1)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        row.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)
        layout.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a thin line parts the bar from the text above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
        painter.end()

    def _show_indicator(self, indicator: Indicator, score: Decimal | None) -> None:
        self._pillar = indicator.pillar
        self._square.set_colour(self._theme.pillar(indicator.pillar))
        self._title.set_text(indicator.name, tip=f"{indicator.name}: {indicator.definition}")
        self._score.set_text("" if score is None else score_text(score))
        self._score.setVisible(score is not None)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.text)
