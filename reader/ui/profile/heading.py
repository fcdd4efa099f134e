"""The head of a profile: the country, its region, and how much the library holds on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.theme import Theme


class ProfileHeading(QWidget):
    """One line where it fits; else the region and the sources take a second line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel(self, minimum=10)
        self._region = ElidedLabel(self)
        self._sources = ElidedLabel(self, minimum=20)
        self._region.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._two_lines: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self.set_theme(theme)

    def show_country(self, name: str, region: str | None, sources: str) -> None:
        """Show a country; `sources` are the words that count its documents."""
        self._name.set_text(name)
        self._region.set_text(region or "")
        self._sources.set_text(sources)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._name.setFont(theme.font("reading_heading", bold=True))
        for label in (self._region, self._sources):
            label.setFont(theme.font("small"))
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, theme.colour("muted"))
            label.setPalette(palette)
        palette = self._name.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colour("text"))
        self._name.setPalette(palette)
        self._two_lines = None
        self._fit()

    @property
    def text(self) -> str:
        """What is shown, in one line."""
        parts = (self._name.text, self._region.text, self._sources.text)
        return " ".join(part for part in parts if part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fold into two lines, or unfold."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = sum(
            label.sizeHint().width() for label in (self._name, self._region, self._sources)
        )
        two_lines = wanted + 24 > self.width()
        if two_lines == self._two_lines:
            return
        self._two_lines = two_lines
        for label in (self._name, self._region, self._sources):
            self._grid.removeWidget(label)
        base = Qt.AlignmentFlag.AlignBottom
        lift = self._name.fontMetrics().descent() - self._region.fontMetrics().descent()
        for label in (self._region, self._sources):
            label.set_lift(0 if two_lines else lift)
        if two_lines:
            self._grid.addWidget(self._name, 0, 0, 1, 3)
            self._grid.addWidget(self._region, 1, 0, 1, 2, base)
            self._grid.addWidget(self._sources, 1, 2, base)
        else:
            self._grid.addWidget(self._name, 0, 0, base)
            self._grid.addWidget(self._region, 0, 1, base)
            self._grid.addWidget(self._sources, 0, 2, base)
        self._grid.setColumnStretch(1, 1)
