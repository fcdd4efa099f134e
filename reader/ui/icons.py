"""The window's few icons, drawn in the theme's colours."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from reader.ui.theme import Theme

_GRID = 16.0
_FILLED = ("star_full",)
_SIZES = (16, 32, 48)


def _back(path: QPainterPath) -> None:
    path.moveTo(10, 3.5)
    path.lineTo(5.5, 8)
    path.lineTo(10, 12.5)


def _forward(path: QPainterPath) -> None:
    path.moveTo(6, 3.5)
    path.lineTo(10.5, 8)
    path.lineTo(6, 12.5)


def _search(path: QPainterPath) -> None:
    path.addEllipse(QPointF(7, 7), 4, 4)
    path.moveTo(10, 10)
    path.lineTo(13.5, 13.5)


def _menu(path: QPainterPath) -> None:
    for y in (4.5, 8.0, 11.5):
        path.moveTo(3, y)
        path.lineTo(13, y)


def _theme(path: QPainterPath) -> None:
    moon = QPainterPath()
    moon.addEllipse(QPointF(8, 8), 5, 5)
    shade = QPainterPath()
    shade.addEllipse(QPointF(10.6, 6), 4.4, 4.4)
    path.addPath(moon.subtracted(shade))


def _bookmark(path: QPainterPath) -> None:
    path.moveTo(4.5, 2.5)
    path.lineTo(11.5, 2.5)
    path.lineTo(11.5, 13.5)
    path.lineTo(8, 10.7)
    path.lineTo(4.5, 13.5)
    path.closeSubpath()


def _report(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3.5, 2.5, 9, 11), 1, 1)
    for y in (5.5, 8.0, 10.5):
        path.moveTo(5.5, y)
        path.lineTo(10.5, y)


def _country(path: QPainterPath) -> None:
    path.moveTo(4, 13.5)
    path.lineTo(4, 2.5)
    path.lineTo(12, 2.5)
    path.lineTo(10, 5.5)
    path.lineTo(12, 8.5)
    path.lineTo(4, 8.5)


def _clock(path: QPainterPath) -> None:
    path.addEllipse(QPointF(8, 8), 5.2, 5.2)
    path.moveTo(8, 4.8)
    path.lineTo(8, 8)
    path.lineTo(10.4, 9.4)


def _filter(path: QPainterPath) -> None:
    path.moveTo(3, 4)
    path.lineTo(13, 4)
    path.lineTo(9.3, 8.4)
    path.lineTo(9.3, 12.6)
    path.lineTo(6.7, 11.2)
    path.lineTo(6.7, 8.4)
    path.closeSubpath()


def _tag(path: QPainterPath) -> None:
    path.moveTo(3, 3)
    path.lineTo(8, 3)
    path.lineTo(13.2, 8.2)
    path.lineTo(8.2, 13.2)
    path.lineTo(3, 8)
    path.closeSubpath()
    path.addEllipse(QPointF(5.8, 5.8), 0.5, 0.5)


def _indicator(path: QPainterPath) -> None:
    for x, top in ((4.0, 9.0), (8.0, 5.5), (12.0, 3.0)):
        path.moveTo(x, 13)
        path.lineTo(x, top)


def _publisher(path: QPainterPath) -> None:
    path.moveTo(3, 6)
    path.lineTo(8, 3)
    path.lineTo(13, 6)
    path.moveTo(3, 13)
    path.lineTo(13, 13)
    for x in (4.8, 8.0, 11.2):
        path.moveTo(x, 7.8)
        path.lineTo(x, 11.2)


def _star(path: QPainterPath) -> None:
    for at in range(10):
        reach = 6.0 if at % 2 == 0 else 2.5
        angle = math.pi * (at / 5 - 0.5)
        point = QPointF(8 + reach * math.cos(angle), 8.4 + reach * math.sin(angle))
        path.lineTo(point) if at else path.moveTo(point)
    path.closeSubpath()


def _more(path: QPainterPath) -> None:
    for x in (3.5, 8.0, 12.5):
        path.addEllipse(QPointF(x, 8), 0.7, 0.7)


_SHAPES: dict[str, Callable[[QPainterPath], None]] = {
    "back": _back,
    "forward": _forward,
    "search": _search,
    "menu": _menu,
    "theme": _theme,
    "bookmark": _bookmark,
    "report": _report,
    "country": _country,
    "clock": _clock,
    "filter": _filter,
    "tag": _tag,
    "indicator": _indicator,
    "publisher": _publisher,
    "star": _star,
    "star_full": _star,
    "more": _more,
}


def icon(name: str, theme: Theme) -> QIcon:
    """An icon in the theme's text colour, paler where its button is disabled."""
    result = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, theme.colour("text")),
        (QIcon.Mode.Disabled, theme.colour("line")),
    ):
        for size in _SIZES:
            result.addPixmap(_pixmap(name, colour, size), mode)
    return result


def draw_icon(painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
    """Draw an icon into a square, in one colour, thinner than on a button."""
    path = _path(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / _GRID, place.height() / _GRID)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(colour, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(path)
    painter.restore()


@functools.cache
def _path(name: str) -> QPainterPath:
    path = QPainterPath()
    _SHAPES[name](path)
    return path


def _pixmap(name: str, colour: QColor, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    path = _path(name)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _GRID, size / _GRID)
    painter.setPen(
        QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    if name in _FILLED:
        painter.setBrush(colour)
    painter.drawPath(path)
    painter.end()
    return pixmap


def application_icon(resources: Path) -> QIcon:
    """The program's own icon."""
    return QIcon(str(resources / "icons" / "dossier.svg"))
