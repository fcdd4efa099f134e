"""Dropping on the window: a veil that says what will happen, and what was dropped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from reader.ui.importing.clipboard import local_paths
from reader.ui.theme import Theme

_MARGIN = 18
_SETTLED_MS = 60
_VEIL = 0.94


class DropOverlay(QWidget):
    """Lies over the whole window while files are dragged over it.

    `filesDropped` carries a list of paths, `dataDropped` what else can be imported: a selection
    dragged out of a browser.
    """

    filesDropped = Signal(list)
    dataDropped = Signal(object)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._files = True
        self._over = False
        self.setAcceptDrops(True)
        self.setAccessibleName("Drop to import")
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window hears of what is dragged over it and its parts."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            # What is dragged within the window is no import.
            if event.source() is None and can_be_imported(event.mimeData()):
                event.acceptProposedAction()
                self._veil(event.mimeData())
                return True
        elif event.type() == QEvent.Type.DragLeave:
            # It may have gone from the window to the veil over it.
            self._over = False
            QTimer.singleShot(_SETTLED_MS, self, self._hide_unless_over)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: still over the window."""
        self._over = True
        if can_be_imported(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: it may be dropped anywhere; what is dragged is copied, never moved."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: it was taken away again."""
        self._over = False
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: it is here."""
        self.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        paths = local_paths(event.mimeData())
        if paths:
            self.filesDropped.emit(paths)
        else:
            self.dataDropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a veil, a dashed frame, and two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._theme.colour("page")
        ground.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), ground)
        pen = QPen(self._theme.colour("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        frame = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        radius = self._theme.size("radius") * 2
        painter.drawRoundedRect(frame, radius, radius)
        middle = frame.center().y()
        painter.setFont(self._theme.font("reading_title", role="reading"))
        painter.setPen(self._theme.colour("text"))
        upper = QRectF(frame.left(), middle - 48, frame.width(), 44)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, "Drop to import")
        painter.setFont(self._theme.font("tool"))
        painter.setPen(self._theme.colour("muted"))
        lower = QRectF(frame.left(), middle + 2, frame.width(), 28)
        words = (
            "Files, folders and archives are copied into the library"
            if self._files
            else "The selection is kept in the library as a page of its own"
        )
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, words)

    def _hide_unless_over(self) -> None:
        if not self._over:
            self.hide()

    def _veil(self, mime: QMimeData) -> None:
        self._files = bool(local_paths(mime))
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()


def can_be_imported(mime: QMimeData) -> bool:
    """Whether what is dragged brings files of this machine, or text with its markup."""
    return bool(local_paths(mime)) or mime.hasHtml()
