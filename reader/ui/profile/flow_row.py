"""Small widgets side by side, broken into further lines where the width asks for it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 8


class FlowRow(QWidget):
    """Lays its widgets out in reading order; as high as the lines it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_widgets(self, widgets: list[QWidget]) -> None:
        """Lay these out, which have this row as their parent."""
        self._widgets = widgets
        self.rearrange()

    def rearrange(self) -> None:
        """Lay out anew: a widget or the font has another size."""
        self.setFixedHeight(self.heightForWidth(self.width()))
        for widget, place in zip(self._widgets, self._places(self.width())):
            widget.setGeometry(place.x(), place.y(), *widget.sizeHint().toTuple())

    def hasHeightForWidth(self) -> bool:
        """Qt: yes."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: to the foot of the last line."""
        places = self._places(width)
        feet = [at.y() + each.sizeHint().height() for at, each in zip(places, self._widgets)]
        return max(feet, default=0)

    def sizeHint(self) -> QSize:
        """Qt: one line."""
        widths = [each.sizeHint().width() + _GAP for each in self._widgets]
        return QSize(sum(widths), self.heightForWidth(sum(widths)))

    def minimumSizeHint(self) -> QSize:
        """Qt: as narrow as the widest widget."""
        widths = [each.sizeHint().width() for each in self._widgets]
        return QSize(max(widths, default=0), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: lines break elsewhere."""
        super().resizeEvent(event)
        self.rearrange()

    def _places(self, width: int) -> list[QPoint]:
        places = []
        left = top = line = 0
        for widget in self._widgets:
            hint = widget.sizeHint()
            if left and left + hint.width() > width:
                left, top, line = 0, top + line, 0
            places.append(QPoint(left, top))
            left += hint.width() + _GAP
            line = max(line, hint.height())
        return places
