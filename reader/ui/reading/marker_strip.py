"""The marker strip: every highlight of the whole document beside the scroll bar.

Each kind has its own column and shape: evidence is a wide bar at the left, bookmarks are squares
at the right, hits are thin lines across, finds thin lines in the right half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reader.ui.reading.highlights import Highlight, HighlightKind, highlight_colour
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.tooltips import plain_tooltip

_NAMES = {
    HighlightKind.EVIDENCE: "evidence",
    HighlightKind.BOOKMARK: "bookmark",
    HighlightKind.HIT: "search hit",
    HighlightKind.FIND: "found",
}
# A click this near to a marker, in pixels, goes to it rather than to the place clicked.
_NEAR = 4
# Of these there may be more than pixels; their markers are so thick, and all alike.
_MANY = (HighlightKind.HIT, HighlightKind.FIND)
_THICK = 2
_SOON_MS = 80
_EDGE = 8


@dataclass(frozen=True, slots=True)
class _Marker:
    y: float
    highlight: Highlight


class MarkerStrip(QWidget):
    """Shows where the highlights of a `ReadingView` are; a click or Enter goes there."""

    jumped = Signal(object)  # Highlight

    def __init__(self, view: ReadingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._markers: list[_Marker] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Markers")
        # While a long document is looked through, its matches come in many portions.
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.update)
        view.highlightsChanged.connect(self._highlights_changed)
        view.currentHighlightChanged.connect(lambda _: self.update())
        view.ready.connect(self.refresh)
        view.verticalScrollBar().valueChanged.connect(self.update)
        view.verticalScrollBar().rangeChanged.connect(self.refresh)

    def sizeHint(self) -> QSize:
        """Ten pixels wide, as the tokens say."""
        return QSize(int(self._view.theme.size("strip")), 80)

    def refresh(self) -> None:
        """Forget where the markers were; they are measured again when next painted."""
        self._markers = None
        self.update()

    def _highlights_changed(self) -> None:
        self._markers = None
        counts = []
        for kind, name in _NAMES.items():
            number = len(self._view.highlights(kind))
            if number:
                counts.append(f"{name}: {number}")
        self.setAccessibleDescription("; ".join(counts) or "no highlights")
        if not self._soon.isActive():
            self._soon.start()

    def markers(self) -> list[tuple[float, Highlight]]:
        """Highlights with their y in the strip, from the top.

        Of hits and finds that would lie on one another those that can be told apart: a long
        document has more of them than the strip has pixels.
        """
        return [(each.y, each.highlight) for each in self._measured()]

    def _measured(self) -> list[_Marker]:
        if self._markers is None:
            found: list[_Marker] = []
            for kind in HighlightKind:
                layer = self._view.highlights(kind)
                if kind in _MANY and layer:
                    found.extend(self._told_apart(layer))
                else:
                    found.extend(map(self._marker, layer))
            self._markers = sorted(found, key=lambda marker: marker.y)
        return self._markers

    def _current(self) -> list[_Marker]:
        """The hit or find that one went to, which others may hide."""
        current = self._view.current_highlight
        return [self._marker(current)] if current is not None and current.kind in _MANY else []

    def _told_apart(self, layer: Sequence[Highlight]) -> list[_Marker]:
        """One marker a line of the strip, by halves: what lies between two that meet is not asked.

        Each place costs a look into the layout, so that all of a hundred thousand would take long.
        """
        first, last = self._marker(layer[0]), self._marker(layer[-1])
        found = {round(first.y / _THICK): first}
        spans = [(0, first, len(layer) - 1, last)]
        while spans:
            low, above, high, below = spans.pop()
            found.setdefault(round(below.y / _THICK), below)
            if high - low < 2 or round(below.y / _THICK) - round(above.y / _THICK) < 2:
                continue
            middle = (low + high) // 2
            between = self._marker(layer[middle])
            found.setdefault(round(between.y / _THICK), between)
            spans.append((low, above, middle, between))
            spans.append((middle, between, high, below))
        return list(found.values())

    def _marker(self, highlight: Highlight) -> _Marker:
        return _Marker(self._y(self._view.fraction_of(highlight.start)), highlight)

    def _y(self, fraction: float) -> float:
        return _EDGE + fraction * max(self.height() - 2 * _EDGE, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, the band of what is visible, and the markers, lowest kind first."""
        theme, width = self._view.theme, float(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), theme.colour("raised"))
        track = QRectF(1, _EDGE, width - 2, max(self.height() - 2 * _EDGE, 1))
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(track, 4, 4)
        top, bottom = self._view.visible_fractions()
        if bottom - top < 1.0:
            band = theme.colour("muted")
            band.setAlphaF(0.24)
            painter.setBrush(band)
            height = max(self._y(bottom) - self._y(top), 6.0)
            painter.drawRoundedRect(QRectF(1, self._y(top), width - 2, height), 4, 4)
        drawn: set[tuple[HighlightKind, int, str]] = set()
        order = list(HighlightKind)
        shown = self._measured() + self._current()
        for marker in sorted(shown, key=lambda each: order.index(each.highlight.kind)):
            each = marker.highlight
            place = (each.kind, round(marker.y), each.colour)
            if place not in drawn or each.chosen or each == self._view.current_highlight:
                drawn.add(place)
                self._paint_marker(painter, marker, width)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track, 4, 4)

    def _paint_marker(self, painter: QPainter, marker: _Marker, width: float) -> None:
        each, y = marker.highlight, marker.y
        painter.setBrush(highlight_colour(self._view.theme, each))
        if each.kind is HighlightKind.EVIDENCE:
            height = 4.0 if each.chosen else 3.0
            painter.drawRect(QRectF(0, y - height / 2, width if each.chosen else width - 3, height))
        elif each.kind is HighlightKind.BOOKMARK:
            side = 5.0
            painter.drawPolygon(
                [
                    QPointF(width - side, y - side / 2),
                    QPointF(width, y - side / 2),
                    QPointF(width, y + side / 2),
                ]
            )
            painter.drawRect(QRectF(width - 2, y - side / 2, 2, side))
        else:
            self._paint_line(painter, y, each, width)

    def _paint_line(self, painter: QPainter, y: float, each: Highlight, width: float) -> None:
        """A hit is a line across, a find half of one in another colour; the current is thick."""
        find = each.kind is HighlightKind.FIND
        if find:
            painter.setBrush(self._view.theme.colour("accent"))
        left = width / 2 if find else 1.0
        thick = 2 * _THICK if each == self._view.current_highlight else _THICK
        painter.drawRect(QRectF(left, round(y) - thick / 2, width - 1 - left, thick))

    def resizeEvent(self, event: QEvent) -> None:
        """Measure again for the new height."""
        self._markers = None

    def highlight_near(self, y: float) -> Highlight | None:
        """The highlight whose marker is nearest to a y of the strip, None where none is near."""
        near = [each for each in self._measured() if abs(each.y - y) <= _NEAR]
        return min(near, key=lambda each: abs(each.y - y)).highlight if near else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the marker, or to that part of the document."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        highlight = self.highlight_near(event.position().y())
        if highlight is not None:
            self._go_to(highlight)
            return
        part = (event.position().y() - _EDGE) / max(self.height() - 2 * _EDGE, 1)
        self._view.scroll_to_fraction(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk the markers of all kinds from the caret."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        ahead = [found for kind in HighlightKind if (found := self._view.beyond_caret(kind, step))]
        if ahead:
            self._go_to(min(ahead, key=lambda each: each.start * step))

    def _go_to(self, highlight: Highlight) -> None:
        self._view.go_to(highlight.start, highlight.end)
        self.jumped.emit(highlight)

    def event(self, event: QEvent) -> bool:
        """Name the marker under the mouse."""
        if isinstance(event, QHelpEvent):
            highlight = self.highlight_near(event.pos().y())
            text = ""
            if highlight is not None:
                text = highlight.tooltip or _NAMES[highlight.kind].capitalize()
            QToolTip.showText(event.globalPos(), plain_tooltip(text), self)
            return True
        return super().event(event)
