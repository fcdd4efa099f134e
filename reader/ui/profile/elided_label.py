"""A line of text that shortens itself with an ellipsis and keeps the whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget


class ElidedLabel(QWidget):
    """One line, elided at the right; `minimum` characters stay in any case."""

    def __init__(self, parent: QWidget | None = None, *, minimum: int = 4) -> None:
        super().__init__(parent)
        self._text = ""
        self._tip = ""
        self._minimum = minimum
        self._lift = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole text, shown or not."""
        return self._text

    def set_text(self, text: str, *, tip: str = "") -> None:
        """Show `text` (plain); `tip` is its tooltip, by default the text where it is cut."""
        self._text = text
        self._tip = tip
        self.setAccessibleName(text)
        self.updateGeometry()
        self._refresh()

    def set_lift(self, pixels: int) -> None:
        """Leave room below the line, to stand on the base line of a larger font beside it."""
        self._lift = pixels
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The room for the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height() + self._lift)

    def minimumSizeHint(self) -> QSize:
        """The room for the first characters and the ellipsis."""
        metrics = self.fontMetrics()
        kept = self._text[: self._minimum] + "…" if self._minimum else ""
        least = metrics.horizontalAdvance(kept)
        return QSize(min(least, self.sizeHint().width()), metrics.height() + self._lift)

    def resizeEvent(self, event: object) -> None:
        """Offer the whole text as a tooltip only where it is cut."""
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(
            self.rect().adjusted(0, 0, 0, -self._lift),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._shown(),
        )
        painter.end()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())

    def _refresh(self) -> None:
        self.setToolTip(self._tip or (self._text if self._shown() != self._text else ""))
        self.update()
