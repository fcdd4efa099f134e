"""Two looks, and a window to show a panel in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.places import resources
from reader.ui.theme import Theme, load_theme


@pytest.fixture
def light(qtbot: QtBot) -> Theme:
    return load_theme(resources(), "light")


@pytest.fixture
def dark(qtbot: QtBot) -> Theme:
    return load_theme(resources(), "dark")


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window without a layout: the off-screen platform complains of those with size hints."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(320, 640)
    return host
