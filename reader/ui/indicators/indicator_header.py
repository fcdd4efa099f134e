"""The head of the indicator table: column names, and the order the table is in."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from reader.ui.indicators.cells import Column
from reader.ui.indicators.indicator_delegate import LONG_EVIDENCE, MARGIN, RIGHT_MARGIN
from reader.ui.profile.figures import ARROW, paint_arrow
from reader.ui.theme import Theme


class IndicatorHeader(QHeaderView):
    """A quiet line of column names; a click sorts, a third click restores the own order."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setMinimumSectionSize(20)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.updateGeometry()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Qt: one small line."""
        height = QFontMetrics(self._theme.font("small")).height() + 8
        return QSize(super().sizeHint().width(), height)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Qt: a column's name, and the arrow of the order where the table is sorted by it."""
        painter.save()
        theme = self._theme
        painter.fillRect(rect, theme.colour("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        sorted_by = self.sortIndicatorSection() == section
        font = theme.font("small")
        metrics = QFontMetrics(font)
        column = Column(section)
        inner = rect.adjusted(
            MARGIN if column is Column.NAME else 0,
            0,
            -RIGHT_MARGIN if column is Column.EVIDENCE else 0,
            0,
        )
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        mark = ARROW + 2
        if column is Column.EVIDENCE and metrics.horizontalAdvance(LONG_EVIDENCE) <= (
            inner.width() - mark
        ):
            text = LONG_EVIDENCE
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        width = metrics.horizontalAdvance(text)
        left = inner.left() if column is Column.NAME else inner.right() + 1 - width
        painter.setFont(font)
        painter.setPen(theme.colour("text" if sorted_by else "muted"))
        painter.drawText(
            QRect(left, inner.top(), width + 1, inner.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
        if sorted_by:
            rising = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            place = left + width + 3 if column is Column.NAME else left - ARROW - 1
            square = QRectF(place, inner.center().y() - 3, 7, 7)
            paint_arrow(painter, square, 1 if rising else -1, theme.colour("muted"))
        painter.restore()
