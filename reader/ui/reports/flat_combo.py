"""A combo box that looks like the panel's other controls."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from reader.ui.theme import Theme


class FlatCombo(QComboBox):
    """Paints a frame, the chosen text and a small chevron; all else is Qt's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.setPalette(theme.palette())
        self.setFont(theme.font("tool", bold=True))
        self.setFixedHeight(self.fontMetrics().height() + 11)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the closed box."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "line"), 1))
        painter.setBrush(theme.colour("page" if self.underMouse() else "surface"))
        radius = theme.size("radius")
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, radius, radius)
        chosen = self.currentIndex() >= 0
        painter.setPen(theme.colour("text" if chosen and self.isEnabled() else "muted"))
        painter.setFont(self.font())
        room = self.rect().adjusted(9, 0, -24, 0)
        text = self.fontMetrics().elidedText(
            self.currentText() if chosen else self.placeholderText(),
            Qt.TextElideMode.ElideRight,
            room.width(),
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(
            QPen(theme.colour("muted"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QPointF(self.width() - 14, self.height() / 2)
        painter.drawPolyline(
            [middle + QPointF(-3.5, -1.5), middle + QPointF(0, 2), middle + QPointF(3.5, -1.5)]
        )
        painter.end()


class PencilButton(QToolButton):
    """A button whose sign is a pencil."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(28, 28)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the button's ground, and the pencil."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour("muted" if self.isEnabled() else "line")
        painter.setPen(QPen(colour, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        middle = QPointF(self.width() / 2, self.height() / 2)
        outline = ((-5, 5), (-4, 1.5), (2.5, -5), (5, -2.5), (-1.5, 4), (-5, 5))
        painter.drawPolyline([middle + QPointF(*point) for point in outline])
        painter.end()
