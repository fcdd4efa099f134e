"""The reading pane: what a tab holds. The text, the marker strip, the find bar and the outline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from reader.domain.document import Document, Passage
from reader.ui.reading.byline_pointer import BylinePointer
from reader.ui.reading.find_bar import FindBar
from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.marker_strip import MarkerStrip
from reader.ui.reading.outline import OutlineModel, OutlinePopup
from reader.ui.reading.pictures import Pictures
from reader.ui.reading.reading_view import ReadingView
from reader.ui.theme import Theme

if TYPE_CHECKING:
    from reader.ui.pages.page_view import PageView
    from reader.ui.versions.compare_view import CompareView


class ReadingPane(QWidget):
    """One open document. Its `view` has the signals; the pane adds what surrounds the text."""

    textShown = Signal()
    """The text is there again, after something else stood in its place."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, pictures: Pictures | None = None
    ) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self.view = ReadingView(theme, self, pictures)
        self.byline = BylinePointer(self.view)
        self.pages: PageView | None = None
        self.over: CompareView | ReadingView | None = None
        self.pictures = pictures
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.view)
        self.strip = MarkerStrip(self.view, self)
        self.find_bar = FindBar(self.view, self)
        self.strip.jumped.connect(lambda _: self.find_bar.settle())
        self.outline = OutlineModel(self)
        self.outline_popup = OutlinePopup(self.outline, self)
        self.outline_popup.chosen.connect(self._go_to_heading)
        self.outline_button = QToolButton(self)
        self.outline_button.setText("☰")
        self.outline_button.setAutoRaise(True)
        self.outline_button.setToolTip("Outline (Ctrl+Shift+O)")
        self.outline_button.setAccessibleName("Outline")
        self.outline_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.outline_button.clicked.connect(self.show_outline)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(self._faces, 1)
        row.addWidget(self.strip)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.find_bar)
        self.setFocusProxy(self.view)
        self._apply_palette(theme)

    @property
    def document(self) -> Document | None:
        """The document shown."""
        return self._document

    def show_document(self, document: Document, passages: Sequence[Passage]) -> None:
        """Show a document's version from its beginning, without highlights."""
        self._leave_over()
        self._document = document
        self.setAccessibleName(document.metadata.title)
        self.view.show_document(document, passages)
        self.outline.show_passages(passages)
        self.outline_button.setVisible(self.outline.rowCount() > 1)
        self.find_bar.search_again()

    def set_highlights(self, kind: HighlightKind, highlights: Iterable[Highlight]) -> None:
        """Replace the highlights of a kind."""
        self.view.set_highlights(kind, highlights)

    def go_to(self, start: int, end: int) -> None:
        """Show the range `[start, end)` in code points of the version's text."""
        self._leave_over()
        self.view.go_to(start, end)

    def open_find_bar(self) -> None:
        """Open the find bar; a selection within one passage is looked for."""
        selected = self.view.selected_text
        self.find_bar.open_with("" if "\n" in selected else selected)

    def step(self, step: int) -> Highlight | None:
        """F3 (1) and Shift+F3 (-1): through the find bar's matches if it is open, or the hits."""
        if not self.find_bar.isHidden():
            self.find_bar.step(step)
            return self.view.current_highlight
        return self.view.next_highlight(HighlightKind.HIT, step)

    def show_outline(self) -> None:
        """Open the outline at the heading that one reads under."""
        place = self.view.position()
        self.outline_popup.open_at(place.ordinal if place else 0)

    def show_pages(self, pages: PageView) -> None:
        """Show the document's pages instead of its text."""
        self.show_text()
        self.pages = pages
        self._faces.addWidget(pages)
        self._dress_pages(self.view.theme)
        self._faces.setCurrentWidget(pages)
        self.setFocusProxy(pages)

    def set_head(self, head: QWidget) -> None:
        """Put a line above the text."""
        self._column.insertWidget(0, head)

    def show_over(self, over: CompareView | ReadingView) -> None:
        """Show something else in the text's place, until the text is to be shown again."""
        self.show_text()
        self.over = over
        self._faces.addWidget(over)
        self._faces.setCurrentWidget(over)
        self.strip.hide()
        self.outline_button.hide()
        self.setFocusProxy(over)

    def _leave_over(self) -> None:
        over, self.over = self.over, None
        if over is not None:
            self._faces.setCurrentWidget(self.view)
            self._faces.removeWidget(over)
            over.deleteLater()
            self.strip.show()
            self.outline_button.setVisible(self.outline.rowCount() > 1)
            self.setFocusProxy(self.view)
            self.textShown.emit()

    def show_text(self) -> None:
        """Show the text again, where the pages or something else were."""
        self._leave_over()
        pages, self.pages = self.pages, None
        if pages is not None:
            pages.leave()
            self._faces.setCurrentWidget(self.view)
            self._faces.removeWidget(pages)
            pages.deleteLater()
            self.setFocusProxy(self.view)

    def set_theme(self, theme: Theme) -> None:
        """Change the look; what is read stays where it is."""
        self.view.set_theme(theme)
        self._dress_pages(theme)
        if self.over is not None:
            self.over.set_theme(theme)
        self._apply_palette(theme)
        self.strip.update()

    def _apply_palette(self, theme: Theme) -> None:
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("raised"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.view.verticalScrollBar().setStyleSheet(_scroll_bar_style(theme))
        # Pages lie below the button, and paper is white in the dark, too.
        ground = theme.colour("raised").name()
        self.outline_button.setStyleSheet(
            f"QToolButton {{ background: {ground}; border: 0; border-radius: 4px; padding: 3px; }}"
        )
        self.find_bar.apply_theme(theme)

    def _dress_pages(self, theme: Theme) -> None:
        if self.pages is not None:
            self.pages.apply_theme(theme)
            self.pages.verticalScrollBar().setStyleSheet(_scroll_bar_style(theme))

    def _go_to_heading(self, ordinal: int) -> None:
        heading = self.view.passages[ordinal]
        self.view.go_to(heading.start, heading.end)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the outline's button in the upper right corner of the text."""
        super().resizeEvent(event)
        button = self.outline_button
        button.adjustSize()
        bar = self.view.verticalScrollBar()
        top = self._faces.y() + 6
        button.move(self.strip.x() - bar.sizeHint().width() - button.width() - 4, top)
        button.raise_()


def _scroll_bar_style(theme: Theme) -> str:
    """A narrow scroll bar without buttons, beside which the marker strip can be read."""
    track, handle, held = (theme.colour(token).name() for token in ("raised", "line", "muted"))
    return (
        f"QScrollBar:vertical {{ background: {track}; width: 12px; margin: 8px 2px; border: 0; }}"
        f"QScrollBar::handle:vertical {{ background: {handle}; min-height: 28px;"
        " border-radius: 4px; }"
        f"QScrollBar::handle:vertical:hover {{ background: {held}; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
    )
