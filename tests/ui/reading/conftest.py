"""A shown reading pane on a document with every kind of passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reading_documents import EVERY_KIND, document_of

from reader.domain.document import Block, Passage
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.reading.reading_view import ReadingView
from reader.ui.theme import Theme


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window without a layout: the off-screen platform complains of those with size hints."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    return host


@pytest.fixture
def pane(host: QWidget, light: Theme) -> ReadingPane:
    pane = ReadingPane(light, host)
    pane.resize(900, 600)
    pane.show_document(*document_of(EVERY_KIND))
    pane.view.finish()
    host.show()
    return pane


@pytest.fixture
def view(pane: ReadingPane) -> ReadingView:
    return pane.view


@pytest.fixture
def show(view: ReadingView) -> Callable[[Sequence[Block]], tuple[Passage, ...]]:
    def show_blocks(blocks: Sequence[Block]) -> tuple[Passage, ...]:
        document, passages = document_of(blocks)
        view.show_document(document, passages)
        view.finish()
        return passages

    return show_blocks
