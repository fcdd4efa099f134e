"""The page view: a document's pages as they are printed, below each other, with its highlights."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QWidget

from reader.domain.page import Box, PageSize
from reader.ui.pages.page_column import GAP, MARGIN, PageColumn
from reader.ui.pages.page_follower import PageFollower
from reader.ui.pages.page_loader import PageLoader
from reader.ui.pages.page_marks import PageMarks
from reader.ui.pages.page_pointer import PagePointer
from reader.ui.reading.highlights import Highlight
from reader.ui.reading.jump_flash import JumpFlash
from reader.ui.reading.reading_view import ReadingView
from reader.ui.theme import Theme

_STEP = 56
_SELECTED = 0.28


class PageView(QAbstractScrollArea):
    """Shows the pages of the document that `text`, the same tab's view of it, shows as text.

    What is highlighted, selected and read is that view's: this one shows it on paper, and takes
    the text along when it scrolls.
    """

    def __init__(
        self,
        loader: PageLoader,
        text: ReadingView,
        paper: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.loader = loader
        loader.setParent(self)
        self._text = text
        self._paper = paper
        self._sizes: Sequence[PageSize] = ()
        self._column = PageColumn((), 1.0, 1.0)
        self._flash = JumpFlash(self)
        self._pointer = PagePointer(self, text)
        self._follower = PageFollower(text, loader.text, self)
        self.number = QLabel(self)
        self._set_up()
        self.apply_theme(text.theme)
        self._connect()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumWidth(240)
        self.setAccessibleName("Pages as printed")
        self.number.setObjectName("pageNumber")
        self.number.setAccessibleName("Page")
        self.number.hide()

    def _connect(self) -> None:
        self.loader.sized.connect(self._take_sizes)
        self.loader.loaded.connect(self._page_came)
        self._follower.reached.connect(self._show_place)
        self._follower.arrived.connect(self._flash.start)
        self._flash.changed.connect(self.viewport().update)
        text = self._text
        text.zoomChanged.connect(lambda _: self._arrange())
        text.highlightsChanged.connect(self.viewport().update)
        text.currentHighlightChanged.connect(lambda _: self.viewport().update())
        text.selectionRangeChanged.connect(lambda _: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # Places

    @property
    def page(self) -> int:
        """The page (from 1) that takes the middle of the view; 0 while none is there."""
        if not self._sizes:
            return 0
        return self._column.page_at(self._scroll.y() + self.viewport().height() / 2)

    @property
    def page_count(self) -> int:
        """How many pages there are; 0 until that is known."""
        return len(self._sizes)

    def page_rectangle(self, page: int) -> QRectF:
        """Where a page stands in the viewport."""
        return self._column.rectangle(page).translated(-self._scroll)

    def lines_of(self, start: int, end: int) -> list[QRectF]:
        """Where a range of the text stands in the viewport, on the pages that are there."""
        marks = (self._marks(page) for page in range(1, self.page_count + 1))
        return [line for each in marks if each for line in each.lines(start, end)]

    def leave(self) -> None:
        """Let the text stand where one is; it is shown next."""
        self._follower.finish()

    @property
    def _scroll(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _show_place(self, page: int, box: Box | None, part: float) -> None:
        """Show a box on a page with `part` of the view above it, or the page itself."""
        if box is None:
            self.verticalScrollBar().setValue(round(self._column.y_of(page, 0) - GAP / 2))
            self._want()
            return
        above = max(part * self.viewport().height(), GAP)
        y = self._column.y_of(page, box[1]) - above
        self.verticalScrollBar().setValue(round(y))
        left = self._column.rectangle(page).left() + box[0] * self._column.scale
        across = self.horizontalScrollBar()
        if not 0 <= left - across.value() <= self.viewport().width() - 4 * MARGIN:
            across.setValue(round(left - MARGIN))

    def _scrolled(self) -> None:
        self._want()
        self._say_page()
        self.viewport().update()
        self._follower.scrolled()

    # Layout

    def _take_sizes(self, sizes: Sequence[PageSize]) -> None:
        self._sizes = sizes
        self._arrange()
        self._follower.begin(len(sizes), lambda: self._column.place_at(self._scroll.y()))

    def _arrange(self) -> None:
        """Lay the pages out for the width and the zoom; what is in view stays there."""
        if not self._sizes:
            return
        seen = self._column.place_at(self._scroll.y()) if self._column.count else None
        area = self.viewport()
        self._column = PageColumn(self._sizes, area.width(), self._text.zoom)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        for bar, whole, room in (
            (down, self._column.height, area.height()),
            (across, self._column.width, area.width()),
        ):
            bar.setPageStep(room)
            bar.setSingleStep(_STEP)
            bar.setRange(0, max(round(whole - room), 0))
        across.setValue(across.maximum() // 2)
        if seen is not None and self._scroll.y() > 0:
            down.setValue(round(self._column.y_of(*seen)))
        self._want()
        self._say_page()
        area.update()

    def _want(self) -> None:
        if not self._sizes or not self.isVisible():
            return
        top, height = self._scroll.y(), self.viewport().height()
        seen = self._column.visible(top, top + height)
        target = self._follower.target_page or seen[0]
        near = dict.fromkeys((target, *seen, seen[-1] + 1, seen[0] - 1))
        wanted = [page for page in near if 1 <= page <= self.page_count]
        self.loader.want(wanted, self._column.scale * self.devicePixelRatioF())

    def _page_came(self, page: int) -> None:
        self.viewport().update()
        if page == self._follower.target_page:
            if self.loader.trouble(page):
                self._follower.give_up()
            elif self.loader.text(page) is not None:
                self._follower.reach()

    def _say_page(self) -> None:
        words = f"Page {self.page} of {self.page_count}"
        self.number.setText(words)
        self.number.setAccessibleDescription(words)
        self.number.adjustSize()
        area = self.viewport().geometry()
        left = area.center().x() - self.number.width() // 2
        self.number.move(left, area.bottom() - self.number.height() - 12)
        self.number.show()

    # Look

    def apply_theme(self, theme: Theme) -> None:
        """Change the surround; paper stays white."""
        palette = theme.palette()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, theme.colour("page"))
        self.setPalette(palette)
        self.viewport().setAutoFillBackground(True)
        back, ink, line = (theme.colour(each).name() for each in ("raised", "text", "line"))
        self.number.setStyleSheet(
            f"#pageNumber {{ background: {back}; color: {ink}; border: 1px solid {line};"
            " border-radius: 6px; padding: 3px 10px; }"
        )
        self.number.setFont(theme.font("small"))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view, their highlights, the selection, and where a jump went."""
        if not self._sizes:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = self._scroll.y()
        for page in self._column.visible(top, top + self.viewport().height()):
            box = self.page_rectangle(page)
            painter.fillRect(box.adjusted(-1, -1, 1, 1), self._text.theme.colour("line"))
            painter.fillRect(box, QColor(Qt.GlobalColor.white))
            picture = self.loader.picture(page)
            if picture is not None:
                painter.drawImage(box, picture)
            elif trouble := self.loader.trouble(page):
                painter.setPen(self._paper.colour("error"))
                words = box.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
                painter.drawText(words, Qt.TextFlag.TextWordWrap, trouble)
            self._paint_marks(painter, page)
        painter.end()

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        marks = self._marks(page)
        if marks is None:
            return
        marks.paint(painter, self._paper, self._highlights(page), self._text.current_highlight)
        selected = self._text.selected_range()
        if selected is not None:
            colour = self._paper.colour("accent")
            colour.setAlphaF(_SELECTED)
            for line in marks.lines(*selected):
                painter.fillRect(line, colour)
        if self._flash.range is not None:
            marks.flash(painter, self._paper, *self._flash.range, self._flash.strength)

    def _marks(self, page: int) -> PageMarks | None:
        text = self.loader.text(page)
        if text is None:
            return None
        return PageMarks(text, self.page_rectangle(page).topLeft(), self._column.scale)

    def _highlights(self, page: int) -> list[Highlight]:
        text = self.loader.text(page)
        reach = text.reach if text is not None else None
        return self._text.highlights_within(*reach) if reach else []

    # The mouse and the keyboard

    def position_at(self, point: QPointF) -> int | None:
        """The caret position in the text nearest to a point of the viewport."""
        if not self._sizes:
            return None
        page = self._column.page_at(point.y() + self._scroll.y())
        on_page = (point - self.page_rectangle(page).topLeft()) / self._column.scale
        text = self.loader.text(page)
        return text.position_at(on_page.x(), on_page.y()) if text else None

    def highlight_at(self, point: QPointF) -> Highlight | None:
        """The highlight at a point of the viewport."""
        if not self._sizes:
            return None
        page = self._column.page_at(point.y() + self._scroll.y())
        marks = self._marks(page)
        return marks.highlight_at(point, self._highlights(page)) if marks else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select, or show what can be clicked."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Activate what was clicked."""
        self._pointer.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the text's menu."""
        self._pointer.open_menu(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; what is not about scrolling is the text's."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        page = down.pageStep() - _STEP
        steps = {
            Qt.Key.Key_Down: (down, _STEP),
            Qt.Key.Key_Up: (down, -_STEP),
            Qt.Key.Key_PageDown: (down, page),
            Qt.Key.Key_Space: (down, page),
            Qt.Key.Key_PageUp: (down, -page),
            Qt.Key.Key_Home: (down, -down.maximum()),
            Qt.Key.Key_End: (down, down.maximum()),
            Qt.Key.Key_Left: (across, -_STEP),
            Qt.Key.Key_Right: (across, _STEP),
        }
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif (step := steps.get(Qt.Key(event.key()))) is not None:
            bar, way = step
            bar.setValue(bar.value() + way)
        else:
            self._text.keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._text.wheelEvent(event)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the pages out anew."""
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring what is in view."""
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt: the whole view is painted anew."""
        self.viewport().update()
