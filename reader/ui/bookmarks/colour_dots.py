"""The choice of a marker colour: five named dots."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from reader.domain.bookmark import BookmarkColour
from reader.ui.documents.control_style import panel_palette
from reader.ui.theme import Theme

_SIDE = 22


class ColourDot(QAbstractButton):
    """One colour; the chosen one has a ring and a tick."""

    def __init__(self, theme: Theme, colour: BookmarkColour, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.colour = colour
        self.setCheckable(True)
        name = colour.value.capitalize()
        self.setText(name)
        self.setToolTip(name)
        self.setAccessibleName(f"{name} mark")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another look."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the dot with its ring."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the dot."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.setBrush(theme.mark(self.colour))
        painter.setPen(QPen(theme.colour("text" if self.isChecked() else "muted"), 1))
        painter.drawEllipse(whole.adjusted(4.5, 4.5, -4.5, -4.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawEllipse(whole.adjusted(1.5, 1.5, -1.5, -1.5))
        if self.isChecked():
            painter.setPen(
                QPen(theme.colour("text"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            middle = whole.center()
            painter.drawPolyline(
                [middle + QPointF(-3, 0.2), middle + QPointF(-0.8, 2.4), middle + QPointF(3.2, -2)]
            )
        painter.end()


class ColourDots(QWidget):
    """Five dots of which one is chosen; the arrow keys move the choice. `chosen` by the user."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._dots: dict[BookmarkColour, ColourDot] = {}
        self._name = QLabel(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for colour in BookmarkColour:
            dot = ColourDot(theme, colour, self)
            self._dots[colour] = dot
            self._group.addButton(dot)
            layout.addWidget(dot)
            dot.clicked.connect(self._tell)
        layout.addSpacing(4)
        layout.addWidget(self._name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colour of the mark")
        self.set_colour(BookmarkColour.YELLOW)
        self.set_theme(theme)

    @property
    def colour(self) -> BookmarkColour:
        """The chosen colour."""
        return next(colour for colour, dot in self._dots.items() if dot.isChecked())

    def dot(self, colour: BookmarkColour) -> ColourDot:
        """The dot of a colour."""
        return self._dots[colour]

    def set_colour(self, colour: BookmarkColour) -> None:
        """Choose a colour, without a signal."""
        self._dots[colour].setChecked(True)
        self._name.setText(colour.value.capitalize())
        for each, dot in self._dots.items():
            focus = Qt.FocusPolicy.StrongFocus if each is colour else Qt.FocusPolicy.ClickFocus
            dot.setFocusPolicy(focus)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another look."""
        for dot in self._dots.values():
            dot.set_theme(theme)
        self._name.setFont(theme.font("small"))
        self._name.setPalette(panel_palette(theme, muted=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows move the choice."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        colours = list(BookmarkColour)
        to = colours[(colours.index(self.colour) + step) % len(colours)]
        self.set_colour(to)
        self._dots[to].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(to)
        event.accept()

    def _tell(self) -> None:
        self.set_colour(self.colour)
        self.chosen.emit(self.colour)
