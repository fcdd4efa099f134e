"""How figures look everywhere: tabular digits, and the arrow shape of a change."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.domain.scoring import Direction
from reader.library.profile_values import change_direction, is_worse
from reader.ui.theme import Theme

ARROW = 9
"""Side of the square that an arrow is drawn in, in pixels."""


def tabular(font: QFont) -> QFont:
    """The font with digits of one width, so that figures in a column align."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag.fromString("tnum"), 1)
    return figures


def change_colour(theme: Theme, change: Decimal, direction: Direction) -> QColor:
    """The colour of a change by what it means; the arrow's shape and the sign say it as well."""
    worse = is_worse(change, direction)
    return theme.colour("muted" if worse is None else "error" if worse else "accent")


def paint_arrow(painter: QPainter, square: QRectF, moved: int, colour: QColor) -> None:
    """Draw ▲ for a rise, ▼ for a fall and ▬ for no change (`moved` 1, -1, 0) in `square`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    middle = square.center()
    if moved == 0:
        painter.drawRect(QRectF(square.left(), middle.y() - 1.5, square.width(), 3))
    else:
        inset = square.height() * 0.08
        top, bottom = square.top() + inset, square.bottom() - inset
        tip, foot = (top, bottom) if moved > 0 else (bottom, top)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x(), tip),
                    QPointF(square.right(), foot),
                    QPointF(square.left(), foot),
                ]
            )
        )
    painter.restore()


class ArrowMark(QWidget):
    """The arrow of a change as a widget of its own; empty where there is no change to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moved: int | None = None
        self._colour = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_change(self, change: Decimal | None, colour: QColor) -> None:
        """Point as `change` does, in `colour`; nothing for None."""
        self._moved = None if change is None else change_direction(change)
        self._colour = QColor(colour)
        self.setVisible(self._moved is not None)
        self.update()

    @property
    def moved(self) -> int | None:
        """1, -1 or 0 for the shape shown, None for nothing."""
        return self._moved

    def sizeHint(self) -> QSize:
        """The square of the arrow."""
        return QSize(ARROW, ARROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        if self._moved is not None:
            painter = QPainter(self)
            paint_arrow(painter, QRectF(self.rect()), self._moved, self._colour)
            painter.end()
