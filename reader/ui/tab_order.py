"""The way of the Tab key through the window: from region to region, as one reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step_focus(regions: Sequence[QWidget], *, forward: bool) -> bool:
    """Go to the next stop of the Tab key, or the one before, round the ends; False if none is.

    Qt follows the order in which widgets were made, and the window makes some of them late. Inside
    a region Qt's own order stays.
    """
    window = regions[0].window()
    found = list(_stops(window))
    stops = [
        stop for region in regions for stop in found if stop is region or region.isAncestorOf(stop)
    ]
    here = window.focusWidget()
    if here not in stops:
        return False
    to = stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    to.setFocus(reason)
    return True


def _stops(window: QWidget) -> Iterator[QWidget]:
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        stops = (widget.focusPolicy() & Qt.FocusPolicy.TabFocus) == Qt.FocusPolicy.TabFocus
        if stops and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled():
            yield widget
        widget = widget.nextInFocusChain()
