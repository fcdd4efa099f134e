"""The completion list: a frame below the search field with ways to go on with what is typed.

A part of the window, not a window of its own: the keyboard stays in the field.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QLabel, QListView, QVBoxLayout, QWidget

from reader.library.search_help import Completion, CompletionKind
from reader.ui.rows import set_up_rows
from reader.ui.search.completion_delegate import CompletionDelegate
from reader.ui.search.completion_model import CompletionModel, CompletionRole, spoken
from reader.ui.theme import Theme

ROWS = 8
"""Rows at most that are seen at once."""
_EDGE = 5
_NARROWEST, _WIDEST = 340, 520
_TYPING = "Tab takes the first · Ctrl+Space chooses · Esc closes"
_RECENT = "↓ chooses · Del forgets · Esc closes"


class _Rows(QListView):
    """The rows; `taken` is a click that began and ended on the same completion."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pressed: Completion | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a press chooses nothing yet: the row may be another when it ends."""
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = self._under(event) if left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click takes."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._under(event):
            self.taken.emit(pressed)

    def _under(self, event: QMouseEvent) -> Completion | None:
        index = self.indexAt(event.position().toPoint())
        found: Completion | None = index.data(CompletionRole.COMPLETION)
        return found


class CompletionList(QFrame):
    """Shows completions; `taken` carries the one that was clicked, `announced` what is said aloud.

    Nothing is chosen until one steps into the list by `step`.
    """

    taken = Signal(object)
    announced = Signal(str)

    def __init__(self, theme: Theme, field: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._field = field
        self._host = window
        self._clear_of: QWidget | None = None
        self._model = CompletionModel(self)
        self._rows = _Rows(self)
        self._delegate = CompletionDelegate(theme, self)
        self._hint = QLabel(self)
        self._rows.setModel(self._model)
        set_up_rows(self._rows, self._delegate)
        self._rows.setUniformItemSizes(True)
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.setAccessibleName("Ways to go on")
        self._rows.taken.connect(self.taken)
        self._hint.setIndent(5)
        self._hint.setFixedHeight(22)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Completions of the search")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, _EDGE, 2, 3)
        layout.setSpacing(0)
        layout.addWidget(self._rows, 1)
        layout.addWidget(self._hint)
        self.hide()
        self.set_theme(theme)
        window.installEventFilter(self)

    # What the window calls

    def keep_clear_of(self, panel: QWidget) -> None:
        """Leave a panel uncovered where there is room beside it: results are read while typing."""
        self._clear_of = panel

    def show_completions(self, typed: str, completions: Sequence[Completion]) -> None:
        """Show the completions of `typed`, none of them chosen; hide where there are none."""
        self._delegate.forget()
        self._model.set_completions(typed, completions)
        if not completions:
            self.hide()
            return
        self._rows.setCurrentIndex(QModelIndex())
        self._rows.scrollToTop()
        self._hint.setText(_TYPING if typed.strip() else _RECENT)
        self._place()
        if self.isHidden():
            self.show()
        self.raise_()

    @property
    def completions(self) -> tuple[Completion, ...]:
        """The rows."""
        return self._model.completions

    @property
    def chosen(self) -> Completion | None:
        """The row that one stepped to."""
        found: Completion | None = self._rows.currentIndex().data(CompletionRole.COMPLETION)
        return found

    def step(self, by: int) -> None:
        """Choose a row further down or up; above the first none is chosen, the last stays."""
        row = self._rows.currentIndex().row() + by
        row = min(row, self._model.rowCount() - 1)
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self._rows.setCurrentIndex(index)
        if index.isValid():
            self._rows.scrollTo(index)
        self._announce(index)

    def remove_chosen(self) -> None:
        """Take the chosen row out of the list; the next one is chosen."""
        row = self._rows.currentIndex().row()
        left = list(self.completions)
        if not 0 <= row < len(left):
            return
        typed = self._model.index(row).data(CompletionRole.TYPED)
        del left[row]
        self.show_completions(typed, left)
        if left:
            self.step(min(row, len(left) - 1) + 1)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        palette = theme.palette()
        self.setPalette(palette)
        self._rows.setPalette(palette)
        # A style sheet would be matched against every row; the window's own has no rule for these.
        self._rows.viewport().setAutoFillBackground(False)
        self._hint.setFont(theme.font("small"))
        palette.setColor(palette.ColorRole.WindowText, theme.colour("muted"))
        self._hint.setPalette(palette)
        self._delegate.set_theme(theme)
        self._rows.scheduleDelayedItemsLayout()
        self.update()

    # Own

    def _place(self) -> None:
        window = self._host
        below = self._field.mapTo(window, QPoint(0, self._field.height()))
        width = min(max(self._field.width(), _NARROWEST), _WIDEST)
        left = below.x()
        if self._clear_of is not None and self._clear_of.isVisible():
            edge = self._clear_of.mapTo(window, QPoint(self._clear_of.width(), 0)).x() + 1
            # Only while it still hangs on the field.
            if edge <= below.x() + self._field.width() - _NARROWEST // 3:
                left = max(left, edge)
        left = max(min(left, window.width() - width - 4), 0)
        rows = min(len(self.completions), ROWS) * self._delegate.row_height
        height = rows + self._hint.height() + _EDGE + 3
        room = window.height() - below.y() - 8
        self.setGeometry(left, below.y() + 3, width, min(height, room))

    def _announce(self, index: QModelIndex) -> None:
        """Tell a screen reader, which follows the keyboard's place, of the chosen row."""
        completion = index.data(CompletionRole.COMPLETION) if index.isValid() else None
        if completion is None:
            words = "as typed"
        else:
            words = f"{spoken(completion)}, {index.row() + 1} of {len(self.completions)}"
            if completion.kind is CompletionKind.HISTORY:
                words += ", Delete forgets it"
            event = QAccessibleEvent(self._rows, QAccessible.Event.Selection)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, words))
        self.announced.emit(words)

    # Qt's events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the list stays below the field when the window changes its size."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame, its corners as round as the field's."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._theme.colour("muted")
        edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(self._theme.colour("surface"))
        radius = self._theme.size("radius")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        hint = self._hint.geometry()
        painter.setPen(QPen(self._theme.colour("line"), 1.0))
        painter.drawLine(hint.left() + 8, hint.top(), hint.right() - 8, hint.top())
        painter.end()
