"""The binding keeps its references: some releases lost one to None with every void call."""

from __future__ import annotations

import sys

from reader.ui.reading.highlights import Highlight, HighlightKind
from reader.ui.reading.reading_pane import ReadingPane


def test_a_thousand_qt_calls_cost_no_reference_to_none(pane: ReadingPane) -> None:
    view, hit = pane.view, HighlightKind.HIT
    mark = Highlight(hit, 0, 4)

    def work() -> None:
        view.viewport().update()
        view.verticalScrollBar().setValue(0)
        view.set_highlights(hit, [mark])
        view.select_range(0, 4)
        view.viewport().repaint()

    work()
    before = sys.getrefcount(None)
    for _ in range(200):
        work()
    assert abs(sys.getrefcount(None) - before) < 100
