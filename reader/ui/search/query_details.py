"""How a query was read: one quiet line that unfolds to what each part of it stood for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.ui.documents.control_style import panel_palette
from reader.ui.profile.disclosure import Disclosure
from reader.ui.theme import Theme

_SIGN = 18


class QueryDetails(QWidget):
    """`toggled` says whether the details show now."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reading = ""
        self._line = Disclosure(theme, "", self)
        self._line.toggled.connect(self._toggle)
        self._details = QLabel(self)
        self._details.setWordWrap(True)
        self._details.setTextFormat(Qt.TextFormat.PlainText)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details.setContentsMargins(12, 0, 0, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self._line)
        layout.addWidget(self._details)
        self.set_theme(theme)

    def say(self, reading: str, details: Sequence[str]) -> None:
        """Show a query's reading; `details` are lines, none where there is nothing to add."""
        self._reading = reading
        self._details.setText("\n".join(details or (reading,)))
        self._line.setAccessibleName(f"Query details: read as {reading}")
        self._line.setToolTip("\n".join([f"Read as: {reading}", *details]))
        self._fit()
        self._details.setVisible(self._line.isChecked())

    def set_open(self, *, opened: bool) -> None:
        """Unfold the details, or fold them up."""
        self._line.setChecked(opened)

    @property
    def line(self) -> Disclosure:
        """The line that unfolds them."""
        return self._line

    @property
    def text(self) -> str:
        """What is unfolded."""
        return self._details.text()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._line.set_theme(theme)
        self._details.setFont(theme.font("small"))
        self._details.setPalette(panel_palette(theme, muted=True))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the line is cut elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _toggle(self, opened: bool) -> None:
        self._details.setVisible(opened)
        self._line.setAccessibleDescription("expanded" if opened else "collapsed")
        self.toggled.emit(opened)

    def _fit(self) -> None:
        metrics = QFontMetrics(self._theme.font("small"))
        room = max(self.width() - _SIGN, 20)
        cut = metrics.elidedText(f"as: {self._reading}", Qt.TextElideMode.ElideRight, room)
        name = self._line.accessibleName()
        self._line.setText(cut)
        self._line.setAccessibleName(name)
        self._line.updateGeometry()
