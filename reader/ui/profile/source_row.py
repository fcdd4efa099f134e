"""A document in a list of sources: its title as a link, and what is known of it below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from reader.ui.theme import Theme


class SourceRow(QAbstractButton):
    """Two lines that can be clicked, or pressed with Enter or Space."""

    def __init__(
        self, theme: Theme, title: str, below: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._below = below
        self.setText(title.replace("&", "&&"))
        self._title = title
        self.setAccessibleName(f"Open {title}")
        self.setAccessibleDescription(below)
        self.setToolTip(f"{title}\n{below}" if below else title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def title(self) -> str:
        """The document's title."""
        return self._title

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: one or two lines."""
        lines = 2 if self._below else 1
        return QSize(200, QFontMetrics(self._font()).lineSpacing() * lines + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: a new font or palette is drawn."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the title as a link, the rest muted, a frame while it has the focus."""
        painter = QPainter(self)
        font = self._font()
        if self.underMouse():
            painter.fillRect(self.rect(), self._theme.colour("page"))
        metrics = QFontMetrics(font)
        line = metrics.lineSpacing()
        width = self.width() - 4
        self._line(painter, QRect(2, 3, width, line), self._title, font, "accent")
        if self._below:
            self._line(painter, QRect(2, 3 + line, width, line), self._below, font, "muted")
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _line(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _font(self) -> QFont:
        return self._theme.font("small")
