"""The search field of the top bar: what is typed, and the keys of the list."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from reader.ui.search.search_line import SearchLine
from reader.ui.text_offsets import from_utf16, to_utf16
from reader.ui.theme import Theme

SEARCH_KEYS = "Ctrl+L"
"""The shortcut that the window binds to `SearchField.focus_field`."""
_GLASS = 30


class SearchField(QWidget):
    """A line to type a query in.

    `textTyped` carries the text after each change by the user, `entered` is Enter, `movedDown` and
    `movedUp` are the arrow keys, which walk the results without leaving the field, `escaped` is
    Escape. `attended` tells that one came to the field on purpose, `completionsWanted` that one
    asked for ways to go on.
    """

    textTyped = Signal(str)
    entered = Signal()
    movedDown = Signal()
    movedUp = Signal()
    escaped = Signal()
    attended = Signal()
    completionsWanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = SearchLine(self)
        self._hint = QLabel(QKeySequence(SEARCH_KEYS).toString(), self)
        self._clear = QToolButton(self)
        self._told = ""
        self._set_up()
        self.set_theme(theme)
        self._refresh()

    # What the window calls

    def text(self) -> str:
        """What is typed."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Put a query into the field, without a signal."""
        self._told = text
        self._line.setText(text)
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)
        self._refresh()

    def put(self, text: str, cursor: int) -> None:
        """Put a query into the field with the cursor at `cursor`, in code points; no signal."""
        self.set_text(text)
        self._line.setCursorPosition(to_utf16(text, cursor))

    @property
    def caret(self) -> int:
        """Where the cursor is, in code points of the text."""
        return from_utf16(self._line.text(), self._line.cursorPosition())

    def focus_field(self) -> None:
        """Go to the field with its text selected."""
        here = self._line.hasFocus()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        if here:
            self.attended.emit()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Button, theme.colour("surface"))
        self._line.setPalette(palette)
        self._line.setFont(theme.font("tool"))
        muted = QPalette(palette)
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            muted.setColor(role, theme.colour("muted"))
        for widget in (self._hint, self._clear):
            widget.setPalette(muted)
        self._hint.setFont(theme.font("small"))
        self._clear.setFont(theme.font("tool"))
        line, colour = theme.colour("line").name(), theme.colour("muted").name()
        self._hint.setFixedHeight(self._hint.fontMetrics().height() + 4)
        self._hint.setStyleSheet(
            f"border: 1px solid {line}; border-radius: 4px; padding: 0 4px; color: {colour};"
        )
        self._clear.setStyleSheet(
            f"border: 0; padding: 0; background: transparent; color: {colour};"
        )
        self.updateGeometry()
        self.update()
        self._refresh()

    @property
    def line(self) -> SearchLine:
        """The line that is typed in."""
        return self._line

    @property
    def clear_button(self) -> QToolButton:
        """The button that empties the field."""
        return self._clear

    # Qt's events

    def sizeHint(self) -> QSize:
        """Qt: room for a long query."""
        return QSize(470, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Qt: room for a few words."""
        return QSize(200, max(self._line.fontMetrics().height() + 14, 32))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click beside the line is meant for it."""
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame and the magnifier."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._line.hasFocus()
        width = 1.5 if focused else 1.0
        painter.setPen(QPen(self._theme.colour("accent" if focused else "line"), width))
        painter.setBrush(self._theme.colour("surface"))
        radius = self._theme.size("radius")
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius
        )
        painter.setPen(
            QPen(self._theme.colour("text"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = self.height() / 2
        painter.drawEllipse(QPointF(15.5, middle - 1), 4.2, 4.2)
        painter.drawLine(QPointF(18.7, middle + 2.2), QPointF(22, middle + 5.5))
        painter.end()

    # Own

    def _set_up(self) -> None:
        self.setFocusProxy(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line.setFrame(False)
        self._line.setPlaceholderText("Search the library")
        self._line.setAccessibleName("Search the library")
        self._line.setAccessibleDescription(
            "Up and Down walk the results, Enter opens one, Control Space goes to the completions"
        )
        self._line.setMinimumWidth(80)
        self._line.textChanged.connect(lambda _: self._changed())
        self._line.entered.connect(self.entered)
        self._line.movedDown.connect(self.movedDown)
        self._line.movedUp.connect(self.movedUp)
        self._line.escaped.connect(self.escaped)
        self._line.attended.connect(self.attended)
        self._line.completionsWanted.connect(self.completionsWanted)
        self._line.focused.connect(self._refresh)
        self._clear.setText("×")
        self._clear.setAccessibleName("Empty the search field")
        self._clear.setToolTip("Empty the search field")
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFixedSize(22, 22)
        self._clear.clicked.connect(self._empty)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_GLASS, 2, 7, 2)
        layout.setSpacing(6)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._clear)
        layout.addWidget(self._hint)

    def _changed(self) -> None:
        text = self._line.text()
        self._refresh()
        if text != self._told:
            self._told = text
            self.textTyped.emit(text)

    def _empty(self) -> None:
        self._line.clear()
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)

    def _refresh(self) -> None:
        self._clear.setVisible(bool(self._line.text()))
        self._hint.setVisible(not self._line.hasFocus())
        self.update()
