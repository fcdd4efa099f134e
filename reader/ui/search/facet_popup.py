"""The list that unfolds from a facet's button: values with counts, several of them to be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QListView, QPushButton, QVBoxLayout, QWidget

from reader.library.search_results import FacetValue
from reader.ui.documents.control_style import control_style
from reader.ui.documents.filter_field import FilterField
from reader.ui.search.facet_values import VALUE, FacetDelegate, FacetValues
from reader.ui.theme import Theme

FIRST = 10
"""Values that show before `More…` is pressed."""
_NARROWEST = 190
_WIDEST = 330
_MOST_ROWS = 14


class FacetPopup(QFrame):
    """A part of the window that lies over others, until one presses or goes elsewhere.

    `toggled` carries a value that was ticked, or whose tick was taken away.
    """

    toggled = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, title: str, button: QWidget) -> None:
        super().__init__(button.window())
        self._button = button
        self.setObjectName("facetPopup")
        self.setAccessibleName(f"Narrow by {title.casefold()}")
        self._theme = theme
        self._values = FacetValues(self)
        self._filter = FilterField(f"Filter: {title.casefold()}", self)
        self._view = QListView(self)
        self._delegate = FacetDelegate(theme, self._view)
        self._more = QPushButton(self)
        self._set_up(title)

    def show_values(self, values: Sequence[FacetValue]) -> None:
        """Unfold below the button."""
        self._values.show(values, FIRST)
        widths = [self._delegate.width_for(each) for each in values]
        self.setFixedWidth(min(max([_NARROWEST, *widths]) + 14, _WIDEST))
        self._say_more()
        self._view.setCurrentIndex(self._values.index(0))
        self._fit()
        self.show()
        self.raise_()
        self._view.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self._focus_moved)

    def fold_up(self) -> None:
        """Close it."""
        if not self.isHidden():
            application = QApplication.instance()
            if isinstance(application, QApplication):
                application.removeEventFilter(self)
                application.focusChanged.disconnect(self._focus_moved)
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def renew(self, values: Sequence[FacetValue]) -> None:
        """Show other counts, the answer to a narrower or wider search."""
        at = self._view.currentIndex().row()
        self._values.renew(values)
        if not self._view.currentIndex().isValid() and at >= 0:
            self._view.setCurrentIndex(self._values.index(min(at, self._values.rowCount() - 1)))
        self._say_more()

    @property
    def view(self) -> QListView:
        """The list of values."""
        return self._view

    @property
    def more(self) -> QPushButton:
        """The button that shows all values and the line to filter them."""
        return self._more

    @property
    def filter(self) -> FilterField:
        """The line that filters them."""
        return self._filter

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc folds it up."""
        if event.key() == Qt.Key.Key_Escape:
            self._button.setFocus(Qt.FocusReason.PopupFocusReason)
            self.fold_up()
            event.accept()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Space and Enter tick, a letter begins to filter, a press beside closes."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            beside = watched is not self and not self.isAncestorOf(watched)
            if beside and not self.isHidden():
                self.fold_up()
                # The press that closes it must not open it again.
                return watched is self._button
            return False
        if watched is not self._view or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tick(self._view.currentIndex().row())
            return True
        if event.key() == Qt.Key.Key_Up and self._view.currentIndex().row() == 0:
            if not self._filter.isHidden():
                self._filter.setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        letter = event.text()
        if letter.isprintable() and letter.strip() and (self._long or not self._filter.isHidden()):
            self._show_all()
            self._filter.setText(letter)
            return True
        return super().eventFilter(watched, event)

    # Own

    def _set_up(self, title: str) -> None:
        theme = self._theme
        surface, line = theme.colour("surface").name(), theme.colour("line").name()
        self.setStyleSheet(
            f"#facetPopup {{ background: {surface}; border: 1px solid {line}; }}"
            f" QListView {{ background: {surface}; border: 0; outline: 0; }}" + control_style(theme)
        )
        self._filter.setFont(theme.font("tool"))
        self._filter.hide()
        self._filter.textChanged.connect(self._narrow)
        self._filter.left.connect(self._into_list)
        view = self._view
        view.setModel(self._values)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setAccessibleName(f"{title}: Space chooses a value")
        view.clicked.connect(lambda index: self._tick(index.row()))
        view.installEventFilter(self)
        self._more.setFont(theme.font("small"))
        self._more.setAutoDefault(False)
        self._more.clicked.connect(self._show_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self._filter)
        layout.addWidget(view)
        layout.addWidget(self._more)

    @property
    def _long(self) -> bool:
        return not self._more.isHidden()

    def _say_more(self) -> None:
        hidden = self._values.hidden if self._filter.isHidden() else 0
        self._more.setVisible(bool(hidden))
        self._more.setText(f"More… ({hidden:,})")
        self._more.setAccessibleName(f"Show {hidden:,} more values, with a line to filter them")

    def _show_all(self) -> None:
        first = self._filter.isHidden()
        self._filter.show()
        # Before the button goes that may have the focus: it would go to what lies beside.
        self._filter.setFocus(Qt.FocusReason.OtherFocusReason)
        if first:
            self._values.narrow("")
            self._say_more()
            self._fit()

    def _narrow(self, words: str) -> None:
        self._values.narrow(words)
        self._view.setCurrentIndex(self._values.index(0))

    def _into_list(self) -> None:
        if not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(self._values.index(0))
        self._view.setFocus(Qt.FocusReason.TabFocusReason)

    def _tick(self, row: int) -> None:
        if 0 <= row < self._values.rowCount():
            value = self._values.tick(row)
            self.toggled.emit(value.value)

    def _fit(self) -> None:
        rows = min(self._values.rowCount(), _MOST_ROWS)
        self._view.setFixedHeight(max(rows, 1) * round(self._theme.size("row")) + 2)
        self.adjustSize()
        self._place()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        # A press on the button gives it the focus first, and then comes to the filter above.
        pressed = now is self._button and QApplication.mouseButtons() != Qt.MouseButton.NoButton
        inside = now is None or now is self or self.isAncestorOf(now)
        if not inside and not pressed:
            self.fold_up()

    def _place(self) -> None:
        """Below the button, or as far above as the window asks for."""
        window, button = self._button.window(), self._button
        below = button.mapTo(window, QPoint(0, button.height() + 2))
        left = max(min(below.x(), window.width() - self.width() - 4), 0)
        top = max(min(below.y(), window.height() - self.height() - 4), 0)
        self.move(left, top)


def value_of(view: QListView, row: int) -> FacetValue:
    """The value in a row."""
    value: FacetValue = view.model().index(row, 0).data(VALUE)
    return value
