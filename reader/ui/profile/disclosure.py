"""A quiet heading that unfolds what it names."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from reader.ui.theme import Theme

_MARK = 7


class Disclosure(QAbstractButton):
    """A small triangle and a word; checked is open. Enter and Space press it."""

    def __init__(self, theme: Theme, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(heading)
        self.setCheckable(True)
        self.setAccessibleName(heading)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: triangle and word."""
        metrics = QFontMetrics(self._theme.font("small"))
        width = _MARK + 5 + metrics.horizontalAdvance(self.text()) + 4
        return QSize(width, metrics.height() + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the triangle points right while closed, down while open."""
        theme = self._theme
        lit = self.isChecked() or self.underMouse()
        colour = theme.colour("text" if lit else "muted")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        box = QRectF(1, self.height() / 2 - _MARK / 2, _MARK, _MARK)
        middle = box.center()
        if self.isChecked():
            corners = [
                QPointF(box.left(), box.top() + 1),
                QPointF(box.right(), box.top() + 1),
                QPointF(middle.x(), box.bottom()),
            ]
        else:
            corners = [
                QPointF(box.left() + 1, box.top()),
                QPointF(box.right(), middle.y()),
                QPointF(box.left() + 1, box.bottom()),
            ]
        painter.drawPolygon(QPolygonF(corners))
        painter.setFont(theme.font("small"))
        painter.setPen(colour)
        words = self.rect().adjusted(_MARK + 5, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
