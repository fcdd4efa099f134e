"""How a row of the indicator table is painted: name, bar and score, change, evidence."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from reader.domain.scoring import Direction
from reader.library.profile_values import IndicatorRow, PillarRows, change_direction
from reader.ui.indicators.cells import UNKNOWN, Column, cell_text
from reader.ui.indicators.indicator_model import AnyIndex, IndicatorRole
from reader.ui.profile.figures import ARROW, change_colour, paint_arrow, tabular
from reader.ui.theme import Theme

MARGIN, RIGHT_MARGIN = 16, 12
"""Free space at the left and at the right edge of the table, in pixels."""
LONG_EVIDENCE, SHORT_EVIDENCE = "passages / sources", "Evidence"
"""Names of the last column, where there is room and where there is not."""
_NARROW = 350  # below this width bars give way to names
_ROOMY = 240  # a name column of this width can spare room for the long heading
_GAP = 8
_SQUARE = 9
_ACCENT = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class IndicatorDelegate(QStyledItemDelegate):
    """Paints every cell itself, so that light, dark and every style look the same."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self._name = theme.font("tool")
        self._strong = tabular(theme.font("tool", bold=True))
        self._figure = tabular(theme.font("tool"))
        self._small = tabular(theme.font("small"))

    def column_widths(self, total: int, *, bars: bool = True) -> dict[Column, int]:
        """Widths in pixels that share `total`; figures get what they need, names the rest.

        Without `bars`, and in a narrow table, the score column holds the figure only.
        """
        small = QFontMetrics(self._small)
        evidence = max(
            QFontMetrics(self._figure).horizontalAdvance("00 / 0"),
            small.horizontalAdvance(SHORT_EVIDENCE) + ARROW - _GAP + 4,
        )
        wide = bars and total >= _NARROW
        bar = min(max(round(total * 0.11), 24), 80) + _GAP if wide else 0
        widths = {
            Column.SCORE: _GAP + bar + self._score_width(),
            Column.CHANGE: _GAP + small.horizontalAdvance("+0.00") + ARROW + 4,
            Column.EVIDENCE: _GAP + evidence + RIGHT_MARGIN,
        }
        rest = total - sum(widths.values())
        more = small.horizontalAdvance(LONG_EVIDENCE) + ARROW + 4 - evidence
        if rest - more >= _ROOMY:
            widths[Column.EVIDENCE] += more
            rest -= more
        widths[Column.NAME] = max(rest, 60)
        return widths

    def _score_width(self) -> int:
        return QFontMetrics(self._strong).horizontalAdvance("0.00") + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: the row height token, more where a large font asks for it."""
        least = max(round(self._theme.size("row")), QFontMetrics(self._name).height() + 6)
        return QSize(60, least + (5 if index.data(IndicatorRole.ROW) is None else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: one cell."""
        row: IndicatorRow | None = index.data(IndicatorRole.ROW)
        pillar: PillarRows = index.data(IndicatorRole.GROUP)
        column = Column(index.column())
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        self._paint_ground(painter, option, rect, index)
        inner = rect.adjusted(
            MARGIN if column is Column.NAME else _GAP,
            0,
            -RIGHT_MARGIN if column is Column.EVIDENCE else 0,
            0,
        )
        if column is Column.NAME and row is None:
            reach = _column_width(option, Column.SCORE) - self._score_width() - _GAP
            self._paint_group_name(painter, inner.adjusted(0, 0, reach, 0), pillar, option)
        elif column is Column.NAME:
            self._text(painter, inner, cell_text(pillar, row, column), self._name, "text")
        elif column is Column.SCORE:
            self._paint_score(painter, inner, pillar, row, index.data(IndicatorRole.SHARE))
            if row is None:
                start = rect.left() - _column_width(option, Column.NAME) + MARGIN
                end = inner.right() - self._score_width() - _GAP
                whole = QRect(start, rect.top(), end - start + 1, rect.height())
                self._paint_group_name(painter, whole, pillar, option)
        elif column is Column.CHANGE:
            self._paint_change(painter, inner, pillar, row)
        elif row is not None:
            self._paint_evidence(painter, inner, row)
        painter.restore()

    # The ground of a row

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: AnyIndex
    ) -> None:
        theme = self._theme
        state: QStyle.StateFlag = option.state
        first, last = index.column() == Column.NAME, index.column() == Column.EVIDENCE
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = theme.colour("surface")
        if selected:
            ground = theme.colour("selected")
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = theme.colour("page")
        painter.fillRect(rect, ground)
        if index.data(IndicatorRole.ROW) is None and index.row() > 0:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.colour("line"))
        if selected and first:
            bar = QRect(rect.left(), rect.top(), _ACCENT, rect.height())
            painter.fillRect(bar, theme.colour("accent"))
        if _has_focus(option, index):
            frame = theme.colour("accent")
            across, down = QSize(rect.width(), 1), QSize(1, rect.height())
            painter.fillRect(QRect(rect.topLeft(), across), frame)
            painter.fillRect(QRect(rect.bottomLeft(), across), frame)
            if last:
                painter.fillRect(QRect(rect.topRight(), down), frame)
            if first:
                painter.fillRect(QRect(rect.topLeft(), down), frame)

    # The cells

    def _paint_group_name(
        self, painter: QPainter, rect: QRect, pillar: PillarRows, option: QStyleOptionViewItem
    ) -> None:
        """Square, name and note; drawn over two cells, each of which clips its part."""
        square = QRectF(rect.left(), rect.center().y() - _SQUARE / 2 + 0.5, _SQUARE, _SQUARE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.pillar(pillar.pillar.id))
        painter.drawRoundedRect(square, 2, 2)
        text = rect.adjusted(_SQUARE + _GAP, 0, 0, 0)
        self._text(painter, text, pillar.pillar.name, self._strong, "text")
        notes = [] if option.state & QStyle.StateFlag.State_Open else [f"{len(pillar.rows)} hidden"]
        if pillar.total is not None and pillar.total.computed:
            notes.append("computed")
        used = QFontMetrics(self._strong).horizontalAdvance(pillar.pillar.name) + _GAP
        if notes and used < text.width():
            left = text.adjusted(used, 0, 0, 0)
            self._text(painter, left, ", ".join(notes), self._italic(), "muted")

    def _paint_score(
        self,
        painter: QPainter,
        rect: QRect,
        pillar: PillarRows,
        row: IndicatorRow | None,
        share: float | None,
    ) -> None:
        text = cell_text(pillar, row, Column.SCORE)
        font = self._figure if text == UNKNOWN else self._strong
        self._text(painter, rect, text, font, "muted" if text == UNKNOWN else "text", _RIGHT)
        room = rect.adjusted(0, 0, -self._score_width() - _GAP, 0)
        if share is None or room.width() < 16:
            return
        height = self._theme.size("bar")
        track = QRectF(room.left(), room.center().y() - height / 2 + 0.5, room.width(), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("track"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        track.setWidth(max(track.width() * share, height))
        painter.setBrush(self._theme.pillar(pillar.pillar.id))
        painter.drawRoundedRect(track, height / 2, height / 2)

    def _paint_change(
        self, painter: QPainter, rect: QRect, pillar: PillarRows, row: IndicatorRow | None
    ) -> None:
        text = cell_text(pillar, row, Column.CHANGE)
        given = row.score if row is not None else pillar.total
        change = given.shown_change if given is not None else None
        direction: Direction = pillar.pillar.direction
        quiet = change is None or change_direction(change) == 0
        self._text(painter, rect, text, self._small, "muted" if quiet else "text", _RIGHT)
        if change is None:
            return
        width = QFontMetrics(self._small).horizontalAdvance("+0.00")
        square = QRectF(
            rect.right() - width - 4 - ARROW, rect.center().y() - ARROW / 2 + 0.5, ARROW, ARROW
        )
        colour = change_colour(self._theme, change, direction)
        paint_arrow(painter, square, change_direction(change), colour)

    def _paint_evidence(self, painter: QPainter, rect: QRect, row: IndicatorRow) -> None:
        if not row.evidence.passages:
            self._text(painter, rect, "none", self._italic(), "muted", _RIGHT)
            return
        sources = f" / {row.evidence.sources}"
        self._text(painter, rect, sources, self._figure, "muted", _RIGHT)
        width = QFontMetrics(self._figure).horizontalAdvance(sources)
        left = rect.adjusted(-_GAP, 0, -width, 0)
        self._text(painter, left, str(row.evidence.passages), self._figure, "text", _RIGHT)

    def _italic(self) -> QFont:
        font = QFont(self._small)
        font.setItalic(True)
        return font

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        token: str,
        alignment: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colour(token)))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, alignment | Qt.TextFlag.TextSingleLine, shown)


def _column_width(option: QStyleOptionViewItem, column: Column) -> int:
    view = option.widget
    return view.columnWidth(column) if isinstance(view, QTreeView) else 0


def _has_focus(option: QStyleOptionViewItem, index: AnyIndex) -> bool:
    view = option.widget
    if not isinstance(view, QAbstractItemView) or not view.hasFocus():
        return False
    current = view.currentIndex()
    return current.row() == index.row() and current.parent() == index.parent()
