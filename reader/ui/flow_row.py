"""Small widgets side by side, broken into further lines where the width asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_LEAST = 80


class FlowRow(QWidget):
    """Lays its widgets out in reading order; as high as the lines it needs.

    `gap` pixels stand between widgets and between lines, `edges` around all. No widget is wider
    than the row. A `fixed` one sets its own height, where no layout asks for heights by width.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 8,
        line_gap: int = 0,
        edges: QMargins | None = None,
        fixed: bool = False,
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._line_gap = line_gap
        self._edges = edges or QMargins()
        self._fixed = fixed
        self._widgets: list[QWidget] = []
        self._alone: set[QWidget] = set()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_widgets(self, widgets: Iterable[QWidget], *, alone: Collection[QWidget] = ()) -> None:
        """Lay these out, which have this row as their parent; those in `alone` fill a line."""
        self._widgets = list(widgets)
        self._alone = set(alone)
        self.rearrange()

    def rearrange(self) -> None:
        """Lay out anew: a widget or the font has another size."""
        if self._fixed:
            self.setFixedHeight(self.heightForWidth(self.width()))
        for widget, place in zip(self._widgets, self._places(self.width()), strict=True):
            widget.setGeometry(place)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Qt: yes."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: to the foot of the last line."""
        places = self._places(width)
        feet = max((place.bottom() + 1 for place in places), default=0)
        return feet + self._edges.bottom() if places else 0

    def sizeHint(self) -> QSize:
        """Qt: one line where there is room, else what its width asks for."""
        widths = [each.sizeHint().width() + self._gap for each in self._widgets]
        wide = sum(widths) + self._edges.left() + self._edges.right()
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def minimumSizeHint(self) -> QSize:
        """Qt: widgets wrap and are cut, so little width will do."""
        return QSize(_LEAST, self.heightForWidth(max(self.width(), _LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: lines break elsewhere."""
        super().resizeEvent(event)
        self.rearrange()

    def _places(self, width: int) -> list[QRect]:
        edges = self._edges
        first, end = edges.left(), max(width - edges.right(), edges.left() + 1)
        left, top, foot = first, edges.top(), edges.top()
        places: list[QRect] = []
        for widget in self._widgets:
            hint = widget.sizeHint()
            alone = widget in self._alone
            wide = end - first if alone else min(hint.width(), end - first)
            high = widget.heightForWidth(wide) if widget.hasHeightForWidth() else hint.height()
            if left > first and (alone or left + wide > end):
                left, top = first, foot + self._line_gap
            places.append(QRect(left, top, wide, high))
            left = end + 1 if alone else left + wide + self._gap
            foot = max(foot, top + high)
        return places
