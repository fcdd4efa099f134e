"""One overall score in large figures, with its change and what the change means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.domain.scoring import Direction, Total
from reader.library.profile_values import (
    COMPUTED,
    NO_SCORE,
    change_origin_words,
    is_worse,
    score_text,
    total_change_words,
)
from reader.ui.profile.figures import ArrowMark, change_colour, tabular
from reader.ui.theme import Theme


class ScoreFigure(QWidget):
    """Name, figure, change in shape, sign and word, and `computed` where it is not published."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total: Total | None = None
        self._direction = Direction.HIGHER_IS_WORSE
        self._name = QLabel(self)
        self._value = QLabel(self)
        self._arrow = ArrowMark(self)
        self._change = QLabel(self)
        self._change.setWordWrap(True)
        self._computed = QLabel("computed", self)
        self._computed.setToolTip(COMPUTED)
        self._arrange()
        self.set_theme(theme)

    def _arrange(self) -> None:
        change = QHBoxLayout()
        change.setSpacing(4)
        change.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        change.addWidget(self._change, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._name)
        layout.addWidget(self._value)
        layout.addLayout(change)
        layout.addWidget(self._computed)
        layout.addStretch(1)

    def show_total(
        self, name: str, total: Total | None, direction: Direction, previous_edition: str | None
    ) -> None:
        """Show an average by its name; None says that there is none."""
        self._total, self._direction = total, direction
        self._name.setText(name)
        self._value.setText("–" if total is None else score_text(total.value))
        words = NO_SCORE
        if total is not None:
            words = total_change_words(total, direction, previous_edition)
        self._change.setText(words)
        against = f" against {previous_edition}" if previous_edition else ""
        known = total is not None and total.shown_change is not None
        origin = change_origin_words(total, previous_edition) if total is not None else ""
        said = f"{words}; {origin}" if origin else words
        self._change.setToolTip(f"Change{against}: {said}" if known else "")
        self._computed.setVisible(total is not None and total.computed)
        self.setAccessibleName(f"{name} {self._value.text()}, {words}")
        self._colour()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        small = theme.font("small")
        italic = theme.font("small")
        italic.setItalic(True)
        self._name.setFont(small)
        self._value.setFont(tabular(theme.font("score", bold=True)))
        self._change.setFont(tabular(small))
        self._computed.setFont(italic)
        self._paint_text(self._name, "muted")
        self._paint_text(self._computed, "muted")
        self._paint_text(self._value, "text")
        self._colour()

    @property
    def text(self) -> str:
        """What is shown, in one line."""
        parts = [self._name.text(), self._value.text(), self._change.text()]
        if not self._computed.isHidden():
            parts.append(self._computed.text())
        return " ".join(parts)

    @property
    def arrow(self) -> ArrowMark:
        """The shape of the change."""
        return self._arrow

    def _colour(self) -> None:
        change = self._total.shown_change if self._total is not None else None
        colour = self._theme.colour("muted")
        if change is not None:
            colour = change_colour(self._theme, change, self._direction)
        self._arrow.show_change(change, colour)
        moved = change is not None and is_worse(change, self._direction) is not None
        self._paint_text(self._change, "text" if moved else "muted")

    def _paint_text(self, label: QLabel, token: str) -> None:
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(token))
        label.setPalette(palette)
