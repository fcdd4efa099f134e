"""A small rounded button in lines of such: `Country ▾`, `✓ Peru ×`, a link with its count."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from reader.ui.theme import Theme

_SIDE = 8
_SIGN = 8
_SIGN_GAP = 4
_WIDEST = 190


class Pill(QAbstractButton):
    """A name, with a number or words behind it that are never cut, and signs.

    `opens` draws a triangle (something unfolds), `removes` a cross; a `quiet` one has no frame,
    and the words of one that begins at the `left` are not centred. One that is `chosen` has a tick
    and a frame, so that colour is not all that tells.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget,
        *,
        tail: str = "",
        opens: bool = False,
        removes: bool = False,
        left: bool = False,
        quiet: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._tail = tail
        self._opens = opens
        self._removes = removes
        self._left = left
        self._quiet = quiet
        self._chosen = False
        self._hint: QSize | None = None
        self.setAccessibleName(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def words(self) -> str:
        """What it says."""
        return self._name + (f" {self._tail}" if self._tail else "")

    @property
    def shown(self) -> str:
        """What it says in the room that it has."""
        metrics = QFontMetrics(self._theme.font("small"))
        tail = f" {self._tail}" if self._tail else ""
        room = self.width() - self._around - metrics.horizontalAdvance(tail)
        return metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room) + tail

    @property
    def chosen(self) -> bool:
        """Whether it is chosen."""
        return self._chosen

    def say(self, name: str, tail: str = "") -> None:
        """Say something else."""
        if (name, tail) != (self._name, self._tail):
            self._name, self._tail = name, tail
            self.setAccessibleName(self.words)
            self._measure_anew()

    def set_chosen(self, *, chosen: bool) -> None:
        """Look chosen, or not."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._measure_anew()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._measure_anew()

    def _measure_anew(self) -> None:
        self._hint = None
        self.updateGeometry()
        self.update()

    @property
    def _around(self) -> int:
        signs = int(self._chosen and not self._removes) + int(self._opens) + int(self._removes)
        return 2 * _SIDE + signs * (_SIGN + _SIGN_GAP)

    def sizeHint(self) -> QSize:
        """Qt: all that it says; a long name is cut. Rows of them ask often, so it is kept."""
        if self._hint is not None:
            return self._hint
        metrics = QFontMetrics(self._theme.font("small"))
        tail = metrics.horizontalAdvance(f" {self._tail}") if self._tail else 0
        # Advances are rounded, and cutting is not: without the pixel more, "P3" became "…".
        words = metrics.horizontalAdvance(self._name) + tail + 1
        self._hint = QSize(min(words, _WIDEST) + self._around, metrics.height() + 7)
        return self._hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter presses it as Space does, Delete removes."""
        removal = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) if self._removes else ()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, *removal):
            self.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: the border follows the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the border follows the pointer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the pill."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.isEnabled() and (self.underMouse() or self.hasFocus())
        framed = lively or self._chosen
        width = 2.0 if self.hasFocus() else 1.0
        frame = QPen(theme.colour("accent" if framed else "line"), width)
        painter.setPen(Qt.PenStyle.NoPen if self._quiet and not framed else frame)
        ground = "selected" if self.isDown() or self._chosen else "surface"
        painter.setBrush(theme.colour(ground))
        pill = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = min(pill.height() / 2, 12)
        painter.drawRoundedRect(pill, radius, radius)
        colour = theme.colour("text" if self.isEnabled() else "muted")
        words = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        if self._chosen and not self._removes:
            self._tick(painter, words.left(), theme.colour("accent"))
            words.setLeft(words.left() + _SIGN + _SIGN_GAP)
        if self._opens or self._removes:
            self._sign(painter, words.right() - _SIGN + 1, colour)
            words.setRight(words.right() - _SIGN - _SIGN_GAP)
        painter.setFont(theme.font("small"))
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignLeft if self._left else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, self.shown)
        painter.end()

    def _tick(self, painter: QPainter, left: float, colour: QColor) -> None:
        middle = self.height() / 2
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [(0, 0.5), (2.8, 3.2), (7.5, -3.0)]
        painter.drawPolyline(QPolygonF([QPointF(left + x, middle + y) for x, y in points]))

    def _sign(self, painter: QPainter, left: float, colour: QColor) -> None:
        middle = self.height() / 2
        if self._removes:
            painter.setPen(QPen(colour, 1.3))
            painter.drawLine(QPointF(left + 1, middle - 3), QPointF(left + 7, middle + 3))
            painter.drawLine(QPointF(left + 1, middle + 3), QPointF(left + 7, middle - 3))
            return
        up = self.isCheckable() and self.isChecked()
        base, point = (2.0, -2.5) if up else (-2.0, 2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        corners = [(0.5, base), (7.5, base), (4.0, point)]
        painter.drawPolygon(QPolygonF([QPointF(left + x, middle + y) for x, y in corners]))
