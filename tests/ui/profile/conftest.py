"""A shown profile pane on Peru's figures."""

from __future__ import annotations

from collections.abc import Callable

import peru_2023
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.library.profile_values import CountryProfile
from reader.places import resources
from reader.ui.theme import Theme, load_theme


@pytest.fixture
def themes(qtbot: QtBot) -> Callable[[str], Theme]:
    return lambda name: load_theme(resources(), name)


@pytest.fixture
def light(themes: Callable[[str], Theme]) -> Theme:
    return themes("light")


@pytest.fixture(scope="session")
def peru() -> CountryProfile:
    return peru_2023.peru()


@pytest.fixture(scope="session")
def unscored() -> CountryProfile:
    return peru_2023.unscored()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget, int], QWidget]:
    """Show a widget at a width, as tall as it asks to be there, inside a host of its own."""

    def shown(widget: QWidget, width: int) -> QWidget:
        host = QWidget()
        host.resize(width, 760)
        widget.setParent(host)
        height = widget.heightForWidth(width) if widget.hasHeightForWidth() else 0
        widget.setGeometry(0, 0, width, max(height, widget.sizeHint().height()))
        qtbot.addWidget(host)
        host.show()
        qtbot.waitExposed(host)
        return host

    return shown
