"""Sections that unfold one at a time below a line of headings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.ui.flow_row import FlowRow
from reader.ui.profile.disclosure import Disclosure
from reader.ui.theme import Theme

_MOST = 190  # pixels that an open section may take from the table below


class Sections(QWidget):
    """Headings in one line, all closed at first; opening one closes the other."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bodies: dict[str, QWidget] = {}
        self._buttons: dict[str, Disclosure] = {}
        self._open: str | None = None
        self._heads = FlowRow(self, fixed=True)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._holder = QWidget(self._area)
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(0, 2, 4, 2)
        self._inside.setSpacing(0)
        self._area.setWidget(self._holder)
        self._area.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._heads)
        layout.addWidget(self._area)

    def show_sections(self, sections: list[tuple[str, str, QWidget]]) -> None:
        """Replace all sections by these: key, heading and body, which is taken over.

        The section that was open stays open where there is one of its key.
        """
        was_open = self._open
        for old in (*self._bodies.values(), *self._buttons.values()):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._bodies, self._buttons = {}, {}
        for key, heading, body in sections:
            body.setParent(self._holder)
            body.hide()
            self._inside.addWidget(body)
            self._bodies[key] = body
            self._buttons[key] = self._button(key, heading)
        self._heads.set_widgets(list(self._buttons.values()))
        self.set_theme(self._theme)
        self.open_section(was_open if was_open in self._bodies else None)

    def open_section(self, key: str | None) -> None:
        """Open one section; None closes all."""
        self._open = key
        for each, body in self._bodies.items():
            button, shown = self._buttons[each], each == key
            body.setVisible(shown)
            button.setChecked(shown)
            button.setAccessibleDescription("expanded" if shown else "collapsed")
        self._area.setVisible(key is not None)
        self._area.verticalScrollBar().setValue(0)
        self._fit()
        if key is not None:
            self.opened.emit(key)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("surface"))
        self._area.setPalette(palette)
        self._holder.setPalette(palette)
        for button in self._buttons.values():
            button.set_theme(theme)
        self._heads.rearrange()
        self._fit()

    @property
    def buttons(self) -> dict[str, Disclosure]:
        """The headings by key."""
        return dict(self._buttons)

    @property
    def open_key(self) -> str | None:
        """The key of the open section, None while all are closed."""
        return self._open

    def body(self, key: str) -> QWidget:
        """The body of a section."""
        return self._bodies[key]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: text breaks elsewhere, so that the open section is of another height."""
        super().resizeEvent(event)
        self._fit()

    def _button(self, key: str, heading: str) -> Disclosure:
        button = Disclosure(self._theme, heading, self._heads)
        button.show()
        button.clicked.connect(lambda shown: self.open_section(key if shown else None))
        return button

    def _fit(self) -> None:
        if self._open is None:
            return
        self._inside.activate()
        width = max(self._area.viewport().width(), 100)
        height = (
            self._inside.heightForWidth(width)
            if self._inside.hasHeightForWidth()
            else self._inside.sizeHint().height()
        )
        self._area.setFixedHeight(min(height, _MOST))
