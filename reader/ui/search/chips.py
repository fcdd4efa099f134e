"""Small rounded counts, such as `Peru 11`, that wrap to as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from reader.ui.search.result_words import counted
from reader.ui.theme import Theme

_GAP = 6
_WIDEST = 170
FIRST = 5
"""Chips that show before `more…` is pressed."""


class Chip(QAbstractButton):
    """A name and a count; one that `acts` can be pressed."""

    def __init__(
        self, theme: Theme, name: str, count: int | None, *, acts: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._count = count
        self.setText(name.replace("&", "&&"))
        passages = "" if count is None else f", {counted(count, 'passage')}"
        self.setAccessibleName(f"{name}{passages}")
        self.setToolTip(f"{name}{passages}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setEnabled(acts)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if acts else Qt.FocusPolicy.NoFocus)
        if acts:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def words(self) -> str:
        """What the chip says."""
        return self._name + self._tail

    @property
    def shown(self) -> str:
        """What the chip says in the room that it has."""
        metrics = QFontMetrics(self._theme.font("small"))
        room = self.width() - 18 - metrics.horizontalAdvance(self._tail)
        return metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room) + self._tail

    @property
    def _tail(self) -> str:
        return "" if self._count is None else f" {self._count}"

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: name and count; a long name is cut."""
        metrics = QFontMetrics(self._theme.font("small"))
        # Advances are rounded, and cutting is not: without the pixel more, "P3" became "…".
        words = metrics.horizontalAdvance(self._name) + metrics.horizontalAdvance(self._tail)
        return QSize(min(words + 19, _WIDEST), metrics.height() + 7)

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
        painter.setPen(QPen(theme.colour("accent" if lively else "line"), 1))
        painter.setBrush(theme.colour("selected" if self.isDown() else "surface"))
        pill = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text" if self.isEnabled() else "muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.shown)
        painter.end()


class ChipRow(QWidget):
    """Chips in lines; those past the first few come with `more…`.

    `pressed` carries the key of a chip that acts.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[tuple[str | None, str, int]] = []
        self._all = False
        self._chips: list[Chip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, entries: list[tuple[str | None, str, int]]) -> None:
        """Show (key, name, count) each; a key of None makes a chip that only tells."""
        if entries != self._entries:
            self._entries = entries
            self._all = False
            self._rebuild()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        for chip in self._chips:
            chip.set_theme(theme)
        self._place()

    @property
    def chips(self) -> list[Chip]:
        """The chips, in order."""
        return list(self._chips)

    def hasHeightForWidth(self) -> bool:
        """Qt: chips wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: the height of all lines."""
        return self._arranged(width, move=False)

    def sizeHint(self) -> QSize:
        """Qt: as high as its lines."""
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt: chips wrap, so little width will do."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: wrap anew."""
        super().resizeEvent(event)
        self._place()

    def _rebuild(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        shown = self._entries if self._all else self._entries[:FIRST]
        self._chips = []
        for key, name, count in shown:
            chip = Chip(self._theme, name, count, acts=key is not None, parent=self)
            if key is not None:
                chip.clicked.connect(lambda _=False, key=key: self.pressed.emit(key))
            self._chips.append(chip)
        if len(shown) < len(self._entries):
            more = Chip(self._theme, "more…", None, acts=True, parent=self)
            more.clicked.connect(self._show_all)
            self._chips.append(more)
        for chip in self._chips:
            chip.show()
        self._place()

    def _show_all(self) -> None:
        self._all = True
        self._rebuild()

    def _place(self) -> None:
        self._arranged(self.width(), move=True)
        self.updateGeometry()

    def _arranged(self, width: int, *, move: bool) -> int:
        left = top = bottom = 0
        for chip in self._chips:
            size = chip.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, bottom + _GAP
            if move:
                chip.setGeometry(left, top, min(size.width(), max(width, 1)), size.height())
            left += size.width() + _GAP
            bottom = top + size.height()
        return bottom
