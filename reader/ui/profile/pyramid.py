"""The picture of a country's scores: a pyramid for crime and a panel for resilience."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.library.profile_values import scale_text, score_text
from reader.ui.theme import Theme

# Shares of the picture: the base at the highest score, the depth of the shaded side, the panel.
_BASE, _DEPTH, _PANEL, _GAP = 0.70, 0.13, 0.12, 0.05


class PyramidPicture(QWidget):
    """Base: criminal markets; height: criminal actors; panel: resilience.

    Each length is the score's share of the highest score, from zero. What is not known is not
    drawn; with nothing known a dashed outline holds the place.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._markets: Decimal | None = None
        self._actors: Decimal | None = None
        self._resilience: Decimal | None = None
        self._highest = Decimal(10)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Pyramid and panel")
        self._describe()

    def show_scores(
        self,
        markets: Decimal | None,
        actors: Decimal | None,
        resilience: Decimal | None,
        *,
        highest: Decimal,
    ) -> None:
        """Draw three averages on a scale that ends at `highest`; None is not known."""
        self._markets, self._actors, self._resilience = markets, actors, resilience
        self._highest = highest
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another look."""
        self._theme = theme
        self.update()

    @property
    def description(self) -> str:
        """The picture in words."""
        return self.accessibleDescription()

    def sizeHint(self) -> QSize:
        """Qt: a small picture, as high as the figures beside it."""
        return QSize(128, 80)

    def minimumSizeHint(self) -> QSize:
        """Qt: it keeps its size."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, pyramid and panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        self._paint_pyramid(painter, room)
        self._paint_panel(painter, room)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QLineF(room.bottomLeft(), room.bottomRight()))
        painter.end()

    def _paint_pyramid(self, painter: QPainter, room: QRectF) -> None:
        widest, ground = room.width() * _BASE, room.bottom()
        centre = room.left() + widest / 2
        if self._markets is None or self._actors is None:
            self._outline(
                painter,
                QPolygonF(
                    [
                        QPointF(centre - widest * 0.3, ground),
                        QPointF(centre, ground - room.height() * 0.6),
                        QPointF(centre + widest * 0.3, ground),
                    ]
                ),
            )
            return
        base = widest * self._share(self._markets)
        height = room.height() * self._share(self._actors)
        depth = room.width() * _DEPTH * self._share(self._markets)
        left, right = QPointF(centre - base / 2, ground), QPointF(centre + base / 2, ground)
        top = QPointF(centre, ground - height)
        behind = QPointF(right.x() + depth, ground - depth)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.pillar("criminal_actors"))
        painter.drawPolygon(QPolygonF([top, right, behind]))
        painter.setBrush(self._theme.pillar("criminal_markets"))
        painter.drawPolygon(QPolygonF([left, top, right]))

    def _paint_panel(self, painter: QPainter, room: QRectF) -> None:
        width = room.width() * _PANEL
        left = room.left() + room.width() * (_BASE + _DEPTH + _GAP)
        track = QRectF(left, room.top(), width, room.height())
        if self._resilience is None:
            low = track.adjusted(0, track.height() * 0.5, 0, 0)
            self._outline(painter, QPolygonF(low))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("track"))
        painter.drawRoundedRect(track, 2, 2)
        panel = QRectF(track)
        panel.setTop(track.bottom() - track.height() * self._share(self._resilience))
        painter.setBrush(self._theme.pillar("resilience"))
        painter.drawRoundedRect(panel, 2, 2)

    def _outline(self, painter: QPainter, shape: QPolygonF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("line"), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolygon(shape)

    def _share(self, score: Decimal) -> float:
        return float(min(max(score / self._highest, Decimal()), Decimal(1)))

    def _describe(self) -> None:
        scale = scale_text(self._highest)

        def words(score: Decimal | None) -> str:
            return "not known" if score is None else f"{score_text(score)} of {scale}"

        self.setAccessibleDescription(
            f"Base of the pyramid, criminal markets: {words(self._markets)}. "
            f"Its height, criminal actors: {words(self._actors)}. "
            f"Height of the panel, resilience: {words(self._resilience)}."
        )
        self.setToolTip(self.accessibleDescription())
